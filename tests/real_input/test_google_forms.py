"""A real export of Google Forms with a grid of priorities becomes a forum and is read whole."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml
from meeting_forums import make_workspace
from page_lines import read_strings
from run_meetings import call

from gcm_analysis.workspace import Workspace

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
EXPORTS = Path("fixtures") / "google_forms"
GRID = "Rank these TBD Spack features by importance"
SCALE = ["Not Important", "Slightly Important", "Somewhat important", "Very Important", "Critical"]


def fill_in(forum_file: Path) -> None:
    """Fill in what the draft marks, as its comments ask.

    Topics of software stand for no objective of the Compact: one is given for all, so that the
    map is whole.
    """
    text = forum_file.read_text("utf-8")
    text = re.sub(r"dates:\n(?:  \w+: .*\n)+", "", text)
    text = re.sub(r'objectives: \["<<[^"]*>>"\]', "objectives: [18]", text)
    text = re.sub(r'"<<[^"]*title[^"]*>>"', "Survey of users", text)
    forum_file.write_text(text, "utf-8")


def find_export(shared: Path, name: str) -> Path:
    export = shared / EXPORTS / name
    if not export.is_file():
        pytest.skip(f"no {EXPORTS / name} in the folder `shared`")
    return export


@pytest.fixture(
    scope="module",
    params=["spack-user-survey-2020-responses.xlsx", "spack-user-survey-2020-responses.csv"],
)
def workspace(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    repository: Path,
    shared: Path,
) -> Workspace:
    """A workspace with a forum drafted from the export, its marks filled in."""
    root = make_workspace(tmp_path_factory.mktemp("users"), repository)
    export = find_export(shared, request.param)
    done = call(root, "new", "users", "--from", str(export), "--language", "en")
    assert done.returncode == 0, done.stderr
    fill_in(root / "data" / "raw" / "users" / "forum.yml")
    return Workspace(root)


@pytest.fixture(scope="module")
def tables(workspace: Workspace) -> Path:
    """The folder that notebook 01 writes to, executed by the engine of a run."""
    done = subprocess.run(
        [sys.executable, str(HERE / "execute_responses.py"), str(workspace.root), "users"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return workspace.processed_forum("users")


def test_the_draft_knows_the_grid_and_takes_nobody_for_a_government(workspace: Workspace) -> None:
    forum = yaml.safe_load((workspace.raw_forum("users") / "forum.yml").read_text("utf-8"))
    assert forum["sources"][0]["tool"] == "google_forms"
    assert forum["sources"][0]["respondent_type"] == "other"
    (grid,) = [one for one in forum["questions"] if one["text"]["en"] == GRID]
    assert (grid["role"], grid["kind"], len(grid["topics"])) == ("priority", "rating", 12)
    assert list(grid["columns"]) == grid["topics"]
    labels = {word.casefold(): number for word, number in grid["scale"]["labels"].items()}
    assert labels == {word.casefold(): number for number, word in enumerate(SCALE, start=1)}


def test_the_filled_draft_has_no_error(workspace: Workspace) -> None:
    done = call(workspace.root, "check", "users")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors" in done.stdout


def test_every_cell_is_accounted_for(workspace: Workspace, tables: Path) -> None:
    told = pd.read_parquet(tables / "reconciliation.parquet").sum(numeric_only=True)
    parts = ["cells_used", "cells_metadata", "cells_header", "cells_in_issues"]
    assert told["cells_in"] == told[parts].sum()
    (export,) = workspace.raw_forum("users").glob("spack-*")
    assert told["cells_in"] == count_cells(export)


def count_cells(export: Path) -> int:
    """Return how many cells of an export hold something, counted without our reader."""
    if export.suffix == ".csv":
        with export.open(encoding="utf-8", newline="") as lines:
            return sum(bool(cell.strip()) for row in csv.reader(lines) for cell in row)
    rows = openpyxl.load_workbook(export).worksheets[0].iter_rows(values_only=True)
    return sum(cell is not None and bool(str(cell).strip()) for row in rows for cell in row)


def test_the_ratings_are_those_of_the_file(
    workspace: Workspace, tables: Path, shared: Path
) -> None:
    file = find_export(shared, "spack-user-survey-2020-responses.csv")
    written = pd.read_csv(file, dtype=str, keep_default_na=False)
    answers = pd.read_parquet(tables / "answers.parquet")
    forum = yaml.safe_load((workspace.raw_forum("users") / "forum.yml").read_text("utf-8"))
    (grid,) = [one for one in forum["questions"] if one["text"]["en"] == GRID]
    rated = answers[(answers["question_id"] == grid["id"]) & (answers["status"] == "answered")]
    for topic, header in grid["columns"].items():
        given = written[header].str.strip()
        expected = {
            number: int((given == word).sum()) for number, word in enumerate(SCALE, start=1)
        }
        read = rated[rated["topic_id"] == topic]["rating"].value_counts()
        assert {number: int(read.get(number, 0)) for number in expected} == expected


def test_the_notebook_says_so_and_speaks_of_no_state(tables: Path) -> None:
    respondents = pd.read_parquet(tables / "respondents.parquet")
    assert set(respondents["respondent_type"]) == {"other"}
    assert len(respondents) == 170
    assert respondents["conference"].isna().all()
    (executed,) = tables.rglob("01_responses.ipynb")
    told = pd.read_parquet(tables / "reconciliation.parquet")
    shown = read_strings(executed)
    assert "None of the 9 governments asked has answered yet." in shown
    assert any(f"{told['cells_in'].sum():,} cells were read" in text for text in shown)
