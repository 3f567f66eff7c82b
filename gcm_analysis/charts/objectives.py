"""The objectives that most countries mention, with how firm each place is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.dot_rows import DotRow, Tally, draw_dot_rows, split_tallies
from gcm_analysis.charts.finish import finish_chart, make_table, show_nothing
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import Group
from gcm_analysis.charts.wording import (
    Base,
    choose_reader,
    count_expected,
    label_objective,
    list_countries,
    title_objective,
    write_count,
    write_hover,
    write_mentioned,
    write_points,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.coded_counts import HIGH

COLUMNS = ("place", "objective", "mentions", "points", "band", "reviewed")
CODED_COLUMNS: tuple[str, ...] = COLUMNS[:3]
"""Of counts told as ranges."""
TOP = 5


def chart_objectives(
    conference_priorities: pd.DataFrame,
    priorities: pd.DataFrame | None = None,
    *,
    forum: Forum,
    language: Language | str,
    scope: str = "ALL",
    top: int = TOP,
) -> Chart:
    """Draw the objectives that most countries of a scope mention.

    Ties are kept: where the fifth place is shared, all that share it are drawn.

    Parameters
    ----------
    conference_priorities : DataFrame
    priorities : DataFrame or None
        Country x objective; where given, hover and table name who mentions an objective.
    forum : Forum
    language : Language or str
    scope : str
        ALL, RCM or SACM.
    top : int
        How many places are shown at least, as far as objectives were mentioned.

    Returns
    -------
    Chart
        Key "objectives-all", "objectives-rcm" or "objectives-sacm".
    """
    reader = choose_reader(forum, language)
    own = conference_priorities[conference_priorities["conference"] == scope]
    rows = read_rows(choose_top(own, top))
    base = Base(scope, int(own["n_answered"].max()), count_expected(forum, scope))
    canvas = Canvas()
    if rows:
        tallies = [read_tallies(conference_priorities, row["objective_id"], scope) for row in rows]
        names = [name_mentioning(priorities, row["objective_id"], scope, reader) for row in rows]
        drawn = [
            DotRow(
                label=label_objective(row["objective_id"], reader),
                tallies=tally,
                hover=write_hover(
                    [
                        title_objective(row["objective_id"], reader),
                        write_mentioned(row, reader),
                        who,
                        describe_points(row, reader),
                        describe_firmness(row, reader),
                    ]
                ),
                note=describe_firmness(row, reader),
                link=f"#objective-{row['objective_id']}",
            )
            for row, tally, who in zip(rows, tallies, names, strict=True)
        ]
        draw_dot_rows(canvas, drawn, reader)
        table_rows = [
            {**write_row(row, reader), "countries": who}
            for row, who in zip(rows, names, strict=True)
        ]
    else:
        show_nothing(canvas, say_nothing(own, reader))
        table_rows = []
    columns = CODED_COLUMNS if HIGH in own else COLUMNS
    if priorities is not None:
        columns = (*columns[:3], "countries", *columns[3:])
    return finish_chart(
        canvas,
        key=f"objectives-{scope.lower()}",
        title=base.title(reader.text("charts.objectives_title"), forum, reader),
        subtitle=reader.text("charts.objectives_subtitle"),
        alt=describe_objectives(rows, reader) if rows else say_nothing(own, reader),
        table=make_table(table_rows, columns, reader),
        links=[f"#objective-{row['objective_id']}" for row in rows],
        forum=forum,
        reader=reader,
    )


def choose_top(table: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return the rows with the highest counts, never cutting a tie; ties in number order.

    Parameters
    ----------
    table : DataFrame
        `n_mentioning` and `objective_id` of one scope.
    top : int
        At least so many rows, as far as anything was mentioned.
    """
    mentioned: pd.DataFrame = table[table["n_mentioning"] > 0]
    ordered = mentioned.sort_values(["n_mentioning", "objective_id"], ascending=[False, True])
    if len(ordered) <= top:
        return ordered
    least = ordered["n_mentioning"].iloc[top - 1]
    most = ordered[HIGH if HIGH in ordered else "n_mentioning"]
    kept: pd.DataFrame = ordered[most >= least]
    return kept


