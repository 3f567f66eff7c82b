"""Guiding principles named in a text, kept apart from the objectives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gcm_analysis.mapping.codebook import Phrase, load_yaml
from gcm_analysis.mapping.phrases import PhraseFinder
from gcm_analysis.mapping.reading import PrincipleReading, Span
from gcm_analysis.mapping.words import Word, drop_function_words, split_words


@dataclass(frozen=True)
class PrincipleBook:
    """Finders of the principles' words, and what each may have meant where it stands alone."""

    principles: PhraseFinder
    filler: PhraseFinder
    alone: dict[int, tuple[int, ...]]


@cache
def load_principles() -> PrincipleBook:
    """Return the words of the ten principles, read once from the codebook."""
    content = files("gcm_analysis.mapping").joinpath("codebook/principles.yml")
    data = load_yaml(content.read_text(encoding="utf-8"))
    named = tuple(
        Phrase(words, number, language, "clear")
        for number, by_language in data["principles"].items()
        for language, phrases in by_language.items()
        for words in phrases
    )
    filler = tuple(
        Phrase(words, 1, language, "hint")
        for language, phrases in data["filler"].items()
        for words in phrases
    )
    alone = {number: tuple(objectives) for number, objectives in data["alone"].items()}
    return PrincipleBook(PhraseFinder(named), PhraseFinder(filler), alone)


def find_principle_readings(text: str, words: list[Word]) -> tuple[PrincipleReading, ...]:
    """Return each principle that a text's content words name, once, in order of number."""
    found: dict[int, PrincipleReading] = {}
    for hit in load_principles().principles.find(words):
        span = Span(hit.start, hit.end)
        reading = PrincipleReading(hit.phrase.objective, text[hit.start : hit.end], span)
        found.setdefault(reading.principle_id, reading)
    return tuple(found[number] for number in sorted(found))


def find_principles(text: str) -> tuple[tuple[int, str], ...]:
    """Return the guiding principles that a text names, with the words that name them.

    >>> find_principles("Derechos humanos y perspectiva de género")
    ((6, 'Derechos humanos'), (7, 'perspectiva de género'))
    """
    readings = find_principle_readings(text, drop_function_words(split_words(text)))
    return tuple((reading.principle_id, reading.evidence) for reading in readings)


def find_alone(words: list[Word]) -> tuple[int, ...]:
    """Return the principles that are all a text says, or nothing where it says more."""
    book = load_principles()
    hits = book.principles.find(words)
    named = {place for hit in hits for place in hit.places}
    spare = {place for hit in book.filler.find(words) for place in hit.places}
    if not hits or len(named | spare) < len(words):
        return ()
    return tuple(sorted({hit.phrase.objective for hit in hits}))
