"""Two groups of countries held against each other: exact p, adjusted p, flips."""

from __future__ import annotations

import time
from itertools import combinations, islice, product
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcm_analysis.priorities import compare_conferences, compare_groups, count_priorities
from gcm_analysis.priorities.splits import MOST_ENUMERATED, N_DRAWN, Splits, run_split_test

SCORES = st.lists(
    st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1)), min_size=1, max_size=6
)


def test_statxact_blood_pressure_has_its_published_two_sided_p() -> None:
    """Published: 0.104 by |T - E(T)|; twice the smaller tail, 0.0564, would be 0.113."""
    treated = [94, 108, 110, 90]
    control = [80, 94, 85, 90, 90, 90, 108, 94, 78, 105, 88]
    found = compare_groups(treated, control)
    assert found.p_exact == pytest.approx(0.1040, abs=5e-5)
    assert found.n_splits == 1365


def test_scipy_agrees_once_asked_for_the_same_definition() -> None:
    from scipy.stats import permutation_test

    a, b = [0.9, 0.4, 1.0, 0.2, 0.7, 0.6], [0.1, 0.3, 0.5]

    def distance(x: Any, y: Any, axis: int = -1) -> Any:
        return np.abs(np.mean(x, axis=axis) - np.mean(y, axis=axis))

    expected = permutation_test(
        (a, b), distance, vectorized=True, n_resamples=np.inf, alternative="greater"
    )
    assert compare_groups(a, b).p_exact == pytest.approx(expected.pvalue)


def test_six_against_three_goes_through_all_84_splits() -> None:
    found = compare_groups([1, 1, 1, 1, 1, 1], [0, 0, 0])
    assert (found.n_splits, found.p_exact, found.smallest_p) == (84, 1 / 84, 1 / 84)
    assert found.difference == 1.0
    assert found.seed is None


def test_equal_groups_have_every_split_twice() -> None:
    found = compare_groups([1, 1, 1], [0, 0, 0])
    assert found.p_exact == found.smallest_p == 2 / 20


def test_eleven_against_twelve_is_enumerated_far_faster_than_split_by_split() -> None:
    rng = np.random.default_rng(1)
    rcm, sacm = rng.random((11, 23)), rng.random((12, 23))
    start = time.process_time()
    found = run_split_test(rcm, sacm, Splits(11, 12))
    spent = time.process_time() - start
    n_tried = 2_000
    start = time.process_time()
    split_one_by_one(np.vstack([rcm, sacm]), n_tried)
    assert spent / 1_352_078 < (time.process_time() - start) / n_tried / 3
    assert Splits(11, 12).n_splits == 1_352_078
    assert found.p_exact[0] == compare_groups(list(rcm[:, 0]), list(sacm[:, 0])).p_exact


def split_one_by_one(scores: np.ndarray, n_splits: int) -> None:
    """Take the difference of the means for so many splits of 11 of the rows against the others."""
    for chosen in islice(combinations(range(len(scores)), 11), n_splits):
        is_first = np.isin(np.arange(len(scores)), chosen)
        abs(scores[is_first].mean(axis=0) - scores[~is_first].mean(axis=0)).max()


def test_too_many_splits_are_drawn_with_the_recorded_seed() -> None:
    rng = np.random.default_rng(2)
    a, b = list(rng.random(14)), list(rng.random(14))
    assert comb(28, 14) > MOST_ENUMERATED
    found = compare_groups(a, b)
    assert found == compare_groups(a, b)
    assert found.seed is not None
    assert found.n_splits == N_DRAWN
    assert found.smallest_p == 1 / (N_DRAWN + 1)
    assert found.p_exact is not None
    assert (found.p_exact * (N_DRAWN + 1)) == pytest.approx(round(found.p_exact * (N_DRAWN + 1)))
    assert compare_groups(a, b, seed=1).p_exact == pytest.approx(found.p_exact, abs=0.02)


def test_a_side_without_answers_compares_nothing() -> None:
    for a, b in (([], [0.5]), ([0.5], []), ([None], [0.5]), ([float("nan")], [0.5])):
        found = compare_groups(a, b)
        assert (found.difference, found.p_exact, found.flip_count) == (None, None, None)
        assert not found.is_comparable


def test_a_side_with_a_single_answer_is_said_not_to_be_comparable() -> None:
    found = compare_groups([1, 0.5, 0], [0.25])
    assert found.difference == pytest.approx(0.25)
    assert found.n_splits == 4
    assert not found.is_comparable


@given(a=SCORES, b=SCORES)
@settings(deadline=None)
def test_p_exact_is_the_share_of_all_splits_gone_through_one_by_one(
    a: list[float], b: list[float]
) -> None:
    values = np.array(a + b)
    observed = abs(np.mean(a) - np.mean(b))
    extreme = 0
    for chosen in combinations(range(len(values)), len(a)):
        inside = np.isin(np.arange(len(values)), chosen)
        extreme += abs(values[inside].mean() - values[~inside].mean()) >= observed - 1e-9
    assert compare_groups(a, b).p_exact == pytest.approx(extreme / comb(len(values), len(a)))


