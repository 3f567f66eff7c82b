"""The marks of a country: one shape per conference, drawn as paths in px."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gcm_analysis.charts.theme import CLEAR, GROUP_COLOURS, MUTED, PENDING, WHITE, Group

MarkKind = Literal["mentioned", "not_mentioned", "not_offered", "pending", "half", "undecided"]
CIRCLE_HANDLE = 0.5523
"""Length of the handles of four Bézier curves that make a circle, per radius."""


@dataclass(frozen=True)
class PathStyle:
    """How a path is drawn. Paths of one style become one shape of the figure."""

    fill: str = CLEAR
    line: str = CLEAR
    width: float = 0.0
    dash: str = "solid"
    order: int = 1
    """What has a lower number is drawn below."""


def write_path(*parts: str | float) -> str:
    """Write a path: letters as they are, numbers with at most one decimal.

    >>> write_path("M", 1.04, 2, "H", 3.25)
    'M1,2H3.2'
    """
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        else:
            joint = "," if text and text[-1].isdigit() else ""
            text += f"{joint}{round(float(part), 1):g}"
    return text


def draw_circle(x: float, y: float, radius: float) -> str:
    """Return a circle as a path."""
    handle = radius * CIRCLE_HANDLE
    return write_path(
        *("M", x - radius, y),
        *("C", x - radius, y - handle, x - handle, y - radius, x, y - radius),
        *("C", x + handle, y - radius, x + radius, y - handle, x + radius, y),
        *("C", x + radius, y + handle, x + handle, y + radius, x, y + radius),
        *("C", x - handle, y + radius, x - radius, y + handle, x - radius, y, "Z"),
    )


def draw_diamond(x: float, y: float, radius: float) -> str:
    """Return a square standing on its corner, of about the circle's area."""
    reach = radius * 1.22
    return write_path(
        "M", x - reach, y, "L", x, y - reach, "L", x + reach, y, "L", x, y + reach, "Z"
    )


def draw_box(left: float, top: float, right: float, bottom: float) -> str:
    """Return a rectangle as a path."""
    return write_path("M", left, top, "H", right, "V", bottom, "H", left, "Z")


def draw_symbol(group: Group, x: float, y: float, radius: float) -> str:
    """Return the mark of a group of countries: RCM circle, SACM diamond, others square."""
    if group == "RCM":
        return draw_circle(x, y, radius)
    if group == "SACM":
        return draw_diamond(x, y, radius)
    reach = radius * 0.9
    return draw_box(x - reach, y - reach, x + reach, y + reach)


def draw_half(group: Group, x: float, y: float, radius: float) -> str:
    """Return the left half of a group's mark."""
    if group == "RCM":
        handle = radius * CIRCLE_HANDLE
        return write_path(
            *("M", x, y - radius),
            *("C", x - handle, y - radius, x - radius, y - handle, x - radius, y),
            *("C", x - radius, y + handle, x - handle, y + radius, x, y + radius, "Z"),
        )
    if group == "SACM":
        reach = radius * 1.22
        return write_path("M", x, y - reach, "L", x - reach, y, "L", x, y + reach, "Z")
    reach = radius * 0.9
    return draw_box(x - reach, y - reach, x, y + reach)


def draw_hatch(left: float, top: float, right: float, bottom: float, steps: int = 3) -> str:
    """Return slanted lines across a box: the sign of an answer not yet there.

    The lines are laid out in the box's own width and height, which need not share a unit.
    """
    lines = []
    for step in range(1, 2 * steps):
        share = step / steps
        start = (min(share, 1.0), max(0.0, share - 1.0))
        end = (max(0.0, share - 1.0), min(share, 1.0))
        lines.append(
            f"M{round(left + (right - left) * start[0], 3):g},"
            f"{round(top + (bottom - top) * start[1], 3):g}"
            f"L{round(left + (right - left) * end[0], 3):g},"
            f"{round(top + (bottom - top) * end[1], 3):g}"
        )
    return "".join(lines)


def draw_mark(
    kind: MarkKind, group: Group, x: float, y: float, radius: float
) -> tuple[tuple[PathStyle, str], ...]:
    """Return the paths of a country's mark.

    Parameters
    ----------
    kind : str
        mentioned (filled), not_mentioned (ring), half (half filled), undecided (ring
        with a core), not_offered (dash), pending (small point). They differ in shape, so that
        they differ in grey as well.
    group : str
        Whose mark.
    x, y : float
        Centre in px.
    radius : float
        In px.

    Returns
    -------
    tuple of (PathStyle, str)
        What is drawn, below first.
    """
    colour = GROUP_COLOURS[group]
    if kind == "pending":
        point = draw_circle(x, y, max(1.3, radius * 0.28))
        return ((PathStyle(fill=PENDING), point),)
    if kind == "not_offered":
        dash = write_path("M", x - radius * 0.7, y, "H", x + radius * 0.7)
        return ((PathStyle(line=MUTED, width=1.5), dash),)
    if kind == "mentioned":
        return ((PathStyle(fill=colour), draw_symbol(group, x, y, radius)),)
    ring = PathStyle(fill=WHITE, line=colour, width=1.4, order=0)
    outline = (ring, draw_symbol(group, x, y, radius - 0.7))
    if kind == "half":
        return (outline, (PathStyle(fill=colour), draw_half(group, x, y, radius)))
    if kind == "undecided":
        return (outline, (PathStyle(fill=colour), draw_symbol(group, x, y, radius * 0.38)))
    return (outline,)
