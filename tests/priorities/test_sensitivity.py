"""The ranks under six rules, and which of them depend on the rule."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gcm_analysis.priorities import count_priorities
from gcm_analysis.priorities.frames import RULES
from gcm_analysis.priorities.sensitivity import find_dependent, make_ballot, rank_by_rules


def lay_out(rows: list[dict[int, float]]) -> np.ndarray:
    table = np.full((len(rows), 23), np.nan)
    for row, scores in enumerate(rows):
        for number, score in scores.items():
            table[row, number - 1] = score
    return table


def test_a_ballot_ties_equal_scores_and_leaves_off_what_was_not_offered() -> None:
    scores = lay_out([{5: 1.0, 6: 0.5, 9: 0.5, 21: 0.0}])[0]
    assert make_ballot(scores) == [[5], [6, 9], [21]]


def test_every_rule_ranks_a_unanimous_profile_alike() -> None:
    scores = lay_out([{1: 1.0, 2: 0.5, 3: 0.0}] * 3)
    ranks = rank_by_rules(scores > 0, scores)
    for rule in (*RULES, "rank"):
        if rule != "mentions":
            assert ranks[rule][:3].tolist() == [1, 2, 3], rule
    assert ranks["mentions"][:3].tolist() == [1, 1, 3]
    assert not find_dependent(ranks).any()
    assert np.isnan(ranks["borda"][3])


def test_a_place_depends_on_the_rule_where_two_rules_put_it_on_either_side_of_another() -> None:
    """Two of three countries place 1 first, the third places it last: the majority rules put it
    first; by points 2, second everywhere, is ahead of it."""
    scores = lay_out([{1: 1.0, 2: 0.9, 3: 0.0}] * 2 + [{1: 0.0, 2: 0.9, 3: 0.1}])
    ranks = rank_by_rules(np.ones((3, 23), dtype=bool), scores)
    assert ranks["copeland"][:2].tolist() == [1, 2]
    assert ranks["kemeny"][:2].tolist() == [1, 2]
    assert ranks["points"][:2].tolist() == [2, 1]
    assert find_dependent(ranks)[:3].tolist() == [True, True, False]


def test_a_tie_goes_with_either_order() -> None:
    ranks = {rule: np.array([1.0, 2.0]) for rule in RULES} | {"mentions": np.array([1.0, 1.0])}
    assert not find_dependent(ranks).any()


def test_kemeny_shares_a_rank_among_neighbours_whom_the_ballots_tie() -> None:
    scores = lay_out([{1: 1.0, 2: 0.0, 3: 0.0, 4: 0.0}] * 2)
    ranks = rank_by_rules(scores > 0, scores)
    assert ranks["kemeny"][:4].tolist() == [1, 2, 2, 2]


def test_the_table_holds_every_conference_and_objective(new_survey: Any, cell: Any) -> None:
    survey = new_survey([{"id": "t", "kind": "text"}])
    survey.write("MEX", "t", 5)
    table = count_priorities(survey.forum, *survey.tables()).sensitivity
    assert len(table) == 69
    assert cell(table, conference="ALL", objective_id=5)["kemeny"] == 1
    assert cell(table, conference="SACM", objective_id=5)[list(RULES)].isna().all()
    assert not table["depends_on_rule"].any()


@pytest.mark.parametrize("n_countries", [9, 23])
def test_rules_agree_on_who_leads_where_one_objective_leads_everywhere(n_countries: int) -> None:
    rng = np.random.default_rng(3)
    scores = rng.integers(0, 9, (n_countries, 23)) / 10
    scores[:, 4] = 1.0
    ranks = rank_by_rules(scores >= 0.7, scores)
    assert all(ranks[rule][4] == 1 for rule in RULES)
    assert not find_dependent({rule: ranks[rule] for rule in RULES})[4]
