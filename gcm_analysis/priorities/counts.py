"""From answers and mentions to the priorities of each country and conference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gcm_analysis import reference
from gcm_analysis.priorities.coding import Coding, code_answers
from gcm_analysis.priorities.disclosure import decide_disclosure
from gcm_analysis.priorities.frames import make_table
from gcm_analysis.priorities.questions import OBJECTIVES
from gcm_analysis.priorities.ranks import rank_standings
from gcm_analysis.priorities.scopes import (
    CONFERENCES,
    count_expected,
    is_in_scope,
    list_governments,
    list_respondents,
)
from gcm_analysis.priorities.sensitivity import compare_rules
from gcm_analysis.priorities.small_groups import hide_small_bases, hide_small_groups
from gcm_analysis.priorities.stability import (
    Stability,
    find_doubtful,
    judge_ranks,
    measure_stability,
)
from gcm_analysis.priorities.standings import review_cells, stand, write_ranks
from gcm_analysis.priorities.tally import Tally
from gcm_analysis.priorities.topics import count_topics

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Audience, Forum


@dataclass(frozen=True)
class Priorities:
    """What the governments of a forum prioritize.

    Parameters
    ----------
    topic_priorities, priorities, conference_priorities : DataFrame
        The tables of these names.
    stability : DataFrame
        Each of the three bands of every conference's ranks, apart.
    rank_moves : DataFrame
        Which country, left out, and which doubtful code, decided the other way, moves which
        rank. Internal.
    sensitivity : DataFrame
        The ranks under six counting rules.
    """

    topic_priorities: pd.DataFrame
    priorities: pd.DataFrame
    conference_priorities: pd.DataFrame
    stability: pd.DataFrame
    rank_moves: pd.DataFrame
    sensitivity: pd.DataFrame


def count_priorities(
    forum: Forum,
    respondents: pd.DataFrame,
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    audience: Audience = "internal",
) -> Priorities:
    """Count the priorities of every government that answered, and of each conference.

    Parameters
    ----------
    forum : Forum
    respondents, answers, mentions : DataFrame
        The tables of these names.
    audience : {"internal", "participants", "public"}
        Decides which mentions count (rule 12).

    Returns
    -------
    Priorities
        `priorities` holds the governments of the roster that answered a priority question;
        who is missing there is pending. `conference_priorities` always holds 23 rows for
        RCM, SACM and ALL, without figures where nobody answered. For the public, what too few
        governments could mention is left out of the count; what of the tables it may see,
        `Disclosure.cut` decides.
    """
    units = list_governments(forum, respondents)
    coding = code_answers(forum, units, answers, mentions, audience=audience)
    shown = decide_disclosure(forum, audience, coding.units)
    coding = hide_small_groups(coding, shown)
    tally = coding.count()
    unread = count_being_read(coding)
    stability = measure_stability(forum, tally, find_doubtful(coding))
    sensitivity = compare_rules(tally)
    return Priorities(
        topic_priorities=count_topics(forum, coding, shown),
        priorities=list_priorities(forum, tally, unread),
        conference_priorities=list_conferences(forum, tally, unread, stability, sensitivity),
        stability=stability.table(),
        rank_moves=stability.rank_moves,
        sensitivity=sensitivity,
    )


def count_being_read(coding: Coding) -> pd.DataFrame:
    """Count the readings of each government's answers that wait for a person.

    Returns
    -------
    DataFrame
        Governments x 23 objectives.
    """
    waiting = coding.codes[~coding.codes["is_counted"]]
    counts = pd.crosstab(waiting["unit"], waiting["objective_id"])
    return counts.reindex(index=list(coding.units), columns=list(OBJECTIVES), fill_value=0)


def list_priorities(forum: Forum, tally: Tally, unread: pd.DataFrame) -> pd.DataFrame:
    """Return the table `priorities`: all 23 objectives for every government that answered."""
    scores = tally.scores()
    reviewed = review_cells(tally.codes)
    rows = [
        pd.DataFrame(
            {
                "forum": forum.forum,
                "country_iso3": iso3,
                "conference": reference.conference_of(iso3),
                "objective_id": OBJECTIVES,
                "is_offered": ~np.isnan(scores[row]),
                "is_mentioned": tally.mentioned[row],
                "score": scores[row],
                "rank": write_ranks(
                    rank_standings(tally.mentioned[row].astype(float), scores[row])
                ),
                "n_answers": tally.n_answers[row],
                "is_reviewed": pd.array(
                    [reviewed.get((iso3, number)) for number in OBJECTIVES], dtype="boolean"
                ),
                "n_being_read": unread.loc[iso3].to_numpy(),
            }
        )
        for row, iso3 in enumerate(tally.units)
    ]
    return make_table(pd.concat(rows, ignore_index=True) if rows else [], "priorities")


def list_conferences(
    forum: Forum,
    tally: Tally,
    unread: pd.DataFrame,
    stability: Stability,
    sensitivity: pd.DataFrame,
) -> pd.DataFrame:
    """Return the standing of all 23 objectives in RCM, SACM and ALL, and how firm each is."""
    expected = count_expected(forum)
    depends = sensitivity.set_index("conference")["depends_on_rule"]
    rows = []
    for conference in CONFERENCES:
        inside = is_in_scope(tally.units, conference)
        part = tally.select(inside)
        standing = stand(part)
        band = judge_ranks(
            standing.rank,
            stability.bands[conference],
            depends.loc[conference].to_numpy(bool),
            standing.n_answered,
        )
        waiting = (unread.to_numpy()[inside] > 0) & ~part.mentioned
        rows.append(
            pd.DataFrame(
                {
                    "conference": conference,
                    "objective_id": OBJECTIVES,
                    "n_expected": expected[conference],
                    **standing.columns(),
                    "rank_low": write_ranks(band.low),
                    "rank_high": write_ranks(band.high),
                    "band_driver": band.driver,
                    "firmness": band.firmness,
                    "n_being_read": waiting.sum(axis=0),
                }
            )
        )
    return make_table(pd.concat(rows, ignore_index=True), "conference_priorities")


def count_respondents(
    forum: Forum,
    respondents: pd.DataFrame,
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    audience: Audience = "internal",
) -> pd.DataFrame:
    """Count the priorities of respondents that are no government, each type apart (rule 9).

    The rules are those for governments, except that the unit is the respondent.

    Returns
    -------
    DataFrame
        The table `respondent_priorities`: 23 rows for every type that answered.
    """
    rows = []
    for respondent_type in sorted(set(respondents["respondent_type"]) - {"government"}):
        units = list_respondents(respondents, respondent_type)
        coding = code_answers(forum, units, answers, mentions, audience=audience)
        if audience == "public":
            coding = hide_small_bases(coding, forum.disclosure.public_minimum)
        tally = coding.count()
        if tally.units:
            rows.append(
                pd.DataFrame(
                    {
                        "respondent_type": respondent_type,
                        "objective_id": OBJECTIVES,
                        "n_expected": pd.NA,
                        **stand(tally).columns(),
                    }
                )
            )
    return make_table(pd.concat(rows, ignore_index=True) if rows else [], "respondent_priorities")
