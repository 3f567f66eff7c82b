"""How alike every two governments order the objectives: a matrix under its dendrogram. Internal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table, show_nothing
from gcm_analysis.charts.marks import PathStyle
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import (
    GROUP_INKS,
    INK,
    LINE_HEIGHT,
    MUTED,
    NARROW_WIDTH,
    NOTE,
    WHITE,
    TextStyle,
)
from gcm_analysis.charts.wording import (
    Base,
    choose_reader,
    count_expected,
    group_of,
    list_countries,
    name_country,
    shorten_country,
    sort_countries,
    write_hover,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.agreement import Dendrogram, join_countries

if TYPE_CHECKING:
    from gcm_analysis.charts.theme import Group

LABEL_WIDTH = 112.0
MARK_ROOM = 18.0
CELL_WIDTH = 25.0
ROW = 24.0
TREE = 72.0
COUNTRIES_OF_A_PHONE = 9
LABEL = TextStyle(size=11.0)
CELL_SIZE = 9.5
SHADES = ((0.6, "#3d3d3d"), (0.4, "#767676"), (0.2, "#c4c8cc"), (0.0, "#eceef0"))
"""Fill of a cell by its least agreement; below zero it is white with a broken edge."""
DARK = 0.4
"""From here on the number in a cell is white."""
COLUMNS = ("country_a", "country_b", "tau_b", "rho", "n_objectives")
NEGATIVE = PathStyle(fill=WHITE, line=MUTED, width=1.0, dash="dot")
BRANCH = PathStyle(line=INK, width=1.3)


def chart_agreement(
    pair_agreement: pd.DataFrame, *, forum: Forum, language: Language | str
) -> Chart:
    """Draw Kendall's tau-b of every two governments, those most alike side by side.

    Internal: who stands near whom is nothing to circulate.

    Parameters
    ----------
    pair_agreement : DataFrame
        The table of that name (`priorities.agree_pairwise`).
    forum : Forum
    language : Language or str

    Returns
    -------
    Chart
        Key "agreement". Wider than a phone where more than nine governments answered.
    """
    reader = choose_reader(forum, language)
    tree = join_countries(pair_agreement)
    n = len(tree.countries)
    canvas = Canvas(left=LABEL_WIDTH, right=2, x_range=(0.0, float(max(n, 1))))
    if n > 1:
        draw_legend(canvas, reader)
        draw_tree(canvas, tree)
        draw_names(canvas, tree.countries, reader)
        for row in range(n):
            draw_row(canvas, tree, row, reader)
    else:
        show_nothing(canvas, reader.text("charts.agreement_nothing"))
    rows = sort_pairs(read_rows(pair_agreement), reader)
    base = Base("ALL", n, count_expected(forum, "ALL"))
    is_wide = n > COUNTRIES_OF_A_PHONE
    return finish_chart(
        canvas,
        key="agreement",
        title=base.title(reader.text("charts.agreement_title"), forum, reader),
        subtitle=reader.text("charts.agreement_subtitle"),
        alt=describe_agreement(rows, reader),
        table=make_table([write_row(row, reader) for row in rows], COLUMNS, reader),
        min_width=round(LABEL_WIDTH + n * CELL_WIDTH) if is_wide else NARROW_WIDTH,
        forum=forum,
        reader=reader,
    )


def draw_tree(canvas: Canvas, tree: Dendrogram) -> None:
    """Draw the dendrogram: the lower two branches meet, the more alike they are."""
    bottom = canvas.advance(TREE) + TREE
    top = bottom - TREE + 4
    highest = max((height for *_, height in tree.merges), default=0.0) or 1.0
    places = {leaf: (leaf + 0.5, bottom) for leaf in range(len(tree.countries))}
    for number, (first, second, height) in enumerate(tree.merges, start=len(tree.countries)):
        level = round(bottom - (bottom - top) * height / highest, 1)
        (left, left_foot), (right, right_foot) = places[first], places[second]
        canvas.path_at(
            BRANCH,
            f"M{left:g},{left_foot:g}V{level:g}H{right:g}V{right_foot:g}",
        )
        places[number] = ((left + right) / 2, level)


def draw_names(canvas: Canvas, countries: Sequence[str], reader: Language) -> None:
    """Write the countries between the leaves and their columns, upright."""
    names = [shorten_country(iso3, reader) for iso3 in countries]
    canvas.advance(max(measure_text(name, LABEL.size) for name in names) + 12)
    for place, (iso3, name) in enumerate(zip(countries, names, strict=True)):
        canvas.write(
            name,
            canvas.cursor - 4,
            style=TextStyle(size=LABEL.size, colour=GROUP_INKS[group_of(iso3)]),
            fraction=(place + 0.5) / len(countries),
            angle=-90,
            side="centre",
            anchor="bottom",
        )


def draw_row(canvas: Canvas, tree: Dendrogram, row: int, reader: Language) -> None:
    """Draw one government's agreement with every other one."""
    iso3 = tree.countries[row]
    group = group_of(iso3)
    name = shorten_country(iso3, reader)
    lines = wrap_text(name, LABEL_WIDTH - MARK_ROOM - 4, LABEL.size)
    height = max(ROW, len(lines) * LABEL.size * LINE_HEIGHT + 2)
    top = canvas.advance(height)
    middle = top + height / 2
    canvas.mark("mentioned", group, 7, middle, 5.5)
    style = TextStyle(size=LABEL.size, colour=GROUP_INKS[group])
    canvas.write(lines, middle, x=MARK_ROOM, style=style)
    for column, other in enumerate(tree.countries):
        if column == row:
            continue
        value = float(tree.matrix[row, column])
        draw_cell(canvas, value, column, top, height, reader)
        said = [f"{name} · {shorten_country(other, reader)}", write_long(value, reader)]
        canvas.answer(top, top + height, write_hover(said), span=(column, column + 1))


