"""One module per survey tool: where in its export what stands."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from gcm_analysis.survey.export import ExportTool
from gcm_analysis.survey.exports.detection import TOOLS, Detection, detect_tool
from gcm_analysis.survey.exports.grouping import join_places
from gcm_analysis.survey.exports.layout import Aside, Heading, Layout
from gcm_analysis.survey.exports.places import join_named_places
from gcm_analysis.survey.exports.xlsform import Form, read_form
from gcm_analysis.survey.workbook import Sheet, Workbook

__all__ = [
    "TOOLS",
    "Aside",
    "Detection",
    "Heading",
    "Layout",
    "detect_tool",
    "lay_out",
    "read_form",
]


def lay_out(
    tool: ExportTool,
    workbook: Workbook,
    position: int,
    *,
    row: int = 0,
    header_row: int | None = None,
    header_rows: int | None = None,
    form: Form | None = None,
    asked: frozenset[str] = frozenset(),
    is_alone: bool = False,
) -> list[Layout]:
    """Return how a sheet, and those that hold parts of its submissions, are to be read.

    Parameters
    ----------
    tool : str
        The tool that wrote it.
    workbook : Workbook
        The file.
    position : int
        Which of its sheets.
    row : int
        Row in which the tool's header was found, counted from 0.
    header_row, header_rows : int, optional
        First row of a hand-made table's header, counted from 1, and how many rows it has.
    form : Form, optional
        The form's own definition.
    asked : frozenset of str
        Folded headers of questions that are known to be asked.
    is_alone : bool
        Whether no other sheet is to be read with it.

    Returns
    -------
    list of Layout
        Roles of rows and columns; the sheet of the submissions first.
    """
    if tool == "table" or header_row is not None or header_rows is not None:
        layouts = lay_out_tables(workbook, position, header_row, header_rows, asked, is_alone)
    else:
        layouts = lay_out_tool(tool, workbook, position, row, form)
    return [join_places_asked_apart(join_named_places(layout)) for layout in layouts]


def join_places_asked_apart(layout: Layout) -> Layout:
    """Join questions that follow each other and ask for one place each: "Prioridad 1", "2", "3".

    Those whose options the form tells are left as they are.
    """
    if layout.known_options:
        return layout
    return replace(layout, headings=tuple(join_places(layout.sheet, layout.rows, layout.headings)))


def lay_out_tables(
    workbook: Workbook,
    position: int,
    header_row: int | None,
    header_rows: int | None,
    asked: frozenset[str],
    is_alone: bool,
) -> list[Layout]:
    """Return how hand-made tables are to be read: one, or all sheets of one form."""
    from gcm_analysis.survey.exports import table, vertical_form
    from gcm_analysis.survey.exports.sibling_sheets import find_siblings

    is_told = header_row is not None or header_rows is not None

    def lay_out_sheet(sheet: Sheet) -> Layout:
        if not is_told and (place := vertical_form.find_form(sheet, asked)):
            return vertical_form.lay_out(sheet, place)
        return table.lay_out(
            sheet, header_row=header_row, header_rows=header_rows, file=workbook.file
        )

    main = lay_out_sheet(workbook.sheets[position])
    others = [
        sheet
        for index, sheet in enumerate(workbook.sheets)
        if index != position and sheet.is_visible and sheet.n_written
    ]
    if is_told or is_alone or not others:
        return [main]
    return [main, *find_siblings(main, map(lay_out_sheet, others))]


def lay_out_tool(
    tool: ExportTool, workbook: Workbook, position: int, row: int, form: Form | None
) -> list[Layout]:
    """Return how a sheet is to be read, as its tool lays it out."""
    sheet = workbook.sheets[position]
    if tool == "kobotoolbox":
        from gcm_analysis.survey.exports import kobotoolbox

        main = kobotoolbox.lay_out(sheet, row, form)
        return [main, *kobotoolbox.lay_out_repeats(workbook, main, form)]
    reader = import_module(f"gcm_analysis.survey.exports.{tool}")
    layout: Layout = reader.lay_out(sheet, row)
    return [layout]
