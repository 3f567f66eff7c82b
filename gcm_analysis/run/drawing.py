"""The figures of executed notebooks as files: drawn once, kept by their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.charts.static import Format, StaticDrawer
from gcm_analysis.report.reading import ChartShown, read_blocks

WIDTH = 720
PHONE_WIDTH = 336
"""Pixels of a country page's drawings: the page has no other figures, and must fit a phone."""
FORMATS: tuple[Format, ...] = ("svg", "png")


@dataclass(frozen=True)
class FigureFiles:
    """Draws figures, or takes them from those drawn before.

    Parameters
    ----------
    drawer : StaticDrawer
        Open; one for the whole run.
    kept : Path
        Folder of the figures drawn before, each named by the hash of what it shows.
    """

    drawer: StaticDrawer
    kept: Path

    def draw(self, chart: ChartShown, kind: Format, width: int = WIDTH) -> bytes | None:
        """Return a figure as a file's bytes, or None where there is no browser.

        A chart that needs more than `width` pixels is drawn as wide as it needs.
        """
        width = max(width, chart.min_width)
        known = self.kept / f"{hash_figure(chart, width)}.{kind}"
        if known.exists():
            return known.read_bytes()
        drawn = self.drawer.draw_figure(chart.figure, kind, width=width, height=chart.height)
        if drawn is not None:
            self.kept.mkdir(parents=True, exist_ok=True)
            scratch = known.with_suffix(".tmp")
            scratch.write_bytes(drawn)
            scratch.replace(known)
        return drawn

    def drawings_of(self, notebooks: Iterable[Path], width: int = WIDTH) -> dict[str, str]:
        """Return the SVG of every chart that notebooks show, by its key."""
        drawn = {chart.key: self.draw(chart, "svg", width) for chart in charts_in(notebooks)}
        return {key: svg.decode("utf-8") for key, svg in drawn.items() if svg is not None}

    def write_all(self, notebooks: Iterable[Path], folder: Path) -> int:
        """Write every chart that notebooks show as SVG and PNG; return how many files."""
        written = 0
        for chart in charts_in(notebooks):
            for kind in FORMATS:
                drawn = self.draw(chart, kind)
                if drawn is not None:
                    folder.mkdir(parents=True, exist_ok=True)
                    (folder / f"{chart.key}.{kind}").write_bytes(drawn)
                    written += 1
        return written


def charts_in(notebooks: Iterable[Path]) -> list[ChartShown]:
    """Return the charts that executed notebooks show."""
    return [
        block
        for notebook in notebooks
        for block in read_blocks(notebook)
        if isinstance(block, ChartShown)
    ]


def hash_figure(chart: ChartShown, width: int) -> str:
    """Return a name that is the same for the same drawing."""
    shown = json.dumps([chart.figure, width, chart.height], sort_keys=True)
    return hashlib.sha256(shown.encode("utf-8")).hexdigest()
