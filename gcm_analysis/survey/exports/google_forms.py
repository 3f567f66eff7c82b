"""Google Forms: the CSV download and the linked sheet; grids as "Question [row]"."""

from __future__ import annotations

from gcm_analysis.survey.exports.grouping import group_by_bracket
from gcm_analysis.survey.exports.layout import Heading, Layout, find_filled_rows
from gcm_analysis.survey.exports.metadata import name_metadata, tell_meaning
from gcm_analysis.survey.workbook import Sheet

OWN_COLUMNS = {"submitted_at", "email", "other"}


def lay_out(sheet: Sheet, row: int) -> Layout:
    """Return how an export of Google Forms is to be read.

    The download joins checkboxes by ";", the linked sheet by ", "; which of the two a file is
    shows in its cells, so both are tried.
    """
    headings: list[Heading] = []
    is_leading = True
    for index, header in enumerate(sheet.row_texts(row)):
        meaning = tell_meaning(header)
        is_leading = is_leading and meaning in OWN_COLUMNS
        if is_leading and meaning:
            headings.append(name_metadata(index, header, meaning))
        else:
            headings.append(
                Heading(index, header, question=header, block=str(index), levels=(header,))
            )
    rows = find_filled_rows(sheet, row)
    return Layout(sheet, (row,), rows, tuple(group_by_bracket(headings)), separators=(";", ","))
