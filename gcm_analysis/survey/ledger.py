"""The fate of every cell: answer, metadata, header or issue."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gcm_analysis.survey.answering import SheetAnswers
from gcm_analysis.survey.export import Fate
from gcm_analysis.survey.exports.layout import Heading, Layout
from gcm_analysis.survey.frames import FATES
from gcm_analysis.survey.inspection import inspect_columns, inspect_headings, inspect_unread_cells
from gcm_analysis.survey.issue_log import IssueLog
from gcm_analysis.survey.workbook import Sheet

FATE = {fate: code + 1 for code, fate in enumerate(FATES)}
FateTable = npt.NDArray[np.uint8]


def settle(layout: Layout, answers: SheetAnswers, log: IssueLog) -> tuple[Sheet, FateTable]:
    """Give every cell of a sheet its fate, and report what is no answer."""
    sheet = layout.sheet
    inspect_headings(layout, log)
    inspect_columns(layout, log)
    inspect_unread_cells(layout, log)
    for code, message in layout.remarks:
        log.add("note", code, message, sheet=sheet.name)
    if not len(layout.rows):
        log.add("warning", "no_submissions", "The sheet holds no row of answers.",
                     sheet=sheet.name)  # fmt: skip
    for aside in layout.asides:
        log.add("note", aside.code, aside.message, sheet=sheet.name,
                     cell=sheet.name_cell(aside.row, first_filled(sheet, aside.row)),
                     value=" | ".join(filter(None, sheet.row_texts(aside.row)))[:200])  # fmt: skip
    fates = np.full((sheet.n_rows, len(sheet.columns)), FATE["issue"], np.uint8, order="F")
    fates[list(layout.header_rows)] = FATE["header"]
    for heading in layout.headings:
        fate: Fate = "answer" if heading.role == "question" else "metadata"
        if heading.role in {"personal", "empty"}:
            fate = "issue"
        fates[layout.rows, heading.index] = FATE[fate]
        if heading.role == "personal":
            report_personal(layout, heading, log)
    for row, column in answers.not_understood:
        fates[row, column] = FATE["issue"]
    for index, written in enumerate(sheet.columns):
        fates[~written.is_written, index] = 0
    report_ghosts(layout, fates, log)
    return sheet, mark_unread(sheet, fates)


def report_personal(layout: Layout, heading: Heading, log: IssueLog) -> None:
    """Say that a column was withheld, without a word of what it holds."""
    column = layout.sheet.columns[heading.index]
    n = int(column.is_written[layout.rows].sum())
    if n == 0:
        return
    log.add(
        "note", "personal_data_withheld",
        f"{n} cells of a column with personal data were withheld.",
        sheet=layout.sheet.name,
        cell=layout.sheet.name_cell((layout.header_rows or (0,))[-1], heading.index),
    )  # fmt: skip


def report_ghosts(layout: Layout, fates: FateTable, log: IssueLog) -> None:
    """Report cells that hold nothing but spaces in rows that hold nothing else."""
    sheet = layout.sheet
    known = {*layout.header_rows, *(aside.row for aside in layout.asides), *sheet.hidden_rows}
    used = np.zeros(sheet.n_rows, bool)
    used[layout.rows] = True
    used[[row for row in known if row < sheet.n_rows]] = True
    for row in np.flatnonzero(~used & (fates != 0).any(axis=1)).tolist():
        column = int(np.flatnonzero(fates[row])[0])
        log.add(
            "note", "ghost_row", "A row beyond the data holds nothing but spaces.",
            sheet=sheet.name, cell=sheet.name_cell(row, column),
        )  # fmt: skip


def pass_over(sheet: Sheet, log: IssueLog) -> tuple[Sheet, FateTable]:
    """Account for a sheet that was not read."""
    if sheet.n_written:
        code = "sheet_not_read" if sheet.is_visible else "hidden_sheet_not_read"
        kind = "A further sheet" if sheet.is_visible else "A hidden sheet"
        log.add(
            "warning" if sheet.is_visible else "note", code,
            f"{kind} with {sheet.n_written} cells was not read.", sheet=sheet.name,
        )  # fmt: skip
    fates = np.full((sheet.n_rows, len(sheet.columns)), FATE["issue"], np.uint8)
    for index, column in enumerate(sheet.columns):
        fates[~column.is_written, index] = 0
    return sheet, mark_unread(sheet, fates)


def mark_unread(sheet: Sheet, fates: FateTable) -> FateTable:
    """Give error cells and formulas without a result their fate, wherever they stand."""
    if not sheet.unread_cells:
        return fates
    n_rows = max(fates.shape[0], *(row + 1 for row, _ in sheet.unread_cells))
    n_columns = max(fates.shape[1], *(column + 1 for _, column in sheet.unread_cells))
    grown = np.zeros((n_rows, n_columns), np.uint8)
    grown[: fates.shape[0], : fates.shape[1]] = fates
    for row, column in sheet.unread_cells:
        grown[row, column] = FATE["issue"]
    return grown


def first_filled(sheet: Sheet, row: int) -> int:
    """Return the first column of a row that holds anything to be seen."""
    return next((i for i, text in enumerate(sheet.row_texts(row)) if text), 0)
