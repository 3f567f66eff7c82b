"""An integer program as it grows: variables, rows, a cost; solved by scipy's HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gcm_analysis.priorities.questions import Floats

Terms = dict[int, float]
"""A sum of variables: index -> factor."""


@dataclass
class Program:
    """A linear program as it grows: variables, rows."""

    upper: list[float] = field(default_factory=list)
    is_integer: list[bool] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def copy(self) -> Program:
        """Return a program that can grow on its own."""
        return Program(self.upper.copy(), self.is_integer.copy(), self.rows.copy())

    def add_variable(self, upper: float = 1.0, *, is_integer: bool = True) -> int:
        """Add a variable from 0 to `upper`; return its index."""
        self.upper.append(upper)
        self.is_integer.append(is_integer)
        return len(self.upper) - 1

    def add_row(self, terms: Terms, low: float = -np.inf, high: float = np.inf) -> None:
        """Hold a sum of variables between two numbers."""
        self.rows.append((terms, low, high))

    def solve(self, costs: Terms) -> Floats:
        """Return the values of the variables that make the cost smallest."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        entries = [
            (row, column, value)
            for row, (terms, _, _) in enumerate(self.rows)
            for column, value in terms.items()
        ]
        at_row, at_column, values = zip(*entries, strict=True)
        matrix = coo_array(
            (values, (at_row, at_column)), shape=(len(self.rows), len(self.upper))
        ).tocsr()
        cost = np.zeros(len(self.upper))
        cost[list(costs)] = list(costs.values())
        constraints: Any = LinearConstraint(
            matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows]
        )
        found = milp(
            cost,
            integrality=np.array(self.is_integer, dtype=int),
            bounds=Bounds(0, np.array(self.upper)),
            constraints=constraints,
            options={"mip_rel_gap": 0.0},
        )
        if found.status != 0:
            message = f"the bounds for pending governments were not found: {found.message}"
            raise RuntimeError(message)
        return np.asarray(found.x)


def add_terms(*sums: Terms) -> Terms:
    """Add up sums of variables."""
    total: Terms = {}
    for terms in sums:
        for variable, factor in terms.items():
            total[variable] = total.get(variable, 0.0) + factor
    return total


def scale_terms(terms: Terms, factor: float) -> Terms:
    """Multiply a sum of variables."""
    return {variable: value * factor for variable, value in terms.items()}
