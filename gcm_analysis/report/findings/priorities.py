"""Topics and objectives that most governments mention, in sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gcm_analysis.charts.wording import name_topic
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.coded_counts import HIGH
from gcm_analysis.report.blocks import Finding
from gcm_analysis.report.findings.teller import (
    MOST_NAMED,
    Teller,
    rank_mentions,
    tell_coded,
    tell_most,
    tell_next,
)

if TYPE_CHECKING:
    import pandas as pd

FIRM = "firm"
ONE_COUNTRY = "country"


def topic_findings(
    topic_priorities: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    scope: str = "ALL",
    figure: str | None = None,
) -> list[Finding]:
    """Say which topics, as asked, most governments mention, and which none does.

    Parameters
    ----------
    topic_priorities : DataFrame
        The table of that name.
    forum : Forum
    language : Language or str
    scope : str
        ALL, RCM or SACM.
    figure : str or None
        Key of the figure that shows it.
    """
    teller = Teller.of(forum, language)
    rows = topic_priorities[topic_priorities["scope"] == scope]

    def label(topic_id: str) -> str:
        return name_topic(forum, topic_id, teller.reader)

    texts = _tell_order(teller, "topic", rows, "topic_id", scope, label)
    unnamed = rows[(rows["n_mentioning"] == 0) & (rows["n_could_mention"] > 0)]
    if HIGH not in rows and texts and 0 < len(unnamed) <= MOST_NAMED:
        names = teller.name([str(topic) for topic in unnamed["topic_id"]], label)
        texts.append(teller.say("unnamed_topics", n=len(unnamed), names=names))
    return _lead(texts, 1 if scope == "ALL" else 0, figure)


def objective_findings(
    conference_priorities: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    conference: str = "ALL",
    figure: str | None = None,
) -> list[Finding]:
    """Say which objectives most governments mention, how firm that is, and which none does.

    Parameters
    ----------
    conference_priorities : DataFrame
        The table of that name.
    forum : Forum
    language : Language or str
    conference : str
        ALL, RCM or SACM.
    figure : str or None
        Key of the figure that shows it.
    """
    teller = Teller.of(forum, language)
    rows = conference_priorities[conference_priorities["conference"] == conference]
    texts = _tell_order(teller, "objective", rows, "objective_id", conference, teller.objective)
    if not texts or HIGH in rows:
        return _lead(texts, 1, figure)
    firmness = _tell_firmness(teller, rows)
    is_all = conference == "ALL"
    return [
        *_lead(texts, 1, figure),
        *_lead(firmness, len(firmness) if is_all else 0, figure),
        *_lead(_tell_unnamed(teller, rows), 0, figure),
    ]


def _lead(texts: list[str], n_headlines: int, figure: str | None) -> list[Finding]:
    return [
        Finding(text, figure, is_headline=place < n_headlines) for place, text in enumerate(texts)
    ]


def _tell_order(
    teller: Teller,
    subject: str,
    rows: pd.DataFrame,
    key: str,
    scope: str,
    label: Callable[[str], str],
) -> list[str]:
    n_answered = int(rows["n_answered"].max()) if len(rows) else 0
    base = teller.base(scope, n_answered)
    if n_answered == 0:
        return []
    if HIGH in rows:
        return [tell_coded(teller, subject, rows, key, base, label)]
    order = rank_mentions(rows, key)
    if not order:
        return [teller.say(f"most_none_{subject}", base=base)]
    texts = [tell_most(teller, subject, order[0], base, label)]
    if len(order) > 1 and len(order[0].keys) < MOST_NAMED:
        second = tell_next(teller, order[1], label)
        texts += [second] if second else []
    return texts


def _tell_firmness(teller: Teller, rows: pd.DataFrame) -> list[str]:
    """Say how far the first places may still move, of objectives with the most mentions."""
    most = rows[rows["n_mentioning"] == rows["n_mentioning"].max()]
    if len(most) > MOST_NAMED or most["firmness"].isna().all():
        return []
    if most["n_mentioning"].max() == 1:
        # Without that country it would share its place with all that nobody mentions.
        most = most.assign(firmness=most["firmness"].mask(most["firmness"] == FIRM, ONE_COUNTRY))
    if (most["firmness"] == FIRM).all():
        is_reviewed = not (most["reviewed_share"] < 1).any()
        return [teller.say("firm" if is_reviewed else "firm_unreviewed", n=len(most))]
    return [
        teller.say(
            "not_firm" if row["rank_low"] != row["rank_high"] else "not_firm_in_place",
            name=teller.say("quoted", name=teller.objective(row["objective_id"])),
            low=str(row["rank_low"]),
            high=str(row["rank_high"]),
            reason=teller.say(f"reason_{row['firmness']}"),
        )
        for row in most.to_dict("records")
        if row["firmness"] != FIRM
    ]


def _tell_unnamed(teller: Teller, rows: pd.DataFrame) -> list[str]:
    texts = []
    offered = rows["n_could_mention"] > 0
    silent = offered & (rows["n_mentioning"] == 0) & (rows["n_being_read"] == 0)
    unnamed = [str(number) for number in rows.loc[silent, "objective_id"]]
    if unnamed:
        numbers = teller.reader.list(unnamed)
        texts.append(teller.say("unnamed_objectives", n=len(unnamed), numbers=numbers))
    closed = [str(number) for number in rows.loc[~offered, "objective_id"]]
    if closed:
        numbers = teller.reader.list(closed)
        texts.append(teller.say("not_offered", n=len(closed), numbers=numbers))
    n_being_read = int(rows.loc[rows["conference"] == "ALL", "n_being_read"].sum())
    if n_being_read:
        texts.append(teller.say("being_read", n=n_being_read))
    return texts
