"""A chart: a figure, its title with the base, its alt text and its table, in one language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gcm_analysis.charts.theme import CONFIG, NARROW_WIDTH, WIDEST

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

BLOCK_MIME = "application/vnd.gcm-analysis.block+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"


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
    figure : plotly.graph_objects.Figure
        Themed, of fixed height, as wide as the page.
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
    figure: go.Figure
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
        return int(self.figure.layout.height)

    def figure_json(self) -> dict[str, Any]:
        """Return the figure as plotly.js reads it."""
        content: dict[str, Any] = json.loads(self.figure.to_json())
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

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        payload = self.payload()
        return {
            BLOCK_MIME: payload,
            PLOTLY_MIME: {**payload["figure"], "config": CONFIG},
            "text/plain": f"{self.title}\n{self.alt}",
        }
