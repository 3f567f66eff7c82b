"""The topics as asked: who mentions them, their points, their ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gcm_analysis.priorities.coding import Coding
from gcm_analysis.priorities.disclosure import Disclosure
from gcm_analysis.priorities.frames import make_table
from gcm_analysis.priorities.questions import Booleans, Floats
from gcm_analysis.priorities.ranks import rank_standings
from gcm_analysis.priorities.scopes import CONFERENCES, is_in_scope
from gcm_analysis.priorities.small_groups import find_groups
from gcm_analysis.priorities.standings import write_ranks
from gcm_analysis.priorities.tally import score_units, summarize

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum


def count_topics(forum: Forum, coding: Coding, shown: Disclosure) -> pd.DataFrame:
    """Count the topics in the words they were asked in.

    Parameters
    ----------
    forum : Forum
    coding : Coding
        Of the governments that count.
    shown : Disclosure
        For the public, topics that too few governments could mention are left out.

    Returns
    -------
    DataFrame
        The table `topic_priorities`: RCM, SACM, ALL and every country that answered.
    """
    topics = list_priority_topics(forum, coding)
    mentioned, scores = score_topics(coding, topics)
    if shown.is_public:
        kept = find_groups(~np.isnan(scores), coding.units, shown)
        topics = tuple(topic for topic, is_kept in zip(topics, kept, strict=True) if is_kept)
        mentioned, scores = mentioned[:, kept], scores[:, kept]
    rows = []
    for scope in (*CONFERENCES, *coding.units):
        inside = (
            is_in_scope(coding.units, scope)
            if scope in CONFERENCES
            else np.array([unit == scope for unit in coding.units])
        )
        n_mentioning, score = summarize(mentioned[inside], scores[inside])
        rows.append(
            pd.DataFrame(
                {
                    "scope": scope,
                    "topic_id": topics,
                    "n_answered": int(inside.sum()),
                    "n_could_mention": (~np.isnan(scores[inside])).sum(axis=0),
                    "n_mentioning": n_mentioning.astype(np.int64),
                    "share": n_mentioning / (inside.sum() or np.nan),
                    "score": score,
                    "rank": write_ranks(rank_standings(n_mentioning, score)),
                }
            )
        )
    return make_table(pd.concat(rows, ignore_index=True), "topic_priorities")


def list_priority_topics(forum: Forum, coding: Coding) -> tuple[str, ...]:
    """Return the topics that questions answered by these units offer, in the forum's order."""
    offered = {
        topic
        for row, question in enumerate(coding.questions)
        if coding.answered[:, row].any()
        for topic in question.topics
    }
    return tuple(topic.id for topic in forum.topics if topic.id in offered)


def score_topics(coding: Coding, topics: tuple[str, ...]) -> tuple[Booleans, Floats]:
    """Return who mentions each topic and its score, countries x topics."""
    at_topic = {topic: index for index, topic in enumerate(topics)}
    items = coding.items[coding.items["topic_id"].isin(topics)]
    unit, question = coding.index_units(items), coding.index_questions(items)
    topic = np.asarray(items["topic_id"].map(at_topic), dtype=np.int64)
    points = np.zeros((*coding.answered.shape, len(topics)))
    mentioned = np.zeros((len(coding.units), len(topics)), dtype=bool)
    np.maximum.at(points, (unit, question, topic), items["points"].to_numpy(float))
    np.logical_or.at(mentioned, (unit, topic), items["is_mention"].to_numpy(bool))
    offered = np.array(
        [[topic in question.topics for topic in topics] for question in coding.questions],
        dtype=bool,
    ).reshape(len(coding.questions), len(topics))
    weights = np.array([question.weight for question in coding.questions], dtype=float)
    return mentioned, score_units(points, coding.answered, offered, weights)
