"""One row per submission: who sent it when, by the tool's own columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gcm_analysis.survey.exports.layout import Heading, Layout, Rows
from gcm_analysis.survey.fold import fold, is_visible, tidy
from gcm_analysis.survey.issue_log import IssueLog
from gcm_analysis.survey.marks import NO
from gcm_analysis.survey.text_columns import list_as_series
from gcm_analysis.survey.times import (
    find_day_first,
    find_order,
    find_zone,
    is_unrecorded,
    names_zone,
    read_time,
)

SUBMITTED_FIRST = ("recordeddate", "recorded date", "_submission_time", "completion time")
ENGLISH_HEADERS = {"timestamp", "start time", "completion time", "start date", "end date",
                   "startdate", "enddate", "recordeddate", "date submitted"}  # fmt: skip


@dataclass(frozen=True)
class Zones:
    """Zones of times that name none: the known one of the file, else one that is assumed."""

    known: str | None = None
    assumed: str = "UTC"


def build_respondents(layout: Layout, log: IssueLog, zones: Zones) -> pd.DataFrame:
    """Return the submissions of a sheet in file order.

    Parameters
    ----------
    layout : Layout
        Roles of rows and columns.
    log : IssueLog
        Where assumptions on times, and ids met twice, are noted.
    zones : Zones
        Zones of times that tell none.

    Returns
    -------
    DataFrame
        As `SurveyExport.respondents`.
    """
    n = len(layout.rows)
    submitted = find_meaning(layout, "submitted_at")
    frame = pd.DataFrame(
        {
            "respondent": np.arange(n, dtype=np.int64),
            "submission_id": list_as_series(read_ids(layout, log)),
            "submitted_at": read_times(layout, submitted, log, zones),
            "started_at": read_times(layout, find_meaning(layout, "started_at"), log, zones),
            "is_complete": read_completeness(layout, submitted),
            "language": list_as_series(read_texts(layout, find_meaning(layout, "language"))),
            "row": layout.rows + 1,
            "source_sheet": list_as_series([layout.sheet.name] * n),
        }
    )
    check_clocks(frame, log)
    return frame


def find_meaning(layout: Layout, meaning: str) -> Heading | None:
    """Return the column of a meaning; of several times of submission the server's."""
    found = [heading for heading in layout.headings if heading.meaning == meaning]
    for name in SUBMITTED_FIRST:
        for heading in found:
            if fold(heading.header) == name or fold(heading.code or "") == name:
                return heading
    return found[0] if found else None


def read_texts(layout: Layout, heading: Heading | None) -> list[str | None]:
    """Return the texts of a column of data, None where a cell is empty."""
    if heading is None:
        return [None] * len(layout.rows)
    column = layout.sheet.columns[heading.index]
    return [tidy(column.texts[code]) or None for code in column.codes[layout.rows].tolist()]


def read_ids(layout: Layout, log: IssueLog) -> list[str | None]:
    """Return the tool's own ids, saying which come twice."""
    heading = find_meaning(layout, "submission_id")
    ids = read_texts(layout, heading)
    seen: set[str] = set()
    for position, identifier in enumerate(ids):
        if identifier is None or heading is None:
            continue
        if identifier in seen:
            log.add(
                "warning", "duplicate_submission_id",
                "Two rows have the same submission id.", sheet=layout.sheet.name,
                cell=layout.sheet.name_cell(int(layout.rows[position]), heading.index),
                value=identifier,
            )  # fmt: skip
        seen.add(identifier)
    return ids