def draw_cell(
    canvas: Canvas, value: float, column: int, top: float, height: float, reader: Language
) -> None:
    """Draw one cell: the darker, the more alike; below zero white with a broken edge."""
    box = (
        f"M{column + 0.04:g},{round(top + 1.5, 1):g}H{column + 0.96:g}"
        f"V{round(top + height - 1.5, 1):g}H{column + 0.04:g}Z"
    )
    shown = round(value, 2)
    fills = [fill for least, fill in SHADES if shown >= least]
    canvas.path_at(PathStyle(fill=fills[0]) if fills else NEGATIVE, box)
    is_dark = shown >= DARK
    style = TextStyle(size=CELL_SIZE, colour=WHITE if is_dark else INK, bold=is_dark)
    canvas.write_at(column + 0.5, top + height / 2, write_short(value, reader), style)


def draw_legend(canvas: Canvas, reader: Language) -> None:
    """Write what marks and shades mean."""
    groups: tuple[Group, ...] = ("RCM", "SACM")
    canvas.legend(([("mentioned", name)], reader.text(f"charts.members_{name}")) for name in groups)
    for words in ("agreement_shades", "agreement_tree"):
        lines = wrap_text(reader.text(f"charts.{words}"), NARROW_WIDTH, NOTE.size)
        canvas.advance(canvas.write(lines, canvas.cursor, style=NOTE, anchor="top") + 4)


def write_short(value: float, reader: Language) -> str:
    """Return a coefficient without its leading zero, as a cell has room for it; missing: a dash."""
    if isnan(value):
        return "–"
    text = reader.number(abs(value), 2)
    sign = "−" if value < 0 and float(f"{abs(value):.2f}") else ""
    return sign + (text if abs(value) >= 0.995 else text.removeprefix("0"))


def write_long(value: float | None, reader: Language) -> str:
    """Return a coefficient; a missing one is a dash."""
    return "–" if value is None or isnan(value) else reader.number(value, 2)


def sort_pairs(rows: Sequence[Mapping[str, Any]], reader: Language) -> list[dict[str, Any]]:
    """Return pairs in alphabetical order, each with its countries in that order."""
    codes = {row[side] for row in rows for side in ("country_a", "country_b")}
    place = {iso3: number for number, iso3 in enumerate(sort_countries(codes, reader))}
    turned = []
    for row in rows:
        first, second = sorted((row["country_a"], row["country_b"]), key=place.__getitem__)
        turned.append({**row, "country_a": first, "country_b": second})
    return sorted(turned, key=lambda row: (place[row["country_a"]], place[row["country_b"]]))


def write_row(row: Mapping[str, Any], reader: Language) -> dict[str, str]:
    """Return a pair's row of the table."""
    return {
        "country_a": name_country(row["country_a"], reader),
        "country_b": name_country(row["country_b"], reader),
        "tau_b": write_long(row["tau_b"], reader),
        "rho": write_long(row["rho"], reader),
        "n_objectives": reader.number(int(row["n_objectives"])),
    }


def describe_agreement(rows: Sequence[Mapping[str, Any]], reader: Language) -> str:
    """Return the alt text: which two order the objectives most, and which least, alike."""
    told = [row for row in rows if row["tau_b"] is not None and not isnan(row["tau_b"])]
    if not told:
        return reader.text("charts.agreement_nothing")
    ends = [choose(told, key=lambda row: float(row["tau_b"])) for choose in (max, min)]
    most, least = (
        reader.text(
            "charts.agreement_pair",
            countries=list_countries([row["country_a"], row["country_b"]], reader),
            value=write_long(row["tau_b"], reader),
        )
        for row in ends
    )
    return reader.text("charts.agreement_alt", most=most, least=least)
