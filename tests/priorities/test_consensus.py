"""Consensus rules: worked examples, and what must hold whatever the ballots."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gcm_analysis.priorities import borda, copeland, kemeny, schulze
from gcm_analysis.priorities.consensus import WrongBallot
from gcm_analysis.priorities.consensus.ballots import count_ballots
from gcm_analysis.priorities.consensus.orders import solve_by_states
from gcm_analysis.priorities.consensus.program import solve_by_program

RULES = {
    "borda": borda,
    "copeland": copeland,
    "schulze_winning": schulze,
    "schulze_margins": lambda ballots, **said: schulze(ballots, strength="margins", **said),
}
N = 5


@st.composite
def weak_ballots(draw: st.DrawFn, n: int = N) -> list[list[int]]:
    """A ballot over some of n candidates, with ties."""
    ranked = draw(st.lists(st.integers(0, n - 1), unique=True, min_size=1))
    ballot: list[list[int]] = []
    for candidate in ranked:
        if ballot and draw(st.booleans()):
            ballot[-1].append(candidate)
        else:
            ballot.append([candidate])
    return ballot


PROFILES = st.lists(weak_ballots(), min_size=1, max_size=7)
UNRANKED = st.sampled_from(["tied_last", "ignored"])


def said(unranked: str = "tied_last") -> dict[str, Any]:
    return {"candidates": range(N), "unranked": unranked}


def test_unranked_candidates_share_the_last_points_of_borda() -> None:
    found = borda([[["A"]]], candidates=["A", "B", "C"])
    assert found.scores == {"A": 3.0, "B": 1.5, "C": 1.5}
    assert found.ranking == [["A"], ["B", "C"]]


def test_borda_without_unranked_candidates_counts_only_who_is_ranked() -> None:
    found = borda([[["A"], ["B"]], [["C"]]], unranked="ignored")
    assert found.scores == {"A": 2.0, "B": 1.0, "C": 1.0}


def test_tied_candidates_share_the_points_of_their_places() -> None:
    assert borda([[["A"], ["B", "C"]]]).scores == {"A": 3.0, "B": 1.5, "C": 1.5}


def test_weights_count_a_ballot_as_often() -> None:
    ballots = [[["A"], ["B"]], [["B"], ["A"]]]
    assert copeland(ballots, weights=[1, 2]).ranking == [["B"], ["A"]]


def test_the_cycle_of_three_is_a_tie_with_three_best_orders() -> None:
    ballots = [[[a], [b], [c]] for a, b, c in ("ABC", "BCA", "CAB")]
    assert copeland(ballots).ranking == [["A", "B", "C"]]
    assert schulze(ballots).ranking == [["A", "B", "C"]]
    found = kemeny(ballots)
    assert (found.score, found.distance, found.n_optimal) == (5.0, 4.0, 3)
    assert not found.is_unique


def test_indifferent_ballots_leave_every_order_equally_good() -> None:
    found = kemeny([[["A", "B", "C", "D"]]])
    assert found.ranking == [["A"], ["B"], ["C"], ["D"]]
    assert (found.n_optimal, found.is_unique, found.distance) == (24, False, 0.0)


def test_no_ballots_tie_all_candidates() -> None:
    for rule in RULES.values():
        assert rule([], candidates=["A", "B"]).ranking == [["A", "B"]]
    assert kemeny([], candidates=["A", "B"]).n_optimal == 2
    assert borda([]).ranking == []
    assert kemeny([]).ranking == []


def test_kemeny_counts_the_orders_of_twins_by_their_permutations() -> None:
    ballots = [[["A"], ["B"]], [["A"], ["B"]]]
    found = kemeny(ballots, candidates=["A", "B", *"CDEFGHIJKLMNOPQRSTUVW"])
    assert found.ranking[:2] == [["A"], ["B"]]
    assert found.n_optimal == 51_090_942_171_709_440_000  # 21!


@pytest.mark.parametrize("unranked", ["tied_last", "ignored"])
@pytest.mark.parametrize("rule", [*RULES.values(), kemeny], ids=[*RULES, "kemeny"])
def test_a_ballot_that_prefers_nobody_changes_no_ranking(rule: Any, unranked: str) -> None:
    """An empty ballot, empty groups, one group of all: they say nothing of any two."""
    ballots = [[["A"], ["B"], ["C"]], [["B"], ["A"], ["C"]], [["A"], ["C"], ["B"]]]
    said = {"candidates": list("ABC"), "unranked": unranked}
    expected = rule(ballots, **said).ranking
    for silent in ([], [[]], [[], []], [["A", "B", "C"]], [[], ["C", "A", "B"], []]):
        assert rule([*ballots, silent], **said).ranking == expected
    assert rule([*ballots, [["C"], ["B"], ["A"]]], weights=[1, 1, 1, 0], **said).ranking == expected


@pytest.mark.parametrize("rule", [*RULES.values(), kemeny], ids=[*RULES, "kemeny"])
def test_a_single_candidate_stands_alone(rule: Any) -> None:
    for ballots in ([], [[]], [[["A"]]], [[["A"]], []]):
        for unranked in ("tied_last", "ignored"):
            assert rule(ballots, candidates=["A"], unranked=unranked).ranking == [["A"]]


def test_candidates_whom_nobody_ranks_are_last_or_unbeaten() -> None:
    """Tied last, every ballot prefers the others; ignored, nobody is beaten by what is unknown."""
    ballots, names = [[["A"], ["B"]], [["A"], ["B"]]], list("ABCD")
    for rule in RULES.values():
        assert rule(ballots, candidates=names).ranking == [["A"], ["B"], ["C", "D"]]
    assert kemeny(ballots, candidates=names).n_optimal == 2
    assert schulze(ballots, candidates=names, unranked="ignored").ranking == [
        ["A", "C", "D"],
        ["B"],
    ]
    assert copeland(ballots, candidates=names, unranked="ignored").scores["C"] == 0
    found = kemeny(ballots, candidates=names, unranked="ignored")
    assert (found.n_optimal, found.distance) == (12, 0.0)


def test_fractional_weights_that_are_equal_in_sum_are_a_tie() -> None:
    ballots = [[["A"], ["B"]], *[[["B"], ["A"]]] * 3]
    weights = [0.3, 0.1, 0.1, 0.1]  # 0.1 + 0.1 + 0.1 is not 0.3 in binary
    for rule in RULES.values():
        assert rule(ballots, weights=weights).ranking == [["A", "B"]]
    assert kemeny(ballots, weights=weights).n_optimal == 2


@given(ballots=PROFILES, unranked=UNRANKED, times=st.lists(st.integers(0, 3), min_size=7))
def test_a_weight_is_a_ballot_given_as_often(ballots: Any, unranked: str, times: list[int]) -> None:
    weights = times[: len(ballots)]
    repeated = [ballot for ballot, n in zip(ballots, weights, strict=True) for _ in range(n)]
    for rule in (*RULES.values(), kemeny):
        weighed = rule(ballots, weights=weights, **said(unranked))
        assert weighed.ranking == rule(repeated, **said(unranked)).ranking


def test_a_candidate_twice_on_a_ballot_is_refused() -> None:
    with pytest.raises(WrongBallot, match="Ballot 2 cannot be counted: 'A' stands on it twice"):
        borda([[["A"]], [["A"], ["B", "A"]]])


def test_an_unknown_candidate_is_refused() -> None:
    with pytest.raises(WrongBallot, match="'C' is not among the candidates"):
        kemeny([[["C"]]], candidates=["A", "B"])


def test_a_text_in_the_place_of_a_group_is_not_read_letter_by_letter() -> None:
    with pytest.raises(WrongBallot, match="Ballot 1 cannot be counted: its group 'MEX' is a text"):
        borda([["MEX", "CAN"]])


@pytest.mark.parametrize("weights", [[1], [1, -1], [1, float("nan")], [1, float("inf")]])
def test_wrong_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(WrongBallot):
        copeland([[["A"]], [["B"]]], weights=weights)


def test_unknown_options_are_refused() -> None:
    with pytest.raises(ValueError, match="unranked"):
        borda([[["A"]]], unranked="first")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="strength"):
        schulze([[["A"]]], strength="losing")  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@given(ballots=PROFILES, names=st.permutations(range(N)), unranked=UNRANKED)
def test_relabelling_candidates_relabels_the_ranking(
    rule: Any, ballots: Any, names: Any, unranked: str
) -> None:
    renamed = [[[names[candidate] for candidate in group] for group in b] for b in ballots]
    found = rule(ballots, **said(unranked)).ranking
    again = rule(renamed, **said(unranked)).ranking
    assert [{names[c] for c in group} for group in found] == [set(group) for group in again]


@given(ballots=PROFILES, names=st.permutations(range(N)), unranked=UNRANKED)
def test_relabelling_candidates_relabels_the_set_of_kemeny_optima(
    ballots: Any, names: Any, unranked: str
) -> None:
    renamed = [[[names[candidate] for candidate in group] for group in b] for b in ballots]
    found, again = kemeny(ballots, **said(unranked)), kemeny(renamed, **said(unranked))
    assert found.distance == again.distance
    assert found.n_optimal == again.n_optimal
    above = count_ballots(renamed, **said(unranked)).preferences()
    order = [names[group[0]] for group in found.ranking]
    assert count_disagreements(above, order) == pytest.approx(again.distance)


@given(ballots=PROFILES, order=st.randoms(use_true_random=False), unranked=UNRANKED)
def test_the_order_of_the_ballots_does_not_matter(ballots: Any, order: Any, unranked: str) -> None:
    shuffled = ballots.copy()
    order.shuffle(shuffled)
    for rule in (*RULES.values(), kemeny):
        assert rule(ballots, **said(unranked)) == rule(shuffled, **said(unranked))


def raise_candidate(ballot: list[list[int]], candidate: int, place: int) -> list[list[int]]:
    """Move a candidate up a ballot to a group of its own, everything else as it was."""
    at = next((i for i, group in enumerate(ballot) if candidate in group), len(ballot))
    rest = [[other for other in group if other != candidate] for group in ballot]
    place = min(place, at)
    return [group for group in (*rest[:place], [candidate], *rest[place:]) if group]


@pytest.mark.parametrize("rule", [*RULES.values(), kemeny], ids=[*RULES, "kemeny"])
@given(ballots=PROFILES, which=st.integers(0, 6), place=st.integers(0, N - 1), unranked=UNRANKED)
@settings(max_examples=60)
def test_raising_a_unique_winner_never_unseats_it(
    rule: Any, ballots: Any, which: int, place: int, unranked: str
) -> None:
    found = rule(ballots, **said(unranked))
    if rule is kemeny:
        winner = only_kemeny_winner(ballots, unranked)
        assume(winner is not None)
    else:
        assume(len(found.ranking[0]) == 1)
        winner = found.ranking[0][0]
    which %= len(ballots)
    raised = ballots.copy()
    is_ranked = any(winner in group for group in ballots[which])
    # Under `ignored` a candidate that joins a ballot is compared anew with all below it: it has
    # to join at the top to be raised against each of them.
    raised[which] = raise_candidate(
        ballots[which], winner, place if is_ranked or unranked == "tied_last" else 0
    )
    if rule is kemeny:
        assert only_kemeny_winner(raised, unranked) == winner
    else:
        assert rule(raised, **said(unranked)).ranking[0] == [winner]


@given(ballots=PROFILES, unranked=UNRANKED, rest=st.permutations(range(N)))
def test_a_new_ballot_for_the_winner_of_borda_never_unseats_it(
    ballots: Any, unranked: str, rest: Any
) -> None:
    first = borda(ballots, **said(unranked)).ranking[0]
    assume(len(first) == 1)
    new = [first, *([candidate] for candidate in rest if candidate != first[0])]
    assert borda([*ballots, new], **said(unranked)).ranking[0] == first


def only_kemeny_winner(ballots: Any, unranked: str) -> int | None:
    """Return the candidate that stands first in every best order, by going through all."""
    above = count_ballots(ballots, **said(unranked)).preferences()
    firsts = {order[0] for order in list_best(above)[1]}
    return firsts.pop() if len(firsts) == 1 else None


def count_disagreements(above: Any, order: Any) -> float:
    return sum(above[below, over] for at, over in enumerate(order) for below in order[at + 1 :])


def list_best(above: Any) -> tuple[float, list[tuple[int, ...]]]:
    """Go through all orders."""
    costs = {order: count_disagreements(above, order) for order in permutations(range(len(above)))}
    least = min(costs.values())
    return least, [order for order, cost in costs.items() if cost <= least + 1e-9]


@given(ballots=PROFILES, unranked=UNRANKED)
def test_kemeny_is_the_best_of_all_orders_and_counts_them(ballots: Any, unranked: str) -> None:
    above = count_ballots(ballots, **said(unranked)).preferences()
    least, best = list_best(above)
    found = kemeny(ballots, **said(unranked))
    assert found.distance == pytest.approx(least)
    assert tuple(group[0] for group in found.ranking) == min(best)
    assert found.n_optimal == found.n_optimal_at_least == len(best)
    assert found.is_unique == (len(best) == 1)
    assert sum(found.scores.values()) == pytest.approx(found.score)


@given(ballots=PROFILES, unranked=UNRANKED)
@settings(max_examples=40, deadline=None)
def test_integer_programming_and_dynamic_programming_agree(ballots: Any, unranked: str) -> None:
    above = count_ballots(ballots, **said(unranked)).preferences()
    by_states, by_program = solve_by_states(above), solve_by_program(above, most_found=200)
    assert by_states is not None
    assert by_program.n_optimal == by_states.n_optimal
    costs = [count_disagreements(above, found.order) for found in (by_states, by_program)]
    assert costs[0] == pytest.approx(costs[1])


def test_kemeny_gives_a_bound_where_best_orders_are_too_many_to_find() -> None:
    ballots = [[[a], [b], [c]] for a, b, c in ("ABC", "BCA", "CAB")]
    above = count_ballots(ballots).preferences()
    found = solve_by_program(above, most_found=2)
    assert found.n_optimal is None
    assert found.n_optimal_at_least == 2


def test_kemeny_orders_23_objectives_of_23_countries_exactly() -> None:
    rng = np.random.default_rng(4)
    ballots = [[[int(number)] for number in rng.permutation(23)] for _ in range(23)]
    found = kemeny(ballots)
    above = count_ballots(ballots).preferences()
    order = [group[0] for group in found.ranking]
    assert found.distance == count_disagreements(above, order)
    for at in range(22):
        swapped = [*order[:at], order[at + 1], order[at], *order[at + 2 :]]
        assert count_disagreements(above, swapped) >= found.distance
    assert found.n_optimal_at_least >= 1


def test_a_condorcet_winner_stands_first_under_the_pairwise_rules() -> None:
    ballots = [[["B"], ["A"], ["C"]], [["A"], ["B"], ["C"]], [["C"], ["B"], ["A"]]]
    for rule in (copeland, schulze, kemeny):
        assert rule(ballots).ranking[0] == ["B"]
