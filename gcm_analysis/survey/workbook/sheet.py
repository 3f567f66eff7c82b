"""A sheet as columns of coded values, where every cell keeps its address."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import count, islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gcm_analysis.survey.fold import fold_all, fold_once, is_visible, tidy
from gcm_analysis.survey.nonanswers import (
    LONGEST,
    STATUSES,
    could_be_non_answer,
    tell_folded_status,
)

CHUNK = 4096
Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Answered = tuple[list[int], list[int]]
"""Positions of distinct values, and how many rows hold each of them."""


class Counts(NamedTuple):
    """Which distinct values of a column some rows hold, and which of them are answers."""

    rows: Rows
    used: list[int]
    answered: Answered


@lru_cache(maxsize=20000)
def name_column(index: int) -> str:
    """Return the letters of a column counted from 0.

    >>> name_column(0), name_column(27), name_column(16383)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def name_cell(row: int, column: int) -> str:
    """Return the address of a cell counted from 0.

    >>> name_cell(0, 0), name_cell(11, 28)
    ('A1', 'AC12')
    """
    return f"{name_column(column)}{row + 1}"


def write_value(value: Any) -> str:
    """Return a cell's value as text, the way a CSV of the same sheet holds it."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    return str(value)


@dataclass(frozen=True)
class Column:
    """The values of one column: distinct values, and for each row which of them it holds.

    Parameters
    ----------
    uniques : list
        Distinct values in order of appearance; the first is always the empty text.
    codes : array of int32
        For each row of the sheet the position of its value in `uniques`.
    """

    uniques: list[Any]
    codes: Codes
    counted: list[Counts] = field(default_factory=list, repr=False, compare=False)

    @cached_property
    def texts(self) -> list[str]:
        """The distinct values as text, as given."""
        if set(map(type, self.uniques)) == {str}:
            return self.uniques
        return [write_value(value) for value in self.uniques]

    def answered(self, rows: Rows) -> Answered:
        """Return which distinct values in some rows are answers, and how many rows hold each."""
        return self.count(rows).answered

    def used(self, rows: Rows) -> list[int]:
        """Return which distinct values some rows hold."""
        return self.count(rows).used

    def count(self, rows: Rows) -> Counts:
        """Return which distinct values some rows hold.

        Each kind of question asks this of the same rows: the last result is kept.
        """
        if not self.counted or self.counted[0].rows is not rows:
            of_each = np.bincount(self.codes[rows], minlength=len(self.uniques)).tolist()
            used = [code for code, count in enumerate(of_each) if count]
            statuses = self.statuses.tolist()
            codes = [code for code in used if not statuses[code]]
            answered = codes, [of_each[code] for code in codes]
            self.counted[:] = [Counts(rows, used, answered)]
        return self.counted[0]

    @cached_property
    def folded(self) -> list[str]:
        """The distinct values as they are compared."""
        return fold_all(self.texts)

    @cached_property
    def statuses(self) -> npt.NDArray[np.int8]:
        """For each distinct value, what it says of the answer: a position in `STATUSES`."""
        found = np.zeros(len(self.uniques), np.int8)
        short = [(code, text) for code, text in enumerate(self.texts) if len(text) <= LONGEST]
        for code, text in short:
            if could_be_non_answer(text):
                status = tell_folded_status(text, fold_once(text))
                if status != "answered":
                    found[code] = STATUSES.index(status)
        return found

    @cached_property
    def is_written(self) -> Mask:
        """For each row, whether its cell holds anything at all, be it a space."""
        written: Mask = self.codes != 0
        return written

    @cached_property
    def is_filled(self) -> Mask:
        """For each row, whether its cell holds something that can be seen."""
        visible: Mask = np.array([text[:1].isalnum() or is_visible(text) for text in self.texts])
        found: Mask = visible[self.codes]
        return found

    def value(self, row: int) -> Any:
        """Return the value of a row."""
        return self.uniques[self.codes[row]]

    def text(self, row: int) -> str:
        """Return the value of a row as tidy text."""
        return tidy(self.texts[int(self.codes[row])])


class ColumnCoder:
    """Gathers a column's values chunk by chunk, each distinct value kept once.

    A value that is met for the first time takes the next number.
    """

    def __init__(self) -> None:
        self.index: dict[Any, int] = defaultdict(count(1).__next__, {"": 0})
        self.parts: list[Codes] = []

    def add(self, values: Sequence[Any]) -> None:
        """Take the values of further rows."""
        if bool in set(map(type, values)):
            values = [str(value).upper() if isinstance(value, bool) else value for value in values]
        codes = map(self.index.__getitem__, values)
        self.parts.append(np.fromiter(codes, np.int32, len(values)))

    def skip(self, n_rows: int) -> None:
        """Take empty rows."""
        self.parts.append(np.zeros(n_rows, np.int32))

    def finish(self) -> Column:
        """Return the column."""
        codes = np.concatenate(self.parts) if self.parts else np.zeros(0, np.int32)
        self.parts.clear()
        return Column(list(self.index), codes)


def code_columns(rows: Iterable[Sequence[Any]]) -> list[Column]:
    """Return rows, which may differ in length, as coded columns."""
    iterator: Iterator[Sequence[Any]] = iter(rows)
    coders: list[ColumnCoder] = []
    n_rows = 0
    while chunk := list(islice(iterator, CHUNK)):
        width = max(map(len, chunk))
        for _ in range(len(coders), width):
            coders.append(ColumnCoder())
            if n_rows:
                coders[-1].skip(n_rows)
        if min(map(len, chunk)) < len(coders):
            chunk = [[*row, *[""] * (len(coders) - len(row))] for row in chunk]
        for coder, values in zip(coders, zip(*chunk, strict=True), strict=True):
            coder.add(values)
        n_rows += len(chunk)
    return [coder.finish() for coder in coders]


Span = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, counted from 0."""


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Parameters
    ----------
    name : str
        Its name; of a text file the file's.
    columns : list of Column
        From column A on.
    n_rows : int
        From row 1 on.
    is_visible : bool
        False for hidden and very hidden sheets.
    merges : tuple of Span
        Merged cells.
    hidden_rows, hidden_columns : frozenset of int
        Counted from 0.
    errors : dict
        Error (e.g. "#REF!") of each error cell, by row and column.
    unvalued_formulas : frozenset
        Row and column of each formula without a stored result.
    turned_from : Sheet or None
        The sheet as received, where its rows and columns were exchanged to be read.
    """

    name: str
    columns: list[Column]
    n_rows: int
    is_visible: bool = True
    merges: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued_formulas: frozenset[tuple[int, int]] = frozenset()
    turned_from: Sheet | None = None

    def name_cell(self, row: int, column: int) -> str:
        """Return the address of a cell in the spreadsheet as it was received."""
        return name_cell(column, row) if self.turned_from is not None else name_cell(row, column)

    def name_column(self, index: int) -> str:
        """Return the letters of a column; of a sheet that was turned the number of the row."""
        return str(index + 1) if self.turned_from is not None else name_column(index)

    def text(self, row: int, column: int) -> str:
        """Return the tidy text of a cell."""
        return self.columns[column].text(row)

    def row_texts(self, row: int) -> list[str]:
        """Return the tidy texts of a row."""
        return [column.text(row) for column in self.columns]

    @cached_property
    def fill(self) -> npt.NDArray[np.int64]:
        """For each row, how many of its cells hold something that can be seen."""
        total = np.zeros(self.n_rows, np.int64)
        for column in self.columns:
            total += column.is_filled
        return total

    @property
    def n_written(self) -> int:
        """How many cells hold anything at all, error cells and bare formulas included."""
        written = sum(int(column.is_written.sum()) for column in self.columns)
        return written + len(self.unread_cells)

    @cached_property
    def unread_cells(self) -> frozenset[tuple[int, int]]:
        """Error cells and formulas without a result: they hold something that cannot be read."""
        return frozenset(self.errors) | self.unvalued_formulas


@dataclass(frozen=True)
class Workbook:
    """One file.

    Parameters
    ----------
    file : str
        How messages name it.
    format : str
        "xlsx", "xls", "xlsb", "ods" or "csv".
    sheets : tuple of Sheet
        In the order of the workbook.
    delimiter, encoding : str or None
        Of a text file.
    remarks : tuple of (str, str)
        Issue code and message of what concerns the file as a whole.
    """

    file: str
    format: str
    sheets: tuple[Sheet, ...]
    delimiter: str | None = None
    encoding: str | None = None
    remarks: tuple[tuple[str, str], ...] = ()
