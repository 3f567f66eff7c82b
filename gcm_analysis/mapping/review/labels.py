"""What the drop-downs of a review workbook say, and how a person's cell is read back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from gcm_analysis.language import LANGUAGES, get_language
from gcm_analysis.reference import objective, objectives
from gcm_analysis.survey.fold import fold

BETWEEN_LANGUAGES = " / "
_LEADING_NUMBER = re.compile(r"^(\d{1,2})(?:\s*[·.:-].*)?$", re.DOTALL)


def label_objective(number: int, language: str) -> str:
    """Return an objective as the drop-downs show it, e.g. "5 · Vías regulares"."""
    return get_language(language).text(
        "review.objective_label", number=str(number), name=objective(number).short[language]
    )


def join_languages(texts: Iterable[str]) -> str:
    """Return what a bilingual cell says: each wording once.

    >>> join_languages(["no", "no"])
    'no'
    """
    return BETWEEN_LANGUAGES.join(dict.fromkeys(texts))


@cache
def read_objective(text: str) -> int | None:
    """Return the objective that a cell names: its number, a label, or its short name.

    A label of another language or of an earlier version is known by its number.

    Returns
    -------
    int or None
        None where it names none of the 23.
    """
    found = _LEADING_NUMBER.match(text.strip())
    if found:
        number = int(found.group(1))
        return number if 1 <= number <= 23 else None
    names = {fold(short): known.number for known in objectives() for short in known.short.values()}
    return names.get(fold(text))


@cache
def read_yes_no(text: str) -> bool | None:
    """Return what a yes-or-no cell says, in any language of the program; None where unclear."""
    said = fold(text.partition(BETWEEN_LANGUAGES.strip())[0])
    for code in LANGUAGES:
        language = get_language(code)
        if said in (fold(language.text("review.say_yes")), "x"):
            return True
        if said == fold(language.text("review.say_no")):
            return False
    return None
