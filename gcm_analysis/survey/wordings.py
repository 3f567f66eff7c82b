"""Wordings compared as a reader compares them: case, accents, spaces, end punctuation aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gcm_analysis.errors import find_nearest
from gcm_analysis.survey.export import HintedItem
from gcm_analysis.survey.fold import fold

LEVEL_SEPARATOR = " / "
"""What joins the levels of a header that stands in several rows."""


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
        pairs = [(fold(w), item.item_id) for item in self.items for w in item.wordings]
        return dict(reversed(pairs))

    def find(self, text: str) -> str | None:
        """Return the item that a text offers, or None."""
        return self.by_folded.get(fold(text))

    def nearest(self, text: str) -> str | None:
        """Return the wording that looks most like a text, or None where nothing is near."""
        return find_nearest(fold(text), self.by_folded)


def find_header(wanted: str, headers: Iterable[str]) -> str | None:
    """Return the header that is meant by one written in forum.yml, or None.

    An exact header is preferred to one that is equal when folded, and that to the only one of
    which a level is equal: a bilingual header "País / Country" may be named by either.
    """
    known = list(headers)
    if wanted in known:
        return wanted
    folded = {fold(header): header for header in reversed(known)}
    if found := folded.get(fold(wanted)):
        return found
    partly = {
        header
        for header in known
        if fold(wanted) in {fold(level) for level in header.split(LEVEL_SEPARATOR)}
    }
    return partly.pop() if len(partly) == 1 else None
