"""Agreement of coders, against published figures."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcm_analysis.mapping.review.agreement import (
    cohen_kappa,
    krippendorff_alpha,
    measure_agreement,
)


def test_kappa_of_the_grant_readers() -> None:
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)


def test_alpha_of_krippendorffs_binary_example() -> None:
    units = list(zip("0100000010", "1110010000", strict=True))
    assert krippendorff_alpha(units) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_krippendorffs_nominal_example() -> None:
    units = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert krippendorff_alpha(units) == pytest.approx(0.692, abs=5e-4)


def test_alpha_of_krippendorffs_example_with_missing_codes() -> None:
    coders = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [[None if code == "." else code for code in unit] for unit in zip(*coders, strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_without_variation_there_is_nothing_to_agree_on() -> None:
    assert cohen_kappa([(1, 1)] * 3) is None
    assert krippendorff_alpha([(1, 1)] * 3) is None
    assert krippendorff_alpha([]) is None
    assert cohen_kappa([]) is None


def test_reviewers_are_compared_objective_by_objective_with_their_disagreements() -> None:
    first = {"a": frozenset({5}), "b": frozenset({5, 14}), "c": frozenset(), "d": frozenset({9})}
    second = {"a": frozenset({5}), "b": frozenset({5}), "c": frozenset({5}), "e": frozenset({9})}
    agreement = measure_agreement(first, second)
    assert (agreement.n_answers, agreement.n_only_first, agreement.n_only_second) == (3, 1, 1)
    assert agreement.disagreements.values.tolist() == [["b", "5;14", "5"], ["c", "", "5"]]
    table = agreement.objectives.set_index("objective_id")
    assert len(table) == 23
    assert table.loc[5, ["n_both", "n_only_first", "n_only_second", "n_neither"]].tolist() == [
        2, 0, 1, 0,
    ]  # fmt: skip
    assert table.loc[5, "cohen_kappa"] == 0
    assert math.isnan(table.loc[9, "cohen_kappa"])
    assert table.loc[9, "observed"] == 1


CODES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30)


@given(CODES, st.randoms(use_true_random=False))
def test_agreement_does_not_depend_on_the_order_of_answers_or_reviewers(pairs, random) -> None:
    mixed = [(other, one) for one, other in pairs]
    random.shuffle(mixed)
    for measure in (cohen_kappa, krippendorff_alpha):
        before, after = measure(pairs), measure(mixed)
        assert before == after or before == pytest.approx(after)


@given(CODES)
def test_agreement_is_at_most_one_and_one_only_where_all_agree(pairs) -> None:
    for measure in (cohen_kappa, krippendorff_alpha):
        found = measure(pairs)
        if found is not None:
            assert found <= 1 + 1e-12
            assert (abs(found - 1) < 1e-12) == all(one == other for one, other in pairs)
