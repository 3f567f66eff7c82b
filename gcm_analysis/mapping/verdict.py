"""What is accepted, what goes to review, and what is a candidate only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gcm_analysis.mapping.clauses import LINK
from gcm_analysis.mapping.evidence import Evidence, Unit
from gcm_analysis.mapping.phrases import WEIGHTS
from gcm_analysis.mapping.principles import find_alone, load_principles
from gcm_analysis.mapping.reading import ObjectiveReading, Span, TextStatus
from gcm_analysis.mapping.references import LAST_OBJECTIVE
from gcm_analysis.mapping.suggestion import load_weights

LEAST_ROWS = 5
"""Rows of every text that says anything: what is not accepted or for review is a candidate."""
PLAIN = 0.5
"""Probability from which a part of a description that names an objective clearly goes to review."""
REFERENCE_CONFIDENCE = {True: 0.99, False: 0.5}
LOWERED: dict[TextStatus, TextStatus] = {
    "accepted": "to_review",
    "to_review": "candidate",
    "candidate": "candidate",
}
"""How firm words stay beside a number: the number is the answer. So stays what is read by no
phrase beside one that people learned."""
LEARNED = 0.95
"""Probability of what a list names by a phrase that people learned from an answer they reviewed."""
STATUS_ORDER: dict[TextStatus, int] = {"accepted": 0, "to_review": 1, "candidate": 2}


def is_off_topic(evidence: Evidence) -> bool:
    """Tell whether a text is about something else.

    No phrase names an objective, and it resembles what is off the topic more than any objective.
    """
    named = any(hit.phrase.grade != "hint" for hit in evidence.whole.hits)
    return not evidence.words or (not named and evidence.whole.off_topic > 0)


@dataclass(frozen=True)
class Judgement:
    """Confidence and status of one objective in a text."""

    objective: int
    confidence: float
    status: TextStatus


def find_clear(unit: Unit) -> set[int]:
    """Return the objectives that a unit names by a clear phrase that needs no review."""
    return {
        hit.phrase.objective
        for hit in unit.hits
        if hit.phrase.grade == "clear" and not hit.phrase.review
    }


def find_doubtful(unit: Unit) -> set[int]:
    """Return the objectives that only phrases speak for which always go to review."""
    reviewed = {hit.phrase.objective for hit in unit.hits if hit.phrase.review}
    return reviewed - find_clear(unit)


def find_named(unit: Unit, *, learned_only: bool = False) -> set[int]:
    """Return the objectives that a unit names by phrases, or by those that people learned."""
    return {hit.phrase.objective for hit in unit.hits if hit.phrase.source or not learned_only}


def find_best(units: tuple[Unit, ...]) -> dict[int, float]:
    """Return the confidence of each objective in the unit that names it most clearly."""
    best = dict.fromkeys(range(1, 24), 0.0)
    for unit in units:
        for objective in find_clear(unit):
            best[objective] = max(best[objective], float(unit.confidence[objective - 1]))
    return best


def judge_all(evidence: Evidence) -> list[Judgement]:
    """Return the confidence and the status of the 23 objectives in a text.

    Each clause of a list speaks for itself, and so does each line of a longer text. In a
    description only the whole is accepted; what one of its parts names clearly goes to review.
    Phrases that people learned are accepted in a list, and go to review in a description.
    """
    accepted, to_review = load_weights().thresholds[evidence.model]
    in_parts = find_best(evidence.parts)
    in_lines = in_parts if evidence.is_list else find_best(evidence.lines)
    doubtful = find_doubtful(evidence.whole)
    learned = find_named(evidence.whole, learned_only=True)
    named = find_named(evidence.whole)
    judgements = []
    for objective, whole in enumerate(evidence.whole.confidence.tolist(), start=1):
        confidence = max(whole, in_lines[objective])
        status: TextStatus = "candidate"
        if confidence >= accepted and objective not in doubtful:
            status = "accepted"
        elif confidence >= to_review or in_parts[objective] >= PLAIN:
            status = "to_review"
        if objective in learned and evidence.is_list:
            confidence, status = max(confidence, LEARNED), "accepted"
        elif objective in learned and status == "candidate":
            status = "to_review"
        elif learned and objective not in named:
            status = LOWERED[status]
        judgements.append(Judgement(objective, round(confidence, 4), status))
    return judgements


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


def quote_clause(text: str, clause: Span) -> str:
    """Return the words of a clause, the longest stretch between links."""
    return max(LINK.split(text[clause.start : clause.end]), key=len).strip()


def make_reading(evidence: Evidence, judgement: Judgement, reason: str = "") -> ObjectiveReading:
    """Return a judgement with the words that led to it."""
    spans = quote(evidence, judgement.objective)
    clause = find_carrier(evidence, judgement.objective)
    words = " … ".join(evidence.text[span.start : span.end] for span in spans)
    return ObjectiveReading(
        judgement.objective,
        judgement.confidence,
        "phrase" if spans else "suggestion",
        words or quote_clause(evidence.text, clause),
        judgement.status,
        clause,
        spans,
        "" if judgement.status == "accepted" else reason or "unsure",
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


def find_meant(evidence: Evidence) -> list[int]:
    """Return what a guiding principle that is the whole answer may have meant."""
    book = load_principles()
    principles = find_alone(list(evidence.words))
    meant = (objective for one in principles for objective in book.alone.get(one, ()))
    return list(dict.fromkeys(meant))


def rank_judgements(evidence: Evidence) -> list[Judgement]:
    """Return the judgements of all 23 objectives, best first.

    The clauses of a list and the lines of a text compete by their confidence, the topics of a
    description by their share of the whole.
    """
    share = evidence.whole.share.tolist()
    judgements = judge_all(evidence)
    if evidence.is_list or evidence.lines:
        return sorted(
            judgements,
            key=lambda one: (STATUS_ORDER[one.status], -one.confidence, -share[one.objective - 1]),
        )
    return sorted(judgements, key=lambda one: -share[one.objective - 1])


def keep_best(judgements: list[Judgement], n_before: int) -> list[Judgement]:
    """Return what becomes a row: all that is not a mere candidate, and candidates to fill up."""
    spare = LEAST_ROWS - n_before - sum(one.status != "candidate" for one in judgements)
    kept = []
    for one in judgements:
        if one.status == "candidate":
            spare -= 1
        if one.status != "candidate" or spare >= 0:
            kept.append(one)
    return kept


def read_objectives(evidence: Evidence) -> tuple[ObjectiveReading, ...]:
    """Return the objectives of a text, best first; none where it is about something else.

    Explicit references come first; what phrases say beside them goes to review at most. A
    principle that is the whole of an answer goes to review (rule 11 of the counting rules).
    """
    referenced = read_references(evidence)
    meant = [] if referenced else find_meant(evidence)
    if not referenced and not meant and is_off_topic(evidence):
        return ()
    ranked = rank_judgements(evidence)
    if referenced:
        others = [one for one in ranked if one.objective not in referenced]
        lowered = [replace(one, status=LOWERED[one.status]) for one in others]
        rest = keep_best(lowered, len(referenced))
        return (*referenced.values(), *(make_reading(evidence, one, "several_fit") for one in rest))
    if meant:
        first = sorted(
            (one for one in ranked if one.objective in meant),
            key=lambda one: meant.index(one.objective),
        )
        others = [replace(one, status="candidate") for one in ranked if one.objective not in meant]
        chosen = [replace(one, status="to_review") for one in first]
        chosen += keep_best(others, len(first))
        return tuple(make_reading(evidence, one, "principle_alone") for one in chosen)
    return tuple(make_reading(evidence, one) for one in keep_best(ranked, 0))
