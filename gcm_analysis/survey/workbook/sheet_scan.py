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
MOST_OPENING = 2048
MOST_MARKS = 12
"""So many marks of XML stand for one cell at most, those of formatted text among them."""
PADDING = bytes(12)
FIRST, LAST = b"AZ"
LESS, SPACE, SLASH, MORE = b"< />"
PREFIXED = re.compile(rb"<(/?)\w+:")
ERROR_TYPE = re.compile(rb"\bt=[\"']e[\"']")
STORED = re.compile(rb"<v(?:\s[^>]{0,200})?>[^<]")
VALUE = re.compile(rb"<v(?:\s[^>]{0,200})?>([^<]{0,64})")
REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")
IS_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
COLUMNS = re.compile(rb"<col\s([^>]{0,500})>")
FIRST_COLUMN = re.compile(rb"\bmin=[\"'](\d{1,5})")
LAST_COLUMN = re.compile(rb"\bmax=[\"'](\d{1,5})")
Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass
class SheetScan:
    """What one pass over a sheet's XML tells.

    `last_row` and `last_column` are counted from 1 and bound the area that cells span, which is
    known where every cell names its own address (`is_addressed`). `row` is the row last looked
    at: LibreOffice writes a last row without cells, far below, once a row has been deleted.
    """

    row: int = 0
    last_row: int = 0
    last_column: int = 26
    n_rows: int = 0
    n_cells: int = 0
    n_marks: int = 0
    is_addressed: bool = True
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued_formulas: set[tuple[int, int]] = field(default_factory=set)


