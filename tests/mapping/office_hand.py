"""Fills in a workbook in LibreOffice as a person does; run by Debian's own Python.

Called as `office_hand.py PIPE JOB`: PIPE is the name of the pipe on which soffice listens, JOB
a JSON file with `open` (a path), `deeds` (see `DEEDS`), `save` (path by ending) and `look` (which
cells to describe). What it saw goes to standard output as JSON.
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import EQUAL
from com.sun.star.table import TableSortField

FORMATS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
PATIENCE = 120.0
BOLD = 150.0


def connect(pipe):
    """Return the desktop of the program that listens on a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    until = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def make_value(name, value):
    """Return one named argument."""
    return PropertyValue(name, 0, value, 0)


def open_book(desktop, path):
    """Open a workbook without a window: of such a one Calc saves no frozen panes."""
    url = uno.systemPathToFileUrl(str(path))
    return desktop.loadComponentFromURL(url, "_blank", 0, (make_value("Hidden", True),))


def find_sheet(book, number):
    """Return a sheet by its place among those that are seen."""
    seen = [sheet for sheet in book.Sheets if sheet.IsVisible]
    return seen[number]


def find_table(book, sheet):
    """Return the range that has the filter arrows of a sheet, or None."""
    place = [one.Name for one in book.Sheets].index(sheet.Name)
    unnamed = book.getPropertyValue("UnnamedDatabaseRanges")
    candidates = [unnamed.getByTable(place)] if unnamed.hasByTable(place) else []
    candidates += [one for one in book.DatabaseRanges if one.DataArea.Sheet == place]
    return next((one for one in candidates if one.AutoFilter), None)


def list_offered(book, cell):
    """Return what the drop-down of a cell offers; None where it has none."""
    validation = cell.Validation
    if validation.Type.value != "LIST":
        return None
    sheet, _, area = validation.getFormula1().replace("$", "").rpartition(".")
    block = book.Sheets.getByName(sheet.strip("'")).getCellRangeByName(area)
    return [row[0] for row in block.getDataArray()]


def type_in(book, sheet, cell, words):
    """Type words into a cell: Calc makes a number or a date of what looks like one."""
    sheet.getCellRangeByName(cell).setFormula(words)


def choose(book, sheet, cell, beginning):
    """Choose from a cell's drop-down the entry that begins so."""
    target = sheet.getCellRangeByName(cell)
    offered = list_offered(book, target)
    assert offered, f"{cell} offers nothing"
    target.setString(next(entry for entry in offered if entry.startswith(beginning)))


def sort(book, sheet, cell, ascending):
    """Sort the table by the column of a cell."""
    area = find_table(book, sheet).ReferredCells
    first = area.RangeAddress.StartColumn
    field = TableSortField()
    field.Field = sheet.getCellRangeByName(cell).CellAddress.Column - first
    field.IsAscending = ascending
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    area.sort((make_value("SortFields", fields), make_value("ContainsHeader", True)))


def keep_only(book, sheet, cell, words):
    """Filter the table to the rows that say these words in the column of a cell."""
    table = find_table(book, sheet)
    field = TableFilterField()
    field.Field = sheet.getCellRangeByName(cell).CellAddress.Column - table.DataArea.StartColumn
    field.Operator = EQUAL
    field.IsNumeric = False
    field.StringValue = words
    descriptor = table.ReferredCells.createFilterDescriptor(True)
    descriptor.ContainsHeader = True
    descriptor.setFilterFields((field,))
    table.ReferredCells.filter(descriptor)


def delete_row(book, sheet, cell):
    """Delete the row of a cell."""
    sheet.Rows.removeByIndex(sheet.getCellRangeByName(cell).CellAddress.Row, 1)


DEEDS = {
    "type": type_in,
    "choose": choose,
    "sort": sort,
    "keep_only": keep_only,
    "delete_row": delete_row,
}
"""Each deed is called as [name, number of the sheet, cell, word]."""


def list_bold(cell):
    """Return the bold pieces of a cell's text."""
    return [
        portion.String
        for paragraph in cell.createEnumeration()
        for portion in paragraph.createEnumeration()
        if portion.CharWeight >= BOLD
    ]


def describe_cell(book, sheet, name):
    """Return what a cell says and offers, and how."""
    cell = sheet.getCellRangeByName(name)
    return {
        "says": cell.String,
        "type": cell.Type.value,
        "bold": list_bold(cell),
        "offers": list_offered(book, cell),
    }


def describe_sheet(book, sheet, cells):
    """Return what stays in sight on a sheet, what is filtered, and some cells."""
    view = book.CurrentController
    view.setActiveSheet(sheet)
    table = find_table(book, sheet)
    rows = range(table.DataArea.EndRow + 1) if table else ()
    return {
        "name": sheet.Name,
        "frozen": [view.SplitColumn, view.SplitRow] if view.hasFrozenPanes() else None,
        "filter": table.ReferredCells.AbsoluteName if table else None,
        "hidden_rows": sum(not sheet.Rows.getByIndex(row).IsVisible for row in rows),
        "cells": {name: describe_cell(book, sheet, name) for name in cells},
    }


def describe_book(book, look):
    """Return what a person sees of a workbook."""
    return {
        "hidden": [sheet.Name for sheet in book.Sheets if not sheet.IsVisible],
        "sheets": [
            describe_sheet(book, sheet, look.get(str(place), ()))
            for place, sheet in enumerate(sheet for sheet in book.Sheets if sheet.IsVisible)
        ],
    }


def do_job(desktop, job):
    """Open, look, fill in, save, and look again at what was saved."""
    book = open_book(desktop, job["open"])
    seen = {"before": describe_book(book, job["look"])}
    for name, number, *rest in job["deeds"]:
        DEEDS[name](book, find_sheet(book, number), *rest)
    for path in job["save"]:
        filter_name = make_value("FilterName", FORMATS[Path(path).suffix])
        book.storeToURL(uno.systemPathToFileUrl(path), (filter_name,))
    book.close(True)
    for path in job["save"]:
        again = open_book(desktop, path)
        seen[Path(path).suffix] = describe_book(again, job["look"])
        again.close(True)
    return seen


if __name__ == "__main__":
    pipe, job = sys.argv[1:]
    desktop = connect(pipe)
    if job == "end":
        desktop.terminate()
    else:
        json.dump(do_job(desktop, json.loads(Path(job).read_text("utf-8"))), sys.stdout)
