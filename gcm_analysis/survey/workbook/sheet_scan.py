"""One sheet's XML looked over: how far its cells reach, what is hidden, errors, bare formulas.

The marks of cells and rows are found for a run of whole rows at once; only what is seldom met
(hidden rows, errors, formulas, cells without an address) is looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gcm_analysis.survey.workbook.limits import ReadingLimits
from gcm_analysis.survey.workbook.refusals import TooLarge

MOST_ROW = 16 * 1024 * 1024
PADDING = bytes(12)
LESS, SPACE, SLASH, MORE, EQUALS, QUOTE = b'< />="'
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
ADDRESS = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]{1,3})\d{1,7}[\"']")
ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*?\bt=[\"']e[\"'][^>]*)>(.{0,8192}?)</(?:\w+:)?c>", re.DOTALL
)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
STORED = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")
REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")
IS_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\b([^>]*)/?>")
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)")
Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass
class SheetScan:
    """What one pass over a sheet's XML tells.

    `last_row` and `last_column` are counted from 1 and bound the area that cells span.
    """

    last_row: int = 0
    last_column: int = 26
    n_rows: int = 0
    n_cells: int = 0
    n_addressed: int = 0
    n_in_block: int = 0
    has_prefix: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued_formulas: set[tuple[int, int]] = field(default_factory=set)

    @property
    def is_addressed(self) -> bool:
        """Whether every cell names its own address, so that the area is known."""
        return self.n_cells == self.n_addressed


def count_column(letters: bytes) -> int:
    """Return the number of a column, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class Block:
    """A run of whole rows: its bytes, and where its cells, rows and formulas begin."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.signs: Bytes = np.frombuffer(content + PADDING, np.uint8)
        starts = np.flatnonzero(self.signs == LESS)
        self.first = self.signs[starts + 1]
        self.second = self.signs[starts + 2]
        is_ended = (self.second <= SPACE) | (self.second == SLASH) | (self.second == MORE)
        self.cells = starts[(self.first == ord("c")) & is_ended]
        self.n_formulas = int(np.count_nonzero((self.first == ord("f")) & is_ended))
        begins_row = starts[(self.first == ord("r")) & (self.second == ord("o"))]
        self.rows = begins_row[self.signs[begins_row + 3] == ord("w")]
        self.has_prefix = b":row" in content

    def is_referenced(self, places: Places, offset: int) -> Flags:
        """Tell which marks go on with a reference, as every program writes it."""
        found: Flags = np.ones(len(places), bool)
        for distance, sign in enumerate(b' r="', offset):
            found &= self.signs[places + distance] == sign
        return found


def scan_sheet(pieces: Iterable[bytes], file: str, limits: ReadingLimits) -> SheetScan:
    """Look one sheet's XML over, a run of whole rows at a time.

    Raises
    ------
    TooLarge
        As soon as it has more cells or rows than may be.
    """
    scan = SheetScan()
    rest = b""
    for piece in pieces:
        rest += piece
        end = rest.rfind(b"row>") + 4
        if end > 4:
            scan_block(scan, Block(rest[:end]), file, limits)
            rest = rest[end:]
        elif len(rest) > MOST_ROW:
            raise TooLarge(file, "a single row of too many bytes", MOST_ROW, "unpacked_bytes")
    scan_block(scan, Block(rest), file, limits)
    return scan


def scan_block(scan: SheetScan, block: Block, file: str, limits: ReadingLimits) -> None:
    """Take note of what a run of rows holds, once its counts are known to be allowed."""
    scan.has_prefix = scan.has_prefix or block.has_prefix
    n_cells, n_rows = len(block.cells), len(block.rows)
    if scan.has_prefix:
        n_cells += sum(block.content.count(mark) for mark in (b":c ", b":c>", b":c/", b":c\n"))
        n_rows += block.content.count(b":row")
    scan.n_rows += n_rows
    scan.n_cells += n_cells
    if scan.n_cells > limits.cells:
        raise TooLarge(file, "more cells", limits.cells, "cells")
    if scan.n_rows > 2 * limits.rows:
        raise TooLarge(file, "more rows", limits.rows, "rows")
    scan_addresses(scan, block, n_cells)
    scan_row_numbers(scan, block)
    if b"<cols" in block.content[:65536] or b":cols" in block.content[:65536]:
        scan_hidden_columns(scan, block.content)
    if b't="e"' in block.content or b"t='e'" in block.content:
        scan_errors(scan, block.content)
    if block.n_formulas or (scan.has_prefix and b":f" in block.content):
        scan_formulas(scan, block.content)


def scan_addresses(scan: SheetScan, block: Block, n_cells: int) -> None:
    """Count the cells that name their address, and find the last column that one of them names."""
    cells = block.cells
    letters = block.signs[cells[:, np.newaxis] + np.arange(6, 10)]
    is_letter = (letters >= ord("A")) & (letters <= ord("Z"))
    is_plain = block.is_referenced(cells, 2) & is_letter[:, 0] & ~is_letter[:, 3]
    if n_cells == len(cells) and is_plain.all():
        scan.n_addressed += n_cells
        numbers = letters.astype(np.int64) - 64
        columns = numbers[:, 0]
        for place in (1, 2):
            is_longer = is_letter[:, 1 : place + 1].all(axis=1)
            columns = np.where(is_longer, columns * 26 + numbers[:, place], columns)
        scan.last_column = max(scan.last_column, int(columns.max(initial=0)))
        return
    addresses = ADDRESS.findall(block.content)
    scan.n_addressed += len(addresses)
    scan.last_column = max([scan.last_column, *map(count_column, set(addresses))])


def scan_row_numbers(scan: SheetScan, block: Block) -> None:
    """Find the last row of a run, and which rows are hidden.

    Rows are looked at one by one only where one of them is hidden or has no number.
    """
    start = 0
    is_plain = b"hidden" not in block.content and not scan.has_prefix
    if is_plain and len(block.rows) and block.is_referenced(block.rows, 4).all():
        start = int(block.rows[-1])
    for match in ROW.finditer(block.content, start):
        named = ROW_NUMBER.search(match[1])
        scan.last_row = max(scan.last_row, int(named[1]) if named else scan.last_row + 1)
        if b"hidden" in match[1] and IS_HIDDEN.search(match[1]):
            scan.hidden_rows.add(scan.last_row - 1)


def scan_hidden_columns(scan: SheetScan, block: bytes) -> None:
    """Find the columns that are hidden."""
    for match in HIDDEN_COLUMNS.finditer(block):
        if not IS_HIDDEN.search(match[1]):
            continue
        first = re.search(rb"\bmin=[\"'](\d{1,5})", match[1])
        last = re.search(rb"\bmax=[\"'](\d{1,5})", match[1])
        if first and last:
            scan.hidden_columns.update(range(int(first[1]) - 1, min(int(last[1]), 16384)))


def scan_errors(scan: SheetScan, block: bytes) -> None:
    """Find the cells whose value is an error."""
    for match in ERROR_CELL.finditer(block):
        reference, value = REFERENCE.search(match[1]), VALUE.search(match[2])
        if reference:
            cell = (int(reference[2]) - 1, count_column(reference[1]) - 1)
            scan.errors[cell] = value[1].decode("ascii", "replace")[:16] if value else "#ERROR"


def scan_formulas(scan: SheetScan, block: bytes) -> None:
    """Find the formulas whose result was never stored."""
    for match in FORMULA.finditer(block):
        start = max(block.rfind(b"<c ", 0, match.start()), block.rfind(b":c ", 0, match.start()))
        end = re.compile(rb"</(?:\w+:)?c>").search(block, match.end())
        body = block[start : end.start() if end else len(block)]
        opening = body[: body.find(b">")]
        reference = REFERENCE.search(opening)
        is_text = b't="str"' in opening
        if reference and not is_text and not STORED.search(body):
            scan.unvalued_formulas.add((int(reference[2]) - 1, count_column(reference[1]) - 1))
