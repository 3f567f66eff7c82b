"""The tables of questions, of columns and of personal cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from gcm_analysis.survey.exports.layout import Layout, Rows
from gcm_analysis.survey.fold import fold, is_visible
from gcm_analysis.survey.personal import ANONYMOUS
from gcm_analysis.survey.questions import PlannedQuestion
from gcm_analysis.survey.text_columns import list_as_series

Planned = Sequence[tuple[Layout, Sequence[PlannedQuestion]]]
"""The questions of each sheet."""


def describe_questions(planned: Planned) -> pd.DataFrame:
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
            "source_sheet": layout.sheet.name,
        }
        for layout, questions in planned
        for question in questions
    ]
    names = [
        "question_id", "text", "kind", "options", "columns", "scale_low", "scale_high",
        "scale_low_words", "scale_high_words", "scale_labels", "source_sheet",
    ]  # fmt: skip
    texts = {"question_id", "text", "kind", "scale_low_words", "scale_high_words", "source_sheet"}
    data: dict[str, Any] = {name: [row[name] for row in rows] for name in names}
    for name in texts:
        data[name] = list_as_series(data[name])
    for name in ("scale_low", "scale_high"):
        data[name] = np.array(data[name], np.float64)
    return pd.DataFrame(data, columns=names)


def describe_columns(planned: Planned) -> pd.DataFrame:
    """Return the table of columns."""
    of_column: Mapping[tuple[str, int], str] = {
        (layout.sheet.name, heading.index): question.question_id
        for layout, questions in planned
        for question in questions
        for heading in question.headings
    }
    rows = [
        (
            layout.sheet.name, heading.header, layout.sheet.name_column(heading.index),
            heading.role, of_column.get((layout.sheet.name, heading.index)),
            heading.item,
        )
        for layout, _ in planned
        for heading in layout.headings
    ]  # fmt: skip
    names = ["source_sheet", "header", "letter", "role", "question_id", "item"]
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return pd.DataFrame(
        {name: list_as_series(texts) for name, texts in zip(names, columns, strict=True)}
    )


def gather_personal(layouts: Sequence[Layout], of_rows: Sequence[Rows]) -> pd.DataFrame:
    """Return personal cells, for the resolver of focal points only."""
    respondents: list[Rows] = []
    headers: list[str] = []
    values: list[str] = []
    for layout, of_row in zip(layouts, of_rows, strict=True):
        for heading in layout.headings:
            if heading.role != "personal":
                continue
            column = layout.sheet.columns[heading.index]
            codes = column.codes[layout.rows]
            keep = np.array([is_said_of_a_person(text) for text in column.texts])[codes]
            said = [column.texts[code].strip() for code in codes[keep].tolist()]
            respondents.append(of_row[keep])
            headers += [heading.header] * len(said)
            values += said
    return pd.DataFrame(
        {
            "respondent": np.concatenate(respondents) if respondents else np.zeros(0, np.int64),
            "header": list_as_series(headers),
            "value": list_as_series(values),
        }
    )


def is_said_of_a_person(text: str) -> bool:
    """Tell whether a cell of personal data says anything."""
    return is_visible(text) and (len(text) > 12 or fold(text) not in ANONYMOUS)
