"""Other views of the same counts, as tables: by SDG, and of those that are no government."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gcm_analysis import reference
from gcm_analysis.charts.wording import choose_reader, label_objective, write_mentioned
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.coded_counts import HIGH
from gcm_analysis.report.blocks import TableBlock, TableData
from gcm_analysis.report.findings.teller import Teller

if TYPE_CHECKING:
    import pandas as pd

NONE = "–"
SCOPES = ("ALL", "RCM", "SACM")


def describe_grouping(
    groupings: pd.DataFrame, *, key: str, forum: Forum, language: Language | str
) -> TableBlock:
    """Return the groups of one grouping in their own order: who mentions an objective of each.

    Parameters
    ----------
    groupings : DataFrame
        The table of that name, as the audience sees it.
    key : str
        Of the grouping, e.g. "sdg".
    forum : Forum
    language : Language or str
    """
    reader = choose_reader(forum, language)
    grouping = reference.grouping(key)
    own = groupings[groupings["grouping"] == key]
    at = {(row["scope"], row["group"]): row for row in own.to_dict("records")}
    scopes = [scope for scope in SCOPES if any(of == scope for of, _ in at)]
    rows = tuple(
        (
            group.name[reader.code],
            reader.list([str(number) for number in group.objectives]),
            *(write_mentions(at[scope, str(group.key)], reader) for scope in scopes),
            *([] if HIGH in own else [reader.number(int(at["ALL", str(group.key)]["n_mentions"]))]),
        )
        for group in grouping.groups
    )
    names = ["group", "objectives", *(f"scope_{scope}" for scope in scopes)]
    names += [] if HIGH in own else ["mentions"]
    n_answered = int(own.loc[own["scope"] == "ALL", "n_answered"].max())
    return TableBlock(
        f"grouping-{key}",
        reader.text(
            "report.view_title",
            subject=grouping.name[reader.code],
            base=Teller.of(forum, reader).base("ALL", n_answered),
        ),
        TableData(tuple(reader.text(f"report.view_{name}") for name in names), rows),
        reader.text("report.view_note"),
    )


def describe_respondents(
    respondent_priorities: pd.DataFrame,
    conference_priorities: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
) -> TableBlock:
    """Return the 23 objectives as the States, and beside them each other type, mention them.

    Parameters
    ----------
    respondent_priorities, conference_priorities : DataFrame
        The tables of these names, as the audience sees them.
    forum : Forum
    language : Language or str
    """
    reader = choose_reader(forum, language)
    states = conference_priorities[conference_priorities["conference"] == "ALL"]
    groups = {"states": by_objective(states)}
    for name, rows in respondent_priorities.groupby("respondent_type"):
        groups[str(name)] = by_objective(rows)
    numbers = sorted({number for rows in groups.values() for number in rows})
    written = tuple(
        (
            label_objective(number, reader),
            *(write_standing(rows.get(number), reader) for rows in groups.values()),
        )
        for number in numbers
    )
    heads = [reader.text(f"report.respondents_{name}") for name in groups]
    bases = [
        reader.text("report.respondents_base", who=head, n=count_base(rows))
        for head, rows in zip(heads, groups.values(), strict=True)
    ]
    return TableBlock(
        "respondents",
        reader.text("report.respondents_title", bases="; ".join(bases)),
        TableData(
            (reader.text("report.view_objective"), *heads),
            written,
            tuple(f"#objective-{number}" for number in numbers),
        ),
        reader.text("report.respondents_note"),
    )


def by_objective(table: pd.DataFrame) -> dict[int, dict[Any, Any]]:
    """Return the rows of one group by objective."""
    return {int(row["objective_id"]): row for row in table.to_dict("records")}


def count_base(rows: Mapping[int, Mapping[Any, Any]]) -> int:
    """Return how many of a group answered."""
    return max((int(row["n_answered"]) for row in rows.values()), default=0)


def write_standing(row: Mapping[Any, Any] | None, reader: Language) -> str:
    """Return "3 of 5"; a dash where nobody could mention it or it is not shown."""
    if row is None or not row["n_could_mention"]:
        return NONE
    return keep_together(write_mentioned(row, reader))


def write_mentions(row: Mapping[Any, Any], reader: Language) -> str:
    """Return "3 of 5"; a dash where nobody answered."""
    if not row["n_answered"]:
        return NONE
    return keep_together(write_mentioned(row, reader))


def keep_together(count: str) -> str:
    """Return a count that stands on one line in a narrow column."""
    return count.replace(" ", "\N{NO-BREAK SPACE}")
