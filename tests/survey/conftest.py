"""Forums and exports made by hand, in a few lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gcm_analysis.forum.model import Forum
from gcm_analysis.survey import reading
from gcm_analysis.survey.binding import hint_questions, named_headers
from gcm_analysis.survey.corrections import find_headers
from gcm_analysis.survey.export import SurveyExport
from gcm_analysis.survey.typed_answers import TypedWords, read_typed_question
from gcm_analysis.survey.wordings import find_header
from gcm_analysis.survey.workbook import name_cell, name_column

TOPICS = [
    {"id": "vias", "name": {"es": "Vías regulares", "en": "Regular pathways"}, "objectives": [5]},
    {"id": "trata", "name": {"es": "Trata de personas"}, "objectives": [10]},
    {"id": "retorno", "name": {"es": "Retorno"}, "objectives": [21], "as_asked": ["Retorno digno"]},
]
QUESTIONS = [
    {"id": "temas", "role": "priority", "kind": "multiple", "text": {"es": "Temas"},
     "column": "Temas", "topics": ["vias", "trata", "retorno"]},
    {"id": "palabras", "role": "priority", "kind": "text", "text": {"es": "En sus palabras"},
     "column": "En sus palabras"},
]  # fmt: skip
SHEET = "Sheet1"


def build_forum(folder: Path, **changes: Any) -> Forum:
    """Return a forum of three governments, one source and two questions."""
    content: dict[str, Any] = {
        "forum": "prueba", "title": {"es": "Prueba"},
        "roster": {"governments": ["MEX", "SLV", "COL"]},
        "sources": [{"alias": "estados", "files": ["estados*.csv"], "country": {"column": "País"}}],
        "topics": TOPICS, "questions": QUESTIONS, **changes,
    }  # fmt: skip
    return Forum.model_validate(content).model_copy(update={"folder": folder})


@dataclass
class Sheet:
    """What an export holds: a header row, then one row per submission."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str | None]]
    ids: Sequence[str | None] = ()
    times: Sequence[str | None] = ()
    personal: Sequence[str] = ()
    metadata: Sequence[str] = ()


def make_export(sheet: Sheet, forum: Forum, alias: str = "estados") -> SurveyExport:
    """Return a sheet as a reader would, the forum's questions known to it."""
    source = next(source for source in forum.sources if source.alias == alias)
    hints = hint_questions(forum, source)
    roles = [
        "personal" if header in sheet.personal
        else "metadata" if header in sheet.metadata else "question"
        for header in sheet.headers
    ]  # fmt: skip
    cells = [
        (number, header, value, SHEET, name_cell(number + 1, column))
        for number, row in enumerate(sheet.rows)
        for column, (header, value) in enumerate(zip(sheet.headers, row, strict=True))
        if value
    ]
    fates = {name_cell(0, column): "header" for column in range(len(sheet.headers))}
    for _, header, _, _, cell in cells:
        role = roles[list(sheet.headers).index(header)]
        fates[cell] = "answer" if role == "question" else "metadata"
    asked = {
        find_header(header, sheet.headers): hint.question_id
        for hint in hints
        for header in named_headers(hint)
    }
    columns = pd.DataFrame(
        [
            (SHEET, header, name_column(n), roles[n], asked.get(header))
            for n, header in enumerate(sheet.headers)
        ],
        columns=["source_sheet", "header", "letter", "role", "question_id"],
    )
    table = pd.DataFrame(
        [cell for cell in cells if cell[1] not in sheet.personal],
        columns=["respondent", "header", "value", "source_sheet", "source_cell"],
    )
    empty = pd.DataFrame(dtype=object)
    export = SurveyExport(
        tool="table", evidence=(), confidence=1.0,
        respondents=make_respondents(sheet), questions=empty, answers=empty,
        issues=pd.DataFrame(
            columns=["severity", "code", "message", "source_sheet", "source_cell", "value"]
        ),
        ledger=pd.DataFrame(
            [(SHEET, cell, fate) for cell, fate in fates.items()],
            columns=["source_sheet", "source_cell", "fate"],
        ),
        columns=columns,
        personal=pd.DataFrame(
            [cell[:3] for cell in cells if cell[1] in sheet.personal],
            columns=["respondent", "header", "value"],
        ),
        cells=table,
    )  # fmt: skip
    answers = []
    for hint in hints:
        headers = find_headers(hint, export)
        for number in range(len(sheet.rows)):
            typed = {
                headers[header]: TypedWords(value or "", SHEET, cell)
                for respondent, header, value, _, cell in cells
                if respondent == number and header in headers
            }
            answers += read_typed_question(hint, typed, number)
    names = [
        "respondent", "question_id", "kind", "item_id", "text", "rank", "rating", "scale_low",
        "scale_high", "status", "source_sheet", "source_cell",
    ]  # fmt: skip
    object.__setattr__(export, "answers", pd.DataFrame(answers, columns=names, dtype=object))
    return export


def make_respondents(sheet: Sheet) -> pd.DataFrame:
    """Return the table of submissions of a sheet."""
    count = len(sheet.rows)
    times = [
        None if time is None else pd.Timestamp(dt.datetime.fromisoformat(time), tz="UTC")
        for time in (sheet.times or [None] * count)
    ]
    return pd.DataFrame(
        {
            "respondent": range(count),
            "submission_id": pd.Series(list(sheet.ids or [None] * count), dtype="str"),
            "submitted_at": pd.Series(times, dtype="datetime64[us, UTC]"),
            "started_at": pd.Series([None] * count, dtype="datetime64[us, UTC]"),
            "is_complete": [True] * count,
            "language": pd.Series([None] * count, dtype="str"),
            "row": range(2, count + 2),
            "source_sheet": [SHEET] * count,
        }
    )


@pytest.fixture
def make_forum(tmp_path: Path) -> Callable[..., Forum]:
    """Return a function that makes a forum with changes to its forum.yml."""
    return lambda **changes: build_forum(tmp_path, **changes)


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that puts a file into the forum's folder and says how it reads."""
    exports: dict[str, SurveyExport] = {}

    def read(path: Path, **settings: object) -> SurveyExport:
        return exports[path.name]

    def put_sheet(forum: Forum, name: str, alias: str = "estados", **sheet: Any) -> None:
        exports[name] = make_export(Sheet(**sheet), forum, alias)
        (tmp_path / name).write_text(f"{name}: {sheet}", "utf-8")

    monkeypatch.setattr(reading, "read_export", read)
    return put_sheet
