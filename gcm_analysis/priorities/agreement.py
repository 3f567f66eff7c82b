"""How far governments agree: within a conference, and two by two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import factorial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gcm_analysis.priorities.comparison import lay_out_scores
from gcm_analysis.priorities.frames import make_table
from gcm_analysis.priorities.questions import TOLERANCE, Floats
from gcm_analysis.priorities.scopes import CONFERENCES

N_DRAWN = 20_000
DRAWN_AT_ONCE = 2_000
AGREEMENT_SEED = 20_240_927
"""Seed of the drawn permutations, written beside every p that rests on them."""
MOST_ORDERS = 720
"""Permutations of a rater's items that are still gone through: those of six items."""
MOST_STEPS = 200_000


@dataclass(frozen=True)
class Agreement:
    """Kendall's coefficient of concordance.

    Parameters
    ----------
    w : float or None
        0 (none) to 1 (all order alike); None with fewer than two raters or items, or where
        nobody prefers anything.
    p : float or None
        Share of all ways to permute every rater's ratings that agree at least as much: of all
        of them, or of `n_permutations` drawn with `seed`, as (b + 1) / (m + 1).
    is_exact : bool
        Whether p is over all ways.
    n_raters, n_items : int
        Items that some rater did not rate are left out.
    chi_square, p_chi_square : float or None
        The large-sample statistic m (n - 1) W, and its p with n - 1 degrees of freedom.
    n_permutations, seed : int or None
        Of the draws; None where p is exact.
    """

    w: float | None
    p: float | None
    is_exact: bool
    n_raters: int
    n_items: int
    chi_square: float | None
    p_chi_square: float | None
    n_permutations: int | None
    seed: int | None


