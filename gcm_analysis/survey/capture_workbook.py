"""The workbook in which answers that came by e-mail, as a document or on paper are typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from gcm_analysis.forum import expected_governments
from gcm_analysis.forum.model import Forum, Question
from gcm_analysis.language import Language, get_language
from gcm_analysis.reference import country
from gcm_analysis.spreadsheet import save_workbook, write_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FIELDS = (
    "country", "question", "words", "channel", "received_on", "document", "page", "typed_by",
    "checked_by",
)  # fmt: skip
CHANNELS = ("email", "document", "paper", "other")
WIDTHS = {
    "country": 22, "question": 26, "words": 80, "channel": 20, "received_on": 14, "document": 32,
    "page": 10, "typed_by": 20, "checked_by": 20,
}  # fmt: skip
DOCUMENTS_FOLDER = "documents"
LAST_ROW = 1000
"""Rows that the drop-downs reach."""
TEXT_FORMAT, DAY_FORMAT = "@", "yyyy-mm-dd"


def write_capture_workbook(forum: Forum, path: Path, *, language: str | None = None) -> Path:
    """Write the empty workbook, with drop-downs of the roster and of the forum's questions.

    Cells of words are formatted as text: a spreadsheet must not turn "5-7" into a day in July.

    Parameters
    ----------
    forum : Forum
    path : Path
        A file that stands there is replaced.
    language : str or None
        "es" or "en"; the forum's first language where none is given.

    Returns
    -------
    Path
        The file.
    """
    from openpyxl import Workbook

    reader = get_language(language or forum.languages[0])
    workbook = Workbook()
    lists = fill_lists(workbook, forum, reader)
    fill_answers(workbook, reader, lists)
    fill_help(workbook, reader)
    workbook.move_sheet(reader.text("capture.sheet_lists"), offset=2)
    workbook.active = 0
    return save_workbook(workbook, path)


def fill_lists(workbook: Workbook, forum: Forum, reader: Language) -> dict[str, str]:
    """Write the sheet of lists; return the range of each list."""
    sheet = workbook.worksheets[0]
    sheet.title = reader.text("capture.sheet_lists")
    names = [country(iso3).short_name[reader.code] for iso3 in expected_governments(forum)]
    questions = [question.id for question in forum.questions]
    columns = {
        "countries": list(reader.sort(names)),
        "questions": questions,
        "question_texts": [
            word_question(question, reader.code)
            for question in forum.questions
        ],
        "channels": [reader.text(f"capture.channel_{channel}") for channel in CHANNELS],
    }  # fmt: skip
    ranges = {}
    for number, (name, values) in enumerate(columns.items(), 1):
        write_header(sheet, number, reader.text(f"capture.list_{name}"), 40)
        for row, value in enumerate(values, 2):
            write_text(cell_at(sheet, row, number), value)
        letter = cell_at(sheet, 1, number).column_letter
        ranges[name] = f"'{sheet.title}'!${letter}$2:${letter}${max(len(values), 1) + 1}"
    return ranges


def word_question(question: Question, code: str) -> str:
    """Return a question's words in a language, else in the first that it has."""
    words = {str(language): text for language, text in question.text.items()}
    return words.get(code, next(iter(words.values()), question.id))


def fill_answers(workbook: Workbook, reader: Language, lists: dict[str, str]) -> None:
    """Write the sheet to type in."""
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = workbook.create_sheet(reader.text("capture.sheet_answers"), 0)
    sheet.freeze_panes = "A2"
    for number, field in enumerate(FIELDS, 1):
        write_header(sheet, number, reader.text(f"capture.column_{field}"), WIDTHS[field])
        letter = cell_at(sheet, 1, number).column_letter
        column = sheet.column_dimensions[letter]
        column.number_format = DAY_FORMAT if field == "received_on" else TEXT_FORMAT
        column.alignment = Alignment(wrap_text=field == "words", vertical="top")
        listed = {"country": "countries", "question": "questions", "channel": "channels"}
        if field in listed:
            rule = DataValidation(type="list", formula1=lists[listed[field]], allow_blank=True)
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)


def fill_help(workbook: Workbook, reader: Language) -> None:
    """Write the sheet that says how to fill it in."""
    from openpyxl.styles import Alignment

    sheet = workbook.create_sheet(reader.text("capture.sheet_help"), 1)
    sheet.column_dimensions["A"].width = 100
    for number in range(1, 8):
        cell = cell_at(sheet, number, 1)
        write_text(cell, reader.text(f"capture.help_{number}"))
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def write_header(sheet: Worksheet, number: int, text: str, width: int) -> None:
    """Write the head of a column."""
    from openpyxl.styles import Font

    cell = cell_at(sheet, 1, number)
    write_text(cell, text)
    cell.font = Font(bold=True)
    sheet.column_dimensions[cell.column_letter].width = width


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell of a sheet that has no merged ones."""
    return cast("Cell", sheet.cell(row, column))
