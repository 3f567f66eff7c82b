"""What is wrong with single cells: errors, damaged letters, changed references, personal data."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gcm_analysis.survey.exports.layout import Heading, Layout
from gcm_analysis.survey.issue_log import IssueLog
from gcm_analysis.survey.personal import IN_PROSE
from gcm_analysis.survey.references import holds_references, read_changed_reference

MOJIBAKE = re.compile(
    "\ufffd|Ã[\x80-\xbf¡-¿ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[¿¡°ºª«»\xa0]|â€[\x80-\xbf™œ\x9d“”˜¦¢]|"
    "√[≥°≠©∫±]|[\x80-\x9f]"
)
DAMAGED = "[\u0080-\u009f\ufffd√]|Ã.|Â.|â€"


def inspect_headings(layout: Layout, log: IssueLog) -> None:
    """Report headers whose letters were damaged."""
    for row in layout.header_rows:
        for index, column in enumerate(layout.sheet.columns):
            text = column.texts[column.codes[row]]
            if MOJIBAKE.search(text):
                report_damage(layout, log, row, index, text)


def report_damage(layout: Layout, log: IssueLog, row: int, index: int, text: str | None) -> None:
    """Report one cell whose letters were damaged."""
    log.add(
        "warning", "damaged_letters",
        "Letters of this cell were damaged when its text was saved in another encoding.",
        sheet=layout.sheet.name, cell=layout.sheet.name_cell(row, index), value=text,
    )  # fmt: skip


def inspect_columns(layout: Layout, log: IssueLog) -> None:
    """Report what is wrong with the cells of the columns of data.

    The distinct texts of all columns are searched together: it is the search that costs.
    """
    used = [used_codes(layout, heading) for heading in layout.headings]
    texts = pa.array(
        [
            layout.sheet.columns[heading.index].texts[code]
            for heading, codes in zip(layout.headings, used, strict=True)
            for code in codes
        ],
        pa.large_string(),
    )
    is_damaged = pc.match_substring_regex(texts, DAMAGED).to_numpy(zero_copy_only=False)
    is_named = pc.match_substring_regex(texts, IN_PROSE).to_numpy(zero_copy_only=False)
    start = 0
    for heading, codes in zip(layout.headings, used, strict=True):
        part = slice(start, start + len(codes))
        start += len(codes)
        for position in np.flatnonzero(is_damaged[part]).tolist():
            report_text(layout, heading, codes[position], log)
        if heading.role != "question":
            continue
        for position in np.flatnonzero(is_named[part]).tolist():
            report_names(layout, heading, codes[position], log)
        if holds_references(layout.sheet.columns[heading.index], codes, heading.header):
            report_changed_references(layout, heading, codes, log)


def used_codes(layout: Layout, heading: Heading) -> list[int]:
    """Return which distinct values of a column occur in its data."""
    column = layout.sheet.columns[heading.index]
    counts = np.bincount(column.codes[layout.rows], minlength=len(column.uniques))
    return np.flatnonzero(counts).tolist()


def rows_of(layout: Layout, heading: Heading, code: int) -> list[int]:
    """Return the rows of data that hold a distinct value of a column."""
    codes = layout.sheet.columns[heading.index].codes[layout.rows]
    rows: list[int] = layout.rows[codes == code].tolist()
    return rows


def report_text(layout: Layout, heading: Heading, code: int, log: IssueLog) -> None:
    """Report cells whose letters were damaged; of personal data without their text."""
    text = layout.sheet.columns[heading.index].texts[code]
    if MOJIBAKE.search(text):
        for row in rows_of(layout, heading, code):
            value = text if heading.role != "personal" else None
            report_damage(layout, log, row, heading.index, value)


def report_names(layout: Layout, heading: Heading, code: int, log: IssueLog) -> None:
    """Report answers that seem to name a person, without their text."""
    for row in rows_of(layout, heading, code):
        log.add(
            "warning", "personal_data_in_text",
            "An answer seems to name a person, an e-mail address or a telephone: redact it in "
            "review before it is circulated.",
            sheet=layout.sheet.name, cell=layout.sheet.name_cell(row, heading.index),
        )  # fmt: skip


def report_changed_references(
    layout: Layout, heading: Heading, used: list[int], log: IssueLog
) -> None:
    """Report numbers and days in a column of references to objectives."""
    column = layout.sheet.columns[heading.index]
    for code in used:
        reading = read_changed_reference(column.uniques[code], column.texts[code])
        if reading is None:
            continue
        for row in rows_of(layout, heading, code):
            log.add(
                "warning", "excel_changed_reference",
                f"Excel seems to have changed a reference to objectives: {column.texts[code]} was "
                f"probably written {reading!r}; decide in review.",
                sheet=layout.sheet.name, cell=layout.sheet.name_cell(row, heading.index),
                value=column.texts[code],
            )  # fmt: skip


def inspect_unread_cells(layout: Layout, log: IssueLog) -> None:
    """Report error cells and formulas whose result was never stored."""
    sheet = layout.sheet
    for (row, column), error in sorted(sheet.errors.items()):
        log.add(
            "warning", "formula_error",
            "The cell holds an error instead of an answer: mend it in the spreadsheet.",
            sheet=sheet.name, cell=sheet.name_cell(row, column), value=error,
        )  # fmt: skip
    for row, column in sorted(sheet.unvalued_formulas):
        log.add(
            "warning", "formula_without_value",
            "The cell holds a formula whose result was never stored: open and save the file in "
            "Excel or LibreOffice.",
            sheet=sheet.name, cell=sheet.name_cell(row, column),
        )  # fmt: skip
