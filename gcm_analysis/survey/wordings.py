"""Wordings compared as a reader compares them: case, accents, spaces, end punctuation aside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gcm_analysis.errors import find_nearest
from gcm_analysis.survey.answer_language import strip_accents
from gcm_analysis.survey.export import HintedItem

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\ufeff"))


def fold_wording(text: str) -> str:
    """Return a wording as it is compared.

    >>> fold_wording("  Vías   REGULARES.\\u00a0")
    'vias regulares'
    """
    plain = strip_accents(text.translate(INVISIBLE)).casefold()
    return re.sub(r"\s+", " ", plain).strip(" .,;:")


@dataclass(frozen=True)
class Wordings:
    """The items offered by a question, found by any of their wordings.

    Parameters
    ----------
    items : tuple of HintedItem
        In the order of the form; of two items with one wording the first is meant.
    """

    items: tuple[HintedItem, ...]

    @cached_property
    def by_folded(self) -> dict[str, str]:
        """Item of each folded wording."""
        pairs = [(fold_wording(w), item.item_id) for item in self.items for w in item.wordings]
        return dict(reversed(pairs))

    def find(self, text: str) -> str | None:
        """Return the item that a text offers, or None."""
        return self.by_folded.get(fold_wording(text))

    def nearest(self, text: str) -> str | None:
        """Return the wording that looks most like a text, or None where nothing is near."""
        return find_nearest(fold_wording(text), self.by_folded)


def find_header(wanted: str, headers: Iterable[str]) -> str | None:
    """Return the header that is meant by one written in forum.yml, or None.

    An exact header is preferred to one that is equal when folded.
    """
    known = list(headers)
    if wanted in known:
        return wanted
    folded = {fold_wording(header): header for header in reversed(known)}
    return folded.get(fold_wording(wanted))
