"""What two spellings of a name have in common: accents, case, punctuation and spaces aside."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

IGNORED = frozenset({"Cf", "Mn", "Me"})
"""Unicode categories that vanish: invisible marks and accents."""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a text without accents, case, punctuation, invisible marks and footnote numbers.

    >>> fold("  Bolivia (Estado\u00a0Plurinacional de)* ")
    'bolivia estado plurinacional de'
    """
    if not text.isascii():
        text = "".join(char for char in text if unicodedata.category(char) != "No")
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (char for char in decomposed if unicodedata.category(char) not in IGNORED)
    words = "".join(char if char.isalnum() else " " for char in "".join(kept).casefold())
    return " ".join(words.split())


def squeeze(text: str) -> str:
    """Return the folded text without spaces: "EE. UU." and "EEUU" are the same.

    >>> squeeze("EE. UU.") == squeeze("eeuu")
    True
    """
    return fold(text).replace(" ", "")
