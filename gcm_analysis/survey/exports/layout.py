"""Where in a sheet what stands: header rows, data rows, and what each column is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from gcm_analysis.survey.workbook import Sheet

Role = Literal["metadata", "personal", "question", "empty"]
Kind = Literal["single", "multiple", "ranking", "rating", "text"]
Meaning = Literal[
    "submission_id", "submitted_at", "started_at", "language", "is_complete", "email", "name",
    "row_key", "parent_key", "other",
]  # fmt: skip
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Heading:
    """What one column is.

    Parameters
    ----------
    index : int
        Column of the sheet, counted from 0.
    header : str
        As written, levels joined by " / ".
    role : Role
        What the column is for.
    question : str
        The question's words, without those of the item.
    code : str or None
        The question's name in the tool.
    item : str or None
        Topic, option or row of a grid that the column is for.
    block : str
        Columns of one block make one question.
    place : int or None
        Place that the column is for, in a ranking with a column per place.
    is_other : bool
        Whether the column is for words of one's own.
    kind : Kind or None
        Kind of the question where the tool tells it.
    meaning : Meaning or None
        What the metadata mean.
    levels : tuple of str
        Each wording under which the column may be asked for.
    """

    index: int
    header: str
    role: Role = "question"
    question: str = ""
    code: str | None = None
    item: str | None = None
    block: str = ""
    place: int | None = None
    is_other: bool = False
    kind: Kind | None = None
    meaning: Meaning | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aside:
    """A row that is no submission: a title, a note, a total, a header said again."""

    row: int
    code: str
    message: str


@dataclass(frozen=True)
class Layout:
    """How one sheet is to be read.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    header_rows : tuple of int
        Rows of the header, counted from 0; HXL and ImportId rows among them.
    rows : array of int64
        Rows that are submissions (or, of a repeat, parts of one).
    headings : tuple of Heading
        One per column.
    asides : tuple of Aside
        Rows that are not data.
    separators : tuple of str
        What may stand between two options in a cell, likeliest first.
    timezone : str or None
        Zone of the times, where the tool fixes it.
    device_times : frozenset of Meaning
        Times that are the respondent's device's, in whatever zone it was.
    is_repeat : bool
        Whether rows are parts of submissions of another sheet.
    remarks : tuple of (code, message)
        What was assumed.
    known_options : mapping
        For a block, each option as offered by its folded names, where the form tells them.
    rates_by_numbers : bool
        Whether the tool writes numbers for ratings, and options in words.
    """

    sheet: Sheet
    header_rows: tuple[int, ...]
    rows: Rows
    headings: tuple[Heading, ...]
    asides: tuple[Aside, ...] = ()
    separators: tuple[str, ...] = (";", "\n", "|", ",")
    timezone: str | None = None
    is_repeat: bool = False
    remarks: tuple[tuple[str, str], ...] = ()
    known_options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rates_by_numbers: bool = False
    device_times: frozenset[Meaning] = frozenset()


def find_filled_rows(sheet: Sheet, after: int) -> Rows:
    """Return the rows below the header that hold anything to be seen."""
    filled = sheet.fill > 0
    for row, _ in sheet.unread_cells:
        if row < sheet.n_rows:
            filled[row] = True
    rows = np.flatnonzero(filled)
    return rows[rows > after].astype(np.int64)


def first_filled_row(sheet: Sheet) -> int:
    """Return the first row that holds anything to be seen."""
    rows = np.flatnonzero(sheet.fill > 0)
    return int(rows[0]) if len(rows) else 0
