"""What speaks for each objective in a text, gathered for many texts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gcm_analysis.mapping.calibration import (
    count_grades,
    estimate_confidence,
    join_evidence,
    share_phrases,
)
from gcm_analysis.mapping.clauses import (
    find_denied,
    hide_links,
    is_within,
    split_clauses,
    split_lines,
    split_sentences,
)
from gcm_analysis.mapping.codebook import Phrase
from gcm_analysis.mapping.phrases import Hit, find_phrases
from gcm_analysis.mapping.reading import Span
from gcm_analysis.mapping.references import Reference, find_references
from gcm_analysis.mapping.suggestion import (
    DEFAULT_MODEL,
    ENCODER_MODEL,
    score_meanings,
    score_words,
)
from gcm_analysis.mapping.words import Word, drop_function_words, split_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LONGEST_LIST = 40
"""Content words up to which a text can be a list of priorities, each clause of which speaks for
itself. What is longer is a description, of which every sentence serves one topic."""
LEAST_DENSITY = 0.5
"""Share of a list's content words that phrases of the codebook cover: descriptions have less."""
BRIEF = 8
"""Content words up to which any text is taken for a list."""

MEAN_WEIGHT, FIRST_WEIGHT = 0.5, 0.25
"""What the mean of its sentences, and the first of them, weigh in a text beside the whole:
background that takes many words says less, and most descriptions begin with what they are about."""

DENIABLE = frozenset(range(1, 24)) - {2, 8, 9, 10, 13, 17}
"""Objectives that "not X" sets aside. The others are about things to be ended: "no detention"
is objective 13 all the same."""


@dataclass(frozen=True)
class Unit:
    """A text or a part of it, with what its words say.

    Parameters
    ----------
    span : Span
    words : tuple of Word
        Its content words that are not set aside.
    hits : tuple of Hit
        Its phrases that are not set aside.
    confidence : array, (23,)
        Probability that a person would give it each objective.
    share : array, (23,)
        Of each objective as the one it is about.
    off_topic : float
        How much it resembles what is about something else, over the best objective.
    """

    span: Span
    words: tuple[Word, ...]
    hits: tuple[Hit, ...]
    confidence: Numbers
    share: Numbers
    off_topic: float


