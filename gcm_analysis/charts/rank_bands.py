"""How firm each objective's place is: its place, and the places between which it may stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from gcm_analysis.priorities.frames import BANDS

SIDE_MARGIN = 10.0
TRACK = 16.0
ROW_GAP = 8.0
LAST_PLACE = 23
COUNT_ROOM = 66.0
COLUMNS = ("place", "objective", "mentions", "best_place", "worst_place", "band")
APART = tuple(f"band_{band}" for band in BANDS)
PENDING = "pending"
Places = tuple[int, int]
"""Best and worst place."""


def chart_rank_bands(
    conference_priorities: pd.DataFrame,
    stability: pd.DataFrame | None = None,
    *,
    forum: Forum,
    language: Language | str,
    scope: str = "ALL",
) -> Chart:
    """Draw every objective's place and the band of places it may move in, first place first.

    Parameters
    ----------
    conference_priorities : DataFrame
    stability : DataFrame or None
        The table of that name: the three bands apart, and what of them does not hang on
        pending answers.
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
    apart = {} if stability is None else read_bands(stability, scope)
    group: Group = scope  # type: ignore[assignment]
    canvas = Canvas(left=SIDE_MARGIN, right=SIDE_MARGIN, x_range=(1.0, float(LAST_PLACE)))
    if rows:
        if apart:
            key = wrap_text(reader.text("charts.rank_bands_key"), NARROW_WIDTH, NOTE.size)
            canvas.cursor += canvas.write(key, canvas.cursor, style=NOTE, anchor="top") + 6
        draw_places(canvas, reader)
        places = [
            (float(row["rank"]), draw_band(canvas, row, apart, group, reader)) for row in rows
        ]
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
        table=make_table(
            [write_row(row, apart, reader) for row in everything],
            (*COLUMNS, *APART) if apart else COLUMNS,
            reader,
        ),
        links=[f"#objective-{row['objective_id']}" for row in everything],
        forum=forum,
        reader=reader,
    )


def read_bands(stability: pd.DataFrame, scope: str) -> dict[int, dict[str, Places]]:
    """Return the bands of each objective by name; what was not varied has none."""
    found: dict[int, dict[str, Places]] = {}
    for row in read_rows(stability[stability["conference"] == scope]):
        bands = found.setdefault(int(row["objective_id"]), {})
        if row["n_cases"] and not pd.isna(row["rank_low"]) and not pd.isna(row["rank"]):
            rank = int(row["rank"])
            low, high = min(rank, int(row["rank_low"])), max(rank, int(row["rank_high"]))
            bands[row["band"]] = low, high
    return found


def draw_places(canvas: Canvas, reader: Language) -> None:
    """Write the two ends of the scale of places."""
    middle = canvas.advance(20) + 8
    canvas.write(reader.text("charts.place_first"), middle, style=NOTE)
    last = reader.text("charts.place_last", rank=LAST_PLACE)
    canvas.write(last, middle, style=NOTE, side="right")


def draw_band(
    canvas: Canvas,
    row: dict[str, Any],
    apart: Mapping[int, Mapping[str, Places]],
    group: Group,
    reader: Language,
) -> float:
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
    bands = apart.get(row["objective_id"], {})
    without = [places for name, places in bands.items() if name != PENDING]
    if without:
        low, high = min(low for low, _ in without), max(high for _, high in without)
        core = f"M{low},{middle - 1.5:g}H{high}V{middle + 1.5:g}H{low}Z"
        canvas.path_at(PathStyle(fill=GROUP_COLOURS[group], order=2), core)
    firmness = describe_bands_apart(row, bands, reader)
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


def describe_bands_apart(row: dict[str, Any], bands: Mapping[str, Places], reader: Language) -> str:
    """Say between which places an objective may stand, for each reason that moves it."""
    moving = {name: places for name, places in bands.items() if places[0] < places[1]}
    if not moving:
        return describe_firmness(row, reader)
    parts = [
        reader.text(f"charts.part_{name}", low=low, high=high)
        for name, (low, high) in moving.items()
    ]
    low, high = int(row["rank_low"]), int(row["rank_high"])
    return reader.text("charts.place_parts", low=low, high=high, parts=", ".join(parts))


def write_row(
    row: dict[str, Any], apart: Mapping[int, Mapping[str, Places]], reader: Language
) -> dict[str, str]:
    """Return an objective's row of the table."""
    bands = apart.get(row["objective_id"], {})

    def write_place(value: Any) -> str:
        return "–" if pd.isna(value) else reader.number(int(value))

    def write_places(places: Places | None) -> str:
        if places is None:
            return "–"
        low, high = (reader.number(place) for place in places)
        return low if low == high else f"{low}–{high}"

    return {
        "place": write_place(row["rank"]),
        "objective": title_objective(row["objective_id"], reader),
        "mentions": write_count(row["n_mentioning"], row["n_answered"], reader),
        "best_place": write_place(row["rank_low"]),
        "worst_place": write_place(row["rank_high"]),
        "band": describe_firmness(row, reader),
        **{f"band_{band}": write_places(bands.get(band)) for band in BANDS},
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
