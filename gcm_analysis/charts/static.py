"""Figures as SVG and PNG files: one browser for the whole run, no network, the same bytes twice."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from gcm_analysis.charts.browser import find_browser
from gcm_analysis.charts.svg import normalise_svg

if TYPE_CHECKING:
    from gcm_analysis.charts.chart import Chart

Format = Literal["svg", "png"]
WIDTH = 720
"""Px: the width of a printed page's column, and of a drawing on a phone turned sideways."""
PNG_SCALE = 2
BROWSER_HINT = (
    "No Chrome, Edge or Chromium was found, so no static figures were drawn: install one "
    "(on Debian `apt-get install chromium`) or set BROWSER_PATH to it."
)


def find_plotly_js() -> Path:
    """Return plotly.js as the installed plotly package carries it."""
    spec = importlib.util.find_spec("plotly")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


@dataclass
class StaticDrawer:
    """Draws many charts through one browser.

    >>> with StaticDrawer() as drawer:  # doctest: +SKIP
    ...     svg = drawer.draw_svg(chart)

    Parameters
    ----------
    browser : Path or None
        Path of a browser; default: `find_browser`.
    """

    browser: Path | None = None
    hint: str | None = field(default=None, init=False)
    """Set where nothing can be drawn: one line that tells how to get a browser."""

    def __enter__(self) -> StaticDrawer:
        self.browser = self.browser or find_browser()
        if self.browser is None:
            self.hint = BROWSER_HINT
            return self
        import kaleido

        kaleido.start_sync_server(
            path=str(self.browser),
            plotlyjs=find_plotly_js().as_uri(),
            mathjax=False,
            silence_warnings=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.browser is not None and self.hint is None:
            import kaleido

            kaleido.stop_sync_server(silence_warnings=True)

    def draw_svg(self, chart: Chart, *, width: int = WIDTH) -> str | None:
        """Return a chart as a small SVG, the same text for the same chart.

        Parameters
        ----------
        chart : Chart
        width : int
            Px; a chart that needs more is drawn as wide as it needs.

        Returns
        -------
        str or None
            None where there is no browser (see `hint`).
        """
        drawn = self._draw(chart.figure_json(), "svg", max(width, chart.min_width), chart.height)
        return None if drawn is None else normalise_svg(drawn.decode("utf-8"))

    def draw_png(self, chart: Chart, *, width: int = WIDTH) -> bytes | None:
        """Return a chart as a PNG of twice the width in pixels, or None without a browser."""
        return self._draw(chart.figure_json(), "png", max(width, chart.min_width), chart.height)

    def draw_figure(
        self, figure: dict[str, Any], kind: Format, *, width: int, height: int
    ) -> bytes | None:
        """Return plotly's JSON of a figure (as an executed notebook holds it) as a file's bytes.

        Parameters
        ----------
        figure : dict
            `Chart.figure_json`.
        kind : str
            "svg" or "png".
        width, height : int
            Px.

        Returns
        -------
        bytes or None
            None where there is no browser.
        """
        drawn = self._draw(figure, kind, width, height)
        if drawn is None or kind == "png":
            return drawn
        return normalise_svg(drawn.decode("utf-8")).encode("utf-8")

    def _draw(self, figure: dict[str, Any], kind: Format, width: int, height: int) -> bytes | None:
        if self.browser is None or self.hint is not None:
            return None
        import kaleido

        scale = PNG_SCALE if kind == "png" else 1
        options = {"format": kind, "width": width, "height": height, "scale": scale}
        drawn: bytes = kaleido.calc_fig_sync(figure, opts=options)
        return drawn
