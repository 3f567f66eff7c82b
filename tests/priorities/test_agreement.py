"""Agreement within a conference and between countries."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcm_analysis.priorities import (
    agree_pairwise,
    count_priorities,
    join_countries,
    kendall_w,
    measure_agreement,
)

ANSWERS = Path(__file__).parents[3] / "shared" / "fixtures" / "statistics" / "known_answers.json"


def load_cases() -> list[dict[str, Any]]:
    return json.loads(ANSWERS.read_text("utf-8"))["kendall_w"] if ANSWERS.exists() else []


@pytest.mark.skipif(
    not ANSWERS.exists(), reason="the published answers are not beside this project"
)
@pytest.mark.parametrize("case", load_cases(), ids=lambda case: str(case["id"]))
def test_w_and_its_chi_square_are_the_published_ones(case: dict[str, Any]) -> None:
    found, expected = kendall_w(case["raters"]), case["expected"]
    assert found.w == pytest.approx(expected.get("W_tie_corrected", expected.get("W")), abs=5e-4)
    assert found.chi_square == pytest.approx(expected["chisq"], abs=0.05)
    if "p" in expected:
        assert found.p_chi_square == pytest.approx(expected["p"], abs=5e-5)


def test_raters_of_one_mind_agree_wholly() -> None:
    """Three raters, three items: 6 x 6 orders of the others, one of which agrees: p = 1/36."""
    found = kendall_w([[1, 2, 3]] * 3)
    assert (found.w, found.p, found.is_exact) == (1.0, 1 / 36, True)


def test_opposed_raters_do_not_agree_at_all() -> None:
    found = kendall_w([[1, 2, 3, 4], [4, 3, 2, 1]])
    assert (found.w, found.p) == (0.0, 1.0)


def test_nothing_is_said_of_one_rater_or_one_item_or_indifference() -> None:
    for ratings in ([[1, 2, 3]], [[1], [2]], [[1, 1], [2, 2]], [], [[1, np.nan], [np.nan, 2]]):
        found = kendall_w(ratings)
        assert (found.w, found.p) == (None, None)


def test_items_that_somebody_did_not_rate_are_left_out() -> None:
    found = kendall_w([[1, 2, 3, np.nan], [1, 2, 3, 4]])
    assert (found.n_items, found.w) == (3, 1.0)


def test_w_of_two_raters_is_the_mean_of_spearmans_rho_and_one() -> None:
    from scipy.stats import spearmanr

    a, b = [1, 2, 3, 4, 5], [2, 1, 4, 3, 5]
    assert kendall_w([a, b]).w == pytest.approx((spearmanr(a, b).statistic + 1) / 2)


RATINGS = st.lists(st.integers(1, 3), min_size=4, max_size=4)


@given(first=RATINGS, second=RATINGS)
@settings(deadline=None, max_examples=40)
def test_exact_p_is_the_share_of_all_permutations(first: list[int], second: list[int]) -> None:
    found = kendall_w([first, second])
    if found.w is None:
        assert len(set(first)) == len(set(second)) == 1
        return
    every = [kendall_w([first, order]).w or 0.0 for order in permutations(second)]
    assert found.p == pytest.approx(sum(w >= found.w - 1e-9 for w in every) / 24)


def test_drawn_p_stands_near_the_exact_one_and_is_repeatable(monkeypatch: Any) -> None:
    from gcm_analysis.priorities import agreement

    ratings = [[1, 2, 3, 4, 5], [2, 1, 3, 5, 4], [1, 3, 2, 4, 5]]
    exact = kendall_w(ratings)
    assert exact.is_exact
    monkeypatch.setattr(agreement, "MOST_ORDERS", 1)
    drawn = kendall_w(ratings)
    assert not drawn.is_exact
    assert drawn.seed is not None
    assert drawn.p == pytest.approx(exact.p, abs=0.003)
    assert drawn == kendall_w(ratings)


@pytest.fixture
def priorities(new_survey: Any) -> Any:
    survey = new_survey(
        [{"id": "q", "kind": "ranking", "topics": list("abcd")}],
        {"a": [1], "b": [2], "c": [3], "d": [4]},
    )
    survey.rank("MEX", "q", {"a": 1, "b": 2, "c": 3, "d": 4})
    survey.rank("CAN", "q", {"a": 1, "b": 2, "d": 3, "c": 4})
    survey.rank("COL", "q", {"d": 1, "c": 2, "b": 3, "a": 4})
    survey.rank("PER", "q", dict.fromkeys("abcd", 1))
    return count_priorities(survey.forum, *survey.tables()).priorities


def test_agreement_stands_for_each_conference(priorities: Any, cell: Any) -> None:
    table = measure_agreement(priorities)
    assert list(table["conference"]) == ["RCM", "SACM", "ALL"]
    assert cell(table, conference="RCM")["w"] == pytest.approx(0.9)
    assert cell(table, conference="RCM")["n_items"] == 4


def test_pairs_agree_by_tau_and_rho(priorities: Any, cell: Any) -> None:
    from scipy.stats import kendalltau, spearmanr

    table = agree_pairwise(priorities)
    assert len(table) == 6
    row = cell(table, country_a="CAN", country_b="MEX")
    assert row["tau_b"] == pytest.approx(kendalltau([1, 2, 3, 4], [1, 2, 4, 3]).statistic)
    assert row["rho"] == pytest.approx(spearmanr([1, 2, 3, 4], [1, 2, 4, 3]).statistic)
    assert np.isnan(cell(table, country_a="COL", country_b="PER")["tau_b"])


def test_countries_most_alike_are_joined_first(priorities: Any) -> None:
    tree = join_countries(agree_pairwise(priorities))
    assert set(tree.countries) == {"CAN", "COL", "MEX", "PER"}
    first = tree.merges[0]
    assert {tree.countries[first[0]], tree.countries[first[1]]} == {"CAN", "MEX"}
    assert first[2] == pytest.approx(1 - 2 / 3)
    assert len(tree.merges) == 3
    assert [height for *_, height in tree.merges] == sorted(height for *_, height in tree.merges)
    at = {iso3: index for index, iso3 in enumerate(tree.countries)}
    assert tree.matrix[at["CAN"], at["MEX"]] == pytest.approx(2 / 3)
