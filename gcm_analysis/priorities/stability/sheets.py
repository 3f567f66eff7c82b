"""The answer sheets that pending governments can fill in where every question is closed.

One integer program per objective and direction: variables say who places which topic where; the
number of objectives that end above the one in question is made as small, or as large, as sheets
allow. With a single question the bound is exact. With several, what a government mentions is
exact and its points, which depend on which questions it leaves out, are taken at their extreme
for each objective alone: the bound then holds, but may be too wide by ties in mentions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gcm_analysis.priorities.points import score_rank
from gcm_analysis.priorities.questions import (
    N_OBJECTIVES,
    TOLERANCE,
    UPPER_THIRD,
    Floats,
    count_places,
    find_mention_top,
    map_topics,
)
from gcm_analysis.priorities.ranks import join_figures, rank_figures
from gcm_analysis.priorities.stability.band import Band, Base
from gcm_analysis.priorities.stability.program import Program, Terms, add_terms, scale_terms

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum, Question

MOST_RATINGS = 11
LEAST_GAP = 1e-5
"""How far one figure must stand above another in the program to be above it."""


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
class Sheets:
    """All sheets that pending governments can fill in, as a program.

    Parameters
    ----------
    program : Program
        Its variables: how many governments do what with which topic.
    mentions : tuple of Terms
        Of each objective, the pending governments that mention it.
    points : tuple of Terms or None
        Of each objective, the sum of its points; None where they depend on which of several
        questions are answered.
    most_points : array
        The most points that a government can give each objective.
    """

    program: Program
    mentions: tuple[Terms, ...]
    points: tuple[Terms, ...] | None
    most_points: Floats


def lay_out_sheets(forum: Forum, questions: tuple[Question, ...], n_pending: int) -> Sheets:
    """Write down what sheets of closed questions allow.

    Where no objective has more than one topic in the questions, governments need not be told
    apart: any number of placings in which no topic and no place is used more often than there are
    governments can be dealt out among them (a bipartite graph's edges can be coloured evenly with
    as many colours as its degree; de Werra, 1971). Otherwise each has variables of its own.
    """
    weights = {question.id: map_topics(forum, question.topics) for question in questions}
    n_topics = sum((row > 0).astype(int) for rows in weights.values() for row in rows.values())
    is_alike = bool(np.max(n_topics, initial=0) <= 1)
    program = Program()
    mentions: list[Terms] = [{} for _ in range(N_OBJECTIVES)]
    points: list[Terms] = [{} for _ in range(N_OBJECTIVES)]
    for size in [n_pending] if is_alike else [1] * n_pending:
        used = [
            add_question(program, question, size, list(weights[question.id]))
            for question in questions
        ]
        answered = {sheet.answered: 1.0 for sheet in used}
        program.add_row(answered, low=size)
        for objective in range(N_OBJECTIVES):
            said = [
                (sheet, topic, rows[topic][objective])
                for sheet, rows in zip(used, weights.values(), strict=True)
                for topic in rows
                if rows[topic][objective] > 0
            ]
            named = [sheet.mentions(topic) for sheet, topic, _ in said]
            worth = [scale_terms(sheet.points(topic), weight) for sheet, topic, weight in said]
            mentions[objective] = add_terms(mentions[objective], add_either(program, named))
            if len(questions) == 1:
                points[objective] = add_terms(points[objective], add_highest(program, worth))
    most = np.max([row for rows in weights.values() for row in rows.values()], axis=0, initial=0)
    return Sheets(program, tuple(mentions), tuple(points) if len(questions) == 1 else None, most)


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


def bound_by_sheets(
    forum: Forum, questions: tuple[Question, ...], base: Base, n_pending: int
) -> Band:
    """Return the best and worst ranks over all sheets of closed questions.

    Parameters
    ----------
    forum : Forum
    questions : tuple of Question
        Closed, put to every pending government.
    base : Base
        The figures of the governments that answered.
    n_pending : int
        At least 1.
    """
    sheets = lay_out_sheets(forum, questions, n_pending)
    ends = [
        [
            bound_one(sheets, base, n_pending, objective, is_best)
            for objective in range(N_OBJECTIVES)
        ]
        for is_best in (True, False)
    ]
    return Band(
        np.array(ends[0]), np.array(ends[1]), is_exact=sheets.points is not None, n_cases=n_pending
    )


def bound_one(sheets: Sheets, base: Base, n_pending: int, objective: int, is_best: bool) -> float:
    """Return the best or the worst rank of one objective; NaN where nobody can name it."""
    fixed, free = list_figures(sheets, base, n_pending, objective, is_best)
    if np.isnan(fixed[objective]):
        return float("nan")
    program = sheets.program.copy()
    furthest = float(np.nanmax(fixed) + n_pending + 1)
    counters: Terms = {}
    for other in np.flatnonzero(~np.isnan(fixed)).tolist():
        if other == objective:
            continue
        is_above = program.add_variable()
        ahead = add_terms(free[other], scale_terms(free[objective], -1.0))
        lead = float(fixed[other] - fixed[objective])
        if is_best:
            program.add_row({**ahead, is_above: -furthest}, high=-lead)
        else:
            program.add_row({**ahead, is_above: -furthest}, low=LEAST_GAP - lead - furthest)
        counters[is_above] = 1.0 if is_best else -1.0
    values = program.solve(counters)
    figures = fixed + np.array(
        [sum(values[variable] * factor for variable, factor in terms.items()) for terms in free]
    )
    return float(rank_figures(np.round(figures, 7))[objective])


def list_figures(
    sheets: Sheets, base: Base, n_pending: int, objective: int, is_best: bool
) -> tuple[Floats, list[Terms]]:
    """Return each objective's ordering figure: what is fixed of it, and what sheets add."""
    could = sheets.most_points > 0
    n_more = np.where(could, float(n_pending), 0.0)
    if sheets.points is not None:
        fixed = join_figures(base.n_mentioning, base.mean(n_more=n_more))
        count = np.maximum(base.n_could_mention + n_more, 1.0)
        free = [
            add_terms(named, scale_terms(points, 0.5 / count[index]))
            for index, (named, points) in enumerate(
                zip(sheets.mentions, sheets.points, strict=True)
            )
        ]
        return fixed, free
    unchanged = base.mean()
    least = np.fmin(unchanged, base.mean(n_more=n_more))
    most = np.fmax(unchanged, base.mean(n_pending * sheets.most_points, n_more))
    score = least if is_best else most
    score[objective] = most[objective] if is_best else least[objective]
    return join_figures(base.n_mentioning, score), list(sheets.mentions)
