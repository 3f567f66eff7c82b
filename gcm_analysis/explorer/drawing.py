"""A chart that answers clicks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go

from gcm_analysis.charts import CONFIG, Chart


class Drawing:
    """A figure in a widget; another chart is drawn in its place without loading plotly.js again.

    Parameters
    ----------
    on_link : callable
        Called with what the area clicked on carries in `customdata`.
    """

    def __init__(self, on_link: Callable[[str], None]) -> None:
        self._on_link = on_link
        self.widget: Any = go.FigureWidget()
        self.widget._config = CONFIG

    def show(self, chart: Chart) -> None:
        """Draw a chart in place of what was there."""
        figure = chart.figure
        self.widget.data = ()
        self.widget.layout = figure.layout
        self.widget.add_traces(figure.data)
        # What is changed before a browser has loaded plotly.js is told to nobody; only a display
        # of the figure itself, which lies in a box here, brings its state up to date.
        self.widget._repr_mimebundle_()
        for trace in self.widget.data:
            if trace.customdata is not None:
                trace.on_click(self._follow)

    def _follow(self, trace: Any, points: Any, _: Any) -> None:
        for place in points.point_inds[:1]:
            link = trace.customdata[place]
            if isinstance(link, str):
                self._on_link(link)
