"""Counts as the public is told them: what is close to none or to all is told as a range.

Top and bottom coding (Hundepool et al., Statistical Disclosure Control, 2012, ch. 4): where all of
a group mention something, or none does, the count tells what each of them answered; where all but
one do, it tells the same to that one. So 0, 1 and 2 are told as one range, and so are the three
counts up to all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
"""By how much the counts of a range differ at most."""
Knowledge = Callable[[str, Sequence[Range], Sequence[int]], bool]
"""What a reader may know of the sum of a group's counts: whether its ranges stay ranges then."""


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


def rank_ranges(told: Sequence[Range]) -> list[int]:
    """Rank ranges: one stands behind those that are higher whatever the counts are.

    >>> rank_ranges([(7, 9), (7, 9), (5, 5), (0, 2)])
    [1, 1, 3, 4]
    """
    return [1 + sum(other[0] > one[1] for other in told) for one in told]


def know_nothing(part: str, told: Sequence[Range], counts: Sequence[int]) -> bool:
    """Take nothing as known of the sum: free words fix none."""
    del part, told, counts
    return True


def know_sum(part: str, told: Sequence[Range], counts: Sequence[int]) -> bool:
    """Tell whether ranges stay open to somebody who knows the sum of the counts.

    To raise one count, another must be lowered within its range. Somebody outside must be able
    to raise each low one to two and to lower each high one by two; a government that knows its
    own answers, which may be one mention in every low count, the others' by one.

    Examples
    --------
    Of nine governments that choose one of three topics, six and three chose the first two:

    >>> know_sum("REST", [(6, 6), (3, 3), (0, 2)], [6, 3, 0])
    False
    >>> know_sum("REST", [(5, 5), (0, 2), (0, 2)], [5, 2, 2])
    True
    """
    del part
    bottom = [(n, n - 1) for (low, high), n in zip(told, counts, strict=True) if low == 0 < high]
    top = [
        (high - n, n - low) for (low, high), n in zip(told, counts, strict=True) if 0 < low < high
    ]
    down = sum(n for n, _ in bottom) + sum(above for _, above in top)
    down_of_others = sum(max(n, 0) for _, n in bottom) + sum(above for _, above in top)
    up = sum(below for below, _ in top) + sum(ROOM - n for n, _ in bottom)
    up_of_others = sum(max(below - 1, 0) for below, _ in top) + sum(ROOM - n for n, _ in bottom)
    if bottom and (down < ROOM or down_of_others < 1):
        return False
    return not (top and (up < ROOM or up_of_others < 1))


def know_totals(totals: Mapping[str, Sequence[int]]) -> Knowledge:
    """Take as known what a form may fix, by how many items each government mentions.

    Where every government of a group mentions the same number of items, but not all of them, a
    reader may know that number and the sum; else the highest that there is, and that each
    mentions at least one.

    >>> told, counts = [(6, 6), (3, 3), (0, 2)], [6, 3, 0]
    >>> know_totals({"RCM": [1] * 9})("RCM", told, counts)
    False
    >>> know_totals({"RCM": [2, *[1] * 7, 0]})("RCM", told, counts)
    True
    """

    def keep_open(part: str, told: Sequence[Range], counts: Sequence[int]) -> bool:
        own = totals.get(part) or [0]
        if min(own) == max(own) < len(counts):
            return know_sum(part, told, counts)
        low, high = (sum(one[end] for one in told) for end in (0, 1))
        down, up = len(own) * max(own) - low, high - len(own)
        if any(one[0] == 0 < one[1] for one in told) and down - max(own) < 1:
            return False
        return not (any(0 < one[0] < one[1] for one in told) and up - len(told) < 1)

    return keep_open


def code_standings(
    table: pd.DataFrame,
    parts: Sequence[str],
    *,
    scope: str,
    item: str,
    knowledge: Knowledge = know_sum,
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
    knowledge : callable
        What a reader may know of the sum of a group's counts. Where a range would not stay one
        to such a reader, no count is told.
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
        if not knowledge(part, ranges[part], n.tolist()):
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
        if not know_sum(str(name), ranges, rows["n_mentioning"].tolist()):
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
