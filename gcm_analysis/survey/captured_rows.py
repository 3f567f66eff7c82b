"""The rows of a capture workbook: which column is which, which rows make an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gcm_analysis.errors import GcmError, Place, find_nearest, say_expected
from gcm_analysis.language import LANGUAGES, get_language
from gcm_analysis.survey.capture_workbook import FIELDS
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.workbook import Sheet, name_cell

NEEDED = ("country", "question", "words")
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(eq=False)
class NoCaptureWorkbook(GcmError):
    """A file named as a capture workbook lacks its columns."""

    file: str
    missing: tuple[str, ...]

    def sentence(self) -> str:
        """Name the columns."""
        return (
            f"{self.file}: forum.yml says tool: capture, but the first sheet has no column "
            f"{', '.join(map(repr, self.missing))} in its first row; write a new workbook with "
            "`gcm-analysis new`."
        )


@dataclass(eq=False)
class UnknownCapturedQuestion(GcmError):
    """A row of the capture workbook names a question that forum.yml does not have."""

    place: Place
    value: str
    known: tuple[str, ...]

    def sentence(self) -> str:
        """Name the cell and the nearest question."""
        hint = say_expected(self.known, find_nearest(self.value, self.known))
        return f"{self.place}: forum.yml has no question {self.value!r}: {hint}"


@dataclass(eq=False)
class UnreadableDay(GcmError):
    """A day of arrival cannot be read."""

    place: Place
    value: str

    def sentence(self) -> str:
        """Say how a day is written."""
        return f"{self.place}: {self.value!r} is no day; write it as 2024-08-30."


@dataclass(frozen=True)
class CapturedRow:
    """One row of the workbook: text and address of each field that is filled."""

    row: int
    texts: dict[str, str]
    cells: dict[str, str]
    day: dt.date | None


def find_columns(sheet: Sheet, file: str) -> dict[str, int]:
    """Return the column of each field, its head in any language."""
    heads = {
        fold(get_language(code).text(f"capture.column_{field}")): field
        for code in LANGUAGES
        for field in FIELDS
    }
    first = sheet.row_texts(0) if sheet.n_rows else []
    found = {
        heads[fold(text)]: index for index, text in reversed(list(enumerate(first)))
        if fold(text) in heads
    }  # fmt: skip
    if missing := [field for field in NEEDED if field not in found]:
        reader = get_language(LANGUAGES[0])
        raise NoCaptureWorkbook(
            file, tuple(reader.text(f"capture.column_{field}") for field in missing)
        )
    return found


def read_captured_rows(
    sheet: Sheet, columns: dict[str, int], file: str, findings: Findings
) -> list[CapturedRow]:
    """Return the rows below the heads in which a field is filled."""
    rows = []
    for row in range(1, sheet.n_rows):
        filled = {
            field: index for field, index in columns.items() if sheet.columns[index].text(row)
        }
        if not filled:
            continue
        texts = {
            field: str(sheet.columns[index].texts[sheet.columns[index].codes[row]]).strip()
            for field, index in filled.items()
        }
        cells = {field: name_cell(row, index) for field, index in filled.items()}
        day = None
        if "received_on" in filled:
            value = sheet.columns[filled["received_on"]].value(row)
            try:
                day = read_day(value, Place(file, sheet.name, cells["received_on"]))
            except GcmError as error:
                findings.fail(error)
        rows.append(CapturedRow(row + 1, texts, cells, day))
    return rows


def read_day(value: Any, place: Place) -> dt.date:
    """Return the day that a cell tells, as a date or as text."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    for form in DAY_FORMS:
        try:
            return dt.datetime.strptime(str(value).strip()[:10], form).date()
        except ValueError:
            continue
    raise UnreadableDay(place, str(value))


def is_usable(
    row: CapturedRow, questions: tuple[str, ...], sheet: str, file: str, findings: Findings
) -> bool:
    """Tell whether a row has what makes an answer; say what is wrong with it."""
    missing = [field for field in NEEDED if field not in row.texts]
    first = next(iter(row.cells.values()))
    if missing:
        findings.warn(
            "incomplete_capture",
            f"Row {row.row} lacks {', '.join(missing)}: it is not used.",
            source_file=file, source_sheet=sheet, source_cell=first,
        )  # fmt: skip
        return False
    if row.texts["question"] not in questions:
        place = Place(file, sheet, row.cells["question"])
        findings.fail(UnknownCapturedQuestion(place, row.texts["question"], questions))
        return False
    if "checked_by" not in row.texts:
        findings.warn(
            "unchecked_capture",
            f"Nobody is named as having checked row {row.row} against its document.",
            source_file=file, source_sheet=sheet, source_cell=row.cells["words"],
        )  # fmt: skip
    return True
