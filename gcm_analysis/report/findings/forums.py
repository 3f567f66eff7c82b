"""Change since an earlier forum, told over the countries that answered both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.report.blocks import Finding
from gcm_analysis.report.findings.teller import MOST_NAMED, Teller

if TYPE_CHECKING:
    import pandas as pd

COMPARABLE = ("same", "reworded", "similar")


def trend_findings(
    trends: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    earlier: str,
    earlier_title: str | None = None,
    conference: str = "ALL",
    figure: str | None = None,
) -> list[Finding]:
    """Say which objectives more, and which fewer, governments mention than in an earlier forum.

    Parameters
    ----------
    trends : DataFrame
        The table of that name.
    forum : Forum
    language : Language or str
    earlier : str
        Name of the earlier forum (its folder).
    earlier_title : str or None
        How a reader knows it; none: by the name of its folder.
    conference : str
        ALL, RCM or SACM.
    figure : str or None
        Key of the figure that shows it.
    """
    teller = Teller.of(forum, language)
    title = earlier_title or earlier
    rows = trends[(trends["forum"] == earlier) & (trends["conference"] == conference)]
    n_both = int(rows["n_both"].max()) if len(rows) else 0
    if n_both == 0:
        return [Finding(teller.say("trend_none", earlier=title), figure)]
    if n_both == 1:
        return [Finding(teller.say("trend_single", earlier=title), figure)]
    texts = [teller.say("trend_base", n=n_both, earlier=title)]
    told = rows[
        rows["comparability"].isin(COMPARABLE)
        & rows["n_mentioning_both"].notna()
        & rows["n_mentioning_both_now"].notna()
    ]
    if not len(told):
        return [Finding(text, figure) for text in (*texts, teller.say("trend_incomparable"))]
    change = (told["n_mentioning_both_now"] - told["n_mentioning_both"]).astype(int)
    for direction, most in (("more", change.max()), ("fewer", change.min())):
        if (most > 0) == (direction == "more") and most != 0:
            texts += _tell_change(teller, told[change == most], direction, n_both)
    if not change.any():
        texts.append(teller.say("trend_same"))
    return [Finding(text, figure) for text in texts]


def _tell_change(teller: Teller, rows: pd.DataFrame, direction: str, n_both: int) -> list[str]:
    if len(rows) > MOST_NAMED:
        return [teller.say(f"trend_{direction}_many", n=len(rows))]
    return [_tell_row(teller, row, n_both) for row in rows.to_dict("records")]


def _tell_row(teller: Teller, row: Mapping[Any, Any], n_both: int) -> str:
    text = teller.say(
        "trend_change",
        name=teller.say("quoted", name=teller.objective(row["objective_id"])),
        then=int(row["n_mentioning_both"]),
        now=int(row["n_mentioning_both_now"]),
        n=n_both,
    )
    if row["comparability"] == "same":
        return text
    return text + " " + teller.say(f"trend_{row['comparability']}")
