"""A figure laid out in px from the top: texts, marks and rows that answer the pointer.

The vertical axis counts px, so that rows of any height stack without overlap; the horizontal
one is the page's width (0 to 1), from whose edges texts and marks keep distances in px.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from gcm_analysis.charts.marks import MarkKind, PathStyle, draw_mark
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.theme import (
    BODY,
    CLEAR,
    LINE_HEIGHT,
    NARROW_WIDTH,
    NOTE,
    RULE,
    Group,
    TextStyle,
    make_layout,
)
from gcm_analysis.charts.wording import escape_markup

Side = Literal["left", "right", "centre"]
SIDE_FRACTIONS: dict[Side, float] = {"left": 0.0, "right": 1.0, "centre": 0.5}
LEGEND_GAP = 16.0
LEGEND_RADIUS = 5.0
LEGEND_INDENT = 17.0
LEGEND_LINE = 17.0


@dataclass
class Canvas:
    """What is being drawn.

    Parameters
    ----------
    left, right : float
        Margins in px, outside the horizontal axis.
    x_range : tuple of float
        What the horizontal axis runs over.
    """

    left: float = 0.0
    right: float = 0.0
    x_range: tuple[float, float] = (0.0, 1.0)
    cursor: float = 0.0
    """Px from the top at which the next row begins."""
    _annotations: list[dict[str, Any]] = field(default_factory=list)
    _traces: list[dict[str, Any]] = field(default_factory=list)
    _pixel_paths: dict[PathStyle, list[str]] = field(default_factory=lambda: defaultdict(list))
    _data_paths: dict[PathStyle, list[str]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[tuple[TextStyle, str], list[tuple[float, float, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _rows: list[tuple[float, float, float, float, str, str | None]] = field(default_factory=list)

    def advance(self, distance: float) -> float:
        """Leave room below; return where it began."""
        start = self.cursor
        self.cursor += distance
        return start

    def write(
        self,
        text: str | Sequence[str],
        y: float,
        *,
        x: float = 0.0,
        style: TextStyle = BODY,
        side: Side = "left",
        anchor: Literal["top", "middle", "bottom"] = "middle",
        fraction: float | None = None,
        angle: float = 0.0,
    ) -> float:
        """Write lines at a distance from an edge of the figure.

        Parameters
        ----------
        text : str or sequence of str
            Plain text, one or more lines; markup in it is shown, not obeyed.
        y : float
            Px from the top.
        x : float
            Px from the edge (`left`: to the right; `right`: to the left).
        style : TextStyle
        side : str
            The edge, and how the lines are aligned.
        anchor : str
            Whether `y` is the top, the middle or the bottom of the lines.
        fraction : float or None
            A place along the horizontal axis (0 to 1) to count `x` from instead of the edge.

        angle : float
            Degrees, clockwise.

        Returns
        -------
        float
            Height of the lines in px, before they are turned.
        """
        lines = [text] if isinstance(text, str) else list(text)
        height = len(lines) * style.size * LINE_HEIGHT
        shift = (
            x
            if fraction is not None
            else {"left": x - self.left, "right": self.right - x}.get(side, x)
        )
        self._annotations.append(
            {
                "text": "<br>".join(escape_markup(line) for line in lines),
                "x": SIDE_FRACTIONS[side] if fraction is None else fraction,
                "xref": "paper",
                "xshift": shift,
                "xanchor": "center" if side == "centre" else side,
                "align": "center" if side == "centre" else side,
                "y": y + height / 2 if anchor == "top" else y,
                "yref": "y",
                "yanchor": "bottom" if anchor == "bottom" else "middle",
                "showarrow": False,
                "borderpad": 0,
                "font": style.font(),
                **({"textangle": angle} if angle else {}),
            }
        )
        return height

    def write_at(
        self,
        x: float,
        y: float,
        text: str,
        style: TextStyle = BODY,
        position: str = "middle center",
    ) -> None:
        """Write one short text at a value of the horizontal axis; many of them stay light."""
        self._words[style, position].append((x, y, escape_markup(text)))

    def mark(self, kind: MarkKind, group: Group, x: float, y: float, radius: float) -> None:
        """Draw a country's mark, `x` and `y` in px from the figure's upper left corner."""
        for style, path in draw_mark(kind, group, x - self.left, y, radius):
            self._pixel_paths[style].append(path)

    def path(self, style: PathStyle, path: str) -> None:
        """Draw a path whose x counts px from the left end of the horizontal axis."""
        self._pixel_paths[style].append(path)

    def path_at(self, style: PathStyle, path: str) -> None:
        """Draw a path in values of the horizontal axis and px from the top."""
        self._data_paths[style].append(path)

    def rule(self, y: float, colour: str = RULE) -> None:
        """Draw a thin line across."""
        low, high = self.x_range
        self._data_paths[PathStyle(line=colour, width=1.0)].append(
            f"M{low:g},{round(y, 1):g}H{high:g}"
        )

    def trace(self, trace: dict[str, Any]) -> None:
        """Add a trace in values of the horizontal axis and px from the top."""
        self._traces.append(trace)

    def answer(
        self,
        top: float,
        bottom: float,
        hover: str,
        *,
        link: str | None = None,
        span: tuple[float, float] | None = None,
    ) -> None:
        """Make an area answer the pointer: it tells `hover` and leads to `link`.

        Parameters
        ----------
        top, bottom : float
            Px from the top.
        hover : str
            Markup, made by `wording.write_hover`.
        link : str or None
            Where a click leads: an ISO3 code, a topic, "objective:5".
        span : tuple of float or None
            From where to where on the horizontal axis; default: all of it.
        """
        start, end = span or self.x_range
        self._rows.append((top, bottom, start, end, hover, link))

    def legend(self, entries: Iterable[tuple[Sequence[tuple[MarkKind, Group]], str]]) -> None:
        """Write what the marks mean, in as many lines as a phone needs, and move on."""
        x = 0.0
        for marks, words in entries:
            indent = LEGEND_INDENT * len(marks)
            width = indent + measure_text(words, NOTE.size)
            if x and x + width > NARROW_WIDTH:
                x = 0.0
                self.cursor += LEGEND_LINE
            y = self.cursor + LEGEND_LINE / 2
            for number, (kind, group) in enumerate(marks):
                self.mark(kind, group, x + number * LEGEND_INDENT + 6, y, LEGEND_RADIUS)
            lines = wrap_text(words, NARROW_WIDTH - indent, NOTE.size)
            height = self.write(lines, self.cursor + 2, x=x + indent, style=NOTE, anchor="top")
            self.cursor += height - NOTE.size * LINE_HEIGHT
            x += width + LEGEND_GAP
        self.cursor += LEGEND_LINE + 8

    def finish(self) -> dict[str, Any]:
        """Return the figure as plotly.js reads it, as high as what was drawn."""
        axis = {"visible": False, "fixedrange": True}
        layout = make_layout(height=self.cursor, left=self.left, right=self.right)
        return {
            "data": [*self._traces, *self._make_words(), *self._make_answers()],
            "layout": {
                **layout,
                "xaxis": {"range": list(self.x_range), **axis},
                "yaxis": {"range": [round(self.cursor), 0], **axis},
                "annotations": self._annotations,
                "shapes": list(self._make_shapes()),
            },
        }

    def _make_shapes(self) -> Iterable[dict[str, Any]]:
        for is_pixel, paths in ((False, self._data_paths), (True, self._pixel_paths)):
            for style, parts in sorted(paths.items(), key=lambda item: item[0].order):
                # On paper, not on the axis: what hangs on an axis is cut off at the margins.
                place = {"xref": "paper", "xsizemode": "pixel", "xanchor": 0}
                line = {"color": style.line, "width": style.width, "dash": style.dash}
                yield {
                    "type": "path",
                    "path": "".join(parts),
                    **(place if is_pixel else {"xref": "x"}),
                    "yref": "y",
                    "fillcolor": style.fill,
                    "line": line,
                    "layer": "below",
                }

    def _make_words(self) -> Iterable[dict[str, Any]]:
        for (style, position), words in self._words.items():
            yield {
                "type": "scatter",
                "mode": "text",
                "x": [x for x, _, _ in words],
                "y": [y for _, y, _ in words],
                "text": [text for _, _, text in words],
                "textposition": position,
                "textfont": style.font(),
                "hoverinfo": "skip",
                "cliponaxis": False,
            }

    def _make_answers(self) -> Iterable[dict[str, Any]]:
        if not self._rows:
            return
        tops, bottoms, starts, ends, hovers, links = zip(*self._rows, strict=True)
        yield {
            "type": "bar",
            "orientation": "h",
            "base": list(starts),
            "x": [end - start for start, end in zip(starts, ends, strict=True)],
            "y": [(top + bottom) / 2 for top, bottom in zip(tops, bottoms, strict=True)],
            "width": [bottom - top for top, bottom in zip(tops, bottoms, strict=True)],
            "marker": {"color": CLEAR, "line": {"width": 0}},
            "hovertext": list(hovers),
            "hoverinfo": "text",
            "customdata": list(links),
        }
