"""Rows of points: a label and a bar from 0 to 1, filled where it is a mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.finish import show_nothing
from gcm_analysis.charts.marks import PathStyle
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.theme import (
    BODY,
    FAINT,
    GROUP_COLOURS,
    GROUP_TINTS,
    NARROW_WIDTH,
    NOTE,
    STRONG,
    Group,
)
from gcm_analysis.charts.wording import write_hover, write_points
from gcm_analysis.language import Language

BAR = 11.0
ROW_GAP = 9.0


@dataclass(frozen=True)
class PointRow:
    """One topic or objective of one country.

    Parameters
    ----------
    label : str
    score : float
        Points, 0 to 1.
    is_mentioned : bool
        Whether the country mentions it (rule 3).
    link : str or None
        Where a click leads.
    """

    label: str
    score: float
    is_mentioned: bool
    link: str | None = None


def draw_point_rows(
    canvas: Canvas, rows: Sequence[PointRow], group: Group, reader: Language
) -> None:
    """Draw a legend and the rows in the order given.

    Parameters
    ----------
    canvas : Canvas
        Its right margin holds the points.
    rows : sequence of PointRow
    group : str
        The country's conference, for the colour.
    reader : Language
    """
    if not rows:
        show_nothing(canvas, reader.text("charts.nothing_mentioned"))
        return
    draw_bar_legend(canvas, group, reader)
    for row in rows:
        top = canvas.cursor
        style = STRONG if row.is_mentioned else BODY
        lines = wrap_text(row.label, NARROW_WIDTH, style.size, bold=style.bold)
        canvas.cursor += canvas.write(lines, top, style=style, anchor="top")
        bar = canvas.advance(BAR + 4) + 2
        draw_bar(canvas, 1.0, bar, PathStyle(fill=FAINT, order=0))
        draw_bar(canvas, row.score, bar, style_bar(group, is_mentioned=row.is_mentioned))
        points = write_points(row.score, reader)
        canvas.write(points, bar + BAR / 2, style=style, side="right")
        state = reader.text("charts.bar_mentioned" if row.is_mentioned else "charts.bar_points")
        hover = write_hover([row.label, f"{state}: {points}"])
        canvas.answer(top, canvas.cursor, hover, link=row.link)
        canvas.advance(ROW_GAP)


def style_bar(group: Group, *, is_mentioned: bool) -> PathStyle:
    """Return how a bar looks: full colour for a mention, an outline otherwise."""
    if is_mentioned:
        return PathStyle(fill=GROUP_COLOURS[group])
    return PathStyle(fill=GROUP_TINTS[group], line=GROUP_COLOURS[group], width=1.0)


def draw_bar(canvas: Canvas, end: float, top: float, style: PathStyle) -> None:
    """Draw a bar from 0 to a value of the horizontal axis."""
    if end > 0:
        canvas.path_at(style, f"M0,{round(top, 1):g}H{end:g}V{round(top + BAR, 1):g}H0Z")


def draw_bar_legend(canvas: Canvas, group: Group, reader: Language) -> None:
    """Write what a filled and an outlined bar mean."""
    x = 0.0
    for is_mentioned in (True, False):
        words = reader.text("charts.bar_mentioned" if is_mentioned else "charts.bar_points")
        y = canvas.cursor + 8
        style = style_bar(group, is_mentioned=is_mentioned)
        canvas.path(style, f"M{x + 1:g},{y - 5:g}H{x + 19:g}V{y + 5:g}H{x + 1:g}Z")
        canvas.write(words, y, x=x + 25, style=NOTE)
        x += 25 + measure_text(words, NOTE.size) + 14
    canvas.advance(26)
