"""Google Forms: the CSV download and the linked sheet; grids as "Question [row]"."""

from __future__ import annotations

import re

from gcm_analysis.survey.exports.grouping import group_by_bracket
from gcm_analysis.survey.exports.layout import Heading, Layout, find_filled_rows
from gcm_analysis.survey.exports.metadata import name_metadata, tell_meaning
from gcm_analysis.survey.workbook import Sheet

OWN_COLUMNS = {"submitted_at", "email", "other"}
GRADED = re.compile(
    r"^(.*?) \[(?:score|feedback|puntuación|puntaje|comentarios|pontuação|note|commentaires)\]$",
    re.IGNORECASE | re.DOTALL,
)
"""Columns that a quiz adds to each of its questions."""


def lay_out(sheet: Sheet, row: int) -> Layout:
    """Return how an export of Google Forms is to be read.

    The download joins checkboxes by ";", the linked sheet by ", "; which of the two a file is
    shows in its cells, so both are tried.
    """
    headings: list[Heading] = []
    is_leading = True
    headers = sheet.row_texts(row)
    for index, header in enumerate(headers):
        meaning = tell_meaning(header)
        meaning = "submitted_at" if index == 0 else meaning
        is_leading = is_leading and meaning in OWN_COLUMNS
        graded = GRADED.match(header)
        if (is_leading and meaning) or (graded and graded[1] in headers):
            headings.append(name_metadata(index, header, meaning or "other"))
        else:
            headings.append(
                Heading(index, header, question=header, block=str(index), levels=(header,))
            )
    rows = find_filled_rows(sheet, row)
    return Layout(
        sheet, (row,), rows, tuple(group_by_bracket(headings)), separators=(";", ","),
        rates_by_numbers=True,
    )  # fmt: skip
