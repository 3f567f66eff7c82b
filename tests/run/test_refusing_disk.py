"""What the disk refuses is said in one sentence, and nothing is lost by it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from gcm_analysis.report import PageRefused
from gcm_analysis.run import RunOptions, assembling, filling, run_forums
from gcm_analysis.run import publish as publishing
from gcm_analysis.run.disk import DiskRefused
from gcm_analysis.run.lock import RunUnderWay
from gcm_analysis.workspace import Workspace

from .tiny_forum import FIRST, FORUM, count_mentions, make_workspace, read_published, write_rows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no warm engine"),
]

CHANGED = {**FIRST, "Ecuador": {"retorno": "x"}}


def run(root: Path) -> None:
    run_forums(Workspace(root), RunOptions(engine="warm", with_figures=False, countries=("MEX",)))


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("ready") / "root")
    run(root)
    return root


@pytest.fixture
def root(ready: Path) -> Iterator[Path]:
    """A forum that was published, with a change that is to be."""
    kept = ready.with_name("kept")
    shutil.copytree(ready, kept)
    write_rows(ready, FIRST, note="a remark")
    yield ready
    shutil.rmtree(ready)
    kept.rename(ready)


def hash_published(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (root / "reports", root / "data" / "processed" / FORUM)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refuse(number: int, name: str) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise OSError(number, os.strerror(number), name)

    return fail


STEPS = {
    "tables.xlsx": (assembling, "write_tables"),
    "a page": (assembling, "write_page"),
    "the zip": (assembling, "zip_folder"),
    "the copy of the last run": (filling, "keep_previous"),
    "the journal": (publishing.json, "dump"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_refuses_leaves_the_last_report_and_the_next_run_succeeds(
    root: Path, step: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hash_published(root)
    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], refuse(number, str(root / "reports" / "page")))
        with pytest.raises(DiskRefused) as refused:
            run(root)
    said = str(refused.value)
    assert said.endswith("nothing was published.")
    assert "reports/page" in said
    assert ("no room" in said) is (number == errno.ENOSPC)
    assert hash_published(root) == before
    assert not list((root / "data" / "processed").glob(f".{FORUM}.internal"))
    if step == "the journal":
        run(root)
        assert read_published(root) == count_mentions(FIRST)


def test_a_full_disk_under_a_notebook_is_told_from_a_mistake_in_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit on the size of a file does what a full disk does, in the kernel itself."""
    before = hash_published(root)
    path = root / "notebooks" / "01_responses.ipynb"
    text = path.read_text("utf-8")
    lines = (
        "import errno, os\\n",
        "raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), 'answers.parquet')\\n",
    )
    place = text.index('"responses = survey')
    path.write_text(f'{text[:place]}"{lines[0]}", "{lines[1]}", {text[place:]}', "utf-8")
    with pytest.raises(DiskRefused, match=r"no room left to write what 01_responses\.ipynb makes"):
        run(root)
    assert hash_published(root) == before


def test_a_page_that_is_not_fit_is_not_exchanged(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hash_published(root)
    build = assembling.build_page

    def add_picture(*given: object, **named: object) -> str:
        page = build(*given, **named)  # type: ignore[arg-type]
        return page.replace("</main>", '<img src="https://example.org/a.png"></main>')

    monkeypatch.setattr(assembling, "build_page", add_picture)
    with pytest.raises(PageRefused, match="network"):
        run(root)
    assert hash_published(root) == before


def test_two_runs_at_once(root: Path) -> None:
    before = hash_published(root)
    with (
        FileLock(root / "data" / "processed" / f".{FORUM}.lock"),
        pytest.raises(RunUnderWay, match="already under way"),
    ):
        run(root)
    assert hash_published(root) == before


def test_a_folder_that_may_not_be_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = hash_published(root)
    monkeypatch.setattr(Path, "mkdir", refuse(errno.EROFS, str(root / "data" / "processed")))
    with pytest.raises(DiskRefused, match="data/processed cannot be written"):
        run(root)
    assert hash_published(root) == before
