"""How the sheets of a review workbook look: headers, widths, drop-downs, filters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from gcm_analysis.language import Language
from gcm_analysis.mapping.review.labels import join_languages
from gcm_analysis.mapping.review.layout import LISTS_SHEET, ReviewColumn
from gcm_analysis.reference import objectives
from gcm_analysis.spreadsheet import FONT_NAME, FONT_SIZE, write_marked_text, write_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

SHOWN_HEADER = PatternFill("solid", fgColor="FF3D3D3D")
FILLED_HEADER = PatternFill("solid", fgColor="FF1B6CA8")
FILLED_CELL = PatternFill("solid", fgColor="FFF2F7FB")
ID_CELL = PatternFill("solid", fgColor="FFEDEDED")
THIN = Side(style="thin", color="FFC8C8C8")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WRAPPED = Alignment(vertical="top", wrap_text=True)
STAMP_COLOUR = "FFB00020"
DATE_FORMAT = "yyyy-mm-dd"
ROW_HEIGHT = 15.0
BOLD = 0.85
"""How many bold letters stand in the width of a plain one."""
TALLEST_ROW = 300.0
N_OBJECTIVES = 23
FROZEN_COLUMNS = 2
A3 = 8
"""Excel's number of the paper on which a table is printed, all columns side by side."""
LIST_RANGES = {
    "objective": f"{LISTS_SHEET}!$A$1:$A${N_OBJECTIVES}",
    "yes": f"{LISTS_SHEET}!$B$1:$B$1",
    "yes_no": f"{LISTS_SHEET}!$B$1:$B$2",
}
"""Where the drop-down of each kind of cell is; in other kinds anything may be written."""

Value = str | tuple[str, Sequence[tuple[int, int]]]
"""A cell's text, or a text with the pieces to mark."""


def add_lists(workbook: Workbook, languages: Sequence[Language]) -> None:
    """Write the hidden sheet of what the drop-downs offer, in one or more languages."""
    sheet = workbook.create_sheet(LISTS_SHEET)
    sheet.sheet_state = "hidden"
    for row, known in enumerate(objectives(), start=1):
        names = join_languages(known.short[language.code] for language in languages)
        label = languages[0].text("review.objective_label", number=str(known.number), name=names)
        write_text(cell_at(sheet, row, 1), label)
    for row, key in enumerate(("say_yes", "say_no"), start=1):
        said = join_languages(language.text(f"review.{key}") for language in languages)
        write_text(cell_at(sheet, row, 2), said)


def list_validation(kind: str) -> DataValidation:
    """Return the drop-down of a kind of cell."""
    return DataValidation(type="list", formula1=LIST_RANGES[kind], allow_blank=True)


def draw_table(
    sheet: Worksheet,
    columns: Sequence[ReviewColumn],
    headers: Mapping[str, str],
    rows: Iterable[Mapping[str, Value]],
    *,
    top: int = 1,
    stamp: str = "",
    freezes: bool = True,
) -> None:
    """Write a table with its header, filter, frozen panes and drop-downs.

    Parameters
    ----------
    sheet : Worksheet
    columns : sequence of ReviewColumn
    headers : dict of str to str
        What the header says, by a column's key.
    rows : iterable of dict
        Values by a column's key; a key that is missing leaves the cell blank.
    top : int
        Row of the header, where there is no stamp.
    stamp : str
        A line above the header, "" for none.
    freezes : bool
        Whether the header and the first columns stay in sight.
    """
    if stamp:
        draw_stamp(sheet, stamp, top)
        top += 1
    row = top
    draw_headers(sheet, columns, headers, top)
    for row, values in enumerate(rows, start=top + 1):
        for place, column in enumerate(columns, start=1):
            draw_cell(cell_at(sheet, row, place), column, values.get(column.key))
        sheet.row_dimensions[row].height = estimate_height(columns, values)
    if row > top:
        add_validations(sheet, columns, top + 1, row)
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(columns))}{row}"
    if freezes:
        sheet.freeze_panes = cell_at(sheet, top + 1, FROZEN_COLUMNS + 1)
    set_up_printing(sheet, top)


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell to write in; of merged cells that is the first."""
    return cast("Cell", sheet.cell(row, column))


def make_font(size: float = FONT_SIZE, *, bold: bool = False, color: str | None = None) -> Font:
    """Return a font; one without a name is drawn in another by LibreOffice."""
    return Font(name=FONT_NAME, size=size, bold=bold, color=color)


def set_up_printing(sheet: Worksheet, header: int) -> None:
    """Print all columns on the width of a page, the header on every page."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A3
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = f"{header}:{header}"


