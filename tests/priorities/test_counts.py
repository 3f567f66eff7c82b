"""The rules of counting, each with an example worked out by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from gcm_analysis.priorities import (
    Priorities,
    count_principles,
    count_priorities,
    count_respondents,
    group_priorities,
)

TOPICS = {"vias": [5, 6], "trata": [9, 10], "fronteras": {11: 0.7, 12: 0.3}, "retorno": [21]}
CHOICE = {"id": "q", "kind": "multiple", "topics": list(TOPICS)}
WORDS = {"id": "t", "kind": "text"}


def count(survey: Any, **said: Any) -> Priorities:
    return count_priorities(survey.forum, *survey.tables(), **said)


def scores_of(counted: Priorities, iso3: str) -> dict[int, float]:
    own = counted.priorities[counted.priorities["country_iso3"] == iso3]
    return dict(zip(own["objective_id"], own["score"], strict=True))


def test_a_topics_points_go_to_its_objectives_by_their_weights(new_survey: Any) -> None:
    """Rule 4: equal shares by default; every objective of a chosen topic is mentioned."""
    survey = new_survey([CHOICE], TOPICS)
    survey.choose("MEX", "q", "vias", "fronteras")
    found = scores_of(count(survey), "MEX")
    assert (found[5], found[6]) == (0.5, 0.5)
    assert (found[11], found[12]) == pytest.approx((0.7, 0.3))
    assert (found[9], found[21]) == (0.0, 0.0)


def test_words_carry_one_point_for_each_objective_they_name(new_survey: Any) -> None:
    """Rule 4: an accepted text mention is 1, however many objectives the answer names."""
    survey = new_survey([WORDS])
    survey.write("MEX", "t", 5, 6, 18)
    found = scores_of(count(survey), "MEX")
    assert [found[number] for number in (5, 6, 18, 7)] == [1.0, 1.0, 1.0, 0.0]


def test_within_a_question_the_highest_item_counts(new_survey: Any) -> None:
    """Rule 5: topics a (first of four, 1) and b (third, 0.5) both stand for objective 7."""
    survey = new_survey(
        [{"id": "q", "kind": "ranking", "topics": list("abcd")}],
        {"a": [7], "b": [7], "c": [1], "d": [2]},
    )
    survey.rank("MEX", "q", {"b": 1, "c": 2, "a": 3})
    assert scores_of(count(survey), "MEX")[7] == 1.0


def test_across_questions_the_weighted_mean_of_those_that_could_name_it(new_survey: Any) -> None:
    """Rule 5: objective 21 ranked first of four (1) in a question of weight 3, not chosen (0)
    in one of weight 1, and no topic of a third: (3 x 1 + 1 x 0) / 4."""
    survey = new_survey(
        [{"id": "r", "kind": "ranking", "topics": list(TOPICS), "weight": 3}, CHOICE,
         {"id": "other", "kind": "multiple", "topics": ["trata"]}],
        TOPICS,
    )  # fmt: skip
    survey.rank("MEX", "r", {"retorno": 1})
    survey.choose("MEX", "q", "vias")
    survey.choose("MEX", "other", "trata")
    found = scores_of(count(survey), "MEX")
    assert found[21] == 0.75
    assert found[9] == pytest.approx((3 * 0 + 0 + 0.5) / 5)


def test_a_question_that_was_not_answered_is_no_zero(new_survey: Any) -> None:
    """Rule 5: left blank, not asked, don't know and "none" leave a question out of the mean."""
    survey = new_survey([CHOICE, WORDS], TOPICS)
    for name, status in zip(
        ("MEX", "CAN", "HND", "PAN"), ("skipped", "not_asked", "dont_know", "none"), strict=True
    ):
        survey.choose(name, "q", "retorno")
        survey.answer(name, "t", status=status, text=None)
    counted = count(survey)
    for iso3 in ("MEX", "CAN", "HND", "PAN"):
        assert scores_of(counted, iso3)[21] == 1.0


