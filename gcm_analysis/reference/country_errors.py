"""What can be wrong with a text that should name an American State."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TypeVar

from gcm_analysis.errors import GcmError, Place
from gcm_analysis.reference.countries import Country, countries
from gcm_analysis.reference.world import WorldCountry, world

MOST_SHOWN = 80
"""Characters of a cell's text that an error repeats."""


@dataclass(eq=False)
class UnresolvedCountry(GcmError):
    """A text does not name one American State.

    Parameters
    ----------
    text : str
        The text as given.
    candidates : tuple of str
        ISO3 codes of what it might mean, most likely first.
    place : Place or None
        Where it stands, where the caller knows.
    """

    text: str
    candidates: tuple[str, ...] = ()
    place: Place | None = None

    @property
    def shown(self) -> str:
        """The text as an error repeats it: one line, not too long."""
        words = " ".join(self.text.split())
        return repr(words if len(words) <= MOST_SHOWN else words[:MOST_SHOWN] + "...")

    @property
    def start(self) -> str:
        """The first words of the sentence: where, and what stands there."""
        return f"{self.place}: {self.shown}" if self.place else self.shown


@dataclass(eq=False)
class UnknownCountry(UnresolvedCountry):
    """A text names no State of the Americas; `candidates` are the nearest."""

    def sentence(self) -> str:
        """Say which States are near, and how to write one."""
        hint = "write its full name or its ISO 3166-1 code"
        if self.candidates:
            hint = f"did you mean {list_or(self.candidates)}? Otherwise {hint}"
        return f"{self.start} names no State of the Americas: {hint}."


@dataclass(eq=False)
class NotAmerican(UnknownCountry):
    """A text names a State or territory that is none of the 35 American States.

    `candidates` holds its ISO3 code.
    """

    def sentence(self) -> str:
        """Say which State it is."""
        named = name_country(self.candidates[0])
        return f"{self.start} is {named}, which is none of the 35 American States."


@dataclass(eq=False)
class AmbiguousCountry(UnresolvedCountry):
    """A text fits more than one State, or a State and something else.

    Parameters
    ----------
    meanings : tuple of str
        What it may mean that is no State, in English.
    """

    meanings: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Name all that it fits."""
        named = [name_country(iso3) for iso3 in self.candidates]
        fits = " and ".join([*named, *self.meanings])
        return f"{self.start} fits {fits}: write the full name or the ISO 3166-1 alpha-3 code."


@dataclass(eq=False)
class UnexpectedCountry(UnresolvedCountry):
    """A text names an American State that cannot stand here.

    `candidates` holds its ISO3 code.

    Parameters
    ----------
    among : tuple of str
        The States that can stand here.
    """

    among: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Name the State and those expected."""
        expected = ", ".join(sorted(self.among))
        named = name_country(self.candidates[0])
        return f"{self.start} is {named}, which was not expected here: expected {expected}."


Error = TypeVar("Error", bound=UnresolvedCountry)


def at_place(error: Error, place: Place) -> Error:
    """Return the same error with the place where the text stands."""
    return dataclasses.replace(error, place=place)


def name_country(iso3: str) -> str:
    """Return the English name and the code of any State or territory."""
    entries: list[Country | WorldCountry] = [*countries(), *world()]
    name = next(entry.name["en"] for entry in entries if entry.iso3 == iso3)
    return f"{name} ({iso3})"


def list_or(iso3s: tuple[str, ...]) -> str:
    """Join the names of States with "or"."""
    named = [name_country(iso3) for iso3 in iso3s]
    return " or ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
