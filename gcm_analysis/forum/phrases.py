"""Phrases that people learned from answers they reviewed: phrases.csv, read beside the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields

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

FILE = "phrases.csv"
LANGUAGES = ("es", "en", "fr", "pt")
OBJECTIVE = re.compile(r"[1-9]|1[0-9]|2[0-3]")


@dataclass(frozen=True)
class LearnedPhrase:
    """Words that say an objective, as a person found in an answer.

    Parameters
    ----------
    phrase : str
        The words; case, accents and endings do not matter.
    objective : str
        "1" to "23".
    language : str
        es, en, fr or pt.
    answer_id : str
        The answer in which they were found.
    decided_by, decided_on : str
        Who reviewed that answer, and the day as YYYY-MM-DD.
    """

    phrase: str
    objective: str
    language: str
    answer_id: str
    decided_by: str
    decided_on: str


COLUMNS = tuple(field.name for field in fields(LearnedPhrase))


def load_phrases(forum: Forum) -> dict[str, tuple[LearnedPhrase, ...]]:
    """Return the phrases that a forum reads with: its own, and those of its earlier forums.

    Returns
    -------
    dict of str to tuple of LearnedPhrase
        By the forum that learned them, in the order of its file; the forum itself first.

    Raises
    ------
    ForumErrors
        A phrases.csv is wrong; tells every line.
    """
    found = {}
    for name in (forum.forum, *forum.earlier_forums):
        folder = forum.folder if name == forum.forum else forum.folder.parent / name
        rows = read_table(folder, FILE, COLUMNS)
        if problems := tuple(problem for row in rows for problem in _check(row)):
            raise ForumErrors(problems)
        found[name] = tuple(LearnedPhrase(**row.values) for row in rows)
    return found


def append_phrases(forum: Forum, phrases: Iterable[LearnedPhrase]) -> tuple[LearnedPhrase, ...]:
    """Add phrases to a forum's phrases.csv, all or none; what stands there stays as it is.

    Returns
    -------
    tuple of LearnedPhrase
        Those that were added; the forum had the others.

    Raises
    ------
    ForumErrors
        A phrase is malformed, or the file is.
    """
    given = [
        LearnedPhrase(**{name: tidy_value(text) for name, text in asdict(one).items()})
        for one in phrases
    ]
    file = name_file(forum.folder, FILE)
    rows = (CsvRow(file, 0, asdict(one)) for one in given)
    if problems := tuple(problem for row in rows for problem in _check(row)):
        raise ForumErrors(problems)
    with lock_folder(forum.folder):
        known = {(one.phrase, one.objective) for one in load_phrases(forum)[forum.forum]}
        added = {(one.phrase, one.objective): one for one in reversed(given)}
        new = tuple(one for key, one in reversed(added.items()) if key not in known)
        if new:
            append_rows(forum.folder / FILE, COLUMNS, [asdict(one) for one in new])
    return new


def _check(row: CsvRow) -> Iterator[ForumProblem]:
    yield from check_given(row, COLUMNS)
    yield from check_pattern(row, "objective", OBJECTIVE, "an objective from 1 to 23")
    if row["language"]:
        yield from check_closed(row, "language", LANGUAGES)
    if row["decided_on"]:
        yield from check_day(row, "decided_on")
