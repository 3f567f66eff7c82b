"""Microsoft Forms: one header row, the form's own columns first, lists joined by ";"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from gcm_analysis.survey.exports.grouping import group_by_content
from gcm_analysis.survey.exports.layout import Heading, Layout, Meaning, find_filled_rows
from gcm_analysis.survey.exports.metadata import name_metadata, tell_meaning
from gcm_analysis.survey.workbook import Sheet

QUIZ = re.compile(
    r"^(points|feedback|puntos|comentarios|pontos|comentários|commentaires)\s+[-–]\s+", re.I
)
STATEMENT = re.compile(r"^(.*[^\W\d].*?[^\s.])\.(?=[^\W\d_])", re.DOTALL)
"""A question and a statement of it, joined by a full stop without a space."""
BY_PLACE: tuple[Meaning, ...] = ("submission_id", "started_at", "submitted_at", "email", "name")


def lay_out(sheet: Sheet, row: int) -> Layout:
    """Return how an export of Microsoft Forms is to be read.

    The form's own columns stand before the first question: a later "Email" is a question.
    """
    headings: list[Heading] = []
    is_leading = True
    headers = sheet.row_texts(row)
    is_known = [tell_meaning(header) for header in headers[1:3]] == ["started_at", "submitted_at"]
    for index, header in enumerate(headers):
        meaning = tell_meaning(header) if is_known else tell_by_place(sheet, row, index, header)
        is_leading = is_leading and meaning is not None
        if is_leading and meaning:
            headings.append(name_metadata(index, header, meaning))
        elif QUIZ.match(header):
            headings.append(name_metadata(index, header, "other"))
        else:
            headings.append(
                Heading(index, header, question=header, block=str(index), levels=(header,))
            )
    rows = find_filled_rows(sheet, row)
    headings = group_by_content(sheet, rows, join_statements(headings))
    return Layout(sheet, (row,), rows, tuple(headings), separators=(";",), rates_by_numbers=True)


def join_statements(headings: Sequence[Heading]) -> list[Heading]:
    """Join neighbours whose headers are "Question.Statement" with one question."""

    def stem(heading: Heading) -> str:
        found = STATEMENT.match(heading.header) if heading.role == "question" else None
        return found[1] if found else f"\0{heading.index}"

    joined: list[Heading] = []
    for question, run in groupby(headings, key=stem):
        members = list(run)
        if len(members) == 1:
            joined += members
            continue
        for heading in members:
            item = heading.header[len(question) + 1 :].strip()
            joined.append(
                replace(
                    heading, question=question, item=item, block=f"likert{members[0].index}",
                    levels=(heading.header, item),
                )
            )  # fmt: skip
    return joined


def tell_by_place(sheet: Sheet, row: int, index: int, header: str) -> Meaning | None:
    """Return what one of the form's own columns means where its language is not known.

    Behind the five that every export has, a column of times alone is the last change.
    """
    if index < len(BY_PLACE):
        return BY_PLACE[index]
    values = [sheet.columns[index].value(r) for r in range(row + 1, sheet.n_rows)]
    is_change = index == len(BY_PLACE) and all(
        value == "" or isinstance(value, dt.datetime) for value in values
    )
    return "other" if is_change else tell_meaning(header)
