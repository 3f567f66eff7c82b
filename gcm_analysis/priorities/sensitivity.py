"""The ranks of the objectives under six counting rules, side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gcm_analysis.priorities.consensus import borda, copeland, kemeny, schulze
from gcm_analysis.priorities.consensus.ballots import Unranked, count_ballots, group_by_score
from gcm_analysis.priorities.frames import RULES, make_table
from gcm_analysis.priorities.questions import N_OBJECTIVES, OBJECTIVES, Booleans, Floats
from gcm_analysis.priorities.ranks import rank_figures, rank_standings
from gcm_analysis.priorities.scopes import CONFERENCES, is_in_scope
from gcm_analysis.priorities.standings import write_ranks
from gcm_analysis.priorities.tally import Tally, summarize

UNRANKED: Unranked = "ignored"
"""An objective that a country was not offered says nothing about its place."""
ObjectiveBallot = list[list[int]]


def make_ballot(scores: Floats) -> ObjectiveBallot:
    """Turn a country's scores into a ballot: equal scores tie, what was not offered is left off."""
    offered = [number for number in OBJECTIVES if not np.isnan(scores[number - 1])]
    return group_by_score(offered, scores[[number - 1 for number in offered]])


def rank_by_rules(mentioned: Booleans, scores: Floats) -> dict[str, Floats]:
    """Rank the 23 objectives under every rule.

    Parameters
    ----------
    mentioned, scores : arrays, countries x 23
        Scores are NaN where the objective was not offered.

    Returns
    -------
    dict of str to array
        Competition ranks by rule, NaN where nobody could name the objective; `rank` is the
        rank of the tables: mentions, then points.
    """
    n_mentioning, score = summarize(mentioned, scores)
    offered = [number for number in OBJECTIVES if not np.isnan(score[number - 1])]
    named = np.where(np.isnan(score), np.nan, n_mentioning)
    ranks = {
        "mentions": rank_figures(named),
        "points": rank_figures(score),
        "rank": rank_standings(n_mentioning, score),
    }
    ballots = [make_ballot(row) for row in scores]
    for name, rule in (("borda", borda), ("copeland", copeland), ("schulze", schulze)):
        groups = rule(ballots, candidates=offered, unranked=UNRANKED).ranking
        ranks[name] = read_places(groups)
    ranks["kemeny"] = rank_by_kemeny(ballots, offered, ranks)
    return ranks


def rank_by_kemeny(
    ballots: list[ObjectiveBallot], offered: list[int], ranks: dict[str, Floats]
) -> Floats:
    """Return Kemeny's ranks: of several best orders the one that keeps most to the other rules.

    Neighbours in the order whom the ballots tie with each other share a rank.
    """
    keys = [ranks[name] for name in ("rank", "borda", "copeland", "schulze")]
    ordered = sorted(offered, key=lambda number: tuple(key[number - 1] for key in keys))
    above = count_ballots(ballots, candidates=ordered, unranked=UNRANKED).preferences()
    at = {number: index for index, number in enumerate(ordered)}
    groups: list[list[int]] = []
    for (number,) in kemeny(ballots, candidates=ordered, unranked=UNRANKED, most_found=1).ranking:
        last = [at[tied] for tied in groups[-1]] if groups else []
        if last and (above[last, at[number]] == above[at[number], last]).all():
            groups[-1].append(number)
        else:
            groups.append([number])
    return read_places(groups)


def read_places(groups: list[list[int]]) -> Floats:
    """Return the competition ranks of objectives in tied groups, best first."""
    ranks = np.full(N_OBJECTIVES, np.nan)
    place = 1
    for group in groups:
        ranks[[number - 1 for number in group]] = place
        place += len(group)
    return ranks


def find_dependent(ranks: dict[str, Floats]) -> Booleans:
    """Tell which objectives' places depend on the rule.

    A place does where one rule puts the objective before some other and another rule puts it
    behind: a tie goes with either.
    """
    table = np.array([ranks[rule] for rule in RULES])
    with np.errstate(invalid="ignore"):
        before = np.asarray((table[:, :, None] < table[:, None, :]).any(axis=0))
    return np.asarray((before & before.T).any(axis=1))


def compare_rules(tally: Tally) -> pd.DataFrame:
    """Return the table `sensitivity`: ranks under every rule, for RCM, SACM and ALL.

    Parameters
    ----------
    tally : Tally
        Of all governments that answered.
    """
    scores = tally.scores()
    rows = []
    for conference in CONFERENCES:
        inside = is_in_scope(tally.units, conference)
        ranks = rank_by_rules(tally.mentioned[inside], scores[inside])
        rows.append(
            pd.DataFrame(
                {
                    "conference": conference,
                    "objective_id": OBJECTIVES,
                    "n_mentioning": tally.mentioned[inside].sum(axis=0),
                    **{name: write_ranks(found) for name, found in ranks.items()},
                    "depends_on_rule": find_dependent(ranks),
                }
            )
        )
    return make_table(pd.concat(rows, ignore_index=True), "sensitivity")
