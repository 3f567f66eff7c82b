"""What is counted in a fixed order: guiding principles, stages, areas, round tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from gcm_analysis import reference
from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.dot_rows import DotRow, Tally, draw_dot_rows, split_tallies
from gcm_analysis.charts.finish import finish_chart, make_table
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import Group
from gcm_analysis.charts.wording import (
    Base,
    choose_reader,
    count_expected,
    write_hover,
    write_range,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.coded_counts import HIGH

PRINCIPLE_COLUMNS = ("principle", "mentions", "mentions_rcm", "mentions_sacm")
GROUP_COLUMNS = (
    "group", "objectives", "mentions", "mentions_rcm", "mentions_sacm", "n_mentions", "mapping",
)  # fmt: skip


@dataclass(frozen=True)
class CountedItem:
    """One principle or group, counted over each scope.

    Parameters
    ----------
    key : str
    label : str
    tallies : mapping
        By scope: ALL, RCM, SACM.
    note : str
        What stands below its marks.
    """

    key: str
    label: str
    tallies: Mapping[str, Tally]
    note: str = ""

    def count(self, scope: str, reader: Language) -> str:
        """Return "3 of 5", or a dash where nobody answered."""
        tally = self.tallies.get(scope)
        if tally is None or not tally.n_answered:
            return "–"
        low, possible = tally.n_mentioning, tally.n_possible
        return write_range(low, low + possible, tally.n_could_mention, tally.n_answered, reader)

    def row(self, reader: Language) -> DotRow:
        """Return its row of marks, by conference."""
        parts: dict[Group, Tally] = {}
        if "RCM" in self.tallies:
            parts["RCM"] = self.tallies["RCM"]
        if "SACM" in self.tallies:
            parts["SACM"] = self.tallies["SACM"]
        counts = [
            f"{reader.text(f'charts.group_{scope}')}: {self.count(scope, reader)}"
            for scope in parts
        ]
        return DotRow(
            label=self.label,
            tallies=split_tallies(self.tallies["ALL"], parts),
            hover=write_hover([self.label, self.count("ALL", reader), *counts, self.note]),
            note=self.note,
        )


def chart_principles(principles: pd.DataFrame, *, forum: Forum, language: Language | str) -> Chart:
    """Draw how many governments name each of the ten guiding principles, in their own order.

    Parameters
    ----------
    principles : DataFrame
        Conference x principle (`priorities.count_principles`).
    forum : Forum
    language : Language or str

    Returns
    -------
    Chart
        Key "principles".
    """
    reader = choose_reader(forum, language)
    items = [
        CountedItem(
            key=one.key,
            label=f"{one.letter} · {one.name[reader.code]}",
            tallies=read_tallies(
                principles[principles["principle_id"] == one.number], "conference", forum
            ),
        )
        for one in reference.principles()
    ]
    rows = [
        {
            "principle": item.label,
            "mentions": item.count("ALL", reader),
            "mentions_rcm": item.count("RCM", reader),
            "mentions_sacm": item.count("SACM", reader),
        }
        for item in items
    ]
    return finish_items(
        items,
        key="principles",
        subject=reader.text("charts.principles_title"),
        subtitle=reader.text("charts.principles_subtitle"),
        table=make_table(rows, keep_columns(PRINCIPLE_COLUMNS, items), reader),
        forum=forum,
        reader=reader,
    )


def chart_groupings(
    groups: pd.DataFrame, *, key: str, forum: Forum, language: Language | str
) -> Chart:
    """Draw how many governments mention an objective of each group, in the groups' own order.

    Parameters
    ----------
    groups : DataFrame
        `scope`, `group`, `n_answered`, `n_mentioning`, `n_mentions`; with a column `grouping`
        the rows of `key` are taken (`priorities.group_priorities`).
    key : str
        stage, forum_area, round_table, thematic_area, vision_360 or sdg.
    forum : Forum
    language : Language or str

    Returns
    -------
    Chart
        Key "grouping-stage" etc.
    """
    reader = choose_reader(forum, language)
    own = groups[groups["grouping"] == key] if "grouping" in groups else groups
    grouping = reference.grouping(key)
    columns = [name for name in GROUP_COLUMNS if name != "n_mentions" or HIGH not in own]
    items, rows = [], []
    for group in grouping.groups:
        found = own[own["group"] == str(group.key)]
        objectives = reader.list([str(number) for number in group.objectives])
        mark = "" if group.is_verified else " · " + reader.text("charts.unverified")
        item = CountedItem(
            key=str(group.key),
            label=group.name[reader.code],
            tallies=read_tallies(found, "scope", forum),
            note=reader.text("charts.group_objectives", n=len(group.objectives), numbers=objectives)
            + mark,
        )
        items.append(item)
        verified = "verified" if group.is_verified else "unverified"
        n_mentions = int(found.loc[found["scope"] == "ALL", "n_mentions"].sum())
        rows.append(
            {
                "group": item.label,
                "objectives": objectives,
                "mentions": item.count("ALL", reader),
                "mentions_rcm": item.count("RCM", reader),
                "mentions_sacm": item.count("SACM", reader),
                "n_mentions": reader.number(n_mentions),
                "mapping": reader.text(f"charts.{verified}"),
            }
        )
    return finish_items(
        items,
        key=f"grouping-{key.replace('_', '-')}",
        subject=grouping.name[reader.code],
        subtitle=reader.text("charts.groupings_subtitle"),
        table=make_table(rows, keep_columns(columns, items), reader),
        forum=forum,
        reader=reader,
    )


def read_tallies(rows: pd.DataFrame, scope: str, forum: Forum) -> dict[str, Tally]:
    """Return the tallies of an item by scope; each that answered could mention it."""
    return {
        row[scope]: Tally(
            int(row["n_mentioning"]),
            int(row["n_answered"]),
            int(row["n_answered"]),
            count_expected(forum, row[scope]),
            int(row.get(HIGH, row["n_mentioning"]) - row["n_mentioning"]),
        )
        for row in read_rows(rows[rows[scope].isin(["ALL", "RCM", "SACM"])])
    }


def keep_columns(columns: Sequence[str], items: Sequence[CountedItem]) -> list[str]:
    """Return the columns of a table without those of conferences that are not told apart."""
    hidden = {
        f"mentions_{scope.lower()}"
        for scope in ("RCM", "SACM")
        if not any(scope in item.tallies for item in items)
    }
    return [column for column in columns if column not in hidden]


def finish_items(
    items: Sequence[CountedItem],
    *,
    key: str,
    subject: str,
    subtitle: str,
    table: pd.DataFrame,
    forum: Forum,
    reader: Language,
) -> Chart:
    """Draw the items and return their chart."""
    canvas = Canvas()
    draw_dot_rows(canvas, [item.row(reader) for item in items], reader)
    n_answered = max(item.tallies["ALL"].n_answered for item in items)
    base = Base("ALL", n_answered, count_expected(forum, "ALL"))
    return finish_chart(
        canvas,
        key=key,
        title=base.title(subject, forum, reader),
        subtitle=subtitle,
        alt=describe_items(items, subject, reader),
        table=table,
        forum=forum,
        reader=reader,
    )


def describe_items(items: Sequence[CountedItem], subject: str, reader: Language) -> str:
    """Return the alt text: what most countries mention, and what none."""
    if any(item.tallies["ALL"].n_possible for item in items):
        said = "; ".join(f"{item.label} ({item.count('ALL', reader)})" for item in items)
        return f"{subject}. " + reader.text("charts.coded_alt", items=said)
    most = max(item.tallies["ALL"].n_mentioning for item in items)
    if not most:
        return reader.text("charts.nothing_mentioned")
    leaders = [item for item in items if item.tallies["ALL"].n_mentioning == most]
    silent = [item.label for item in items if not item.tallies["ALL"].n_mentioning]
    sentence = reader.text(
        "charts.items_alt",
        subject=subject,
        items="; ".join(item.label for item in leaders),
        count=leaders[0].count("ALL", reader),
    )
    if not silent:
        return sentence
    return sentence + " " + reader.text("charts.items_alt_silent", items="; ".join(silent))