def read_times(
    layout: Layout, heading: Heading | None, log: IssueLog, zones: Zones
) -> pd.Series[Any]:
    """Return the instants of a column in UTC, saying what was assumed."""
    if heading is None:
        return as_instants([None], np.zeros(len(layout.rows), np.int64))
    column = layout.sheet.columns[heading.index]
    codes = column.codes[layout.rows]
    used = column.used(layout.rows)
    is_day_first = tell_day_first(layout, heading, log)
    fixed = None if heading.meaning in layout.device_times else layout.timezone
    known = fixed or zones.known
    zone = find_zone(known or zones.assumed)
    times: dict[int, dt.datetime | None] = {}
    for code in used:
        if is_unrecorded(column.uniques[code]):
            times[code] = None
            continue
        times[code] = read_time(column.uniques[code], zone=zone, is_day_first=is_day_first)
        if times[code] is None and is_visible(column.texts[code]):
            report_times(layout, heading, code, log)
    place = layout.sheet.name_cell((layout.header_rows or (0,))[-1], heading.index)
    if any(is_unrecorded(column.uniques[code]) for code in used):
        log.add(
            "note", "time_not_recorded", "The form did not record its times: 1980 stands for none.",
            sheet=layout.sheet.name, cell=place,
        )  # fmt: skip
    is_assumed = known is None and any(
        times[code] is not None and not names_zone(column.uniques[code]) for code in used
    )
    if is_assumed and "timezone_assumed" not in log.counts:
        log.add(
            "note", "timezone_assumed",
            "The file does not tell the zone of its times: they were read in the zone "
            f"{zones.assumed}; give the source's timezone in forum.yml.",
            sheet=layout.sheet.name, cell=place,
        )  # fmt: skip
    position = np.zeros(len(column.uniques), np.int64)
    position[used] = np.arange(len(used))
    return as_instants([times[code] for code in used], position[codes])


def as_instants(times: list[dt.datetime | None], position: Rows) -> pd.Series[Any]:
    """Return a column of instants in UTC, told by their positions among the distinct ones."""
    plain = [time.replace(tzinfo=None) if time else None for time in times]
    return pd.Series(np.array(plain, "datetime64[us]")[position]).dt.tz_localize("UTC")


def tell_day_first(layout: Layout, heading: Heading, log: IssueLog) -> bool:
    """Tell whether days stand before months in a column of times, saying where it is assumed."""
    column = layout.sheet.columns[heading.index]
    values = [column.uniques[code] for code in column.codes[layout.rows].tolist()]
    texts = [value for value in values if isinstance(value, str) and value]
    found = find_day_first(texts)
    if found is None:
        found = find_order(texts)
    if found is not None:
        return found
    is_day_first = fold(heading.header) not in ENGLISH_HEADERS
    if any(read_time(text) != read_time(text, is_day_first=True) for text in set(texts)):
        order = "day before the month" if is_day_first else "month before the day"
        log.add(
            "note", "date_order_assumed",
            f"Every date in this column reads two ways: they were read with the {order}, as in "
            "the language of the header.",
            sheet=layout.sheet.name,
            cell=layout.sheet.name_cell((layout.header_rows or (0,))[-1], heading.index),
        )  # fmt: skip
    return is_day_first


def report_times(layout: Layout, heading: Heading, code: int, log: IssueLog) -> None:
    """Report cells of a column of times that hold none."""
    column = layout.sheet.columns[heading.index]
    for row in layout.rows[column.codes[layout.rows] == code].tolist():
        log.add(
            "note", "time_not_understood", "This is no time.", sheet=layout.sheet.name,
            cell=layout.sheet.name_cell(row, heading.index), value=column.texts[code],
        )  # fmt: skip


def read_completeness(layout: Layout, submitted: Heading | None) -> list[bool]:
    """Return which submissions were sent: finished, or with a time of submission."""
    finished = find_meaning(layout, "is_complete")
    if finished is not None:
        return [bool(text) and fold(text or "") not in NO for text in read_texts(layout, finished)]
    is_lime = submitted is not None and (submitted.code == "submitdate")
    if is_lime:
        return [text is not None for text in read_texts(layout, submitted)]
    return [True] * len(layout.rows)


def check_clocks(frame: pd.DataFrame, log: IssueLog) -> None:
    """Say where a submission seems to have begun after it ended: a device's clock was wrong."""
    is_wrong = (frame["started_at"] > frame["submitted_at"]).to_numpy()
    wrong = frame.iloc[is_wrong.nonzero()[0]]
    rows: Iterable[tuple[int, str]] = zip(wrong["row"], wrong["source_sheet"], strict=True)
    for row, sheet in rows:
        log.add(
            "note", "device_clock",
            "The device's clock says that this submission began after the server received it; "
            "the server's time counts.",
            sheet=sheet, cell=f"A{row}",
        )  # fmt: skip