@dataclass(frozen=True)
class Evidence:
    """What was gathered for one text: its references, itself, its parts.

    `lines` are those of a text of several lines: each is an answer of its own.
    """

    text: str
    model: str
    references: tuple[Reference, ...]
    words: tuple[Word, ...]
    clauses: tuple[Span, ...]
    whole: Unit
    parts: tuple[Unit, ...]
    lines: tuple[Unit, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether each clause speaks for itself."""
        return reads_as_list(self.words, self.whole.hits)


@dataclass(frozen=True)
class Draft:
    """A text before it is scored."""

    text: str
    references: tuple[Reference, ...]
    words: tuple[Word, ...]
    hits: tuple[Hit, ...]
    spoken: tuple[Word, ...]
    clauses: tuple[Span, ...]
    n_sentences: int
    spans: tuple[Span, ...]
    lines: tuple[Span, ...]

    def within(self, span: Span) -> tuple[tuple[Word, ...], tuple[Hit, ...]]:
        """Return the words and the phrases that begin in a part."""
        words = tuple(word for word in self.spoken if span.start <= word.start < span.end)
        hits = tuple(hit for hit in self.hits if span.start <= hit.start < span.end)
        return words, hits


def draft_text(text: str, learned: tuple[Phrase, ...] = ()) -> Draft:
    """Return a text with its words, phrases and parts; addresses of links are no words of it."""
    visible = hide_links(text)
    content = drop_function_words(split_words(visible))
    denied = find_denied(visible)
    hits = tuple(
        hit
        for hit in find_phrases(content, learned)
        if hit.phrase.objective not in DENIABLE or not is_within(hit.start, hit.end, denied)
    )
    speaking = {place for hit in hits for place in hit.places}
    spoken = tuple(
        word
        for place, word in enumerate(content)
        if place in speaking or not is_within(word.start, word.end, denied)
    )
    clauses = split_clauses(visible)
    sentences = split_sentences(visible)
    if len(sentences) == 1:
        sentences = []
    own = clauses if reads_as_list(content, hits) else name_clauses(clauses, hits)
    spans = list(dict.fromkeys([*sentences, *own]))
    lines = split_lines(visible)
    return Draft(
        text,
        tuple(find_references(visible)),
        tuple(content),
        hits,
        spoken,
        tuple(clauses) or (Span(0, len(text)),),
        len(sentences),
        tuple(spans) if len(spans) > 1 else (),
        tuple(lines) if len(lines) > 1 else (),
    )


def reads_as_list(words: Sequence[Word], hits: Sequence[Hit]) -> bool:
    """Tell whether a text is a list of priorities rather than a description, from its words."""
    if len(words) <= BRIEF:
        return True
    if len(words) > LONGEST_LIST:
        return False
    covered = {place for hit in hits if hit.phrase.grade != "hint" for place in hit.places}
    return len(covered) >= LEAST_DENSITY * len(words)


def name_clauses(clauses: Sequence[Span], hits: Sequence[Hit]) -> list[Span]:
    """Return the clauses in which a clear phrase begins."""
    clear = [hit.start for hit in hits if hit.phrase.grade == "clear"]
    return [
        clause for clause in clauses if any(clause.start <= start < clause.end for start in clear)
    ]


def blend_sentences(whole: Numbers, sentences: Numbers) -> Numbers:
    """Return the scores of a text from those of the whole and of its sentences.

    They stay as far apart as those of the whole, so that one calibration serves both.
    """
    if len(sentences) < 2:
        return whole
    total = whole + MEAN_WEIGHT * sentences.mean(axis=0) + FIRST_WEIGHT * sentences[0]
    blended: Numbers = total * float(whole.std() / (total.std() or 1.0))
    return blended


def score_units(texts: Sequence[str], words: Sequence[Sequence[Word]], model: str) -> Numbers:
    """Return how much each unit resembles each class, by the model."""
    scores = score_words(words)
    if model == ENCODER_MODEL:
        scores = scores + score_meanings(texts)
    return scores


def make_unit(
    span: Span, words: tuple[Word, ...], hits: tuple[Hit, ...], scores: Numbers, model: str
) -> Unit:
    """Return a unit with its probabilities."""
    counts = count_grades(list(hits))
    share = join_evidence(scores[:23], share_phrases(counts), model)
    confidence = estimate_confidence(share, counts, scores[:23], model)
    return Unit(span, words, hits, confidence, share, float(scores[23] - scores[:23].max()))


def gather_evidence(
    texts: Sequence[str], model: str = DEFAULT_MODEL, learned: tuple[Phrase, ...] = ()
) -> list[Evidence]:
    """Return what speaks for each objective in each text."""
    drafts = [draft_text(text, learned) for text in texts]
    asked: list[tuple[int, Span, tuple[Word, ...], tuple[Hit, ...]]] = []
    for place, draft in enumerate(drafts):
        asked.append((place, Span(0, len(draft.text)), draft.spoken, draft.hits))
        asked.extend((place, span, *draft.within(span)) for span in draft.spans + draft.lines)
    wholes = [drafts[place].text[span.start : span.end] for place, span, _, _ in asked]
    scores = score_units(wholes, [words for _, _, words, _ in asked], model)
    units: list[list[Unit]] = [[] for _ in drafts]
    for row, (place, span, words, hits) in enumerate(asked):
        own = scores[row]
        if not units[place]:
            own = blend_sentences(own, scores[row + 1 : row + 1 + drafts[place].n_sentences])
        units[place].append(make_unit(span, words, hits, own, model))
    return [
        Evidence(
            draft.text,
            model,
            draft.references,
            draft.words,
            draft.clauses,
            own[0],
            tuple(own[1 : len(draft.spans) + 1]),
            tuple(own[len(draft.spans) + 1 :]),
        )
        for draft, own in zip(drafts, units, strict=True)
    ]
