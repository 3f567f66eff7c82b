"""A chart: a figure, its title with the base, its alt text and its table, in one language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gcm_analysis.charts.measure import wrap_text
from gcm_analysis.charts.theme import CONFIG, LINE_HEIGHT, NARROW_WIDTH, TITLE, WIDEST
from gcm_analysis.charts.wording import escape_markup

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

BLOCK_MIME = "application/vnd.gcm-analysis.block+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"
TITLE_MARGIN = 8
"""Px above and below the title that a figure carries in a notebook."""


@dataclass(frozen=True)
class Chart:
    """What a chart function returns, and what the page prints.

    Parameters
    ----------
    key : str
        Stable name of the figure: id on the page and file name.
    title : str
        Says what is shown and of whom (n of N); printed above the figure, not in it.
    subtitle : str
        How to read it.
    alt : str
        A sentence with the finding, for those who do not see the figure.
    content : dict
        The figure as plotly.js reads it: themed, of fixed height, as wide as the page.
    table : DataFrame
        The same numbers in words of the page's language: every value is text.
    links : tuple of (str or None)
        Per row of the table, where it leads: "MEX" (a country's page) or "#objective-5".
        Empty: no links.
    min_width : int
        Px; a narrower screen scrolls.
    """

    key: str
    title: str
    subtitle: str
    alt: str
    content: dict[str, Any]
    table: pd.DataFrame
    links: tuple[str | None, ...] = ()
    min_width: int = NARROW_WIDTH

    def __post_init__(self) -> None:
        assert not self.links or len(self.links) == len(self.table), self.key

    @property
    def max_width(self) -> int:
        """Px; on a wider screen the chart keeps this width."""
        return max(WIDEST, self.min_width)

    @property
    def height(self) -> int:
        """Height of the figure in px."""
        return int(self.content["layout"]["height"])

    @cached_property
    def figure(self) -> go.Figure:
        """The figure as plotly.py knows it, for those who want to go on with it.

        Made only when asked for: plotly.py checks hundreds of labels one by one, which takes
        many times longer than drawing them.
        """
        import plotly.graph_objects as go

        return go.Figure(self.content).update_layout(template=None)

    def figure_json(self) -> dict[str, Any]:
        """Return the figure as plotly.js reads it, in plain types of JSON."""
        content: dict[str, Any] = json.loads(
            json.dumps(self.content, default=unwrap_number, allow_nan=False)
        )
        return content

    def payload(self) -> dict[str, Any]:
        """Return the chart as the page reads it from an executed notebook."""
        return {
            "kind": "chart",
            "key": self.key,
            "title": self.title,
            "subtitle": self.subtitle,
            "alt": self.alt,
            "figure": self.figure_json(),
            "table": {
                "columns": [str(column) for column in self.table],
                "rows": [list(row) for row in self.table.itertuples(index=False, name=None)],
                "links": list(self.links),
                "anchors": [],
                "verbatim": [],
            },
            "min_width": self.min_width,
            "max_width": self.max_width,
            "height": self.height,
        }

    def notebook_figure(self) -> dict[str, Any]:
        """Return the figure as a notebook shows it: with its title, no wider than on the page.

        The page prints the title above the figure; JupyterLab shows nothing but the figure.
        """
        lines = wrap_text(self.title, self.max_width - 2 * TITLE_MARGIN, TITLE.size, bold=True)
        room = round(len(lines) * TITLE.size * LINE_HEIGHT + 2 * TITLE_MARGIN)
        figure = self.figure_json()
        layout = figure["layout"]
        layout["margin"]["t"] += room
        layout |= {"height": self.height + room, "width": self.max_width, "autosize": False}
        title = {
            "name": "title",
            "text": "<br>".join(escape_markup(line) for line in lines),
            "font": TITLE.font(),
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "xshift": -layout["margin"]["l"],
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": TITLE_MARGIN,
        }
        layout["annotations"] = [*layout.get("annotations", ()), title]
        return figure

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            BLOCK_MIME: self.payload(),
            PLOTLY_MIME: {**self.notebook_figure(), "config": CONFIG},
            "text/plain": f"{self.title}\n{self.alt}",
        }


def unwrap_number(value: Any) -> Any:
    """Return Python's number for one of numpy."""
    return value.item()
