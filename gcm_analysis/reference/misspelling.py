"""How near a misspelled text is to the names of States, and when one is clearly nearest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gcm_analysis.reference.name_index import SHORTEST_NAME, Reading, name_index

LEAST_SIMILAR = 0.6
"""Similarity (1 - edits / letters) below which a State is not worth mentioning."""
MARGIN = 0.12
"""A State resolves only when every other is less similar by at least this much."""
CONFUSABLE_FROM = 0.7
"""Of two States that are mistaken for each other, the second refuses the first from here on."""
LONGEST_TEXT = 120
"""Letters beyond which a text is prose, not a misspelled name."""


@dataclass(frozen=True)
class Likeness:
    """How near a text is to a State.

    Parameters
    ----------
    similarity : float
        0 to 1, of the most similar spelling.
    is_close : bool
        Whether so few edits lie between that it can be a misspelling.
    """

    similarity: float
    is_close: bool


def compare_spellings(forms: Iterable[str]) -> dict[str, Likeness]:
    """Return how near the forms of a text are to each State, nearest first.

    Edits are insertions, deletions, substitutions and transpositions of neighbours (optimal
    string alignment distance; Damerau 1964).
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    spellings = name_index().spellings
    found: dict[str, Likeness] = {}
    for form in dict.fromkeys(forms):
        if not SHORTEST_NAME <= len(form) <= LONGEST_TEXT:
            continue
        for spelling, similarity, _ in process.extract(
            form,
            list(spellings),
            scorer=OSA.normalized_similarity,
            score_cutoff=LEAST_SIMILAR,
            limit=None,
        ):
            edits = OSA.distance(form, spelling)
            likeness = Likeness(similarity, edits <= _most_edits(len(spelling)))
            for iso3 in spellings[spelling]:
                found[iso3] = _nearer(found.get(iso3), likeness)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].similarity, pair[0])))


def pick_winner(likenesses: Mapping[str, Likeness]) -> tuple[str, ...]:
    """Return the one State that is clearly nearest, several in doubt, or none."""
    if not likenesses or not any(likeness.is_close for likeness in likenesses.values()):
        return ()
    best, first = next(iter(likenesses.items()))
    confusable = name_index().confusable.get(best, frozenset())
    return tuple(
        iso3
        for iso3, likeness in likenesses.items()
        if iso3 == best
        or likeness.similarity > first.similarity - MARGIN
        or (iso3 in confusable and likeness.similarity >= CONFUSABLE_FROM)
    )


def list_rivals(reading: Reading, forms: Iterable[str]) -> Reading:
    """Return the States that a text read as `reading` is also near to and often mistaken for."""
    rivals = frozenset().union(
        *(name_index().confusable.get(iso3, frozenset()) for iso3 in reading.states)
    )
    if not rivals:
        return Reading()
    likenesses = compare_spellings(forms)
    return Reading(
        frozenset(
            iso3
            for iso3 in rivals
            if iso3 in likenesses and likenesses[iso3].similarity >= CONFUSABLE_FROM
        )
    )


def _most_edits(letters: int) -> int:
    """Return how many edits a name of so many letters may be away."""
    if letters < 8:
        return 1
    return 2 if letters < 14 else 3


def _nearer(one: Likeness | None, other: Likeness) -> Likeness:
    if one is None or (other.similarity, other.is_close) > (one.similarity, one.is_close):
        return other
    return one
