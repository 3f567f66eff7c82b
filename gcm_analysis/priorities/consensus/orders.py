"""The best orders of a few candidates, and how many there are, by dynamic programming."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial, prod

import numpy as np

from gcm_analysis.priorities.questions import TOLERANCE, Floats, Integers

MOST_STATES = 2**15
MOST_COUNTED = 2**62
"""Above this, a number of orders does not fit a machine's whole number."""


@dataclass(frozen=True)
class Orders:
    """The orders with the fewest disagreements.

    Parameters
    ----------
    order : tuple of int
        One of them.
    n_optimal : int or None
        How many there are; None where only a lower bound is known.
    n_optimal_at_least : int
    """

    order: tuple[int, ...]
    n_optimal: int | None
    n_optimal_at_least: int


def find_twins(above: Floats) -> list[list[int]]:
    """Group candidates that the ballots do not tell apart.

    Twins tie with each other and stand alike against every other candidate: exchanging them
    changes nothing, so only how many of them are placed matters.
    """
    groups: list[list[int]] = []
    for index in range(len(above)):
        for group in groups:
            if are_twins(above, group[0], index):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def are_twins(above: Floats, first: int, second: int) -> bool:
    """Tell whether exchanging two candidates changes nothing."""
    others = np.delete(np.arange(len(above)), [first, second])
    return bool(
        above[first, second] == above[second, first]
        and (above[first, others] == above[second, others]).all()
        and (above[others, first] == above[others, second]).all()
    )


@dataclass(frozen=True)
class States:
    """How many of each group of twins are placed: every combination, as mixed-radix numbers.

    Parameters
    ----------
    sizes, strides : arrays, groups
    placed : array, states x groups
    """

    sizes: Integers
    strides: Integers
    placed: Integers

    @classmethod
    def lay_out(cls, sizes: list[int]) -> States:
        """List the states of groups of these sizes."""
        radix = np.array(sizes, dtype=np.int64) + 1
        strides = np.concatenate([[1], np.cumprod(radix)[:-1]]).astype(np.int64)
        states = np.arange(int(radix.prod()), dtype=np.int64)
        return cls(radix - 1, strides, states[:, None] // strides % radix)


def solve_by_states(above: Floats, most_states: int = MOST_STATES) -> Orders | None:
    """Find the order with the fewest disagreements and count all that do as well.

    Dynamic programming over what is placed (Held and Karp, 1962, as Betzler et al., 2009,
    apply it to Kemeny's rule).

    Parameters
    ----------
    above : array, candidates x candidates
        Weight of ballots that place row above column.

    Returns
    -------
    Orders or None
        None where there are more states than `most_states`, or too many orders to count.
    """
    twins = find_twins(above)
    sizes = [len(group) for group in twins]
    ways_of_twins = prod(factorial(size) for size in sizes)
    if prod(size + 1 for size in sizes) > most_states:
        return None
    if factorial(len(above)) // ways_of_twins > MOST_COUNTED:
        return None
    heads = [group[0] for group in twins]
    against = above[np.ix_(heads, heads)].T.copy()
    for index, group in enumerate(twins):
        against[index, index] = above[group[0], group[1]] if len(group) > 1 else 0.0
    states = States.lay_out(sizes)
    is_best, ways = rate_states(states, against)
    n_optimal = int(ways[0]) * ways_of_twins
    return Orders(trace_order(states, is_best, twins), n_optimal, n_optimal)


def rate_states(states: States, against: Floats) -> tuple[np.ndarray, Integers]:
    """Tell for every state which groups may come next, and in how many ways it ends well.

    Parameters
    ----------
    against : array, groups x groups
        Disagreements with placing one of the row's group above one of the column's.

    Returns
    -------
    is_best : array of bool, states x groups
    ways : array of int, states
        Orders of what is left, twins taken as equal.
    """
    n_states, n_groups = states.placed.shape
    left = states.sizes - states.placed
    best, ways = np.zeros(n_states), np.zeros(n_states, dtype=np.int64)
    is_best = np.zeros((n_states, n_groups), dtype=bool)
    ways[-1] = 1
    n_placed = states.placed.sum(axis=1)
    by_number = np.argsort(n_placed, kind="stable")
    borders = np.searchsorted(n_placed[by_number], np.arange(states.sizes.sum() + 1))
    for number in range(int(states.sizes.sum()) - 1, -1, -1):
        layer = by_number[borders[number] : borders[number + 1]]
        can = left[layer] > 0
        following = np.where(can, layer[:, None] + states.strides, n_states - 1)
        costs = left[layer] @ against.T - against.diagonal() + best[following]
        costs[~can] = np.inf
        best[layer] = costs.min(axis=1)
        is_best[layer] = costs <= best[layer][:, None] + TOLERANCE
        ways[layer] = np.where(is_best[layer], ways[following], 0).sum(axis=1)
    return is_best, ways


def trace_order(states: States, is_best: np.ndarray, twins: list[list[int]]) -> tuple[int, ...]:
    """Follow the best steps; of several, the one that places the earliest candidate."""
    order: list[int] = []
    placed = [0] * len(twins)
    state = 0
    for _ in range(int(states.sizes.sum())):
        group = min(
            np.flatnonzero(is_best[state]).tolist(), key=lambda index: twins[index][placed[index]]
        )
        order.append(twins[group][placed[group]])
        placed[group] += 1
        state += int(states.strides[group])
    return tuple(order)
