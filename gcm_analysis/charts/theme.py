"""Colours, fonts, sizes and the stamp: what every chart shares, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Group = Literal["RCM", "SACM", "ALL", "OTHER"]
GROUPS: tuple[Group, ...] = ("RCM", "SACM", "OTHER")
"""The blocks of countries, in the order in which every chart shows them."""

FONT_FAMILY = '"Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
BODY_SIZE = 12.0
NOTE_SIZE = 10.5
SMALL_SIZE = 9.5
LINE_HEIGHT = 1.3
"""Distance of two lines as a multiple of the font size; plotly.js draws with this one."""

NARROW_WIDTH = 336
"""Width in px (a phone of 360 px less the page's margins) at which every chart is laid out."""

WIDEST = 760
"""Width in px beyond which a chart gains nothing: its marks only drift apart."""

INK = "#1f2328"
MUTED = "#57606a"
PENDING = "#6e7781"
RULE = "#d0d7de"
FAINT = "#eef1f4"
WHITE = "#ffffff"
CLEAR = "rgba(0,0,0,0)"

GROUP_COLOURS: dict[Group, str] = {
    "RCM": "#1b6ca8",
    "SACM": "#c8641b",
    "ALL": "#3d3d3d",
    "OTHER": "#3d3d3d",
}
GROUP_TINTS: dict[Group, str] = {
    "RCM": "#dcebf6",
    "SACM": "#fae6d5",
    "ALL": "#e6e6e6",
    "OTHER": "#e6e6e6",
}
GROUP_INKS: dict[Group, str] = {
    "RCM": "#1b6ca8",
    "SACM": "#a94f10",
    "ALL": "#3d3d3d",
    "OTHER": "#3d3d3d",
}
"""The colours as text, and under white text: a little darker where contrast asks for it."""
GROUP_SYMBOLS: dict[Group, str] = {
    "RCM": "circle",
    "SACM": "diamond",
    "ALL": "square",
    "OTHER": "square",
}

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "doubleClick": False,
    "responsive": True,
    "scrollZoom": False,
    "showTips": False,
}
"""How plotly.js shows a figure: no tool bar (its buttons speak English and share to a cloud)."""


@dataclass(frozen=True)
class TextStyle:
    """How a text is drawn: size in px, colour, weight."""

    size: float = BODY_SIZE
    colour: str = INK
    bold: bool = False

    def font(self) -> dict[str, object]:
        """Return the style as plotly's font."""
        return {"size": self.size, "color": self.colour, "weight": 700 if self.bold else 400}


BODY = TextStyle()
STRONG = TextStyle(bold=True)
NOTE = TextStyle(size=NOTE_SIZE, colour=MUTED)
HEADING = TextStyle(size=13.0, bold=True)
TITLE = TextStyle(size=15.0, bold=True)
SMALL = TextStyle(size=SMALL_SIZE)

STAMP_DISTANCE = 430
"""A tall chart carries the stamp once in so many px, so that no crop is without it."""
STAMP_SIZE = 14.5


def make_layout(*, height: float, left: float, right: float) -> dict[str, Any]:
    """Return the layout that every figure starts from: fonts, background, margins, no template.

    Parameters
    ----------
    height : float
        Height in px; the width follows the page.
    left, right : float
        Margins in px.

    Returns
    -------
    dict
        As plotly.js reads it.
    """
    return {
        "height": round(height),
        "autosize": True,
        "margin": {"l": left, "r": right, "t": 0, "b": 0, "pad": 0, "autoexpand": False},
        "font": {"family": FONT_FAMILY, "size": BODY_SIZE, "color": INK},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0,
        "barmode": "overlay",
        "hoverlabel": {
            "bgcolor": WHITE,
            "bordercolor": INK,
            "align": "left",
            "font": {"family": FONT_FAMILY, "size": BODY_SIZE, "color": INK},
            "namelength": 0,
        },
    }


def make_stamps(layout: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """Return the words across the plotting area that say that the answers are invented.

    Light enough that every value is read through them, and repeated down a tall chart.

    Parameters
    ----------
    layout : mapping
        Of the figure: its height and margins are known.
    text : str
        Markup of the stamp, lines parted by `<br>`.

    Returns
    -------
    list of dict
        Annotations.
    """
    margin = layout["margin"]
    times = max(1, round(layout["height"] / STAMP_DISTANCE))
    return [
        {
            "name": "stamp",
            "text": text,
            "xref": "paper",
            "yref": "paper",
            "x": 0.5,
            "xshift": (margin["r"] - margin["l"]) / 2,
            "y": 1 - (number + 0.5) / times,
            "showarrow": False,
            "textangle": -14,
            "opacity": 0.17,
            "font": {"size": STAMP_SIZE, "color": INK, "weight": 700},
        }
        for number in range(times)
    ]


def make_markers(
    group: Group,
    places: Sequence[tuple[float, float]],
    *,
    size: float,
    fill: str | None = None,
    line: str = WHITE,
) -> dict[str, Any]:
    """Return the marks of a group at values of the axes, as a trace.

    Parameters
    ----------
    group : str
        Whose: it decides shape and colour.
    places : sequence of (float, float)
        Value of the horizontal axis, px from the top.
    size : float
        In px.
    fill : str or None
        Another colour than the group's.
    line : str
        Colour of the outline.
    """
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {
            "symbol": GROUP_SYMBOLS[group],
            "size": size,
            "color": fill or GROUP_COLOURS[group],
            "line": {"color": line, "width": 1},
            "opacity": 1,
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
