"""Which doubt to settle first: the one that can move a result most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from gcm_analysis.mapping.review.doubts import Doubt

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum


def order_doubts(
    forum: Forum,
    doubts: Iterable[Doubt],
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    influence: Mapping[str, float] | None,
) -> tuple[Doubt, ...]:
    """Return doubts with their influence, largest first; ties in the order of the form.

    Parameters
    ----------
    forum : Forum
    doubts : iterable of Doubt
    answers, mentions : DataFrame
        The tables of these names.
    influence : dict of str to float, or None
        By `answer_id`, how many places the answer can move an objective; an answer not named
        moves none. None: see `estimate_influence`.
    """
    doubts = tuple(doubts)
    weights = (
        estimate_influence(forum, doubts, answers, mentions) if influence is None else influence
    )
    places = {question.id: place for place, question in enumerate(forum.questions)}
    measured = influence is not None
    weighed = [(doubt, weights.get(doubt.answer_id, 0.0)) for doubt in doubts]
    return tuple(
        sorted(
            (
                replace(
                    doubt, influence=weight, moves=tell_moves(doubt, weight) if measured else None
                )
                for doubt, weight in weighed
            ),
            key=lambda doubt: (-doubt.influence, places[doubt.question_id], doubt.answer_id),
        )
    )


def tell_moves(doubt: Doubt, weight: float) -> int | None:
    """Return how many places a doubt can move; None where nothing was read that could be turned."""
    return round(weight) if weight or doubt.suggestions else None


def estimate_influence(
    forum: Forum, doubts: Iterable[Doubt], answers: pd.DataFrame, mentions: pd.DataFrame
) -> dict[str, float]:
    """Estimate how much each doubt can move the count of governments.

    An objective that many governments would newly mention, were all doubts settled in its
    favour, can climb furthest. A doubt weighs as much as that number for the most likely
    objective that its government does not mention yet, times the objective's confidence.
    Answers that are not counted weigh nothing.
    """
    counted_questions = {question.id for question in forum.priority_questions()}
    has = find_governments(answers, mentions, counted_questions)
    open_doubts = [
        doubt
        for doubt in doubts
        if doubt.is_open
        and doubt.respondent_type == "government"
        and doubt.question_id in counted_questions
    ]
    gains: dict[int, set[str | None]] = defaultdict(set)
    for doubt in open_doubts:
        for suggestion in doubt.suggestions:
            if doubt.country_iso3 not in has[suggestion.objective_id]:
                gains[suggestion.objective_id].add(doubt.country_iso3)
    return {
        doubt.answer_id: max(
            (
                suggestion.confidence * len(gains[suggestion.objective_id])
                for suggestion in doubt.suggestions
                if doubt.country_iso3 not in has[suggestion.objective_id]
            ),
            default=0.0,
        )
        for doubt in open_doubts
    }


def find_governments(
    answers: pd.DataFrame, mentions: pd.DataFrame, questions: set[str]
) -> dict[int, set[str | None]]:
    """Return which governments mention each objective already."""
    counted = answers[
        (answers["respondent_type"] == "government") & answers["question_id"].isin(questions)
    ]
    accepted = mentions[mentions["status"] == "accepted"].merge(
        counted[["answer_id", "country_iso3"]], on="answer_id"
    )
    has: dict[int, set[str | None]] = defaultdict(set)
    for number, iso3 in zip(accepted["objective_id"], accepted["country_iso3"], strict=True):
        has[int(number)].add(iso3)
    return has
