"""Where the texts of a figure stand at a given width, measured as the charts measure them."""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from gcm_analysis.charts.measure import SAFETY, measure_text
from gcm_analysis.charts.theme import LINE_HEIGHT

TOLERANCE = 1.5


@dataclass(frozen=True)
class Box:
    """A text's place in px from the figure's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two texts overlap by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > TOLERANCE and down > TOLERANCE


def measure_block(text: str, size: float, *, bold: bool) -> tuple[float, float]:
    """Return width and height of a label's markup."""
    lines = [html.unescape(line) for line in text.split("<br>")]
    width = max(measure_text(line, size, bold=bold) for line in lines) / SAFETY
    return width, len(lines) * size * LINE_HEIGHT * 0.92


def place_texts(figure: dict[str, Any], width: int) -> list[Box]:
    """Return the box of every text, the stamp aside."""
    margin = figure["layout"]["margin"]
    inner = width - margin["l"] - margin["r"]
    boxes = []
    for one in figure["layout"]["annotations"]:
        if one.get("name") == "stamp":
            continue
        font = one["font"]
        wide, high = measure_block(one["text"], font["size"], bold=font["weight"] == 700)
        if one.get("textangle"):
            wide, high = high, wide
        x = margin["l"] + one["x"] * inner + one["xshift"]
        left = x - {"left": 0, "center": wide / 2, "right": wide}[one["xanchor"]]
        top = one["y"] - {"middle": high / 2, "bottom": high}[one["yanchor"]]
        boxes.append(Box(one["text"], left, top, left + wide, top + high))
    return [*boxes, *place_words(figure, inner)]


def place_words(figure: dict[str, Any], inner: float) -> list[Box]:
    """Return the box of every word written at a value of the horizontal axis."""
    low, high = figure["layout"]["xaxis"]["range"]
    boxes = []
    for trace in figure["data"]:
        if trace["type"] != "scatter" or trace["mode"] != "text":
            continue
        font = trace["textfont"]
        for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
            wide, tall = measure_block(text, font["size"], bold=font["weight"] == 700)
            middle = figure["layout"]["margin"]["l"] + (x - low) / (high - low) * inner
            left = middle if trace["textposition"].endswith("right") else middle - wide / 2
            boxes.append(Box(text, left, y - tall / 2, left + wide, y + tall / 2))
    return boxes


def find_clipped(figure: dict[str, Any], width: int) -> list[Box]:
    """Return the texts that reach beyond the figure."""
    return [
        box
        for box in place_texts(figure, width)
        if box.left < -TOLERANCE
        or box.right > width + TOLERANCE
        or box.top < -TOLERANCE
        or box.bottom > figure["layout"]["height"] + TOLERANCE
    ]


def find_overlaps(figure: dict[str, Any], width: int) -> list[tuple[str, str]]:
    """Return the pairs of texts that overlap."""
    return [
        (one.text, other.text)
        for one, other in combinations(place_texts(figure, width), 2)
        if one.meets(other)
    ]
