"""The members of the two conferences side by side, over all 23 objectives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table
from gcm_analysis.charts.marks import PathStyle
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import (
    BODY,
    GROUP_INKS,
    LINE_HEIGHT,
    MUTED,
    NARROW_WIDTH,
    NOTE,
    RULE,
    Group,
    TextStyle,
    make_markers,
)
from gcm_analysis.charts.wording import (
    Base,
    choose_reader,
    count_expected,
    label_objective,
    title_objective,
    write_hover,
    write_mentioned,
    write_points,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.coded_counts import HIGH

CONFERENCES: tuple[Group, ...] = ("RCM", "SACM")
SIDE_MARGIN = 8.0
FLIP_GAP = 12.0
TRACK = 17.0
ROW_GAP = 8.0
COUNT_SIZE = 11.0
COUNT_GAP = 10.0
MARKER_SIZES: dict[Group, float] = {"RCM": 13.0, "SACM": 8.0}
"""The diamond is drawn last and is the smaller one: where both stand on one place, both show."""
COLUMNS = ("objective", "mentions_rcm", "mentions_sacm", "points_rcm", "points_sacm", "flip_count")


def chart_comparison(
    comparison: pd.DataFrame,
    conference_priorities: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
) -> Chart:
    """Draw, for every objective, which part of each conference's members mentions it.

    Parameters
    ----------
    comparison, conference_priorities : DataFrame
        The tables of these names.
    forum : Forum
    language : Language or str

    Returns
    -------
    Chart
        Key "comparison". At the right of each line stands its flip count; where a side has
        fewer than two answers on an objective nothing is compared, and no line is drawn.
    """
    reader = choose_reader(forum, language)
    standings: dict[tuple[str, int], dict[str, Any]] = {
        (row["conference"], int(row["objective_id"])): row
        for row in read_rows(conference_priorities)
    }
    rows = read_rows(comparison.sort_values("objective_id"))
    is_coded = HIGH in conference_priorities
    flip_width = max(
        (measure_text(write_flips(row, reader), NOTE.size) for row in rows), default=0.0
    )
    canvas = Canvas(left=SIDE_MARGIN, right=SIDE_MARGIN if is_coded else flip_width + FLIP_GAP)
    widths = measure_counts(standings, reader)
    heads = {name: reader.text(f"charts.group_{name}") for name in CONFERENCES}
    draw_conference_legend(canvas, reader)
    told = "charts.coded_key" if is_coded else "charts.flips_key"
    key = wrap_text(reader.text(told), NARROW_WIDTH, NOTE.size)
    canvas.cursor += canvas.write(key, canvas.cursor, style=NOTE, anchor="top") + 6
    draw_counts(canvas, heads, canvas.advance(17) + 8, widths)
    draw_scale(canvas, reader)
    places: dict[Group, list[tuple[float, float]]] = {name: [] for name in CONFERENCES}
    for row in rows:
        pair = {name: standings[name, row["objective_id"]] for name in CONFERENCES}
        middle = draw_comparison_row(canvas, row, pair, widths, reader)
        for name, standing in pair.items():
            if standing["n_could_mention"]:
                places[name].append((find_share(standing), middle))
    draw_scale(canvas, reader)
    for name in CONFERENCES:
        canvas.trace(make_markers(name, places[name], size=MARKER_SIZES[name]))
    bases = [
        Base(
            name,
            max((row["n_answered"] for (of, _), row in standings.items() if of == name), default=0),
            count_expected(forum, name),
        ).describe(forum, reader)
        for name in CONFERENCES
    ]
    return finish_chart(
        canvas,
        key="comparison",
        title=reader.text(
            "charts.title",
            subject=reader.text("charts.comparison_title"),
            base=reader.text("charts.comparison_base", rcm=bases[0], sacm=bases[1]),
        ),
        subtitle=reader.text("charts.comparison_subtitle"),
        alt=describe_comparison(rows, standings, reader),
        table=make_table(
            [write_row(row, standings, reader) for row in rows],
            COLUMNS[:3] if is_coded else COLUMNS,
            reader,
        ),
        links=[f"#objective-{row['objective_id']}" for row in rows],
        forum=forum,
        reader=reader,
    )


def draw_conference_legend(canvas: Canvas, reader: Language) -> None:
    """Write which mark is whose."""
    canvas.legend(
        ([("mentioned", name)], reader.text(f"charts.members_{name}")) for name in CONFERENCES
    )


def draw_scale(canvas: Canvas, reader: Language) -> None:
    """Write what the ends and the middle of the lines mean."""
    middle = canvas.advance(20) + 8
    canvas.write(reader.text("charts.scale_none"), middle, style=NOTE)
    canvas.write(reader.text("charts.scale_half"), middle, style=NOTE, side="centre")
    canvas.write(reader.text("charts.scale_all"), middle, style=NOTE, side="right", fraction=1.0)


def draw_comparison_row(
    canvas: Canvas,
    row: Mapping[str, Any],
    pair: Mapping[Group, Mapping[str, Any]],
    widths: Mapping[Group, float],
    reader: Language,
) -> float:
    """Draw one objective: label, counts, the line of its two marks, the flip count."""
    top, number = canvas.cursor, row["objective_id"]
    counts = {name: write_standing(standing, reader) for name, standing in pair.items()}
    room = draw_counts(canvas, counts, top + BODY.size * LINE_HEIGHT / 2, widths)
    lines = wrap_text(label_objective(number, reader), NARROW_WIDTH - room - 10, BODY.size)
    canvas.cursor += canvas.write(lines, top, anchor="top")
    middle = canvas.advance(TRACK) + TRACK / 2 + 1
    y = f"{round(middle, 1):g}"
    canvas.path_at(PathStyle(line=RULE, width=1.0), f"M0,{y}H1")
    if row["is_comparable"] and measure_gap(pair.values()):
        shares = [find_share(standing) for standing in pair.values()]
        canvas.path_at(
            PathStyle(line=MUTED, width=3.0), f"M{min(shares):.4g},{y}H{max(shares):.4g}"
        )
    if "flip_count" in row:
        canvas.write(write_flips(row, reader), middle, style=NOTE, side="right", x=1.0)
    said = [f"{reader.text(f'charts.group_{name}')}: {count}" for name, count in counts.items()]
    flips = [describe_flips(row, reader)] if "flip_count" in row else []
    hover = write_hover([title_objective(number, reader), *said, *flips])
    canvas.answer(top, canvas.cursor, hover, link=f"#objective-{number}")
    canvas.advance(ROW_GAP)
    return middle


def count_flips(row: Mapping[str, Any]) -> int | None:
    """Return an objective's flip count; None where nothing is compared."""
    flips = row.get("flip_count")
    return None if pd.isna(flips) or not row["is_comparable"] else int(flips)


