"""What each audience may see, and how its files are named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from gcm_analysis.forum.model import Audience
from gcm_analysis.language import get_language

if TYPE_CHECKING:
    import pandas as pd

DOCUMENTS = {"pdf": "pdf", "archive": "zip"}


def name_document(forum: str, audience: Audience, language: str, extension: str) -> str:
    """Return the file name of a PDF or zip: forum, audience and language stand in it.

    >>> name_document("ejemplo-2024", "participants", "es", "pdf")
    'ejemplo-2024-delegaciones-es.pdf'
    """
    word = get_language(language).text(f"report.audience_{audience}_file")
    return f"{forum}-{word}-{language}.{extension}"


def withhold_words(
    texts: pd.Series[str],
    answer_ids: pd.Series[str],
    *,
    audience: Audience,
    cleared: Collection[str],
    placeholder: str,
) -> pd.Series[str]:
    """Return answers' words as an audience may read them.

    Parameters
    ----------
    texts, answer_ids : Series
        Words (null where there are none) and the answers that they belong to.
    audience : str
        Within the secretariat all words are read; beyond it only those cleared in review.
    cleared : collection of str
        Answers whose words may circulate (`mapping.cleared_answers`).
    placeholder : str
        What stands in place of withheld words.
    """
    if audience == "internal":
        return texts
    is_withheld = texts.notna() & ~answer_ids.isin(list(cleared))
    return texts.mask(is_withheld, placeholder)


def visible_scopes(
    n_answered: Mapping[str, int], *, audience: Audience, minimum: int
) -> tuple[str, ...]:
    """Return the scopes (ALL, RCM, SACM) whose figures an audience may see.

    The public sees a scope only where enough governments answered, and sees no two scopes
    whose difference reveals a smaller group: with one conference hidden, showing ALL beside
    the other one would give the hidden figures by subtraction.

    Parameters
    ----------
    n_answered : mapping
        Scope to governments that answered.
    audience : str
    minimum : int
        `disclosure.public_minimum` of the forum.

    Examples
    --------
    >>> visible_scopes({"ALL": 8, "RCM": 6, "SACM": 2}, audience="public", minimum=5)
    ('ALL',)
    """
    if audience != "public":
        return tuple(n_answered)
    large = tuple(scope for scope, n in n_answered.items() if n >= minimum)
    parts = [scope for scope in n_answered if scope != "ALL" and n_answered[scope] > 0]
    hidden = [scope for scope in parts if scope not in large]
    if hidden and "ALL" in large:
        return ("ALL",)
    return large


def may_see_positions(audience: Audience) -> bool:
    """Tell whether an audience sees who stands near whom, or which country moves a place."""
    return audience == "internal"
