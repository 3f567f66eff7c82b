"""What lies beside the page: zip, PDF names, what an audience sees."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from gcm_analysis.report.archive import zip_folder
from gcm_analysis.report.audiences import name_document, withhold_words


def test_a_zip_has_the_same_bytes_and_keeps_the_folders(tmp_path: Path) -> None:
    folder = tmp_path / "es"
    (folder / "countries").mkdir(parents=True)
    (folder / "index.html").write_text("á")
    (folder / "countries" / "MEX.html").write_text("m")
    first = zip_folder(folder, tmp_path / "a.zip").read_bytes()
    (folder / "index.html").touch()
    assert zip_folder(folder, tmp_path / "b.zip").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["es/countries/MEX.html", "es/index.html"]
    assert not list(tmp_path.glob(".*"))


def test_a_zip_inside_its_folder_leaves_itself_out(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    target = tmp_path / "all.zip"
    first = zip_folder(tmp_path, target).read_bytes()
    assert zip_folder(tmp_path, target).read_bytes() == first


@pytest.mark.parametrize("language", ["es", "en"])
def test_file_names_say_for_whom(language: str) -> None:
    names = {name_document("f", one, language, "pdf") for one in ("internal", "participants")}
    assert len(names) == 2
    assert all(name.endswith(f"-{language}.pdf") and name.isascii() for name in names)


def test_words_leave_the_secretariat_only_when_cleared() -> None:
    texts = pd.Series(["uno", "dos", None], dtype="str")
    ids = pd.Series(["a", "b", "c"], dtype="str")
    arguments = {"cleared": {"a"}, "placeholder": "…"}
    inside = withhold_words(texts, ids, audience="internal", **arguments)
    outside = withhold_words(texts, ids, audience="participants", **arguments)
    assert list(inside.dropna()) == ["uno", "dos"]
    assert list(outside.dropna()) == ["uno", "…"]
    assert outside.isna().sum() == 1
