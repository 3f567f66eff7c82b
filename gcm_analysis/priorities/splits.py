"""All ways to split the countries into two groups of given sizes, without listing them one by one.

With 23 countries in groups of 11 and 12 there are 1,352,078 splits. The countries are halved;
the sums of every subset of each half are laid out once, by the number of countries taken; the
sum of any split is then one addition (the meet-in-the-middle of Horowitz and Sahni, 1974).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

import numpy as np

from gcm_analysis.priorities.questions import TOLERANCE, Floats

MOST_ENUMERATED = 2_000_000
N_DRAWN = 100_000
SPLIT_SEED = 20_240_925
"""Seed of the drawn splits, written beside every figure that rests on them."""
ROWS_AT_ONCE = 65_536


@dataclass(frozen=True)
class Splits:
    """The splits of `n_first + n_second` units whose first group has `n_first`.

    Parameters
    ----------
    n_first, n_second : int
    seed : int
        Of the splits drawn where there are too many to go through.
    """

    n_first: int
    n_second: int
    seed: int = SPLIT_SEED

    @property
    def n_possible(self) -> int:
        """How many splits there are."""
        return comb(self.n_first + self.n_second, self.n_first)

    @property
    def is_enumerated(self) -> bool:
        """Whether all splits are gone through."""
        return self.n_possible <= MOST_ENUMERATED

    @property
    def n_splits(self) -> int:
        """How many splits are gone through or drawn."""
        return self.n_possible if self.is_enumerated else N_DRAWN

    @property
    def smallest_p(self) -> float:
        """The smallest p that can come out.

        Groups of equal size have every split twice, mirrored, with the same absolute
        difference.
        """
        if not self.is_enumerated:
            return 1 / (N_DRAWN + 1)
        return (2 if self.n_first == self.n_second else 1) / self.n_possible

    def share(self, n_at_least: Floats) -> Floats:
        """Return p for the number of splits at least as extreme as the observed one."""
        if self.is_enumerated:
            return n_at_least / self.n_possible
        return (n_at_least + 1) / (N_DRAWN + 1)

    def sum_groups(self, values: Floats) -> Iterator[Floats]:
        """Yield the sums of `values` over the first group, some splits at a time.

        Parameters
        ----------
        values : array, units x columns

        Yields
        ------
        array, splits x columns
        """
        if self.is_enumerated:
            yield from self._enumerate(values)
        else:
            yield from self._draw(values)

    def _enumerate(self, values: Floats) -> Iterator[Floats]:
        half = len(values) // 2
        left, right = sum_subsets(values[:half]), sum_subsets(values[half:])
        for n_left, left_sums in enumerate(left):
            n_right = self.n_first - n_left
            if not 0 <= n_right < len(right):
                continue
            step = max(1, ROWS_AT_ONCE // len(right[n_right]))
            for start in range(0, len(left_sums), step):
                block = left_sums[start : start + step, None, :] + right[n_right][None, :, :]
                yield block.reshape(-1, values.shape[1])

    def _draw(self, values: Floats) -> Iterator[Floats]:
        rng = np.random.default_rng(self.seed)
        step = max(1, ROWS_AT_ONCE // len(values))
        for start in range(0, N_DRAWN, step):
            n_rows = min(step, N_DRAWN - start)
            order = rng.permuted(np.tile(np.arange(len(values)), (n_rows, 1)), axis=1)
            chosen = np.zeros((n_rows, len(values)))
            np.put_along_axis(chosen, order[:, : self.n_first], 1.0, axis=1)
            yield chosen @ values


def sum_subsets(values: Floats) -> list[Floats]:
    """Return the sums of all subsets of rows, by the number of rows taken.

    Parameters
    ----------
    values : array, rows x columns

    Returns
    -------
    list of array
        Entry k: subsets of k rows x columns.
    """
    sums: list[Floats] = [np.zeros((1, values.shape[1]))]
    for row in values:
        grown = [without + 0.0 for without in sums] + [np.empty((0, values.shape[1]))]
        for taken, before in enumerate(sums):
            grown[taken + 1] = np.concatenate([grown[taken + 1], before + row])
        sums = grown
    return sums


def difference_of_means(sums: Floats, counts: Floats, total: Floats, n_total: Floats) -> Floats:
    """Return the difference of the two groups' means; 0 where one of them has no member.

    Parameters
    ----------
    sums, counts : arrays
        Sum and number of values in the first group.
    total, n_total : arrays
        The same over both groups.
    """
    rest = n_total - counts
    is_split = (counts > 0) & (rest > 0)
    first = sums / np.where(is_split, counts, 1.0)
    second = (total - sums) / np.where(is_split, rest, 1.0)
    return np.where(is_split, first - second, 0.0)


@dataclass(frozen=True)
class SplitTest:
    """How many splits of the countries differ as much as the conferences do.

    Parameters
    ----------
    difference : array, columns
        Mean of the first group less mean of the second; NaN where a side has no value.
    p_exact, p_adjusted : arrays, columns
        NaN where there is no difference to test.
    """

    difference: Floats
    p_exact: Floats
    p_adjusted: Floats


def run_split_test(first: Floats, second: Floats, splits: Splits) -> SplitTest:
    """Compare the means of two groups with those of all splits of these sizes.

    p_adjusted is the step-down maxT of Westfall and Young (1993, algorithm 4.1) on the
    same splits, unstandardised: each column, from the largest observed difference down, is
    held against the largest difference among itself and all smaller ones.

    Parameters
    ----------
    first, second : arrays, units x columns
        NaN where a unit has no value in a column: it counts in neither mean.
    splits : Splits
        Of the sizes of `first` and `second`.
    """
    values = np.concatenate([first, second])
    has_value = ~np.isnan(values)
    filled = np.where(has_value, values, 0.0)
    total, n_total = filled.sum(axis=0), has_value.sum(axis=0).astype(float)
    n_first = has_value[: len(first)].sum(axis=0).astype(float)
    observed = difference_of_means(filled[: len(first)].sum(axis=0), n_first, total, n_total)
    is_tested = (n_first > 0) & (n_total - n_first > 0)
    order = np.argsort(np.where(is_tested, np.abs(observed), -1.0), kind="stable")
    threshold = (np.abs(observed) - TOLERANCE)[order]
    n_columns = values.shape[1]
    stacked = filled if has_value.all() else np.hstack([filled, has_value])
    single, stepped = np.zeros(n_columns), np.zeros(n_columns)
    for sums in splits.sum_groups(stacked):
        counts = sums[:, n_columns:] if stacked is not filled else np.array(float(splits.n_first))
        found = np.abs(difference_of_means(sums[:, :n_columns], counts, total, n_total))
        found = np.where(is_tested, found, 0.0)[:, order]
        single += (found >= threshold).sum(axis=0)
        np.maximum.accumulate(found, axis=1, out=found)
        stepped += (found >= threshold).sum(axis=0)
    p_single, p_stepped = splits.share(single), splits.share(stepped)
    p_stepped = np.maximum.accumulate(p_stepped[::-1])[::-1]
    back = np.argsort(order, kind="stable")

    def keep(figures: Floats) -> Floats:
        return np.where(is_tested, figures, np.nan)

    return SplitTest(keep(observed), keep(p_single[back]), keep(p_stepped[back]))
