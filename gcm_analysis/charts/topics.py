"""The priority topics as the forum asked for them, before any reading into objectives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.dot_rows import DotRow, Tally, draw_dot_rows, split_tallies
from gcm_analysis.charts.finish import finish_chart, make_table, show_nothing
from gcm_analysis.charts.objectives import describe_points, say_nothing
from gcm_analysis.charts.point_rows import PointRow, draw_point_rows
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import Group
from gcm_analysis.charts.wording import (
    Base,
    choose_reader,
    count_expected,
    group_of,
    name_topic,
    write_hover,
    write_mentioned,
    write_points,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.coded_counts import HIGH

SCOPES = ("ALL", "RCM", "SACM")
COLUMNS = ("topic", "mentions", "points")
COLUMNS_OF_A_COUNTRY = ("topic", "is_mentioned", "points")


def chart_topics(
    topic_priorities: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    scope: str = "ALL",
) -> Chart:
    """Draw the topics by how many countries mention them; ties in the order of the form.

    Parameters
    ----------
    topic_priorities : DataFrame
    forum : Forum
    language : Language or str
    scope : str
        ALL, RCM, SACM, or a country's ISO3: then what it mentions stands first, by its points.

    Returns
    -------
    Chart
        Key "topics-all", "topics-rcm", "topics-sacm" or "topics-mex".
    """
    reader = choose_reader(forum, language)
    if scope not in SCOPES:
        return chart_country_topics(topic_priorities, scope, forum, reader)
    order = {topic.id: place for place, topic in enumerate(forum.topics)}
    own = topic_priorities[topic_priorities["scope"] == scope]
    ordered = own.assign(place=own["topic_id"].map(order)).sort_values(
        ["n_mentioning", "place"], ascending=[False, True]
    )
    rows = read_rows(ordered)
    by_scope = {
        (row["scope"], row["topic_id"]): row
        for row in read_rows(topic_priorities[topic_priorities["scope"].isin(SCOPES)])
    }
    canvas = Canvas()
    if rows:
        drawn = [make_row(row, by_scope, scope, forum, reader) for row in rows]
        draw_dot_rows(canvas, drawn, reader)
    else:
        show_nothing(canvas, say_nothing(own, reader))
    n_answered = max((int(row["n_answered"]) for row in rows), default=0)
    base = Base(scope, n_answered, count_expected(forum, scope))
    written = [write_row(row, by_scope, forum, reader) for row in rows]
    apart = [name for name in SCOPES[1:] if scope == "ALL" and name in {of for of, _ in by_scope}]
    points = () if HIGH in own else COLUMNS[2:]
    columns = [*COLUMNS[:2], *(f"mentions_{name.lower()}" for name in apart), *points]
    return finish_chart(
        canvas,
        key=f"topics-{scope.lower()}",
        title=base.title(reader.text("charts.topics_title"), forum, reader),
        subtitle=reader.text("charts.coded_subtitle" if HIGH in own else "charts.topics_subtitle"),
        alt=describe_topics(rows, forum, reader),
        table=make_table(written, columns, reader),
        forum=forum,
        reader=reader,
    )


def make_row(
    row: dict[str, Any],
    by_scope: Mapping[tuple[str, str], Mapping[str, Any]],
    scope: str,
    forum: Forum,
    reader: Language,
) -> DotRow:
    """Return a topic's row of marks."""
    name = name_topic(forum, row["topic_id"], reader)
    total = read_tally(row, forum)
    tallies: dict[Group, Tally]
    if scope == "ALL":
        groups: tuple[Group, ...] = ("RCM", "SACM")
        found = {
            group: read_tally(by_scope[group, row["topic_id"]], forum)
            for group in groups
            if (group, row["topic_id"]) in by_scope
        }
        tallies = split_tallies(total, found)
    else:
        tallies = {scope: total}  # type: ignore[dict-item]
    count, points = write_mentioned(row, reader), describe_points(row, reader)
    return DotRow(label=name, tallies=tallies, hover=write_hover([name, count, points]))