def read_tallies(table: pd.DataFrame, objective: int, scope: str) -> dict[Group, Tally]:
    """Return the tallies of an objective: of one conference, or of all groups."""
    rows = table[table["objective_id"] == objective].set_index("conference")
    tallies = {str(name): read_tally(row) for name, row in rows.iterrows()}
    if scope in ("RCM", "SACM"):
        return {scope: tallies[scope]}  # type: ignore[dict-item]
    parts: dict[Group, Tally] = {
        group: tallies[group] for group in ("RCM", "SACM") if group in tallies
    }
    return split_tallies(tallies["ALL"], parts)


def read_tally(row: pd.Series) -> Tally:
    """Return the tally of a row of conference_priorities."""
    return Tally(
        int(row["n_mentioning"]),
        int(row["n_could_mention"]),
        int(row["n_answered"]),
        int(row["n_expected"]),
        int(row.get(HIGH, row["n_mentioning"]) - row["n_mentioning"]),
    )


def name_mentioning(
    priorities: pd.DataFrame | None, objective: int, scope: str, reader: Language
) -> str:
    """Return the names of the countries that mention an objective."""
    if priorities is None:
        return ""
    found = priorities[(priorities["objective_id"] == objective) & priorities["is_mentioned"]]
    if scope != "ALL":
        found = found[found["conference"] == scope]
    return list_countries(found["country_iso3"], reader)


def describe_points(row: dict[str, Any], reader: Language) -> str:
    """Say the points; nothing where counts are told as ranges."""
    if HIGH in row:
        return ""
    return reader.text("charts.points", points=write_points(row["score"], reader))


def say_nothing(table: pd.DataFrame, reader: Language) -> str:
    """Say that nothing is mentioned, or that no count can be told from none."""
    return reader.text("charts.nothing_told" if HIGH in table else "charts.nothing_mentioned")


def describe_firmness(row: dict[str, Any], reader: Language) -> str:
    """Say between which places an objective may stand, and on what that depends."""
    if pd.isna(row["rank_low"]) or pd.isna(row["rank_high"]):
        return ""
    low, high = int(row["rank_low"]), int(row["rank_high"])
    driver = row.get("firmness", row["band_driver"])
    firmness = reader.text(f"charts.driver_{'firm' if pd.isna(driver) else driver}")
    if low == high:
        return firmness
    return reader.text("charts.place_band", low=low, high=high, firmness=firmness)


def write_row(row: dict[str, Any], reader: Language) -> dict[str, str]:
    """Return an objective's row of the table."""
    reviewed = row["reviewed_share"]
    return {
        "place": "–" if pd.isna(row["rank"]) else reader.number(int(row["rank"])),
        "objective": title_objective(row["objective_id"], reader),
        "mentions": write_mentioned(row, reader),
        "points": write_points(row["score"], reader),
        "band": describe_firmness(row, reader),
        "reviewed": "–" if pd.isna(reviewed) else reader.percent(float(reviewed)),
    }


def describe_objectives(rows: Sequence[dict[str, Any]], reader: Language) -> str:
    """Return the alt text: which objectives most countries mention."""
    if HIGH in rows[0]:
        said = [
            f"{label_objective(row['objective_id'], reader)} ({write_mentioned(row, reader)})"
            for row in rows
        ]
        return reader.text("charts.coded_alt", items="; ".join(said))
    most = rows[0]["n_mentioning"]
    leaders = [row for row in rows if row["n_mentioning"] == most]
    sentence = reader.text(
        "charts.objectives_alt",
        n=len(leaders),
        objectives=reader.list([label_objective(row["objective_id"], reader) for row in leaders]),
        count=write_count(most, leaders[0]["n_answered"], reader),
    )
    others = [
        f"{label_objective(row['objective_id'], reader)} "
        f"({write_count(row['n_mentioning'], row['n_answered'], reader)})"
        for row in rows[len(leaders) :]
    ]
    if not others:
        return sentence
    return (
        sentence + " " + reader.text("charts.objectives_alt_more", objectives=reader.list(others))
    )