def test_zero_and_not_offered_are_different_findings(new_survey: Any, cell: Any) -> None:
    survey = new_survey([CHOICE], TOPICS)
    survey.choose("MEX", "q", "vias")
    counted = count(survey)
    zero = cell(counted.priorities, country_iso3="MEX", objective_id=21)
    assert (zero["is_offered"], zero["is_mentioned"], zero["score"]) == (True, False, 0.0)
    missing = cell(counted.priorities, country_iso3="MEX", objective_id=17)
    assert not missing["is_offered"]
    assert pd.isna(missing["score"])
    assert pd.isna(missing["rank"])
    group = cell(counted.conference_priorities, conference="ALL", objective_id=17)
    assert group["n_could_mention"] == group["n_mentioning"] == 0
    assert pd.isna(group["rank"])


def test_what_an_other_names_the_question_could_name(new_survey: Any, cell: Any) -> None:
    """Rule 5: one government wrote objective 14 under "other"; the others could have."""
    survey = new_survey([CHOICE], TOPICS)
    survey.write("MEX", "q", 14, item="other")
    survey.choose("CAN", "q", "retorno")
    counted = count(survey)
    assert scores_of(counted, "CAN")[14] == 0.0
    row = cell(counted.conference_priorities, conference="RCM", objective_id=14)
    assert (row["n_could_mention"], row["n_mentioning"], row["score"]) == (2, 1, 0.5)
    assert pd.isna(scores_of(counted, "CAN")[15])


def test_only_priority_questions_make_priorities(new_survey: Any) -> None:
    """Rule 2."""
    survey = new_survey([WORDS, {"id": "c", "kind": "text", "role": "challenge"}])
    survey.write("MEX", "t", 5)
    survey.write("MEX", "c", 9)
    found = scores_of(count(survey), "MEX")
    assert (found[5], found[9]) == (1.0, 0.0)


def test_one_country_has_one_vote_however_many_pieces_it_sends(new_survey: Any, cell: Any) -> None:
    """Rules 1 and 8: two pieces of Mexico's answer, and a second answer of Peru that waits."""
    survey = new_survey([CHOICE, WORDS], TOPICS)
    survey.choose("MEX", "q", "retorno")
    survey.write("MEX-2", "t", 21)
    survey.choose("PER", "q", "vias")
    survey.add_respondent("PER-2", status="awaiting_decision")
    survey.choose("PER-2", "q", "retorno")
    counted = count(survey)
    row = cell(counted.conference_priorities, conference="ALL", objective_id=21)
    assert (row["n_answered"], row["n_mentioning"], row["share"]) == (2, 1, 0.5)
    assert scores_of(counted, "MEX")[21] == 1.0
    assert scores_of(counted, "PER")[21] == 0.0


def test_who_has_not_answered_is_pending_and_no_zero(new_survey: Any, cell: Any) -> None:
    """Rule 6: nine on the roster, six of them RCM members; two answered, one said nothing."""
    survey = new_survey([CHOICE], TOPICS)
    survey.choose("MEX", "q", "vias")
    survey.choose("COL", "q", "trata")
    survey.answer("CAN", "q", status="skipped", text=None)
    counted = count(survey)
    assert sorted(counted.priorities["country_iso3"].unique()) == ["COL", "MEX"]
    bases = counted.conference_priorities.groupby("conference")[
        ["n_expected", "n_answered"]
    ].first()
    assert bases.loc["RCM"].tolist() == [6, 1]
    assert bases.loc["SACM"].tolist() == [3, 1]
    assert bases.loc["ALL"].tolist() == [9, 2]


def test_a_conference_is_the_mean_over_its_countries_that_could_name_it(
    new_survey: Any, cell: Any
) -> None:
    """Rule 6: 21 chosen by one of two RCM members asked; the third was asked something else."""
    survey = new_survey([CHOICE, {"id": "z", "kind": "multiple", "topics": ["vias"]}], TOPICS)
    survey.choose("MEX", "q", "retorno")
    survey.choose("CAN", "q", "vias")
    survey.choose("PAN", "z", "vias")
    row = cell(count(survey).conference_priorities, conference="RCM", objective_id=21)
    assert (row["n_answered"], row["n_could_mention"], row["n_mentioning"]) == (3, 2, 1)
    assert row["score"] == 0.5
    assert row["share"] == pytest.approx(1 / 3)


