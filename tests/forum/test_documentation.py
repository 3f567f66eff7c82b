"""docs/add-a-forum.md says what the program does."""

import re
from pathlib import Path

import pytest

from gcm_analysis.forum import corrections, decisions
from gcm_analysis.forum.model import Dates, Disclosure, Forum, Mapping, Question, Source, Topic

COMMANDS = {"run", "check", "status", "review", "new", "diff", "release", "lab"}


@pytest.fixture
def page(repository: Path) -> str:
    return (repository / "docs" / "add-a-forum.md").read_text("utf-8")


@pytest.mark.parametrize("part", [Forum, Source, Topic, Question])
def test_every_key_has_its_row(page: str, part: type) -> None:
    keys = set(part.model_fields) - {"folder"}  # type: ignore[attr-defined]
    rows = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert keys <= rows


def test_no_row_explains_a_key_that_does_not_exist(page: str) -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    known = {key for part in (Forum, Source, Topic, Question) for key in part.model_fields}
    assert rows <= known | set(decisions.KINDS)


@pytest.mark.parametrize("part", [Dates, Disclosure, Mapping])
def test_keys_of_small_parts_are_named(page: str, part: type) -> None:
    assert all(f"`{key}`" in page for key in part.model_fields)  # type: ignore[attr-defined]


def test_columns_of_the_tables_are_those_that_are_read(page: str) -> None:
    assert f"`{', '.join(decisions.COLUMNS)}`" in page
    assert f"`{', '.join(corrections.COLUMNS)}`" in page


def test_commands_shown_are_commands_of_the_program(page: str) -> None:
    shown = set(re.findall(r"gcm-analysis (\w+)", page))
    assert shown
    assert shown <= COMMANDS
