"""What is accepted, what goes to review, and what is a candidate only."""

from __future__ import annotations

from dataclasses import replace
from gcm_analysis.mapping.evidence import Evidence, Unit
from gcm_analysis.mapping.phrases import WEIGHTS, Hit
from gcm_analysis.mapping.principles import find_alone, load_principles
from gcm_analysis.mapping.reading import ObjectiveReading, Span, TextStatus
from gcm_analysis.mapping.references import LAST_OBJECTIVE
from gcm_analysis.mapping.suggestion import load_weights

LEAST_ROWS = 5
"""Rows of every text that says anything: what is not accepted or for review is a candidate."""
REFERENCE_CONFIDENCE = {True: 0.99, False: 0.5}
STATUS_ORDER: dict[TextStatus, int] = {"accepted": 0, "to_review": 1, "candidate": 2}


def is_off_topic(evidence: Evidence) -> bool:
    """Tell whether a text is about something else.

    No phrase names an objective, and it resembles what is off the topic more than any objective.
    """
    named = any(hit.phrase.grade != "hint" for hit in evidence.whole.hits)
    return not evidence.words or (not named and evidence.whole.off_topic > 0)


def find_clear(unit: Unit, objective: int) -> list[Hit]:
    """Return the clear phrases of a unit that may be accepted for an objective."""
    return [
        hit
        for hit in unit.hits
        if hit.phrase.objective == objective
        and hit.phrase.grade == "clear"
        and not hit.phrase.review
    ]


def judge(evidence: Evidence, objective: int) -> tuple[float, TextStatus]:
    """Return the confidence and the status of one objective in a text.

    Each clause of a short answer speaks for itself. In a description only the whole is
    accepted; what one of its sentences names clearly goes to review.
    """
    accepted, to_review = load_weights().thresholds[evidence.model]
    column = objective - 1
    whole = float(evidence.whole.confidence[column])
    parts = [
        float(part.confidence[column]) for part in evidence.parts if find_clear(part, objective)
    ]
    part = max(parts, default=0.0)
    confidence = max(whole, part) if evidence.is_short else whole
    if confidence >= accepted:
        return confidence, "accepted"
    if confidence >= to_review or part >= accepted:
        return confidence, "to_review"
    return confidence, "candidate"


def quote(evidence: Evidence, objective: int) -> tuple[Span, ...]:
    """Return where the words stand that name an objective: the best three, in order."""
    hits = sorted(
        (hit for hit in evidence.whole.hits if hit.phrase.objective == objective),
        key=lambda hit: (-WEIGHTS[hit.phrase.grade], -len(hit.places), hit.start),
    )
    spans: list[Span] = []
    for hit in hits:
        if all(hit.end <= span.start or hit.start >= span.end for span in spans):
            spans.append(Span(hit.start, hit.end))
    return tuple(sorted(spans[:3], key=lambda span: span.start))


def find_carrier(evidence: Evidence, objective: int) -> Span:
    """Return the part of a text that carries an objective most."""
    if not evidence.parts:
        return evidence.whole.span
    best = max(evidence.parts, key=lambda part: float(part.confidence[objective - 1]))
    return best.span


def make_reading(evidence: Evidence, objective: int) -> ObjectiveReading:
    """Return how one objective was read in a text."""
    confidence, status = judge(evidence, objective)
    spans = quote(evidence, objective)
    clause = find_carrier(evidence, objective)
    words = " … ".join(evidence.text[span.start : span.end] for span in spans)
    return ObjectiveReading(
        objective,
        round(confidence, 4),
        "phrase" if spans else "suggestion",
        words or evidence.text[clause.start : clause.end].strip(),
        status,
        clause,
        spans,
        "" if status == "accepted" else "unsure",
    )


def read_references(evidence: Evidence) -> dict[int, ObjectiveReading]:
    """Return the objectives named by number."""
    return {
        reference.number: ObjectiveReading(
            reference.number,
            REFERENCE_CONFIDENCE[reference.is_sure],
            "reference",
            evidence.text[reference.span.start : reference.span.end],
            "accepted" if reference.is_sure else "to_review",
            reference.span,
            (reference.span,),
            "" if reference.is_sure else "unsure",
        )
        for reference in evidence.references
        if 1 <= reference.number <= LAST_OBJECTIVE
    }


def read_alone(evidence: Evidence) -> dict[int, ObjectiveReading]:
    """Return what a guiding principle that is the whole answer may have meant: for review."""
    book = load_principles()
    return {
        objective: replace(
            make_reading(evidence, objective), status="to_review", reason="principle_alone"
        )
        for principle in find_alone(list(evidence.words))
        for objective in book.alone.get(principle, ())
    }


def rank_readings(evidence: Evidence) -> list[ObjectiveReading]:
    """Return the readings of all 23 objectives, best first.

    The clauses of a short answer compete by their confidence, the topics of a description by
    their share of the whole.
    """
    share = evidence.whole.share
    readings = [make_reading(evidence, objective) for objective in range(1, 24)]
    if evidence.is_short:
        return sorted(
            readings,
            key=lambda one: (
                STATUS_ORDER[one.status],
                -one.confidence,
                -share[one.objective_id - 1],
            ),
        )
    return sorted(readings, key=lambda one: -share[one.objective_id - 1])


def demote(reading: ObjectiveReading) -> ObjectiveReading:
    """Return a reading one step less firm, where a number or a principle already speaks."""
    if reading.status == "accepted":
        return replace(reading, status="to_review", reason="several_fit")
    return replace(reading, status="candidate")


def read_objectives(evidence: Evidence) -> tuple[ObjectiveReading, ...]:
    """Return the objectives of a text, best first; none where it is about something else.

    Explicit references come first; what phrases say beside them goes to review at most. A
    principle that is the whole of an answer goes to review (rule 11 of the counting rules).
    """
    first = read_references(evidence) or read_alone(evidence)
    if not first and is_off_topic(evidence):
        return ()
    others = [one for one in rank_readings(evidence) if one.objective_id not in first]
    if first:
        others = [demote(one) for one in others]
    n_kept = len(first) + sum(one.status != "candidate" for one in others)
    spare = LEAST_ROWS - n_kept
    chosen: list[ObjectiveReading] = []
    for one in others:
        if one.status == "candidate":
            spare -= 1
            if spare < 0:
                continue
        chosen.append(one)
    return (*first.values(), *chosen)
