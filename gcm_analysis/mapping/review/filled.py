"""A workbook that came back: its rows by column key, every cell with its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gcm_analysis.errors import GcmError, Place
from gcm_analysis.mapping.review.layout import LISTS_SHEET, META_SHEET, Meta, read_meta
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.workbook import Sheet, name_cell, open_workbook

SHOWN_FAULTS = 8


@dataclass(frozen=True)
class Fault:
    """One cell that cannot be taken in.

    Parameters
    ----------
    place : Place
    value : str
    expected : str
        What was expected and how to mend it.
    """

    place: Place
    value: str
    expected: str

    def __str__(self) -> str:
        said = f" says {self.value!r}" if self.value else " is blank"
        return f"{self.place}{said}: {self.expected}"


@dataclass(eq=False)
class WrongReview(GcmError):
    """Cells of a review workbook cannot be taken in, so nothing of it was."""

    faults: tuple[Fault, ...]

    def sentence(self) -> str:
        """Name every cell, what it says and how to mend it."""
        shown = "; ".join(str(fault) for fault in self.faults[:SHOWN_FAULTS])
        more = len(self.faults) - SHOWN_FAULTS
        return f"Nothing was imported. {shown}" + (f"; and {more} more." if more > 0 else ".")


@dataclass(eq=False)
class NotAReview(GcmError):
    """A workbook is none that the program wrote for this forum, or its hidden sheet is damaged."""

    file: str
    reason: str

    def sentence(self) -> str:
        """Say what is wrong and which command writes such a workbook."""
        return (
            f"{self.file} is not a review workbook that can be imported: {self.reason}; write one "
            "with `gcm-analysis review export` and keep its hidden sheets."
        )


@dataclass(frozen=True)
class FilledCell:
    """One cell.

    Parameters
    ----------
    value : object
        As stored: text, number or date; "" where it is blank.
    text : str
        As tidy text.
    place : Place
    """

    value: Any
    text: str
    place: Place


@dataclass
class Faults:
    """Gathers what is wrong, so that all of it can be told at once."""

    found: list[Fault] = field(default_factory=list)

    def blame(self, cell: FilledCell, expected: str) -> None:
        """Note that a cell cannot be taken in."""
        self.found.append(Fault(place=cell.place, value=cell.text, expected=expected))

    def stop(self) -> None:
        """Raise all that was noted.

        Raises
        ------
        WrongReview
            Something was noted.
        """
        if self.found:
            raise WrongReview(faults=tuple(self.found))


@dataclass(frozen=True)
class FilledRow:
    """One row of a table that a person filled in, by column key."""

    cells: dict[str, FilledCell]

    def __getitem__(self, key: str) -> FilledCell:
        return self.cells[key]

    def text(self, key: str) -> str:
        """Return the tidy text of a cell."""
        return self.cells[key].text

    def filled(self, keys: tuple[str, ...]) -> list[FilledCell]:
        """Return the cells of some columns that are not blank."""
        return [self.cells[key] for key in keys if self.cells[key].text]


@dataclass(frozen=True)
class FilledWorkbook:
    """A workbook that came back.

    Parameters
    ----------
    file : str
        How messages name it.
    meta : Meta
        What it was made from.
    sheets : tuple of Sheet
        Those a person sees.
    """

    file: str
    meta: Meta
    sheets: tuple[Sheet, ...]

    def has_table(self, key: str) -> bool:
        """Tell whether a sheet has a table with the column `key`."""
        return any(find_header(sheet, self.meta, key) for sheet in self.sheets)

    def rows(self, key: str, needed: Iterable[str]) -> Iterator[FilledRow]:
        """Yield the rows of every table that has the column `key`, wherever its columns stand.

        Raises
        ------
        NotAReview
            A table lacks a column that is needed.
        """
        headers = {column: header for header, column in self.meta.headers.items()}
        for sheet in self.sheets:
            found = find_header(sheet, self.meta, key)
            if found is None:
                continue
            missing = [headers[column] for column in needed if column not in found[1]]
            if missing:
                reason = f"the sheet {sheet.name!r} has no column {missing[0]!r} any more"
                raise NotAReview(file=self.file, reason=reason)
            yield from read_rows(self.file, sheet, *found)

    def value_beside(self, label: str) -> FilledCell | None:
        """Return the cell to the right of a label, None where no sheet has the label."""
        for sheet in self.sheets:
            for row in range(sheet.n_rows):
                for column in range(len(sheet.columns)):
                    if fold(sheet.text(row, column)) == fold(label):
                        return read_cell(self.file, sheet, row, column + 1)
        return None


def open_filled(path: Path) -> FilledWorkbook:
    """Open a workbook that came back from Excel or LibreOffice.

    Raises
    ------
    UnreadableFile
        It cannot be opened.
    NotAReview
        The program did not write it, or its hidden sheet is damaged.
    """
    workbook = open_workbook(path)
    by_name = {sheet.name: sheet for sheet in workbook.sheets}
    if META_SHEET not in by_name:
        raise NotAReview(file=path.name, reason=f"it has no hidden sheet {META_SHEET!r}")
    meta = read_meta(meta_rows(by_name[META_SHEET]))
    if meta is None:
        raise NotAReview(file=path.name, reason=f"its hidden sheet {META_SHEET!r} was changed")
    seen = tuple(sheet for sheet in workbook.sheets if sheet.name not in (META_SHEET, LISTS_SHEET))
    return FilledWorkbook(file=path.name, meta=meta, sheets=seen)


def meta_rows(sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of the hidden sheet."""
    for row in range(sheet.n_rows):
        texts = [*sheet.row_texts(row), "", "", "", ""]
        yield texts[0], texts[1], texts[2], texts[3]


def find_header(sheet: Sheet, meta: Meta, key: str) -> tuple[int, dict[str, int]] | None:
    """Return the header row of the table with a column, and where its columns stand now."""
    for row in range(min(sheet.n_rows, 60)):
        known = {
            meta.headers[text]: column
            for column, text in enumerate(sheet.row_texts(row))
            if text in meta.headers
        }
        if key in known:
            return row, known
    return None


def read_rows(file: str, sheet: Sheet, header: int, columns: dict[str, int]) -> Iterator[FilledRow]:
    """Yield the rows below a header that are not blank."""
    for row in range(header + 1, sheet.n_rows):
        cells = {key: read_cell(file, sheet, row, column) for key, column in columns.items()}
        if any(cell.text for cell in cells.values()):
            yield FilledRow(cells)


def read_cell(file: str, sheet: Sheet, row: int, column: int) -> FilledCell:
    """Return one cell; an error or a formula without result reads as what it is."""
    place = Place(file, sheet.name, name_cell(row, column))
    if column >= len(sheet.columns):
        return FilledCell(value="", text="", place=place)
    if (row, column) in sheet.unread_cells:
        error = sheet.errors.get((row, column), "=")
        return FilledCell(value=error, text=error, place=place)
    return FilledCell(
        value=sheet.columns[column].value(row), text=sheet.text(row, column), place=place
    )


def read_day(cell: FilledCell) -> str | None:
    """Return a date cell as YYYY-MM-DD; None where it is no date.

    A date written as text is taken as YYYY-MM-DD only: 07/01/2024 is January to one reader
    and July to another.
    """
    if isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, dt.date):
        return cell.value.isoformat()
    try:
        return dt.date.fromisoformat(cell.text).isoformat()
    except ValueError:
        return None
