"""The best order of many candidates, by integer programming (scipy's HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial, prod
from typing import TYPE_CHECKING, Any

import numpy as np

from gcm_analysis.priorities.consensus.orders import Orders, find_twins
from gcm_analysis.priorities.questions import Floats

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

MOST_FOUND = 12
SLACK = 1e-6
"""Far below the least difference between two sums of ballots' weights, above the solver's own."""


@dataclass(frozen=True)
class LinearOrders:
    """The linear orders of n candidates as an integer program.

    One variable per pair i < j: 1 where i stands above j. Three candidates may not stand in
    a circle: 0 <= x_ij + x_jk - x_ik <= 1.

    Parameters
    ----------
    n_candidates : int
    """

    n_candidates: int

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """All pairs i < j."""
        return list(combinations(range(self.n_candidates), 2))

    def forbid_circles(self) -> LinearConstraint:
        """Return the constraint that three candidates do not stand in a circle."""
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        at = {pair: index for index, pair in enumerate(self.pairs)}
        triples = list(combinations(range(self.n_candidates), 3))
        columns = [(at[i, j], at[j, k], at[i, k]) for i, j, k in triples]
        rows = np.repeat(np.arange(len(triples)), 3)
        signs = np.tile([1.0, 1.0, -1.0], len(triples))
        matrix = csr_array((signs, (rows, np.ravel(columns))), shape=(len(triples), len(at)))
        return LinearConstraint(matrix, 0, 1)

    def keep_order(self, groups: list[list[int]]) -> LinearConstraint:
        """Return the constraint that within each group the earlier stands above the later."""
        from scipy.optimize import LinearConstraint

        kept = {pair for group in groups for pair in combinations(group, 2)}
        least = [float(pair in kept) for pair in self.pairs]
        return LinearConstraint(np.eye(len(least)), least, 1)

    def solve(self, costs: Floats, constraints: list[Any]) -> Floats | None:
        """Return the cheapest order as values of its pairs; None where there is none.

        Raises
        ------
        RuntimeError
            The solver gave up.
        """
        from scipy.optimize import Bounds, milp

        found = milp(
            costs,
            integrality=np.ones(len(costs)),
            bounds=Bounds(0, 1),
            constraints=constraints,
            options={"mip_rel_gap": 0.0},
        )
        if found.status == 2:
            return None
        if found.status != 0:
            message = f"the order of {self.n_candidates} candidates was not found: {found.message}"
            raise RuntimeError(message)
        return np.asarray(np.round(found.x))

    def search(self, costs: Floats, constraints: list[Any]) -> Floats:
        """Return the cheapest order where there must be one."""
        found = self.solve(costs, constraints)
        assert found is not None
        return found

    def read_order(self, values: Floats) -> tuple[int, ...]:
        """Return the order that the values of pairs stand for."""
        n_below = np.zeros(self.n_candidates)
        for (first, second), value in zip(self.pairs, values, strict=True):
            n_below[first if value else second] += 1
        return tuple(np.argsort(-n_below, kind="stable").tolist())


def solve_by_program(above: Floats, most_found: int = MOST_FOUND) -> Orders:
    """Find the order with the fewest disagreements, and how many others do as well.

    Of several the one is given that inverts the fewest pairs of the candidates' own order.
    The others are found one by one, each search shutting out those found before; twins keep
    their order meanwhile and are exchanged in the count.

    Parameters
    ----------
    above : array, candidates x candidates
        Weight of ballots that place row above column.
    most_found : int
        The search for others ends at this many; their number is then a lower bound.

    Returns
    -------
    Orders
    """
    from scipy.optimize import LinearConstraint

    program = LinearOrders(len(above))
    first, second = np.array(program.pairs).reshape(-1, 2).T
    costs = above[second, first] - above[first, second]
    constraints = [program.forbid_circles()]
    cheapest = program.search(costs, constraints)
    constraints.append(LinearConstraint(costs[None, :], -np.inf, costs @ cheapest + SLACK))
    twins = find_twins(above)
    constraints.append(program.keep_order(twins))
    found = [program.search(-np.ones(len(costs)), constraints)]
    is_all = False
    while len(found) < most_found and not is_all:
        last = found[-1]
        constraints.append(LinearConstraint((1 - 2 * last)[None, :], 1 - last.sum(), np.inf))
        other = program.solve(np.zeros(len(costs)), constraints)
        is_all = other is None
        found += [] if other is None else [other]
    n_found = len(found) * prod(factorial(len(group)) for group in twins)
    return Orders(program.read_order(found[0]), n_found if is_all else None, n_found)
