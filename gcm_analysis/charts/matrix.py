"""Every government and every objective: the matrix, with the two conferences as blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table
from gcm_analysis.charts.marks import PathStyle, draw_hatch
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.responses import count_answered, has_answered
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import (
    FAINT,
    GROUP_INKS,
    GROUP_TINTS,
    GROUPS,
    INK,
    LINE_HEIGHT,
    MUTED,
    NARROW_WIDTH,
    NOTE,
    PENDING,
    RULE,
    WHITE,
    Group,
    TextStyle,
)
from gcm_analysis.charts.wording import (
    Base,
    choose_reader,
    group_of,
    label_objective,
    name_country,
    shorten_country,
    sort_countries,
    write_hover,
    write_points,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.reference import objective, objectives

CellKind = Literal["mentioned", "named", "being_read", "zero", "not_offered", "pending"]
CELL_KINDS: tuple[CellKind, ...] = (
    "mentioned", "named", "being_read", "zero", "not_offered", "pending",
)  # fmt: skip
EXAMPLES: dict[CellKind, float] = dict.fromkeys(CELL_KINDS, 0.0) | {"mentioned": 0.8, "named": 0.2}
"""Points shown in the legend's cells."""
LEAST_POINTS = 0.01
"""Fewer points are told as fewer: rounded they would look like zero."""
LABEL_WIDTH = 126.0
NUMBER_WIDTH = 20.0
CELL_WIDTH = 24.0
CELL_SIZE = 9.5
LEAST_ROW = 24.0
GUTTER = 1.0
"""Room between two blocks, in columns; it carries the objectives' numbers."""
COLUMNS_OF_A_PHONE = 12
LABEL = TextStyle(size=10.5)
COUNTRY = TextStyle(size=11.0)


@dataclass(frozen=True)
class Cell:
    """One government and one objective."""

    kind: CellKind
    score: float


@dataclass(frozen=True)
class Block:
    """The columns of one group of countries."""

    group: Group
    countries: tuple[str, ...]
    start: float

    @property
    def end(self) -> float:
        """Where the block ends, in columns."""
        return self.start + len(self.countries)


def chart_matrix(
    priorities: pd.DataFrame, status: pd.DataFrame, *, forum: Forum, language: Language | str
) -> Chart:
    """Draw the 23 objectives by every government on the roster.

    Parameters
    ----------
    priorities : DataFrame
        Country x objective.
    status : DataFrame
        One row per government on the roster; those pending are shown as pending.
    forum : Forum
    language : Language or str

    Returns
    -------
    Chart
        Key "matrix". Wider than a phone where more than twelve governments were asked.
    """
    reader = choose_reader(forum, language)
    cells = read_cells(priorities, status)
    blocks = arrange_blocks(status["country_iso3"], reader)
    width = max(block.end for block in blocks)
    is_wide = sum(len(block.countries) for block in blocks) > COLUMNS_OF_A_PHONE
    canvas = Canvas(left=LABEL_WIDTH, x_range=(0.0, width))
    draw_matrix_legend(canvas, {cell.kind for cell in cells.values()}, reader)
    draw_headers(canvas, blocks, width, reader)
    for one in objectives():
        draw_row(canvas, one.number, blocks, cells, reader, has_gutter=is_wide)
    countries = [iso3 for block in blocks for iso3 in block.countries]
    base = Base("ALL", count_answered(status), len(status))
    return finish_chart(
        canvas,
        key="matrix",
        title=base.title(reader.text("charts.matrix_title"), forum, reader),
        subtitle=reader.text("charts.matrix_subtitle"),
        alt=describe_matrix(cells, countries, reader),
        table=make_matrix_table(cells, countries, reader),
        links=[f"#objective-{one.number}" for one in objectives()],
        min_width=round(LABEL_WIDTH + width * CELL_WIDTH) if is_wide else NARROW_WIDTH,
        forum=forum,
        reader=reader,
    )


def read_cells(priorities: pd.DataFrame, status: pd.DataFrame) -> dict[tuple[str, int], Cell]:
    """Return the cell of every government on the roster and every objective."""
    answered = {row["country_iso3"] for row in read_rows(status) if has_answered(row)}
    found = {
        (str(row["country_iso3"]), int(row["objective_id"])): row for row in read_rows(priorities)
    }
    return {
        (iso3, one.number): read_cell(found.get((iso3, one.number)) if iso3 in answered else None)
        for iso3 in status["country_iso3"]
        for one in objectives()
    }


