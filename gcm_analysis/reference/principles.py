"""The ten guiding principles of the Global Compact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from gcm_analysis.reference.data_files import find_entry, read_data
from gcm_analysis.reference.provenance import Source, read_sources


@dataclass(frozen=True)
class Principle:
    """One of the ten guiding principles.

    Parameters
    ----------
    number : int
        1 to 10, in the order of the resolution.
    key : str
        Stable id, e.g. "human-rights".
    letter : str
        Letter in paragraph 15 of A/RES/73/195, a to j.
    name : Mapping
        Name by language.
    aliases : Mapping
        Further wordings by language; languages without any are missing.
    sources : Mapping
        Source of each field; see `source_of`.
    """

    number: int
    key: str
    letter: str
    name: Mapping[str, str] = field(hash=False)
    aliases: Mapping[str, tuple[str, ...]] = field(hash=False)
    sources: Mapping[str, Source] = field(repr=False, hash=False, compare=False)


@cache
def principles() -> tuple[Principle, ...]:
    """Return the ten principles in the order of the resolution."""
    data = read_data("principles")
    sources = read_sources(data["sources"])
    return tuple(
        Principle(
            number=raw["number"],
            key=raw["key"],
            letter=raw["letter"],
            name=raw["name"],
            aliases={language: tuple(words) for language, words in raw["aliases"].items()},
            sources=sources,
        )
        for raw in data["principles"]
    )


def principle(number: int) -> Principle:
    """Return the principle of a number.

    Raises
    ------
    UnknownReference
        The number is not 1 to 10.
    """
    return find_entry("principle", number, {entry.number: entry for entry in principles()})
