"""The rows of the explorer's figure: place, objective, measure, and a mark per country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.marks import MarkKind, PathStyle, draw_box
from gcm_analysis.charts.matrix import Block, Cell, CellKind, describe_cell
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.theme import (
    BODY,
    FAINT,
    GROUP_COLOURS,
    GROUP_INKS,
    GROUP_TINTS,
    GROUPS,
    MUTED,
    NOTE,
    SMALL,
    STRONG,
    WHITE,
    Group,
    TextStyle,
    make_markers,
)
from gcm_analysis.charts.wording import (
    group_of,
    label_objective,
    name_country,
    shorten_country,
    title_objective,
    write_count,
    write_hover,
    write_points,
)
from gcm_analysis.explorer.links import Focus
from gcm_analysis.explorer.selection import Rule
from gcm_analysis.language import Language

PLACE_WIDTH = 44.0
LABEL_WIDTH = 300.0
BAR_LEFT = PLACE_WIDTH + LABEL_WIDTH
BAR_WIDTH = 132.0
VALUE_WIDTH = 58.0
MARKS_LEFT = BAR_LEFT + BAR_WIDTH + VALUE_WIDTH
WIDTH = 830.0
WIDEST_COLUMN, LEAST_COLUMN = 40.0, 22.0
ROW = 23.0
BAR = 11.0
RADIUS = 6.5
COUNTRY = TextStyle(size=11.0)
MARKS: dict[CellKind, MarkKind] = {
    "mentioned": "mentioned",
    "named": "undecided",
    "being_read": "not_mentioned",
    "zero": "not_mentioned",
    "not_offered": "not_offered",
    "pending": "pending",
}
LEGEND: tuple[tuple[CellKind, str], ...] = (
    ("named", "explorer.mark_points"),
    ("being_read", "charts.legend_being_read"),
    ("zero", "charts.mark_not_mentioned"),
    ("not_offered", "charts.mark_not_offered"),
)
UNREAD_STYLE = TextStyle(size=9.0, bold=True)
ORDER_RULES = ("borda", "copeland", "schulze", "kemeny")
RowMark = Literal["mentioned", "named", "being_read", "zero"]
Marks = dict[tuple[RowMark, Group], list[tuple[float, float]]]
UNREAD = "?"


@dataclass(frozen=True)
class Frame:
    """What every row of the figure shares."""

    blocks: tuple[Block, ...]
    cells: Mapping[tuple[str, int], Cell]
    rule: Rule
    scope: Group
    n_ranked: int
    focus: Focus | None
    reader: Language

    @property
    def column(self) -> float:
        """Width of a country's column, in px."""
        room = (WIDTH - MARKS_LEFT) / self.blocks[-1].end
        return min(max(room, LEAST_COLUMN), WIDEST_COLUMN)

    @property
    def width(self) -> float:
        """Of the whole figure, in px."""
        return max(MARKS_LEFT + self.blocks[-1].end * self.column, WIDTH)

    def centre(self, block: Block, place: int) -> float:
        """Return the middle of a country's column, in px."""
        return MARKS_LEFT + (block.start + place + 0.5) * self.column


def draw_legend(canvas: Canvas, frame: Frame) -> None:
    """Write in one line what the marks mean that occur."""
    reader = frame.reader
    kinds = {cell.kind for cell in frame.cells.values()}
    groups = [block.group for block in frame.blocks]
    entries: list[tuple[CellKind, Group, str]] = [
        ("mentioned", group, f"charts.mark_mentioned_{group}") for group in groups
    ]
    entries += [(kind, groups[0], key) for kind, key in LEGEND if kind in kinds]
    if any((iso3, 1) not in frame.cells for block in frame.blocks for iso3 in block.countries):
        entries.append(("pending", groups[0], "charts.mark_pending"))
    x = 0.0
    for kind, group, key in entries:
        words = reader.text(key)
        width = 30 + measure_text(words, NOTE.size)
        if x and x + width > frame.width:
            x = 0.0
            canvas.advance(18)
        canvas.mark(MARKS[kind], group, x + 7, canvas.cursor + 9, 5.5)
        if kind == "being_read":
            canvas.write_at(x + 7, canvas.cursor + 9, UNREAD, UNREAD_STYLE)
        canvas.write(words, canvas.cursor + 9, x=x + 18, style=NOTE)
        x += width
    canvas.advance(24)


