"""The small tables that people and reviews keep beside a forum.yml: strict CSV with lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.errors import find_nearest
from gcm_analysis.forum.faults import DAY
from gcm_analysis.forum.loading import name_file
from gcm_analysis.forum.problems import ForumErrors, ForumProblem
from gcm_analysis.reads import note_read

LONGEST_FIELD = 1_000_000
"""Characters of one field; longer ones are a quote that was never closed."""


@dataclass(frozen=True)
class CsvRow:
    """One row of a table.

    Parameters
    ----------
    file : str
        How messages name the file.
    line : int
        Line on which the row begins, counted from 1.
    values : dict
        Text by column, without the spaces around it.
    """

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def tell(
        self, column: str, expected: str, nearest: str | None = None, what: str | None = None
    ) -> ForumProblem:
        """Return the problem that a column of this row has."""
        found = what or (f"is {self[column]!r}" if self[column] else "is empty")
        return ForumProblem(self.file, self.line, column, found, expected, nearest)


def read_table(folder: Path, name: str, columns: Sequence[str]) -> tuple[CsvRow, ...]:
    """Read a table of a forum's folder; none where there is no such file.

    Parameters
    ----------
    folder : Path
        The forum's folder.
    name : str
        The file.
    columns : sequence of str
        The columns it must have, in any order.

    Raises
    ------
    ForumErrors
        It is not UTF-8, no comma-separated table, or has other columns.
    """
    path = folder / name
    note_read(path)
    if not path.is_file():
        return ()
    file = name_file(folder, name)
    return tuple(_read_rows(_read_text(path, file), file, columns))


def _read_text(path: Path, file: str) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refuse(file, line, "is not UTF-8 text", 'a file saved as "CSV UTF-8"') from None


def _read_rows(text: str, file: str, columns: Sequence[str]) -> Iterator[CsvRow]:
    before = csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    header: list[str] | None = None
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            values = [cell.strip() for cell in cells]
            if not any(values):
                continue
            if header is None:
                header = values
                _check_header(header, file, columns)
            else:
                yield CsvRow(file, start, _pair(header, values, file, start))
    except csv.Error as error:
        raise _refuse(file, line, f"is no table ({error})", "values parted by commas") from None
    finally:
        csv.field_size_limit(before)


def _check_header(header: list[str], file: str, columns: Sequence[str]) -> None:
    named = [name for name in header if name]
    if len(named) == 1 and ";" in named[0]:
        raise _refuse(file, 1, "is parted by ;", "values parted by commas, as in CSV UTF-8 (comma)")
    problems = [
        ForumProblem(
            file,
            1,
            "the header",
            f"has an unknown column {name!r}",
            "",
            find_nearest(name, columns),
        )
        for name in named
        if name not in columns
    ]
    problems += [
        ForumProblem(file, 1, "the header", f"lacks the column {name!r}", ", ".join(columns))
        for name in columns
        if named.count(name) != 1
    ]
    if problems:
        raise ForumErrors(tuple(problems))


def _pair(header: list[str], values: list[str], file: str, line: int) -> dict[str, str]:
    beyond = values[len(header) :] + [
        value for name, value in zip(header, values, strict=False) if not name
    ]
    if any(beyond):
        what = "has more values than columns"
        raise _refuse(file, line, what, 'quotes ("...") around a value with a comma', "the row")
    values += [""] * (len(header) - len(values))
    return {name: value for name, value in zip(header, values, strict=False) if name}


def _refuse(file: str, line: int, what: str, expected: str, key: str = "the file") -> ForumErrors:
    return ForumErrors((ForumProblem(file, line, key, what, expected),))


def check_given(row: CsvRow, columns: Sequence[str]) -> Iterator[ForumProblem]:
    """Tell columns that must not be empty."""
    for column in columns:
        if not row[column]:
            yield row.tell(column, "a value")


def check_closed(row: CsvRow, column: str, allowed: Sequence[str]) -> Iterator[ForumProblem]:
    """Tell a value that is none of a closed set."""
    if row[column] not in allowed:
        expected = f"one of: {', '.join(allowed)}"
        yield row.tell(column, expected, find_nearest(row[column], allowed))


def check_day(row: CsvRow, column: str) -> Iterator[ForumProblem]:
    """Tell a day that is not written YYYY-MM-DD, or that no calendar has."""
    import datetime as dt

    try:
        if not DAY.fullmatch(row[column]):
            raise ValueError
        dt.date.fromisoformat(row[column])
    except ValueError:
        yield row.tell(column, "a day written YYYY-MM-DD")


def check_pattern(
    row: CsvRow, column: str, pattern: re.Pattern[str], expected: str
) -> Iterator[ForumProblem]:
    """Tell a value, where there is one, that is not written as expected."""
    if row[column] and not pattern.fullmatch(row[column]):
        yield row.tell(column, expected)
