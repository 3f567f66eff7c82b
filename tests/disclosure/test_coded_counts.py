"""Counts close to none or to all are told as ranges that say nothing of a single government."""

from __future__ import annotations

from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcm_analysis.priorities.coded_counts import (
    HIGH,
    NOT_TOLD,
    code_apart,
    code_count,
    code_standings,
    know_nothing,
    know_sum,
    know_totals,
    rank_ranges,
)

PARTS = ("RCM", "SACM")
Choices = dict[str, list[set[int]]]
"""What each government of a group mentions."""


@given(st.integers(0, 40), st.data())
def test_a_range_leaves_open_what_everybody_answered(base: int, data: Any) -> None:
    """Also to a government that knows its own answer: two more and two less are possible."""
    n = data.draw(st.integers(0, base))
    low, high = code_count(n, base)
    assert low <= n <= high
    same = [one for one in range(base + 1) if code_count(one, base) == (low, high)]
    assert same == list(range(low, high + 1))
    if base >= 3:
        assert any(one > 1 for one in same)
        assert any(one < base - 1 for one in same)


@st.composite
def choices(draw: st.DrawFn) -> tuple[Choices, int]:
    """Draw what governments choose: the same number of topics each, where the form fixes it."""
    n_topics = draw(st.integers(2, 5))
    n_chosen = draw(st.one_of(st.none(), st.integers(1, n_topics)))
    least, most = (0, n_topics) if n_chosen is None else (n_chosen, n_chosen)
    one = st.sets(st.integers(0, n_topics - 1), min_size=least, max_size=most)
    sizes = {"RCM": (5, 7), "SACM": (5, 6), "REST": draw(st.sampled_from([(0, 0), (5, 5)]))}
    return {
        name: draw(st.lists(one, min_size=low, max_size=high))
        for name, (low, high) in sizes.items()
    }, n_topics


def make_table(said: Choices, n_topics: int) -> pd.DataFrame:
    groups = {**said, "ALL": [one for group in said.values() for one in group]}
    return pd.DataFrame(
        [
            {
                "conference": scope,
                "topic_id": topic,
                "n_answered": len(groups[scope]),
                "n_mentioning": sum(topic in one for one in groups[scope]),
                "score": 0.5,
                "rank": 1,
            }
            for scope in ("ALL", *PARTS)
            for topic in range(n_topics)
        ]
    )


def read_ranges(table: pd.DataFrame, scope: str) -> list[tuple[int, int]]:
    rows = table[table["conference"] == scope]
    return list(zip(rows["n_mentioning"], rows[HIGH], strict=True))


@given(choices())
def test_known_sums_pin_no_count(drawn: tuple[Choices, int]) -> None:
    """Gone through one by one: all counts that give these ranges and this number of mentions."""
    said, n_topics = drawn
    table = make_table(said, n_topics)
    coded = code_standings(table, PARTS, scope="conference", item="topic_id", knowledge=know_sum)
    told = {scope: read_ranges(coded, scope) for scope in ("ALL", *PARTS)}
    parts = [told[part] for part in PARTS]
    told["REST"] = [
        (low - sum(part[place][0] for part in parts), high - sum(part[place][1] for part in parts))
        for place, (low, high) in enumerate(told["ALL"])
    ]
    for name, group in said.items():
        total = sum(map(len, group))
        if not 2 <= total <= len(group) * n_topics - 2:
            continue  # Whoever knows the sum knows it all, whatever is published.
        possible = [
            counts
            for counts in product(*(range(low, high + 1) for low, high in told[name]))
            if sum(counts) == total
        ]
        assert possible
        for counts in zip(*possible, strict=True):
            assert max(counts) > 1
            assert min(counts) < len(group) - 1
        for own in group:
            check_others(own, possible, len(group) - 1, total, n_topics)


def check_others(
    own: set[int], possible: list[tuple[int, ...]], n_others: int, total: int, n_topics: int
) -> None:
    """Hold that a government that knows its own answers learns of no topic what all others said."""
    if not 1 <= total - len(own) <= n_others * n_topics - 1:
        return
    lefts = [[n - (topic in own) for topic, n in enumerate(counts)] for counts in possible]
    others = [left for left in lefts if all(0 <= n <= n_others for n in left)]
    for counts in zip(*others, strict=True):
        assert max(counts) > 0
        assert min(counts) < n_others


@given(choices())
def test_nothing_but_the_ranges_decides_what_is_told(drawn: tuple[Choices, int]) -> None:
    """All is the sum of its groups, ranks follow from ranges; what would narrow them is gone."""
    table = make_table(*drawn)
    coded = code_standings(
        table, PARTS, scope="conference", item="topic_id", knowledge=know_nothing
    )
    for scope in ("ALL", *PARTS):
        rows = coded[coded["conference"] == scope]
        assert list(rows["rank"]) == rank_ranges(read_ranges(coded, scope))
        exact = table[table["conference"] == scope]["n_mentioning"].to_numpy()
        assert (rows["n_mentioning"].to_numpy() <= exact).all()
        assert (rows[HIGH].to_numpy() >= exact).all()
    assert coded[[name for name in NOT_TOLD if name in coded]].isna().all(axis=None)
    for place, (low, high) in enumerate(read_ranges(coded, "ALL")):
        rest = [one for one in drawn[0]["REST"] if one is not None]
        n = sum(place in one for one in rest)
        ends = [read_ranges(coded, part)[place] for part in PARTS] + [code_count(n, len(rest))]
        assert (low, high) == (sum(end[0] for end in ends), sum(end[1] for end in ends))


def test_one_conference_exact_beside_all_does_not_tell_the_other() -> None:
    """RCM 3 of 6 beside 8 of 11 would be SACM 5 of 5."""
    said = {"RCM": [{0}] * 3 + [set()] * 3, "SACM": [{0}] * 5, "REST": []}
    table = make_table(said, 1)
    coded = code_standings(
        table, PARTS, scope="conference", item="topic_id", knowledge=know_nothing
    )
    assert read_ranges(coded, "RCM") == [(3, 3)]
    assert read_ranges(coded, "SACM") == [(3, 5)]
    assert read_ranges(coded, "ALL") == [(6, 8)]


def test_where_a_form_fixes_the_sum_the_table_is_not_told() -> None:
    """Nine governments choose one topic each: six, three, so nobody the third."""
    said = {"RCM": [], "SACM": [], "REST": [{0}] * 6 + [{1}] * 3}
    table = make_table(said, 3)
    table = table[table["conference"] == "ALL"]
    totals = know_totals({"REST": [1] * 9})
    coded = code_standings(table, (), scope="conference", item="topic_id", knowledge=totals)
    assert read_ranges(coded, "ALL") == [(0, 9)] * 3
    free = code_standings(table, (), scope="conference", item="topic_id", knowledge=know_nothing)
    assert read_ranges(free, "ALL") == [(6, 6), (3, 3), (0, 2)]


@pytest.mark.parametrize(("n", "told"), [(0, (0, 2)), (3, (3, 3)), (6, (4, 6))])
def test_other_respondents_are_told_in_ranges_as_well(n: int, told: tuple[int, int]) -> None:
    rows = [
        {"respondent_type": "academia", "objective_id": number, "n_answered": 6,
         "n_could_mention": 6, "n_mentioning": count, "rank": 1}
        for number, count in ((1, n), (2, 2), (3, 4), (4, 2), (5, 4))
    ]  # fmt: skip
    coded = code_apart(pd.DataFrame(rows), "respondent_type", "objective_id")
    assert (coded["n_mentioning"].iloc[0], coded[HIGH].iloc[0]) == told