def draw_stamp(sheet: Worksheet, text: str, row: int = 1) -> None:
    """Write the line that says that the answers are invented."""
    cell = cell_at(sheet, row, 1)
    write_text(cell, text)
    cell.font = make_font(bold=True, color=STAMP_COLOUR)


def draw_headers(
    sheet: Worksheet, columns: Sequence[ReviewColumn], headers: Mapping[str, str], top: int
) -> None:
    """Write the header row: blue where a person writes."""
    for place, column in enumerate(columns, start=1):
        cell = cell_at(sheet, top, place)
        write_text(cell, headers[column.key])
        cell.font = make_font(bold=True, color="FFFFFFFF")
        cell.fill = SHOWN_HEADER if column.kind in ("id", "shown") else FILLED_HEADER
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.border = GRID
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    lines = max(count_lines(headers[column.key], column.width * BOLD) for column in columns)
    sheet.row_dimensions[top].height = max(lines, 2) * ROW_HEIGHT


def draw_cell(cell: Cell, column: ReviewColumn, value: Value | None) -> None:
    """Write one cell in the look of its column."""
    if isinstance(value, tuple):
        write_marked_text(cell, *value)
    else:
        write_text(cell, value or None)
    cell.alignment = WRAPPED
    cell.border = GRID
    if column.kind == "id":
        cell.fill = ID_CELL
        cell.font = make_font(8, color="FF6B6B6B")
    elif column.kind != "shown":
        cell.fill = FILLED_CELL
    if column.kind == "date":
        cell.number_format = DATE_FORMAT


def estimate_height(columns: Sequence[ReviewColumn], values: Mapping[str, Value]) -> float:
    """Return a row height at which wrapped text is seen, in points."""
    lines = 1
    for column in columns:
        value = values.get(column.key, "")
        text = value[0] if isinstance(value, tuple) else value
        lines = max(lines, count_lines(text, column.width) if column.kind != "id" else 1)
    return min(lines * ROW_HEIGHT, TALLEST_ROW)


def count_lines(text: str, width: float) -> int:
    r"""Return on how many lines text stands in a column of a width in letters.

    >>> count_lines("Vías regulares\ny retorno", 10)
    3
    """
    return sum(max(1, len(textwrap.wrap(line, max(1, int(width))))) for line in text.split("\n"))


def offer_yes_no(sheet: Worksheet, cell: Cell) -> None:
    """Give one cell the drop-down of yes and no."""
    validation = list_validation("yes_no")
    sheet.add_data_validation(validation)
    validation.add(cell.coordinate)


def add_validations(
    sheet: Worksheet, columns: Sequence[ReviewColumn], first: int, last: int
) -> None:
    """Give every cell that a person fills in its drop-down."""
    by_kind: dict[str, DataValidation] = {}
    for place, column in enumerate(columns, start=1):
        if column.kind in LIST_RANGES and column.kind not in by_kind:
            by_kind[column.kind] = list_validation(column.kind)
            sheet.add_data_validation(by_kind[column.kind])
        if column.kind in by_kind:
            letter = get_column_letter(place)
            by_kind[column.kind].add(f"{letter}{first}:{letter}{last}")


def draw_lines(sheet: Worksheet, lines: Sequence[str], width: float = 110) -> None:
    """Write lines of prose one below the other, the first as a title."""
    sheet.column_dimensions["A"].width = width
    for row, line in enumerate(lines, start=1):
        cell = cell_at(sheet, row, 1)
        write_text(cell, line)
        cell.alignment = WRAPPED
        cell.font = make_font(14 if row == 1 else FONT_SIZE, bold=row == 1)
        lines_of_text = count_lines(line, width * (BOLD if row == 1 else 1))
        sheet.row_dimensions[row].height = lines_of_text * ROW_HEIGHT * (1.4 if row == 1 else 1.1)
