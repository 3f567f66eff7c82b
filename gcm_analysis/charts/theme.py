"""Colours, fonts, sizes and the stamp: what every chart shares, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import plotly.graph_objects as go

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
SMALL = TextStyle(size=SMALL_SIZE)

STAMP_DISTANCE = 430
"""A tall chart carries the stamp once in so many px, so that no crop is without it."""
STAMP_SIZE = 14.5


def apply_theme(figure: go.Figure, *, height: float) -> go.Figure:
    """Give a figure the house's fonts and background, and no template.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Changed in place.
    height : float
        Height in px; the width follows the page.

    Returns
    -------
    plotly.graph_objects.Figure
        The same figure.
    """
    return figure.update_layout(
        template=None,
        height=round(height),
        autosize=True,
        font={"family": FONT_FAMILY, "size": BODY_SIZE, "color": INK},
        paper_bgcolor=WHITE,
        plot_bgcolor=CLEAR,
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        hoverlabel={
            "bgcolor": WHITE,
            "bordercolor": INK,
            "align": "left",
            "font": {"family": FONT_FAMILY, "size": BODY_SIZE, "color": INK},
            "namelength": 0,
        },
    )


def stamp(figure: go.Figure, text: str) -> go.Figure:
    """Write across the plotting area that the answers are invented.

    Light enough that every value is read through it, and repeated down a tall chart.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Themed: its height is known. Changed in place.
    text : str
        Markup of the stamp, lines parted by `<br>`.

    Returns
    -------
    plotly.graph_objects.Figure
        The same figure.
    """
    margin = figure.layout.margin
    times = max(1, round(figure.layout.height / STAMP_DISTANCE))
    for number in range(times):
        figure.add_annotation(
            name="stamp",
            text=text,
            xref="paper",
            yref="paper",
            x=0.5,
            xshift=(margin.r - margin.l) / 2,
            y=1 - (number + 0.5) / times,
            showarrow=False,
            textangle=-14,
            opacity=0.17,
            font={"size": STAMP_SIZE, "color": INK, "weight": 700},
        )
    return figure
