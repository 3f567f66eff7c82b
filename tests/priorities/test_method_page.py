"""The examples of docs/method.md that a delegate works out by hand come out of the program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gcm_analysis.forum import Crosswalk, ForumLinks
from gcm_analysis.priorities import (
    AnsweredForum,
    agree_pairwise,
    agreement,
    compare_groups,
    copeland,
    count_priorities,
    group_priorities,
    kemeny,
    kendall_w,
    schulze,
    splits,
    trends,
)
from gcm_analysis.priorities.coded_counts import code_count, rank_ranges
from gcm_analysis.priorities.disclosure import choose_scopes
from gcm_analysis.priorities.points import place_ranks, score_rank
from gcm_analysis.priorities.ranks import rank_standings
from gcm_analysis.priorities.sensitivity import find_dependent, rank_by_rules
from gcm_analysis.priorities.stability import reading

PAGE = (Path(__file__).parents[2] / "docs" / "method.md").read_text("utf-8")
WORDS = " ".join(PAGE.replace("\n>", "\n").split())
TEXT = [{"id": "t", "kind": "text"}]


def says(words: str) -> None:
    """Hold that the page still says what the test works out."""
    assert words in WORDS, words


def test_every_example_of_the_page_is_worked_out_here() -> None:
    tests = Path(__file__).read_text("utf-8").count("\ndef test_by_hand_")
    assert len(re.findall(r"> \*By hand\.\*", PAGE)) == tests


def test_points_of_places() -> None:
    says("Of 8 topics: 1, 0.875, 0.75, ... 0.125.")
    assert score_rank(np.array([1.0, 2, 3, 8]), 8).tolist() == [1.0, 0.875, 0.75, 0.125]
    says("1, 2, 2, 3 becomes 1, 2.5, 2.5, 4.")
    assert place_ranks([1, 2, 2, 3], 8)[0].tolist() == [1, 2.5, 2.5, 4]
    assert place_ranks([1, 3, 7], 8)[0].tolist() == [1, 3, 7]


def test_a_topic_of_two_objectives_gives_each_its_share(new_survey: Any, cell: Any) -> None:
    says("mapped to objectives 5 and 6 and ranked third of 8, gives 0.375 to each")
    survey = new_survey(
        [{"id": "q", "kind": "ranking", "topics": list("abcdefgh")}],
        {"c": [5, 6]} | {name: [9] for name in "abdefgh"},
    )
    survey.rank("MEX", "q", {"a": 1, "b": 2, "c": 3})
    table = count_priorities(survey.forum, *survey.tables()).priorities
    assert cell(table, country_iso3="MEX", objective_id=5)["score"] == 0.375
    assert cell(table, country_iso3="MEX", objective_id=6)["score"] == 0.375


def test_by_hand_the_score_of_a_country(new_survey: Any, cell: Any) -> None:
    says("(3 x 1 + 1 x 0) / 4 = 0.75")
    survey = new_survey(
        [{"id": "q", "kind": "ranking", "topics": list("abcd"), "weight": 3.0},
         {"id": "m", "kind": "multiple", "topics": ["a", "b"]}, *TEXT],
        {"a": [21], "b": [5], "c": [6], "d": [9]},
    )  # fmt: skip
    survey.rank("MEX", "q", {"a": 1, "b": 2, "c": 3, "d": 4})
    survey.choose("MEX", "m", "b")
    survey.answer("MEX", "t", status="skipped")
    table = count_priorities(survey.forum, *survey.tables()).priorities
    assert cell(table, country_iso3="MEX", objective_id=21)["score"] == 0.75


def test_by_hand_ranks() -> None:
    says("Ranks: 5 is 1, 9 and 14 are 2, 21 is 4. The share of 5 is 6/8 = 0.75.")
    ranks = rank_standings(np.array([6.0, 4, 4, 4]), np.array([0.5, 0.4, 0.4, 0.25]))
    assert ranks.tolist() == [1, 2, 2, 4]


def test_by_hand_a_group_counts_a_country_once(new_survey: Any, cell: Any) -> None:
    says("2 of the 3 mention the group, with 3 mentions")
    survey = new_survey(TEXT)
    survey.write("MEX", "t", 9, 10)
    survey.write("CAN", "t", 9)
    survey.write("COL", "t", 5)
    counted = count_priorities(survey.forum, *survey.tables()).priorities
    table = group_priorities("thematic_area", counted)
    holding = table[(table["scope"] == "ALL") & (table["n_mentions"] == 3)]
    assert set(holding["n_mentioning"]) == {2}


def test_by_hand_the_reviewed_share(new_survey: Any, cell: Any) -> None:
    says("The reviewed share is 3/4; a wider audience sees 3 mentions and one being read.")
    survey = new_survey([{"id": "q", "kind": "single", "topics": ["a"]}, *TEXT], {"a": [5]})
    survey.choose("MEX", "q", "a")
    survey.choose("CAN", "q", "a")
    survey.mention(survey.answer("COL", "t", "text"), 5, method="reference")
    survey.mention(survey.answer("PER", "t", "text"), 5, method="phrase", confidence=0.9)
    tables = survey.tables()
    seen = {
        audience: cell(
            count_priorities(survey.forum, *tables, audience=audience).conference_priorities,
            conference="ALL", objective_id=5,
        )
        for audience in ("internal", "participants")
    }  # fmt: skip
    assert (seen["internal"]["n_mentioning"], seen["internal"]["reviewed_share"]) == (4, 0.75)
    assert seen["participants"]["n_mentioning"] == 3
    assert seen["participants"]["n_being_read"] == 1


def test_by_hand_a_lead_that_no_pending_answer_can_turn(new_survey: Any, cell: Any) -> None:
    says("the last government mentions 9 and not 5: 7 to 6")
    survey = new_survey(TEXT)
    names = ("CAN", "CRI", "SLV", "HND", "MEX", "PAN", "COL", "ECU")
    for place, name in enumerate(names):
        survey.write(name, "t", *([5] if place < 7 else [1]), *([9] if place < 5 else []))
    table = count_priorities(survey.forum, *survey.tables()).stability
    row = cell(table, conference="ALL", objective_id=5, band="pending")
    assert (row["n_cases"], row["rank_low"], row["rank_high"]) == (1, 1, 1)


def test_by_hand_without_one_country_and_with_another_reading(new_survey: Any, cell: Any) -> None:
    says("The band of one country is 1 to 1 for 5, 1 to 2 for 9.")
    says("in 30 of 100 draws: its band of readings is 1 to 2")
    survey = new_survey(TEXT, roster=["MEX", "CAN", "COL"])
    survey.write("MEX", "t", 5, 9)
    survey.write("CAN", "t", 5, 9)
    third = survey.write("COL", "t", 5, 21)
    survey.mentions = [row | {"is_reviewed": True} for row in survey.mentions]
    survey.mention(third, 9, status="to_review", confidence=0.3, weight=0.0)
    counted = count_priorities(survey.forum, *survey.tables())
    ends = {
        (row.objective_id, row.band): (row.rank_low, row.rank_high)
        for row in counted.stability.query("conference == 'ALL'").itertuples()
    }
    assert ends[5, "country"] == (1, 1)
    assert ends[9, "country"] == (1, 2)
    assert ends[9, "reading"] == (1, 2)
    assert cell(counted.conference_priorities, conference="ALL", objective_id=21)["rank"] == 3


def test_by_hand_a_place_that_depends_on_the_rule() -> None:
    says("By points, 2 leads (2.7) before 1 (2.0).")
    scores = np.full((3, 23), np.nan)
    scores[:, :3] = [[1, 0.9, 0], [1, 0.9, 0], [0, 0.9, 0.1]]
    assert np.nansum(scores, axis=0)[:2] == pytest.approx([2.0, 2.7])
    ranks = rank_by_rules(np.ones((3, 23), dtype=bool), scores)
    assert ranks["points"][:3].tolist() == [2, 1, 3]
    for rule in ("copeland", "schulze", "kemeny"):
        assert ranks[rule][:3].tolist() == [1, 2, 3]
    assert find_dependent(ranks)[:3].tolist() == [True, True, False]


def test_by_hand_the_circle_of_three() -> None:
    says("Kemeny has three best orders, each with 5 agreements and 4 disagreements")
    ballots = [[[a], [b], [c]] for a, b, c in ("ABC", "BCA", "CAB")]
    assert copeland(ballots).ranking == schulze(ballots).ranking == [["A", "B", "C"]]
    found = kemeny(ballots)
    assert (found.n_optimal, found.score, found.distance) == (3, 5.0, 4.0)


def test_by_hand_the_flip_count() -> None:
    says("the flip count is 2")
    assert compare_groups([1, 1, 1, 1, 1, 0], [1, 0, 0]).flip_count == 2


def test_by_hand_the_exact_p() -> None:
    says("p_exact is 3/10; the smallest p possible is 1/10")
    found = compare_groups([1, 1, 0.5], [0, 0.5])
    assert found.difference == pytest.approx(5 / 6 - 1 / 4)
    assert (found.n_splits, found.p_exact, found.smallest_p) == (10, 0.3, 0.1)


def test_by_hand_governments_of_one_mind() -> None:
    says("p = 1/36")
    found = kendall_w([[1, 2, 3]] * 3)
    assert (found.w, found.p) == (1.0, 1 / 36)


def test_by_hand_two_governments(new_survey: Any) -> None:
    says("tau-b is (5 - 1) / 6 = 0.67. Rho is 1 - 6 x 2 / (4 x 15) = 0.80.")
    survey = new_survey(
        [{"id": "q", "kind": "ranking", "topics": list("abcd")}],
        {"a": [1], "b": [2], "c": [3], "d": [4]},
    )
    survey.rank("MEX", "q", {"a": 1, "b": 2, "c": 3, "d": 4})
    survey.rank("CAN", "q", {"a": 1, "b": 2, "d": 3, "c": 4})
    pair = agree_pairwise(count_priorities(survey.forum, *survey.tables()).priorities).iloc[0]
    assert (pair["tau_b"], pair["rho"]) == pytest.approx((4 / 6, 0.8))


def test_by_hand_change_over_those_that_answered_both(new_survey: Any, cell: Any) -> None:
    says("the change is from 1 of 2 to 2 of 2")
    before, now = new_survey(TEXT), new_survey(TEXT)
    before.write("MEX", "t", 5)
    before.write("CAN", "t", 9)
    before.write("PER", "t", 5)
    for name in ("MEX", "CAN", "COL"):
        now.write(name, "t", 5)
    earlier = AnsweredForum(before.forum.model_copy(update={"forum": "then"}), *before.tables())
    links = ForumLinks.model_validate({"questions": {"t": {"earlier": "t", "grade": "same"}}})
    table = trends(AnsweredForum(now.forum, *now.tables()), [earlier], Crosswalk({"then": links}))
    row = cell(table, forum="then", conference="ALL", objective_id=5)
    assert (row["n_both"], row["n_mentioning_both"], row["n_mentioning_both_now"]) == (2, 1, 2)


def test_by_hand_what_the_public_sees() -> None:
    says("the public sees the 8 together. With 6 and 5 it sees all three.")
    assert choose_scopes({"ALL": 8, "RCM": 6, "SACM": 2}, 5) == ("ALL",)
    assert choose_scopes({"ALL": 11, "RCM": 6, "SACM": 5}, 5) == ("ALL", "RCM", "SACM")


def test_by_hand_counts_that_the_public_is_told() -> None:
    says("The public reads 7–9, 7–9, 6, 0–2, 0–2;")
    told = [code_count(n, 9) for n in (9, 8, 6, 1, 0)]
    assert told == [(7, 9), (7, 9), (6, 6), (0, 2), (0, 2)]
    says("places 1, 1, 3, 4, 4.")
    assert rank_ranges(told) == [1, 1, 3, 4, 4]


def test_by_hand_conferences_beside_all_as_the_public_is_told() -> None:
    says("The public reads 3 of 6, 3–5 of 5, and of all 6–8 of 11")
    assert [code_count(3, 6), code_count(5, 5)] == [(3, 3), (3, 5)]


def test_seeds_and_numbers_of_draws() -> None:
    for name, draws, seed in (
        ("splits, where there are more than 2,000,000", splits.N_DRAWN, splits.SPLIT_SEED),
        ("readings in or out", reading.N_DRAWS, reading.READING_SEED),
        (
            "permutations for Kendall's W, where there are too many",
            agreement.N_DRAWN,
            agreement.AGREEMENT_SEED,
        ),
    ):
        says(f"| {name} | {draws:,} | {seed} |")
    assert splits.MOST_ENUMERATED == 2_000_000
    says("84 for 6 against 3, 1,352,078 for 11 against 12")
    assert (splits.Splits(6, 3).n_splits, splits.Splits(11, 12).n_splits) == (84, 1_352_078)
