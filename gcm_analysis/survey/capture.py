"""The capture workbook read as a source: what each State said on each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from gcm_analysis.errors import GcmError
from gcm_analysis.forum.model import Forum
from gcm_analysis.reference import resolve_country
from gcm_analysis.survey.binding import hint_question
from gcm_analysis.survey.captured_rows import (
    CapturedRow,
    find_columns,
    is_usable,
    read_captured_rows,
)
from gcm_analysis.survey.documents import warn_of_documents
from gcm_analysis.survey.export import SurveyExport
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.typed_answers import TypedWords, read_typed_words
from gcm_analysis.survey.workbook import Sheet, name_cell, name_column, open_workbook

PERSONAL = ("typed_by", "checked_by")
RESPONDENT_COLUMNS = (
    "respondent", "submission_id", "submitted_at", "started_at", "is_complete", "language", "row",
    "source_sheet",
)  # fmt: skip
QUESTION_COLUMNS = (
    "question_id", "text", "kind", "options", "columns", "scale_low", "scale_high", "source_sheet",
)  # fmt: skip
ANSWER_COLUMNS = (
    "respondent", "question_id", "kind", "item_id", "text", "rank", "rating", "scale_low",
    "scale_high", "status", "source_sheet", "source_cell",
)  # fmt: skip


def read_capture(path: Path, forum: Forum, *, file: str, findings: Findings) -> SurveyExport:
    """Read a capture workbook as the export of a survey.

    What one State sent on one day is one submission.

    Parameters
    ----------
    path : Path
    forum : Forum
    file : str
        How tables and messages name it.
    findings : Findings
        Gets what cannot be used.

    Returns
    -------
    SurveyExport

    Raises
    ------
    GcmError
        The file cannot be read, or is no capture workbook.
    """
    sheet = open_workbook(path, file=file).sheets[0]
    columns = find_columns(sheet, file)
    rows = read_captured_rows(sheet, columns, file, findings)
    hints = {question.id: hint_question(forum, question) for question in forum.questions}
    fates = begin_ledger(sheet, columns)
    usable = []
    for row in rows:
        if is_usable(row, tuple(hints), sheet.name, file, findings):
            usable.append(row)
        else:
            fates.update(dict.fromkeys(row.cells.values(), "issue"))
    groups = group_submissions(usable)
    answers = [
        answer
        for number, (_, members) in enumerate(groups)
        for row in members
        for answer in read_typed_words(
            hints[row.texts["question"]],
            TypedWords(row.texts["words"], sheet.name, row.cells["words"]),
            number,
        )
    ]
    warn_of_documents(forum, usable, sheet.name, file, findings)
    return SurveyExport(
        tool="table",
        evidence=("the columns of a capture workbook",),
        confidence=1.0,
        respondents=tabulate_submissions(groups, sheet.name, forum.timezone),
        questions=pd.DataFrame(columns=list(QUESTION_COLUMNS), dtype=object),
        answers=pd.DataFrame(continue_ranks(answers), columns=list(ANSWER_COLUMNS), dtype=object),
        issues=pd.DataFrame(
            columns=["severity", "code", "message", "source_sheet", "source_cell", "value"],
            dtype=object,
        ),
        ledger=pd.DataFrame(
            [(sheet.name, cell, fate) for cell, fate in fates.items()],
            columns=["source_sheet", "source_cell", "fate"],
        ),
        columns=tabulate_columns(sheet, columns),
        personal=pd.DataFrame(columns=["respondent", "header", "value"], dtype=object),
        cells=tabulate_cells(groups, sheet, columns),
    )


def is_blank_capture(path: Path) -> bool:
    """Tell whether a file is a capture workbook into which nobody has typed anything yet."""
    try:
        sheet = open_workbook(path).sheets[0]
        find_columns(sheet, path.name)
    except GcmError:
        return False
    return not sheet.fill[1:].any()


def group_submissions(
    rows: Iterable[CapturedRow],
) -> list[tuple[str, list[CapturedRow]]]:
    """Return what each State sent on each day: an id that no further row changes, and its rows."""
    groups: dict[str, list[CapturedRow]] = {}
    for row in rows:
        try:
            sender = resolve_country(row.texts["country"])
        except GcmError:
            sender = fold(row.texts["country"])
        name = f"{sender}-{row.day.isoformat()}" if row.day else sender
        groups.setdefault(name, []).append(row)
    return sorted(groups.items(), key=lambda group: group[1][0].row)


def continue_ranks(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let the ranks of a question that stands in several rows run on from row to row."""
    offsets: dict[tuple[int, str], tuple[str, float, float]] = {}
    for answer in answers:
        if answer["rank"] is None:
            continue
        key = answer["respondent"], answer["question_id"]
        cell, base, last = offsets.get(key, (answer["source_cell"], 0.0, 0.0))
        if cell != answer["source_cell"]:
            cell, base = answer["source_cell"], last
        answer["rank"] += base
        offsets[key] = cell, base, max(last, answer["rank"])
    return answers


def tabulate_submissions(
    groups: list[tuple[str, list[CapturedRow]]], sheet: str, timezone: str
) -> pd.DataFrame:
    """Return the table of submissions."""
    rows = [
        (
            number,
            name,
            to_instant(members[0].day, timezone),
            None,
            True,
            None,
            members[0].row,
            sheet,
        )
        for number, (name, members) in enumerate(groups)
    ]
    return pd.DataFrame(rows, columns=list(RESPONDENT_COLUMNS), dtype=object)


def to_instant(day: dt.date | None, timezone: str) -> pd.Timestamp | None:
    """Return the first instant of a day in a time zone, in UTC."""
    if day is None:
        return None
    local = dt.datetime.combine(day, dt.time(), ZoneInfo(timezone))
    return pd.Timestamp(local).tz_convert("UTC")


def begin_ledger(sheet: Sheet, columns: dict[str, int]) -> dict[str, str]:
    """Return the fate of every cell that is not empty, as if all rows were used."""
    fields = {index: field for field, index in columns.items()}
    fates = {}
    for index, column in enumerate(sheet.columns):
        for row in column.is_written.nonzero()[0]:
            of_answer = "answer" if fields.get(index) == "words" else "metadata"
            fates[name_cell(int(row), index)] = "header" if row == 0 else of_answer
    return fates


def tabulate_columns(sheet: Sheet, columns: dict[str, int]) -> pd.DataFrame:
    """Return the table of columns."""
    fields = {index: field for field, index in columns.items()}
    rows = []
    for index in range(len(sheet.columns)):
        role = "personal" if fields.get(index) in PERSONAL else "metadata"
        rows.append((sheet.name, sheet.text(0, index), name_column(index), role, None))
    names = ["source_sheet", "header", "letter", "role", "question_id"]
    return pd.DataFrame(rows, columns=names, dtype=object)


def tabulate_cells(
    groups: list[tuple[str, list[CapturedRow]]], sheet: Sheet, columns: dict[str, int]
) -> pd.DataFrame:
    """Return the cells of each submission, those of personal columns aside."""
    rows = [
        (number, sheet.text(0, columns[field]), text, sheet.name, row.cells[field])
        for number, (_, members) in enumerate(groups)
        for row in members
        for field, text in row.texts.items()
        if field not in PERSONAL
    ]
    names = ["respondent", "header", "value", "source_sheet", "source_cell"]
    return pd.DataFrame(rows, columns=names, dtype=object)
