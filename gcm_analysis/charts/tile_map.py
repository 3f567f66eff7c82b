"""The Americas as tiles: what each government on the roster puts first, every tie shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from gcm_analysis import reference
from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table
from gcm_analysis.charts.marks import PathStyle, draw_hatch
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.responses import count_answered, has_answered
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import (
    FAINT,
    GROUP_COLOURS,
    GROUPS,
    INK,
    LINE_HEIGHT,
    MUTED,
    NARROW_WIDTH,
    NOTE,
    PENDING,
    TextStyle,
    make_markers,
)
from gcm_analysis.charts.wording import (
    Base,
    choose_reader,
    group_of,
    label_objective,
    name_country,
    sort_countries,
    write_hover,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language

TileKind = Literal["answered", "pending", "not_asked"]
TILE_HEIGHT = 52.0
CODE = TextStyle(size=9.5, bold=True)
NUMBERS = TextStyle(size=10.0)
LINES_OF_NUMBERS = 2
COLUMNS = ("country", "conference", "first")


@dataclass(frozen=True)
class Tile:
    """One State on the map.

    Parameters
    ----------
    iso3 : str
    row, column : int
        From 0.
    kind : str
    first : tuple of int
        The objectives that its own points put first, all that tie.
    """

    iso3: str
    row: int
    column: int
    kind: TileKind
    first: tuple[int, ...] = ()


def chart_tile_map(
    priorities: pd.DataFrame, status: pd.DataFrame, *, forum: Forum, language: Language | str
) -> Chart:
    """Draw the 35 American States as tiles, each on the roster with its first objectives.

    Parameters
    ----------
    priorities : DataFrame
        Country x objective.
    status : DataFrame
        One row per government on the roster.
    forum : Forum
    language : Language or str

    Returns
    -------
    Chart
        Key "tile-map".
    """
    reader = choose_reader(forum, language)
    tiles = lay_tiles(priorities, status)
    width = float(max(tile.column for tile in tiles) + 1)
    canvas = Canvas(x_range=(0.0, width))
    draw_tile_legend(canvas, tiles, reader)
    top = canvas.cursor
    for tile in tiles:
        draw_tile(canvas, tile, top + tile.row * TILE_HEIGHT, NARROW_WIDTH / width, reader)
    draw_tile_marks(canvas, tiles, top)
    canvas.advance((max(tile.row for tile in tiles) + 1) * TILE_HEIGHT + 10)
    draw_key(canvas, sorted({number for tile in tiles for number in tile.first}), reader)
    asked = {tile.iso3: tile for tile in tiles if tile.kind != "not_asked"}
    ordered = sort_countries(asked, reader)
    base = Base("ALL", count_answered(status), len(status))
    return finish_chart(
        canvas,
        key="tile-map",
        title=base.title(reader.text("charts.tile_map_title"), forum, reader),
        subtitle=reader.text("charts.tile_map_subtitle"),
        alt=describe_tiles([asked[iso3] for iso3 in ordered], reader),
        table=make_table([write_row(asked[iso3], reader) for iso3 in ordered], COLUMNS, reader),
        links=ordered,
        forum=forum,
        reader=reader,
    )


def lay_tiles(priorities: pd.DataFrame, status: pd.DataFrame) -> tuple[Tile, ...]:
    """Return a tile for every American State; a government beyond them has none."""
    by_country = {row["country_iso3"]: row for row in read_rows(status)}
    tiles = []
    for iso3 in reference.americas():
        row, column = reference.tile(iso3)
        kind: TileKind = "not_asked"
        if iso3 in by_country:
            kind = "answered" if has_answered(by_country[iso3]) else "pending"
        first = find_first(priorities, iso3) if kind == "answered" else ()
        tiles.append(Tile(iso3, row, column, kind, first))
    return tuple(tiles)


def find_first(priorities: pd.DataFrame, iso3: str) -> tuple[int, ...]:
    """Return the objectives that share a country's first place, in number order."""
    own = priorities[(priorities["country_iso3"] == iso3) & (priorities["score"] > 0)]
    first = own.loc[own["rank"] == 1, "objective_id"]
    return tuple(sorted(int(number) for number in first))


def fit_numbers(numbers: Sequence[int], width: float) -> tuple[str, ...]:
    """Break objective numbers into the lines of a tile; what does not fit is told as "+n".

    >>> fit_numbers([5], 30)
    ('5',)
    """
    written = [str(number) for number in numbers]
    lines = wrap_text(", ".join(written), width, NUMBERS.size)
    shown = len(written)
    while len(lines) > LINES_OF_NUMBERS and shown > 0:
        shown -= 1
        parts = [*written[:shown], f"+{len(written) - shown}"]
        lines = wrap_text(", ".join(parts), width, NUMBERS.size)
    return lines


