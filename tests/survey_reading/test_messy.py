"""What each file of the messy collection gives: a committed table, each line judged by eye."""

import csv
from pathlib import Path

import pytest

from gcm_analysis.errors import GcmError
from gcm_analysis.survey import read_export

EXPECTED = Path(__file__).with_name("messy_expected.csv")
FOLDERS = ("hxl", "messy", "qualtrics", "redcap")
COLUMNS = (
    "file", "tool", "submissions", "first_row", "questions", "kinds", "answer", "metadata",
    "header", "issue", "codes",
)  # fmt: skip


def describe(path: Path, root: Path) -> dict[str, str]:
    """Return what a file gives, in one line."""
    name = path.relative_to(root).as_posix()
    try:
        export = read_export(path)
    except GcmError as error:
        told = {"file": name, "tool": type(error).__name__}
        return {**dict.fromkeys(COLUMNS, ""), **told}
    fates = export.ledger["fate"].astype(str).value_counts()
    kinds = export.questions["kind"].value_counts().sort_index()
    rows = export.respondents["row"]
    return {
        "file": name,
        "tool": export.tool,
        "submissions": str(len(rows)),
        "first_row": str(rows.iloc[0]) if len(rows) else "",
        "questions": str(len(export.questions)),
        "kinds": " ".join(f"{kind}:{count}" for kind, count in kinds.items()),
        **{fate: str(fates.get(fate, 0)) for fate in ("answer", "metadata", "header", "issue")},
        "codes": " ".join(sorted(set(export.issues["code"]))),
    }


def list_messy_files(root: Path) -> list[Path]:
    """Return the files of the collection that could be spreadsheets."""
    endings = {".csv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".zip"}
    return [
        path
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in endings
    ]


def read_expected() -> dict[str, dict[str, str]]:
    """Return the committed table by file."""
    with EXPECTED.open(encoding="utf-8", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


def test_every_line_was_judged() -> None:
    assert all(row["judgement"] for row in read_expected().values())


def test_every_messy_file_gives_what_was_judged_right(fixtures: Path) -> None:
    expected = read_expected()
    found = {
        row["file"]: row for row in (describe(p, fixtures) for p in list_messy_files(fixtures))
    }
    assert found.keys() == expected.keys()
    wrong = {
        name: {
            key: (row[key], expected[name][key])
            for key in COLUMNS
            if row[key] != expected[name][key]
        }
        for name, row in found.items()
    }
    if differing := {name: change for name, change in wrong.items() if change}:
        pytest.fail("\n".join(f"{name}: {change}" for name, change in differing.items()))
