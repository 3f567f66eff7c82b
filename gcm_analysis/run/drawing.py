"""The figures of executed notebooks as files: drawn once, kept by their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from gcm_analysis.charts.browser import find_browser
from gcm_analysis.charts.static import BROWSER_HINT, Format, StaticDrawer
from gcm_analysis.report.reading import ChartShown, read_blocks

WIDTH = 720
PHONE_WIDTH = 336
"""Pixels of a country page's drawings: the page has no other figures, and must fit a phone."""
FORMATS: tuple[Format, ...] = ("svg", "png")


class Drawer(Protocol):
    """Who draws plotly's JSON of a figure as a file's bytes."""

    @property
    def hint(self) -> str | None:
        """Set where nothing can be drawn."""

    def draw_figure(
        self, figure: dict[str, Any], kind: Format, *, width: int, height: int
    ) -> bytes | None:
        """Draw a figure, or return None where there is no browser."""


class LateDrawer:
    """Draws through one browser, which starts at the first figure that was not drawn before."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> LateDrawer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @cached_property
    def hint(self) -> str | None:
        """Set where there is no browser: one line that tells how to get one."""
        return BROWSER_HINT if find_browser() is None else None

    @cached_property
    def _drawer(self) -> StaticDrawer:
        return self._stack.enter_context(StaticDrawer())

    def draw_figure(
        self, figure: dict[str, Any], kind: Format, *, width: int, height: int
    ) -> bytes | None:
        """Draw a figure, or return None where there is no browser."""
        if self.hint:
            return None
        return self._drawer.draw_figure(figure, kind, width=width, height=height)


@dataclass(frozen=True)
class FigureFiles:
    """Draws figures, or takes them from those drawn before.

    Parameters
    ----------
    drawer : Drawer
        One for the whole run.
    kept : Path
        Folder of the figures drawn before, each named by the hash of what it shows.
    """

    drawer: Drawer
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
    """Return a name that is the same for the same drawing by the same means."""
    shown = json.dumps([chart.figure, width, chart.height, hash_means()], sort_keys=True)
    return hashlib.sha256(shown.encode("utf-8")).hexdigest()


@cache
def hash_means() -> str:
    """Return a hash of what draws: plotly.js, kaleido, and what is done to their drawings."""
    room = files("gcm_analysis.charts")
    own = [(room / name).read_text("utf-8") for name in ("static.py", "svg.py")]
    parts = json.dumps([version("plotly"), version("kaleido"), *own])
    return hashlib.sha256(parts.encode("utf-8")).hexdigest()
