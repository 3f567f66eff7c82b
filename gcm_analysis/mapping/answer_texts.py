"""Answers in words: which are read, and what is read in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gcm_analysis.mapping.decisions import share_out
from gcm_analysis.mapping.learned import learned_phrases
from gcm_analysis.mapping.mention import Mention
from gcm_analysis.mapping.reading import ObjectiveReading, TextReading
from gcm_analysis.mapping.texts import read_texts

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum, Role

TEXT_ROLES: tuple[Role, ...] = ("priority", "challenge", "practice")
"""Roles of questions whose words are read; only `priority` is counted (rule 2)."""

ReadTexts = Callable[..., Sequence[TextReading]]
"""Called as `read(texts, languages=[code or None, ...])`."""


@dataclass(frozen=True)
class ReadAnswer:
    """One answer in words, and what was read in it."""

    answer_id: str
    role: Role
    reading: TextReading

    @property
    def shown_readings(self) -> tuple[ObjectiveReading, ...]:
        """The readings firm enough to be mentions."""
        return tuple(
            objective for objective in self.reading.objectives if objective.status != "candidate"
        )

    @property
    def is_principle_alone(self) -> bool:
        """Whether it names guiding principles, and objectives at most by their means (rule 11)."""
        by_principle = all(one.reason == "principle_alone" for one in self.shown_readings)
        return bool(self.reading.principles) and by_principle


def read_answers(
    forum: Forum, answers: pd.DataFrame, *, read: ReadTexts | None = None
) -> dict[str, ReadAnswer]:
    """Read every answer in words, equal texts once.

    Parameters
    ----------
    forum : Forum
    answers : DataFrame
        The table `answers`.
    read : callable or None
        Reads texts as `read_texts` does; None: `read_texts` with the forum's model.

    Returns
    -------
    dict of str to ReadAnswer
        By `answer_id`, in the order of the table.
    """
    chosen = answers[select_texts(forum, answers)]
    if chosen.empty:
        return {}
    roles = {question.id: question.role for question in forum.questions}
    languages = chosen["language"].astype(object).where(chosen["language"].notna(), None)
    keys = list(zip(chosen["text"], languages, strict=True))
    distinct = list(dict.fromkeys(keys))
    readings = (read or make_reader(forum))(
        [text for text, _ in distinct], languages=[language for _, language in distinct]
    )
    by_key = dict(zip(distinct, readings, strict=True))
    rows = zip(chosen["answer_id"], chosen["question_id"], keys, strict=True)
    return {
        answer_id: ReadAnswer(answer_id, roles[question_id], by_key[key])
        for answer_id, question_id, key in rows
    }


def make_reader(forum: Forum) -> ReadTexts:
    """Return the reader of a forum's texts: its model, and the phrases that it has learned."""
    return partial(read_texts, model=forum.mapping.model, learned=learned_phrases(forum))


def select_texts(forum: Forum, answers: pd.DataFrame) -> pd.Series[bool]:
    """Tell which answers are words to be read: open texts, and "other" in own words."""
    roles = {question.id: question.role for question in forum.questions}
    return (
        (answers["status"] == "answered")
        & answers["topic_id"].isna()
        & answers["option_id"].isna()
        & answers["text"].notna()
        & answers["question_id"].map(roles).isin(TEXT_ROLES)
    )


def map_text(answer: ReadAnswer) -> list[Mention]:
    """Return what one answer in words says: accepted objectives weigh the same."""
    accepted = {
        objective.objective_id: 1.0
        for objective in answer.shown_readings
        if objective.status == "accepted"
    }
    shares = share_out(accepted)
    return [
        Mention(
            answer_id=answer.answer_id,
            objective_id=objective.objective_id,
            weight=shares.get(objective.objective_id, 0.0),
            method=objective.method,
            confidence=objective.confidence,
            evidence=objective.evidence,
            status="accepted" if objective.objective_id in shares else "to_review",
        )
        for objective in answer.shown_readings
    ]
