"""Decisions that do not fit the answers any more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from gcm_analysis.forum import expected_governments
from gcm_analysis.forum.model import Forum
from gcm_analysis.survey.rows import read_rows

if TYPE_CHECKING:
    from gcm_analysis.forum import Decision

KINDS_ON_ANSWERS = frozenset({"mentions", "redact", "clear"})


def find_stale_decisions(
    decisions: Iterable[Decision], forum: Forum, answers: pd.DataFrame
) -> Iterator[tuple[Decision, str]]:
    """Yield the decisions that do not fit the answers any more, each with the reason.

    Parameters
    ----------
    decisions : iterable of Decision
        In the order of decisions.csv; of two of a kind on one target only the later is looked at.
    forum : Forum
    answers : DataFrame
        The table `answers`.
    """
    texts = {row["answer_id"]: row["text"] or "" for row in read_rows(answers)}
    roster = set(expected_governments(forum))
    latest = {(decision.kind, decision.target): decision for decision in decisions}
    for decision in latest.values():
        if decision.kind == "validation" and decision.target not in roster:
            yield decision, "this State is not on the roster"
        if decision.kind not in KINDS_ON_ANSWERS:
            continue
        if decision.target not in texts:
            yield decision, "there is no such answer"
        elif decision.text_sha256 and decision.text_sha256 != hash_words(texts[decision.target]):
            yield decision, "the answer's words have changed since; it has to be decided again"


def hash_words(text: str) -> str:
    """Return the SHA-256 by which a decision knows the words it was made on."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
