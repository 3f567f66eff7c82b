"""Nights that nobody watches, and an edition that none of them touches."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from page_tree import read_tree

from gcm_analysis.report.packing import unpack_figures
from gcm_analysis.run.editions import (
    EditionChanged,
    hash_record,
    list_editions,
    read_release,
    records_of,
    releases_of,
    verify_edition,
)
from gcm_analysis.run.releasing import release_forum
from gcm_analysis.workspace import Workspace

pytestmark = pytest.mark.slow

FORUM = "ejemplo-2023"
HOSTILE = "XHOSTILEX obj. 9 <script>alert(1)</script> presidente@x.example"
NIGHTLY = ("run", FORUM, "--nightly", "--no-figures", "--country", "MEX", "--log-json")


class Nights(NamedTuple):
    """A forum of two nights, with an edition between them, and what was said."""

    root: Path
    first: Any
    released: Any
    again: Any
    second: Any
    edition: dict[str, str]
    """Hashes of the edition's files before the second night."""
    seen: list[str]
    """The tables of the page that was released, as readers saw them."""


def write_cell(root: Path, place: str, value: object) -> None:
    (path,) = (root / "data" / "raw" / FORUM).glob("*.xlsx")
    book: Any = openpyxl.load_workbook(path)
    book.worksheets[0][place].value = value
    book.save(path)


def open_survey(root: Path) -> None:
    """Let the survey be open on the day of the test, and the report be in one language."""
    path = root / "data" / "raw" / FORUM / "forum.yml"
    text = path.read_text("utf-8")
    days = text[text.index("dates: {") : text.index("}", text.index("dates: {")) + 1]
    text = text.replace(days, "dates: {survey_opens: 2023-04-01, forum_starts: 2999-06-01}")
    path.write_text(text.replace("languages: [es, en]", "languages: [en]"), "utf-8")


def read_tables(page: Path) -> list[str]:
    return [table.text() for table in read_tree(page).find_all("table")]


@pytest.fixture(scope="module")
def nights(
    tmp_path_factory: pytest.TempPathFactory,
    new_workspace: Callable[..., Path],
    command: Callable[..., Any],
    hash_tree: Callable[[Path], dict[str, str]],
) -> Nights:
    root = new_workspace(tmp_path_factory.mktemp("nights"), (FORUM,))
    open_survey(root)
    write_cell(root, "K11", HOSTILE)
    first = command(root, *NIGHTLY, "--log", str(root / "first.log"))
    assert first.code == 0, first.err
    released = command(root, "release", FORUM, "--on", "2023-05-02")
    assert released.code == 0, released.err
    again = command(root, *NIGHTLY, "--log", str(root / "again.log"))
    edition = hash_tree(releases_of(Workspace(root), FORUM))
    seen = read_tables(root / "reports" / FORUM / "internal" / "en" / "index.html")
    write_cell(root, "D6", "x")
    second = command(root, *NIGHTLY)
    assert second.code == 0, second.err
    return Nights(root, first, released, again, second, edition, seen)


def folder_of(nights: Nights) -> Path:
    return releases_of(Workspace(nights.root), FORUM) / "1-internal"


def test_a_rerun_leaves_an_edition_byte_for_byte(nights: Nights, hash_tree: Any) -> None:
    assert len(nights.edition) > 4
    assert hash_tree(folder_of(nights).parent) == nights.edition
    live = nights.root / "reports" / FORUM / "internal" / "en" / "index.html"
    assert live.read_bytes() != (folder_of(nights) / "en" / "index.html").read_bytes()


def test_release_json_holds_the_hash_of_every_file_and_the_versions(nights: Nights) -> None:
    folder = folder_of(nights)
    release = read_release(folder)
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "release.json"
    }
    assert release.files == found
    assert (release.number, release.audience, release.run) == (1, "internal", 1)
    assert (release.cut_off, release.released_on) == ("2023-04-28", "2023-05-02")
    assert {"gcm-analysis", "codebook", "mapping_model", "program_sha256"} <= set(release.versions)
    record = records_of(Workspace(nights.root), FORUM) / "1-internal"
    lines = "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(record.iterdir())
        if path.name != "run.json"
    )
    assert release.sha256 == hash_record(record) == hashlib.sha256(lines.encode()).hexdigest()
    assert release.code in nights.released.out


