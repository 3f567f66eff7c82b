"""Words that people removed from answers: what a reader is shown instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gcm_analysis.mapping.decisions import words_to_remove

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum import Decision

REMOVED = "[...]"


def shown_text(answers: pd.DataFrame, decisions: Iterable[Decision]) -> pd.Series[str]:
    """Return the text of every answer as it may be shown.

    Parameters
    ----------
    answers : DataFrame
        The table `answers`.
    decisions : iterable of Decision
        Those of kind `redact` remove words.

    Returns
    -------
    Series of str
        On the index of `answers`; null where the answer has no text.
    """
    removed = words_to_remove(decisions)
    texts = answers["text"]
    for answer_id, words in removed.items():
        rows = (answers["answer_id"] == answer_id) & texts.notna()
        texts = texts.mask(rows, texts[rows].map(lambda text, words=words: redact(text, words)))
    return texts


def find_words(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where words stand in a text as whole words, merged, in order.

    Case and the width of spaces do not matter; accents do.
    """
    found = sorted(
        match.span() for phrase in words for match in compile_words(phrase).finditer(text)
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def compile_words(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase between word boundaries."""
    inner = r"\s+".join(re.escape(word) for word in phrase.split())
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)


def redact(text: str, words: Iterable[str]) -> str:
    """Return a text without the words.

    >>> redact("Lo coordina Ana Mora, directora.", ["ana  mora"])
    'Lo coordina [...], directora.'
    """
    return redact_piece(text, words, 0, len(text))


def redact_piece(text: str, words: Iterable[str], start: int, end: int) -> str:
    """Return `text[start:end]` without the words, cut names at its ends included."""
    shown, position = "", start
    for first, last in find_words(text, words):
        if last <= start or first >= end:
            continue
        shown += text[position : max(first, start)] + REMOVED
        position = min(last, end)
    return shown + text[position:end]


def redact_pieces(text: str, words: Sequence[str], spans: Iterable[tuple[int, int]]) -> str:
    """Return pieces of a text without the words, parted as evidence is."""
    return " … ".join(redact_piece(text, words, start, end) for start, end in spans)
