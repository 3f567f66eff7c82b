"""What an .xlsx holds, looked at before any library unpacks it: sizes, hidden rows, errors.

Every part that is read later is unpacked here once, in pieces that are counted and thrown away:
the sizes in a zip's directory can be forged. The same pass finds what the fast reader
passes over: error cells, formulas without a stored result, hidden rows and columns.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from gcm_analysis.survey.workbook.limits import ReadingLimits
from gcm_analysis.survey.workbook.refusals import BrokenFile, PasswordProtected, TooLarge

PIECE = 1024 * 1024
MOST_PARTS = 20_000
MOST_ROW = 16 * PIECE
XML_PARTS = (".xml", ".rels", ".bin")
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
ADDRESS = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]{1,3})\d{1,7}[\"']")
LONG_ADDRESS = re.compile(rb"<c r=\"([A-Z]{2,3})\d")
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
SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*?)/?>")
RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*?)/?>")
ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


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


@dataclass(frozen=True)
class PackageScan:
    """What one pass over an .xlsx tells: a scan for each sheet, in the workbook's order."""

    sheets: tuple[SheetScan | None, ...]
    has_comments: bool


def count_column(letters: bytes) -> int:
    """Return the number of a column, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class PackageReader:
    """Unpacks the parts of one .xlsx, in pieces, against one budget."""

    def __init__(self, path: Path, file: str, limits: ReadingLimits) -> None:
        self.file = file
        self.limits = limits
        self.left = limits.unpacked_bytes
        try:
            self.archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise BrokenFile(file, "its archive is cut short or overwritten") from error
        parts = self.archive.infolist()
        if len(parts) > MOST_PARTS:
            raise TooLarge(file, f"{len(parts):,} parts", MOST_PARTS, "unpacked_bytes")
        if any(part.flag_bits & 1 for part in parts):
            raise PasswordProtected(file)
        self.parts = {part.filename.replace("\\", "/").lstrip("/"): part for part in parts}

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part, refusing what unpacks to too much or declares entities."""
        before = b""
        try:
            with self.archive.open(self.parts[name]) as stream:
                while piece := stream.read(PIECE):
                    self.left -= len(piece)
                    if self.left < 0:
                        most = self.limits.unpacked_bytes
                        what = "parts that unpack to more than any survey's"
                        raise TooLarge(self.file, what, most, "unpacked_bytes")
                    if b"<!DOCTYPE" in before + piece or b"<!ENTITY" in before + piece:
                        raise BrokenFile(self.file, "its XML declares entities, as no export does")
                    before = piece[-16:]
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise BrokenFile(self.file, f"its part {name} cannot be unpacked") from error
        except (RuntimeError, ValueError) as error:
            raise BrokenFile(self.file, f"its part {name} cannot be unpacked") from error

    def text(self, name: str) -> str:
        """Return a small part as text, empty where there is none."""
        found = next((part for part in self.parts if part.lower() == name.lower()), None)
        if found is None:
            return ""
        return b"".join(self.pieces(found)).decode("utf-8", "replace")


def scan_package(path: Path, file: str, limits: ReadingLimits) -> PackageScan:
    """Look an .xlsx over before it is read.

    Raises
    ------
    UnreadableFile
        Where a part is damaged, protected, unpacks to too much, or spans too many cells.
    """
    reader = PackageReader(path, file, limits)
    with reader.archive:
        names = find_sheet_parts(reader)
        scans: dict[str, SheetScan] = {}
        for part in reader.parts:
            if not part.lower().endswith(XML_PARTS):
                continue
            if part in names:
                scans[part] = scan_sheet(reader, part)
            else:
                unpack_part(reader, part)
    check_area([scan for scan in scans.values() if scan.is_addressed], file, limits)
    has_comments = any("comments" in part.lower() for part in reader.parts)
    return PackageScan(tuple(scans.get(name or "") for name in names), has_comments)


def unpack_part(reader: PackageReader, part: str) -> None:
    """Unpack a part that is no sheet, refusing more texts than cells could hold."""
    n_texts = 0
    for piece in reader.pieces(part):
        n_texts += piece.count(b"<si")
        if n_texts > reader.limits.cells:
            raise TooLarge(reader.file, "more texts", reader.limits.cells, "cells")


def find_sheet_parts(reader: PackageReader) -> list[str | None]:
    """Return the part of each sheet in the order of the workbook."""
    targets: dict[str, str] = {}
    for attributes in RELATION.findall(reader.text("xl/_rels/workbook.xml.rels")):
        found = read_attributes(attributes)
        targets[found.get("Id", "")] = found.get("Target", "")
    parts: list[str | None] = []
    for attributes in SHEET.findall(reader.text("xl/workbook.xml")):
        found = read_attributes(attributes)
        identifier = next((value for key, value in found.items() if key.endswith(":id")), "")
        parts.append(find_part(reader, targets.get(identifier, "")))
    return parts