def draw_tile(canvas: Canvas, tile: Tile, top: float, width: float, reader: Language) -> None:
    """Draw one tile: its code, its numbers, its frame."""
    left, right = tile.column + 0.05, tile.column + 0.95
    bottom = top + TILE_HEIGHT - 3
    box = f"M{left:g},{top + 1:g}H{right:g}V{bottom:g}H{left:g}Z"
    centre = tile.column + 0.5
    colour = GROUP_COLOURS[group_of(tile.iso3)]
    name = name_country(tile.iso3, reader)
    if tile.kind == "not_asked":
        canvas.path_at(PathStyle(fill=FAINT), box)
        canvas.write_at(
            centre, (top + bottom) / 2, tile.iso3, TextStyle(size=CODE.size, colour=MUTED)
        )
        said = [name, reader.text("charts.tile_not_asked")]
        canvas.answer(top, bottom, write_hover(said), span=(left, right))
        return
    if tile.kind == "pending":
        hatch = draw_hatch(left, top + 20, right, bottom, 3)
        canvas.path_at(PathStyle(line=PENDING, width=0.8), hatch)
        said = [name, reader.text("charts.status_pending")]
    else:
        lines = fit_numbers(tile.first, width * 0.9 - 4) if tile.first else ("–",)
        for place, line in enumerate(lines):
            middle = top + 33 + (place - (len(lines) - 1) / 2) * NUMBERS.size * LINE_HEIGHT
            canvas.write_at(centre, middle, line, NUMBERS)
        said = [name, *(label_objective(number, reader) for number in tile.first)]
    canvas.path_at(PathStyle(line=colour, width=2.0), box)
    canvas.write_at(tile.column + 0.13, top + 11, tile.iso3, CODE, "middle right")
    canvas.answer(top, bottom, write_hover(said), link=tile.iso3, span=(left, right))


def draw_tile_marks(canvas: Canvas, tiles: Sequence[Tile], top: float) -> None:
    """Put each conference's mark in the corner of its members' tiles."""
    for group in GROUPS:
        own = [tile for tile in tiles if tile.kind != "not_asked" and group_of(tile.iso3) == group]
        if own:
            corners = [(tile.column + 0.95, top + tile.row * TILE_HEIGHT + 1) for tile in own]
            canvas.trace(make_markers(group, corners, size=9 if group == "RCM" else 10))


def draw_tile_legend(canvas: Canvas, tiles: Sequence[Tile], reader: Language) -> None:
    """Write what frame, hatching and grey mean."""
    groups = [
        group
        for group in GROUPS
        if any(tile.kind != "not_asked" and group_of(tile.iso3) == group for tile in tiles)
    ]
    canvas.legend(
        ([("mentioned", group)], reader.text(f"charts.members_{group}")) for group in groups
    )
    canvas.cursor -= 6
    x = 0.0
    kinds: tuple[TileKind, ...] = ("pending", "not_asked")
    for kind in kinds:
        if not any(tile.kind == kind for tile in tiles):
            continue
        words = reader.text(f"charts.tile_{kind}")
        y = canvas.cursor
        box = f"M{x + 1:g},{y + 1:g}H{x + 17:g}V{y + 15:g}H{x + 1:g}Z"
        if kind == "pending":
            canvas.path(PathStyle(line=INK, width=1.2), box)
            hatch = draw_hatch(x + 1, y + 1, x + 17, y + 15, 2)
            canvas.path(PathStyle(line=PENDING, width=0.8), hatch)
        else:
            canvas.path(PathStyle(fill=FAINT), box)
        canvas.write(words, y + 8, x=x + 23, style=NOTE)
        x += 23 + measure_text(words, NOTE.size) + 14
    canvas.advance(26)


def draw_key(canvas: Canvas, numbers: Sequence[int], reader: Language) -> None:
    """Write out the objectives whose numbers the tiles show."""
    for number in numbers:
        lines = wrap_text(label_objective(number, reader), NARROW_WIDTH, NOTE.size)
        canvas.cursor += canvas.write(lines, canvas.cursor, style=NOTE, anchor="top") + 2
    canvas.advance(4)


def write_row(tile: Tile, reader: Language) -> dict[str, str]:
    """Return a government's row of the table."""
    group = group_of(tile.iso3)
    first = "; ".join(label_objective(number, reader) for number in tile.first) or "–"
    return {
        "country": name_country(tile.iso3, reader),
        "conference": reader.text(f"charts.group_{group}"),
        "first": reader.text("charts.status_pending") if tile.kind == "pending" else first,
    }


def describe_tiles(tiles: Sequence[Tile], reader: Language) -> str:
    """Return the alt text: which objectives most governments put first."""
    counts: Mapping[int, int] = {
        number: sum(number in tile.first for tile in tiles) for number in range(1, 24)
    }
    most = max(counts.values())
    if not most:
        return reader.text("charts.nothing_mentioned")
    leaders = [label_objective(number, reader) for number, n in counts.items() if n == most]
    return reader.text(
        "charts.tile_map_alt",
        n=most,
        n_leaders=len(leaders),
        objectives=reader.list(leaders),
        n_base=sum(tile.kind == "answered" for tile in tiles),
    )