def read_tally(row: Mapping[str, Any], forum: Forum) -> Tally:
    """Return the tally of a topic in one scope."""
    answered = int(row["n_answered"])
    could = int(row.get("n_could_mention", answered))
    low = int(row["n_mentioning"])
    expected = count_expected(forum, row["scope"])
    return Tally(low, could, answered, expected, int(row.get(HIGH, low)) - low)


def write_row(
    row: Mapping[str, Any],
    by_scope: Mapping[tuple[str, str], Mapping[str, Any]],
    forum: Forum,
    reader: Language,
) -> dict[str, str]:
    """Return a topic's row of the table."""
    parts = {
        f"mentions_{scope.lower()}": write_mentions(by_scope.get((scope, row["topic_id"])), reader)
        for scope in ("RCM", "SACM")
    }
    return {
        "topic": name_topic(forum, row["topic_id"], reader),
        "mentions": write_mentions(row, reader),
        "points": write_points(row["score"], reader),
        **parts,
    }


def write_mentions(row: Mapping[str, Any] | None, reader: Language) -> str:
    """Return "3 of 5", or a dash where nobody answered."""
    if row is None or not row["n_answered"]:
        return "–"
    return write_mentioned(row, reader)


def describe_topics(rows: list[dict[str, Any]], forum: Forum, reader: Language) -> str:
    """Return the alt text: the topics that most countries mention."""
    if rows and HIGH in rows[0]:
        said = [
            f"{name_topic(forum, row['topic_id'], reader)} ({write_mentions(row, reader)})"
            for row in rows
        ]
        return reader.text("charts.coded_alt", items="; ".join(said))
    most = rows[0]["n_mentioning"] if rows else 0
    if not most:
        return reader.text("charts.nothing_mentioned")
    leaders = [row for row in rows if row["n_mentioning"] == most]
    rest = [
        f"{name_topic(forum, row['topic_id'], reader)} ({write_mentions(row, reader)})"
        for row in rows[len(leaders) :]
        if row["n_mentioning"]
    ]
    names = reader.list([name_topic(forum, row["topic_id"], reader) for row in leaders])
    count = write_mentions(leaders[0], reader)
    sentence = reader.text("charts.topics_alt", n=len(leaders), topics=names, count=count)
    if not rest:
        return sentence
    return sentence + " " + reader.text("charts.topics_alt_more", topics="; ".join(rest))


def chart_country_topics(
    topic_priorities: pd.DataFrame, iso3: str, forum: Forum, reader: Language
) -> Chart:
    """Draw one country's topics by its points, mentioned ones filled."""
    order = {topic.id: place for place, topic in enumerate(forum.topics)}
    own = topic_priorities[topic_priorities["scope"] == iso3]
    ordered = own.assign(place=own["topic_id"].map(order)).sort_values(
        ["n_mentioning", "score", "place"], ascending=[False, False, True]
    )
    rows = read_rows(ordered)
    canvas = Canvas(left=1, right=48)
    drawn = [
        PointRow(
            label=name_topic(forum, row["topic_id"], reader),
            score=float(row["score"]),
            is_mentioned=bool(row["n_mentioning"]),
        )
        for row in rows
        if not pd.isna(row["score"])
    ]
    draw_point_rows(canvas, drawn, group_of(iso3), reader)
    base = Base(iso3, 1, 1)
    mentioned = [row.label for row in drawn if row.is_mentioned]
    written = [
        {
            "topic": name_topic(forum, row["topic_id"], reader),
            "is_mentioned": reader.text(
                "charts.said_yes" if row["n_mentioning"] else "charts.said_no"
            ),
            "points": write_points(row["score"], reader),
        }
        for row in rows
    ]
    return finish_chart(
        canvas,
        key=f"topics-{iso3.lower()}",
        title=base.title(reader.text("charts.country_topics_title"), forum, reader),
        subtitle=reader.text("charts.country_topics_subtitle"),
        alt=reader.text(
            "charts.country_topics_alt",
            n=len(mentioned),
            country=base.describe(forum, reader),
            topics="; ".join(mentioned) or "–",
        ),
        table=make_table(written, COLUMNS_OF_A_COUNTRY, reader),
        forum=forum,
        reader=reader,
    )
