"""Read any survey tool's export into submissions, questions, answers, issues and a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gcm_analysis.survey.answering import SheetAnswers
from gcm_analysis.survey.export import ExportTool, QuestionHint, SurveyExport
from gcm_analysis.survey.exports import TOOLS, Detection, Layout, detect_tool, lay_out
from gcm_analysis.survey.exports.layout import Heading, Rows
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.frames import FATES, build_answers, build_cells, build_ledger
from gcm_analysis.survey.inspection import inspect_column, inspect_headings, inspect_unread_cells
from gcm_analysis.survey.issue_log import IssueLog
from gcm_analysis.survey.kinds import count_answers
from gcm_analysis.survey.personal import has_personal_content, is_personal_header
from gcm_analysis.survey.questions import PlannedQuestion, find_hinted, plan_questions
from gcm_analysis.survey.arrivals import build_respondents
from gcm_analysis.survey.workbook import ReadingLimits, Sheet, Workbook, name_cell, open_workbook
from gcm_analysis.survey.workbook.refusals import UnknownSheet, UnknownTool

FATE = {fate: code + 1 for code, fate in enumerate(FATES)}
FateTable = npt.NDArray[np.uint8]
ANONYMOUS = {"anonymous", "anonimo", "anonym", "anonyme"}


def read_export(
    path: Path | str,
    *,
    tool: ExportTool | None = None,
    form: Path | str | None = None,
    sheet: str | None = None,
    hints: Sequence[QuestionHint] = (),
    header_row: int | None = None,
    header_rows: int | None = None,
    timezone: str | None = None,
    ignore_columns: Sequence[str] = (),
    limits: ReadingLimits | None = None,
    file: str | None = None,
) -> SurveyExport:
    """Read the export of a survey tool, or a hand-made table.

    Parameters
    ----------
    path : Path or str
        An .xlsx, .xlsm, .xls, .xlsb, .ods, .csv or .tsv.
    tool : str, optional
        The tool that wrote it; found from the file where it is not given.
    form : Path or str, optional
        The form's own definition (an XLSForm), where the tool has one.
    sheet : str, optional
        The sheet that holds the answers; by default the first with the marks of a tool, else the
        visible one with most cells.
    hints : sequence of QuestionHint
        What is known of the questions; the rest is told from the answers.
    header_row, header_rows : int, optional
        First row of a hand-made table's header, counted from 1, and how many rows it has.
    timezone : str, optional
        Zone of times that name none, e.g. "America/El_Salvador".
    ignore_columns : sequence of str
        Headers of columns that hold no answers.
    limits : ReadingLimits, optional
        How large the file may be.
    file : str, optional
        How messages name the file, where its own name may carry personal data.

    Returns
    -------
    SurveyExport
        Everything in the file, each cell accounted for.

    Raises
    ------
    GcmError
        Where the file cannot be read, in one sentence.
    """
    if tool is not None and tool not in TOOLS:
        raise UnknownTool(str(tool), TOOLS)
    workbook = open_workbook(path, limits=limits, file=file)
    position, detection = choose_sheet(workbook, sheet, tool)
    layouts = [
        lay_out(
            detection.tool, workbook, position, row=detection.row,
            header_row=header_row, header_rows=header_rows,
        )
    ]  # fmt: skip
    reading = Reading(workbook, detection, tuple(hints), timezone, tuple(ignore_columns))
    return reading.finish(layouts, position)


def choose_sheet(
    workbook: Workbook, name: str | None, tool: ExportTool | None
) -> tuple[int, Detection]:
    """Return the sheet that holds the answers, and which tool wrote it."""
    sheets = workbook.sheets
    if name is not None:
        position = find_sheet(workbook, name)
        return position, take_tool(detect_tool(sheets[position], workbook), tool)
    candidates = [i for i, sheet in enumerate(sheets) if sheet.is_visible and sheet.n_written]
    candidates = candidates or [i for i, sheet in enumerate(sheets) if sheet.n_written]
    found = {i: detect_tool(sheets[i], workbook) for i in candidates}
    marked = [i for i in candidates if found[i].tool != "table"]
    wanted = [i for i in marked if tool is None or found[i].tool == tool]
    if wanted:
        best = max(wanted, key=lambda i: (found[i].confidence, -i))
        return best, take_tool(found[best], tool)
    largest = max(candidates, key=lambda i: (sheets[i].n_written, -i))
    return largest, take_tool(found[largest], tool)


def find_sheet(workbook: Workbook, name: str) -> int:
    """Return the position of a sheet by its name."""
    for position, sheet in enumerate(workbook.sheets):
        if sheet.name == name:
            return position
    for position, sheet in enumerate(workbook.sheets):
        if fold(sheet.name) == fold(name) or workbook.format == "csv":
            return position
    raise UnknownSheet(workbook.file, name, tuple(sheet.name for sheet in workbook.sheets))


def take_tool(found: Detection, tool: ExportTool | None) -> Detection:
    """Return what was found, overruled by the tool that was named."""
    if tool is None or tool == found.tool:
        return found
    row = found.row
    return Detection(tool, row, (f"named by the caller; the file looks like {found.tool}",), 1.0)


@dataclass
class Reading:
    """One file while it is read."""

    workbook: Workbook
    detection: Detection
    hints: tuple[QuestionHint, ...]
    timezone: str | None
    ignored: tuple[str, ...]
    log: IssueLog = field(default_factory=IssueLog)

    def finish(self, layouts: list[Layout], position: int) -> SurveyExport:
        """Return the export: sheets that are laid out are read, the others are accounted for."""
        for code, message in self.workbook.remarks:
            self.log.add("note", code, message)
        layouts = [self.assign_roles(layout) for layout in layouts]
        respondents = build_respondents(layouts[0], self.log, self.timezone)
        of_rows = [respondents["respondent"].to_numpy(np.int64)]
        questions: list[tuple[str, PlannedQuestion]] = []
        taken: list[SheetAnswers] = []
        for layout, of_row in zip(layouts, of_rows, strict=True):
            planned = plan_questions(layout, self.hints, self.log)
            answers = SheetAnswers(layout, of_row, self.log)
            for question in planned:
                answers.take(question)
            taken.append(answers)
            questions += [(layout.sheet.name, question) for question in planned]
        ledger = [
            self.settle(layout, answers) for layout, answers in zip(layouts, taken, strict=True)
        ]
        read = {id(layout.sheet) for layout in layouts}
        ledger += [self.pass_over(sheet) for sheet in self.workbook.sheets if id(sheet) not in read]
        parts = [(a.layout.sheet.name, part) for a in taken for part in a.parts]
        return SurveyExport(
            tool=self.detection.tool,
            evidence=self.detection.evidence,
            confidence=self.detection.confidence,
            respondents=respondents,
            questions=describe_questions(questions),
            answers=build_answers(parts),
            issues=self.log.to_frame(),
            ledger=build_ledger(ledger),
            columns=describe_columns(layouts, questions),
            personal=gather_personal(layouts, of_rows),
            cells=build_cells(list(zip(layouts, of_rows, strict=True))),
        )

    def assign_roles(self, layout: Layout) -> Layout:
        """Set hidden rows apart, and tell which columns are empty, personal or ignored."""
        layout = self.leave_hidden_rows(layout)
        hinted = {h.index for hint in self.hints for h in find_hinted(layout, hint, set())}
        ignored = {fold(name) for name in self.ignored}
        headings = []
        for heading in layout.headings:
            column = layout.sheet.columns[heading.index]
            is_blank = not column.is_written[layout.rows].any()
            if heading.index in hinted:
                headings.append(replace(heading, role="question"))
            elif {fold(heading.header), *map(fold, heading.levels)} & ignored:
                headings.append(replace(heading, role="metadata", meaning="other"))
            elif is_blank and heading.role == "question" and not heading.header:
                headings.append(replace(heading, role="empty"))
            elif self.is_personal(layout, heading):
                headings.append(replace(heading, role="personal"))
            else:
                headings.append(heading)
        return replace(layout, headings=tuple(headings))

    def leave_hidden_rows(self, layout: Layout) -> Layout:
        """Leave out rows that are hidden, and say so."""
        hidden = np.isin(layout.rows, list(layout.sheet.hidden_rows))
        for row in layout.rows[hidden].tolist():
            self.log.add(
                "warning", "hidden_row",
                "A hidden row was not read: show it in the spreadsheet where it holds an answer.",
                sheet=layout.sheet.name, cell=name_cell(row, 0),
            )  # fmt: skip
        columns = sorted(
            index for index in layout.sheet.hidden_columns if index < len(layout.sheet.columns)
        )
        for index in columns:
            self.log.add(
                "note", "hidden_column", "A hidden column was read like any other.",
                sheet=layout.sheet.name, cell=name_cell(0, index),
            )  # fmt: skip
        return replace(layout, rows=layout.rows[~hidden])

    def is_personal(self, layout: Layout, heading: Heading) -> bool:
        """Tell whether a column holds personal data; an anonymous form's e-mails are none."""
        if heading.meaning in {"submitted_at", "started_at", "submission_id", "is_complete"}:
            return False
        answers = count_answers(layout.sheet.columns[heading.index], layout.rows)
        if {fold(text) for text in answers} <= ANONYMOUS and answers:
            return False
        names = [heading.header, *heading.levels[1:]]
        if heading.meaning in {"email", "name"} or any(map(is_personal_header, names)):
            return bool(answers)
        return has_personal_content(answers)

    def settle(self, layout: Layout, answers: SheetAnswers) -> tuple[Sheet, FateTable]:
        """Give every cell of a sheet its fate, and report what is no answer."""
        sheet = layout.sheet
        inspect_headings(layout, self.log)
        inspect_unread_cells(layout, self.log)
        for code, message in layout.remarks:
            self.log.add("note", code, message, sheet=sheet.name)
        for aside in layout.asides:
            self.log.add("note", aside.code, aside.message, sheet=sheet.name,
                         cell=name_cell(aside.row, first_filled(sheet, aside.row)),
                         value=" | ".join(filter(None, sheet.row_texts(aside.row)))[:200])  # fmt: skip
        fates = np.full((sheet.n_rows, len(sheet.columns)), FATE["issue"], np.uint8)
        fates[list(layout.header_rows)] = FATE["header"]
        for heading in layout.headings:
            inspect_column(layout, heading, self.log)
            fate = "answer" if heading.role == "question" else "metadata"
            if heading.role in {"personal", "empty"}:
                fate = "issue"
            fates[layout.rows, heading.index] = FATE[fate]
            if heading.role == "personal":
                self.report_personal(layout, heading)
        for row, column in answers.not_understood:
            fates[row, column] = FATE["issue"]
        for index, column in enumerate(sheet.columns):
            fates[~column.is_written, index] = 0
        self.report_ghosts(layout, fates)
        return sheet, mark_unread(sheet, fates)

    def report_personal(self, layout: Layout, heading: Heading) -> None:
        """Say that a column was withheld, without a word of what it holds."""
        column = layout.sheet.columns[heading.index]
        n = int(column.is_written[layout.rows].sum())
        self.log.add(
            "note", "personal_data_withheld",
            f"{n} cells of a column with personal data were withheld.",
            sheet=layout.sheet.name,
            cell=name_cell((layout.header_rows or (0,))[-1], heading.index),
        )  # fmt: skip

    def report_ghosts(self, layout: Layout, fates: FateTable) -> None:
        """Report cells that hold nothing but spaces in rows that hold nothing else."""
        sheet = layout.sheet
        known = {*layout.header_rows, *(aside.row for aside in layout.asides), *sheet.hidden_rows}
        used = np.zeros(sheet.n_rows, bool)
        used[layout.rows] = True
        used[list(row for row in known if row < sheet.n_rows)] = True
        for row in np.flatnonzero(~used & (fates != 0).any(axis=1)).tolist():
            column = int(np.flatnonzero(fates[row])[0])
            self.log.add(
                "note", "ghost_row", "A row beyond the data holds nothing but spaces.",
                sheet=sheet.name, cell=name_cell(row, column),
            )  # fmt: skip

    def pass_over(self, sheet: Sheet) -> tuple[Sheet, FateTable]:
        """Account for a sheet that was not read."""
        if sheet.n_written:
            code = "sheet_not_read" if sheet.is_visible else "hidden_sheet_not_read"
            kind = "A further sheet" if sheet.is_visible else "A hidden sheet"
            self.log.add(
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


def describe_questions(questions: Sequence[tuple[str, PlannedQuestion]]) -> pd.DataFrame:
    """Return the table of questions."""
    rows: list[dict[str, Any]] = [
        {
            "question_id": question.question_id,
            "text": question.text,
            "kind": question.kind,
            "options": list(question.options),
            "columns": [heading.header for heading in question.headings],
            "scale_low": question.scale.low if question.scale else np.nan,
            "scale_high": question.scale.high if question.scale else np.nan,
            "scale_low_words": question.scale.low_words if question.scale else None,
            "scale_high_words": question.scale.high_words if question.scale else None,
            "scale_labels": dict(question.scale.numbers) if question.scale else {},
            "source_sheet": sheet,
        }
        for sheet, question in questions
    ]
    names = [
        "question_id", "text", "kind", "options", "columns", "scale_low", "scale_high",
        "scale_low_words", "scale_high_words", "scale_labels", "source_sheet",
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=names)
    texts = ("question_id", "text", "kind", "scale_low_words", "scale_high_words", "source_sheet")
    return frame.astype({**dict.fromkeys(texts, "str"), "scale_low": float, "scale_high": float})


def describe_columns(
    layouts: Sequence[Layout], questions: Sequence[tuple[str, PlannedQuestion]]
) -> pd.DataFrame:
    """Return the table of columns."""
    of_column: Mapping[tuple[str, int], str] = {
        (sheet, heading.index): question.question_id
        for sheet, question in questions
        for heading in question.headings
    }
    rows = [
        (
            layout.sheet.name, heading.header, name_cell(0, heading.index)[:-1], heading.role,
            of_column.get((layout.sheet.name, heading.index)), heading.item,
        )
        for layout in layouts
        for heading in layout.headings
    ]  # fmt: skip
    names = ["source_sheet", "header", "letter", "role", "question_id", "item"]
    return pd.DataFrame(rows, columns=names).astype("str")


def gather_personal(layouts: Sequence[Layout], of_rows: Sequence[Rows]) -> pd.DataFrame:
    """Return personal cells, for the resolver of focal points only."""
    rows = [
        (int(respondent), heading.header, layout.sheet.columns[heading.index].text(int(row)))
        for layout, of_row in zip(layouts, of_rows, strict=True)
        for heading in layout.headings
        if heading.role == "personal"
        for respondent, row in zip(of_row, layout.rows, strict=True)
        if layout.sheet.columns[heading.index].text(int(row))
    ]
    frame = pd.DataFrame(rows, columns=["respondent", "header", "value"])
    return frame.astype({"respondent": "int64", "header": "str", "value": "str"})