def test_every_page_figure_and_workbook_says_its_edition(nights: Nights) -> None:
    folder, code = folder_of(nights), read_release(folder_of(nights)).code
    line = f"Edition 1, of May 2, 2023 · {code}"
    pages = [folder / "en" / "index.html", folder / "en" / "countries" / "MEX.html"]
    for path in pages:
        html = path.read_text("utf-8")
        texts = [one.text() for one in read_tree(path).walk() if "badge" in one.styles]
        assert line in texts, path.name
        figures = unpack_figures(html)
        assert figures, path.name
        for key, figure in figures.items():
            notes = [note["text"] for note in figure["layout"]["annotations"]]
            assert notes.count(line) == 1, key
    cover: Any = openpyxl.load_workbook(folder / "en" / "tables.xlsx").worksheets[0]
    told = {row[0].value: row[1].value for row in cover.iter_rows() if row[0].value}
    assert told["Edition"] == line
    assert read_release(folder).sha256 in told.values()


def test_an_edition_says_what_readers_saw(nights: Nights) -> None:
    """Every table of the page is that of the run that was released, word for word."""
    tables = read_tables(folder_of(nights) / "en" / "index.html")
    assert len(tables) > 20
    assert tables == nights.seen
    assert tables != read_tables(nights.root / "reports" / FORUM / "internal" / "en" / "index.html")


def test_what_was_released_already_is_not_released_twice(
    nights: Nights, command: Any, hash_tree: Any
) -> None:
    assert command(nights.root, "release", FORUM, "--verify").code == 0
    made = list_editions(Workspace(nights.root), FORUM)
    assert [one.number for one in made] == [1]


def test_a_release_beyond_the_secretariat_waits_for_the_review(
    nights: Nights, command: Any, hash_tree: Any
) -> None:
    before = hash_tree(nights.root)
    refused = command(nights.root, "release", FORUM, "--audience", "participants")
    assert refused.code == 2
    (sentence,) = refused.err.strip().splitlines()
    for part in ("consulta-estados", "Respuestas", ":explicacion:text", "cell K", "review"):
        assert part in sentence, sentence
    assert "XHOSTILEX" not in sentence
    assert hash_tree(nights.root) == before


def test_a_report_that_is_out_of_date_is_not_released(nights: Nights, command: Any) -> None:
    root = nights.root.with_name("outdated")
    shutil.copytree(nights.root, root)
    write_cell(root, "E6", "x")
    refused = command(root, "release", FORUM)
    assert refused.code == 2
    assert f"{FORUM}/consulta-estados has changed since run 2" in refused.err
    assert not (releases_of(Workspace(root), FORUM) / "2-internal").exists()


def test_a_release_that_dies_leaves_nothing_and_the_next_one_succeeds(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = nights.root.with_name("died")
    shutil.copytree(nights.root, root)
    workspace, rename = Workspace(root), Path.rename
    renamed: list[Path] = []

    class Killed(BaseException):
        """Stands for the end of the process between the edition's two folders."""

    def die(path: Path, target: Path) -> Path:
        if renamed:
            raise Killed
        renamed.append(target)
        return rename(path, target)

    day = dt.date(2023, 5, 3)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", die)
        with pytest.raises(Killed):
            release_forum(workspace, FORUM, released_on=day)
    assert renamed == [records_of(workspace, FORUM) / "2-internal"]
    assert [one.number for one in list_editions(workspace, FORUM)] == [1]
    release, is_new = release_forum(workspace, FORUM, released_on=day)
    assert (release.number, is_new) == (2, True)
    again, is_new = release_forum(workspace, FORUM, released_on=day)
    assert (again, is_new) == (release, False)
    for one in list_editions(workspace, FORUM):
        verify_edition(workspace, one)
    left = [*releases_of(workspace, FORUM).iterdir(), *records_of(workspace, FORUM).iterdir()]
    assert {path.name for path in left} == {"1-internal", "2-internal"}


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda page: page.write_text(page.read_text("utf-8") + " ", "utf-8"), "was changed"),
        (lambda page: page.unlink(), "is missing"),
        (lambda page: page.with_name("other.html").write_text("x"), "was added"),
    ],
)
def test_an_edition_that_was_tampered_with_is_told(
    nights: Nights, tmp_path: Path, damage: Callable[[Path], object], told: str
) -> None:
    for part in ("reports", "data/releases"):
        shutil.copytree(nights.root / part / FORUM, tmp_path / part / FORUM)
    workspace = Workspace(tmp_path)
    (release,) = list_editions(workspace, FORUM)
    verify_edition(workspace, release)
    page = releases_of(workspace, FORUM) / "1-internal" / "en" / "index.html"
    page.chmod(0o644)
    damage(page)
    with pytest.raises(EditionChanged, match=told):
        verify_edition(workspace, release)


