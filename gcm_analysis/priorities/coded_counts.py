"""Counts as the public is told them: what is close to none or to all is told as a range.

Top and bottom coding (Hundepool et al., Statistical Disclosure Control, 2012, ch. 4): where all of
a group mention something, or none does, the count tells what each of them answered; where all but
one do, it tells the same to that one. So 0, 1 and 2 are told as one range, and so are the three
counts up to all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Range = tuple[int, int]
"""The least and the greatest that a count can be."""
SPAN = 3
"""Counts in a range: with two, the one government that knows its own answer would know the rest."""
HIGH = "n_mentioning_high"
"""The column that a table of ranges has; `n_mentioning` is then the least that a count can be."""
NOT_TOLD = ("score", "share", "rank_low", "rank_high", "band_driver", "firmness", "reviewed_share",
            "n_being_read", "n_mentions")  # fmt: skip
"""Figures that would narrow a range: empty in a table of ranges."""
REST = "REST"
"""The governments of none of the conferences that are told apart; all, where none is."""
ROOM = SPAN - 1
"""How much higher and lower than they are the counts of a group must be able to be."""
Bound = Callable[[str, Sequence[int]], tuple[float, float]]
"""What a reader may know of the sum of a group's counts: its bounds, by the group's name."""


def code_count(n: int, base: int) -> Range:
    """Return a count as the public is told it.

    Parameters
    ----------
    n, base : int
        Governments that mention something, of those that could.

    Examples
    --------
    >>> [code_count(n, 9) for n in (0, 2, 3, 6, 7, 9)]
    [(0, 2), (0, 2), (3, 3), (6, 6), (7, 9), (7, 9)]
    >>> code_count(4, 4)
    (0, 4)
    """
    if base < 2 * SPAN - 1:
        return 0, base
    if n < SPAN:
        return 0, SPAN - 1
    if n > base - SPAN:
        return base - SPAN + 1, base
    return n, n


def is_told(told: Range, base: int) -> bool:
    """Tell whether a range says anything of a count."""
    return told[0] == told[1] or told != (0, base)


def has_room(told: Sequence[Range], least: float, most: float) -> bool:
    """Tell whether ranges stay ranges to somebody who knows how many mentions there are in all.

    A form on which each government names exactly three topics fixes the sum of all counts: the
    ranges must leave enough for each of them to be as high, or as low, as it says.

    Parameters
    ----------
    told : sequence of Range
        Of all topics or objectives of one group of governments.
    least, most : float
        Bounds of the sum of the counts.

    Examples
    --------
    Of nine governments that choose one of three topics, six and three chose the first two:

    >>> has_room([(6, 6), (3, 3), (0, 2)], least=9, most=9)
    False
    """
    low, high = (sum(one[end] for one in told) for end in (0, 1))
    bottom = any(one[0] < one[1] and one[0] == 0 for one in told)
    top = any(one[0] < one[1] and one[0] > 0 for one in told)
    return not (bottom and most - low < ROOM) and not (top and high - least < ROOM)


def rank_ranges(told: Sequence[Range]) -> list[int]:
    """Rank ranges: one stands behind those that are higher whatever the counts are.

    >>> rank_ranges([(7, 9), (7, 9), (5, 5), (0, 2)])
    [1, 1, 3, 4]
    """
    return [1 + sum(other[0] > one[1] for other in told) for one in told]


def know_sum(part: str, counts: Sequence[int]) -> tuple[float, float]:
    """Take the sum of a group's counts as known."""
    del part
    return sum(counts), sum(counts)


def know_nothing(part: str, counts: Sequence[int]) -> tuple[float, float]:
    """Take nothing as known: free words fix no sum."""
    del part, counts
    return 0, inf


def know_totals(totals: Mapping[str, Sequence[int]]) -> Bound:
    """Take as known what a form may fix, by how many items each government mentions.

    Where every government of a group mentions the same number of items, but not all of them, a
    reader may know that number; else the highest there is, and that each mentions at least one.

    >>> bound = know_totals({"RCM": [3, 3, 3], "SACM": [1, 4, 2]})
    >>> bound("RCM", [3, 3, 2, 1, 0]), bound("SACM", [2, 2, 1, 1, 1])
    ((9, 9), (3, 12))
    """

    def bound(part: str, counts: Sequence[int]) -> tuple[float, float]:
        own = totals.get(part) or [0]
        if min(own) == max(own) < len(counts):
            return know_sum(part, counts)
        return len(own), len(own) * max(own)

    return bound


