"""Points and mentions of one answer item, by hand from the rules of counting 3 and 4."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcm_analysis.priorities.points import place_ranks, value_items

EIGHT = {name: [number] for number, name in enumerate("abcdefgh", start=1)}


def value(survey: Any) -> pd.DataFrame:
    items = value_items(survey.forum, survey.tables()[1])
    return items.set_index("topic_id")


def test_equal_places_are_replaced_by_order() -> None:
    places, firsts = place_ranks([1, 2, 2, 3], 8)
    assert places.tolist() == [1.0, 2.5, 2.5, 4.0]
    assert firsts.tolist() == [1.0, 2.0, 2.0, 4.0]


def test_places_left_free_stay_free() -> None:
    assert place_ranks([1, 3, 7], 8)[0].tolist() == [1.0, 3.0, 7.0]
    assert place_ranks([1, 3, 3, 7], 8)[0].tolist() == [1.0, 3.5, 3.5, 7.0]


def test_places_that_would_run_past_the_last_are_counted_by_order() -> None:
    assert place_ranks([8, 8, 8], 8)[0].tolist() == [2.0, 2.0, 2.0]


def test_all_in_one_place_share_the_mean_of_all() -> None:
    assert place_ranks([1, 1, 1, 1], 4)[0].tolist() == [2.5] * 4


@given(
    ranks=st.integers(1, 9).flatmap(
        lambda k: st.lists(st.integers(1, k), min_size=1, max_size=k).map(lambda r: (r, k))
    )
)
def test_replaced_places_keep_the_order_and_fit_the_list(ranks: tuple[list[int], int]) -> None:
    written, k = ranks
    places, firsts = place_ranks(written, k)
    for one, (place, first) in zip(written, zip(places, firsts, strict=True), strict=True):
        assert 1 <= first <= place <= k
        for other, beside in zip(written, places, strict=True):
            assert (one < other) == (place < beside)
            assert (one == other) == (place == beside)
    assert sum(places) <= k * (k + 1) / 2


def test_points_of_a_ranking_of_eight(new_survey: Any) -> None:
    survey = new_survey([{"id": "q", "kind": "ranking", "topics": list(EIGHT)}], EIGHT)
    survey.rank("MEX", "q", {name: place for place, name in enumerate(EIGHT, start=1)})
    found = value(survey)
    assert found["points"].tolist() == [1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125]
    assert found["is_mention"].tolist() == [True] * 5 + [False] * 3


def test_mention_top_says_otherwise(new_survey: Any) -> None:
    survey = new_survey(
        [{"id": "q", "kind": "ranking", "topics": list(EIGHT), "mention_top": 2}], EIGHT
    )
    survey.rank("MEX", "q", {"a": 1, "b": 2, "c": 3})
    assert value(survey)["is_mention"].tolist() == [True, True, False]


def test_no_top_is_cut_through_a_tie(new_survey: Any) -> None:
    """Five places are mentions; the sixth topic shares the fifth place, so it is one too."""
    survey = new_survey([{"id": "q", "kind": "ranking", "topics": list(EIGHT)}], EIGHT)
    survey.rank("MEX", "q", {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 5, "g": 6})
    found = value(survey)
    assert found.loc["e", "points"] == found.loc["f", "points"] == (8 - 5.5 + 1) / 8
    assert found["is_mention"].to_dict() == {**dict.fromkeys("abcdef", True), "g": False}


@pytest.mark.parametrize("how", ["places", "place_columns"])
def test_every_place_is_a_mention_where_fewer_may_be_ranked(new_survey: Any, how: str) -> None:
    """Six of eight may be ranked: six places are offered, and all of them are mentions."""
    question = {"id": "q", "kind": "ranking", "topics": list(EIGHT)}
    if how == "places":
        question["places"] = 6
    else:
        question |= {"column": None, "place_columns": [f"Lugar {n}" for n in range(1, 7)]}
    survey = new_survey([question], EIGHT)
    survey.rank("MEX", "q", {"a": 1, "f": 6})
    found = value(survey)
    assert found["points"].tolist() == pytest.approx([1.0, 1 / 6])
    assert found["is_mention"].tolist() == [True, True]


def test_ratings_have_points_by_how_far_up_the_scale_they_stand(new_survey: Any) -> None:
    """Of 1 to 5, two thirds of the way up is 3.67: 4 and 5 are in the upper third."""
    topics = {name: [1] for name in "abcde"}
    survey = new_survey(
        [{"id": "q", "kind": "rating", "topics": list(topics), "scale": {"low": 1, "high": 5}}],
        topics,
    )
    survey.rate("MEX", "q", {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5})
    found = value(survey)
    assert found["points"].tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert found["is_mention"].tolist() == [False, False, False, True, True]


def test_the_upper_third_holds_its_lower_end(new_survey: Any) -> None:
    survey = new_survey(
        [{"id": "q", "kind": "rating", "topics": ["a"], "scale": {"low": 1, "high": 4}}],
        {"a": [1]},
    )
    survey.rate("MEX", "q", {"a": 3})
    assert value(survey).loc["a", "is_mention"]


def test_mention_if_says_otherwise(new_survey: Any) -> None:
    survey = new_survey(
        [{"id": "q", "kind": "rating", "topics": ["a", "b"], "scale": {"low": 1, "high": 5},
          "mention_if": {"at_least": 5}}],
        {"a": [1], "b": [2]},
    )  # fmt: skip
    survey.rate("MEX", "q", {"a": 4, "b": 5})
    assert value(survey)["is_mention"].tolist() == [False, True]


def test_a_choice_and_words_carry_one_point(new_survey: Any) -> None:
    survey = new_survey(
        [{"id": "q", "kind": "multiple", "topics": ["a"]}, {"id": "t", "kind": "text"},
         {"id": "r", "kind": "ranking", "topics": ["a"]}],
        {"a": [1]},
    )  # fmt: skip
    survey.choose("MEX", "q", "a")
    survey.write("MEX", "q", 14, item="other")
    survey.write("MEX", "t", 5)
    survey.write("MEX", "r", 5, item="other")
    found = value_items(survey.forum, survey.tables()[1])
    assert found["points"].tolist() == [1.0] * 4
    assert found["is_mention"].all()


def test_words_that_were_ranked_have_the_points_of_their_place(new_survey: Any) -> None:
    survey = new_survey([{"id": "q", "kind": "ranking", "topics": list(EIGHT)}], EIGHT)
    survey.rank("MEX", "q", {"a": 1})
    survey.answer("MEX", "q", "other", rank=2)
    found = value_items(survey.forum, survey.tables()[1])
    assert found["points"].tolist() == [1.0, 0.875]


def test_only_answered_items_of_priority_questions_have_points(new_survey: Any) -> None:
    survey = new_survey(
        [{"id": "q", "kind": "text"}, {"id": "r", "kind": "text", "role": "challenge"}]
    )
    survey.answer("MEX", "q", status="none")
    survey.write("MEX", "r", 5)
    assert value_items(survey.forum, survey.tables()[1]).empty
