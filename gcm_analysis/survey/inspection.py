"""What is wrong with single cells: errors, damaged letters, changed references, personal data."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
COULD_NAME = re.compile(r"[@+.]")
"""A sign that an address, a number and a title in prose (`IN_PROSE`) cannot be without."""
DAMAGED = "[\u0080-\u009f\ufffd√]|Ã.|Â.|â€"
Cell = tuple[int, int, str]
"""Column, which of its distinct values, and its text."""


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
    foreign: list[Cell] = []
    named: list[Cell] = []
    for heading in layout.headings:
        index, texts = heading.index, layout.sheet.columns[heading.index].texts
        codes = used_codes(layout, heading)
        whole = "\n".join(texts)
        if not whole.isascii():
            foreign += [(index, c, text) for c in codes if not (text := texts[c]).isascii()]
        if heading.role == "question" and COULD_NAME.search(whole):
            named += [(index, c, text) for c in codes if COULD_NAME.search(text := texts[c])]
    damaged, naming = search(foreign, DAMAGED), search(named, IN_PROSE)
    for heading in layout.headings:
        for code in damaged.get(heading.index, ()):
            report_text(layout, heading, code, log)
        if heading.role != "question":
            continue
        for code in naming.get(heading.index, ()):
            report_names(layout, heading, code, log)
        codes = used_codes(layout, heading)
        if holds_references(layout.sheet.columns[heading.index], codes, heading.header):
            report_changed_references(layout, heading, codes, log)


def search(cells: Sequence[Cell], pattern: str) -> dict[int, list[int]]:
    """Return for each column which of its distinct values hold a pattern."""
    if not cells:
        return {}
    texts = pa.array([text for _, _, text in cells], pa.large_string())
    is_found = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    found: dict[int, list[int]] = {}
    for position in np.flatnonzero(is_found).tolist():
        index, code, _ = cells[position]
        found.setdefault(index, []).append(code)
    return found


def used_codes(layout: Layout, heading: Heading) -> list[int]:
    """Return which distinct values of a column occur in its data."""
    return layout.sheet.columns[heading.index].used(layout.rows)


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