def kendall_w(ratings: ArrayLike, *, seed: int = AGREEMENT_SEED) -> Agreement:
    """Measure how far raters agree (Kendall and Babington Smith, 1939), corrected for ties.

    W = 12 S / (m^2 (n^3 - n) - m T), with S the sum of squared deviations of the items' rank
    sums from their mean and T the sum of t^3 - t over each rater's groups of t ties (Siegel
    and Castellan, 1988).

    Parameters
    ----------
    ratings : array, raters x items
        Scores or ranks; only their order within a rater counts. NaN where there is none.
    seed : int
        Used only where there are too many permutations to go through.

    Returns
    -------
    Agreement

    Examples
    --------
    >>> kendall_w([[1, 2, 3], [1, 2, 3], [1, 2, 3]]).w
    1.0
    """
    from scipy.stats import chi2, rankdata

    table = np.asarray(ratings, dtype=float)
    table = table.reshape(len(table), table.size // (len(table) or 1))
    table = table[:, ~np.isnan(table).any(axis=0)]
    m, n = table.shape
    nothing = Agreement(
        w=None, p=None, is_exact=False, n_raters=m, n_items=n,
        chi_square=None, p_chi_square=None, n_permutations=None, seed=None,
    )  # fmt: skip
    if m <= 1 or n <= 1:
        return nothing
    ranks = np.asarray(rankdata(table, axis=1))
    largest = m**2 * (n**3 - n) - m * sum(count_ties(row) for row in ranks)
    if largest <= 0:
        return nothing
    w = float(12 * spread(ranks.sum(axis=0)) / largest)
    chi_square = m * (n - 1) * w
    p = find_exact_p(ranks)
    is_exact = p is not None
    return Agreement(
        w=min(w, 1.0),
        p=p if p is not None else draw_p(ranks, seed),
        is_exact=is_exact,
        n_raters=m,
        n_items=n,
        chi_square=chi_square,
        p_chi_square=float(chi2.sf(chi_square, n - 1)),
        n_permutations=None if is_exact else N_DRAWN,
        seed=None if is_exact else seed,
    )


def count_ties(ranks: Floats) -> float:
    """Return the sum of t^3 - t over a rater's groups of t tied items."""
    _, sizes = np.unique(ranks, return_counts=True)
    return float((sizes.astype(float) ** 3 - sizes).sum())


def spread(sums: Floats) -> Floats:
    """Return the sum of squared deviations from the mean, along the last axis."""
    deviations = sums - sums.mean(axis=-1, keepdims=True)
    return np.asarray((deviations**2).sum(axis=-1))


def find_exact_p(ranks: Floats) -> float | None:
    """Return the exact p, or None where there is too much to go through.

    Rater by rater, the possible rank sums are kept with the number of ways to each. Which
    item has which sum does not matter, so each list of sums is kept sorted.
    """
    if factorial(ranks.shape[1]) > MOST_ORDERS:
        return None
    sums: Counter[tuple[float, ...]] = Counter({tuple(sorted(ranks[0])): 1})
    for row in ranks[1:]:
        orders = Counter(permutations(row.tolist()))
        if len(sums) * len(orders) > MOST_STEPS:
            return None
        grown: Counter[tuple[float, ...]] = Counter()
        for before, ways in sums.items():
            for order, times in orders.items():
                key = tuple(sorted(a + b for a, b in zip(before, order, strict=True)))
                grown[key] += ways * times
        sums = grown
    least = spread(ranks.sum(axis=0)) - TOLERANCE
    extreme = sum(ways for key, ways in sums.items() if spread(np.array(key)) >= least)
    return extreme / sum(sums.values())


def draw_p(ranks: Floats, seed: int) -> float:
    """Return p over drawn permutations of every rater's ranks.

    The draw does not depend on who a rater is, nor on which item is which.
    """
    rng = np.random.default_rng(seed)
    least = spread(ranks.sum(axis=0)) - TOLERANCE
    nameless = np.sort(ranks, axis=1)
    nameless = nameless[np.lexsort(nameless.T[::-1])]
    n_extreme = 0
    for start in range(0, N_DRAWN, DRAWN_AT_ONCE):
        n_rows = min(DRAWN_AT_ONCE, N_DRAWN - start)
        total = np.zeros((n_rows, ranks.shape[1]))
        # One rater may stand still: only how the others lie to it matters.
        for row in nameless[1:]:
            total += rng.permuted(np.tile(row, (n_rows, 1)), axis=1)
        n_extreme += int((spread(total + nameless[0]) >= least).sum())
    return (n_extreme + 1) / (N_DRAWN + 1)


def measure_agreement(priorities: pd.DataFrame) -> pd.DataFrame:
    """Measure the agreement of the governments of RCM, SACM and all on the 23 objectives.

    Parameters
    ----------
    priorities : DataFrame
        The table `priorities`.

    Returns
    -------
    DataFrame
        The table `agreement`: one row per conference. Objectives that were not offered to
        some of its governments are left out.
    """
    rows = []
    for conference in CONFERENCES:
        found = kendall_w(lay_out_scores(priorities, conference))
        rows.append({"conference": conference, **vars(found)})
    return make_table(pd.DataFrame(rows), "agreement")


def agree_pairwise(priorities: pd.DataFrame) -> pd.DataFrame:
    """Measure how alike every two governments order the objectives. Internal.

    Parameters
    ----------
    priorities : DataFrame
        The table `priorities`.

    Returns
    -------
    DataFrame
        The table `pair_agreement`: `country_a` < `country_b`, `n_objectives` offered to both,
        Kendall's `tau_b` and Spearman's `rho` of their scores; null where one of them scores
        all alike.
    """
    from scipy.stats import kendalltau, rankdata

    countries = sorted(priorities["country_iso3"].unique())
    scores = lay_out_scores(priorities, "ALL")
    rows: list[dict[str, object]] = []
    for first, second in combinations(range(len(countries)), 2):
        both = ~np.isnan(scores[first]) & ~np.isnan(scores[second])
        a, b = np.round(scores[first][both], 9), np.round(scores[second][both], 9)
        is_ordered = len(np.unique(a)) > 1 and len(np.unique(b)) > 1
        rows.append(
            {
                "country_a": countries[first],
                "country_b": countries[second],
                "n_objectives": int(both.sum()),
                "tau_b": float(kendalltau(a, b).statistic) if is_ordered else None,
                "rho": float(np.corrcoef(rankdata(a), rankdata(b))[0, 1]) if is_ordered else None,
            }
        )
    return make_table(rows, "pair_agreement")


@dataclass(frozen=True)
class Dendrogram:
    """Countries joined step by step to those most alike.

    Parameters
    ----------
    countries : tuple of str
        ISO3 codes in the order of the leaves, so that no branches cross.
    matrix : array, countries x countries
        Agreement in that order; 1 with itself, NaN where it cannot be told.
    merges : tuple of (first, second, height)
        Numbers below `len(countries)` are positions in `countries`; merge k makes number
        `len(countries) + k`. Height is 1 less the mean agreement across the two.
    """

    countries: tuple[str, ...]
    matrix: Floats
    merges: tuple[tuple[int, int, float], ...]


def join_countries(pairs: pd.DataFrame, measure: str = "tau_b") -> Dendrogram:
    """Join countries by average linkage on 1 less their agreement.

    Parameters
    ----------
    pairs : DataFrame
        The table `pair_agreement`.
    measure : {"tau_b", "rho"}
        Where agreement cannot be told the two are taken to be unrelated: 0.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    countries = sorted({*pairs["country_a"], *pairs["country_b"]})
    matrix = np.full((len(countries), len(countries)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    at = {iso3: index for index, iso3 in enumerate(countries)}
    for first, second, value in zip(
        pairs["country_a"], pairs["country_b"], pairs[measure], strict=True
    ):
        matrix[at[first], at[second]] = matrix[at[second], at[first]] = value
    if len(countries) <= 1:
        return Dendrogram(tuple(countries), matrix, ())
    distances = squareform(1 - np.nan_to_num(matrix, nan=0.0), checks=False)
    tree = linkage(distances, method="average")
    leaves = leaves_list(tree).tolist()
    order = np.array(leaves)
    return Dendrogram(
        tuple(countries[index] for index in leaves),
        matrix[np.ix_(order, order)],
        tuple(list_merges(tree, leaves)),
    )


def list_merges(tree: Floats, leaves: Sequence[int]) -> Iterator[tuple[int, int, float]]:
    """Yield a tree's merges with its leaves numbered by their position."""
    position = {leaf: index for index, leaf in enumerate(leaves)}
    for first, second, height, _ in tree.tolist():
        yield (
            position.get(int(first), int(first)),
            position.get(int(second), int(second)),
            float(height),
        )
