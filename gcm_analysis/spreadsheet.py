"""Workbooks the program writes: the same bytes for the same cells, text that stays text."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.cell.rich_text import TextBlock

FIXED_INSTANT = "2000-01-01T00:00:00Z"
"""The time that every workbook says it was made: a real one would change the bytes of a rerun."""
FIXED_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
CELL_LIMIT = 32_767
"""Characters that Excel keeps of a cell."""
CUT_MARK = " […]"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HIGHLIGHT_COLOUR = "FF9C4A00"
FONT_NAME = "Calibri"
FONT_SIZE = 11
"""Of plain cells; a run of rich text that names none is drawn in another by LibreOffice."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CORE_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def clean_text(text: str) -> str:
    """Return text as a cell can hold it: no control characters, no more than Excel keeps."""
    cleaned = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
    if len(cleaned) > CELL_LIMIT:
        return cleaned[: CELL_LIMIT - len(CUT_MARK)] + CUT_MARK
    return cleaned


def write_text(cell: Cell, value: object) -> None:
    """Write text that no spreadsheet program takes for a formula, a number or an error.

    The words are left as they are. What begins like a formula also carries Excel's own
    mark for "this is text", so that it stays text when a person edits the cell.

    Parameters
    ----------
    cell : Cell
    value : object
        Written as `str(value)`; None empties the cell.
    """
    if value is None:
        cell.value = None
        return
    text = clean_text(str(value))
    cell.value = text
    keep_as_text(cell, text)


def write_marked_text(cell: Cell, text: str, spans: Iterable[tuple[int, int]]) -> None:
    """Write text with some of its characters in bold colour.

    Parameters
    ----------
    cell : Cell
    text : str
    spans : iterable of (int, int)
        First and one past the last character of each marked piece, in any order; they may
        overlap. A text too long for a cell is written unmarked.
    """
    from openpyxl.cell.rich_text import CellRichText

    pieces = split_marked(text, spans)
    if len(text) > CELL_LIMIT or not any(is_marked for _, is_marked in pieces):
        write_text(cell, text)
        return
    cell.value = CellRichText([make_run(clean_text(piece), mark) for piece, mark in pieces])
    keep_as_text(cell, text)


def make_run(text: str, is_marked: bool) -> TextBlock:
    """Return one piece of a rich text."""
    from openpyxl.cell.rich_text import TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles.colors import Color

    font = InlineFont(rFont=FONT_NAME, sz=FONT_SIZE)
    if is_marked:
        font.b = True
        font.color = Color(rgb=HIGHLIGHT_COLOUR)
    return TextBlock(font, text)


def split_marked(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut a text where marked and unmarked pieces meet.

    >>> split_marked("vías regulares y retorno", [(0, 14)])
    [('vías regulares', True), (' y retorno', False)]
    """
    marked = [False] * len(text)
    for start, end in spans:
        for position in range(max(start, 0), min(end, len(text))):
            marked[position] = True
    pieces: list[tuple[str, bool]] = []
    for letter, mark in zip(text, marked, strict=True):
        if pieces and pieces[-1][1] == mark:
            pieces[-1] = (pieces[-1][0] + letter, mark)
        else:
            pieces.append((letter, mark))
    return pieces


def keep_as_text(cell: Cell, text: str) -> None:
    """Make a cell hold a string whatever the string looks like."""
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def save_workbook(workbook: Workbook, path: Path) -> Path:
    """Write a workbook whole or not at all; the same cells give the same bytes.

    openpyxl writes the current time into the document's properties and into the zip
    archive; both are replaced by a fixed one.

    Parameters
    ----------
    workbook : Workbook
    path : Path
        Its folder is made where it is missing; a file that stands there is replaced.

    Returns
    -------
    Path
        The file.
    """
    workbook.properties.creator = "gcm-analysis"
    scratch = BytesIO()
    workbook.save(scratch)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}-{os.getpid()}.tmp")
    try:
        beside.write_bytes(fix_times(scratch.getvalue()))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def fix_times(archive: bytes) -> bytes:
    """Return a workbook's archive with every time replaced by the fixed one."""
    fixed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(archive)) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _CORE_TIMES.sub(rb"\g<1>" + FIXED_INSTANT.encode() + rb"\g<3>", content)
            entry = zipfile.ZipInfo(name, FIXED_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return fixed.getvalue()
