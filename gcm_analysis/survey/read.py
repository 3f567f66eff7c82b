"""Read any survey tool's export into submissions, questions, answers, issues and a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from gcm_analysis.survey.answering import SheetAnswers
from gcm_analysis.survey.arrivals import Zones, build_respondents
from gcm_analysis.survey.descriptions import (
    describe_columns,
    describe_questions,
    gather_personal,
)
from gcm_analysis.survey.export import ExportTool, QuestionHint, SurveyExport
from gcm_analysis.survey.exports import TOOLS, Detection, Layout, detect_tool, lay_out, read_form
from gcm_analysis.survey.exports.kobotoolbox import find_parents
from gcm_analysis.survey.exports.layout import Heading, Rows
from gcm_analysis.survey.exports.sibling_sheets import merge_layouts, share_headings
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.frames import build_answers, build_cells, build_ledger
from gcm_analysis.survey.issue_log import IssueLog
from gcm_analysis.survey.item_columns import take_answers
from gcm_analysis.survey.kinds import count_answers
from gcm_analysis.survey.ledger import pass_over, settle
from gcm_analysis.survey.personal import (
    ANONYMOUS,
    LOOKED_AT,
    has_personal_content,
    is_personal_header,
)
from gcm_analysis.survey.questions import PlannedQuestion, find_hinted, plan_questions
from gcm_analysis.survey.text_columns import SharedArrays
from gcm_analysis.survey.workbook import ReadingLimits, Workbook, open_workbook
from gcm_analysis.survey.workbook.refusals import UnknownSheet, UnknownTool


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
    assumed_timezone: str = "UTC",
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
    assumed_timezone : str
        Zone that such times are read in where nobody knows it; an issue says so.
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
    layouts = lay_out(
        detection.tool, workbook, position, row=detection.row, header_row=header_row,
        header_rows=header_rows, form=read_form(form, limits) if form is not None else None,
        asked=frozenset(fold(hint.column) for hint in hints if hint.column is not None),
        is_alone=sheet is not None,
    )  # fmt: skip
    zones = Zones(timezone, assumed_timezone)
    reading = Reading(workbook, detection, tuple(hints), zones, tuple(ignore_columns))
    return reading.finish(layouts)


def choose_sheet(
    workbook: Workbook, name: str | None, tool: ExportTool | None
) -> tuple[int, Detection]:
    """Return the sheet that holds the answers, and which tool wrote it."""
    sheets = workbook.sheets
    if name is not None:
        position = find_sheet(workbook, name)
        return position, take_tool(detect_tool(sheets[position]), tool)
    candidates = [i for i, sheet in enumerate(sheets) if sheet.is_visible and sheet.n_written]
    candidates = candidates or [i for i, sheet in enumerate(sheets) if sheet.n_written]
    found = {i: detect_tool(sheets[i]) for i in candidates}
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
    zones: Zones
    ignored: tuple[str, ...]
    log: IssueLog = field(default_factory=IssueLog)

    def finish(self, layouts: list[Layout]) -> SurveyExport:
        """Return the export: sheets that are laid out are read, the others are accounted for."""
        for code, message in self.workbook.remarks:
            self.log.add("note", code, message)
        layouts = [self.leave_hidden_rows(layout) for layout in layouts]
        mains, whole = self.share_roles([layout for layout in layouts if not layout.is_repeat])
        repeats = [self.assign_roles(layout) for layout in layouts if layout.is_repeat]
        arrived = [build_respondents(layout, self.log, self.zones) for layout in mains]
        respondents = arrived[0] if len(arrived) == 1 else pd.concat(arrived, ignore_index=True)
        respondents["respondent"] = np.arange(len(respondents))
        starts = np.cumsum([0, *(len(layout.rows) for layout in mains)]).tolist()
        of_rows: list[Rows] = [np.arange(*ends, dtype=np.int64) for ends in pairwise(starts)]
        planned = [(layout, plan) for layout, plan in self.plan(mains, whole)]
        for repeat in repeats:
            layout, of_row = self.attach(repeat, mains[0])
            of_rows.append(of_row)
            planned += self.plan([layout], layout)
        layouts = [layout for layout, _ in planned]
        taken: list[SheetAnswers] = []
        for (layout, questions), of_row in zip(planned, of_rows, strict=True):
            answers = SheetAnswers(layout, of_row, self.log)
            for question in questions:
                take_answers(answers, question)
            taken.append(answers)
        ledger = [
            settle(layout, answers, self.log)
            for layout, answers in zip(layouts, taken, strict=True)
        ]
        read = {id(layout.sheet.turned_from or layout.sheet) for layout in layouts}
        ledger += [
            pass_over(sheet, self.log) for sheet in self.workbook.sheets if id(sheet) not in read
        ]
        parts = [(a.layout.sheet, part) for a in taken for part in a.parts]
        shared = SharedArrays()
        return SurveyExport(
            tool=self.detection.tool,
            evidence=self.detection.evidence,
            confidence=self.detection.confidence,
            respondents=respondents,
            questions=describe_questions(planned[:1] + planned[len(mains) :]),
            answers=build_answers(parts, shared),
            issues=self.log.to_frame(),
            ledger=build_ledger(ledger, shared),
            columns=describe_columns(planned),
            personal=gather_personal(layouts, of_rows),
            cells=build_cells(list(zip(layouts, of_rows, strict=True)), shared),
        )

    def share_roles(self, layouts: list[Layout]) -> tuple[list[Layout], Layout]:
        """Return layouts with the roles of their columns, and all of them as one.

        Sheets of one form are looked at together: one country's answers show little.
        """
        if len(layouts) == 1:
            whole = self.assign_roles(layouts[0])
            return [whole], whole
        whole = self.assign_roles(merge_layouts(layouts))
        return [share_headings(layout, whole) for layout in layouts], whole

    def plan(
        self, layouts: list[Layout], whole: Layout
    ) -> list[tuple[Layout, list[PlannedQuestion]]]:
        """Return the questions of each sheet, planned from the rows of all."""
        questions = plan_questions(whole, self.hints, self.log)
        return [(layout, questions) for layout in layouts]

    def attach(self, layout: Layout, main: Layout) -> tuple[Layout, Rows]:
        """Return a repeat's layout, and which submission each of its rows is part of."""
        of_row = find_parents(layout, main)
        lost = of_row < 0
        for row in layout.rows[lost].tolist():
            self.log.add(
                "warning", "repeat_without_submission",
                "A row of a repeated group belongs to no submission in the file.",
                sheet=layout.sheet.name, cell=layout.sheet.name_cell(row, 0),
            )  # fmt: skip
        return replace(layout, rows=layout.rows[~lost]), of_row[~lost]

    def assign_roles(self, layout: Layout) -> Layout:
        """Tell which columns are empty, personal or ignored."""
        hinted = {h.index for hint in self.hints for h in find_hinted(layout, hint, set())}
        ignored = {fold(name) for name in self.ignored}
        headings = []
        for heading in layout.headings:
            column = layout.sheet.columns[heading.index]
            is_nameless = heading.role == "question" and not heading.header
            if heading.index in hinted:
                headings.append(replace(heading, role="question"))
            elif ignored and {fold(heading.header), *map(fold, heading.levels)} & ignored:
                headings.append(replace(heading, role="metadata", meaning="other"))
            elif is_nameless and not column.is_written[layout.rows].any():
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
                sheet=layout.sheet.name, cell=layout.sheet.name_cell(row, 0),
            )  # fmt: skip
        columns = sorted(
            index for index in layout.sheet.hidden_columns if index < len(layout.sheet.columns)
        )
        for index in columns:
            self.log.add(
                "note", "hidden_column", "A hidden column was read like any other.",
                sheet=layout.sheet.name, cell=layout.sheet.name_cell(0, index),
            )  # fmt: skip
        return replace(layout, rows=layout.rows[~hidden]) if hidden.any() else layout

    def is_personal(self, layout: Layout, heading: Heading) -> bool:
        """Tell whether a column holds personal data; an anonymous form's e-mails are none."""
        if heading.meaning in {"submitted_at", "started_at", "submission_id", "is_complete"}:
            return False
        column = layout.sheet.columns[heading.index]
        answers = count_answers(column, layout.rows, LOOKED_AT)
        if 0 < len(answers) < 4 and {fold(text) for text in answers} <= ANONYMOUS:
            return False
        names = [heading.header, *heading.levels[1:]]
        if heading.meaning in {"email", "name"} or any(map(is_personal_header, names)):
            return bool(answers) or heading.role == "question"
        return has_personal_content(answers)