def count_column(letters: bytes) -> int:
    """Return the number of a column, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class Block:
    """A run of whole rows: its bytes, and where its cells, rows and formulas begin.

    Nothing is searched for twice, so that no content takes more than a moment: all that is told
    of a cell stands between its mark and the next cell's.
    """

    def __init__(self, content: bytes) -> None:
        self.read(content)
        if len(self.find(b":row")) or len(self.find(b":c ")):
            self.read(PREFIXED.sub(rb"<\1", content))
        self.n_marks = int(np.count_nonzero(self.signs == LESS))
        self.cells: Places = self.find_marks(b"<c")
        self.formulas: Places = self.find_marks(b"<f")
        self.rows: Places = self.find(b"<row")

    def read(self, content: bytes) -> None:
        """Take the bytes, with a margin behind them to look ahead into."""
        self.content = content
        self.signs: Bytes = np.frombuffer(content + PADDING, np.uint8)
        self.met: dict[int, Flags] = {}

    def find(self, word: bytes) -> Places:
        """Return where a word of two letters or more stands.

        The search of bytes takes several times as long where the first letters are frequent.
        """
        if word[0] not in self.met:
            self.met[word[0]] = self.signs[:-1] == word[0]
        found: Flags = self.met[word[0]] & (self.signs[1:] == word[1])
        places: Places = found.nonzero()[0]
        for distance, sign in enumerate(word[2:], 2):
            places = places[self.signs[distance:][places] == sign]
        return places

    def find_marks(self, opening: bytes) -> Places:
        """Return where marks of one name begin."""
        places = self.find(opening)
        after = self.signs[len(opening) :][places]
        is_ended: Flags = (after <= SPACE) | (after == SLASH) | (after == MORE)
        whole: Places = places[is_ended]
        return whole

    def is_referenced(self, places: Places, offset: int) -> Flags:
        """Tell which marks go on with a reference, as every program writes it."""
        found: Flags = np.ones(len(places), bool)
        for distance, sign in enumerate(b' r="', offset):
            found &= self.signs[distance:][places] == sign
        return found

    def opening(self, place: int) -> bytes:
        """Return a mark with its attributes."""
        end = self.content.find(b">", place, place + MOST_OPENING)
        return self.content[place : end if end >= 0 else place + MOST_OPENING]

    def cells_around(self, places: Places) -> list[tuple[bytes, bytes]]:
        """Return opening and content of each cell that places stand in."""
        owners = np.unique(np.searchsorted(self.cells, places, side="right") - 1)
        ends = np.append(self.cells, len(self.content))
        found = []
        for owner in owners[owners >= 0].tolist():
            opening = self.opening(int(self.cells[owner]))
            start = int(self.cells[owner]) + len(opening)
            found.append((opening, self.content[start : int(ends[owner + 1])]))
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
    scan.n_rows += len(block.rows)
    scan.n_cells += len(block.cells)
    scan.n_marks += block.n_marks
    if scan.n_cells > limits.cells or scan.n_marks > MOST_MARKS * limits.cells:
        raise TooLarge(file, "more cells", limits.cells, "cells")
    if scan.n_rows > 2 * limits.rows:
        raise TooLarge(file, "more rows", limits.rows, "rows")
    scan_addresses(scan, block)
    scan_row_numbers(scan, block)
    if b"<cols" in block.content[:65536]:
        scan_hidden_columns(scan, block.content)
    if len(block.find(b't="e"')) or len(block.find(b"t='e'")):
        scan_errors(scan, block)
    if len(block.formulas):
        scan_formulas(scan, block)


def scan_addresses(scan: SheetScan, block: Block) -> None:
    """Find the last column that a cell names, and whether every cell names its address.

    Where one does not, the area is not known and the others need not be looked at.
    """
    if not scan.is_addressed or not len(block.cells):
        return
    letters = [block.signs[distance:][block.cells] for distance in range(6, 10)]
    first, second, third, fourth = ((sign >= FIRST) & (sign <= LAST) for sign in letters)
    is_plain = block.is_referenced(block.cells, 2) & first & ~fourth
    columns = np.zeros(len(block.cells), np.int64)
    for is_longer, sign in zip(
        (first, first & second, first & second & third), letters, strict=False
    ):
        columns = np.where(is_longer, columns * 26 + sign - (FIRST - 1), columns)
    columns = columns[is_plain]
    scan.last_column = max(scan.last_column, int(columns.max(initial=0)))
    for place in block.cells[~is_plain].tolist():
        named = REFERENCE.search(block.opening(place))
        if named is None:
            scan.is_addressed = False
            return
        scan.last_column = max(scan.last_column, count_column(named[1]))


def scan_row_numbers(scan: SheetScan, block: Block) -> None:
    """Find the last row of a run that holds cells, and which rows are hidden.

    Rows are looked at one by one only where one of them is hidden or has no number.
    """
    rows = block.rows
    n_before = np.searchsorted(block.cells, np.append(rows, len(block.content)))
    filled = rows[np.diff(n_before) > 0]
    may_be_hidden = len(block.find(b"hidden")) > 0
    if not may_be_hidden and len(rows) and block.is_referenced(rows, 4).all():
        filled = filled[-1:]
        rows = np.union1d(filled, rows[-1:])
    holding = set(filled.tolist())
    for place in rows.tolist():
        opening = block.opening(place)
        named = ROW_NUMBER.search(opening)
        scan.row = int(named[1]) if named else scan.row + 1
        if place in holding:
            scan.last_row = max(scan.last_row, scan.row)
        if may_be_hidden and IS_HIDDEN.search(opening):
            scan.hidden_rows.add(scan.row - 1)


def scan_hidden_columns(scan: SheetScan, content: bytes) -> None:
    """Find the columns that are hidden."""
    for match in COLUMNS.finditer(content):
        if not IS_HIDDEN.search(match[1]):
            continue
        first, last = FIRST_COLUMN.search(match[1]), LAST_COLUMN.search(match[1])
        if first and last:
            scan.hidden_columns.update(range(int(first[1]) - 1, min(int(last[1]), 16384)))


def scan_errors(scan: SheetScan, block: Block) -> None:
    """Find the cells whose value is an error."""
    places = np.array([match.start() for match in ERROR_TYPE.finditer(block.content)], np.int64)
    for opening, content in block.cells_around(places):
        reference, value = REFERENCE.search(opening), VALUE.search(content)
        if reference and ERROR_TYPE.search(opening):
            cell = (int(reference[2]) - 1, count_column(reference[1]) - 1)
            scan.errors[cell] = value[1].decode("ascii", "replace")[:16] if value else "#ERROR"


def scan_formulas(scan: SheetScan, block: Block) -> None:
    """Find the formulas whose result was never stored."""
    for opening, content in block.cells_around(block.formulas):
        reference = REFERENCE.search(opening)
        if reference and b't="str"' not in opening and not STORED.search(content):
            scan.unvalued_formulas.add((int(reference[2]) - 1, count_column(reference[1]) - 1))
