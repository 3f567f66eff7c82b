"""The two conferences: who is a member, who observes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from gcm_analysis.reference.countries import countries, country
from gcm_analysis.reference.data_files import find_entry, read_data
from gcm_analysis.reference.provenance import Source, read_sources

ConferenceKey = Literal["RCM", "SACM"]


@dataclass(frozen=True)
class Conference:
    """A regional consultative process on migration.

    Parameters
    ----------
    key : str
        "RCM" or "SACM".
    name, abbreviation : Mapping
        By language.
    aliases : tuple of str
        Other names.
    members, observers : tuple of str
        ISO3 codes, ascending. A State is a member of one conference at most; it may
        observe the other.
    observer_organizations : tuple of str
        International organizations that observe, in English.
    sources : Mapping
        Source of each field; see `source_of`.
    """

    key: ConferenceKey
    name: Mapping[str, str] = field(hash=False)
    abbreviation: Mapping[str, str] = field(hash=False)
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    observers: tuple[str, ...]
    observer_organizations: tuple[str, ...]
    sources: Mapping[str, Source] = field(repr=False, hash=False, compare=False)


@cache
def conferences() -> tuple[Conference, ...]:
    """Return the RCM and the SACM."""
    data = read_data("conferences")
    sources = read_sources(data["sources"])
    ties = read_sources(read_data("countries")["sources"])
    return tuple(
        Conference(
            key=raw["key"],
            name=raw["name"],
            abbreviation=raw["abbreviation"],
            aliases=tuple(raw["aliases"]),
            members=_list_tied(raw["key"], "member"),
            observers=_list_tied(raw["key"], "observer"),
            observer_organizations=tuple(raw["observer_organizations"]),
            sources=sources
            | {f"{tie}s": ties[f"{raw['key'].lower()}.{tie}"] for tie in ("member", "observer")},
        )
        for raw in data["conferences"]
    )


def conference(key: str) -> Conference:
    """Return a conference.

    Raises
    ------
    UnknownReference
        The key is neither "RCM" nor "SACM".
    """
    return find_entry("conference", key, {entry.key: entry for entry in conferences()})


def members(key: str) -> tuple[str, ...]:
    """Return the ISO3 codes of a conference's members: 11 of the RCM, 12 of the SACM."""
    return conference(key).members


def observers(key: str) -> tuple[str, ...]:
    """Return the ISO3 codes of a conference's observer States."""
    return conference(key).observers


def conference_of(iso3: str) -> ConferenceKey | None:
    """Return the conference a State is a member of, whatever it attends or observes."""
    return country(iso3).conference


def _list_tied(key: ConferenceKey, tie: str) -> tuple[str, ...]:
    return tuple(
        state.iso3 for state in countries() if (state.rcm if key == "RCM" else state.sacm) == tie
    )
