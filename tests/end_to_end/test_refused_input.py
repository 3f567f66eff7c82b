"""What is wrong is said in one sentence, with the exit code of its kind; nothing is overwritten."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filelock import FileLock

pytestmark = pytest.mark.slow

FORUM = "ejemplo-2023"
PROGRESS = re.compile(r"^(  \S+ \S+ +\d+\.\d s|.*Chrom.*)$")
OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture
def published(workspace: Path, tmp_path: Path) -> Path:
    """A workspace whose forum of 2023 has been published."""
    root = tmp_path / "published"
    heavy = shutil.ignore_patterns("figures", "*.pdf", "*.zip", ".*")
    for part in ("data/raw", "data/processed", "reports"):
        shutil.copytree(workspace / part / FORUM, root / part / FORUM, ignore=heavy)
    shutil.copytree(workspace / "notebooks", root / "notebooks")
    return root


@pytest.fixture
def refuse(published: Path, command: Any, hash_tree: Any) -> Callable[..., str]:
    """Runs a command that must fail; returns its sentence."""

    def run(code: int, *arguments: str) -> str:
        before = hash_tree(published)
        outcome = command(published, *arguments)
        assert outcome.code == code, outcome
        lines = [line for line in outcome.err.splitlines() if line.strip()]
        told = [line for line in lines if not PROGRESS.match(line)]
        assert len(told) == 1, outcome.err
        assert code == 1 or told[0].endswith((".", "?", "`)")), told
        assert "Traceback" not in outcome.err
        after = hash_tree(published)
        assert {name: after.get(name) for name in before} == before
        assert not [name for name in after if name.startswith("reports") and name not in before]
        return told[0]

    return run


def workbook_of(root: Path) -> Path:
    (path,) = (root / "data" / "raw" / FORUM).glob("*.xlsx")
    return path


def write_cell(root: Path, place: str, value: str) -> None:
    book: Any = openpyxl.load_workbook(workbook_of(root))
    book.worksheets[0][place].value = value
    book.save(workbook_of(root))


def change_forum(root: Path, old: str, new: str) -> None:
    path = root / "data" / "raw" / FORUM / "forum.yml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--audience", "participant"], ["--audience 'participant'", "participants"]),
        (["run", "--engine", "wram"], ["--engine 'wram'", "warm"]),
        (["run", "--language", "fr"], ["--language 'fr'", "en", "es"]),
        (["run", "--country", "USA"], ["--country 'USA'", "MEX"]),
        (["run", "--as-of", "31/08/2024"], ["31/08/2024", "YYYY-MM-DD"]),
        (["run", "ejemplo-2032"], ["ejemplo-2032", "ejemplo-2023"]),
    ],
)
def test_an_unknown_choice_names_what_is_offered(
    refuse: Any, arguments: list[str], said: list[str]
) -> None:
    sentence = refuse(2, *arguments)
    assert all(words in sentence for words in said), sentence


def test_a_missing_column_is_named_with_its_file(published: Path, refuse: Any) -> None:
    write_cell(published, "K4", "Explique sus prioridades / Explain your priorities")
    sentence = refuse(2, "run", FORUM)
    assert "Explique brevemente sus prioridades" in sentence
    assert "Explique sus prioridades / Explain your priorities" in sentence


def test_a_country_that_two_names_fit_is_refused_with_both(published: Path, refuse: Any) -> None:
    write_cell(published, "A8", "Guayana")
    sentence = refuse(2, "run", FORUM)
    assert "Guayana" in sentence
    assert "A8" in sentence


def test_a_country_that_there_is_not_is_refused(published: Path, refuse: Any) -> None:
    write_cell(published, "A8", "Atlántida")
    sentence = refuse(2, "run", FORUM)
    assert "Atlántida" in sentence
    assert "A8" in sentence


def test_a_locked_workbook_is_told_from_a_broken_one(published: Path, refuse: Any) -> None:
    path = workbook_of(published)
    whole = path.read_bytes()
    path.write_bytes(
        OLE_HEADER + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 900
    )
    assert "password" in refuse(2, "run", FORUM)
    path.write_bytes(whole[: len(whole) // 2])
    sentence = refuse(2, "run", FORUM)
    assert "consulta-estados" in sentence or path.name in sentence
    path.write_bytes(b"")
    refuse(2, "run", FORUM)


def test_a_workbook_that_is_not_there_is_named(published: Path, refuse: Any) -> None:
    workbook_of(published).unlink()
    assert "Consulta 2023 - respuestas.xlsx" in refuse(2, "run", FORUM)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("timezone:", "time_zone:", ["time_zone", "timezone"]),
        ("objectives: [21]", "objectives: [24]", ["24", "23"]),
        ("role: priority", "role: prioridad", ["prioridad", "priority"]),
        ("forum: ejemplo-2023", "forum: [ejemplo-2023", ["forum.yml"]),
    ],
)
def test_a_mistake_in_forum_yml_is_named(
    published: Path, refuse: Any, old: str, new: str, said: list[str]
) -> None:
    change_forum(published, old, new)
    sentence = refuse(2, "run", FORUM)
    assert all(words in sentence for words in said), sentence


def test_a_run_under_way_is_waited_for(published: Path, refuse: Any) -> None:
    with FileLock(published / "data" / "processed" / f".{FORUM}.lock"):
        assert FORUM in refuse(1, "run", "--force", FORUM)


def change_notebook(root: Path, name: str, place: int, source: str) -> None:
    """Replace the source of the code cell at a place (from 0)."""
    path = root / "notebooks" / name
    content = json.loads(path.read_text("utf-8"))
    cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    cells[place]["source"] = source
    path.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize("engine", ["warm", "papermill"])
def test_a_failed_cell_ends_the_run_with_notebook_cell_and_message(
    published: Path, refuse: Any, engine: str
) -> None:
    change_notebook(published, "02_objectives.ipynb", 2, "raise RuntimeError('no more ink')")
    arguments = ["--engine", engine, "--no-figures", "--language", "es", "--country", "MEX"]
    sentence = refuse(1, "run", FORUM, *arguments)
    for words in ("02_objectives.ipynb", "cell ", "RuntimeError", "no more ink"):
        assert words in sentence, sentence


def test_input_that_a_notebook_refuses_is_the_users_mistake(published: Path, refuse: Any) -> None:
    change_notebook(published, "01_responses.ipynb", 0, 'forum = "ejemplo-2023"\ncolour = "red"')
    sentence = refuse(2, "run", FORUM, "--no-figures", "--language", "es", "--country", "MEX")
    assert "parameter" in sentence


def test_a_parameter_that_a_notebook_does_not_have_stops_papermill(
    published: Path, tmp_path: Path
) -> None:
    arguments = ["-p", "root", str(published), "-p", "forum", FORUM, "-p", "audiencia", "interna"]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "papermill", "--no-progress-bar"),
            *(str(published / "notebooks" / "01_responses.ipynb"), str(tmp_path / "out.ipynb")),
            *(*arguments, "-p", "output", str(tmp_path / "tables")),
        ],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        check=False,
    )
    assert done.returncode != 0
    assert "The parameter 'audiencia' is unknown" in done.stderr
    assert not (tmp_path / "tables").exists()


def test_debug_shows_where_it_went_wrong(published: Path, command: Any) -> None:
    outcome = command(published, "run", "--audience", "x", "--debug")
    assert outcome.code == 2
    assert "Traceback (most recent call last)" in outcome.err
