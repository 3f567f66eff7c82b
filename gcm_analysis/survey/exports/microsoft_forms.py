"""Microsoft Forms: one header row, the form's own columns first, lists joined by ";"."""

from __future__ import annotations

import re

from gcm_analysis.survey.exports.grouping import group_by_content
from gcm_analysis.survey.exports.layout import Heading, Layout, find_filled_rows
from gcm_analysis.survey.exports.metadata import name_metadata, tell_meaning
from gcm_analysis.survey.workbook import Sheet

QUIZ = re.compile(
    r"^(points|feedback|puntos|comentarios|pontos|comentários|commentaires)\s+[-–]\s+", re.I
)


def lay_out(sheet: Sheet, row: int) -> Layout:
    """Return how an export of Microsoft Forms is to be read.

    The form's own columns stand before the first question: a later "Email" is a question.
    """
    headings: list[Heading] = []
    is_leading = True
    for index, header in enumerate(sheet.row_texts(row)):
        meaning = tell_meaning(header)
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
    headings = group_by_content(sheet, rows, headings)
    return Layout(sheet, (row,), rows, tuple(headings), separators=(";",))
