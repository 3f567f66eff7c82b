"""What was wrong in the files received, and what stands there instead: corrections.csv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace

from gcm_analysis.errors import find_nearest
from gcm_analysis.forum.csv_append import append_rows, lock_folder, tidy_value
from gcm_analysis.forum.csv_table import (
    CsvRow,
    check_closed,
    check_day,
    check_given,
    check_pattern,
    read_table,
)
from gcm_analysis.forum.loading import name_file
from gcm_analysis.forum.model import Forum
from gcm_analysis.forum.problems import ForumErrors, ForumProblem
from gcm_analysis.reference import UnresolvedCountry, resolve_country

FILE = "corrections.csv"
CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")


@dataclass(frozen=True)
class Correction:
    """One value corrected: in a cell, or in a country's answer to a question.

    Parameters
    ----------
    source : str
        Alias of the source; from its second file on with the file's number ("estados/2").
        May be empty beside a country and a question.
    sheet, cell : str
        Sheet and cell in A1 style; empty where a country and a question are named instead.
    country : str
        ISO3 code, or empty.
    question : str
        Id of the question, or empty.
    old_value, new_value : str
        What stands there, and what should; a correction whose old value no longer stands fails.
    who, document, date : str
        Who corrected it, on the ground of what, and the day as YYYY-MM-DD.
    """

    source: str
    sheet: str
    cell: str
    country: str
    question: str
    old_value: str
    new_value: str
    who: str
    document: str
    date: str


COLUMNS = tuple(field.name for field in fields(Correction))


def load_corrections(forum: Forum) -> tuple[Correction, ...]:
    """Return the corrections of a forum, in the order of the file.

    Raises
    ------
    ForumErrors
        corrections.csv is wrong; tells every line.
    """
    rows = read_table(forum.folder, FILE, COLUMNS)
    problems = tuple(problem for row in rows for problem in _check(row, forum))
    if problems:
        raise ForumErrors(problems)
    return tuple(_build_correction(row) for row in rows)


def append_corrections(forum: Forum, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Add corrections to a forum's corrections.csv, all or none; what stands there stays.

    Parameters
    ----------
    forum : Forum
        The forum whose folder keeps the file.
    corrections : iterable of Correction
        In the order in which they apply.

    Returns
    -------
    tuple of Correction
        Those that were added; the others were in the file already.

    Raises
    ------
    ForumErrors
        A correction is malformed, or the file is.
    """
    file = name_file(forum.folder, FILE)
    rows = [
        CsvRow(file, 0, {name: tidy_value(text) for name, text in asdict(one).items()})
        for one in corrections
    ]
    if problems := tuple(problem for row in rows for problem in _check(row, forum)):
        raise ForumErrors(problems)
    given = [_build_correction(row) for row in rows]
    with lock_folder(forum.folder):
        there = set(load_corrections(forum))
        added = tuple(one for one in dict.fromkeys(given) if one not in there)
        if added:
            append_rows(forum.folder / FILE, COLUMNS, [asdict(one) for one in added])
    return added


def _build_correction(row: CsvRow) -> Correction:
    correction = Correction(**row.values)
    if not correction.country:
        return correction
    return replace(correction, country=resolve_country(correction.country))


def _check(row: CsvRow, forum: Forum) -> Iterator[ForumProblem]:
    yield from check_given(row, ("who", "document", "date"))
    if row["date"]:
        yield from check_day(row, "date")
    yield from _check_source(row, forum)
    yield from _check_address(row)
    yield from check_pattern(row, "cell", CELL, "a cell such as F7")
    if row["question"]:
        yield from check_closed(row, "question", [entry.id for entry in forum.questions])
    if row["country"]:
        yield from _check_country(row)
    if row["old_value"] == row["new_value"]:
        yield row.tell("new_value", "another value than old_value")


def _check_source(row: CsvRow, forum: Forum) -> Iterator[ForumProblem]:
    aliases = [source.alias for source in forum.sources]
    alias, _, number = row["source"].partition("/")
    is_known = alias in aliases and (not number or number.isdigit()) and row["source"][-1:] != "/"
    if row["source"] and not is_known:
        expected = f"the alias of a source: {', '.join(aliases)}"
        yield row.tell("source", expected, find_nearest(alias, aliases))


def _check_address(row: CsvRow) -> Iterator[ForumProblem]:
    """Tell a row that does not say either a cell, or a country and a question."""
    if row["cell"] and not row["source"]:
        yield row.tell("source", "the alias of the source that holds the cell")
    is_answer = bool(row["country"] and row["question"])
    if not row["cell"] and not is_answer:
        yield row.tell("cell", "a cell, or else a country and a question")
    if row["cell"] and (row["country"] or row["question"]):
        yield row.tell("cell", "either a cell, or a country and a question, not both")


def _check_country(row: CsvRow) -> Iterator[ForumProblem]:
    try:
        resolve_country(row["country"])
    except UnresolvedCountry as error:
        what = f"cannot be told: {str(error).rstrip('.?')}"
        yield row.tell("country", "an American State", what=what)
