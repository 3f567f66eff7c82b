"""The answer sheets that pending governments can fill in where every question is closed.

Variables say how many of them answer which questions, and who places which topic where. A score
is a mean over the questions that a government answers, so each set of answered questions has
variables of its own: within one set, points are sums. Where that is more than can be gone
through, sheets are laid out question by question: what governments mention is still exact, and
their points are left open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from gcm_analysis.priorities.questions import N_OBJECTIVES, Booleans, Floats, map_topics
from gcm_analysis.priorities.stability.program import Program, Terms, add_terms, scale_terms
from gcm_analysis.priorities.stability.question_sheet import (
    QuestionSheet,
    add_either,
    add_highest,
    add_question,
    list_levels,
)

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum, Question
    from gcm_analysis.priorities.tally import Tally

MOST_USES = 300
"""Variables of topics at places up to which sets of questions are told apart: some seconds."""


@dataclass(frozen=True)
class Sheets:
    """All sheets that pending governments can fill in, as a program.

    Parameters
    ----------
    program : Program
        Its variables: how many governments do what with which topic.
    mentions : tuple of Terms
        Of each objective, the pending governments that mention it.
    scores : tuple of Terms or None
        Of each objective, the sum of their scores; None where they are left open.
    counts : tuple of Terms or None
        Of each objective, the pending governments that could name it; None with `scores`.
    most_points : array
        The most points that a government can give each objective.
    is_ever, is_always : arrays
        Whether some question, and whether every question can name the objective.
    n_pending : int
    """

    program: Program
    mentions: tuple[Terms, ...]
    scores: tuple[Terms, ...] | None
    counts: tuple[Terms, ...] | None
    most_points: Floats
    is_ever: Booleans
    is_always: Booleans
    n_pending: int


@dataclass(frozen=True)
class Form:
    """The closed questions put to pending governments.

    Parameters
    ----------
    questions : tuple of Question
    shares : dict
        Of each question, the shares of its topics over the 23 objectives.
    nameable : array, questions x 23
        What each question can name.
    """

    questions: tuple[Question, ...]
    shares: dict[str, dict[str, Floats]]
    nameable: Booleans

    @classmethod
    def read(cls, forum: Forum, questions: tuple[Question, ...], everyone: Tally) -> Form:
        """Read the form; what somebody's answer was read as, a question can name as well."""
        shares = {question.id: map_topics(forum, question.topics) for question in questions}
        at = [everyone.questions.index(question.id) for question in questions]
        return cls(questions, shares, everyone.nameable[at])

    @property
    def is_plain(self) -> bool:
        """Whether no objective has more than one topic in all questions."""
        n_topics = sum(
            (row > 0).astype(int) for rows in self.shares.values() for row in rows.values()
        )
        return bool(np.max(n_topics, initial=0) <= 1)

    @property
    def most_points(self) -> Floats:
        """The most points that a government can give each objective."""
        rows = [row for rows in self.shares.values() for row in rows.values()]
        return np.asarray(np.max(rows, axis=0, initial=0))

    def list_sets(self) -> tuple[tuple[int, ...], ...]:
        """Return every set of questions that a government can answer, by position."""
        places = range(len(self.questions))
        return tuple(
            chosen for n in range(1, len(places) + 1) for chosen in combinations(places, n)
        )

    def count_uses(self, n_blocks: int) -> int:
        """Return how many variables of topics at places it takes to tell the sets apart."""
        n_sets = 1 << (len(self.questions) - 1)
        uses = sum(len(one.topics) * len(list_levels(one)) for one in self.questions)
        return n_blocks * n_sets * uses

    def list_said(
        self, sheets: dict[int, QuestionSheet], objective: int
    ) -> Iterator[tuple[int, list[tuple[QuestionSheet, str, float]]]]:
        """Yield the questions of a set that can name an objective, and its topics there."""
        for place, sheet in sheets.items():
            if self.nameable[place, objective]:
                rows = self.shares[self.questions[place].id]
                yield (
                    place,
                    [
                        (sheet, topic, row[objective])
                        for topic, row in rows.items()
                        if row[objective] > 0
                    ],
                )


