"""From answers to mentions: mapped options, texts as read, and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from gcm_analysis.mapping.answer_texts import ReadAnswer, ReadTexts, map_text, read_answers
from gcm_analysis.mapping.decisions import (
    hash_answers,
    is_current,
    latest_decisions,
    read_shares,
    words_to_remove,
)
from gcm_analysis.mapping.issues import list_issues
from gcm_analysis.mapping.mention import Mention, make_mentions_table
from gcm_analysis.mapping.redaction import redact, redact_pieces
from gcm_analysis.mapping.tables import validate_principle_mentions
from gcm_analysis.mapping.topics import map_topics, name_chosen_principles

if TYPE_CHECKING:
    from gcm_analysis.forum import Decision
    from gcm_analysis.forum.model import Forum


@dataclass(frozen=True)
class MappedAnswers:
    """What the answers of a forum say.

    Parameters
    ----------
    mentions, principle_mentions : DataFrame
        The tables of these names.
    issues : DataFrame
        The table `issues`: what waits for a person, and decisions that no longer hold.
    """

    mentions: pd.DataFrame
    principle_mentions: pd.DataFrame
    issues: pd.DataFrame


def map_answers(
    forum: Forum,
    answers: pd.DataFrame,
    decisions: Iterable[Decision],
    *,
    read: ReadTexts | None = None,
) -> MappedAnswers:
    """Say which objectives and guiding principles each answer names.

    A topic that was chosen, ranked or rated stands for the objectives of its map. Words are
    read where the question asks for priorities, challenges or practices. What a person
    decided about an answer takes the place of both, as long as the answer's words are the
    same as when it was decided; when they are not, all readings of the answer go to review.

    Parameters
    ----------
    forum : Forum
    answers : DataFrame
        The table `answers`.
    decisions : iterable of Decision
        In the order of decisions.csv: a later one overrules an earlier one.
    read : callable or None
        Reads texts as `read_texts` does; None: `read_texts` with the forum's model.

    Returns
    -------
    MappedAnswers

    Raises
    ------
    WrongObjectives
        A decision's value names no objectives.
    """
    decisions = tuple(decisions)
    texts = read_answers(forum, answers, read=read)
    read_by_machine = [*map_topics(forum, answers)]
    for answer in texts.values():
        read_by_machine.extend(map_text(answer))
    mentions = apply_decisions(read_by_machine, answers, decisions, texts)
    removed = words_to_remove(decisions)
    return MappedAnswers(
        mentions=make_mentions_table(remove_words(mentions, answers, texts, removed)),
        principle_mentions=map_principles(forum, answers, texts, removed),
        issues=list_issues(answers, decisions, texts, mentions),
    )


def apply_decisions(
    mentions: Iterable[Mention],
    answers: pd.DataFrame,
    decisions: Iterable[Decision],
    texts: Mapping[str, ReadAnswer],
) -> list[Mention]:
    """Put people's decisions in the place of what the machine read."""
    by_answer: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_answer.setdefault(mention.answer_id, []).append(mention)
    hashes = hash_answers(answers)
    words = dict(zip(answers["answer_id"], answers["text"].fillna(""), strict=True))
    for answer_id, decision in latest_decisions(decisions, "mentions").items():
        if answer_id not in hashes:
            continue
        machine = by_answer.get(answer_id, [])
        if is_current(decision, hashes):
            evidence = find_evidence(machine, texts.get(answer_id))
            by_answer[answer_id] = decide(decision, machine, evidence, words[answer_id])
        else:
            by_answer[answer_id] = [ask_again(mention) for mention in machine]
    return [mention for kept in by_answer.values() for mention in kept]


def find_evidence(machine: Iterable[Mention], text: ReadAnswer | None) -> dict[int, str]:
    """Return the words by which each objective was read, weak candidates included."""
    evidence = {mention.objective_id: mention.evidence for mention in machine}
    for objective in text.reading.objectives if text else ():
        evidence.setdefault(objective.objective_id, objective.evidence)
    return evidence


def decide(
    decision: Decision, machine: Iterable[Mention], evidence: Mapping[int, str], text: str
) -> list[Mention]:
    """Return the mentions of an answer that a person has decided."""
    shares = read_shares(decision.value, decision.target)
    decided_on = str(decision.decided_on)
    kept = [
        Mention(
            answer_id=decision.target,
            objective_id=number,
            weight=share,
            method="review",
            confidence=1.0,
            evidence=evidence.get(number, text),
            status="accepted",
            is_reviewed=True,
            decided_by=decision.decided_by,
            decided_on=decided_on,
        )
        for number, share in shares.items()
    ]
    rejected = [
        replace(
            mention,
            weight=0.0,
            status="rejected",
            is_reviewed=True,
            decided_by=decision.decided_by,
            decided_on=decided_on,
        )
        for mention in machine
        if mention.objective_id not in shares
    ]
    return kept + rejected


def ask_again(mention: Mention) -> Mention:
    """Return a mention as one that waits for a person."""
    return replace(
        mention, weight=0.0, status="to_review", is_reviewed=False, decided_by=None, decided_on=None
    )


def remove_words(
    mentions: Iterable[Mention],
    answers: pd.DataFrame,
    texts: Mapping[str, ReadAnswer],
    removed: Mapping[str, Sequence[str]],
) -> list[Mention]:
    """Take redacted words out of the evidence, names cut by its ends included."""
    whole = dict(zip(answers["answer_id"], answers["text"], strict=True))
    return [
        replace(
            mention,
            evidence=redact_evidence(
                mention, whole[mention.answer_id], texts.get(mention.answer_id), words
            ),
        )
        if (words := removed.get(mention.answer_id))
        else mention
        for mention in mentions
    ]


def redact_evidence(
    mention: Mention, text: str, answer: ReadAnswer | None, words: Sequence[str]
) -> str:
    """Return a mention's evidence without the words, by its places in the text."""
    for objective in answer.reading.objectives if answer else ():
        is_same = objective.objective_id == mention.objective_id
        if is_same and objective.evidence == mention.evidence:
            spans = objective.spans or (objective.clause,)
            return redact_pieces(text, words, [(span.start, span.end) for span in spans])
    return redact(mention.evidence, words)


def map_principles(
    forum: Forum,
    answers: pd.DataFrame,
    texts: Mapping[str, ReadAnswer],
    removed: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Return the guiding principles that answers name, as the table `principle_mentions`.

    Principles are named in words, or by a chosen topic. A ranked or rated topic names none
    here: only counting knows whether its place is high enough for a mention (rule 3).
    """
    rows = name_chosen_principles(forum, answers)
    for answer_id, answer in texts.items():
        for one in answer.reading.principles:
            words = removed.get(answer_id, ())
            span = [(one.span.start, one.span.end)]
            evidence = redact_pieces(answer.reading.text, words, span)
            rows.setdefault((answer_id, one.principle_id), evidence)
    table = pd.DataFrame(
        [(*key, evidence) for key, evidence in sorted(rows.items())],
        columns=["answer_id", "principle_id", "evidence"],
    )
    return validate_principle_mentions(table)
