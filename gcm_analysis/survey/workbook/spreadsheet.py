"""Read workbooks: in this process where they were looked over, else in a limited one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from gcm_analysis.survey.workbook.extraction import decode, list_sheets
from gcm_analysis.survey.workbook.limits import ReadingLimits
from gcm_analysis.survey.workbook.package import PackageScan, scan_package
from gcm_analysis.survey.workbook.refusals import (
    BrokenFile,
    NeedsTooMuchMemory,
    PasswordProtected,
    TooLarge,
    TooSlow,
)
from gcm_analysis.survey.workbook.sheet import Sheet, Workbook, code_columns
from gcm_analysis.survey.workbook.sheet_scan import SheetScan

UNCHECKED = {"xls", "xlsb", "ods"}
COMMENTS = (
    "comments_not_read",
    "Comments stand beside cells of this workbook; they are not read: move what is an answer "
    "into a cell.",
)
LINKS = (
    "links_not_followed",
    "Cells of this workbook take values from other files; no link is followed: the values stand "
    "as they were when the workbook was last saved.",
)
MACROS = (
    "macros_not_run",
    "The workbook holds macros; they are never run.",
)
NO_ERRORS_SEEN = (
    "errors_not_visible",
    "In this format a cell with an error (such as #REF!) cannot be told from an empty one: save "
    "the file as .xlsx where it holds formulas.",
)


def read_spreadsheet(path: Path, format_: str, file: str, limits: ReadingLimits) -> Workbook:
    """Return the sheets of a workbook.

    Raises
    ------
    UnreadableFile
        Where it is damaged, protected or too large.
    """
    scan = scan_package(path, file, limits) if format_ == "xlsx" else PackageScan(())
    is_checked = format_ == "xlsx" and all(
        sheet is None or sheet.is_addressed for sheet in scan.sheets
    )
    found = read_here(path, file) if is_checked else read_apart(path, file, limits)
    sheets = tuple(build_sheets(found, scan.sheets, file, limits))
    seen = ((scan.has_comments, COMMENTS), (scan.has_links, LINKS), (scan.has_macros, MACROS))
    remarks = tuple(remark for is_seen, remark in seen if is_seen)
    if format_ in {"xls", "xlsb"}:
        remarks = (*remarks, NO_ERRORS_SEEN)
    return Workbook(file, format_, sheets, remarks=remarks)


def read_here(path: Path, file: str) -> Iterator[dict[str, Any]]:
    """Yield the sheets of a workbook that was looked over, read in this process."""
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            yield from list_sheets(workbook)
    except PasswordError as error:
        raise PasswordProtected(file) from error
    except (KeyboardInterrupt, SystemExit, GeneratorExit, BrokenFile, TooLarge):
        raise
    except BaseException as error:
        raise BrokenFile(file, tell_reason(str(error))) from error


def read_apart(path: Path, file: str, limits: ReadingLimits) -> list[dict[str, Any]]:
    """Return the sheets of a workbook, read in a process held to a time and a memory."""
    program = Path(__file__).with_name("extraction.py")
    command = [sys.executable, "-I", str(program), str(path.absolute())]
    try:
        done = subprocess.run(
            [*command, str(limits.memory_bytes), str(limits.cells)],
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooSlow(file, limits.seconds) from error
    try:
        answer = json.loads(done.stdout, object_hook=decode) if done.returncode == 0 else {}
    except ValueError as error:
        raise BrokenFile(file, "its cells cannot be read") from error
    if "sheets" in answer:
        return list(answer["sheets"])
    match answer.get("refused"):
        case "password":
            raise PasswordProtected(file)
        case "cells":
            raise TooLarge(file, "cells spread over more places", limits.cells, "cells")
        case "broken":
            raise BrokenFile(file, tell_reason(answer["reason"]))
    raise NeedsTooMuchMemory(file, limits.memory_bytes)


def tell_reason(message: str) -> str:
    """Return a library's message as half a sentence."""
    return message.replace("\n", " ").strip(" .")[:160] or "its cells cannot be read"


def build_sheets(
    found: Iterable[dict[str, Any]],
    scans: Sequence[SheetScan | None],
    file: str,
    limits: ReadingLimits,
) -> Iterator[Sheet]:
    """Yield the sheets that are tables, with what the scan saw of each.

    Two sheets of one name, as only damage leaves them, are told apart by a number.
    """
    names: set[str] = set()
    for position, raw in enumerate(found):
        if raw["kind"] != "WorkSheet":
            continue
        scan = scans[position] if position < len(scans) else None
        columns = code_columns(shift(raw["rows"], raw["first_column"]))
        if len(columns) > limits.columns:
            where = f"sheet {raw['name']!r}"
            raise TooLarge(file, f"{len(columns):,} columns", limits.columns, "columns", where)
        scan = scan or SheetScan()
        yield Sheet(
            name=make_unique(raw["name"], names),
            columns=columns,
            n_rows=len(columns[0].codes) if columns else 0,
            is_visible=raw["is_visible"],
            merges=tuple(tuple(span) for span in raw["merges"]),
            hidden_rows=frozenset(scan.hidden_rows),
            hidden_columns=frozenset(scan.hidden_columns),
            errors=scan.errors,
            unvalued_formulas=frozenset(scan.unvalued_formulas - scan.errors.keys()),
        )


def make_unique(name: str, names: set[str]) -> str:
    """Return a name that no other sheet has, and take it."""
    unique, number = name, 2
    while unique in names:
        unique, number = f"{name} ({number})", number + 1
    names.add(unique)
    return unique


def shift(rows: Iterable[Sequence[Any]], n_columns: int) -> Iterator[Sequence[Any]]:
    """Yield rows from column A on, whatever column the cells begin in."""
    margin = [""] * n_columns
    return ([*margin, *row] for row in rows) if n_columns else iter(rows)