def test_ranks_are_by_mentions_then_score_and_ties_share_a_rank(new_survey: Any, cell: Any) -> None:
    """Rule 7: 21 has two mentions; 9 and 10 one of 0.5 each; 5 one of 0.5; 11 none: 1, 2, 2, 2,
    then 6 as well, so the next is 6."""
    survey = new_survey([CHOICE], TOPICS)
    survey.choose("MEX", "q", "retorno", "trata")
    survey.choose("CAN", "q", "retorno", "vias")
    table = count(survey).conference_priorities
    ranks = {
        number: cell(table, conference="ALL", objective_id=number)["rank"]
        for number in (21, 9, 10, 5, 6, 11, 12)
    }
    assert ranks == {21: 1, 9: 2, 10: 2, 5: 2, 6: 2, 11: 6, 12: 6}


def test_more_mentions_outrank_a_higher_score(new_survey: Any, cell: Any) -> None:
    """Rule 7: 5 is chosen by two within a topic of two objectives, 21 by one alone: score
    0.5 against 0.5, and with weights 0.3 against 0.5, mentions decide."""
    survey = new_survey([CHOICE], TOPICS | {"vias": {5: 0.3, 6: 0.7}})
    survey.choose("MEX", "q", "vias")
    survey.choose("CAN", "q", "vias", "retorno")
    table = count(survey).conference_priorities
    five, other = (cell(table, conference="ALL", objective_id=n) for n in (5, 21))
    assert (five["n_mentioning"], other["n_mentioning"]) == (2, 1)
    assert five["score"] < other["score"]
    assert five["rank"] < other["rank"]


