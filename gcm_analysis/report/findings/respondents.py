"""What respondents that are no government mention most, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.coded_counts import HIGH
from gcm_analysis.report.blocks import Finding
from gcm_analysis.report.findings.teller import MOST_NAMED, Teller, rank_mentions, tell_coded

if TYPE_CHECKING:
    import pandas as pd


def respondent_findings(
    respondent_priorities: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    table: str | None = None,
) -> list[Finding]:
    """Say what most of each type of respondent mention, with its own base.

    Parameters
    ----------
    respondent_priorities : DataFrame
        The table of that name, as the audience sees it.
    forum : Forum
    language : Language or str
    table : str or None
        Key of the table that shows it.
    """
    teller = Teller.of(forum, language)
    texts = []
    for name, rows in respondent_priorities.groupby("respondent_type"):
        base = teller.say(f"of_{name}", n=int(rows["n_answered"].max()))
        if HIGH in rows:
            label = teller.objective
            texts.append(tell_coded(teller, "objective", rows, "objective_id", base, label))
            continue
        order = rank_mentions(rows, "objective_id")
        if not order:
            texts.append(teller.say("others_none", base=base))
        elif len(order[0].keys) > MOST_NAMED:
            texts.append(
                teller.say(
                    "others_many",
                    n_tied=len(order[0].keys),
                    n_mentioning=order[0].n_mentioning,
                    base=base,
                )
            )
        else:
            texts.append(
                teller.say(
                    "others_most",
                    n=len(order[0].keys),
                    names=teller.name(order[0].keys, teller.objective),
                    n_mentioning=order[0].n_mentioning,
                    base=base,
                )
            )
    return [Finding(text, table) for text in texts]
