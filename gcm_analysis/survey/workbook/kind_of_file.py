"""What kind of file it is: told by its content, held against its name."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from gcm_analysis.survey.workbook.limits import ReadingLimits
from gcm_analysis.survey.workbook.refusals import (
    BrokenFile,
    EmptyFile,
    LockFile,
    MissingFile,
    PasswordProtected,
    TooLarge,
    WrongExtension,
)

FileFormat = Literal["xlsx", "xls", "xlsb", "ods", "csv"]
EXTENSIONS: dict[str, FileFormat] = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xls": "xls", ".xlsb": "xlsb",
    ".ods": "ods", ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".txt": "csv",
}  # fmt: skip
IN_WORDS = {
    "xlsx": "an Excel workbook (.xlsx)",
    "xls": "an Excel 97-2003 workbook (.xls)",
    "xlsb": "a binary Excel workbook (.xlsb)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "csv": "plain text",
}
SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a rar archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"PAR1": "a Parquet table",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a rich text document",
}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def tell_format(path: Path, file: str, limits: ReadingLimits) -> FileFormat:
    """Return the format of a file, or refuse it.

    Raises
    ------
    UnreadableFile
        Where it is missing, empty, a lock file, too large, protected, or not what its name says.
    """
    if path.name.startswith("~$"):
        raise LockFile(file)
    size = measure(path, file)
    if size == 0:
        raise EmptyFile(file)
    if size > limits.file_bytes:
        raise TooLarge(file, f"{size:,} bytes", limits.file_bytes, "file_bytes")
    found = look_inside(path, file)
    extension = path.suffix.lower()
    if EXTENSIONS.get(extension) != found:
        raise WrongExtension(file, extension, IN_WORDS.get(found, found))
    return EXTENSIONS[extension]


def measure(path: Path, file: str) -> int:
    """Return the size of a file in bytes."""
    try:
        if path.is_dir():
            raise MissingFile(file, "it is a folder")
        if not path.is_file():
            raise MissingFile(file)
        return path.stat().st_size
    except OSError as error:
        raise MissingFile(file, error.strerror or "it may not be read") from error
    except ValueError as error:
        raise MissingFile(file, "its name holds a character that no name may hold") from error


def look_inside(path: Path, file: str) -> str:
    """Return the format that the content shows, or what else it is, in words."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise MissingFile(file, error.strerror or "it may not be read") from error
    if start.startswith(COMPOUND):
        return look_inside_compound(path, file)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return look_inside_zip(path, file)
    for signature, words in SIGNATURES.items():
        if start.startswith(signature):
            return words
    if path.suffix.lower() == ".xls" and start[:2] in {b"\x09\x08", b"\x09\x04", b"\x09\x02"}:
        return "xls"
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table")):
        return "a web page"
    if head.startswith(b"<?xml"):
        return "an XML document"
    return "csv"


def look_inside_compound(path: Path, file: str) -> str:
    """Tell a workbook of Excel 97-2003 from an encrypted one."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise PasswordProtected(file)
    streams = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    if any(stream in content for stream in streams):
        return "xls"
    if "WordDocument".encode("utf-16-le") in content:
        return "a Word document"
    return "xls" if path.suffix.lower() == ".xls" else "an OLE document"


def look_inside_zip(path: Path, file: str) -> str:
    """Tell the kinds of workbook that are zip archives apart."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower().lstrip("/") for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise BrokenFile(file, "its archive is cut short or overwritten") from error
    if "content.xml" in names:
        return "ods"
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.startswith("xl/") or name.endswith("workbook.xml") for name in names):
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        return "a Word document"
    return "a zip archive"
