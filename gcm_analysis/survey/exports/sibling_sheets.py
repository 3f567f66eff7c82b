"""Several sheets of one form: each one country's, or one part of the countries'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from gcm_analysis.survey.exports.layout import Layout
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.workbook.sheet import ColumnCoder, Sheet


def find_siblings(main: Layout, others: Iterable[Layout]) -> list[Layout]:
    """Return the layouts of the sheets that have the main sheet's header and other rows."""
    header = read_header(main)
    if not main.header_rows or sum(map(bool, header)) < 2:
        return []
    known = {read_rows(main)}
    siblings = []
    for other in others:
        is_same_form = other.header_rows and read_header(other) == header and len(other.rows)
        if is_same_form and (rows := read_rows(other)) not in known:
            known.add(rows)
            siblings.append(other)
    return siblings


def read_header(layout: Layout) -> list[str]:
    """Return the folded headers of a sheet, without empty columns at its end."""
    header = [fold(heading.header) for heading in layout.headings]
    while header and not header[-1]:
        header.pop()
    return header


def read_rows(layout: Layout) -> tuple[tuple[str, ...], ...]:
    """Return all that a sheet's submissions hold: a copy of a sheet says nothing new."""
    return tuple(
        tuple(column.texts[code] for code in column.codes[layout.rows].tolist())
        for column in layout.sheet.columns
        if column.is_written[layout.rows].any()
    )


def merge_layouts(layouts: Sequence[Layout]) -> Layout:
    """Return the rows of several sheets as those of one, for telling kinds and options."""
    n_columns = max(len(layout.sheet.columns) for layout in layouts)
    widest = max(layouts, key=lambda layout: len(layout.headings))
    coders = [ColumnCoder() for _ in range(n_columns)]
    for layout in layouts:
        for index, coder in enumerate(coders):
            if index < len(layout.sheet.columns):
                column = layout.sheet.columns[index]
                coder.add([column.uniques[code] for code in column.codes.tolist()])
            else:
                coder.skip(layout.sheet.n_rows)
    starts = np.cumsum([0, *(layout.sheet.n_rows for layout in layouts)])
    rows = [layout.rows + start for layout, start in zip(layouts, starts[:-1], strict=True)]
    first = layouts[0]
    sheet = Sheet(
        first.sheet.name, [coder.finish() for coder in coders], int(starts[-1]),
        turned_from=first.sheet.turned_from,
    )  # fmt: skip
    return replace(
        first, sheet=sheet, rows=np.concatenate(rows), headings=widest.headings, remarks=()
    )


def share_headings(layout: Layout, merged: Layout) -> Layout:
    """Return a sheet's layout with the roles that all sheets of its form show together."""
    own = tuple(h for h in merged.headings if h.index < len(layout.sheet.columns))
    return replace(layout, headings=own)
