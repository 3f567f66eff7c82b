"""One forum against an earlier one: only what is graded, only who answered both."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from gcm_analysis.forum import Crosswalk, ForumLinks
from gcm_analysis.priorities import AnsweredForum, trends
from gcm_analysis.priorities.change import MixedForums


def link(**parts: Any) -> Crosswalk:
    return Crosswalk({"before": ForumLinks.model_validate(parts)})


def answered(survey: Any) -> AnsweredForum:
    return AnsweredForum(survey.forum, *survey.tables())


@pytest.fixture
def forums(new_survey: Any) -> tuple[Any, Any]:
    """Two forums that asked a choice of topics and words; three governments answered both."""
    before = new_survey(
        [{"id": "temas", "kind": "multiple", "topics": ["laboral", "crimen", "viejo"]},
         {"id": "palabras", "kind": "text"}],
        {"laboral": [5, 6], "crimen": [9], "viejo": [21]},
        forum="before",
    )  # fmt: skip
    now = new_survey(
        [{"id": "temas2", "kind": "multiple", "topics": ["vias", "trata", "nuevo"]},
         {"id": "texto", "kind": "text"}],
        {"vias": [5], "trata": [9, 10], "nuevo": [21]},
        forum="now",
    )  # fmt: skip
    for name, topics in (("MEX", ["laboral"]), ("CAN", ["laboral", "viejo"]), ("COL", ["crimen"]),
                         ("PAN", ["crimen"])):  # fmt: skip
        before.choose(name, "temas", *topics)
    for name, topics in (("MEX", ["trata"]), ("CAN", ["vias"]), ("COL", ["vias", "nuevo"]),
                         ("PER", ["nuevo"])):  # fmt: skip
        now.choose(name, "temas2", *topics)
    return now, before


LINKS = {
    "questions": {"temas2": {"earlier": "temas", "grade": "same"}},
    "topics": {
        "vias": {"earlier": "laboral", "grade": "reworded"},
        "trata": {"earlier": "crimen", "grade": "similar"},
        "nuevo": {"grade": "new"},
    },
}


def test_change_is_told_over_the_countries_that_answered_both(forums: Any, cell: Any) -> None:
    now, before = forums
    table = trends(answered(now), [answered(before)], link(**LINKS))
    five = cell(table, forum="before", conference="ALL", objective_id=5)
    assert (five["n_answered"], five["n_mentioning"], five["n_both"]) == (4, 2, 3)
    assert (five["n_mentioning_both"], five["n_mentioning_both_now"]) == (2, 2)
    assert five["score_both"] == pytest.approx((0.5 + 0.5 + 0) / 3)
    assert five["score_both_now"] == pytest.approx((0 + 1 + 1) / 3)
    rcm = cell(table, forum="before", conference="RCM", objective_id=5)
    assert (rcm["n_both"], rcm["n_mentioning_both"], rcm["n_mentioning_both_now"]) == (2, 2, 1)


def test_an_objective_is_as_comparable_as_its_least_alike_pair(forums: Any, cell: Any) -> None:
    now, before = forums
    links = {
        "questions": LINKS["questions"] | {"texto": {"earlier": "palabras", "grade": "reworded"}},
        "topics": LINKS["topics"],
    }
    for crosswalk, grades in (
        (link(**LINKS), {5: "reworded", 9: "similar", 10: "new", 21: "new", 1: "new"}),
        (link(**links), {5: "reworded", 9: "similar", 10: "reworded", 1: "reworded"}),
    ):
        table = trends(answered(now), [answered(before)], crosswalk)
        for number, grade in grades.items():
            row = cell(table, forum="before", conference="ALL", objective_id=number)
            assert row["comparability"] == grade, number


def test_what_only_one_of_two_maps_names_is_not_compared(forums: Any, cell: Any) -> None:
    """The earlier topic stood for 5 and 6, the new one for 5 alone: 6 is new."""
    now, before = forums
    table = trends(answered(now), [answered(before)], link(**LINKS))
    six = cell(table, forum="before", conference="ALL", objective_id=6)
    assert six["comparability"] == "new"
    assert six[["score_both", "n_mentioning_both", "score_both_now"]].isna().all()


def test_without_a_grade_nothing_is_compared(forums: Any) -> None:
    now, before = forums
    ungraded = link(questions={}, topics=LINKS["topics"])
    for crosswalk in (None, ungraded, Crosswalk({})):
        table = trends(answered(now), [answered(before)], crosswalk)
        assert (table["comparability"] == "new").all()
        assert (table["n_both"] == 0).all()
        assert table["score_both"].isna().all()
        assert table["score"].notna().any()


def test_a_country_that_chose_only_new_topics_answered_all_the_same(forums: Any, cell: Any) -> None:
    now, before = forums
    before.choose("PER", "temas", "laboral")
    table = trends(answered(now), [answered(before)], link(**LINKS))
    sacm = cell(table, forum="before", conference="SACM", objective_id=5)
    assert (sacm["n_both"], sacm["n_mentioning_both"], sacm["n_mentioning_both_now"]) == (2, 1, 1)


def test_this_forums_rows_hold_its_own_figures(forums: Any, cell: Any) -> None:
    now, before = forums
    table = trends(answered(now), [answered(before)], link(**LINKS))
    assert list(table["forum"].unique()) == ["now", "before"]
    assert len(table) == 2 * 69
    own = cell(table, forum="now", conference="ALL", objective_id=21)
    assert (own["n_answered"], own["n_mentioning"]) == (4, 2)
    alone = trends(answered(now), [], None)
    assert len(alone) == 69
    assert alone["comparability"].isna().all()


def test_a_single_country_leaves_nothing_but_itself_to_compare(new_survey: Any, cell: Any) -> None:
    before = new_survey([{"id": "t", "kind": "text"}], forum="before")
    now = new_survey([{"id": "t", "kind": "text"}], forum="now")
    before.write("MEX", "t", 5)
    now.write("COL", "t", 5)
    links = link(questions={"t": {"earlier": "t", "grade": "same"}})
    table = trends(answered(now), [answered(before)], links)
    assert (table["n_both"] == 0).all()
    assert table["n_mentioning_both"].isna().all()


def test_illustrative_and_real_forums_never_meet(forums: Any) -> None:
    now, before = forums
    real = answered(before)
    invented = AnsweredForum(now.forum.model_copy(update={"illustrative": True}), *now.tables())
    with pytest.raises(MixedForums, match="take it out of `earlier_forums`"):
        trends(invented, [real], link(**LINKS))


def test_several_earlier_forums_stand_in_the_order_given(forums: Any, new_survey: Any) -> None:
    now, before = forums
    oldest = new_survey([{"id": "t", "kind": "text"}], forum="oldest")
    oldest.write("MEX", "t", 5)
    table = trends(answered(now), [answered(before), answered(oldest)], link(**LINKS))
    assert list(table["forum"].unique()) == ["now", "before", "oldest"]
    pd.testing.assert_series_equal(
        table[table["forum"] == "now"]["n_both"].reset_index(drop=True),
        table[table["forum"] == "before"]["n_both"].reset_index(drop=True),
    )
