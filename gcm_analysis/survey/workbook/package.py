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
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gcm_analysis.survey.workbook.limits import ReadingLimits
from gcm_analysis.survey.workbook.refusals import BrokenFile, PasswordProtected, TooLarge
from gcm_analysis.survey.workbook.sheet_scan import SheetScan, scan_sheet

PIECE = 128 * 1024
"""So many bytes are looked at together: they stay in the processor's cache."""
MOST_PARTS = 20_000
SHARE_OF_OTHERS = 12
"""A part that is neither a sheet nor its texts may unpack to this share of the limit."""
XML_PARTS = (".xml", ".rels", ".bin")
SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*?)/?>")
RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*?)/?>")
ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True)
class PackageScan:
    """What one pass over an .xlsx tells: a scan for each sheet, in the workbook's order."""

    sheets: tuple[SheetScan | None, ...]
    has_comments: bool = False
    has_links: bool = False
    has_macros: bool = False


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

    def pieces(self, name: str) -> Generator[bytes]:
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
                    if declares_entities(before + piece[:16]) or declares_entities(piece):
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


def declares_entities(piece: bytes) -> bool:
    """Tell whether XML declares a document type or an entity; comments are neither."""
    return b"!" in piece and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece)


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
                with closing(reader.pieces(part)) as pieces:
                    scans[part] = scan_sheet(pieces, file, limits)
            else:
                unpack_part(reader, part)
    check_area([scan for scan in scans.values() if scan.is_addressed], file, limits)
    return PackageScan(
        tuple(scans.get(name or "") for name in names),
        has_comments=any("comments" in part.lower() for part in reader.parts),
        has_links=any("externallinks/" in part.lower() for part in reader.parts),
        has_macros=any(part.lower().endswith("vbaproject.bin") for part in reader.parts),
    )


def unpack_part(reader: PackageReader, part: str) -> None:
    """Unpack a part that is no sheet, refusing more texts than cells could hold.

    Parts that hold no answers, such as the styles, are small in every survey's export.
    """
    n_texts = n_bytes = 0
    most = reader.limits.unpacked_bytes // SHARE_OF_OTHERS
    holds_answers = "sharedstrings" in part.lower()
    with closing(reader.pieces(part)) as pieces:
        for piece in pieces:
            n_texts += piece.count(b"<si")
            n_bytes += len(piece)
            if n_texts > reader.limits.cells:
                raise TooLarge(reader.file, "more texts", reader.limits.cells, "cells")
            if n_bytes > most and not holds_answers:
                what = f"in its part {part} more bytes"
                raise TooLarge(reader.file, what, most, "unpacked_bytes")


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
