"""Words compared as people read them: without case, accents, odd spaces or end punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\x00"))
SPACES = re.compile(r"[\s\u00a0\u202f\u2007]+")
ENDS = " .:;,*¿?¡!\"'«»“”‘’"


def tidy(text: str) -> str:
    r"""Return a text with single plain spaces and nothing invisible.

    >>> tidy("  Acción\u00a0 2\r\n")
    'Acción 2'
    """
    return SPACES.sub(" ", text.translate(INVISIBLE)).strip()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a text as it is compared: case, accents, spaces and end punctuation set aside.

    >>> fold(" ¿Acción   prioritaria? ") == fold("accion prioritaria")
    True
    """
    plain = unicodedata.normalize("NFKD", tidy(text)).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).strip(ENDS)


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