def read_cell(row: Mapping[Any, Any] | None) -> Cell:
    """Return what a country's row of priorities says; without an answer it is pending."""
    if row is None:
        return Cell("pending", float("nan"))
    if not row["is_offered"] or pd.isna(row["score"]):
        return Cell("not_offered", float("nan"))
    score = float(row["score"])
    if row["is_mentioned"]:
        return Cell("mentioned", score)
    if row["n_being_read"] and not score:
        return Cell("being_read", score)
    return Cell("named" if score > 0 else "zero", score)


def arrange_blocks(countries: Sequence[str] | pd.Series, reader: Language) -> tuple[Block, ...]:
    """Return the blocks from left to right, countries in alphabetical order."""
    blocks: list[Block] = []
    start = 0.0
    for group in GROUPS:
        members = sort_countries((iso3 for iso3 in countries if group_of(iso3) == group), reader)
        if members:
            blocks.append(Block(group, members, start))
            start = blocks[-1].end + GUTTER
    return tuple(blocks)


def draw_headers(canvas: Canvas, blocks: Sequence[Block], width: float, reader: Language) -> None:
    """Write the conferences, and below them the countries, upright."""
    top = canvas.advance(22)
    names = {iso3: shorten_country(iso3, reader) for block in blocks for iso3 in block.countries}
    canvas.advance(max(measure_text(name, COUNTRY.size) for name in names.values()) + 12)
    for block in blocks:
        style = TextStyle(size=12.0, colour=GROUP_INKS[block.group], bold=True)
        name = reader.text(f"charts.matrix_block_{block.group}")
        canvas.write_at((block.start + block.end) / 2, top + 10, name, style)
        line = PathStyle(line=GROUP_INKS[block.group], width=2.0)
        canvas.path_at(line, f"M{block.start + 0.04:g},{top + 20:g}H{block.end - 0.04:g}")
        for place, iso3 in enumerate(block.countries):
            canvas.write(
                names[iso3],
                canvas.cursor - 4,
                style=COUNTRY,
                fraction=(block.start + place + 0.5) / width,
                angle=-90,
                side="centre",
                anchor="bottom",
            )


def draw_row(
    canvas: Canvas,
    number: int,
    blocks: Sequence[Block],
    cells: Mapping[tuple[str, int], Cell],
    reader: Language,
    *,
    has_gutter: bool,
) -> None:
    """Draw one objective: its label and its cells."""
    short = objective(number).short[reader.code]
    lines = wrap_text(short, LABEL_WIDTH - NUMBER_WIDTH - 6, LABEL.size)
    height = max(LEAST_ROW, len(lines) * LABEL.size * LINE_HEIGHT + 3)
    top = canvas.advance(height)
    middle = top + height / 2
    strong = TextStyle(size=LABEL.size, bold=True)
    canvas.write(str(number), middle, style=strong)
    canvas.write(lines, middle, x=NUMBER_WIDTH, style=LABEL)
    for place, block in enumerate(blocks):
        if place and has_gutter:
            canvas.write_at(block.start - GUTTER / 2, middle, str(number), strong)
        for column, iso3 in enumerate(block.countries):
            cell = cells[iso3, number]
            left = block.start + column
            draw_cell(canvas, cell, block.group, left, top, height, reader)
            hover = [
                f"{name_country(iso3, reader)} · {label_objective(number, reader)}",
                describe_cell(cell, reader),
            ]
            canvas.answer(
                top,
                top + height,
                write_hover(hover),
                link=f"{iso3}#objective-{number}",
                span=(left, left + 1),
            )


def draw_cell(
    canvas: Canvas, cell: Cell, group: Group, left: float, top: float, height: float,
    reader: Language,
) -> None:  # fmt: skip
    """Draw one cell: by fill, weight of the number, and sign, so that grey tells it as well."""
    start, end = left + 0.05, left + 0.95
    upper, lower = round(top + 1.5, 1), round(top + height - 1.5, 1)
    box = f"M{start:g},{upper:g}H{end:g}V{lower:g}H{start:g}Z"
    middle = (left + 0.5, top + height / 2)
    text = write_cell(cell, reader)
    if cell.kind == "mentioned":
        canvas.path_at(PathStyle(fill=GROUP_INKS[group]), box)
        canvas.write_at(*middle, text, TextStyle(size=CELL_SIZE, colour=WHITE, bold=True))
    elif cell.kind == "named":
        canvas.path_at(PathStyle(fill=GROUP_TINTS[group]), box)
        canvas.write_at(*middle, text, TextStyle(size=CELL_SIZE, colour=INK))
    elif cell.kind == "being_read":
        canvas.path_at(PathStyle(fill=WHITE, line=PENDING, width=1.0), box)
        canvas.write_at(*middle, text, TextStyle(size=CELL_SIZE + 1, colour=INK, bold=True))
    elif cell.kind == "zero":
        canvas.path_at(PathStyle(fill=WHITE, line=RULE, width=1.0), box)
        canvas.write_at(*middle, text, TextStyle(size=CELL_SIZE, colour=MUTED))
    elif cell.kind == "not_offered":
        canvas.write_at(*middle, text, TextStyle(size=CELL_SIZE, colour=MUTED))
    else:
        canvas.path_at(PathStyle(fill=FAINT), box)
        hatch = draw_hatch(start, upper, end, lower, 2)
        canvas.path_at(PathStyle(line=PENDING, width=0.8), hatch)


