"""Who answered: every government on the roster, with a mark and a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table
from gcm_analysis.charts.marks import MarkKind
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import (
    BODY,
    FAINT,
    GROUPS,
    HEADING,
    LINE_HEIGHT,
    NARROW_WIDTH,
    NOTE,
    Group,
)
from gcm_analysis.charts.wording import (
    choose_reader,
    group_of,
    list_countries,
    name_country,
    sort_countries,
    write_hover,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language

Status = Literal["answered", "in_part", "awaiting_decision", "pending"]
STATUSES: tuple[Status, ...] = ("answered", "in_part", "awaiting_decision", "pending")
MARKS: dict[str, MarkKind] = {
    "answered": "mentioned",
    "in_part": "half",
    "awaiting_decision": "undecided",
    "pending": "pending",
}
ROW = 23.0
COLUMNS = ("country", "conference", "status", "questions", "submitted", "validation")


def chart_responses(
    status: pd.DataFrame, *, forum: Forum, language: Language | str, has_details: bool = True
) -> Chart:
    """Draw which governments answered, and which answers are pending.

    Parameters
    ----------
    status : DataFrame
        One row per government on the roster (`survey.response_status`).
    forum : Forum
    language : Language or str
    has_details : bool
        Whether the table says how much of the questionnaire was answered, when, and whether
        it was validated.

    Returns
    -------
    Chart
        Key "responses".
    """
    reader = choose_reader(forum, language)
    by_country: dict[str, dict[str, Any]] = {
        str(row["country_iso3"]): row for row in read_rows(status)
    }
    canvas = Canvas()
    draw_status_legend(canvas, list(by_country.values()), reader)
    names = [name_country(iso3, reader) for iso3 in by_country]
    words_at = 26 + max((measure_text(name, BODY.size) for name in names), default=0) + 12
    words = [describe_status(row, reader) for row in by_country.values()]
    widest = max((measure_text(word, NOTE.size) for word in words), default=0)
    words_at = min(words_at, NARROW_WIDTH - widest)
    ordered: list[str] = []
    for group in GROUPS:
        members = sort_countries((iso3 for iso3 in by_country if group_of(iso3) == group), reader)
        if members:
            draw_group(canvas, group, [by_country[iso3] for iso3 in members], words_at, reader)
        ordered.extend(members)
    rows = [write_row(by_country[iso3], reader) for iso3 in ordered]
    n_counted = count_answered(status)
    subject = reader.text("charts.responses_title", n_answered=n_counted, n=len(status))
    return finish_chart(
        canvas,
        key="responses",
        title=subject,
        subtitle=reader.text("charts.responses_subtitle"),
        alt=describe_responses(status, reader),
        table=make_table(rows, COLUMNS if has_details else COLUMNS[:3], reader),
        links=ordered,
        forum=forum,
        reader=reader,
    )


def draw_status_legend(canvas: Canvas, rows: list[dict[str, Any]], reader: Language) -> None:
    """Write what the marks mean, in each group's own shape."""
    groups: list[Group] = [
        group for group in GROUPS if any(group_of(row["country_iso3"]) == group for row in rows)
    ]
    found = {row["status"] for row in rows}
    canvas.legend(
        (
            [(MARKS[status], group) for group in (groups[:1] if status == "pending" else groups)],
            reader.text(f"charts.status_{status}"),
        )
        for status in STATUSES
        if status in found
    )


def draw_group(
    canvas: Canvas, group: Group, rows: list[dict[str, Any]], words_at: float, reader: Language
) -> None:
    """Draw the block of one conference's members."""
    counted = sum(has_answered(row) for row in rows)
    heading = reader.text(f"charts.block_{group}", n=counted, n_expected=len(rows))
    canvas.write(heading, canvas.advance(24) + 12, style=HEADING)
    for row in rows:
        name = name_country(row["country_iso3"], reader)
        lines = wrap_text(name, words_at - 30, BODY.size)
        height = ROW + (len(lines) - 1) * BODY.size * LINE_HEIGHT
        top = canvas.advance(height)
        middle = top + height / 2
        canvas.mark(MARKS[row["status"]], group, 8, middle, 6.5)
        canvas.write(lines, middle, x=22)
        said = describe_status(row, reader)
        canvas.write(said, middle, x=words_at, style=NOTE)
        canvas.rule(top + height, FAINT)
        day = write_day(row["submitted_at"], reader)
        canvas.answer(top, top + height, write_hover([name, said, day]), link=row["country_iso3"])
    canvas.advance(12)


def has_answered(row: Mapping[Any, Any]) -> bool:
    """Tell whether a government has an answer that counts.

    Where a second submission awaits a decision, the first one counts (rule 8).
    """
    return row["status"] != "pending" and int(row["n_answered"]) > 0


def count_answered(status: pd.DataFrame) -> int:
    """Count the governments that have an answer that counts."""
    return sum(has_answered(row) for row in read_rows(status))


def describe_status(row: dict[str, Any], reader: Language) -> str:
    """Say how far an answer is."""
    if row["status"] == "in_part":
        return reader.text(
            "charts.status_in_part_n", n=int(row["n_answered"]), n_base=int(row["n_questions"])
        )
    return reader.text(f"charts.status_{row['status']}")


def write_day(instant: Any, reader: Language) -> str:
    """Return the day of a submission, nothing where there is none."""
    return "" if pd.isna(instant) else reader.date(pd.Timestamp(instant).date(), "medium")


def write_row(row: dict[str, Any], reader: Language) -> dict[str, str]:
    """Return a government's row of the table."""
    has_answer = has_answered(row)
    validation = row["validation"]
    return {
        "country": name_country(row["country_iso3"], reader),
        "conference": reader.text(f"charts.group_{group_of(row['country_iso3'])}"),
        "status": reader.text(f"charts.status_{row['status']}"),
        "questions": reader.text(
            "charts.n_of", n=int(row["n_answered"]), n_base=int(row["n_questions"])
        )
        if has_answer
        else "–",
        "submitted": write_day(row["submitted_at"], reader) or "–",
        "validation": "–"
        if not has_answer or pd.isna(validation)
        else reader.text(f"charts.validation_{validation}"),
    }


def describe_responses(status: pd.DataFrame, reader: Language) -> str:
    """Return the alt text: who answered and who did not yet."""
    sentences = []
    for value in STATUSES:
        codes = status.loc[status["status"] == value, "country_iso3"]
        if len(codes):
            sentences.append(
                reader.text(
                    f"charts.responses_alt_{value}",
                    n=len(codes),
                    countries=list_countries(codes, reader),
                )
            )
    return " ".join(sentences)
