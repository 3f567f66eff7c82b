"""Make the two illustrative forums' spreadsheets, as a secretariat would receive them.

    python scripts/make_examples.py [ROOT]

The invented answers stand in `scripts/examples/`; the seed there decides what is left to
chance: times, the order inside a cell of ticked options, trailing separators.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from gcm_analysis.spreadsheet import save_workbook

ANSWERS = Path(__file__).parent / "examples"
METADATA = ["Id", "Start time", "Completion time", "Email", "Name", "Last modified time"]
TIME_FORMAT = "m/d/yy h:mm:ss"
HEADER_FILL = PatternFill("solid", fgColor="FFD9E2EC")


def main(root: Path) -> None:
    """Write the spreadsheets of both forums below `root/data/raw`."""
    answers_2024 = yaml.safe_load((ANSWERS / "answers_2024.yml").read_text("utf-8"))
    answers_2023 = yaml.safe_load((ANSWERS / "answers_2023.yml").read_text("utf-8"))
    raw = root / "data" / "raw"
    write_form(answers_2024, raw / "ejemplo-2024" / answers_2024["file"])
    society = answers_2024["civil_society"]
    write_contributions(society, raw / "ejemplo-2024" / society["file"])
    write_consultation(answers_2023, raw / "ejemplo-2023" / answers_2023["file"])


def write_form(answers: dict[str, Any], path: Path) -> None:
    """Write the governments' answers as Microsoft Forms exports them."""
    chance = random.Random(answers["seed"])
    columns, topics = answers["columns"], answers["topics"]
    header = [
        *METADATA,
        columns["country"].rstrip() + "\u00a0",
        columns["institution"],
        columns["ranking"],
        columns["roadmaps"],
        *answers["ratings"].values(),
        columns["priorities"],
        columns["objectives"],
        columns["challenges"],
    ]
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Sheet1"
    sheet.append(header)
    moment = dt.datetime(2024, 7, 22, 8, 30)
    for number, given in enumerate(answers["submissions"], start=1):
        moment += dt.timedelta(hours=chance.randint(20, 90), minutes=chance.randint(0, 59))
        sheet.append(
            [
                *draft_metadata(number, moment, given["country"], chance),
                given["country"],
                given["institution"],
                "".join(topics[key] + ";" for key in given["ranking"]),
                join_ticked([topics[key] for key in given["roadmaps"]], given.get("other"), chance),
                *(answers["scale"][rating - 1] for rating in given["ratings"]),
                given["priorities"],
                as_excel_would(given["objectives"]),
                given["challenges"],
            ]
        )
    dress_as_form(sheet)
    save_workbook(workbook, path)


def draft_metadata(
    number: int, moment: dt.datetime, country: str, chance: random.Random
) -> list[object]:
    """Return the leading columns: an invented person, times of the form's server."""
    minutes = dt.timedelta(minutes=chance.randint(12, 55), seconds=chance.randint(0, 59))
    place = country.strip().split()[-1].casefold()
    return [number, moment, moment + minutes, f"persona{number}@{place}.example",
            f"Persona Inventada {number}", None]  # fmt: skip


def join_ticked(ticked: list[str], other: str | None, chance: random.Random) -> str:
    """Join ticked options as the form does: any order, with or without a last `;`."""
    shuffled = ticked.copy()
    chance.shuffle(shuffled)
    if other is not None:
        shuffled.append(f"{other} ")
    return ";".join(shuffled) + (";" if chance.random() < 0.7 else "")


def as_excel_would(text: str) -> str | float | None:
    """Return the number that Excel makes of a list such as "5,6"; other texts as they are."""
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def dress_as_form(sheet: Worksheet) -> None:
    """Give the sheet the table, widths and formats of a Microsoft Forms export."""
    last = get_column_letter(sheet.max_column)
    table = Table(displayName="Table1", ref=f"A1:{last}{sheet.max_row}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 20
    for row in sheet.iter_rows(min_row=2, min_col=2, max_col=3):
        for cell in row:
            cell.number_format = TIME_FORMAT


def write_contributions(society: dict[str, Any], path: Path) -> None:
    """Write the hand-made table of civil society: a title, a gap, a header, a note below."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = society["sheet"]
    sheet["A1"] = society["title"]
    sheet["A1"].font = Font(bold=True, size=14)
    for column, text in enumerate(society["headers"], start=1):
        dress_header(sheet, 3, column, text)
    for row, values in enumerate(society["rows"], start=4):
        for column, text in enumerate(values, start=1):
            sheet.cell(row, column, text)
    sheet.cell(5 + len(society["rows"]), 1, society["note"])
    for column in range(1, len(society["headers"]) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 34
    save_workbook(workbook, path)


def write_consultation(answers: dict[str, Any], path: Path) -> None:
    """Write the hand-made consultation: merged bilingual headers, X marks, totals, notes."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = answers["sheet"]
    sheet["A1"], sheet["A2"] = answers["title"], answers["subtitle"]
    sheet["A1"].font = Font(bold=True, size=14)
    topics, groups = answers["topics"], answers["header_groups"]
    last_topic = 1 + len(topics)
    merge_header(sheet, (4, 1), (5, 1), groups["country"])
    merge_header(sheet, (4, 2), (4, last_topic), groups["topics"])
    merge_header(sheet, (4, last_topic + 1), (5, last_topic + 1), groups["words"])
    merge_header(sheet, (4, last_topic + 2), (5, last_topic + 2), groups["date"])
    for column, names in enumerate(topics.values(), start=2):
        dress_header(sheet, 5, column, " / ".join(names))
    for row, (country, marked, words, day) in enumerate(answers["rows"], start=6):
        sheet.cell(row, 1, country)
        for column, key in enumerate(topics, start=2):
            if key in marked:
                sheet.cell(row, column, "X" if row % 2 else "x")
        sheet.cell(row, last_topic + 1, words)
        sheet.cell(row, last_topic + 2, day).number_format = "dd/mm/yyyy"
    write_totals(sheet, answers, last_row=5 + len(answers["rows"]))
    save_workbook(workbook, path)


def write_totals(sheet: Worksheet, answers: dict[str, Any], last_row: int) -> None:
    """Write the row of totals and the notes that people put below their tables."""
    sheet.cell(last_row + 1, 1, answers["totals"])
    for column, key in enumerate(answers["topics"], start=2):
        count = sum(key in marked for _, marked, _, _ in answers["rows"])
        sheet.cell(last_row + 1, column, count)
    for offset, note in enumerate(answers["notes"], start=3):
        sheet.cell(last_row + offset, 1, note)


def merge_header(
    sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], names: list[str]
) -> None:
    """Write one bilingual header over a block of cells."""
    dress_header(sheet, *first, " / ".join(names))
    sheet.merge_cells(
        start_row=first[0], start_column=first[1], end_row=last[0], end_column=last[1]
    )


def dress_header(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write one header cell."""
    cell = sheet.cell(row, column, text)
    cell.font = Font(bold=True)
    cell.fill = HEADER_FILL
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path())
