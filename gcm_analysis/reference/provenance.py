"""Where each fact of the reference comes from, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Status = Literal[
    "official", "verified", "unverified", "unofficial", "own_wording", "judgement"
]  # fmt: skip
"""How sure a fact is.

official: the text of the United Nations; verified: read in the source named; unverified: own
knowledge, not found in a source; unofficial: a translation of ours; own_wording: worded for
this project; judgement: the researchers' reading.
"""
VERIFIED: frozenset[Status] = frozenset({"official", "verified"})
LANGUAGES = ("en", "es", "fr", "pt")
"""The languages in which the reference holds names."""


@dataclass(frozen=True)
class Source:
    """The source of a fact and its mark.

    Parameters
    ----------
    text : str
        Document, address or judgement the fact comes from.
    status : Status
        How sure it is.
    """

    text: str
    status: Status

    @property
    def is_verified(self) -> bool:
        """Whether the fact was read in its source; otherwise a reader must see the mark."""
        return self.status in VERIFIED

    def __str__(self) -> str:
        return self.text


class HasSources(Protocol):
    """An entry of the reference that knows the source of each of its fields."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """Sources by field, or by field and language: "title", "title.pt"."""
        ...


def source_of(entry: HasSources, field: str) -> Source:
    """Return the source of one field of an entry.

    Parameters
    ----------
    entry : Objective, Principle, Country, Conference, Grouping or Group
        The entry.
    field : str
        A field, or a field and a language joined by a dot, e.g. "title.pt".

    Raises
    ------
    LookupError
        The entry names no source for such a field.

    Examples
    --------
    >>> from gcm_analysis.reference import objective
    >>> source_of(objective(5), "title.pt").status
    'unofficial'
    """
    found = entry.sources.get(field) or entry.sources.get(field.partition(".")[0])
    if found is None:
        raise LookupError(f"{type(entry).__name__} names no source for {field!r}")
    return found


def read_sources(raw: Mapping[str, Any]) -> dict[str, Source]:
    """Return the sources that a data file declares, by field."""
    return {
        field: Source(text=entry["source"], status=entry["status"]) for field, entry in raw.items()
    }


def mark_languages(entry: HasSources, field: str) -> dict[str, Status]:
    """Return the status of a field in every language."""
    return {language: source_of(entry, f"{field}.{language}").status for language in LANGUAGES}