def write_cell(cell: Cell, reader: Language) -> str:
    """Return what stands in a cell: points without the leading zero, 1, 0, a dash or a ?."""
    if cell.kind == "not_offered":
        return "–"
    if cell.kind == "being_read":
        return "?"
    if cell.score in (0.0, 1.0):
        return reader.number(cell.score)
    if cell.score < LEAST_POINTS:
        return "<" + reader.number(LEAST_POINTS, 2).removeprefix("0")
    return reader.number(cell.score, 2).removeprefix("0")


def describe_cell(cell: Cell, reader: Language) -> str:
    """Say what a cell says."""
    return reader.text(f"charts.cell_{cell.kind}", points=write_points(cell.score, reader))


def draw_matrix_legend(canvas: Canvas, found: set[CellKind], reader: Language) -> None:
    """Write what the cells mean; each with a small cell before it."""
    x = 0.0
    for kind in CELL_KINDS:
        if kind not in found:
            continue
        words = reader.text(f"charts.legend_{kind}")
        width = 26 + measure_text(words, NOTE.size)
        if x and x + width > NARROW_WIDTH:
            x = 0.0
            canvas.advance(19)
        draw_legend_cell(canvas, kind, x, canvas.cursor, reader)
        canvas.write(words, canvas.cursor + 9, x=x + 26, style=NOTE)
        x += width + 14
    canvas.advance(28)


def draw_legend_cell(
    canvas: Canvas, kind: CellKind, x: float, top: float, reader: Language
) -> None:
    """Draw a cell of the legend, in px from the figure's edge."""
    left = x - canvas.left
    box = f"M{left:g},{top + 1:g}H{left + 20:g}V{top + 17:g}H{left:g}Z"
    styles: dict[CellKind, PathStyle] = {
        "mentioned": PathStyle(fill=GROUP_INKS["ALL"]),
        "named": PathStyle(fill=GROUP_TINTS["ALL"]),
        "being_read": PathStyle(fill=WHITE, line=PENDING, width=1.0),
        "zero": PathStyle(fill=WHITE, line=RULE, width=1.0),
        "pending": PathStyle(fill=FAINT),
    }
    if kind in styles:
        canvas.path(styles[kind], box)
    if kind == "pending":
        hatch = draw_hatch(left, top + 1, left + 20, top + 17, 2)
        canvas.path(PathStyle(line=PENDING, width=0.8), hatch)
        return
    sign = write_cell(Cell(kind, EXAMPLES[kind]), reader)
    colour = WHITE if kind == "mentioned" else INK if kind in ("named", "being_read") else MUTED
    is_bold = kind in ("mentioned", "being_read")
    style = TextStyle(size=CELL_SIZE, colour=colour, bold=is_bold)
    start = x + 10 - measure_text(sign, CELL_SIZE) / 2
    canvas.write(sign, top + 9, x=start, style=style)


def make_matrix_table(
    cells: Mapping[tuple[str, int], Cell], countries: Sequence[str], reader: Language
) -> pd.DataFrame:
    """Return the matrix as a table: one column per country."""
    table = make_table(
        [{"objective": label_objective(one.number, reader)} for one in objectives()],
        ["objective"],
        reader,
    )
    for iso3 in countries:
        column = [describe_cell(cells[iso3, one.number], reader) for one in objectives()]
        table[name_country(iso3, reader)] = pd.Series(column, dtype="str")
    return table


def describe_matrix(
    cells: Mapping[tuple[str, int], Cell], countries: Sequence[str], reader: Language
) -> str:
    """Return the alt text: how much is mentioned, and what by nobody."""
    pairs = sum(cell.kind == "mentioned" for cell in cells.values())
    silent = [
        str(one.number)
        for one in objectives()
        if not any(cells[iso3, one.number].kind == "mentioned" for iso3 in countries)
    ]
    sentence = reader.text(
        "charts.matrix_alt", n=pairs, n_countries=len(countries), n_objectives=len(objectives())
    )
    if not silent:
        return sentence + " " + reader.text("charts.matrix_alt_all")
    return (
        sentence
        + " "
        + reader.text("charts.matrix_alt_silent", n=len(silent), objectives=reader.list(silent))
    )
