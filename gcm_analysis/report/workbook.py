"""tables.xlsx: the result tables in the page's language, as numbers one can count with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from gcm_analysis.report.facts import RunFacts
from gcm_analysis.report.sheets import (
    SHEETS,
    Sheet,
    format_of,
    prepare_sheet,
    visible_columns,
)
from gcm_analysis.spreadsheet import save_workbook, write_text

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

    from gcm_analysis.forum import Decision

INK, SOFT, WARNING, HEADER_FILL = "FF1C2430", "FF51606F", "FF7A2E0E", "FFF0F3F6"
WIDEST, NARROWEST = 60.0, 9.0
LONGEST_MEASURED = 400
"""Rows that decide a column's width."""
SHEET_NAME_LIMIT = 31


def write_tables(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    *,
    facts: RunFacts,
    decisions: Iterable[Decision] = (),
) -> Path:
    """Write the result tables as a workbook, the same bytes for the same tables.

    Parameters
    ----------
    path : Path
        The workbook; replaced whole or not at all.
    tables : mapping
        Name of a table (DESIGN, "The tables") to its rows, counted for the audience of
        `facts`. Names that are not in `sheets.SHEETS` are left out.
    facts : RunFacts
        The page that the workbook lies beside.
    decisions : iterable of Decision
        What people redacted and cleared.

    Returns
    -------
    Path
        `path`.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    decided = tuple(decisions)
    shown = [sheet for sheet in SHEETS if sheet.key in tables and facts.audience in sheet.audiences]
    _write_cover(workbook, facts, shown)
    for sheet in shown:
        rows = prepare_sheet(sheet, tables[sheet.key], facts, decided)
        _write_sheet(workbook, sheet, rows, facts)
    return save_workbook(workbook, path)


def name_sheet(sheet: Sheet, facts: RunFacts) -> str:
    """Return the name on a sheet's tab."""
    return facts.reader.text(f"workbook.sheet_{sheet.key}")[:SHEET_NAME_LIMIT]


def _write_cover(workbook: Workbook, facts: RunFacts, shown: Sequence[Sheet]) -> None:
    from openpyxl.styles import Alignment, Font

    reader = facts.reader
    page = workbook.active
    assert page is not None
    page.title = reader.text("workbook.cover")
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width = 34
    page.column_dimensions["B"].width = 90
    row = 1
    if facts.forum.illustrative:
        write_text(cell_at(page, row, 1), reader.text("report.stamp"))
        cell_at(page, row, 1).font = Font(bold=True, color=WARNING)
        row += 1
    write_text(cell_at(page, row, 1), facts.title)
    cell_at(page, row, 1).font = Font(bold=True, size=16, color=INK)
    for label, value in _list_facts(facts):
        row += 1
        write_text(cell_at(page, row, 1), label)
        write_text(cell_at(page, row, 2), value)
        cell_at(page, row, 1).font = Font(color=SOFT)
    row += 2
    write_text(cell_at(page, row, 1), reader.text("workbook.contents"))
    cell_at(page, row, 1).font = Font(bold=True, color=INK)
    for sheet in shown:
        row += 1
        name = name_sheet(sheet, facts)
        write_text(cell_at(page, row, 1), name)
        cell_at(page, row, 1).hyperlink = f"#'{name}'!A1"
        cell_at(page, row, 1).font = Font(color="FF17507E", underline="single")
        write_text(cell_at(page, row, 2), reader.text(f"workbook.about_{sheet.key}"))
        cell_at(page, row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    row += 2
    coded = ("workbook.note_coded",) if facts.audience == "public" else ()
    for key in ("workbook.note_offered", *coded, "report.rule_pending"):
        write_text(cell_at(page, row, 1), reader.text(key))
        row += 1


def _list_facts(facts: RunFacts) -> list[tuple[str, str]]:
    reader = facts.reader
    listed = [
        ("label_audience", reader.text(f"report.audience_{facts.audience}")),
        (
            "label_answered",
            reader.text("report.answered_of", n=facts.n_answered, n_roster=facts.n_roster)
            + " "
            + reader.text("report.answered_governments", n=facts.n_roster),
        ),
        ("label_cut_off", facts.cut_off_line()),
        ("label_status", facts.status_line()),
    ]
    if facts.edition:
        listed.append(("label_edition", facts.edition_line()))
        listed.append(("label_edition_hash", facts.edition.sha256))
    return [(reader.text(f"report.{key}"), value) for key, value in listed]


def _write_sheet(workbook: Workbook, sheet: Sheet, rows: pd.DataFrame, facts: RunFacts) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    reader = facts.reader
    page = workbook.create_sheet(name_sheet(sheet, facts))
    top = 1
    if facts.forum.illustrative:
        write_text(cell_at(page, top, 1), reader.text("report.stamp"))
        cell_at(page, top, 1).font = Font(bold=True, color=WARNING)
        top += 1
    columns = visible_columns(sheet, facts)
    for place, column in enumerate(columns, start=1):
        cell = cell_at(page, top, place)
        write_text(cell, reader.text(f"workbook.column_{column}"))
        cell.font = Font(bold=True, color=INK)
        cell.fill = PatternFill("solid", fgColor=HEADER_FILL)
        cell.border = Border(bottom=Side("thin", color=SOFT))
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
    styles = CellStyles()
    for number, row in enumerate(rows[list(columns)].itertuples(index=False, name=None), top + 1):
        for place, value in enumerate(row, start=1):
            _write_value(cell_at(page, number, place), columns[place - 1], value, styles)
    last = get_column_letter(len(columns))
    page.freeze_panes = cell_at(page, top + 1, 1 + sheet.n_frozen)
    page.auto_filter.ref = f"A{top}:{last}{top + len(rows)}"
    for place, column in enumerate(columns, start=1):
        header = str(cell_at(page, top, place).value)
        width = measure_column(header, rows[column].head(LONGEST_MEASURED))
        page.column_dimensions[get_column_letter(place)].width = width
    page.print_title_rows = f"{top}:{top}"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


class CellStyles:
    """The styles of one sheet's values, each made once: setting one compares it with all."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, bool, bool], StyleArray] = {}

    def apply(self, cell: Any, number_format: str, *, is_wrapped: bool) -> None:
        """Give a cell its number format, at the top of its row, wrapped or not."""
        key = number_format, is_wrapped, bool(cell.quotePrefix)
        if key not in self.made:
            from openpyxl.styles import Alignment

            cell.number_format = number_format
            cell.alignment = Alignment(vertical="top", wrap_text=is_wrapped)
            self.made[key] = cell._style
        else:
            cell._style = copy(self.made[key])


def _write_value(cell: Cell, column: str, value: object, styles: CellStyles) -> None:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        write_text(cell, value)
        styles.apply(cell, cell.number_format, is_wrapped=len(str(value)) > WIDEST)
        return
    cell.value = value  # type: ignore[assignment]
    styles.apply(cell, format_of(column), is_wrapped=False)


def cell_at(page: Worksheet, row: int, place: int) -> Cell:
    """Return a cell that is part of no merged block."""
    return cast("Cell", page.cell(row, place))


def measure_column(header: str, values: pd.Series[Any]) -> float:
    """Return a column's width in characters: its longest value, within bounds."""
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    words = max((len(word) for word in header.split()), default=0)
    return (
        min(max(longest, words, len(header) / 2) + 2, WIDEST)
        if longest
        else max(words + 2, NARROWEST)
    )
