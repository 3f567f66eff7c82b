"""Take the cells out of a spreadsheet with calamine.

Run as a program (`python extraction.py FILE MEMORY`) it does so in a process of its own,
held to an amount of memory, and writes what it found as JSON: formats that cannot be looked over
beforehand may make the library allocate without bound, which ends the process it runs in.
It imports nothing of the package, so that it starts at once.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from typing import Any


def list_sheets(workbook: Any) -> Iterator[dict[str, Any]]:
    """Yield name, visibility, merged cells and rows of each sheet that has cells."""
    for position, about in enumerate(workbook.sheets_metadata):
        kind = str(about.typ).rsplit(".", 1)[-1]
        sheet: dict[str, Any] = {
            "name": about.name,
            "is_visible": str(about.visible).endswith(".Visible"),
            "kind": kind,
            "merges": [],
            "first_column": 0,
            "rows": (),
        }
        if kind == "WorkSheet":
            found = workbook.get_sheet_by_index(position)
            sheet["merges"] = [(*first, *last) for first, last in (found.merged_cell_ranges or [])]
            if found.start is not None:
                sheet["first_column"] = found.start[1]
                sheet["rows"] = found.iter_rows()
        yield sheet


def encode(value: Any) -> Any:
    """Return a value that JSON lacks as a marked one."""
    if isinstance(value, dt.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, dt.time):
        return {"time": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"seconds": value.total_seconds()}
    raise TypeError(type(value).__name__)


def decode(marked: dict[str, Any]) -> Any:
    """Return the value of a marked one; the opposite of `encode`."""
    if "datetime" in marked:
        return dt.datetime.fromisoformat(marked["datetime"])
    if "date" in marked:
        return dt.date.fromisoformat(marked["date"])
    if "time" in marked:
        return dt.time.fromisoformat(marked["time"])
    if "seconds" in marked:
        return dt.timedelta(seconds=marked["seconds"])
    return marked


def limit_memory(n_bytes: int) -> None:
    """Hold this process to an amount of memory, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))


def main(path: str, memory: str, most_cells: str) -> None:
    """Write the sheets of a file, or why it cannot be read, to standard output."""
    limit_memory(int(memory))
    from python_calamine import CalamineWorkbook, PasswordError

    answer: dict[str, Any]
    left = int(most_cells)
    try:
        sheets = []
        for sheet in list_sheets(CalamineWorkbook.from_path(path)):
            rows = []
            for row in sheet["rows"]:
                left -= len(row)
                if left < 0:
                    json.dump({"refused": "cells"}, sys.stdout)
                    return
                rows.append(row)
            sheets.append({**sheet, "rows": rows})
        answer = {"sheets": sheets}
    except PasswordError:
        answer = {"refused": "password"}
    except MemoryError:
        answer = {"refused": "memory"}
    except BaseException as error:
        answer = {"refused": "broken", "reason": str(error)[:200]}
    json.dump(answer, sys.stdout, default=encode)


if __name__ == "__main__":
    main(*sys.argv[1:4])