def test_tables_behind_an_edition_are_checked_as_well(nights: Nights, tmp_path: Path) -> None:
    for part in ("reports", "data/releases"):
        shutil.copytree(nights.root / part / FORUM, tmp_path / part / FORUM)
    workspace = Workspace(tmp_path)
    (release,) = list_editions(workspace, FORUM)
    table = records_of(workspace, FORUM) / release.name / "answers.parquet"
    table.chmod(0o644)
    table.write_bytes(table.read_bytes() + b"x")
    with pytest.raises(EditionChanged, match="tables in data/releases were changed"):
        verify_edition(workspace, release)


def test_a_night_with_nothing_new_does_nothing_and_says_nothing(nights: Nights) -> None:
    assert nights.again == (0, "", "")
    events = [json.loads(line) for line in (nights.root / "again.log").read_text().splitlines()]
    assert all(event["event"] not in ("executed", "made") for event in events)


def test_a_night_that_publishes_tells_what_changed(nights: Nights) -> None:
    processed = nights.root / "data" / "processed" / FORUM
    assert nights.second.out == (processed / "changes.md").read_text("utf-8")
    assert "Run 2 (answers up to 2023-04-28) against run 1" in nights.second.out
    assert "What is recorded of 1 government has changed: Canada." in nights.second.out
    assert "First run (1)" in nights.first.out
    assert "New answers of 7 governments" in nights.first.out
    changes = json.loads((processed / "changes.json").read_text("utf-8"))
    assert changes["changed"] == ["CAN"]
    assert changes["answered"] == []
    borders = [
        one
        for one in changes["objectives"]
        if one["objective_id"] == 11 and one["conference"] == "ALL"
    ]
    assert borders[0]["n_mentioning_now"] == borders[0]["n_mentioning_before"] + 1
    assert borders[0]["causes"]["corrected_data"]["n_mentioning"] == 1


def test_what_changed_is_told_against_the_edition_too(nights: Nights, command: Any) -> None:
    told = command(nights.root, "diff", FORUM, "--with", "release")
    assert told.code == 0, told.err
    assert "against edition 1 (up to 2023-04-28)" in told.out
    assert "Canada" in told.out


def test_logs_hold_events_and_nothing_from_a_cell(nights: Nights) -> None:
    lines = (nights.root / "first.log").read_text("utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    done = {event["notebook"]: event for event in events if event["event"] == "executed"}
    assert {"en/01_responses", "en/country/MEX"} <= set(done)
    for event in done.values():
        assert event["forum"] == FORUM
        assert event["seconds"] > 0
    said = [nights.first, nights.second, nights.released]
    for text in ("\n".join(lines), *(part for one in said for part in (one.out, one.err))):
        assert "XHOSTILEX" not in text
        assert "x.example" not in text
    assert nights.first.err == ""
    report = nights.root / "reports" / FORUM / "internal" / "en" / "countries" / "MEX.html"
    assert "XHOSTILEX" in report.read_text("utf-8"), "the cell was read"


def test_a_night_that_fails_leaves_the_report_and_says_so(
    nights: Nights, command: Any, hash_tree: Any
) -> None:
    root = nights.root.with_name("broken")
    shutil.copytree(nights.root, root)
    write_cell(root, "A8", "XHOSTILEX Atlántida")
    before = hash_tree(root / "reports")
    failed = command(root, *NIGHTLY, "--log", str(root / "failed.log"))
    assert failed.code == 2
    assert failed.out == ""
    (paragraph,) = failed.err.splitlines()
    for part in (FORUM, "consulta-estados", "A8", "run 2", "2023-04-28", "gcm-analysis check"):
        assert part in paragraph, paragraph
    log = (root / "failed.log").read_text("utf-8")
    assert json.loads(log.splitlines()[-1])["event"] == "failed"
    for text in (paragraph, log):
        assert "XHOSTILEX" not in text
        assert "Atl" not in text
    assert hash_tree(root / "reports") == before
