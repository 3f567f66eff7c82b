"""What waits for a person, and decisions that no longer hold, as rows of the table `issues`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Literal

import pandas as pd

from gcm_analysis.mapping.decisions import (
    ANSWER_KINDS,
    hash_answers,
    is_current,
    latest_decisions,
    words_to_remove,
)
from gcm_analysis.mapping.redaction import find_words
from gcm_analysis.survey.tables import validate_issues

if TYPE_CHECKING:
    from gcm_analysis.forum import Decision
    from gcm_analysis.mapping.answer_texts import ReadAnswer
    from gcm_analysis.mapping.mention import Mention

DECISIONS_FILE = "decisions.csv"


@dataclass(frozen=True)
class Issue:
    """One row of the table `issues`.

    `value` is the answer's id, never its words: words are shown only where a person
    cleared them.
    """

    severity: Literal["error", "warning", "note"]
    code: str
    message: str
    source_file: str | None
    source_sheet: str | None
    source_cell: str | None
    value: str


@dataclass(frozen=True)
class Places:
    """Where every answer stands."""

    by_answer: Mapping[str, tuple[str | None, str | None, str | None]]

    def make(
        self, severity: Literal["warning", "note"], code: str, answer_id: str, message: str
    ) -> Issue:
        """Return an issue at the place of an answer."""
        file, sheet, cell = self.by_answer[answer_id]
        return Issue(severity, code, message, file, sheet, cell, answer_id)


def list_issues(
    answers: pd.DataFrame,
    decisions: Iterable[Decision],
    texts: Mapping[str, ReadAnswer],
    mentions: Iterable[Mention],
) -> pd.DataFrame:
    """Return the issues of mapping, sorted by code and place.

    Parameters
    ----------
    answers : DataFrame
        The table `answers`.
    decisions : iterable of Decision
    texts : dict of str to ReadAnswer
        Answers in words, as read.
    mentions : iterable of Mention
        After decisions.

    Returns
    -------
    DataFrame
        The table `issues`.
    """
    decisions = tuple(decisions)
    columns = ["source_file", "source_sheet", "source_cell"]
    cells = answers[columns].astype(object).where(answers[columns].notna(), None)
    rows = cells.itertuples(index=False, name=None)
    places = Places(dict(zip(answers["answer_id"], rows, strict=True)))
    found = [
        *find_lost_decisions(places, decisions),
        *find_stale_decisions(places, decisions, hash_answers(answers)),
        *find_lost_redactions(places, decisions, answers),
        *find_doubts(places, decisions, texts, mentions, hash_answers(answers)),
    ]
    found.sort(key=lambda issue: (issue.code, issue.value, issue.message))
    return validate_issues(
        pd.DataFrame(
            [asdict(issue) for issue in found], columns=[field.name for field in fields(Issue)]
        )
    )


def find_lost_decisions(places: Places, decisions: Iterable[Decision]) -> Iterator[Issue]:
    """Tell of decisions on answers that are not there."""
    for kind in ANSWER_KINDS:
        for target in latest_decisions(decisions, kind):
            if target not in places.by_answer:
                yield Issue(
                    severity="warning",
                    code="decision_without_answer",
                    message=f"A decision of kind {kind!r} is about the answer {target!r}, "
                    "which is not among the answers: it has no effect.",
                    source_file=DECISIONS_FILE,
                    source_sheet=None,
                    source_cell=None,
                    value=target,
                )


def find_stale_decisions(
    places: Places, decisions: Iterable[Decision], hashes: Mapping[str, str]
) -> Iterator[Issue]:
    """Tell of decisions made on words that have changed since."""
    said = {
        "mentions": ("stale_decision", "the objectives decided on"),
        "clear": ("stale_clearance", "the clearance for circulation given on"),
    }
    for kind, (code, what) in said.items():
        for target, decision in latest_decisions(decisions, kind).items():
            if target in places.by_answer and not is_current(decision, hashes):
                yield places.make(
                    "warning",
                    code,
                    target,
                    f"The words of the answer {target!r} have changed since: {what} "
                    f"{decision.decided_on} by {decision.decided_by} do not count, decide again.",
                )


def find_lost_redactions(
    places: Places, decisions: Iterable[Decision], answers: pd.DataFrame
) -> Iterator[Issue]:
    """Tell of words to be removed that the answer does not hold any more."""
    texts = dict(zip(answers["answer_id"], answers["text"].fillna(""), strict=True))
    for target, words in words_to_remove(decisions).items():
        if target in texts and not all(find_words(texts[target], [phrase]) for phrase in words):
            yield places.make(
                "warning",
                "redaction_without_words",
                target,
                f"Words that were to be removed from the answer {target!r} are not in it any "
                "more: see whether a name stands there in another form.",
            )


def find_doubts(
    places: Places,
    decisions: Iterable[Decision],
    texts: Mapping[str, ReadAnswer],
    mentions: Iterable[Mention],
    hashes: Mapping[str, str],
) -> Iterator[Issue]:
    """Tell of answers that wait for a person."""
    decided = {
        target
        for target, decision in latest_decisions(decisions, "mentions").items()
        if is_current(decision, hashes)
    }
    to_review = {mention.answer_id for mention in mentions if mention.status == "to_review"}
    alone = {answer_id for answer_id, answer in texts.items() if answer.is_principle_alone}
    for answer_id in sorted(to_review - alone):
        yield places.make(
            "note",
            "objective_to_review",
            answer_id,
            f"The objectives of the answer {answer_id!r} wait for a person's decision.",
        )
    for answer_id, answer in texts.items():
        if answer.reading.unknown_numbers:
            numbers = ", ".join(answer.reading.unknown_numbers)
            yield places.make(
                "warning",
                "unknown_objective",
                answer_id,
                f"The answer {answer_id!r} names an objective that does not exist: {numbers}.",
            )
        is_counted = answer.role == "priority" or answer_id in to_review
        if answer_id in decided or not is_counted:
            continue
        if answer_id in alone or not answer.shown_readings:
            yield make_silent_issue(places, answer)


def make_silent_issue(places: Places, answer: ReadAnswer) -> Issue:
    """Tell of an answer to a priority question in which no objective was read."""
    if answer.is_principle_alone:
        return places.make(
            "note",
            "principle_alone",
            answer.answer_id,
            f"The answer {answer.answer_id!r} names guiding principles and no objective: "
            "a person decides whether it says one.",
        )
    return places.make(
        "note",
        "text_without_objective",
        answer.answer_id,
        f"No objective was read in the answer {answer.answer_id!r} to a priority question.",
    )