def find_flips(a: list[float], b: list[float]) -> int:
    """Try every set of countries, from the smallest, each moved to either end."""
    difference = np.mean(a) - np.mean(b)
    if abs(difference) <= 1e-9:
        return 0
    n = len(a) + len(b)
    for size in range(1, n + 1):
        for moved in combinations(range(n), size):
            for ends in product((0.0, 1.0), repeat=size):
                values = np.array(a + b)
                values[list(moved)] = ends
                after = values[: len(a)].mean() - values[len(a) :].mean()
                if after * np.sign(difference) <= 1e-9:
                    return size
    raise AssertionError


@given(a=SCORES.filter(lambda s: len(s) <= 4), b=SCORES.filter(lambda s: len(s) <= 4))
@settings(deadline=None, max_examples=60)
def test_flip_count_equals_brute_force(a: list[float], b: list[float]) -> None:
    assert compare_groups(a, b).flip_count == find_flips(a, b)


def test_flip_count_by_hand() -> None:
    """Means 5/6 and 1/3: 0.5 apart. One RCM country falling from 1 to 0 closes 1/6, one SACM
    country rising from 0 to 1 closes 1/3: together exactly 0.5."""
    assert compare_groups([1, 1, 1, 1, 1, 0], [1, 0, 0]).flip_count == 2
    assert compare_groups([0.5, 0.5], [0.5]).flip_count == 0


@given(a=SCORES, b=SCORES)
@settings(deadline=None)
def test_exchanging_the_groups_only_turns_the_sign(a: list[float], b: list[float]) -> None:
    one, other = compare_groups(a, b), compare_groups(b, a)
    assert one.difference == pytest.approx(-(other.difference or 0.0))
    assert one.p_exact == pytest.approx(other.p_exact)
    assert one.flip_count == other.flip_count


def adjust_by_hand(first: Any, second: Any) -> list[float]:
    """Westfall and Young's step-down maxT, written out."""
    values = np.concatenate([first, second])
    n = len(values)
    splits = [np.isin(np.arange(n), c) for c in combinations(range(n), len(first))]
    found = np.array([np.abs(values[s].mean(0) - values[~s].mean(0)) for s in splits])
    observed = np.abs(first.mean(0) - second.mean(0))
    order = np.argsort(-observed, kind="stable")
    adjusted = np.empty(len(observed))
    running = 0.0
    for at, column in enumerate(order):
        highest = found[:, order[at:]].max(axis=1)
        running = max(running, (highest >= observed[column] - 1e-9).mean())
        adjusted[column] = running
    return list(adjusted)


def test_adjusted_p_is_step_down_max_t() -> None:
    rng = np.random.default_rng(5)
    for _ in range(5):
        first, second = rng.integers(0, 3, (5, 7)) / 2, rng.integers(0, 3, (3, 7)) / 2
        found = run_split_test(first, second, Splits(5, 3))
        assert found.p_adjusted == pytest.approx(adjust_by_hand(first, second))
        assert (found.p_adjusted >= found.p_exact - 1e-12).all()


def test_a_country_that_was_not_offered_an_objective_is_not_split_on_it(
    new_survey: Any, cell: Any
) -> None:
    survey = new_survey(
        [{"id": "all", "kind": "multiple", "topics": ["a"]},
         {"id": "some", "kind": "multiple", "topics": ["a", "b"]}],
        {"a": [5], "b": [9]},
    )  # fmt: skip
    for name in ("MEX", "CAN", "HND"):
        survey.choose(name, "some", "b")
    survey.choose("COL", "all", "a")
    survey.choose("PER", "some", "a")
    survey.choose("ECU", "some", "b")
    counted = count_priorities(survey.forum, *survey.tables())
    table = compare_conferences(counted.priorities, counted.conference_priorities)
    row = cell(table, objective_id=9)
    assert (row["rcm_score"], row["sacm_score"]) == (1.0, 0.5)
    assert row["n_splits"] == comb(5, 2)
    assert (row["rcm_n_mentioning"], row["rcm_n_answered"]) == (3, 3)
    assert (row["sacm_n_mentioning"], row["sacm_n_answered"]) == (1, 3)
    assert row["p_adjusted"] >= row["p_exact"]
    nobody = cell(table, objective_id=20)
    assert nobody[["difference", "p_exact", "p_adjusted", "flip_count"]].isna().all()
    assert list(table["objective_id"]) == list(range(1, 24))


def test_one_conference_without_answers_gives_a_table_without_differences(
    new_survey: Any,
) -> None:
    survey = new_survey([{"id": "q", "kind": "text"}])
    survey.write("MEX", "q", 5)
    survey.write("CAN", "q", 5)
    counted = count_priorities(survey.forum, *survey.tables())
    table = compare_conferences(counted.priorities, counted.conference_priorities)
    assert table["difference"].isna().all()
    assert table["p_adjusted"].isna().all()
    assert table["flip_count"].isna().all()
    assert not table["is_comparable"].any()
    assert (table["sacm_n_answered"] == 0).all()
