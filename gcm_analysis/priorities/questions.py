"""What a priority question lets a government say: its topics, its places, its rule of mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Collection

    from gcm_analysis.forum.model import Forum, Question, RespondentType

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

N_OBJECTIVES = 23
OBJECTIVES: tuple[int, ...] = tuple(range(1, N_OBJECTIVES + 1))
DEFAULT_MENTION_TOP = 5
UPPER_THIRD = 2 / 3
TOLERANCE = 1e-9
"""Below this, two figures are the same figure: sums of shares are not exact in binary."""


@dataclass(frozen=True)
class Compared:
    """The part of a questionnaire that a count looks at, where it is not the whole.

    Parameters
    ----------
    questions : dict
        Question id -> pairs of topic id and objective that count; None: all that it can name.
    """

    questions: dict[str, frozenset[tuple[str, int]] | None]


def count_places(question: Question) -> int | None:
    """Return how many topics may be ranked, where that is fewer than are offered; else None."""
    places = question.places or len(question.place_columns) or None
    offered = len(question.topics)
    return places if places is not None and (not offered or places < offered) else None


def find_mention_top(question: Question) -> int | None:
    """Return the last place that is a mention; None: every place (rule 3).

    Five by default; all places where fewer may be ranked than are offered; `mention_top`
    says otherwise.
    """
    if question.mention_top is not None:
        return question.mention_top
    return None if count_places(question) is not None else DEFAULT_MENTION_TOP


def map_topics(forum: Forum, topic_ids: Collection[str]) -> dict[str, Floats]:
    """Return each topic's weights over the 23 objectives, summing to 1 where it has any."""
    weights = {}
    for topic in forum.topics:
        if topic.id in topic_ids:
            row = np.zeros(N_OBJECTIVES)
            for number, weight in topic.objectives.items():
                row[number - 1] = weight
            weights[topic.id] = row / row.sum() if row.any() else row
    return weights


def list_nameable(forum: Forum, question: Question) -> Booleans:
    """Tell which of the 23 objectives a question can name (rule 5).

    A text can name any; any other question those that one of its topics stands for.
    """
    if question.kind == "text":
        return np.ones(N_OBJECTIVES, dtype=bool)
    nameable = np.zeros(N_OBJECTIVES, dtype=bool)
    for weights in map_topics(forum, question.topics).values():
        nameable |= weights > 0
    return nameable


def is_put_to(forum: Forum, question: Question, respondent_type: RespondentType) -> bool:
    """Tell whether a question stands in a source that respondents of a type answer."""
    for source in forum.sources:
        if question.sources and source.alias not in question.sources:
            continue
        kind = source.respondent_type
        if respondent_type in ((kind,) if isinstance(kind, str) else tuple(kind.values.values())):
            return True
    return False
