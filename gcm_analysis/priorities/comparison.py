"""RCM and SACM side by side: the difference, and what it would take to turn it round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gcm_analysis.priorities.frames import make_table
from gcm_analysis.priorities.questions import OBJECTIVES, TOLERANCE, Floats
from gcm_analysis.priorities.splits import SPLIT_SEED, Splits, run_split_test

FEWEST_COMPARED = 2
"""A side with a single answer is that country, not a group: nothing is compared."""


@dataclass(frozen=True)
class GroupComparison:
    """Two groups of scores held against each other.

    Parameters
    ----------
    difference : float or None
        Mean of the first group less mean of the second.
    p_exact : float or None
        Share of all ways to split the scores into groups of these sizes whose absolute
        difference of means is at least the observed one. A description: nobody was sampled.
    flip_count : int or None
        Least number of scores that would have to move, anywhere in 0 to 1, for the difference
        to vanish or turn round; 0 where there is none.
    n_splits : int
        Splits gone through, or drawn with `seed` where there are more than 2,000,000.
    smallest_p : float or None
        The smallest p that groups of these sizes can give.
    is_comparable : bool
        Whether both groups have at least two scores.
    seed : int or None
        Of the drawn splits; None where all were gone through.

    Notes
    -----
    All but `n_splits` and `is_comparable` are None where a group has no score.
    """

    difference: float | None
    p_exact: float | None
    flip_count: int | None
    n_splits: int
    smallest_p: float | None
    is_comparable: bool
    seed: int | None


def compare_groups(
    a: Sequence[float | None], b: Sequence[float | None], *, seed: int = SPLIT_SEED
) -> GroupComparison:
    """Compare the scores of two groups of countries.

    The two-sided p counts splits by |difference of means|, which orders them as
    |T - E(T)| does for the sum T of the first group: the definition behind StatXact's
    published figures. It is not twice the smaller tail, which is what
    `scipy.stats.permutation_test` gives by default.

    Parameters
    ----------
    a, b : sequences of float
        Scores, 0 to 1; None and NaN are left out.
    seed : int
        Used only where there are more than 2,000,000 splits.

    Returns
    -------
    GroupComparison

    Examples
    --------
    >>> compare_groups([1, 1, 0.5], [0, 0.5]).flip_count
    2
    """
    return compare_scores(drop_missing(a), drop_missing(b), seed)


def compare_scores(
    first: Floats, second: Floats, seed: int, p_exact: float | None = None
) -> GroupComparison:
    """Compare two groups of scores without gaps; a p that is known is not counted again."""
    if not len(first) or not len(second):
        return GroupComparison(None, None, None, 0, None, is_comparable=False, seed=None)
    splits = Splits(len(first), len(second), seed)
    if p_exact is None:
        p_exact = float(run_split_test(first[:, None], second[:, None], splits).p_exact[0])
    return GroupComparison(
        difference=float(first.mean() - second.mean()),
        p_exact=p_exact,
        flip_count=count_flips(first, second),
        n_splits=splits.n_splits,
        smallest_p=splits.smallest_p,
        is_comparable=min(len(first), len(second)) >= FEWEST_COMPARED,
        seed=None if splits.is_enumerated else seed,
    )


def drop_missing(scores: Sequence[float | None] | Floats) -> Floats:
    """Return scores without None and NaN."""
    values = np.array([np.nan if score is None else score for score in scores], dtype=float)
    return np.asarray(values[~np.isnan(values)])


def count_flips(first: Floats, second: Floats) -> int | None:
    """Count the fewest scores that must move, within 0 to 1, for the difference to vanish.

    Every score moves the difference on its own account, so the largest moves first are the
    fewest: one of the higher group falls to 0, one of the lower group rises to 1.

    Returns
    -------
    int or None
        None only where scores outside 0 to 1 stand further apart than moves can bring them.
    """
    difference = first.mean() - second.mean()
    if abs(difference) <= TOLERANCE:
        return 0
    higher, lower = (first, second) if difference > 0 else (second, first)
    moves = np.concatenate([higher / len(higher), (1 - lower) / len(lower)])
    closed = np.cumsum(np.sort(moves[moves > 0])[::-1])
    enough = np.flatnonzero(closed >= abs(difference) - TOLERANCE)
    return int(enough[0]) + 1 if len(enough) else None


def compare_conferences(
    priorities: pd.DataFrame, conference_priorities: pd.DataFrame, *, seed: int = SPLIT_SEED
) -> pd.DataFrame:
    """Compare the members of the RCM that answered with those of the SACM, objective by objective.

    Parameters
    ----------
    priorities, conference_priorities : DataFrame
        The tables of these names.
    seed : int
        Used only where there are more than 2,000,000 splits.

    Returns
    -------
    DataFrame
        The table `comparison`. `p_adjusted` holds over all 23 objectives together; scores
        and counts of both sides stand beside it, and `is_comparable` is false where a
        side has fewer than two answers on the objective.
    """
    rcm = lay_out_scores(priorities, "RCM")
    sacm = lay_out_scores(priorities, "SACM")
    test = run_split_test(rcm, sacm, Splits(len(rcm), len(sacm), seed))
    sides = {
        side: conference_priorities[conference_priorities["conference"] == side].set_index(
            "objective_id"
        )
        for side in ("RCM", "SACM")
    }
    rows: list[dict[str, object]] = []
    for column, number in enumerate(OBJECTIVES):
        first, second = drop_missing(rcm[:, column]), drop_missing(sacm[:, column])
        # On an objective that all could name, the splits are those of the whole table.
        is_whole = len(first) == len(rcm) and len(second) == len(sacm)
        known = float(test.p_exact[column]) if is_whole else None
        compared = compare_scores(first, second, seed, known)
        row: dict[str, object] = {"objective_id": number}
        for side, standing in sides.items():
            row |= {
                f"{side.lower()}_{figure}": standing.loc[number, figure]
                for figure in ("n_answered", "n_mentioning", "score")
            }
        rows.append(
            row
            | {
                "difference": compared.difference,
                "is_comparable": compared.is_comparable,
                "p_exact": compared.p_exact,
                "p_adjusted": hold_adjusted(test.p_adjusted[column], compared.p_exact),
                "flip_count": compared.flip_count,
                "n_splits": compared.n_splits,
                "smallest_p": compared.smallest_p,
                "seed": compared.seed,
            }
        )
    return make_table(pd.DataFrame(rows), "comparison")


def hold_adjusted(p_adjusted: float, p_exact: float | None) -> float | None:
    """Return an adjusted p that is never below the exact one.

    The two rest on the same splits unless some country could not name the objective; then
    the exact p splits those that could, the adjusted one all that answered.
    """
    return None if p_exact is None else max(float(p_adjusted), p_exact)


def lay_out_scores(priorities: pd.DataFrame, conference: str) -> Floats:
    """Return the scores of a conference's governments, countries x 23, NaN where not offered."""
    inside = priorities
    if conference != "ALL":
        inside = priorities[priorities["conference"] == conference]
    table = inside.pivot(index="country_iso3", columns="objective_id", values="score").sort_index()
    return table.reindex(columns=list(OBJECTIVES)).to_numpy(float).reshape(-1, len(OBJECTIVES))