def write_flips(row: Mapping[str, Any], reader: Language) -> str:
    """Return the flip count in short, or a dash where nothing is compared."""
    flips = count_flips(row)
    return "–" if flips is None else reader.text("charts.flips_short", n=flips)


def describe_flips(row: Mapping[str, Any], reader: Language) -> str:
    """Say how many governments would undo the difference in points."""
    flips = count_flips(row)
    if flips is None:
        return reader.text("charts.flips_nothing")
    return reader.text("charts.flips_none" if flips == 0 else "charts.flips", n=flips)


def draw_counts(
    canvas: Canvas, counts: Mapping[Group, str], middle: float, widths: Mapping[Group, float]
) -> float:
    """Write each conference's count in its own column at the right; return the room taken."""
    x = 0.0
    for name in reversed(CONFERENCES):
        style = TextStyle(size=COUNT_SIZE, colour=GROUP_INKS[name], bold=True)
        canvas.write(counts[name], middle, x=x, style=style, side="right")
        x += widths[name] + COUNT_GAP
    return x


def measure_counts(
    standings: Mapping[tuple[str, int], Mapping[str, Any]], reader: Language
) -> dict[Group, float]:
    """Return how wide each conference's column of counts is."""
    return {
        name: max(
            measure_text(text, COUNT_SIZE, bold=True)
            for text in [
                reader.text(f"charts.group_{name}"),
                *(write_standing(row, reader) for (of, _), row in standings.items() if of == name),
            ]
        )
        for name in CONFERENCES
    }


def write_standing(standing: Mapping[str, Any], reader: Language) -> str:
    """Return "2 of 3", or a dash where nobody could mention it."""
    if not standing["n_could_mention"]:
        return "–"
    return write_mentioned(standing, reader)


def find_share(standing: Mapping[str, Any]) -> float:
    """Return the part that mentions it; of a count told as a range, the middle of the range."""
    low = standing["n_mentioning"]
    return float((low + standing.get(HIGH, low)) / 2 / standing["n_answered"])


def measure_gap(pair: Iterable[Mapping[str, Any]]) -> float | None:
    """Return how far apart the marks of two standings are; nothing where ranges overlap.

    None where one of the two could not mention it.
    """
    first, second = pair
    if not first["n_could_mention"] or not second["n_could_mention"]:
        return None
    ends = [
        (
            one["n_mentioning"] / one["n_answered"],
            one.get(HIGH, one["n_mentioning"]) / one["n_answered"],
        )
        for one in (first, second)
    ]
    if max(low for low, _ in ends) <= min(high for _, high in ends):
        return 0.0
    return abs(find_share(first) - find_share(second))


def write_row(
    row: Mapping[str, Any],
    standings: Mapping[tuple[str, int], Mapping[str, Any]],
    reader: Language,
) -> dict[str, str]:
    """Return an objective's row of the table."""
    number = row["objective_id"]
    flips = count_flips(row)
    return {
        "objective": title_objective(number, reader),
        "mentions_rcm": write_standing(standings["RCM", number], reader),
        "mentions_sacm": write_standing(standings["SACM", number], reader),
        "points_rcm": write_points(row.get("rcm_score"), reader),
        "points_sacm": write_points(row.get("sacm_score"), reader),
        "flip_count": "–" if flips is None else reader.number(flips),
    }


def describe_comparison(
    rows: Sequence[Mapping[str, Any]],
    standings: Mapping[tuple[str, int], Mapping[str, Any]],
    reader: Language,
) -> str:
    """Return the alt text: where the two groups stand furthest apart."""
    gaps: dict[int, float] = {}
    for row in rows:
        pair = [standings[name, row["objective_id"]] for name in CONFERENCES]
        gap = measure_gap(pair)
        if row["is_comparable"] and gap is not None:
            gaps[row["objective_id"]] = gap
    if not gaps:
        return reader.text("charts.comparison_alt_nothing")
    widest = max(gaps.values())
    if widest < 1e-9:
        is_coded = any(HIGH in standing for standing in standings.values())
        return reader.text(f"charts.comparison_alt_{'coded' if is_coded else 'none'}")
    apart = [number for number, gap in gaps.items() if abs(gap - widest) < 1e-9]
    said = [
        reader.text(
            "charts.comparison_alt_one",
            objective=label_objective(number, reader),
            rcm=write_standing(standings["RCM", number], reader),
            sacm=write_standing(standings["SACM", number], reader),
        )
        for number in apart
    ]
    return reader.text("charts.comparison_alt", objectives="; ".join(said))
