"""How firm each objective's place is: its place, and the places between which it may stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table, show_nothing
from gcm_analysis.charts.marks import PathStyle
from gcm_analysis.charts.measure import wrap_text
from gcm_analysis.charts.objectives import describe_firmness
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import (
    BODY,
    GROUP_COLOURS,
    GROUP_TINTS,
    LINE_HEIGHT,
    NARROW_WIDTH,
    NOTE,
    RULE,
    STRONG,
    Group,
    make_markers,
)
from gcm_analysis.charts.wording import (
    Base,
    choose_reader,
    count_expected,
    label_objective,
    title_objective,
    write_count,
    write_hover,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language

SIDE_MARGIN = 10.0
TRACK = 16.0
ROW_GAP = 8.0
LAST_PLACE = 23
COUNT_ROOM = 66.0
COLUMNS = ("place", "objective", "mentions", "best_place", "worst_place", "band")


def chart_rank_bands(
    conference_priorities: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    scope: str = "ALL",
) -> Chart:
    """Draw every objective's place and the band of places it may move in, first place first.

    Parameters
    ----------
    conference_priorities : DataFrame
    forum : Forum
    language : Language or str
    scope : str
        ALL, RCM or SACM.

    Returns
    -------
    Chart
        Key "rank-bands-all" etc.
    """
    reader = choose_reader(forum, language)
    own = conference_priorities[conference_priorities["conference"] == scope]
    ranked = own[own["rank"].notna()].sort_values(["rank", "objective_id"])
    rows = read_rows(ranked)
    group: Group = scope  # type: ignore[assignment]
    canvas = Canvas(left=SIDE_MARGIN, right=SIDE_MARGIN, x_range=(1.0, float(LAST_PLACE)))
    if rows:
        draw_places(canvas, reader)
        places = [(float(row["rank"]), draw_band(canvas, row, group, reader)) for row in rows]
        draw_places(canvas, reader)
        canvas.trace(make_markers(group, places, size=11))
    else:
        show_nothing(canvas, reader.text("charts.nothing_mentioned"))
    base = Base(scope, int(own["n_answered"].max()), count_expected(forum, scope))
    unranked = read_rows(own[own["rank"].isna()].sort_values("objective_id"))
    everything = [*rows, *unranked]
    return finish_chart(
        canvas,
        key=f"rank-bands-{scope.lower()}",
        title=base.title(reader.text("charts.rank_bands_title"), forum, reader),
        subtitle=reader.text("charts.rank_bands_subtitle"),
        alt=describe_bands(rows, reader),
        table=make_table([write_row(row, reader) for row in everything], COLUMNS, reader),
        links=[f"#objective-{row['objective_id']}" for row in everything],
        forum=forum,
        reader=reader,
    )


def draw_places(canvas: Canvas, reader: Language) -> None:
    """Write the two ends of the scale of places."""
    middle = canvas.advance(20) + 8
    canvas.write(reader.text("charts.place_first"), middle, style=NOTE)
    last = reader.text("charts.place_last", rank=LAST_PLACE)
    canvas.write(last, middle, style=NOTE, side="right")


def draw_band(canvas: Canvas, row: dict[str, Any], group: Group, reader: Language) -> float:
    """Draw one objective: label, count, band; return where its mark stands."""
    top = canvas.cursor
    lines = wrap_text(
        label_objective(row["objective_id"], reader), NARROW_WIDTH - COUNT_ROOM, BODY.size
    )
    count = write_count(row["n_mentioning"], row["n_answered"], reader)
    canvas.write(count, top + BODY.size * LINE_HEIGHT / 2, style=STRONG, side="right")
    canvas.cursor += canvas.write(lines, top, anchor="top")
    middle = round(canvas.advance(TRACK) + TRACK / 2, 1)
    canvas.path_at(PathStyle(line=RULE, width=1.0), f"M1,{middle:g}H{LAST_PLACE}")
    if not pd.isna(row["rank_low"]) and not pd.isna(row["rank_high"]):
        low, high = int(row["rank_low"]), int(row["rank_high"])
        band = f"M{low},{middle - 4:g}H{high}V{middle + 4:g}H{low}Z"
        style = PathStyle(fill=GROUP_TINTS[group], line=GROUP_COLOURS[group], width=1.0)
        canvas.path_at(style, band)
    firmness = describe_firmness(row, reader)
    notes = wrap_text(firmness, NARROW_WIDTH, NOTE.size)
    canvas.cursor += canvas.write(notes, canvas.cursor, style=NOTE, anchor="top")
    hover = [
        title_objective(row["objective_id"], reader),
        count,
        reader.text("charts.place_now", rank=int(row["rank"])),
        firmness,
    ]
    link = f"#objective-{row['objective_id']}"
    canvas.answer(top, canvas.cursor, write_hover(hover), link=link)
    canvas.advance(ROW_GAP)
    return middle


def write_row(row: dict[str, Any], reader: Language) -> dict[str, str]:
    """Return an objective's row of the table."""

    def write_place(value: Any) -> str:
        return "–" if pd.isna(value) else reader.number(int(value))

    return {
        "place": write_place(row["rank"]),
        "objective": title_objective(row["objective_id"], reader),
        "mentions": write_count(row["n_mentioning"], row["n_answered"], reader),
        "best_place": write_place(row["rank_low"]),
        "worst_place": write_place(row["rank_high"]),
        "band": describe_firmness(row, reader),
    }


def describe_bands(rows: Sequence[dict[str, Any]], reader: Language) -> str:
    """Return the alt text: how many places are firm, and which moves most."""
    banded = [row for row in rows if not pd.isna(row["rank_low"]) and not pd.isna(row["rank_high"])]
    if not banded:
        return reader.text("charts.nothing_mentioned")
    firm = sum(row["rank_low"] == row["rank_high"] for row in banded)
    widest = max(banded, key=lambda row: row["rank_high"] - row["rank_low"])
    return reader.text(
        "charts.rank_bands_alt",
        n=firm,
        n_base=len(banded),
        objective=label_objective(widest["objective_id"], reader),
        low=int(widest["rank_low"]),
        high=int(widest["rank_high"]),
    )
