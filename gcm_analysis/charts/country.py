"""A country's own page: the objectives it names, by its points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table
from gcm_analysis.charts.measure import wrap_text
from gcm_analysis.charts.point_rows import PointRow, draw_point_rows
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import NARROW_WIDTH, NOTE
from gcm_analysis.charts.wording import (
    choose_reader,
    group_of,
    label_objective,
    name_country,
    title_objective,
    write_points,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language

COLUMNS = ("objective", "is_mentioned", "points", "place", "n_answers")


def chart_country_objectives(
    priorities: pd.DataFrame, *, country: str, forum: Forum, language: Language | str
) -> Chart:
    """Draw the objectives that a country gave points to; the rest are named below.

    Parameters
    ----------
    priorities : DataFrame
        Country x objective.
    country : str
        ISO3.
    forum : Forum
    language : Language or str

    Returns
    -------
    Chart
        Key "country-objectives"; the table holds all 23.
    """
    reader = choose_reader(forum, language)
    own = priorities[priorities["country_iso3"] == country].sort_values("objective_id")
    rows = read_rows(own)
    named = sorted(
        (row for row in rows if row["is_offered"] and (row["score"] > 0 or row["is_mentioned"])),
        key=lambda row: (not row["is_mentioned"], -row["score"], row["objective_id"]),
    )
    canvas = Canvas(left=1, right=48)
    drawn = [
        PointRow(
            label=label_objective(row["objective_id"], reader),
            score=float(row["score"]),
            is_mentioned=bool(row["is_mentioned"]),
            link=f"#objective-{row['objective_id']}",
        )
        for row in named
    ]
    draw_point_rows(canvas, drawn, group_of(country), reader)
    rest = [row for row in rows if row["is_offered"] and row not in named]
    unread = [row["objective_id"] for row in rest if row["n_being_read"]]
    zeros = [row["objective_id"] for row in rest if not row["n_being_read"]]
    missing = [row["objective_id"] for row in rows if not row["is_offered"]]
    write_remainder(canvas, "charts.country_being_read", unread, reader)
    write_remainder(canvas, "charts.country_zero", zeros, reader)
    write_remainder(canvas, "charts.country_not_offered", missing, reader)
    mentioned = [row.label for row in drawn if row.is_mentioned]
    return finish_chart(
        canvas,
        key="country-objectives",
        title=reader.text(
            "charts.country_objectives_title",
            n=len(mentioned),
            country=name_country(country, reader),
        ),
        subtitle=reader.text("charts.country_objectives_subtitle"),
        alt=reader.text(
            "charts.country_objectives_alt",
            n=len(mentioned),
            country=name_country(country, reader),
            objectives=reader.list(mentioned) or "–",
        ),
        table=make_table([write_row(row, reader) for row in rows], COLUMNS, reader),
        links=[f"#objective-{row['objective_id']}" for row in rows],
        forum=forum,
        reader=reader,
    )


def write_remainder(canvas: Canvas, key: str, numbers: Sequence[int], reader: Language) -> None:
    """Name the objectives without a bar."""
    if not numbers:
        return
    words = reader.text(
        key, n=len(numbers), numbers=reader.list([str(number) for number in numbers])
    )
    lines = wrap_text(words, NARROW_WIDTH, NOTE.size)
    canvas.cursor += canvas.write(lines, canvas.cursor, style=NOTE, anchor="top") + 6


def write_row(row: dict[str, Any], reader: Language) -> dict[str, str]:
    """Return an objective's row of the table."""
    if row["is_mentioned"]:
        state = "said_yes"
    elif not row["is_offered"]:
        state = "mark_not_offered"
    else:
        state = "legend_being_read" if row["n_being_read"] else "said_no"
    return {
        "objective": title_objective(row["objective_id"], reader),
        "is_mentioned": reader.text(f"charts.{state}"),
        "points": write_points(row["score"], reader),
        "place": reader.number(int(row["rank"])) if row["score"] > 0 else "–",
        "n_answers": reader.number(int(row["n_answers"])),
    }
