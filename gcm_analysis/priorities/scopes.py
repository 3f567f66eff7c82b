"""Whose figures: each conference's members, and all together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from gcm_analysis import reference
from gcm_analysis.forum import expected_governments

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum
    from gcm_analysis.priorities.questions import Booleans

Conference = Literal["RCM", "SACM", "ALL"]
CONFERENCES: tuple[Conference, ...] = ("RCM", "SACM", "ALL")


def is_in_scope(countries: Iterable[str], conference: Conference) -> Booleans:
    """Tell which countries belong to a conference: membership decides (rule 10)."""
    return np.array(
        [conference in ("ALL", reference.conference_of(iso3)) for iso3 in countries], dtype=bool
    )


def count_expected(forum: Forum) -> dict[Conference, int]:
    """Return how many governments of the roster belong to each conference."""
    roster = expected_governments(forum)
    return {name: int(is_in_scope(roster, name).sum()) for name in CONFERENCES}


def list_governments(forum: Forum, respondents: pd.DataFrame) -> pd.Series[str]:
    """Return the country of each submission that counts for a government of the roster.

    Pieces of one government are several submissions of one country: one country, one vote
    (rule 1). A submission that awaits a decision does not count (rule 8).

    Returns
    -------
    Series of str
        ISO3 codes, indexed by respondent_id.
    """
    chosen = (
        (respondents["respondent_type"] == "government")
        & (respondents["status"] == "counted")
        & respondents["country_iso3"].isin(expected_governments(forum))
    )
    return respondents[chosen].set_index("respondent_id")["country_iso3"]


def list_counted(forum: Forum, respondents: pd.DataFrame, answers: pd.DataFrame) -> tuple[str, ...]:
    """Return the governments that figures speak of: those that answered a priority question."""
    units = list_governments(forum, respondents)
    asked = [question.id for question in forum.priority_questions()]
    given = answers[(answers["status"] == "answered") & answers["question_id"].isin(asked)]
    return tuple(sorted(set(given["respondent_id"].map(units).dropna())))


def list_respondents(respondents: pd.DataFrame, respondent_type: str) -> pd.Series[str]:
    """Return the respondents of a type that count, each a unit of its own (rule 9)."""
    chosen = (respondents["respondent_type"] == respondent_type) & (
        respondents["status"] == "counted"
    )
    names: Sequence[str] = respondents.loc[chosen, "respondent_id"].tolist()
    return pd.Series(list(names), index=list(names), dtype="str")
