"""Kemeny's rule: the order that disagrees least with the ballots, found exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from gcm_analysis.priorities.consensus.ballots import (
    Ballot,
    Candidate,
    Consensus,
    Unranked,
    count_ballots,
    name_scores,
)
from gcm_analysis.priorities.consensus.orders import Orders, solve_by_states
from gcm_analysis.priorities.consensus.program import MOST_FOUND, solve_by_program
from gcm_analysis.priorities.questions import Floats


@dataclass(frozen=True)
class KemenyConsensus(Consensus[Candidate]):
    """A linear order that disagrees least with the ballots.

    Parameters
    ----------
    score : float
        Pairwise agreements of the ballots with the order, by weight: the highest there is.
    distance : float
        Pairwise disagreements, by weight: the lowest there is. A pair that a ballot ties is
        neither.
    is_unique : bool
        Whether no other order does as well. Nobody looks for one, and this is False, where
        `most_found` is 1 and a part is too large to count.
    n_optimal : int or None
        How many orders do as well; None where only a lower bound is known.
    n_optimal_at_least : int
        The bound; `n_optimal` itself where that is known.
    """

    score: float
    distance: float
    is_unique: bool
    n_optimal: int | None
    n_optimal_at_least: int


def kemeny(
    ballots: Sequence[Ballot[Candidate]],
    *,
    weights: Sequence[float] | None = None,
    candidates: Sequence[Candidate] | None = None,
    unranked: Unranked = "tied_last",
    most_found: int = MOST_FOUND,
) -> KemenyConsensus[Candidate]:
    """Find the linear order with the fewest pairwise disagreements (Kemeny, 1959).

    Candidates are first parted where every one of a set beats every one of the rest: all
    optimal orders keep that (extended Condorcet criterion, Truchon 1998). Each part is then
    solved exactly, a small one by dynamic programming over the sets of candidates placed,
    which counts all optimal orders, a large one by integer programming with triangle
    constraints (Grötschel, Jünger and Reinelt, 1984; HiGHS), which tells whether there is
    a second one.

    Parameters
    ----------
    ballots, weights, candidates, unranked
        See `count_ballots`. Of several optimal orders the one is given that keeps most to
        the order of `candidates`.

    Returns
    -------
    KemenyConsensus
        `scores` are the pairwise votes for a candidate against those placed below it: they
        sum to `score`.

    Examples
    --------
    >>> kemeny([[["A"], ["B"]], [["A"], ["B"]], [["B"], ["A"]]]).ranking
    [['A'], ['B']]
    """
    counted = count_ballots(ballots, weights=weights, candidates=candidates, unranked=unranked)
    above = counted.preferences()
    parts = [
        place(solve_part(above[np.ix_(part, part)], most_found), part)
        for part in part_by_majority(above)
    ]
    order = [index for part in parts for index in part.order]
    support = np.zeros(len(above))
    for position, index in enumerate(order):
        support[index] = above[index, order[position + 1 :]].sum()
    bound = prod(part.n_optimal_at_least for part in parts)
    is_counted = all(part.n_optimal is not None for part in parts)
    return KemenyConsensus(
        ranking=[[counted.candidates[index]] for index in order],
        scores=name_scores(counted.candidates, support),
        score=float(support.sum()),
        distance=float(np.triu(above, 1).sum() + np.tril(above, -1).sum() - support.sum()),
        is_unique=is_counted and bound == 1,
        n_optimal=bound if is_counted else None,
        n_optimal_at_least=bound,
    )


def part_by_majority(above: Floats) -> list[list[int]]:
    """Part candidates so that each of an earlier part beats each of a later one.

    Returns
    -------
    list of list of int
        The finest such parts, in order.
    """
    reaches = above >= above.T
    for middle in range(len(above)):
        reaches |= reaches[:, middle, None] & reaches[None, middle, :]
    parts: dict[int, list[int]] = {}
    for index, n_reached in enumerate(reaches.sum(axis=1)):
        parts.setdefault(-int(n_reached), []).append(index)
    return [parts[key] for key in sorted(parts)]


def solve_part(above: Floats, most_found: int) -> Orders:
    """Find the best orders of candidates that no majority parts."""
    return solve_by_states(above) or solve_by_program(above, most_found)


def place(orders: Orders, part: Sequence[int]) -> Orders:
    """Give the candidates of a part their places among all."""
    return Orders(
        tuple(part[index] for index in orders.order), orders.n_optimal, orders.n_optimal_at_least
    )
