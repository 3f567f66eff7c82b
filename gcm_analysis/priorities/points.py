"""What one answer item is worth: its points, and whether it is a mention (rules 3 and 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gcm_analysis.priorities.questions import (
    TOLERANCE,
    UPPER_THIRD,
    Floats,
    count_places,
    find_mention_top,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gcm_analysis.forum.model import Forum, Question

ITEM_COLUMNS = ["answer_id", "respondent_id", "question_id", "topic_id", "points", "is_mention"]


def place_ranks(ranks: Sequence[float] | Floats, places: int) -> tuple[Floats, Floats]:
    """Re-place equal places by order: 1, 2, 2, 3 become 1, 2.5, 2.5, 4.

    Equal places take up as many places as they have topics and push down what follows; a
    place left free stays free (1, 3, 7 stays 1, 3, 7) unless the list would run past the last
    place, when places are counted by order alone.

    Parameters
    ----------
    ranks : sequence or array of float
        Places as written by one respondent in one question.
    places : int
        How many places there are.

    Returns
    -------
    places, first_places : arrays of float
        The mean place of each item, by which points are given; and the best place of those it
        shares, by which a mention is judged: no top is cut through a tie.

    Examples
    --------
    >>> place_ranks([1, 2, 2, 3], 8)[0].tolist()
    [1.0, 2.5, 2.5, 4.0]
    """
    written = np.asarray(ranks, dtype=float)
    for keep_gaps in (True, False):
        mean, first = np.empty_like(written), np.empty_like(written)
        free = 1.0
        for place in np.unique(written):
            tied = written == place
            start = max(free, place) if keep_gaps else free
            first[tied], mean[tied] = start, start + (tied.sum() - 1) / 2
            free = start + tied.sum()
        if free - 1 <= places:
            break
    return mean, first


def score_rank(place: Floats, places: int) -> Floats:
    """Return the points of places: (k - r + 1) / k, never below 0."""
    return np.clip((places - place + 1) / places, 0.0, 1.0)


def value_items(forum: Forum, answers: pd.DataFrame) -> pd.DataFrame:
    """Give every answered item of the priority questions its points and say if it is a mention.

    Parameters
    ----------
    forum : Forum
    answers : DataFrame
        The table `answers`, or some rows of it; other questions and non-answers are left out.

    Returns
    -------
    DataFrame
        `answer_id`, `respondent_id`, `question_id`, `topic_id`, `points` (0 to 1),
        `is_mention`. A mention still needs an objective: a text that names none has its row.
    """
    answered = answers[answers["status"] == "answered"]
    values = [
        value_question(question, answered[answered["question_id"] == question.id])
        for question in forum.priority_questions()
    ]
    if not values:
        return answers.assign(points=0.0, is_mention=False).loc[[], ITEM_COLUMNS]
    return pd.concat(values, ignore_index=True)


def value_question(question: Question, items: pd.DataFrame) -> pd.DataFrame:
    """Give the answered items of one question their points.

    Words carry full points, also as the "other" of a closed question, unless they were
    given a place or a rating of their own.
    """
    kinds = {"ranking": ("rank", value_ranking), "rating": ("rating", value_rating)}
    if question.kind not in kinds:
        return items.assign(points=1.0, is_mention=True)[ITEM_COLUMNS]
    column, value = kinds[question.kind]
    is_valued = items[column].notna()
    words = items[~is_valued & items["topic_id"].isna() & items["option_id"].isna()]
    valued = [value(question, items[is_valued]), words.assign(points=1.0, is_mention=True)]
    return pd.concat(valued)[ITEM_COLUMNS]


def value_ranking(question: Question, items: pd.DataFrame) -> pd.DataFrame:
    """Give ranked items their points, respondent by respondent."""
    places = count_places(question) or len(question.topics)
    top = find_mention_top(question) or places
    written = items["rank"].to_numpy(float)
    respondents, _ = pd.factorize(items["respondent_id"])
    mean, first = np.empty_like(written), np.empty_like(written)
    for respondent in np.unique(respondents):
        own = respondents == respondent
        mean[own], first[own] = place_ranks(written[own], places)
    return items.assign(points=score_rank(mean, places), is_mention=first <= top)


def value_rating(question: Question, items: pd.DataFrame) -> pd.DataFrame:
    """Give rated items their points: how far up the scale they stand."""
    low, high = items["scale_low"], items["scale_high"]
    points = ((items["rating"] - low) / (high - low)).clip(0.0, 1.0)
    if question.mention_if is not None:
        is_mention = items["rating"] >= question.mention_if.at_least - TOLERANCE
    else:
        is_mention = points >= UPPER_THIRD - TOLERANCE
    return items.assign(points=points, is_mention=is_mention)
