"""How firm ranks are: each band against every completion gone through one by one."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement, permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcm_analysis.priorities import count_priorities
from gcm_analysis.priorities.coding import code_answers
from gcm_analysis.priorities.ranks import rank_standings
from gcm_analysis.priorities.scopes import list_governments, list_respondents
from gcm_analysis.priorities.stability import find_doubtful, judge_ranks
from gcm_analysis.priorities.stability import sheets as stability_sheets
from gcm_analysis.priorities.stability.band import Band
from gcm_analysis.priorities.stability.pending import measure_pending
from gcm_analysis.priorities.stability.reading import find_percentile, measure_reading
from gcm_analysis.priorities.standings import stand
from gcm_analysis.priorities.tally import Tally, summarize

Sheet = dict[str, dict[str, Any]]
"""What one government answers: question -> topic -> place, rating, or True where chosen."""


def tally(survey: Any) -> Tally:
    respondents, answers, mentions = survey.tables(are_checked=False)
    units = list_governments(survey.forum, respondents)
    return code_answers(survey.forum, units, answers, mentions).count()


def fill_in(survey: Any, name: str, sheet: Sheet) -> None:
    for question_id, said in sheet.items():
        kind = survey.forum.question(question_id).kind
        if kind == "ranking":
            survey.rank(name, question_id, said)
        elif kind == "rating":
            survey.rate(name, question_id, said)
        else:
            survey.choose(name, question_id, *said)


def list_question_sheets(question: Any) -> list[dict[str, Any]]:
    """Every way to answer one closed question, leaving places free and topics out included."""
    topics = question.topics
    if question.kind == "single":
        return [{topic: True} for topic in topics]
    some = [c for n in range(1, len(topics) + 1) for c in combinations(topics, n)]
    if question.kind == "multiple":
        return [dict.fromkeys(chosen, True) for chosen in some]
    if question.kind == "rating":
        values = range(int(question.scale.low), int(question.scale.high) + 1)
        return [
            dict(zip(chosen, rated, strict=True))
            for chosen in some
            for rated in product(values, repeat=len(chosen))
        ]
    places = range(1, (question.places or len(topics)) + 1)
    return [
        dict(zip(chosen, placed, strict=True))
        for chosen in some
        for placed in permutations(places, len(chosen))
    ]


def list_sheets(forum: Any) -> Iterator[Sheet]:
    """Every sheet on which at least one question is answered."""
    answers = [[None, *list_question_sheets(question)] for question in forum.questions]
    for said in product(*answers):
        sheet = {
            question.id: answer
            for question, answer in zip(forum.questions, said, strict=True)
            if answer is not None
        }
        if sheet:
            yield sheet


def bound_by_hand(survey: Any, n_pending: int) -> tuple[np.ndarray, np.ndarray]:
    """Go through all completions: every choice of one sheet per pending government."""
    sheets = list(list_sheets(survey.forum))
    filled = copy.copy(survey)
    filled.respondents, filled.answers, filled.mentions = [], [], []
    for number, sheet in enumerate(sheets):
        filled.add_respondent(f"{number:04}", "other")
        fill_in(filled, f"{number:04}", sheet)
    respondents, answers, mentions = filled.tables(are_checked=False)
    units = list_respondents(respondents, "other")
    said = code_answers(survey.forum, units, answers, mentions).count()
    base, scores = tally(survey), said.scores()
    ranks = []
    for chosen in combinations_with_replacement(range(len(sheets)), n_pending):
        at = list(chosen)
        mentioned = np.concatenate([base.mentioned, said.mentioned[at]])
        ranks.append(
            rank_standings(*summarize(mentioned, np.concatenate([base.scores(), scores[at]])))
        )
    return np.fmin.reduce(ranks), np.fmax.reduce(ranks)


def measure(survey: Any, n_pending: int) -> Band:
    everyone = tally(survey)
    return measure_pending(survey.forum, everyone, everyone, n_pending)


RANKING = {"id": "q", "kind": "ranking", "topics": list("abc"), "mention_top": 1}
ONE_EACH = {"a": [1], "b": [2], "c": [3]}
SHARED = {"a": {1: 0.7, 2: 0.3}, "b": {2: 0.6, 3: 0.4}, "c": [1]}


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        pytest.param(RANKING, ONE_EACH, id="ranking"),
        pytest.param(RANKING | {"mention_top": 2, "places": 2}, ONE_EACH, id="two-places"),
        pytest.param(RANKING, SHARED, id="ranking-with-shared-topics"),
        pytest.param({"id": "q", "kind": "single", "topics": list("abc")}, SHARED, id="single"),
        pytest.param({"id": "q", "kind": "multiple", "topics": list("abc")}, SHARED, id="multiple"),
        pytest.param(
            {"id": "q", "kind": "rating", "topics": ["a", "b"], "scale": {"low": 1, "high": 3}},
            {"a": {1: 0.7, 2: 0.3}, "b": {2: 0.6, 3: 0.4}},
            id="rating",
        ),
    ],
)
@pytest.mark.parametrize("n_pending", [1, 2])
def test_bounds_for_pending_governments_are_those_of_all_their_sheets(
    new_survey: Any, question: dict[str, Any], topics: dict[str, Any], n_pending: int
) -> None:
    survey = new_survey([question], topics)
    rng = random.Random(str(question) + str(topics))
    every = list_question_sheets(survey.forum.question("q"))
    for name in ("MEX", "CAN", "COL"):
        fill_in(survey, name, {"q": rng.choice(every)})
    low, high = bound_by_hand(survey, n_pending)
    band = measure(survey, n_pending)
    assert band.is_exact
    np.testing.assert_array_equal(band.low, low)
    np.testing.assert_array_equal(band.high, high)


CHOICE = {"id": "m", "kind": "multiple", "topics": ["a", "b"]}
RATING = {"id": "r", "kind": "rating", "topics": ["d"], "scale": {"low": 1, "high": 3}}
SINGLE = {"id": "s", "kind": "single", "topics": ["c", "d"], "weight": 3.0}
APART = {"a": [1], "b": [2], "c": [3], "d": [4]}


@pytest.mark.parametrize(
    ("questions", "topics", "n_pending"),
    [
        pytest.param([RANKING, CHOICE], APART, 1, id="a-topic-in-two-questions"),
        pytest.param([RANKING, RATING], APART, 2, id="no-objective-in-two-questions"),
        pytest.param([CHOICE, SINGLE], APART, 3, id="weights"),
        pytest.param([CHOICE, SINGLE, RATING], SHARED | {"d": {3: 0.6, 4: 0.4}}, 2, id="shared"),
        pytest.param([CHOICE, SINGLE], {"a": [1], "b": [1], "c": [2], "d": [1, 3]}, 2, id="mixed"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_bounds_over_several_closed_questions_are_those_of_all_sheets(
    new_survey: Any, questions: Any, topics: dict[str, Any], n_pending: int, seed: int
) -> None:
    survey = new_survey(questions, topics)
    rng = random.Random(seed)
    sheets = list(list_sheets(survey.forum))
    for name in ("MEX", "CAN", "COL", "PER")[: 2 + seed]:
        fill_in(survey, name, rng.choice(sheets))
    low, high = bound_by_hand(survey, n_pending)
    band = measure(survey, n_pending)
    assert band.is_exact
    np.testing.assert_array_equal(band.low, low)
    np.testing.assert_array_equal(band.high, high)


def test_bounds_of_a_very_long_form_are_never_too_narrow(
    new_survey: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stability_sheets, "MOST_USES", 1)
    survey = new_survey([RANKING, CHOICE], ONE_EACH)
    fill_in(survey, "MEX", {"q": {"a": 1, "b": 2}, "m": {"a": True}})
    fill_in(survey, "COL", {"q": {"c": 1, "a": 2}})
    low, high = bound_by_hand(survey, 1)
    band = measure(survey, 1)
    assert not band.is_exact
    asked = ~np.isnan(low)
    assert (band.low[asked] <= low[asked]).all()
    assert (band.high[asked] >= high[asked]).all()
    assert np.isnan(band.low[~asked]).all()


def test_a_single_choice_cannot_lift_two_objectives_at_once(new_survey: Any) -> None:
    """Objective 1 leads 2 to 1 to 1. One pending government has one choice: it can bring 2 or 3
    level, with the same score, but nobody past it: place 1 is sure."""
    survey = new_survey([{"id": "q", "kind": "single", "topics": list("abc")}], ONE_EACH)
    for name, topic in (("MEX", "a"), ("CAN", "a"), ("COL", "b"), ("PER", "c")):
        survey.choose(name, "q", topic)
    band = measure(survey, 1)
    assert (band.low[0], band.high[0]) == (1, 1)
    assert (band.low[1], band.high[1]) == (1, 3)


def name_in_words(survey: Any, name: str, numbers: Any) -> None:
    survey.write(name, "t", *numbers)


@given(
    said=st.lists(st.sets(st.integers(1, 23), max_size=6), min_size=2, max_size=5),
    pending=st.lists(st.sets(st.integers(1, 23)), min_size=1, max_size=3),
)
@settings(deadline=None, max_examples=8)
def test_bounds_with_an_open_question_hold_for_any_words_and_are_attained(
    new_survey: Any, said: list[set[int]], pending: list[set[int]]
) -> None:
    survey = new_survey([{"id": "t", "kind": "text"}], roster="members")
    names = ("MEX", "CAN", "COL", "PER", "HND", "PAN", "CRI", "SLV")
    for name, numbers in zip(names, said, strict=False):
        name_in_words(survey, name, sorted(numbers))
    band = measure(survey, len(pending))

    def complete(words: list[set[int]]) -> np.ndarray:
        completed = copy.deepcopy(survey)
        for name, numbers in zip(names[len(said) :], words, strict=False):
            name_in_words(completed, name, sorted(numbers))
        return stand(tally(completed)).rank

    ranks = complete(pending)
    assert (band.low <= ranks).all()
    assert (ranks <= band.high).all()
    for objective in (1, 23):
        others = set(range(1, 24)) - {objective}
        assert complete([{objective}] * len(pending))[objective - 1] == band.low[objective - 1]
        assert complete([others] * len(pending))[objective - 1] == band.high[objective - 1]


def test_an_other_field_makes_a_closed_question_as_free_as_an_open_one(new_survey: Any) -> None:
    survey = new_survey([{"id": "q", "kind": "single", "topics": ["a", "b"]}], ONE_EACH)
    survey.choose("MEX", "q", "a")
    survey.write("CAN", "q", 14, item="other")
    band = measure(survey, 2)
    assert (band.low[13], band.high[13]) == (1, 23)


def test_what_an_other_names_first_all_that_answered_could_have_named(new_survey: Any) -> None:
    """Objective 1 has one mention of three. If the pending government names the 22 others, those
    named for the first time have one mention as well, and a quarter of a point over the four
    that answered the question, as 1 has: only 2 and 14, with two mentions, pass it."""
    survey = new_survey([{"id": "q", "kind": "single", "topics": ["a", "b"]}], ONE_EACH)
    survey.choose("MEX", "q", "a")
    survey.choose("CAN", "q", "b")
    survey.write("COL", "q", 14, item="other")
    band = measure(survey, 1)
    assert band.is_exact
    completed = copy.deepcopy(survey)
    completed.write("PER", "q", *range(2, 24), item="other")
    ranks = stand(tally(completed)).rank
    assert band.high[0] == ranks[0] == 3
    only = copy.deepcopy(survey)
    only.write("PER", "q", 1, item="other")
    assert band.low[0] == stand(tally(only)).rank[0] == 1


def test_an_other_that_does_not_reach_all_objectives_has_no_exact_bound(new_survey: Any) -> None:
    survey = new_survey(
        [{"id": "q", "kind": "single", "topics": ["a"]},
         {"id": "m", "kind": "multiple", "topics": ["b", "c"]}],
        ONE_EACH,
    )  # fmt: skip
    survey.write("MEX", "q", 14, item="other")
    survey.choose("CAN", "m", "b", "c")
    assert not measure(survey, 1).is_exact


def test_nobody_pending_moves_nothing(new_survey: Any) -> None:
    survey = new_survey([RANKING], ONE_EACH)
    survey.rank("MEX", "q", {"a": 1, "b": 2})
    band = measure(survey, 0)
    np.testing.assert_array_equal(band.low, band.high)


def test_each_country_is_left_out_in_turn(new_survey: Any, cell: Any) -> None:
    """5 is mentioned by three, 9 by two of them, 21 by the third. Without MEX 5 still leads
    with two; 9 and 21 then have one each."""
    survey = new_survey([{"id": "t", "kind": "text"}], roster=["MEX", "CAN", "COL"])
    survey.write("MEX", "t", 5, 9)
    survey.write("CAN", "t", 5, 9)
    survey.write("COL", "t", 5, 21)
    counted = count_priorities(survey.forum, *survey.tables())
    rows = counted.stability[counted.stability["band"] == "country"]
    five, nine, last = (cell(rows, conference="ALL", objective_id=n) for n in (5, 9, 21))
    assert five[["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 1]
    assert nine[["rank", "rank_low", "rank_high"]].tolist() == [2, 1, 2]
    assert last[["rank", "rank_low", "rank_high"]].tolist() == [3, 2, 3]
    moves = counted.rank_moves[counted.rank_moves["conference"] == "ALL"]
    who = {
        (row.country_iso3, row.objective_id): (row.rank, row.rank_after)
        for row in moves.itertuples()
    }
    assert who[("COL", 9)] == (2, 1)
    assert who[("MEX", 21)] == (3, 2)
    assert ("MEX", 5) not in who


def test_unreviewed_codes_are_drawn_by_their_confidence(new_survey: Any, cell: Any) -> None:
    """5 has two sure mentions. 9 has one sure and one that is right 30 times in 100: its rank is
    2 without it, 1 with it; both come up, so the band is 1 to 2."""
    survey = new_survey([{"id": "t", "kind": "text"}], roster=["MEX", "CAN"])
    first = survey.write("MEX", "t", 5, 9)
    second = survey.write("CAN", "t", 5)
    survey.mention(second, 9, confidence=0.3, status="to_review", weight=0.0)
    survey.mention(first, 7, confidence=0.99, status="to_review", weight=0.0)
    counted = count_priorities(survey.forum, *survey.tables())
    rows = counted.stability[counted.stability["band"] == "reading"]
    nine = cell(rows, conference="ALL", objective_id=9)
    assert nine[["rank", "rank_low", "rank_high"]].tolist() == [2, 1, 2]
    assert (nine["n_cases"], nine["seed"] > 0) == (2000, True)
    seven = cell(rows, conference="ALL", objective_id=7)
    assert seven["rank_high"] == 3
    moved = counted.rank_moves.query("band == 'reading' and conference == 'ALL'")
    row = cell(moved, objective_id=9, answer_id=second, code_objective_id=9)
    assert (row["country_iso3"], row["rank_after"]) == ("CAN", 1)


def test_reviewed_codes_and_options_are_certain(new_survey: Any) -> None:
    survey = new_survey([{"id": "q", "kind": "multiple", "topics": ["a"]},
                         {"id": "t", "kind": "text"}], {"a": [1]})  # fmt: skip
    survey.choose("MEX", "q", "a")
    answer_id = survey.answer("MEX", "t", "text")
    survey.mention(answer_id, 5, method="review", is_reviewed=True, weight=0.5)
    survey.mention(answer_id, 6, confidence=0.8, weight=0.5)
    respondents, answers, mentions = survey.tables()
    units = list_governments(survey.forum, respondents)
    doubtful = find_doubtful(code_answers(survey.forum, units, answers, mentions))
    assert doubtful.codes["objective_id"].tolist() == [6]
    assert doubtful.is_counted.tolist() == [True]
    assert abs(doubtful.draw().mean() - 0.8) < 0.03
    assert (doubtful.draw() == doubtful.draw()).all()


def test_counting_the_codes_as_published_gives_the_published_figures(new_survey: Any) -> None:
    """Under every audience: certain codes and doubtful ones together are the counted ones."""
    survey = new_survey([{"id": "q", "kind": "multiple", "topics": ["a"]},
                         {"id": "t", "kind": "text"}], {"a": [1, 2]})  # fmt: skip
    for name, numbers in (("MEX", (5, 6)), ("CAN", (5,)), ("COL", (9,))):
        answer_id = survey.answer(name, "t", "text")
        for number in numbers:
            survey.mention(answer_id, number, confidence=0.7, weight=1 / len(numbers))
        survey.mention(answer_id, 20, confidence=0.4, status="to_review", weight=0.0)
    survey.write("CAN", "q", 14, item="other")
    survey.choose("MEX", "q", "a")
    respondents, answers, mentions = survey.tables()
    units = list_governments(survey.forum, respondents)
    for audience in ("internal", "participants"):
        coding = code_answers(survey.forum, units, answers, mentions, audience=audience)
        published, doubtful = coding.count(), find_doubtful(coding)
        mentioned, scores = doubtful.count(doubtful.is_counted[None, :])
        np.testing.assert_array_equal(mentioned[0], published.mentioned)
        np.testing.assert_allclose(scores[0], published.scores())


def test_percentiles_are_ranks_that_were_drawn() -> None:
    ranks = np.repeat(np.arange(1.0, 101.0)[:, None], 23, axis=1)
    ranks[:, 1] = np.nan
    ranks[50:, 2] = np.nan
    band = measure_reading(ranks)
    assert (band.low[0], band.high[0]) == (5.0, 95.0)
    assert np.isnan(band.low[1])
    assert (band.low[2], band.high[2]) == (3.0, 48.0)
    ordered = np.quantile(ranks[:, 0], 0.05, method="inverted_cdf")
    assert find_percentile(ranks, 0.05)[0] == ordered


def make_band(low: float, high: float) -> Band:
    return Band(np.full(23, low), np.full(23, high))


def judge(
    *, pending: Any = (3, 3), reading: Any = (3, 3), country: Any = (3, 3),
    by_rule: bool = False, n: int = 8,
) -> Any:  # fmt: skip
    bands = {
        "pending": make_band(*pending),
        "reading": make_band(*reading),
        "country": make_band(*country),
    }
    found = judge_ranks(np.full(23, 3.0), bands, np.full(23, by_rule), n)
    return found.low[0], found.high[0], found.driver[0], found.firmness[0]


def test_the_widest_band_drives_and_names_the_firmness() -> None:
    assert judge() == (3, 3, None, "firm")
    assert judge(by_rule=True) == (3, 3, None, "rule")
    assert judge(country=(2, 4)) == (2, 4, "country", "country")
    assert judge(country=(2, 4), reading=(3, 6)) == (2, 6, "reading", "reading")
    assert judge(country=(2, 4), pending=(1, 3)) == (1, 4, "pending", "pending")
    assert judge(reading=(3, 4), by_rule=True) == (3, 4, "reading", "reading")


def test_bands_hold_the_observed_rank_even_where_it_is_unlikely() -> None:
    assert judge(reading=(4, 6)) == (3, 6, "reading", "reading")


def test_what_one_country_says_depends_on_that_country() -> None:
    assert judge(country=(np.nan, np.nan), n=1) == (3, 3, None, "country")


@given(seed=st.integers(0, 10_000))
@settings(deadline=None, max_examples=4)
def test_bands_contain_the_observed_rank(new_survey: Any, seed: int) -> None:
    rng = random.Random(seed)
    survey = new_survey([RANKING, {"id": "t", "kind": "text"}], ONE_EACH)
    names = rng.sample(["MEX", "CAN", "COL", "PER", "HND", "PAN", "CRI", "SLV", "ECU"], 6)
    for name in names:
        placed = rng.sample("abc", rng.randint(1, 3))
        survey.rank(name, "q", {topic: place for place, topic in enumerate(placed, start=1)})
        answer_id = survey.answer(name, "t", "text")
        for number in sorted(rng.sample(range(1, 24), rng.randint(0, 4))):
            survey.mention(
                answer_id, number, status="to_review", confidence=rng.random(), weight=0.0
            )
    counted = count_priorities(survey.forum, *survey.tables())
    table = counted.conference_priorities.dropna(subset=["rank"])
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    assert (table["rank_low"] >= 1).all()
    assert table["firmness"].notna().all()
    moves = (table["rank_high"] > table["rank_low"]).astype(bool)
    assert (moves == table["band_driver"].notna()).all()
    pieces = counted.stability.merge(table, on=["conference", "objective_id"])
    assert (pieces["rank_low_y"] <= pieces["rank_low_x"].fillna(23)).all()
    assert (pieces["rank_high_y"] >= pieces["rank_high_x"].fillna(1)).all()
