"""Words of a text: folded, stemmed, with the place where each stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Soft hyphens, joiners and direction marks that spreadsheets carry inside words."""

WORD = re.compile(rf"[^\W_](?:[\u0300-\u036f{INVISIBLE}]|[^\W_])*")

LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
    | dict.fromkeys(INVISIBLE, "")
)

UNCUT = frozenset({"saludo", "saludos", "date", "dates", "caso", "casos"})
"""Words that a cut would turn into another word."""

FUNCTION_WORD_LINES = """
    a al as ante con cual de del desde e el ella ellas ellos en entre es esta este estos estas
    hacia ha han la las le les lo los mas o para por que se ser si sobre su sus u un una unas unos y
    the of in on to for and or with by at from an is are be been was were has have its their our
    this that these those which who we it they them into as such
    des du d l et ou aux au pour par sur dans une leur leurs son ses ce ces cette qui nous est sont
    a la n s c qu
    da do das dos na nas nos em ao aos com uma um uns umas os sao seu sua seus suas
    """
FUNCTION_WORDS = frozenset(FUNCTION_WORD_LINES.split())
"""Words without a topic of their own, in four languages. Negations are not among them."""

LANGUAGE_WORDS = {
    "es": "el la los las y del para con en que se su sus al una por lo más es son no desde hacia",
    "en": "the of and to in for with on by their is are from that we our at be as has",
    "fr": "le les des et du pour dans une aux au sur par leur est sont qui que avec l d en nous",
    "pt": "o os do da dos das e para com em no na uma ao aos à às por não são mais seu pelo pela",
}
"""The commonest words of each language, by which a text's language is told."""

TELLING_ENDINGS = {
    "es": ("cion", "ciones", "dad", "dades"),
    "en": ("ing", "tion", "ness", "ties"),
    "fr": ("tion", "eux", "aux", "ement"),
    "pt": ("cao", "coes", "dade", "dades", "agem"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Parameters
    ----------
    folded : str
        Lower case, without accents.
    stem : str
        `folded` without the endings of number and gender.
    start, end : int
        Where it stands in the text as given.
    """

    folded: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a text in lower case, without accents and invisible marks.

    >>> fold("Niñez, Œuvre")
    'ninez, oeuvre'
    """
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(char for char in lowered if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def stem_word(folded: str) -> str:
    """Return a folded word without its endings of number and gender.

    Light on purpose: the same cuts for Spanish, English, French and Portuguese, so that
    what is cut from a phrase of the codebook is cut from the text as well.

    >>> [stem_word(word) for word in ("regulares", "regular", "policies", "policy")]
    ['regular', 'regular', 'polici', 'polici']
    """
    if folded in UNCUT:
        return folded
    stem = folded
    if len(stem) >= 6 and stem.endswith(("oes", "aos")):
        return stem[:-3]
    if len(stem) >= 6 and stem.endswith("ao"):
        return stem[:-2]
    if len(stem) >= 5 and stem.endswith("es"):
        stem = stem[:-2]
    elif len(stem) >= 4 and stem.endswith(("s", "x")):
        stem = stem[:-1]
    if len(stem) >= 5 and stem[-1] in "aoe":
        stem = stem[:-1]
    if len(stem) >= 5 and stem[-1] == "y":
        stem = stem[:-1] + "i"
    return stem


def split_words(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    words = []
    for match in WORD.finditer(text):
        folded = fold(match.group())
        if folded:
            words.append(Word(folded, stem_word(folded), match.start(), match.end()))
    return words


def is_verb(words: list[Word], place: int) -> bool:
    """Tell whether "trata" or "traite" is the verb ("se trata de", "qui traite de")."""
    if words[place].folded not in {"trata", "traite"}:
        return False
    before = words[place - 1].folded if place else ""
    after = words[place + 1].folded if place + 1 < len(words) else ""
    return before in {"se", "que", "qui", "il", "elle"} or after == "se"


def drop_function_words(words: list[Word]) -> list[Word]:
    """Return the words that carry a topic or a negation."""
    return [
        word
        for place, word in enumerate(words)
        if word.folded not in FUNCTION_WORDS and not is_verb(words, place)
    ]


FOLDED_LANGUAGE_WORDS = {
    language: frozenset(fold(word) for word in words.split())
    for language, words in LANGUAGE_WORDS.items()
}


def tell_language(words: list[Word], default: str = "es") -> str:
    """Return the language that most of a text's small words and endings belong to.

    >>> tell_language(split_words("Gestion des frontières et des migrations"))
    'fr'
    """
    scores = {
        language: sum(2 for word in words if word.folded in common)
        + sum(1 for word in words if word.folded.endswith(TELLING_ENDINGS[language]))
        for language, common in FOLDED_LANGUAGE_WORDS.items()
    }
    best = max(scores, key=lambda language: (scores[language], language == default))
    return best if scores[best] else default
