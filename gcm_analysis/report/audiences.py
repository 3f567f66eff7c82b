"""Whose words an audience may read, and how its files are named."""

from __future__ import annotations

from collections.abc import Collection
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
