"""Read text files: CSV and TSV in whatever encoding and with whatever delimiter they have."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from gcm_analysis.survey.workbook.limits import ReadingLimits
from gcm_analysis.survey.workbook.refusals import BrokenFile, TooLarge
from gcm_analysis.survey.workbook.sheet import Sheet, Workbook, code_columns

DELIMITERS = ",;\t|"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 256 * 1024
BLOCK = 1024 * 1024


def read_delimited(path: Path, file: str, limits: ReadingLimits) -> Workbook:
    """Return a text file as a workbook of one sheet.

    Raises
    ------
    UnreadableFile
        Where it is no text, or a line or the whole is too long.
    """
    content = path.read_bytes()
    encoding = tell_encoding(content, file)
    check_lines(content, file, limits)
    text, encoding = decode_text(content, encoding)
    del content
    delimiter = tell_delimiter(text[:SAMPLE], path.suffix.lower())
    columns = code_columns(read_rows(text, delimiter, file, limits))
    n_rows = len(columns[0].codes) if columns else 0
    remarks = () if encoding.startswith("utf") else (name_encoding(encoding),)
    sheet = Sheet(name_sheet(path, file), columns, n_rows)
    return Workbook(file, "csv", (sheet,), delimiter, encoding, remarks)


def name_sheet(path: Path, file: str) -> str:
    """Return what stands for the name of a sheet, which a text file has not.

    It is the file's own name, unless messages name the file otherwise: the name may be a person's.
    """
    return path.stem if file == path.name else path.suffix[1:].lower()


def name_encoding(encoding: str) -> tuple[str, str]:
    """Return the note on an encoding that the file does not name itself."""
    return "encoding_assumed", f"The file is not UTF-8; it was read as {encoding}."


def tell_encoding(content: bytes, file: str) -> str:
    """Return the encoding of a text, from its byte order mark or its bytes."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    sample = content[:SAMPLE]
    if b"\0" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > len(sample) * 0.3 and even < odd / 4:
            return "utf-16-le"
        if even > len(sample) * 0.3 and odd < even / 4:
            return "utf-16-be"
    if (where := content.find(b"\0")) >= 0:
        line = content.count(b"\n", 0, where) + 1
        raise BrokenFile(file, "it holds NUL bytes, as no text does", f"line {line}")
    return "utf-8"


def check_lines(content: bytes, file: str, limits: ReadingLimits) -> None:
    """Refuse a line that is longer than any row of answers, and more lines than rows may be."""
    sign = b"\n" if b"\n" in content else b"\r"
    if (n_lines := content.count(sign)) > limits.rows:
        raise TooLarge(file, f"{n_lines:,} lines", limits.rows, "rows")
    ends = np.flatnonzero(np.frombuffer(content, np.uint8) == ord(sign))
    lengths = np.diff(np.concatenate(([-1], ends, [len(content)]))) - 1
    number = int(lengths.argmax())
    if (longest := int(lengths[number])) > limits.line_bytes:
        what, where = f"a line of {longest:,} bytes", f"line {number + 1}"
        raise TooLarge(file, what, limits.line_bytes, "line_bytes", where)


def decode_text(content: bytes, encoding: str) -> tuple[str, str]:
    """Return a text and the encoding that it was read by.

    What is not UTF-8 comes from a Spanish or Portuguese Windows: cp1252, which holds Latin-1.
    Where only a few lines of a file are not UTF-8, the file is UTF-8 with damaged cells, and each
    damaged byte is read by cp1252 on its own so that it stands out in its cell.
    """
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        pass
    if encoding != "utf-8":
        return content.decode(encoding, "replace"), encoding
    lenient = content.decode("utf-8", "surrogateescape")
    n_damaged = sum(1 for sign in lenient if "\udc80" <= sign <= "\udcff")
    n_multibyte = sum(1 for sign in lenient if sign > "\x7f") - n_damaged
    if n_multibyte > n_damaged:
        return lenient.translate(DAMAGED), "utf-8"
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


DAMAGED = {0xDC00 + byte: "\ufffd" for byte in range(0x80, 0x100)}


def tell_delimiter(sample: str, extension: str) -> str:
    r"""Return the delimiter that cuts the sample's rows into the most even number of cells.

    >>> tell_delimiter('a;b;c\n"1,5";2,5;3\n', ".csv")
    ';'
    """
    if extension in {".tsv", ".tab"}:
        return "\t"
    best, best_score = ",", (0.0, 0.0)
    for delimiter in DELIMITERS:
        widths = sample_widths(sample, delimiter)
        if not widths:
            continue
        width, n_rows = max(
            Counter(widths).items(), key=lambda item: (item[0] > 1, item[1], item[0])
        )
        evenness = n_rows / len(widths)
        score = (evenness if width > 1 else 0.0, evenness * min(width, 50))
        if score[1] * (width > 1) > best_score[1]:
            best, best_score = delimiter, score
    return best


def sample_widths(sample: str, delimiter: str) -> list[int]:
    """Return the number of cells of the sample's first rows under a delimiter."""
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == 200:
                break
    except csv.Error:
        return []
    return widths


def cut_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text, their ends kept, a block at a time: a whole copy is too much."""
    sign = "\n" if "\n" in text else "\r"
    start = 0
    while start < len(text):
        end = text.find(sign, start + BLOCK) + 1 or len(text)
        yield from io.StringIO(text[start:end], newline="")
        start = end


def count_cells(text: str, delimiter: str, file: str, limits: ReadingLimits) -> None:
    """Refuse a text of too many cells before any of them is kept."""
    left = limits.cells
    try:
        for row in csv.reader(cut_lines(text), delimiter=delimiter):
            left -= len(row)
            if left < 0:
                raise TooLarge(file, "more cells", limits.cells, "cells")
    except csv.Error:
        return


def read_rows(
    text: str, delimiter: str, file: str, limits: ReadingLimits
) -> Iterator[Sequence[str]]:
    """Yield the rows of a text, refusing what no survey's export holds."""
    if text.count(delimiter) > limits.cells:
        count_cells(text, delimiter, file, limits)
    reader = csv.reader(cut_lines(text), delimiter=delimiter)
    left = limits.cells
    try:
        for row in reader:
            left -= len(row)
            if len(row) > limits.columns:
                where = f"line {reader.line_num}"
                raise TooLarge(file, f"{len(row):,} columns", limits.columns, "columns", where)
            if left < 0:
                raise TooLarge(file, "more cells", limits.cells, "cells")
            yield row
    except csv.Error as error:
        where = f"line {reader.line_num}"
        reason = "a cell of more than 131,072 signs, or a quote that is never closed"
        raise BrokenFile(file, reason, where) from error
