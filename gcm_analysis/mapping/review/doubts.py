"""Answers in words as a reviewer sees them: what is in doubt, why, and what is suggested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from gcm_analysis.mapping.answer_texts import ReadAnswer
from gcm_analysis.mapping.mention import Method
from gcm_analysis.mapping.reading import ObjectiveReading, Span
from gcm_analysis.survey.rows import read_rows

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]

SUGGESTIONS = 3
LEAST_SUGGESTED = 0.02
"""Probability below which an objective is suggested only where there is no other."""
DoubtReason = Literal[
    "stale",
    "to_review",
    "principle_alone",
    "no_objective",
    "unconfirmed",
    "reviewed",
    "not_read",
]
OPEN_REASONS: tuple[DoubtReason, ...] = ("stale", "to_review", "principle_alone", "no_objective")
"""Reasons for which an answer waits for a person; the others are open to correction."""


@dataclass(frozen=True)
class Suggestion:
    """One objective that an answer may say.

    Parameters
    ----------
    objective_id : int
    confidence : float
        Probability, 0 to 1.
    method : str
    evidence : str
        The words.
    reason : str
        Why it is unsure: the end of a key `review.reason_*`, or "".
    """

    objective_id: int
    confidence: float
    method: Method
    evidence: str
    reason: str = ""


@dataclass(frozen=True)
class Counted:
    """One objective that is counted for an answer."""

    objective_id: int
    method: Method
    is_reviewed: bool
    weight: float
    evidence: str


@dataclass(frozen=True)
class Doubt:
    """One answer as a reviewer sees it.

    Parameters
    ----------
    answer_id : str
    respondent_type : str
    respondent_id : str
    country_iso3 : str or None
    question_id : str
    text : str
        As given.
    reason : str
        Why it is shown: the end of a key `review.doubt_*`.
    marked : tuple of Span
        The clause of the first suggestion.
    suggestions : tuple of Suggestion
        What is unsure first, else best first; three at most.
    counted : tuple of Counted
    influence : float
        How much it can move a result; larger comes first.
    moves : int or None
        How many places deciding it can move an objective in a table; None where that is not
        known, as nothing was read in it or nothing was measured.
    """

    answer_id: str
    respondent_type: str
    respondent_id: str
    country_iso3: str | None
    question_id: str
    text: str
    reason: DoubtReason
    marked: tuple[Span, ...]
    suggestions: tuple[Suggestion, ...]
    counted: tuple[Counted, ...]
    influence: float = 0.0
    moves: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return self.reason in OPEN_REASONS


def gather_doubts(
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: Mapping[str, ReadAnswer],
    *,
    decided: frozenset[str],
    stale: frozenset[str],
) -> tuple[Doubt, ...]:
    """Return every answer in words, and every other answer that waits for a person.

    Parameters
    ----------
    answers : DataFrame
        The table `answers`, of the respondents that are reviewed.
    mentions : DataFrame
        The table `mentions`.
    texts : dict of str to ReadAnswer
        What was read in words.
    decided, stale : frozenset of str
        Answers whose decision on objectives holds, or holds no longer.

    Returns
    -------
    tuple of Doubt
        In the order of `answers`.
    """
    known: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(mentions):
        known[row["answer_id"]].append(row)
    said = answers[answers["text"].notna() & (answers["status"] == "answered")]
    is_text = said["topic_id"].isna() & said["option_id"].isna()
    is_waiting = said["answer_id"].isin(
        mentions.loc[mentions["status"] == "to_review", "answer_id"].tolist()
    )
    return tuple(
        make_doubt(
            answer,
            known[answer["answer_id"]],
            texts.get(answer["answer_id"]),
            is_decided=answer["answer_id"] in decided,
            is_stale=answer["answer_id"] in stale,
        )
        for answer in read_rows(said[is_text | is_waiting])
    )


def make_doubt(
    answer: Row, rows: list[Row], text: ReadAnswer | None, *, is_decided: bool, is_stale: bool
) -> Doubt:
    """Return one answer, a row of `answers`, as a reviewer sees it."""
    counted = tuple(
        Counted(
            row["objective_id"], row["method"], row["is_reviewed"], row["weight"], row["evidence"]
        )
        for row in rows
        if row["status"] == "accepted"
    )
    waits = any(row["status"] == "to_review" for row in rows)
    return Doubt(
        answer_id=answer["answer_id"],
        respondent_type=answer["respondent_type"],
        respondent_id=answer["respondent_id"],
        country_iso3=answer["country_iso3"],
        question_id=answer["question_id"],
        text=answer["text"],
        reason=tell_reason(text, counted, waits=waits, is_decided=is_decided, is_stale=is_stale),
        marked=mark_clause(text),
        suggestions=suggest(text, rows),
        counted=counted,
    )


def tell_reason(
    text: ReadAnswer | None,
    counted: Iterable[Counted],
    *,
    waits: bool,
    is_decided: bool,
    is_stale: bool,
) -> DoubtReason:
    """Tell why a reviewer is shown an answer."""
    if is_stale:
        return "stale"
    if waits:
        return "principle_alone" if text and text.is_principle_alone else "to_review"
    if is_decided:
        return "reviewed"
    if counted:
        return "unconfirmed"
    if text is None or text.role != "priority":
        return "not_read"
    return "principle_alone" if text.is_principle_alone else "no_objective"


def mark_clause(text: ReadAnswer | None) -> tuple[Span, ...]:
    """Return the clause that the first unsure objective stands in, else the first objective."""
    readings = text.reading.objectives if text else ()
    unsure = [reading for reading in readings if reading.status == "to_review"]
    return tuple(reading.clause for reading in (unsure or list(readings))[:1])


def suggest(text: ReadAnswer | None, rows: Iterable[Row]) -> tuple[Suggestion, ...]:
    """Return the objectives to suggest: those read in the words, else those in the mentions.

    Beside an unsure reading those that are counted are not suggested: they are shown as such.
    """
    if text is not None:
        readings = text.reading.objectives
        unsure = [one for one in readings if one.status == "to_review"]
        others = [one for one in readings if one.status == "candidate" or not unsure]
        likely = [
            one
            for one in (*unsure, *(other for other in others if other not in unsure))
            if one.confidence >= LEAST_SUGGESTED
        ]
        return tuple(make_suggestion(one) for one in (likely or readings[:1])[:SUGGESTIONS])
    return tuple(
        Suggestion(row["objective_id"], row["confidence"], row["method"], row["evidence"])
        for row in list(rows)[:SUGGESTIONS]
    )


def make_suggestion(reading: ObjectiveReading) -> Suggestion:
    """Return a reading as a suggestion."""
    return Suggestion(
        objective_id=reading.objective_id,
        confidence=reading.confidence,
        method=reading.method,
        evidence=reading.evidence,
        reason=reading.reason,
    )
