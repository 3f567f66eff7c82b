"""The guiding principles that governments name: counted as principles, never as objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from gcm_analysis.priorities.frames import make_table
from gcm_analysis.priorities.scopes import (
    CONFERENCES,
    count_expected,
    is_in_scope,
    list_governments,
)

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum

PRINCIPLES = range(1, 11)


def count_principles(
    forum: Forum,
    respondents: pd.DataFrame,
    answers: pd.DataFrame,
    principle_mentions: pd.DataFrame,
) -> pd.DataFrame:
    """Count the governments that name each guiding principle in a priority question (rule 11).

    Parameters
    ----------
    forum : Forum
    respondents, answers, principle_mentions : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        `conference` (RCM, SACM, ALL), `principle_id` (1 to 10), `n_expected`, `n_answered`,
        `n_mentioning`, `share`.
    """
    units = list_governments(forum, respondents)
    questions = [question.id for question in forum.priority_questions()]
    given = answers[
        answers["respondent_id"].isin(units.index)
        & answers["question_id"].isin(questions)
        & (answers["status"] == "answered")
    ]
    unit_of = given.set_index("answer_id")["respondent_id"].map(units)
    named = principle_mentions[principle_mentions["answer_id"].isin(unit_of.index)]
    said = set(zip(named["answer_id"].map(unit_of), named["principle_id"], strict=True))
    answered = sorted(unit_of.unique())
    expected = count_expected(forum)
    rows: list[dict[str, object]] = []
    for conference in CONFERENCES:
        inside = is_in_scope(answered, conference)
        members = [iso3 for iso3, keep in zip(answered, inside, strict=True) if keep]
        for number in PRINCIPLES:
            n_mentioning = sum((iso3, number) in said for iso3 in members)
            rows.append(
                {
                    "conference": conference,
                    "principle_id": number,
                    "n_expected": expected[conference],
                    "n_answered": len(members),
                    "n_mentioning": n_mentioning,
                    "share": n_mentioning / len(members) if members else None,
                }
            )
    return make_table(pd.DataFrame(rows), "principles")
