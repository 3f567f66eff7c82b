"""Which governments were asked, and which objectives their options can reach."""

from __future__ import annotations

from gcm_analysis.forum.model import Forum
from gcm_analysis.reference import americas, champions, members, objectives


def expected_governments(forum: Forum) -> tuple[str, ...]:
    """Return the ISO3 codes of the governments on a forum's roster, in alphabetical order.

    The set "champions" is that of today's list: a forum of a time when it was another
    writes its roster as a list of codes.
    """
    governments = forum.roster.governments
    if not isinstance(governments, str):
        return tuple(sorted(governments))
    if governments == "champions":
        return champions()
    if governments == "members":
        return tuple(sorted((*members("RCM"), *members("SACM"))))
    return americas() if governments == "americas" else members(governments)


def objectives_reached(forum: Forum) -> tuple[int, ...]:
    """Return the objectives that a topic offered in a priority question stands for."""
    topics = {topic.id: topic for topic in forum.topics}
    reached = {
        number
        for question in forum.priority_questions()
        for topic in question.topics
        for number in topics[topic].objectives
    }
    return tuple(sorted(reached))


def objectives_not_reached(forum: Forum) -> tuple[int, ...]:
    """Return the objectives that no topic of a priority question stands for.

    Only an open answer can name them; without one they are "not offered", which is no zero.
    """
    reached = objectives_reached(forum)
    return tuple(entry.number for entry in objectives() if entry.number not in reached)
