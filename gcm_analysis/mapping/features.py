"""Features of a text for the statistical model: stems, pairs of stems, letters of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from gcm_analysis.mapping.words import Word

LETTERS = (3, 4, 5)
"""Lengths of the stretches of letters that are counted inside each word."""


@lru_cache(maxsize=65536)
def cut_letters(folded: str) -> tuple[str, ...]:
    """Return the stretches of letters of a word, its edges marked.

    >>> cut_letters("visa")
    ('_vi', 'vis', 'isa', 'sa_', '_vis', 'visa', 'isa_', '_visa', 'visa_')
    """
    marked = f"_{folded}_"
    return tuple(
        marked[start : start + length]
        for length in LETTERS
        for start in range(len(marked) - length + 1)
    )


def count_words(words: Sequence[Word]) -> Counter[str]:
    """Return how often each stem and each pair of neighbouring stems stands in a text."""
    stems = [word.stem for word in words]
    counts = Counter(f"w {stem}" for stem in stems)
    counts.update(f"w {first} {second}" for first, second in pairwise(stems))
    return counts


def count_letters(words: Sequence[Word]) -> Counter[str]:
    """Return how often each stretch of letters stands in a text's words."""
    counts: Counter[str] = Counter()
    for word in words:
        counts.update(cut_letters(word.folded))
    return counts
