"""How far a rank can move for one reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gcm_analysis.priorities.questions import N_OBJECTIVES, Floats


@dataclass(frozen=True)
class Band:
    """The best and the worst rank of each of the 23 objectives.

    Parameters
    ----------
    low, high : arrays
        Best and worst rank; NaN where there is none.
    is_exact : bool
        Whether both ends are exact: those of drawn cases are not, nor those of pending
        governments where questions had to be taken one by one; the latter may be too wide,
        never too narrow.
    n_cases : int
        Countries left out, countries pending, or draws.
    seed : int or None
        Of the draws.
    """

    low: Floats
    high: Floats
    is_exact: bool = True
    n_cases: int = 0
    seed: int | None = None

    @classmethod
    def empty(cls) -> Band:
        """Return the band of what cannot be measured."""
        nothing = np.full(N_OBJECTIVES, np.nan)
        return cls(nothing, nothing)


@dataclass(frozen=True)
class Base:
    """The figures of the countries that answered, by objective.

    Parameters
    ----------
    n_mentioning : array
    total : array
        Sum of the scores.
    n_could_mention : array
        Countries that the sum is over.
    """

    n_mentioning: Floats
    total: Floats
    n_could_mention: Floats

    @classmethod
    def of(cls, mentioned: np.ndarray, scores: Floats) -> Base:
        """Add up countries x 23."""
        return cls(
            mentioned.sum(axis=0).astype(float),
            np.nansum(scores, axis=0),
            (~np.isnan(scores)).sum(axis=0).astype(float),
        )

    def mean(self, total: Floats | None = None, n_more: Floats | float = 0.0) -> Floats:
        """Return the score with so much more in sum, from so many more countries."""
        count = self.n_could_mention + n_more
        added = self.total if total is None else self.total + total
        return np.asarray(added / np.where(count > 0, count, np.nan))
