"""The figure of a choice: per objective its place, its measure, and a mark per country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from gcm_analysis.charts import Chart, chart_country_objectives
from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.finish import finish_chart, make_table
from gcm_analysis.charts.matrix import Cell, arrange_blocks, read_cell
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import WIDEST
from gcm_analysis.charts.wording import (
    Base,
    label_objective,
    list_countries,
    title_objective,
    write_count,
    write_points,
)
from gcm_analysis.explorer.figure_rows import (
    Frame,
    Marks,
    draw_headers,
    draw_legend,
    draw_marks,
    draw_row,
)
from gcm_analysis.explorer.links import Focus
from gcm_analysis.explorer.material import Material
from gcm_analysis.explorer.selection import Choice, Rule, order_objectives, stand_objectives
from gcm_analysis.language import Language

COLUMNS = ("place", "objective", "mentions", "points", "countries")


def chart_choice(
    material: Material, choice: Choice, language: Language, focus: Focus | None = None
) -> Chart:
    """Draw the 23 objectives among the chosen countries; of one country, its own.

    Parameters
    ----------
    material : Material
    choice : Choice
        At least one country.
    language : Language
    focus : Focus or None
        The row and mark to make stand out.

    Returns
    -------
    Chart
        Of fixed width. Its areas that answer a click carry in `customdata` where it leads:
        "#objective-5", "MEX#objective-5" or "MEX".
    """
    if len(choice.countries) == 1:
        own = chart_country_objectives(
            material.priorities,
            country=choice.countries[0],
            forum=material.forum,
            language=language,
        )
        whole = language.text("explorer.countries_all")
        subtitle = language.text("explorer.subtitle_country", whole=whole)
        return fix_width(replace(own, subtitle=subtitle), WIDEST)
    return draw_choice(material, choice, language, focus)


def fix_width(chart: Chart, width: float) -> Chart:
    """Return a chart that is drawn at one width, whatever the screen."""
    layout = {**chart.content["layout"], "width": round(width), "autosize": False}
    return replace(chart, content={**chart.content, "layout": layout}, min_width=round(width))


def draw_choice(
    material: Material, choice: Choice, language: Language, focus: Focus | None
) -> Chart:
    """Draw the objectives of several countries."""
    whole = choice.is_whole(material)
    pending = material.pending_in(choice.scope) if whole else ()
    standings = stand_objectives(material.priorities, choice.countries, choice.rule)
    rows = read_rows(order_objectives(standings, choice.order))
    frame = Frame(
        blocks=arrange_blocks((*choice.countries, *pending), language),
        cells=read_cells(material.priorities, choice.countries),
        rule=choice.rule,
        scope=choice.scope,
        n_ranked=int(standings["rank"].notna().sum()),
        focus=focus,
        reader=language,
    )
    canvas = Canvas(x_range=(0.0, frame.width))
    draw_legend(canvas, frame)
    draw_headers(canvas, frame)
    marks: Marks = {}
    for row in rows:
        draw_row(canvas, row, frame, marks)
    draw_marks(canvas, marks)
    return fix_width(
        finish_chart(
            canvas,
            key="explore",
            title=write_title(material, choice, language),
            subtitle=language.text("explorer.subtitle"),
            alt=describe_choice(rows, choice.rule, language),
            table=write_table(rows, material, choice, language),
            links=[Focus(row["objective_id"]).link for row in rows],
            forum=material.forum,
            reader=language,
        ),
        frame.width,
    )


def read_cells(priorities: pd.DataFrame, countries: Sequence[str]) -> dict[tuple[str, int], Cell]:
    """Return what each chosen country says of each objective."""
    own = priorities[priorities["country_iso3"].isin(countries)]
    return {
        (str(row["country_iso3"]), int(row["objective_id"])): read_cell(row)
        for row in read_rows(own)
    }


def write_title(material: Material, choice: Choice, reader: Language) -> str:
    """Return the title: whose objectives, n of N."""
    subject = reader.text("explorer.title")
    answered, pending = material.answered_in(choice.scope), material.pending_in(choice.scope)
    if choice.is_whole(material):
        base = Base(choice.scope, len(answered), len(answered) + len(pending))
        return base.title(subject, material.forum, reader)
    chosen = reader.text(
        "explorer.base_chosen",
        n=len(choice.countries),
        n_answered=len(answered),
        countries=list_countries(choice.countries, reader),
    )
    return reader.text("charts.title", subject=subject, base=chosen)


def describe_choice(rows: Sequence[Mapping[str, Any]], rule: Rule, reader: Language) -> str:
    """Return the alt text: what stands first."""
    first = [row for row in rows if not pd.isna(row["rank"]) and row["rank"] == 1]
    if not any(row["n_mentioning"] or row["score"] > 0 for row in first):
        return reader.text("charts.nothing_mentioned")
    return reader.text(
        "explorer.alt",
        n=len(first),
        rule=reader.text(f"charts.rule_{rule}"),
        objectives=reader.list([label_objective(row["objective_id"], reader) for row in first]),
    )


def write_table(
    rows: Sequence[Mapping[str, Any]], material: Material, choice: Choice, reader: Language
) -> pd.DataFrame:
    """Return the figure as a table."""
    said = material.priorities[
        material.priorities["is_mentioned"]
        & material.priorities["country_iso3"].isin(choice.countries)
    ]
    return make_table(
        [
            {
                "place": "–" if pd.isna(row["rank"]) else reader.number(int(row["rank"])),
                "objective": title_objective(row["objective_id"], reader),
                "mentions": write_count(row["n_mentioning"], row["n_answered"], reader),
                "points": write_points(row["score"], reader),
                "countries": list_countries(
                    said.loc[said["objective_id"] == row["objective_id"], "country_iso3"], reader
                ),
            }
            for row in rows
        ],
        COLUMNS,
        reader,
    )
