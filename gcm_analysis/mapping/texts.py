"""Texts read for the objectives they name: references, phrases, suggestion, in that order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gcm_analysis.mapping.clauses import find_clause, find_denied, is_within, split_clauses
from gcm_analysis.mapping.phrases import WEIGHTS, Hit, find_phrases
from gcm_analysis.mapping.principles import find_alone, find_principle_readings, load_principles
from gcm_analysis.mapping.reading import ObjectiveReading, Span, TextReading
from gcm_analysis.mapping.references import LAST_OBJECTIVE, Reference, find_references
from gcm_analysis.mapping.silence import says_nothing
from gcm_analysis.mapping.words import drop_function_words, split_words, tell_language

if TYPE_CHECKING:
    import pandas as pd


DENIABLE = frozenset(range(1, 24)) - {2, 8, 9, 10, 13, 17}
"""Objectives that "not X" sets aside. The others are about things to be ended: "no detention"
is objective 13 all the same."""


def drop_denied(text: str, hits: list[Hit]) -> list[Hit]:
    """Return the hits that the text does not set aside."""
    denied = find_denied(text)
    return [
        hit
        for hit in hits
        if hit.phrase.objective not in DENIABLE or not is_within(hit.start, hit.end, denied)
    ]


def score_phrases(hits: list[Hit]) -> dict[int, float]:
    """Return per objective how much the phrases found say for it."""
    scores: dict[int, float] = {}
    for hit in hits:
        weight = WEIGHTS[hit.phrase.grade] * (1 + 0.2 * (len(hit.places) - 1))
        scores[hit.phrase.objective] = scores.get(hit.phrase.objective, 0.0) + weight
    return scores


def make_phrase_readings(text: str, hits: list[Hit], clauses: list[Span]) -> list[ObjectiveReading]:
    """Return the objectives that phrases name, best first."""
    scores = score_phrases(hits)
    readings = []
    for objective in sorted(scores, key=lambda number: (-scores[number], number)):
        own = [hit for hit in hits if hit.phrase.objective == objective]
        best = max(own, key=lambda hit: (WEIGHTS[hit.phrase.grade], len(hit.places)))
        clear = best.phrase.grade == "clear" and not best.phrase.review
        confidence = 0.96 if clear else 0.6 if best.phrase.grade != "hint" else 0.2
        status = "accepted" if clear else "to_review" if confidence > 0.5 else "candidate"
        readings.append(
            ObjectiveReading(
                objective, confidence, "phrase", text[best.start : best.end], status,
                find_clause(best.start, clauses), (Span(best.start, best.end),),
                "" if clear else "unsure",
            )
        )  # fmt: skip
    return readings


def make_reference_readings(
    text: str, references: list[Reference], clauses: list[Span]
) -> list[ObjectiveReading]:
    """Return the objectives named by number."""
    return [
        ObjectiveReading(
            reference.number,
            1.0 if reference.is_sure else 0.5,
            "reference",
            text[reference.span.start : reference.span.end],
            "accepted" if reference.is_sure else "to_review",
            find_clause(reference.span.start, clauses),
            (reference.span,),
            "" if reference.is_sure else "unsure",
        )
        for reference in references
        if 1 <= reference.number <= LAST_OBJECTIVE
    ]


def read_text(text: str, language: str | None = None) -> TextReading:
    """Return all that is read in one text."""
    words = split_words(text)
    language = language or tell_language(words)
    if says_nothing(text) and not find_references(text):
        return TextReading(text, language, (), ())
    clauses = split_clauses(text) or [Span(0, len(text))]
    content = drop_function_words(words)
    references = find_references(text)
    readings = make_reference_readings(text, references, clauses)
    hits = drop_denied(text, find_phrases(content))
    if alone := find_alone(content):
        for objective in [
            number for one in alone for number in load_principles().alone.get(one, ())
        ]:
            readings.append(
                ObjectiveReading(
                    objective, 0.3, "phrase", text, "to_review", Span(0, len(text)),
                    (Span(0, len(text)),), "principle_alone",
                )
            )  # fmt: skip
    else:
        readings.extend(make_phrase_readings(text, hits, clauses))
    best: dict[int, ObjectiveReading] = {}
    for reading in readings:
        best.setdefault(reading.objective_id, reading)
    unknown = tuple(
        text[reference.span.start : reference.span.end]
        for reference in references
        if not 1 <= reference.number <= LAST_OBJECTIVE
    )
    principles = find_principle_readings(text, content)
    return TextReading(text, language, tuple(clauses), tuple(best.values()), principles, unknown)


def read_texts(
    texts: Iterable[str], *, languages: Sequence[str | None] | None = None
) -> list[TextReading]:
    """Return all that is read in each text, in order."""
    given = list(texts)
    codes = list(languages) if languages is not None else [None] * len(given)
    return [read_text(text, code) for text, code in zip(given, codes, strict=True)]


def map_texts(
    texts: Iterable[str], *, languages: Sequence[str | None] | None = None
) -> pd.DataFrame:
    """Return the objectives that each text names."""
    import pandas as pd

    rows = [
        (position, one.objective_id, one.confidence, one.method, one.evidence, one.status)
        for position, reading in enumerate(read_texts(texts, languages=languages))
        for one in reading.objectives
    ]
    columns = ["text_id", "objective_id", "confidence", "method", "evidence", "status"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(
        {"text_id": "int64", "objective_id": "int64", "confidence": "float64",
         "method": "str", "evidence": "str", "status": "str"}
    )  # fmt: skip
