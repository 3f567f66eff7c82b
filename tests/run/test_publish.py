"""What readers open is replaced whole, whatever happens in between."""

import json
from pathlib import Path

import pytest

from gcm_analysis.run import publish as publishing
from gcm_analysis.run.publish import complete_publication, open_staging, publish


def write_report(folder: Path, word: str) -> None:
    for language in ("es", "en"):
        page = folder / language / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(word)


def read_report(folder: Path) -> set[str]:
    return {page.read_text() for page in folder.rglob("index.html")}


@pytest.fixture(params=["exchange", "file by file"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "file by file":
        monkeypatch.setattr(publishing, "exchange", lambda one, other: False)
    return request.param


def test_a_published_folder_is_what_readers_open(tmp_path: Path, way: str) -> None:
    live = tmp_path / "reports"
    write_report(live, "old")
    (live / "stale.txt").write_text("old")
    staging = open_staging(tmp_path / "runs", last_number=4)
    write_report(staging.report, "new")
    publish(staging, {staging.report: live})
    assert read_report(live) == {"new"}
    assert not (live / "stale.txt").exists()
    assert not staging.home.exists()
    assert staging.number == 5


class Killed(BaseException):
    """Stands for the end of the process."""


def test_a_publication_interrupted_anywhere_is_completed_by_the_next_run(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = count_file_operations(tmp_path / "counted", monkeypatch)
    assert steps > 3
    for moment in range(steps):
        base = tmp_path / f"moment-{moment}"
        live, tables = base / "reports", base / "processed"
        write_report(live, "old")
        write_report(tables, "old")
        staging = open_staging(base / "runs", last_number=0)
        write_report(staging.report, "new")
        write_report(staging.tables, "new")
        with monkeypatch.context() as patch:
            kill_at(moment, patch)
            with pytest.raises(Killed):
                publish(staging, {staging.report: live, staging.tables: tables})
        assert len(list(live.rglob("index.html"))) == 2
        committed = (staging.home / "journal.json").exists()
        complete_publication(staging.home)
        expected = {"new"} if committed or read_report(live) == {"new"} else {"old"}
        assert read_report(live) == expected
        assert read_report(tables) == expected


def count_file_operations(base: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    counter = [0]
    with monkeypatch.context() as patch:
        watch(patch, lambda: counter.__setitem__(0, counter[0] + 1))
        live = base / "reports"
        write_report(live, "old")
        write_report(base / "processed", "old")
        staging = open_staging(base / "runs", last_number=0)
        write_report(staging.report, "new")
        write_report(staging.tables, "new")
        counter[0] = 0
        publish(staging, {staging.report: live, staging.tables: base / "processed"})
    return counter[0]


def kill_at(moment: int, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = [0]

    def count() -> None:
        if counter[0] == moment:
            raise Killed
        counter[0] += 1

    watch(monkeypatch, count)


def watch(monkeypatch: pytest.MonkeyPatch, before: object) -> None:
    """Call `before` ahead of every operation on the file system that publishing makes."""
    for owner, name in (
        (Path, "rename"),
        (Path, "replace"),
        (Path, "unlink"),
        (publishing.shutil, "rmtree"),
        (publishing.shutil, "copy2"),
        (publishing, "exchange"),
    ):
        original = getattr(owner, name)

        def watched(*args: object, _original=original, **kwargs: object) -> object:
            before()
            return _original(*args, **kwargs)

        monkeypatch.setattr(owner, name, watched)


def test_a_run_without_journal_leaves_no_trace(tmp_path: Path) -> None:
    live = tmp_path / "reports"
    write_report(live, "old")
    staging = open_staging(tmp_path / "runs", last_number=0)
    write_report(staging.report, "half")
    again = open_staging(tmp_path / "runs", last_number=0)
    assert read_report(live) == {"old"}
    assert not any(again.report.iterdir())


def test_the_journal_names_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staging = open_staging(tmp_path / "runs", last_number=0)
    monkeypatch.setattr(publishing, "complete_publication", lambda home: None)
    monkeypatch.setattr(publishing.shutil, "rmtree", lambda *_, **__: None)
    publish(staging, {staging.report: tmp_path / "a", staging.tables: tmp_path / "b"})
    journal = json.loads((staging.home / "journal.json").read_text())
    assert [Path(live).name for _, live, _ in journal] == ["a", "b"]