def draw_headers(canvas: Canvas, frame: Frame) -> None:
    """Write the heads of the columns: countries upright, their conference above them."""
    reader = frame.reader
    top = canvas.advance(24)
    names = {
        iso3: shorten_country(iso3, reader) for block in frame.blocks for iso3 in block.countries
    }
    canvas.advance(max(measure_text(name, COUNTRY.size) for name in names.values()) + 10)
    bottom = canvas.cursor
    measure = "ahead" if frame.rule in ORDER_RULES else frame.rule
    heads = (
        (0.0, PLACE_WIDTH, "place"),
        (PLACE_WIDTH, LABEL_WIDTH, "objective"),
        (BAR_LEFT, BAR_WIDTH + VALUE_WIDTH - 12, measure),
    )
    for x, width, name in heads:
        lines = wrap_text(reader.text(f"explorer.header_{name}"), width, NOTE.size)
        canvas.write(lines, bottom - 4, x=x, style=NOTE, anchor="bottom")
    for block in frame.blocks:
        draw_block_header(canvas, block, top, frame, names)
    canvas.rule(bottom)
    canvas.advance(2)


def draw_block_header(
    canvas: Canvas, block: Block, top: float, frame: Frame, names: Mapping[str, str]
) -> None:
    """Write a conference and its countries; a country's name leads to its own objectives."""
    reader, bottom = frame.reader, canvas.cursor
    left = MARKS_LEFT + block.start * frame.column
    right = MARKS_LEFT + block.end * frame.column
    style = TextStyle(size=12.0, colour=GROUP_INKS[block.group], bold=True)
    name = reader.text(f"charts.matrix_block_{block.group}")
    canvas.write_at((left + right) / 2, top + 8, name, style)
    canvas.path(
        PathStyle(line=GROUP_INKS[block.group], width=2.0),
        f"M{left + 2:g},{top + 18:g}H{right - 2:g}",
    )
    for place, iso3 in enumerate(block.countries):
        x = frame.centre(block, place)
        is_pending = (iso3, 1) not in frame.cells
        canvas.write(
            names[iso3],
            bottom - 4,
            style=replace(COUNTRY, colour=MUTED) if is_pending else COUNTRY,
            fraction=x / frame.width,
            angle=-90,
            side="centre",
            anchor="bottom",
        )
        if not is_pending:
            hover = reader.text("explorer.only_country", country=name_country(iso3, reader))
            half = frame.column / 2
            canvas.answer(
                top + 20, bottom, write_hover([hover]), link=iso3, span=(x - half, x + half)
            )


def draw_row(
    canvas: Canvas,
    row: Mapping[str, Any],
    frame: Frame,
    marks: Marks,
) -> None:
    """Draw one objective, and note where its marks stand."""
    reader, number = frame.reader, int(row["objective_id"])
    top = canvas.advance(ROW)
    middle, bottom = top + ROW / 2, top + ROW
    is_seen = frame.focus is not None and frame.focus.objective == number
    if is_seen:
        box = draw_box(0, top + 1, frame.width, bottom)
        canvas.path(PathStyle(fill=GROUP_TINTS["ALL"], order=0), box)
    place = "–" if pd.isna(row["rank"]) else reader.number(int(row["rank"]))
    canvas.write(place, middle, x=4, style=STRONG)
    draw_label(canvas, number, middle, frame)
    draw_measure(canvas, row, middle, frame)
    canvas.answer(
        top, bottom, write_row_hover(row, frame), link=Focus(number).link, span=(0, MARKS_LEFT)
    )
    for block in frame.blocks:
        for column, iso3 in enumerate(block.countries):
            draw_cell(canvas, (iso3, number), (frame.centre(block, column), top), frame, marks)
    canvas.rule(bottom, FAINT)


def draw_label(canvas: Canvas, number: int, middle: float, frame: Frame) -> None:
    """Write an objective's number and short title, in one line or two small ones."""
    label = label_objective(number, frame.reader)
    lines, style = wrap_text(label, LABEL_WIDTH - 10, BODY.size), BODY
    if len(lines) > 1:
        style = SMALL
        lines = wrap_text(label, LABEL_WIDTH - 10, style.size)
    canvas.write(lines, middle, x=PLACE_WIDTH, style=style)


