"""Phrases of the codebook found in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from gcm_analysis.mapping.codebook import Phrase, expand_choices, load_codebook
from gcm_analysis.mapping.words import FUNCTION_WORDS, Word, fold, stem_word

GAP = 3
"""Words that `..` in a phrase may stand for."""

Element = tuple[str, bool, bool]
"""What one word of a phrase asks for: letters, whether as a beginning only, whether words may
stand before it."""

WEIGHTS = {"clear": 1.0, "likely": 0.4, "hint": 0.12}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording of a phrase, ready to be compared with words."""

    phrase: Phrase
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a text.

    Parameters
    ----------
    phrase : Phrase
        What was found.
    places : tuple of int
        Which of the text's content words it is made of.
    start, end : int
        Where it stands in the text as given.
    """

    phrase: Phrase
    places: tuple[int, ...]
    start: int
    end: int


def read_elements(wording: str) -> tuple[Element, ...]:
    """Return what each word of a wording asks for; function words ask for nothing."""
    elements: list[Element] = []
    after_gap = False
    for part in re.findall(r"\.\.|[^\W_]+\*?", wording):
        if part == "..":
            after_gap = bool(elements)
            continue
        folded = fold(part.rstrip("*"))
        if folded in FUNCTION_WORDS or (part.endswith("*") and len(folded) < 2):
            continue
        is_beginning = part.endswith("*")
        elements.append((folded if is_beginning else stem_word(folded), is_beginning, after_gap))
        after_gap = False
    return tuple(elements)


class PhraseFinder:
    """Finds phrases in the content words of a text.

    Parameters
    ----------
    phrases : iterable of Phrase
        All that can be found.
    """

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self._by_stem: dict[str, list[Pattern]] = defaultdict(list)
        self._by_beginning: dict[str, list[Pattern]] = defaultdict(list)
        for phrase in phrases:
            wordings = {read_elements(wording) for wording in expand_choices(phrase.words)}
            for elements in sorted(wording for wording in wordings if wording):
                letters, is_beginning, _ = elements[0]
                index = self._by_beginning if is_beginning else self._by_stem
                index[letters].append(Pattern(phrase, elements))
        lengths = {len(letters) for letters in self._by_beginning}
        self._lengths = sorted(lengths)

    def _starting_at(self, word: Word) -> list[Pattern]:
        found = list(self._by_stem.get(word.stem, ()))
        for length in self._lengths:
            if length > len(word.folded):
                break
            found.extend(self._by_beginning.get(word.folded[:length], ()))
        return found

    def find(self, words: list[Word]) -> list[Hit]:
        """Return every phrase found, longest first where several start at one word."""
        hits: dict[tuple[Phrase, int], Hit] = {}
        for first, word in enumerate(words):
            for pattern in self._starting_at(word):
                places = match_rest(pattern.elements, words, first)
                if places is None:
                    continue
                hit = Hit(pattern.phrase, places, word.start, words[places[-1]].end)
                known = hits.get((pattern.phrase, first))
                if known is None or len(known.places) < len(places):
                    hits[pattern.phrase, first] = hit
        return sorted(hits.values(), key=lambda hit: (hit.start, -hit.end, hit.phrase.objective))


def match_rest(
    elements: tuple[Element, ...], words: list[Word], first: int
) -> tuple[int, ...] | None:
    """Return the places of a wording's words from `first` on, or None where it does not go on."""
    places = [first]
    at = first
    for letters, is_beginning, may_skip in elements[1:]:
        reach = range(at + 1, min(at + 2 + (GAP if may_skip else 0), len(words)))
        for place in reach:
            word = words[place]
            if word.folded.startswith(letters) if is_beginning else word.stem == letters:
                places.append(place)
                at = place
                break
        else:
            return None
    return tuple(places)


@cache
def load_finder(learned: tuple[Phrase, ...]) -> PhraseFinder:
    """Return the finder of the codebook's phrases and of learned ones, made once."""
    return PhraseFinder((*load_codebook().phrases, *learned))


@cache
def make_exclusion(unless: tuple[str, ...]) -> PhraseFinder:
    """Return a finder of the words that take a phrase's meaning away."""
    return PhraseFinder(tuple(Phrase(words, 1, "es", "hint") for words in unless))


def keep_widest(hits: list[Hit]) -> list[Hit]:
    """Return the hits that are no mere part of a longer, equally telling one.

    "Inclusión financiera" names objective 20: the "inclusión" in it no longer speaks for 16.
    """
    sets = [frozenset(hit.places) for hit in hits]
    owners: dict[int, list[int]] = defaultdict(list)
    for index, places in enumerate(sets):
        for place in places:
            owners[place].append(index)
    kept = []
    for index, hit in enumerate(hits):
        weight = WEIGHTS[hit.phrase.grade]
        is_part = any(
            other != index
            and sets[index] < sets[other]
            and WEIGHTS[hits[other].phrase.grade] >= weight
            for other in owners[hit.places[0]]
        )
        if not is_part:
            kept.append(hit)
    return kept


def is_cancelled(hit: Hit, words: list[Word]) -> bool:
    """Tell whether words near a hit take its meaning away."""
    if not hit.phrase.unless:
        return False
    first, last = hit.places[0], hit.places[-1]
    near = words[max(0, first - GAP) : last + 1 + GAP]
    return bool(make_exclusion(hit.phrase.unless).find(near))


def find_phrases(words: list[Word], learned: tuple[Phrase, ...] = ()) -> list[Hit]:
    """Return the phrases of the codebook, and learned ones, that a text's content words hold."""
    hits = [hit for hit in load_finder(learned).find(words) if not is_cancelled(hit, words)]
    return keep_widest(hits)
