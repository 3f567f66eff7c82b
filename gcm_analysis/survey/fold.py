"""Words compared as people read them: without case, accents, odd spaces or end punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

INVISIBLE_SIGNS = frozenset("\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad")
INVISIBLE = re.compile(f"[{''.join(sorted(INVISIBLE_SIGNS))}]")
VISIBLE = re.compile("[^\\s\\x00\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad]")
COMBINING = re.compile("[\u0300-\u036f]+")
COMBINING_SIGNS = frozenset(map(chr, range(0x300, 0x370)))
JOINT = "\x01"
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


def fold_all(texts: Sequence[str]) -> list[str]:
    """Return what `fold` does for many texts at once.

    The costly steps are taken once for all texts, joined by a sign that none of them holds.

    >>> fold_all([" ¿Acción   prioritaria? ", "PAÍS"])
    ['accion prioritaria', 'pais']
    """
    joined = JOINT.join(texts)
    if joined.count(JOINT) != len(texts) - 1:
        return [fold_once(text) for text in texts]
    is_ascii = joined.isascii()
    if not is_ascii:
        joined = remove_signs(joined, INVISIBLE_SIGNS)
    tidied = [" ".join(text.split()) for text in joined.replace("\x00", "").split(JOINT)]
    plain = JOINT.join(tidied).casefold()
    if not is_ascii:
        plain = remove_signs(unicodedata.normalize("NFKD", plain), COMBINING_SIGNS).casefold()
    return [text.strip(ENDS) for text in plain.split(JOINT)]


def remove_signs(text: str, signs: frozenset[str]) -> str:
    """Return a long text without some signs, of which it holds few different ones."""
    for sign in signs.intersection(text):
        text = text.replace(sign, "")
    return text


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
