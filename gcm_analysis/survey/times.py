"""Times as survey tools write them, brought to UTC where their zone is known."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gcm_analysis.survey.fold import tidy

CLOCK = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?"
HALF = r"\s*(?:([AaPp])\.?\s?[Mm]\.?(?![A-Za-z])|da (manhã|tarde|noite))?"
ZONE = r"\s*(Z|[A-Z]{3,5})?\s*([+-]\d{1,2}(?::?\d{2})?)?$"
ISO = re.compile(rf"^(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}})(?:[T ]{CLOCK})?{HALF}{ZONE}")
LOCAL = re.compile(
    rf"^(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}})(?:,?\s+{CLOCK})?{HALF}{ZONE}"
)
HOURS_FROM_UTC: dict[str, float] = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1,
    "MESZ": 2, "EET": 2, "EEST": 3, "NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3, "EST": -5,
    "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9,
    "AKDT": -8, "HST": -10, "HNT": -3.5, "HAT": -2.5, "HNA": -4, "HAA": -3, "HNE": -5, "HAE": -4,
    "HNC": -6, "HAC": -5, "HNR": -7, "HAR": -6, "HNP": -8, "HAP": -7, "BRT": -3, "BRST": -2,
    "ART": -3, "UYT": -3, "CLT": -4, "CLST": -3, "PYT": -4, "PYST": -3, "BOT": -4, "VET": -4,
    "COT": -5, "PET": -5, "ECT": -5, "GYT": -4, "SRT": -3, "GFT": -3,
}  # fmt: skip
"""Zones as programs of the Americas and of Europe shorten them, in English and in French."""
HALF_DAY = re.compile(r"\d\s?[AP]M\b")
UNRECORDED = dt.datetime(1980, 1, 1)
EXCEL_ZERO = dt.datetime(1899, 12, 30)


def looks_like_time(value: Any) -> bool:
    """Tell whether a cell's value is a day or an instant."""
    if isinstance(value, (dt.datetime, dt.date)):
        return True
    return isinstance(value, str) and bool(ISO.match(tidy(value)) or LOCAL.match(tidy(value)))


@lru_cache(maxsize=64)
def find_zone(name: str) -> dt.tzinfo | None:
    """Return a time zone by its name, or None where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def find_day_first(texts: list[str]) -> bool | None:
    """Tell whether days stand before months in a column, from those that can only be days.

    Returns None where every date reads both ways.
    """
    firsts, seconds = 0, 0
    for text in texts:
        if found := LOCAL.match(tidy(text)):
            firsts += int(found[1]) > 12
            seconds += int(found[2]) > 12
    if firsts == seconds:
        return None
    return firsts > seconds


def find_order(texts: list[str]) -> bool | None:
    """Tell whether days stand before months from how a column of such times goes on.

    "AM" and "PM" without points are written by programs that put the month first. Otherwise
    submissions follow each other in time in one of the two readings only.
    """
    if any(map(HALF_DAY.search, texts)):
        return False
    orders = []
    for is_day_first in (True, False):
        times = [read_time(text, is_day_first=is_day_first) for text in texts]
        known = [time for time in times if time is not None]
        orders.append(all(first <= second for first, second in pairwise(known)))
    return orders[0] if orders[0] != orders[1] else None


def is_unrecorded(value: Any) -> bool:
    """Tell whether a time is the one that LimeSurvey writes where it was told to keep none."""
    return value == UNRECORDED or (
        isinstance(value, str) and value.strip().startswith("1980-01-01 00:00")
    )


def read_time(
    value: Any, *, zone: dt.tzinfo | None = None, is_day_first: bool = False
) -> dt.datetime | None:
    """Return the instant that a cell holds, in UTC.

    Parameters
    ----------
    value : object
        A time of Excel, a serial number, or text.
    zone : tzinfo, optional
        Zone of times that tell none; UTC where it is not known.
    is_day_first : bool
        Whether `3/4/2024` is the third of April.

    Returns
    -------
    datetime or None
        None where the value is no time.
    """
    if isinstance(value, dt.datetime):
        local = value
    elif isinstance(value, dt.date):
        local = dt.datetime(value.year, value.month, value.day)
    elif isinstance(value, float) and 20_000 < value < 80_000:
        local = EXCEL_ZERO + dt.timedelta(seconds=round(value * 86_400))
    elif isinstance(value, str):
        found = read_time_text(tidy(value), is_day_first)
        if found is None:
            return None
        local = found
    else:
        return None
    try:
        if local.tzinfo is None:
            local = local.replace(tzinfo=zone or dt.UTC)
        return local.astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return None


def names_zone(value: Any) -> bool:
    """Tell whether a time says in which zone it is.

    >>> names_zone("2024/05/02 4:49:53 p. m. GMT-5"), names_zone("2024-05-02 09:00")
    (True, False)
    """
    if isinstance(value, dt.datetime):
        return value.tzinfo is not None
    if not isinstance(value, str):
        return False
    found = ISO.match(tidy(value)) or LOCAL.match(tidy(value))
    return found is not None and (found[9] in HOURS_FROM_UTC or found[10] is not None)


def read_time_text(text: str, is_day_first: bool) -> dt.datetime | None:
    """Return the time that a text tells, with its offset where it names one."""
    if found := ISO.match(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := LOCAL.match(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        day, month = (first, second) if is_day_first or first > 12 else (second, first)
        if month > 12:
            day, month = month, day
        year += 2000 if year < 100 else 0
    else:
        return None
    hour, minute, second = int(found[4] or 0), int(found[5] or 0), int(found[6] or 0)
    if found[7] or found[8]:
        is_afternoon = found[7] in {"P", "p"} or found[8] in {"tarde", "noite"}
        hour = hour % 12 + (12 if is_afternoon else 0)
    try:
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=read_offset(found))
    except ValueError:
        return None


def read_offset(found: re.Match[str]) -> dt.tzinfo | None:
    """Return the zone that a time names; None where it names none that is known."""
    if found[10]:
        sign = -1 if found[10].startswith("-") else 1
        hours, _, minutes = found[10][1:].partition(":")
        if len(hours) > 2:
            hours, minutes = hours[:-2], hours[-2:]
        offset = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
        return dt.timezone(sign * offset) if offset < dt.timedelta(hours=24) else None
    if found[9] in HOURS_FROM_UTC:
        return dt.timezone(dt.timedelta(hours=HOURS_FROM_UTC[found[9]]))
    return None