def code_standings(
    table: pd.DataFrame,
    parts: Sequence[str],
    *,
    scope: str,
    item: str,
    bound: Bound = know_sum,
) -> pd.DataFrame:
    """Return a table of counts by scope and item with its counts coded.

    Each group of governments that figures single out is coded by itself; the range of all is
    the sum of the ranges of its groups, so that nothing can be had from it by subtraction.

    Parameters
    ----------
    table : DataFrame
        One row per scope and item, with `n_answered`, `n_mentioning` and, where not all that
        answered could mention it, `n_could_mention`.
    parts : sequence of str
        RCM, SACM, as far as they are shown beside ALL.
    scope, item : str
        Columns that name them.
    bound : callable
        What a reader may know of the sum of the counts of a group.
    """
    base = "n_could_mention" if "n_could_mention" in table else "n_answered"
    counts = {
        name: table.pivot(index=item, columns=scope, values=name) for name in {"n_mentioning", base}
    }
    items = list(dict.fromkeys(table[item]))
    ranges: dict[str, list[Range]] = {}
    for part in (*parts, REST):
        n, of = (take_part(counts[name], part, parts).loc[items] for name in ("n_mentioning", base))
        ranges[part] = [code_count(*pair) for pair in zip(n, of, strict=True)]
        if not has_room(ranges[part], *bound(part, n.tolist())):
            return write_ranges(table, hide_all(table, scope, item, base), scope, item)
    told = {(part, key): ranges[part][place] for part in parts for place, key in enumerate(items)}
    for place, key in enumerate(items):
        of_parts = [ranges[part][place] for part in ranges]
        told["ALL", key] = sum(low for low, _ in of_parts), sum(high for _, high in of_parts)
    return write_ranges(table, told, scope, item)


def take_part(counts: pd.DataFrame, part: str, parts: Sequence[str]) -> pd.Series[int]:
    """Return the counts of a group, or of the governments in none of the groups."""
    if part != REST:
        return counts[part].astype(int)
    rest = counts["ALL"] - counts[list(parts)].sum(axis=1)
    return rest.astype(int)


def hide_all(table: pd.DataFrame, scope: str, item: str, base: str) -> dict[tuple[str, str], Range]:
    """Return ranges that say nothing."""
    return {
        (row[scope], row[item]): (0, int(row[base]))
        for row in table[[scope, item, base]].to_dict("records")
    }


def code_apart(table: pd.DataFrame, group: str, item: str) -> pd.DataFrame:
    """Return a table of counts of groups that share nobody with its counts coded."""
    told: dict[tuple[str, str], Range] = {}
    for name, rows in table.groupby(group):
        pairs = zip(rows["n_mentioning"], rows["n_could_mention"], strict=True)
        ranges = [code_count(int(n), int(base)) for n, base in pairs]
        if not has_room(ranges, *know_sum(str(name), rows["n_mentioning"].tolist())):
            told |= hide_all(rows, group, item, "n_could_mention")
        else:
            told |= {(str(name), key): one for key, one in zip(rows[item], ranges, strict=True)}
    return write_ranges(table, told, group, item)


def write_ranges(
    table: pd.DataFrame, told: Mapping[tuple[str, str], Range], scope: str, item: str
) -> pd.DataFrame:
    """Return a table with ranges for counts, ranks by them, and nothing that would narrow them."""
    keys = list(zip(table[scope], table[item], strict=True))
    low, high = (np.array([told[key][end] for key in keys], dtype=np.int64) for end in (0, 1))
    coded = table.assign(**{"n_mentioning": low, HIGH: high})
    for name in NOT_TOLD:
        if name in coded:
            coded[name] = np.nan
    if "rank" in coded:
        for _, rows in coded.groupby(scope):
            ranges = list(zip(rows["n_mentioning"], rows[HIGH], strict=True))
            coded.loc[rows.index, "rank"] = rank_ranges(ranges)
    return coded.reset_index(drop=True)
