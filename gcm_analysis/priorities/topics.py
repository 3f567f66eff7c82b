"""The topics as asked: who mentions them, their points, their ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gcm_analysis.priorities.points import value_items
from gcm_analysis.priorities.questions import Booleans, Floats
from gcm_analysis.priorities.ranks import rank_standings
from gcm_analysis.priorities.scopes import CONFERENCES, is_in_scope
from gcm_analysis.priorities.standings import write_ranks
from gcm_analysis.priorities.tables import make_table
from gcm_analysis.priorities.tally import Tally, score_units, summarize

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum


def list_priority_topics(forum: Forum, tally: Tally) -> tuple[str, ...]:
    """Return the topics that questions answered by these units offer, in the forum's order."""
    offered = {
        topic
        for row, question_id in enumerate(tally.questions)
        if tally.answered[:, row].any()
        for topic in forum.question(question_id).topics
    }
    return tuple(topic.id for topic in forum.topics if topic.id in offered)


def count_topics(forum: Forum, answers: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    """Count the topics in the words they were asked in.

    Parameters
    ----------
    forum : Forum
    answers : DataFrame
        The table `answers`, of the governments that count.
    tally : Tally
        Of these governments.

    Returns
    -------
    DataFrame
        The table `topic_priorities`: RCM, SACM, ALL and every country that answered.
    """
    topics = list_priority_topics(forum, tally)
    mentioned, scores = score_topics(forum, answers, tally, topics)
    rows = []
    for scope in (*CONFERENCES, *tally.units):
        inside = (
            is_in_scope(tally.units, scope)
            if scope in CONFERENCES
            else np.array([unit == scope for unit in tally.units])
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


def score_topics(
    forum: Forum, answers: pd.DataFrame, tally: Tally, topics: tuple[str, ...]
) -> tuple[Booleans, Floats]:
    """Return who mentions each topic and its score, countries x topics."""
    at_topic = {topic: index for index, topic in enumerate(topics)}
    at_unit = {unit: index for index, unit in enumerate(tally.units)}
    at_question = {question: index for index, question in enumerate(tally.questions)}
    items = value_items(forum, answers)
    items = items[items["topic_id"].isin(topics)].merge(
        answers[["answer_id", "country_iso3"]], on="answer_id"
    )
    where = (
        items["country_iso3"].map(at_unit).to_numpy(np.int64),
        items["question_id"].map(at_question).to_numpy(np.int64),
        items["topic_id"].map(at_topic).to_numpy(np.int64),
    )
    points = np.zeros((len(at_unit), len(at_question), len(topics)))
    mentioned = np.zeros((len(at_unit), len(topics)), dtype=bool)
    np.maximum.at(points, where, items["points"].to_numpy(float))
    np.logical_or.at(mentioned, (where[0], where[2]), items["is_mention"].to_numpy(bool))
    offered = np.zeros((len(at_question), len(topics)), dtype=bool)
    for question_id, row in at_question.items():
        here = [at_topic[topic] for topic in forum.question(question_id).topics
                if topic in at_topic]  # fmt: skip
        offered[row, here] = True
    return mentioned, score_units(points, tally.answered, offered, tally.weights)
