"""`export_review`: a workbook of what needs a decision, or of what one country answered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from gcm_analysis.forum import load_decisions
from gcm_analysis.language import Language, get_language
from gcm_analysis.mapping.answer_texts import ReadTexts, read_answers
from gcm_analysis.mapping.decisions import hash_answers, is_current, latest_decisions
from gcm_analysis.mapping.review.country_sheet import write_country_workbook
from gcm_analysis.mapping.review.doubts import Doubt, gather_doubts
from gcm_analysis.mapping.review.influence import order_doubts
from gcm_analysis.mapping.review.workbook import write_review_workbook

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum

REVIEWED_STATUSES = ("counted", "awaiting_decision")


def export_review(
    path: Path,
    *,
    forum: Forum,
    answers: pd.DataFrame,
    respondents: pd.DataFrame,
    mentions: pd.DataFrame,
    language: Language | str,
    influence: Mapping[str, float] | None = None,
    country: str | None = None,
    read: ReadTexts | None = None,
) -> Path:
    """Write a workbook in which people decide; the same inputs give the same bytes.

    Parameters
    ----------
    path : Path
        Where to; a file that stands there is replaced.
    forum : Forum
    answers, respondents, mentions : DataFrame
        The tables of these names.
    language : Language or str
        Of headers and drop-downs; a country's sheet is in Spanish and English, this one first.
    influence : dict of str to float, or None
        How many places each answer (`answer_id`) can move an objective in a table; the largest
        come first. None: how many governments the likeliest objective would gain, times its
        confidence.
    country : str or None
        ISO3: the sheet of that country's focal point instead of the review.
    read : callable or None
        Reads texts as `read_texts` does; None: `read_texts` with the forum's model.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    NothingToValidate
        No submission of the country counts.
    """
    chosen = get_language(language) if isinstance(language, str) else language
    is_reviewed = respondents["status"].isin(REVIEWED_STATUSES)
    shown = answers[answers["respondent_id"].isin(respondents.loc[is_reviewed, "respondent_id"])]
    if country is not None:
        counted = respondents.loc[respondents["status"] == "counted", "respondent_id"]
        shown = shown[shown["respondent_id"].isin(counted)]
        return write_country_workbook(
            path, forum=forum, answers=shown, mentions=mentions, language=chosen, country=country
        )
    doubts = find_doubts(forum, shown, mentions, influence=influence, read=read)
    return write_review_workbook(
        path,
        forum=forum,
        language=chosen,
        doubts=doubts,
        submissions=choose_submissions(respondents),
    )


def find_doubts(
    forum: Forum,
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    influence: Mapping[str, float] | None = None,
    read: ReadTexts | None = None,
) -> tuple[Doubt, ...]:
    """Return what a reviewer is shown, the most influential first.

    Parameters
    ----------
    forum : Forum
    answers, mentions : DataFrame
        The tables of these names.
    influence, read
        As in `export_review`.
    """
    decisions = latest_decisions(load_decisions(forum), "mentions")
    hashes = hash_answers(answers)
    holding = frozenset(
        target for target, decision in decisions.items() if is_current(decision, hashes)
    )
    doubts = gather_doubts(
        answers,
        mentions,
        read_answers(forum, answers, read=read),
        decided=holding,
        stale=frozenset(decisions) - holding,
    )
    return order_doubts(forum, doubts, answers, mentions, influence)


def choose_submissions(respondents: pd.DataFrame) -> pd.DataFrame:
    """Return the submissions of governments of which one awaits a decision."""
    governments = respondents[respondents["respondent_type"] == "government"]
    awaiting = governments.loc[governments["status"] == "awaiting_decision", "country_iso3"]
    chosen = governments[governments["country_iso3"].isin(awaiting)]
    return chosen.sort_values(["country_iso3", "submitted_at", "respondent_id"])
