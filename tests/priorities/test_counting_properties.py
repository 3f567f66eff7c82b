"""What must hold of the counts whatever was answered."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gcm_analysis.priorities.coding import code_answers
from gcm_analysis.priorities.scopes import list_governments
from gcm_analysis.priorities.standings import Standing, stand

NAMES = ("MEX", "CAN", "COL", "PER", "HND", "PAN")
TOPICS = "abcdef"
SHEETS = st.lists(
    st.lists(st.sampled_from(TOPICS), unique=True, min_size=1), min_size=1, max_size=5
)
SETTINGS = settings(deadline=None, max_examples=15)


def standing(new_survey: Any, sheets: list[list[str]], objectives: list[int]) -> Standing:
    """Count rankings of six topics, one objective each; the first three places are mentions."""
    topics = {topic: [number] for topic, number in zip(TOPICS, objectives, strict=True)}
    survey = new_survey(
        [{"id": "q", "kind": "ranking", "topics": list(TOPICS), "mention_top": 3}], topics
    )
    for name, sheet in zip(NAMES, sheets, strict=False):
        survey.rank(name, "q", {topic: place for place, topic in enumerate(sheet, start=1)})
    respondents, answers, mentions = survey.tables(are_checked=False)
    units = list_governments(survey.forum, respondents)
    return stand(code_answers(survey.forum, units, answers, mentions).count())


def only_leader(found: Standing) -> int | None:
    """Return the objective that alone has rank 1."""
    first = np.flatnonzero(found.rank == 1)
    return int(first[0]) + 1 if len(first) == 1 else None


@given(sheets=SHEETS, numbers=st.permutations(range(1, 24)))
@SETTINGS
def test_relabelling_objectives_permutes_the_figures(
    new_survey: Any, sheets: list[list[str]], numbers: list[int]
) -> None:
    plain = standing(new_survey, sheets, list(range(1, 7)))
    renamed = standing(new_survey, sheets, numbers[:6])
    at = [number - 1 for number in numbers[:6]]
    for figure in ("n_mentioning", "score", "rank", "n_could_mention"):
        np.testing.assert_array_equal(getattr(plain, figure)[:6], getattr(renamed, figure)[at])


@given(sheets=SHEETS, order=st.randoms(use_true_random=False))
@SETTINGS
def test_relabelling_countries_changes_nothing(
    new_survey: Any, sheets: list[list[str]], order: Any
) -> None:
    shuffled = list(sheets)
    order.shuffle(shuffled)
    one, other = (standing(new_survey, said, list(range(1, 7))) for said in (sheets, shuffled))
    np.testing.assert_array_equal(one.n_mentioning, other.n_mentioning)
    np.testing.assert_allclose(one.score, other.score)
    np.testing.assert_array_equal(one.rank, other.rank)


@given(sheets=SHEETS, which=st.integers(0, 4), place=st.integers(0, 5))
@SETTINGS
def test_raising_the_leader_on_a_sheet_never_unseats_it(
    new_survey: Any, sheets: list[list[str]], which: int, place: int
) -> None:
    leader = only_leader(standing(new_survey, sheets, list(range(1, 7))))
    assume(leader is not None)
    topic = TOPICS[(leader or 1) - 1]
    which %= len(sheets)
    sheet = sheets[which]
    at = sheet.index(topic) if topic in sheet else len(sheet)
    rest = [other for other in sheet if other != topic]
    raised = [*sheets]
    raised[which] = [*rest[: min(place, at)], topic, *rest[min(place, at) :]]
    assert only_leader(standing(new_survey, raised, list(range(1, 7)))) == leader


@given(sheets=SHEETS, rest=st.permutations(TOPICS))
@SETTINGS
def test_a_new_government_that_ranks_the_leader_first_never_unseats_it(
    new_survey: Any, sheets: list[list[str]], rest: list[str]
) -> None:
    leader = only_leader(standing(new_survey, sheets, list(range(1, 7))))
    assume(leader is not None)
    topic = TOPICS[(leader or 1) - 1]
    new = [topic, *(other for other in rest if other != topic)]
    assert only_leader(standing(new_survey, [*sheets, new], list(range(1, 7)))) == leader


@given(sheets=SHEETS)
@SETTINGS
def test_figures_stay_within_their_bounds(new_survey: Any, sheets: list[list[str]]) -> None:
    found = standing(new_survey, sheets, list(range(1, 7)))
    assert found.n_answered == len(sheets)
    assert (found.n_mentioning <= found.n_could_mention).all()
    assert (found.n_could_mention <= found.n_answered).all()
    offered = ~np.isnan(found.score)
    assert ((found.score[offered] >= 0) & (found.score[offered] <= 1)).all()
    assert list(np.flatnonzero(offered)) == [0, 1, 2, 3, 4, 5]
    ranks = np.sort(found.rank[offered])
    assert ranks[0] == 1
    for place, rank in enumerate(ranks, start=1):
        assert rank <= place
        assert (ranks < rank).sum() == rank - 1