def count_blocks(form: Form, n_pending: int) -> list[int]:
    """Return the sizes of the groups of governments within which they need not be told apart."""
    return [n_pending] if form.is_plain else [1] * n_pending


def can_tell_apart(form: Form, n_pending: int) -> bool:
    """Tell whether the sets of questions that governments answer can be gone through."""
    return (
        len(form.questions) == 1 or form.count_uses(len(count_blocks(form, n_pending))) <= MOST_USES
    )


def lay_out_sheets(form: Form, n_pending: int, *, is_exact: bool = True) -> Sheets:
    """Write down what sheets of closed questions allow.

    Where no objective has more than one topic in the questions, governments need not be told
    apart: any number of placings in which no topic and no place is used more often than there are
    governments can be dealt out among them (a bipartite graph's edges can be coloured evenly with
    as many colours as its degree; de Werra, 1971). Otherwise each has variables of its own.
    """
    program = Program()
    blocks = [
        add_block(program, form, size, is_exact=is_exact) for size in count_blocks(form, n_pending)
    ]
    mentions, scores, counts = (
        tuple(
            add_terms(*(block[part][number] for block in blocks)) for number in range(N_OBJECTIVES)
        )
        for part in range(3)
    )
    return Sheets(
        program,
        mentions,
        scores if is_exact else None,
        counts if is_exact else None,
        form.most_points,
        np.asarray(form.nameable.any(axis=0)),
        np.asarray(form.nameable.all(axis=0)),
        n_pending,
    )


Block = tuple[list[Terms], list[Terms], list[Terms]]
"""Of each objective: who mentions it, the sum of its scores, who could name it."""


def add_block(program: Program, form: Form, size: int, *, is_exact: bool) -> Block:
    """Add the sheets of some governments that need not be told apart."""
    sets = add_sets(program, form, size) if is_exact else [add_any(program, form, size)]
    mentions: list[Terms] = []
    scores: list[Terms] = []
    counts: list[Terms] = []
    for objective in range(N_OBJECTIVES):
        named: list[Terms] = []
        score: Terms = {}
        count: Terms = {}
        for n_filled, sheets in sets:
            said = dict(form.list_said(sheets, objective))
            named += [sheet.mentions(topic) for items in said.values() for sheet, topic, _ in items]
            if not is_exact or not said:
                continue
            weight = sum(form.questions[place].weight for place in said)
            for place, items in said.items():
                worth = [scale_terms(sheet.points(topic), share) for sheet, topic, share in items]
                part = form.questions[place].weight / weight
                score = add_terms(score, scale_terms(add_highest(program, worth), part))
            count = add_terms(count, n_filled)
        # Whoever answers another set of questions is somebody else.
        mentions.append(add_terms(*named) if form.is_plain else add_either(program, named))
        scores.append(score)
        counts.append(count)
    return mentions, scores, counts


Filled = tuple[Terms, dict[int, QuestionSheet]]
"""How many governments answer these questions, and what they do with each."""


def add_sets(program: Program, form: Form, size: int) -> list[Filled]:
    """Let every government answer one set of questions."""
    sets: list[Filled] = []
    for chosen in form.list_sets():
        n_filled = program.add_variable(size)
        sheets = {place: add_sheet(program, form, place, size) for place in chosen}
        for sheet in sheets.values():
            program.add_row({sheet.answered: 1.0, n_filled: -1.0}, low=0.0, high=0.0)
        sets.append(({n_filled: 1.0}, sheets))
    program.add_row(add_terms(*(n_filled for n_filled, _ in sets)), low=size, high=size)
    return sets


def add_any(program: Program, form: Form, size: int) -> Filled:
    """Let every government answer at least one question, whichever."""
    sheets = {place: add_sheet(program, form, place, size) for place in range(len(form.questions))}
    answered = {sheet.answered: 1.0 for sheet in sheets.values()}
    program.add_row(answered, low=size)
    return answered, sheets


def add_sheet(program: Program, form: Form, place: int, size: int) -> QuestionSheet:
    """Add one question's answers."""
    question = form.questions[place]
    return add_question(program, question, size, list(form.shares[question.id]))
