"""What a closed question lets pending governments do, as variables of an integer program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gcm_analysis.priorities.points import score_rank
from gcm_analysis.priorities.questions import (
    TOLERANCE,
    UPPER_THIRD,
    count_places,
    find_mention_top,
)
from gcm_analysis.priorities.stability.program import Program, Terms, add_terms, scale_terms

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Question

MOST_RATINGS = 11


@dataclass(frozen=True)
class Level:
    """One thing that can be done with a topic: place it third, rate it 4, choose it."""

    points: float
    is_mention: bool
    place: int | None = None


def list_levels(question: Question) -> list[Level]:
    """Return what a question lets a government do with a topic of its."""
    if question.kind == "ranking":
        n_places = count_places(question) or len(question.topics)
        top = find_mention_top(question) or n_places
        points = score_rank(np.arange(1.0, n_places + 1), n_places)
        return [
            Level(float(value), place <= top, place) for place, value in enumerate(points, start=1)
        ]
    if question.kind == "rating" and question.scale is not None:
        low, high = question.scale.low, question.scale.high
        rule = question.mention_if
        least = rule.at_least if rule else low + UPPER_THIRD * (high - low)
        return [
            Level((value - low) / (high - low), value >= least - TOLERANCE)
            for value in list_ratings(question, low, high, least)
        ]
    return [Level(1.0, is_mention=True)]


def list_ratings(question: Question, low: float, high: float, least: float) -> list[float]:
    """Return the ratings that can be given: the scale's words, or its whole numbers.

    Of a long scale only those that matter: its ends, and the two beside the least mention.
    """
    assert question.scale is not None
    words = set(question.scale.labels.values())
    values = words or {*np.arange(low, high + TOLERANCE).tolist(), high}
    if len(values) <= MOST_RATINGS:
        return sorted(values)
    mentions = {value for value in values if value >= least - TOLERANCE}
    others = values - mentions
    return sorted({low, high} | set(sorted(mentions)[:1]) | set(sorted(others)[-1:]))


@dataclass(frozen=True)
class QuestionSheet:
    """What some pending governments do with one question.

    Parameters
    ----------
    answered : int
        Variable: how many of them answer it.
    uses : dict
        Variable of each topic and level.
    levels : list of Level
    """

    answered: int
    uses: dict[tuple[str, int], int]
    levels: list[Level]

    def mentions(self, topic: str) -> Terms:
        """Return how many mention a topic."""
        return {
            self.uses[topic, index]: 1.0
            for index, level in enumerate(self.levels)
            if level.is_mention
        }

    def points(self, topic: str) -> Terms:
        """Return the points that they give a topic."""
        return {self.uses[topic, index]: level.points for index, level in enumerate(self.levels)}


def add_question(
    program: Program, question: Question, size: int, topics: list[str]
) -> QuestionSheet:
    """Add one question's answers by `size` governments to the program."""
    levels = list_levels(question)
    answered = program.add_variable(size)
    uses = {
        (topic, index): program.add_variable(size)
        for topic in topics
        for index in range(len(levels))
    }
    sheet = QuestionSheet(answered, uses, levels)

    def at_most_once(variables: list[int]) -> None:
        program.add_row({**dict.fromkeys(variables, 1.0), answered: -1.0}, high=0.0)

    for topic in topics:
        at_most_once([uses[topic, index] for index in range(len(levels))])
    if question.kind == "ranking":
        for index in range(len(levels)):
            at_most_once([uses[topic, index] for topic in topics])
    elif question.kind == "single":
        at_most_once(list(uses.values()))
    if not question.options:
        # An answer says something: nobody answers a closed question with no topic at all.
        program.add_row({**dict.fromkeys(uses.values(), -1.0), answered: 1.0}, high=0.0)
    return sheet


def add_either(program: Program, sums: list[Terms]) -> Terms:
    """Return 1 where any of the sums (each 0 or 1) is 1; a single sum is itself."""
    if len(sums) <= 1:
        return sums[0] if sums else {}
    either = program.add_variable()
    for terms in sums:
        program.add_row({**terms, either: -1.0}, high=0.0)
    program.add_row({**scale_terms(add_terms(*sums), -1.0), either: 1.0}, high=0.0)
    return {either: 1.0}


def add_highest(program: Program, sums: list[Terms]) -> Terms:
    """Return the highest of the sums (each 0 to 1); a single sum is itself."""
    if len(sums) <= 1:
        return sums[0] if sums else {}
    highest = program.add_variable(is_integer=False)
    chosen = [program.add_variable() for _ in sums]
    program.add_row(dict.fromkeys(chosen, 1.0), low=1.0, high=1.0)
    for terms, choice in zip(sums, chosen, strict=True):
        program.add_row({**terms, highest: -1.0}, high=0.0)
        program.add_row({**scale_terms(terms, -1.0), highest: 1.0, choice: 1.0}, high=1.0)
    return {highest: 1.0}