def draw_measure(canvas: Canvas, row: Mapping[str, Any], middle: float, frame: Frame) -> None:
    """Draw the bar of the rule's measure with its value."""
    top, bottom = middle - BAR / 2, middle + BAR / 2
    canvas.path(
        PathStyle(fill=FAINT, order=0), draw_box(BAR_LEFT, top, BAR_LEFT + BAR_WIDTH, bottom)
    )
    x = BAR_LEFT
    for group, share in split_measure(row, frame):
        width = BAR_WIDTH * share
        canvas.path(PathStyle(fill=GROUP_COLOURS[group]), draw_box(x, top, x + width, bottom))
        x += width
    canvas.write(write_measure(row, frame), middle, x=BAR_LEFT + BAR_WIDTH + 7, style=STRONG)


def split_measure(row: Mapping[str, Any], frame: Frame) -> list[tuple[Group, float]]:
    """Return the pieces of a bar, each its share of the whole length."""
    if frame.rule == "mentions":
        number = int(row["objective_id"])
        counts = {
            block.group: sum(
                (iso3, number) in frame.cells and frame.cells[iso3, number].kind == "mentioned"
                for iso3 in block.countries
            )
            for block in frame.blocks
        }
        return [(group, counts[group] / row["n_answered"]) for group in GROUPS if counts.get(group)]
    if pd.isna(row["rank"]):
        return []
    if frame.rule == "points":
        return [(frame.scope, float(row["score"]))]
    return [(frame.scope, row["n_behind"] / max(frame.n_ranked - 1, 1))]


def write_measure(row: Mapping[str, Any], frame: Frame) -> str:
    """Return the value of the rule's measure."""
    if frame.rule == "mentions":
        return write_count(row["n_mentioning"], row["n_answered"], frame.reader)
    if frame.rule == "points":
        return write_points(row["score"], frame.reader)
    return "–" if pd.isna(row["rank"]) else frame.reader.number(int(row["n_behind"]))


def draw_cell(
    canvas: Canvas,
    key: tuple[str, int],
    place: tuple[float, float],
    frame: Frame,
    marks: Marks,
) -> None:
    """Note a country's mark, and let it answer the pointer."""
    iso3, number = key
    (x, top), group, half = place, group_of(iso3), frame.column / 2
    middle = top + ROW / 2
    cell = frame.cells.get(key)
    if cell is None:
        canvas.mark("pending", group, x, middle, RADIUS)
        return
    if cell.kind == "not_offered" or cell.kind == "pending":
        canvas.mark(cell.kind, group, x, middle, RADIUS)
    else:
        marks.setdefault((cell.kind, group), []).append((x, middle))
    link = Focus(number, iso3).link
    if frame.focus is not None and frame.focus.link == link:
        box = draw_box(x - half + 1, top + 2, x + half - 1, top + ROW - 1)
        canvas.path(PathStyle(fill=WHITE, line=GROUP_INKS[group], width=1.5), box)
    hover = [
        f"{name_country(iso3, frame.reader)} · {label_objective(number, frame.reader)}",
        describe_cell(cell, frame.reader),
    ]
    canvas.answer(top, top + ROW, write_hover(hover), link=link, span=(x - half, x + half))


def draw_marks(canvas: Canvas, marks: Marks) -> None:
    """Draw the marks: filled, ring, ring with a core, ring with a question mark."""
    for (kind, group), places in sorted(marks.items()):
        colour = GROUP_COLOURS[group]
        size = RADIUS * (2.3 if group == "SACM" else 2.0)
        fill = colour if kind == "mentioned" else WHITE
        canvas.trace(make_markers(group, places, size=size, fill=fill, line=colour))
        if kind == "named":
            canvas.trace(make_markers(group, places, size=size * 0.42, line=colour))
        elif kind == "being_read":
            for x, y in places:
                canvas.write_at(x, y, UNREAD, UNREAD_STYLE)


def write_row_hover(row: Mapping[str, Any], frame: Frame) -> str:
    """Return what an objective's row tells the pointer."""
    reader = frame.reader
    rule = reader.text(f"charts.rule_{frame.rule}")
    place = (
        reader.text("explorer.place_none")
        if pd.isna(row["rank"])
        else reader.text("explorer.place_by_rule", rank=int(row["rank"]), rule=rule)
    )
    return write_hover(
        [
            title_objective(row["objective_id"], reader),
            place,
            f"{reader.text('explorer.header_mentions')}: "
            + write_count(row["n_mentioning"], row["n_answered"], reader),
            reader.text("charts.points", points=write_points(row["score"], reader)),
        ]
    )
