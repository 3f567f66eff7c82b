"""Hand-made tables: title rows, merged and bilingual headers, X columns, notes and totals."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

import numpy as np

from gcm_analysis.survey.exports.grouping import (
    group_by_bracket,
    group_by_content,
    is_other_words,
)
from gcm_analysis.survey.exports.headers import (
    HeaderPlace,
    find_header,
    is_lower_level,
    is_tag_row,
    is_value,
    name_cells,
    typical_width,
)
from gcm_analysis.survey.exports.layout import (
    Aside,
    Heading,
    Layout,
    Rows,
    find_filled_rows,
)
from gcm_analysis.survey.exports.metadata import name_metadata, tell_own_column
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.workbook import Sheet, name_column
from gcm_analysis.survey.workbook.refusals import NoSuchHeaderRow

NOTE = re.compile(
    r"^(nota|notas|note|notes|fuente|fuentes|source|sources|fonte|fontes|elaboracion|elaborado|"
    r"observacion|observaciones|observacoes|remark|remarks|remarque|aclaracion|leyenda|legend|legenda|"
    r"legende|siglas|abreviaturas|\*+|\(\*+\)|\(?\d\)\s|\[\d\])(\b|[\s:.)*]|$)"
)
TOTAL = re.compile(
    r"^(total|totales|totais|totaux|subtotal|sub-total|sub total|suma|sum|soma|somme|promedio|"
    r"average|media|mean|moyenne|gran total|grand total|total general|total geral)\b.{0,40}$"
)
COUNTERS = {"no", "n°", "#", "n", "num", "numero", "number", "nr", "nro", "ord"}
CHECKBOX_CODE = re.compile(r"^([a-z]\w*?)___(\w+)$")
CHECKBOX_LABEL = re.compile(r"^(.*?)\s*\(choice=(.*)\)\s*$")


def lay_out(
    sheet: Sheet,
    *,
    header_row: int | None = None,
    header_rows: int | None = None,
    file: str = "",
) -> Layout:
    """Return how a hand-made table is to be read.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    header_row, header_rows : int, optional
        First row of the header, counted from 1, and how many rows it has.
    file : str
        How messages name the file.

    Returns
    -------
    Layout
        Rows and columns with their roles.
    """
    place = tell_header(sheet, header_row, header_rows, file)
    if place is None:
        rows, asides = set_aside(sheet, find_filled_rows(sheet, -1), None)
        headings = [
            Heading(index, name_column(index), question=name_column(index), block=str(index))
            for index in range(len(sheet.columns))
        ]
        remark = ("no_header_row", "No row names the columns: they go by their letters.")
        return Layout(sheet, (), rows, tuple(headings), tuple(asides), remarks=(remark,))
    levels = [row for row in range(place.first, place.last + 1) if not is_tag_row(sheet, row)]
    headings = [name_heading(sheet, index, levels) for index in range(len(sheet.columns))]
    rows = find_filled_rows(sheet, place.last)
    rows, asides = set_aside(sheet, rows, place.leaf)
    above = [row for row in np.flatnonzero(sheet.fill > 0) if row < place.first]
    titles = [
        Aside(int(row), "title_row", "A row above the header was taken for a title.")
        for row in above
    ]
    headings = group_by_level([name_counter(sheet, rows, heading) for heading in headings])
    headings = group_by_checkbox(group_by_bracket(headings))
    headings = group_by_content(sheet, rows, headings)
    header = tuple(range(place.first, place.last + 1))
    return Layout(sheet, header, rows, tuple(headings), (*titles, *asides))


def name_counter(sheet: Sheet, rows: Rows, heading: Heading) -> Heading:
    """Return the heading of a column that counts the rows as what it is: no question."""
    column = sheet.columns[heading.index]
    given = [column.text(row) for row in rows.tolist()]
    is_counter = len(given) > 1 and given == [str(number) for number in range(1, len(given) + 1)]
    if fold(heading.header) not in COUNTERS or not is_counter:
        return heading
    return name_metadata(heading.index, heading.header, "other")


def tell_header(
    sheet: Sheet, header_row: int | None, header_rows: int | None, file: str
) -> HeaderPlace | None:
    """Return where the header stands, as told or as found."""
    if header_row is None and header_rows is None:
        return find_header(sheet)
    found = None if header_row is not None else find_header(sheet)
    last = (header_row or 1) + (header_rows or 1) - 1
    if last > sheet.n_rows:
        raise NoSuchHeaderRow(file, sheet.name, last, sheet.n_rows)
    first = header_row - 1 if header_row is not None else found.first if found else 0
    if header_rows is None:
        below = find_levels_below(sheet, first)
        return HeaderPlace(first, below, below)
    return HeaderPlace(first, first + header_rows - 1, first + header_rows - 1)


def find_levels_below(sheet: Sheet, first: int) -> int:
    """Return the last row of a header that begins in a given row."""
    last = first
    width = typical_width(sheet)
    while last + 2 < sheet.n_rows and is_lower_level(sheet, first, last, last + 1, width):
        last += 1
    return last


def name_heading(sheet: Sheet, index: int, levels: list[int]) -> Heading:
    """Return the heading of a column: the words above it, merged cells counted."""
    words: list[str] = []
    group: str | None = None
    for row in levels:
        text, is_spanned = read_merged(sheet, row, index)
        if not text or text in words:
            continue
        if is_spanned:
            group = text
        words.append(text)
    header = " / ".join(words)
    own = [word for word in words if word != group]
    if not group and len(own) == 1 and (meaning := tell_own_column(own[0])):
        return name_metadata(index, header, meaning)
    if group and own:
        item = " / ".join(own)
        return Heading(
            index, header, question=group, item=item, block=f"level {group}",
            is_other=is_other_words(own[0]), levels=(header, item, *own),
        )  # fmt: skip
    return Heading(index, header, question=header, block=str(index), levels=(header, *words))


def read_merged(sheet: Sheet, row: int, index: int) -> tuple[str, bool]:
    """Return the text above a column in a row, and whether it spans several columns."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= index <= right and top < sheet.n_rows:
            if left < len(sheet.columns):
                return sheet.text(top, left), right > left
            break
    return sheet.text(row, index), False


