"""What would the ranks be if the pending governments answered: the exact best and worst.

A completion gives every pending government one answer sheet: it answers at least one of the
priority questions put to governments, in any way that the form allows. Where one of them takes
words, the extremes are plain: for the best rank of an objective all name it in words and nothing
else, for its worst all name the 22 others; no sheet can do more for or against it. Where all
questions are closed, what may be chosen together limits the extremes: see `sheets`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gcm_analysis.priorities.questions import N_OBJECTIVES, Floats, is_put_to
from gcm_analysis.priorities.ranks import rank_standings
from gcm_analysis.priorities.stability.band import Band, Base
from gcm_analysis.priorities.stability.bounds import bound_by_sheets
from gcm_analysis.priorities.stability.sheets import Form

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum, Question
    from gcm_analysis.priorities.tally import Tally


def list_put_questions(forum: Forum) -> tuple[Question, ...]:
    """Return the priority questions that governments are asked."""
    return tuple(
        question
        for question in forum.priority_questions()
        if is_put_to(forum, question, "government")
    )


def takes_words(question: Question, tally: Tally) -> bool:
    """Tell whether a question can be answered in own words.

    It is a text, or somebody has used its "other" to name an objective.
    """
    own_words = tally.codes[tally.codes["topic_id"].isna()]
    return question.kind == "text" or question.id in set(own_words["question_id"])


def measure_pending(forum: Forum, everyone: Tally, tally: Tally, n_pending: int) -> Band:
    """Return the best and worst ranks that pending governments can bring about.

    Parameters
    ----------
    forum : Forum
    everyone : Tally
        Of all governments that answered: what questions can name.
    tally : Tally
        Of the scope's governments that answered.
    n_pending : int
        The scope's governments that did not.
    """
    scores = tally.scores()
    base = Base.of(tally.mentioned, scores)
    questions = list_put_questions(forum)
    if not n_pending or not questions:
        rank = rank_standings(base.n_mentioning, base.mean())
        return Band(rank, rank, n_cases=n_pending)
    words = tuple(question for question in questions if takes_words(question, everyone))
    if words:
        return bound_by_words(words, everyone, tally, n_pending)
    return bound_by_sheets(Form.read(forum, questions, everyone), base, n_pending)


def bound_by_words(
    words: tuple[Question, ...], everyone: Tally, tally: Tally, n_pending: int
) -> Band:
    """Return the extremes where pending governments may name any objectives in words.

    Where only an "other" takes words, an objective that it names for the first time could from
    then on be named by all that answered its question, and has 0 from each. Where an "other"
    does not reach all that other questions name, the score of these is taken at its extreme:
    the band is then never too narrow, and exact but for ties in mentions.

    Parameters
    ----------
    words : tuple of Question
        Those that take words; at least one.
    everyone, tally, n_pending
        See `measure_pending`.
    """
    base = Base.of(tally.mentioned, tally.scores())
    is_new = base.n_could_mention == 0
    is_exact = True
    if all(question.kind != "text" for question in words):
        at = [everyone.questions.index(question.id) for question in words]
        n_beside = float(tally.answered[:, at].sum(axis=0).min())
        base = replace(base, n_could_mention=np.where(is_new, n_beside, base.n_could_mention))
        is_exact = len(words) == 1 and bool((everyone.nameable[at[0]] | is_new).all())
    low, high = np.empty(N_OBJECTIVES), np.empty(N_OBJECTIVES)
    for objective in range(N_OBJECTIVES):
        only = np.zeros(N_OBJECTIVES)
        only[objective] = n_pending
        low[objective] = rank_with(base, only, n_pending)[objective]
        high[objective] = rank_with(base, n_pending - only, n_pending)[objective]
    return Band(low, high, is_exact=is_exact, n_cases=n_pending)


def rank_with(base: Base, named: Floats, n_pending: int) -> Floats:
    """Return the ranks when so many pending governments name each objective in words."""
    return rank_standings(base.n_mentioning + named, base.mean(named, n_pending))