def test_a_countrys_own_ranks_are_by_mention_then_score(new_survey: Any, cell: Any) -> None:
    survey = new_survey(
        [{"id": "q", "kind": "ranking", "topics": list("abcd"), "mention_top": 2}],
        {"a": [1], "b": [2], "c": [3], "d": [4]},
    )
    survey.rank("MEX", "q", {"a": 1, "b": 2, "c": 3})
    table = count(survey).priorities
    assert [cell(table, objective_id=n)["rank"] for n in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert [cell(table, objective_id=n)["is_mentioned"] for n in (1, 2, 3, 4)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert cell(table, objective_id=3)["n_answers"] == 1


def test_other_respondents_are_groups_of_their_own(new_survey: Any, cell: Any) -> None:
    """Rule 9: the unit is the organization; the States' figures do not know of it."""
    survey = new_survey([CHOICE], TOPICS)
    survey.choose("MEX", "q", "vias")
    for name in ("one", "two"):
        survey.add_respondent(name, "civil_society")
        survey.choose(name, "q", "retorno")
    states = cell(count(survey).conference_priorities, conference="ALL", objective_id=21)
    assert (states["n_answered"], states["n_mentioning"]) == (1, 0)
    apart = count_respondents(survey.forum, *survey.tables())
    assert list(apart["respondent_type"].unique()) == ["civil_society"]
    row = cell(apart, objective_id=21)
    assert (row["n_answered"], row["n_mentioning"], row["score"], row["rank"]) == (2, 2, 1.0, 1)


def test_membership_decides_the_conference_and_others_count_in_all(
    new_survey: Any, cell: Any
) -> None:
    """Rule 10: Cuba is a member of neither."""
    survey = new_survey([WORDS], roster=["CUB", "MEX", "PER"])
    for name in ("CUB", "MEX", "PER"):
        survey.write(name, "t", 5)
    table = count(survey).conference_priorities
    counts = [
        cell(table, conference=name, objective_id=5)[["n_expected", "n_mentioning"]].tolist()
        for name in ("RCM", "SACM", "ALL")
    ]
    assert counts == [[1, 1], [1, 1], [3, 3]]


def test_a_government_off_the_roster_does_not_count(new_survey: Any) -> None:
    survey = new_survey([WORDS], roster=["MEX"])
    survey.write("MEX", "t", 5)
    survey.write("PER", "t", 5)
    assert set(count(survey).priorities["country_iso3"]) == {"MEX"}


def test_the_machine_does_not_speak_for_a_government_beyond_the_secretariat(
    new_survey: Any, cell: Any
) -> None:
    """Rule 12: a phrase nobody reviewed counts inside only; a reference counts everywhere."""
    survey = new_survey([WORDS])
    survey.write("MEX", "t", 5)
    reference = survey.answer("CAN", "t", "text")
    survey.mention(reference, 9, method="reference", confidence=0.99)
    inside, outside = count(survey), count(survey, audience="participants")
    for counted, mentioned in ((inside, True), (outside, False)):
        row = cell(counted.priorities, country_iso3="MEX", objective_id=5)
        assert row["is_mentioned"] == mentioned
        assert row["n_being_read"] == (0 if mentioned else 1)
        other = cell(counted.priorities, country_iso3="CAN", objective_id=9)
        assert other["is_mentioned"]
        assert other["is_reviewed"]
    assert not cell(inside.priorities, country_iso3="MEX", objective_id=5)["is_reviewed"]
    shares = inside.conference_priorities
    assert cell(shares, conference="RCM", objective_id=5)["reviewed_share"] == 0.0
    assert cell(shares, conference="RCM", objective_id=9)["reviewed_share"] == 1.0
    waiting = cell(outside.conference_priorities, conference="RCM", objective_id=5)
    assert (waiting["n_mentioning"], waiting["n_being_read"]) == (0, 1)


def test_what_waits_for_review_and_what_was_rejected_does_not_count(
    new_survey: Any, cell: Any
) -> None:
    survey = new_survey([WORDS])
    answer_id = survey.write("MEX", "t", 5)
    survey.mention(answer_id, 9, status="to_review", confidence=0.5, weight=0.0)
    survey.mention(answer_id, 10, status="rejected", confidence=0.5, weight=0.0)
    table = count(survey).priorities
    assert [cell(table, objective_id=n)["is_mentioned"] for n in (5, 9, 10)] == [True, False, False]
    assert [cell(table, objective_id=n)["n_being_read"] for n in (5, 9, 10)] == [0, 1, 0]


def test_a_reviewers_shares_of_a_topic_replace_those_of_its_map(new_survey: Any) -> None:
    survey = new_survey([CHOICE], TOPICS)
    answer_id = survey.answer("MEX", "q", "vias")
    survey.mentions = []
    for number, weight in ((5, 0.2), (6, 0.8)):
        survey.mention(answer_id, number, weight=weight, method="review", is_reviewed=True)
    found = scores_of(count(survey), "MEX")
    assert (found[5], found[6]) == pytest.approx((0.2, 0.8))


def test_all_23_stand_for_every_country_and_conference(new_survey: Any) -> None:
    survey = new_survey([CHOICE], TOPICS)
    survey.choose("MEX", "q", "vias")
    counted = count(survey)
    everything = list(range(1, 24))
    assert list(counted.priorities["objective_id"]) == everything
    for _, rows in counted.conference_priorities.groupby("conference"):
        assert list(rows["objective_id"]) == everything
    assert list(counted.conference_priorities["conference"].unique()) == ["RCM", "SACM", "ALL"]


def test_a_forum_nobody_has_answered_has_its_bases_and_no_figures(new_survey: Any) -> None:
    survey = new_survey([CHOICE, WORDS], TOPICS)
    survey.answer("MEX", "q", status="skipped", text=None)
    counted = count(survey)
    assert counted.priorities.empty
    assert counted.topic_priorities.empty or not counted.topic_priorities["n_answered"].any()
    table = counted.conference_priorities
    assert len(table) == 69
    assert table[["share", "score", "rank", "rank_low", "rank_high"]].isna().all().all()
    assert (table["n_answered"] == 0).all()
    assert set(table["n_expected"]) == {6, 3, 9}


def test_the_same_answers_give_the_same_tables_in_any_order(new_survey: Any) -> None:
    survey = new_survey([CHOICE, WORDS], TOPICS)
    for name in ("MEX", "CAN", "COL", "PER"):
        survey.choose(name, "q", "vias", "retorno")
        answer_id = survey.write(name, "t", 5)
        survey.mention(answer_id, 7, status="to_review", confidence=0.4, weight=0.0)
    respondents, answers, mentions = survey.tables()
    once = count_priorities(survey.forum, respondents, answers, mentions)
    again = count_priorities(
        survey.forum,
        respondents.sample(frac=1, random_state=1),
        answers.sample(frac=1, random_state=2),
        mentions.sample(frac=1, random_state=3),
    )
    for name, table in vars(once).items():
        pd.testing.assert_frame_equal(table, vars(again)[name])


def test_topics_are_counted_as_asked(new_survey: Any, cell: Any) -> None:
    survey = new_survey(
        [{"id": "q", "kind": "ranking", "topics": list("abcd"), "mention_top": 2},
         {"id": "m", "kind": "multiple", "topics": ["a", "e"]}],
        {"a": [1], "b": [2], "c": [3], "d": [4], "e": [5], "unasked": [6]},
    )  # fmt: skip
    survey.rank("MEX", "q", {"a": 1, "b": 2, "c": 3, "d": 4})
    survey.choose("MEX", "m", "e")
    survey.rank("COL", "q", {"b": 1, "a": 1, "c": 3})
    table = count(survey).topic_priorities
    assert set(table["topic_id"]) == set("abcde")
    assert list(table["scope"].unique()) == ["RCM", "SACM", "ALL", "COL", "MEX"]
    a = cell(table, scope="ALL", topic_id="a")
    assert (a["n_answered"], a["n_mentioning"], a["share"]) == (2, 2, 1.0)
    assert a["score"] == pytest.approx(((1 + 0) / 2 + 0.875) / 2)
    e = cell(table, scope="ALL", topic_id="e")
    assert (e["n_answered"], e["n_could_mention"], e["n_mentioning"], e["score"]) == (2, 1, 1, 1.0)
    own = [cell(table, scope="MEX", topic_id=name)["rank"] for name in "ebacd"]
    assert own == [1, 2, 3, 4, 5]


def test_a_country_counts_once_in_a_group_of_objectives(new_survey: Any, cell: Any) -> None:
    from gcm_analysis import reference

    survey = new_survey([WORDS])
    survey.write("MEX", "t", 5, 6)
    survey.write("CAN", "t", 21)
    table = group_priorities("round_table", count(survey).priorities)
    for group in reference.grouping("round_table").groups:
        row = cell(table, scope="ALL", group=str(group.key))
        said = [{5, 6} & set(group.objectives), {21} & set(group.objectives)]
        assert row["n_mentioning"] == sum(bool(named) for named in said)
        assert row["n_mentions"] == sum(len(named) for named in said)
        assert row["n_answered"] == 2


def test_principles_are_counted_apart(new_survey: Any, cell: Any) -> None:
    """Rule 11: of two governments that answered, one names principle 7, in two answers."""
    survey = new_survey([WORDS, {"id": "u", "kind": "text"},
                         {"id": "c", "kind": "text", "role": "challenge"}])  # fmt: skip
    first, second = survey.write("MEX", "t"), survey.write("MEX", "u")
    survey.write("COL", "t", 5)
    elsewhere = survey.write("COL", "c")
    said = pd.DataFrame(
        {"answer_id": [first, second, elsewhere], "principle_id": [7, 7, 7], "evidence": "…"}
    )
    respondents, answers, _ = survey.tables()
    table = count_principles(survey.forum, respondents, answers, said)
    assert len(table) == 30
    row = cell(table, conference="ALL", principle_id=7)
    assert (row["n_answered"], row["n_mentioning"], row["share"]) == (2, 1, 0.5)
    assert cell(table, conference="SACM", principle_id=7)["n_mentioning"] == 0
