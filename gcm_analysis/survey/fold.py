"""Words compared as people read them: without case, accents, odd spaces or end punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad]")
VISIBLE = re.compile("[^\\s\\x00\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad]")
COMBINING = re.compile("[\u0300-\u036f]+")
ENDS = " .:;,*¿?¡!\"'«»“”‘’"


def tidy(text: str) -> str:
    r"""Return a text with single plain spaces and nothing invisible.

    >>> tidy("  Acción\u00a0 2\r\n")
    'Acción 2'
    """
    if not text.isascii():
        text = INVISIBLE.sub("", text)
    return " ".join(text.replace("\x00", "").split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a text as it is compared: case, accents, spaces and end punctuation set aside.

    >>> fold(" ¿Acción   prioritaria? ") == fold("accion prioritaria")
    True
    """
    return fold_once(text)


def fold_once(text: str) -> str:
    """Return what `fold` does, for texts that will hardly be met again."""
    plain = tidy(text).casefold()
    if not plain.isascii():
        plain = COMBINING.sub("", unicodedata.normalize("NFKD", plain)).casefold()
    return plain.strip(ENDS)


def is_visible(text: str) -> bool:
    """Tell whether a text holds anything that can be seen."""
    return VISIBLE.search(text) is not None


def slug(text: str, most: int = 40) -> str:
    """Return a short identifier made of a text's first words.

    >>> slug("¿Cuáles son los temas prioritarios?")
    'cuales-son-los-temas-prioritarios'
    """
    words = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(words) <= most:
        return words
    cut = words[: most + 1]
    return (cut[: cut.rfind("-")] if "-" in cut[1:] else cut[:most]).strip("-")