def group_by_level(headings: list[Heading]) -> list[Heading]:
    """Join neighbours below one upper level; a level above a single column is part of its name."""

    def level(heading: Heading) -> str:
        return heading.question if heading.item is not None else f"\0{heading.index}"

    grouped: list[Heading] = []
    for _, run in groupby(headings, key=level):
        members = list(run)
        if len(members) > 1:
            block = f"level{members[0].index}"
            grouped.extend(replace(heading, block=block) for heading in members)
        else:
            (only,) = members
            grouped.append(
                replace(only, item=None, question=only.header, block=str(only.index))
                if only.item is not None
                else only
            )
    return grouped


def group_by_checkbox(headings: list[Heading]) -> list[Heading]:
    """Join the checkbox columns of REDCap: `field___code` and `Question (choice=Option)`."""
    grouped: list[Heading] = []
    for heading in headings:
        found = CHECKBOX_CODE.match(heading.header) or CHECKBOX_LABEL.match(heading.header)
        if heading.role != "question" or not found:
            grouped.append(heading)
            continue
        grouped.append(
            replace(
                heading,
                question=found[1],
                item=found[2],
                block=f"checkbox {found[1]}",
                kind="multiple",
                is_other=False,
            )
        )
    return grouped


def set_aside(sheet: Sheet, rows: Rows, leaf: int | None) -> tuple[Rows, list[Aside]]:
    """Part submissions from notes, totals and headers said again."""
    asides: list[Aside] = []
    kept: list[int] = []
    names = name_cells(sheet, leaf) if leaf is not None else {}
    header = {index: fold(text) for index, text in names.items()}
    width = float(np.median(sheet.fill[rows])) if len(rows) else 0.0
    looked_at = set(rows[:200].tolist()) | set(rows[-200:].tolist())
    for row in rows.tolist():
        aside = tell_aside(sheet, row, header, width, rows) if row in looked_at else None
        if aside:
            asides.append(aside)
        else:
            kept.append(row)
    return np.array(kept, np.int64), asides


def tell_aside(
    sheet: Sheet, row: int, header: dict[int, str], width: float, rows: Rows
) -> Aside | None:
    """Return why a row is no submission, or None where it is one."""
    cells = name_cells(sheet, row)
    if not cells:
        return None
    folded = {index: fold(text) for index, text in cells.items()}
    same = sum(header.get(index) == text for index, text in folded.items())
    if len(header) >= 2 and same >= max(2, 0.8 * len(cells)):
        return Aside(row, "header_repeated", "A row says the header again.")
    first = min(cells)
    if TOTAL.match(folded[first]) and all(
        is_value(sheet.columns[index].value(row)) for index in cells if index != first
    ):
        return Aside(row, "total_row", "A row of totals is no submission.")
    is_note = bool(NOTE.match(folded[first])) or cells[first].startswith(("*", "†"))
    if is_note and len(cells) <= 2 and width >= 2:
        return Aside(row, "note_row", "A note in the table is no submission.")
    is_last = row > rows[0] and (row - 1 not in rows or row >= rows[-1])
    is_wordy = len(cells[first]) > 30
    is_apart = is_last and row - 1 not in rows
    if len(cells) == 1 and is_apart and (width >= 3 or (width >= 2 and is_wordy)):
        return Aside(row, "note_row", "A single cell below the table is no submission.")
    if len(cells) == 1 and spans_most(sheet, row, width):
        return Aside(row, "note_row", "A cell merged across the table is no submission.")
    return None


def spans_most(sheet: Sheet, row: int, width: float) -> bool:
    """Tell whether a row is one cell merged across most of the table."""
    return any(
        top == row and right - left + 1 >= max(3.0, 0.6 * width)
        for top, left, _, right in sheet.merges
    )
