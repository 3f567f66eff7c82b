"""Numbers and days that Excel made of references to objectives ("5,6" became 5.6)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from gcm_analysis.survey.fold import fold, fold_once, tidy
from gcm_analysis.survey.workbook import Column

MOST_OBJECTIVES = 23
MOST_DISTINCT = 5000
HEADER = re.compile(r"\b(objetivos?|objectives?|objectifs?|obj)\b")
REFERENCE_LIST = re.compile(
    r"^(?:(?:objetivos?|objectives?|objectifs?|obj|gcm|pmm|mundial|nos?|num|n)\b[\s.:°ºo#]*)?"
    r"\d{1,2}(?:\s*(?:,|;|/|&|\+|-|–|y|e|et|and|a|to|al|\s)\s*"
    r"(?:(?:objetivos?|objectives?|objectifs?|obj)\b[\s.:°ºo#]*)?\d{1,2})*$"
)
BEGINNING = re.compile(r"[\W_]*(?:\d|obj|gcm|pmm|mundial|n)", re.IGNORECASE)
DECIMAL = re.compile(r"^(\d{1,2})[.,](\d{1,2})$")
MONTHS = {
    "ene": 1, "jan": 1, "janv": 1, "feb": 2, "fev": 2, "fevr": 2, "mar": 3, "mars": 3, "abr": 4,
    "apr": 4, "avr": 4, "may": 5, "mai": 5, "jun": 6, "juin": 6, "jul": 7, "juil": 7, "ago": 8,
    "aug": 8, "aou": 8, "aout": 8, "sep": 9, "set": 9, "sept": 9, "oct": 10, "out": 10, "nov": 11,
    "dic": 12, "dez": 12, "dec": 12,
}  # fmt: skip
DAY_AND_MONTH = re.compile(r"^(\d{1,2})[-/ ]([a-z]{3,5})\.?(?:[-/ ]\d{2,4})?$")
MONTH_AND_DAY = re.compile(r"^([a-z]{3,5})\.?[-/ ](\d{1,2})$")


def holds_references(column: Column, codes: list[int], header: str) -> bool:
    """Tell whether a column holds references to objectives: its header or its texts say so.

    Parameters
    ----------
    column : Column
        The column.
    codes : list of int
        Which distinct values occur in its data.
    header : str
        Its header.
    """
    if len(codes) > MOST_DISTINCT:
        return False
    statuses = column.statuses.tolist()
    texts = [
        value
        for code in codes
        if not statuses[code] and isinstance(value := column.uniques[code], str)
    ]
    begun = [fold_once(text) for text in texts if BEGINNING.match(text)]
    lists = [text for text in begun if REFERENCE_LIST.match(text)]
    several = [text for text in lists if not text.isdigit()]
    if HEADER.search(fold(header)) and (not texts or lists):
        return True
    return len(several) >= 2 and len(lists) >= 0.6 * len(texts)


def read_changed_reference(value: Any, text: str) -> str | None:
    """Return the reference that Excel probably changed into a value, or None.

    Parameters
    ----------
    value : object
        The cell's value.
    text : str
        The same as text.

    Returns
    -------
    str or None
        For example "5, 6" for 5.6 and "5-7" for the fifth of July.
    """
    if isinstance(value, dt.datetime | dt.date):
        return read_day(value)
    if isinstance(value, float | int):
        return read_decimal(text)
    return read_decimal(tidy(text)) or read_day_text(fold(text))


def read_decimal(text: str) -> str | None:
    """Return the two objectives that a decimal number was written from."""
    found = DECIMAL.match(text)
    if not found or not found[2].strip("0"):
        return None
    if "," in text:
        return None
    first, second = int(found[1]), int(found[2])
    if 1 <= first <= MOST_OBJECTIVES and 1 <= second <= MOST_OBJECTIVES:
        return f"{first}, {second}"
    return None


def read_day(value: dt.date) -> str:
    """Return the two objectives that a day was written from.

    A first day of a month in a year up to 2023 was "month-year": "5-18" became May 2018.
    """
    year = value.year % 100
    if value.day == 1 and 2000 < value.year <= 2000 + MOST_OBJECTIVES:
        return f"{value.month}-{year}"
    return f"{value.day}-{value.month}"


def read_day_text(text: str) -> str | None:
    """Return the two objectives of a day that a CSV of a changed sheet shows ("5-jul")."""
    if (found := DAY_AND_MONTH.match(text)) and found[2] in MONTHS:
        return f"{int(found[1])}-{MONTHS[found[2]]}"
    if (found := MONTH_AND_DAY.match(text)) and found[1] in MONTHS:
        return f"{MONTHS[found[1]]}-{int(found[2])}"
    return None
