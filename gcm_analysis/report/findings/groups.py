"""Guiding principles, stages, round tables and areas, in sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gcm_analysis import reference
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.coded_counts import HIGH
from gcm_analysis.report.blocks import Finding
from gcm_analysis.report.findings.teller import Teller, rank_mentions, tell_coded, tell_most

if TYPE_CHECKING:
    import pandas as pd


def principle_findings(
    principles: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    conference: str = "ALL",
    figure: str | None = None,
) -> list[Finding]:
    """Say which guiding principles most governments name.

    Parameters
    ----------
    principles : DataFrame
        As `priorities.count_principles` makes it.
    forum : Forum
    language : Language or str
    conference : str
        ALL, RCM or SACM.
    figure : str or None
        Key of the figure that shows it.
    """
    teller = Teller.of(forum, language)
    rows = principles[principles["conference"] == conference]

    def label(number: str) -> str:
        return str(reference.principle(int(number)).name[teller.reader.code])

    return _tell(teller, "principle", rows, "principle_id", conference, label, figure)


def grouping_findings(
    groupings: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    grouping: str,
    scope: str = "ALL",
    figure: str | None = None,
) -> list[Finding]:
    """Say in which group of a grouping most governments mention an objective.

    Parameters
    ----------
    groupings : DataFrame
        As `priorities.group_priorities` makes it.
    forum : Forum
    language : Language or str
    grouping : str
        stage, forum_area, round_table, thematic_area, vision_360 or sdg.
    scope : str
        ALL, RCM or SACM.
    figure : str or None
        Key of the figure that shows it.
    """
    teller = Teller.of(forum, language)
    rows = groupings[(groupings["grouping"] == grouping) & (groupings["scope"] == scope)]
    known = reference.grouping(grouping)
    names = {str(group.key): group.name[teller.reader.code] for group in known.groups}
    found = _tell(teller, "group", rows, "group", scope, names.__getitem__, figure)
    heading = known.name[teller.reader.code]
    return [
        Finding(teller.say("by_grouping", grouping=heading, sentence=one.text), one.figure_key)
        for one in found
    ]


def _tell(
    teller: Teller,
    subject: str,
    rows: pd.DataFrame,
    key: str,
    scope: str,
    label: Callable[[str], str],
    figure: str | None,
) -> list[Finding]:
    n_answered = int(rows["n_answered"].max()) if len(rows) else 0
    if n_answered == 0:
        return []
    base = teller.base(scope, n_answered)
    if HIGH in rows:
        return [Finding(tell_coded(teller, subject, rows, key, base, label), figure)]
    order = rank_mentions(rows, key)
    if not order:
        return [Finding(teller.say(f"most_none_{subject}", base=base), figure)]
    return [Finding(tell_most(teller, subject, order[0], base, label), figure)]
