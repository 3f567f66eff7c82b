"""The rest of the world: names by which a State outside the Americas is recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from gcm_analysis.reference.data_files import read_data
from gcm_analysis.reference.provenance import LANGUAGES


@dataclass(frozen=True)
class WorldCountry:
    """A country or territory of ISO 3166-1 that is none of the 35 American States.

    Parameters
    ----------
    iso3, iso2 : str
        ISO 3166-1 codes.
    name : Mapping
        CLDR's name by language.
    """

    iso3: str
    iso2: str
    name: Mapping[str, str] = field(hash=False)


@cache
def world() -> tuple[WorldCountry, ...]:
    """Return the countries and territories other than the 35 American States, by ISO3 code."""
    return tuple(
        WorldCountry(iso3=iso3, iso2=iso2, name=dict(zip(LANGUAGES, names, strict=True)))
        for iso3, (iso2, *names) in read_data("world").items()
    )
