"""In which language an open answer is written, told by its commonest words."""

from __future__ import annotations

import re
import unicodedata

from gcm_analysis.forum.model import TextLanguage

COMMON_WORDS: dict[TextLanguage, str] = {
    "es": (
        "el la los las de del y e o a en un una que con para por se su sus al lo es son como entre "
        "sobre desde hacia mas no sin nuestro nuestra pais paises atencion migracion personas "
        "ninos ninas derechos fortalecer mejorar cooperacion vias retorno acceso"
    ),
    "en": (
        "the of and to in a an for with on by from at as is are be that this their our we it its "
        "between through into not no without country countries migration migrants people children "
        "rights strengthen strengthening improve access return cooperation more all"
    ),
    "fr": (
        "le la les de des du et en un une que qui avec pour par se sa ses au aux dans sur est sont "
        "entre comme plus ne pas sans notre pays nos leur leurs migrations personnes enfants "
        "droits renforcer ameliorer cooperation acces retour voies l d"
    ),
    "pt": (
        "o a os as de do da dos das e em um uma que com para por se sua suas ao aos no na nos nas "
        "pelo pela mais nao sem nosso nossa pais paises migracao pessoas criancas direitos "
        "fortalecer melhorar cooperacao acesso retorno vias sao como entre atencao"
    ),
}
"""Words without accents; those of several languages tell them apart by what stands beside them."""

TELLING_MARKS: dict[TextLanguage, str] = {
    "es": r"ñ|¿|¡|ción\b|ciones\b|dad\b|miento\b",
    "en": r"\w(?:ing|tion|ship|ment|ness)s?\b|'s\b",
    "fr": r"[èêëœù]|\bl['’]|\bd['’]|\bqu['’]|tés?\b|eaux\b|ment\b",
    "pt": r"[ãõ]|ção\b|ções\b|dade\b|lh[ao]|nh[ao]",
}
"""Letters and endings, at half the weight of a word."""


def detect_language(text: str) -> TextLanguage | None:
    """Return the language of an answer, or None where its words do not tell.

    Counts the commonest words of each language and half a point for its telling letters and
    endings; the best must lead. "Obj. 5, 6" says nothing of its language.

    >>> detect_language("Ampliar las vías regulares y fortalecer la protección consular")
    'es'
    >>> detect_language("Obj. 5, 6") is None
    True
    """
    scores = {language: score_language(text, language) for language in COMMON_WORDS}
    best, second = sorted(scores, key=lambda language: -scores[language])[:2]
    return best if scores[best] > scores[second] else None


def score_language(text: str, language: TextLanguage) -> float:
    """Return how much of a text speaks for a language."""
    lowered = text.casefold()
    words = re.findall(r"[a-z]+", strip_accents(lowered))
    common = frozenset(COMMON_WORDS[language].split())
    known = sum(word in common for word in words)
    return known + len(re.findall(TELLING_MARKS[language], lowered)) / 2


def strip_accents(text: str) -> str:
    """Return a text without accents and tildes."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