def read_attributes(attributes: str) -> dict[str, str]:
    """Return the attributes of an XML element."""
    return {
        key: html.unescape(double or single)
        for key, double, single in ATTRIBUTE.findall(attributes)
    }


def find_part(reader: PackageReader, target: str) -> str | None:
    """Return the name of the part that a relation points to."""
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    path = str(PurePosixPath(path)).replace("xl/../", "")
    return next((part for part in reader.parts if part.lower() == path.lower()), None)


def scan_sheet(reader: PackageReader, part: str) -> SheetScan:
    """Look one sheet's XML over, a run of whole rows at a time."""
    scan = SheetScan()
    rest = b""
    for piece in reader.pieces(part):
        rest += piece
        end = rest.rfind(b"row>") + 4
        if end > 4:
            check_counts(scan, rest[:end], reader)
            scan_rows(scan, rest[:end])
            rest = rest[end:]
        elif len(rest) > MOST_ROW:
            raise TooLarge(
                reader.file, "a single row of too many bytes", MOST_ROW, "unpacked_bytes"
            )
    check_counts(scan, rest, reader)
    scan_rows(scan, rest)
    return scan


def check_counts(scan: SheetScan, block: bytes, reader: PackageReader) -> None:
    """Refuse a sheet as soon as it has more cells or rows than may be, before looking at them."""
    limits = reader.limits
    scan.has_prefix = scan.has_prefix or b":row" in block
    scan.n_in_block = count_cells(block, has_prefix=scan.has_prefix)
    scan.n_rows += block.count(b":row" if scan.has_prefix else b"<row")
    if scan.n_cells + scan.n_in_block > limits.cells:
        raise TooLarge(reader.file, "more cells", limits.cells, "cells")
    if scan.n_rows > 2 * limits.rows:
        raise TooLarge(reader.file, "more rows", limits.rows, "rows")


def count_cells(block: bytes, *, has_prefix: bool) -> int:
    """Return how many cells a run of rows holds, quickly."""
    plain = block.count(b"<c ") + block.count(b"<c>") + block.count(b"<c/")
    if not has_prefix:
        return plain
    return plain + block.count(b":c ") + block.count(b":c>") + block.count(b":c/")


def scan_rows(scan: SheetScan, block: bytes) -> None:
    """Take note of what a run of rows holds."""
    scan_cells(scan, block)
    scan_row_numbers(scan, block)
    if b"<cols" in block or b":cols" in block:
        scan_hidden_columns(scan, block)
    if b't="e"' in block or b"t='e'" in block:
        scan_errors(scan, block)
    if b"<f" in block or (scan.has_prefix and b":f" in block):
        scan_formulas(scan, block)


def scan_row_numbers(scan: SheetScan, block: bytes) -> None:
    """Find the last row of a run, and which rows are hidden.

    Rows are looked at one by one only where one of them is hidden or has no number.
    """
    start = 0
    is_plain = b"hidden" not in block and not scan.has_prefix
    if is_plain and block.count(b'<row r="') == block.count(b"<row"):
        start = max(block.rfind(b"<row"), 0)
    for match in ROW.finditer(block, start):
        named = ROW_NUMBER.search(match[1])
        scan.last_row = max(scan.last_row, int(named[1]) if named else scan.last_row + 1)
        if b"hidden" in match[1] and IS_HIDDEN.search(match[1]):
            scan.hidden_rows.add(scan.last_row - 1)


def scan_cells(scan: SheetScan, block: bytes) -> None:
    """Count cells, and find the last column that one of them names."""
    plain = block.count(b'<c r="')
    scan.n_cells += scan.n_in_block
    if plain == scan.n_in_block:
        scan.n_addressed += plain
        letters = set(LONG_ADDRESS.findall(block))
    else:
        addresses = ADDRESS.findall(block)
        scan.n_addressed += len(addresses)
        letters = set(addresses)
    scan.last_column = max([scan.last_column, *map(count_column, letters)])


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


def check_area(scans: list[SheetScan], file: str, limits: ReadingLimits) -> None:
    """Refuse sheets whose cells span more than can be held."""
    for scan in scans:
        if scan.last_column > limits.columns:
            what = f"{scan.last_column:,} columns"
            raise TooLarge(file, what, limits.columns, "columns")
    spanned = sum(
        scan.last_row * (scan.last_column if scan.n_cells else 0) for scan in scans if scan.n_cells
    )
    if spanned > limits.cells:
        raise TooLarge(file, f"cells spread over {spanned:,} places", limits.cells, "cells")
