"""Rating scales: numbers, numbered words, and words in four languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gcm_analysis.survey.fold import fold, tidy

NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
NUMBERED = re.compile(r"^\(?(\d{1,3})\)?\s*(?:[-–—=.:)]\s*|\()\s*([^\d\s].*?)\)?$")
RANGE_IN_TEXT = re.compile(
    r"\b(\d{1,2})\s*(?:a|al|to|à|até|hasta|-|–|—|\.\.\.?)\s*(\d{1,3})\b", re.IGNORECASE
)
WORDS = Path(__file__).parent / "words" / "scales.yml"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_LEVELS = 200
MOST_WORDS = 40
USUAL_HIGHS = (3, 4, 5, 6, 7, 10, 100)
SCALE_WORDS = re.compile(
    r"\b(escala|scale|echelle|califi\w+|valor[ae]\w*|puntu\w+|puntaje|rate|rating|"
    r"evalu\w+|avali\w+|not[ae]z?|noter|importan\w+|urgen\w+|satisf\w+|grado|degree|degre|grau)\b"
)


@dataclass(frozen=True)
class RatingScale:
    """A scale as the answers show it.

    Parameters
    ----------
    low, high : float
        Its ends.
    numbers : dict
        Number for each folded answer.
    low_words, high_words : str or None
        The ends in words, as given.
    is_assumed : bool
        Whether an end that nobody chose had to be assumed.
    """

    low: float
    high: float
    numbers: dict[str, float]
    low_words: str | None = None
    high_words: str | None = None
    is_assumed: bool = False


def read_number(text: str) -> float | None:
    """Return the number that a text is, its decimal sign a point or a comma.

    >>> read_number("3"), read_number("2,5"), read_number("3 de 5")
    (3.0, 2.5, None)
    """
    plain = tidy(text)
    return float(plain.replace(",", ".")) if NUMBER.match(plain) else None


@cache
def load_scales() -> tuple[tuple[frozenset[str], ...], ...]:
    """Return the known scales in words, each a row of levels, lowest first."""
    source = WORDS.read_text("utf-8")
    return tuple(
        tuple(frozenset(fold(word) for word in str(level).split("|")) for level in scale)
        for scale in yaml.load(source, Loader=LOADER)  # noqa: S506 - a safe loader
    )


@cache
def index_levels() -> dict[str, dict[int, int]]:
    """Return for each wording of a level the scales that have it, and its place in each."""
    index: dict[str, dict[int, int]] = {}
    for number, scale in enumerate(load_scales()):
        for place, level in enumerate(scale, 1):
            for word in level:
                index.setdefault(word, {})[number] = place
    return index


def is_level(folded: str) -> bool:
    """Tell whether a folded answer is a level of some known scale."""
    return folded in index_levels()


def recognise_scale(answers: Collection[str], question: str = "") -> RatingScale | None:
    """Return the scale that a question's distinct answers are levels of.

    Parameters
    ----------
    answers : collection of str
        Distinct answers as given, non-answers left out.
    question : str
        The question's words, which may tell the ends ("de 1 a 5").

    Returns
    -------
    RatingScale or None
        None where the answers are no known scale.
    """
    if not answers:
        return None
    return recognise_words(answers) or recognise_numbers(answers, question)


def recognise_words(answers: Collection[str]) -> RatingScale | None:
    """Return the known scale that holds every answer, where two levels at least are seen."""
    if not answers or len(answers) > MOST_WORDS:
        return None
    index = index_levels()
    given: dict[str, str] = {}
    for answer in answers:
        if (word := fold(answer)) not in index:
            return None
        given[word] = tidy(answer)
    scales = load_scales()
    fitting = []
    for number in sorted(set.intersection(*(set(index[word]) for word in given))):
        places = {word: index[word][number] for word in given}
        if len(set(places.values())) == len(given) >= 2:
            fitting.append((len(scales[number]), places))
    if not fitting:
        return None
    size, places = min(fitting, key=lambda found: found[0])
    ordered = sorted(places, key=places.__getitem__)
    return RatingScale(
        low=1.0,
        high=float(size),
        numbers={word: float(place) for word, place in places.items()},
        low_words=given[ordered[0]] if places[ordered[0]] == 1 else None,
        high_words=given[ordered[-1]] if places[ordered[-1]] == size else None,
        is_assumed=len(given) < size,
    )


def recognise_numbers(answers: Iterable[str], question: str) -> RatingScale | None:
    """Return the scale of answers that are numbers, some of them with words beside."""
    numbers: dict[str, float] = {}
    words: dict[float, str] = {}
    for answer in answers:
        if len(numbers) > MOST_LEVELS:
            return None
        folded = fold(answer)
        if (number := read_number(folded)) is not None:
            numbers[folded] = number
        elif found := NUMBERED.match(tidy(answer)):
            numbers[folded] = float(found[1])
            words[float(found[1])] = tidy(found[2])
        else:
            return None
    low, high, is_assumed = find_ends(numbers.values(), words, question)
    if not all(low <= number <= high for number in numbers.values()):
        return None
    return RatingScale(low, high, numbers, words.get(low), words.get(high), is_assumed)


def find_ends(
    numbers: Collection[float], words: dict[float, str], question: str
) -> tuple[float, float, bool]:
    """Return the ends of a scale of numbers, and whether they are assumed."""
    low, high = min(numbers), max(numbers)
    if found := RANGE_IN_TEXT.search(question):
        first, last = float(found[1]), float(found[2])
        if first <= low and high <= last:
            return first, last, False
    if low in words and high in words:
        return low, high, False
    lowest = 0.0 if low == 0 else min(1.0, low)
    highest = next((float(usual) for usual in USUAL_HIGHS if usual >= high), high)
    return lowest, max(high, highest), True


def asks_for_rating(question: str) -> bool:
    """Tell whether a question's words speak of a scale."""
    folded = fold(question)
    return bool(SCALE_WORDS.search(folded)) or bool(RANGE_IN_TEXT.search(folded))


def scale_of_labels(labels: dict[str, float], low: float | None, high: float | None) -> RatingScale:
    """Return a scale as forum.yml tells it."""
    numbers = {fold(word): float(number) for word, number in labels.items()}
    values: Sequence[float] = sorted(numbers.values()) or (low or 0.0, high or 1.0)
    in_words = {number: tidy(word) for word, number in labels.items()}
    start = values[0] if low is None else low
    end = values[-1] if high is None else high
    return RatingScale(start, end, numbers, in_words.get(start), in_words.get(end))
