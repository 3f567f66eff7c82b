"""Who was asked, and what the options can reach."""

from collections.abc import Callable

import pytest

from gcm_analysis.forum import (
    Forum,
    expected_governments,
    objectives_not_reached,
    objectives_reached,
)
from gcm_analysis.reference import members

Load = Callable[..., Forum]


@pytest.mark.parametrize(
    ("roster", "count"),
    [("champions", 9), ("RCM", 11), ("SACM", 12), ("members", 23), ("americas", 35)],
)
def test_a_named_roster_holds_its_governments_in_order(load: Load, roster: str, count: int) -> None:
    governments = expected_governments(load(("governments: champions", f"governments: {roster}")))
    assert len(governments) == count
    assert list(governments) == sorted(set(governments))


def test_a_listed_roster_is_taken_as_it_is(load: Load) -> None:
    forum = load(("governments: champions", "governments: [SLV, MEX, CHL]"))
    assert expected_governments(forum) == ("CHL", "MEX", "SLV")


def test_the_members_are_those_of_both_conferences(load: Load) -> None:
    forum = load(("governments: champions", "governments: members"))
    assert set(expected_governments(forum)) == {*members("RCM"), *members("SACM")}


def test_objectives_are_reached_by_topics_of_priority_questions(forum: Forum) -> None:
    assert objectives_reached(forum) == (5, 6, 11, 12, 21)
    assert set(objectives_not_reached(forum)) == set(range(1, 24)) - {5, 6, 11, 12, 21}


def test_topics_of_other_questions_reach_nothing(load: Load) -> None:
    forum = load(("role: priority\n    kind: rating", "role: challenge\n    kind: rating"))
    assert 21 not in objectives_reached(forum)
