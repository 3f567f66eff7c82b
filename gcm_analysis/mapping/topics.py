"""Topic answers: a chosen, ranked or rated topic stands for the objectives of its map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.mapping.decisions import share_out
from gcm_analysis.mapping.mention import Mention
from gcm_analysis.mapping.principles import find_principles

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum, Topic

CHOOSING_KINDS = ("single", "multiple")
"""Kinds of question in which a topic is named or not, whatever its place."""


def map_topics(forum: Forum, answers: pd.DataFrame) -> list[Mention]:
    """Return what every topic answer says.

    Whether a place or a rating is high enough for a mention is a rule of counting
    (DESIGN, rule 3), so every topic that was placed or rated has its mentions here.
    """
    topics = {topic.id: topic for topic in forum.topics}
    given = answers[answers["topic_id"].notna() & (answers["status"] == "answered")]
    texts = given["text"].astype(object).where(given["text"].notna(), None)
    return [
        mention
        for answer_id, topic_id, text in zip(
            given["answer_id"], given["topic_id"], texts, strict=True
        )
        for mention in map_topic(answer_id, topics[topic_id], text)
    ]


def map_topic(answer_id: str, topic: Topic, text: str | None) -> list[Mention]:
    """Return what one topic answer says, by the weights of the topic's map."""
    return [
        Mention(
            answer_id=answer_id,
            objective_id=number,
            weight=weight,
            method="option",
            confidence=1.0,
            evidence=text or name_topic(topic),
            status="accepted",
            is_reviewed=topic.mapped_by is not None,
            decided_by=topic.mapped_by,
        )
        for number, weight in share_out(topic.objectives).items()
    ]


def name_chosen_principles(forum: Forum, answers: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Return the guiding principles that chosen topics name: the words by answer and principle."""
    topics = {topic.id: topic for topic in forum.topics}
    chosen = answers[
        answers["topic_id"].notna()
        & (answers["status"] == "answered")
        & answers["kind"].isin(CHOOSING_KINDS)
    ]
    return {
        (answer_id, number): words
        for answer_id, topic_id in zip(chosen["answer_id"], chosen["topic_id"], strict=True)
        for number, words in find_principles(name_topic(topics[topic_id]))
    }


def name_topic(topic: Topic) -> str:
    """Return a topic's words as offered."""
    return topic.as_asked[0] if topic.as_asked else next(iter(topic.name.values()))
