"""The 35 sovereign States of the Americas and what they are to the two conferences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from gcm_analysis.reference.data_files import find_entry, read_data
from gcm_analysis.reference.provenance import Source, read_sources

Tie = Literal["member", "observer"]
PositionKey = Literal[
    "in_favour", "not_voting", "not_recorded", "did_not_adopt", "against", "not_joined", "returned"
]


@dataclass(frozen=True)
class Champion:
    """A Champion country of the Compact, as far as sources tell since when.

    Parameters
    ----------
    listed_on : date
        First day on which a stored source names it a Champion; it may have been one before.
    reported_since : int or None
        Year of its confirmation by own knowledge (unverified).
    """

    listed_on: dt.date
    reported_since: int | None


@dataclass(frozen=True)
class GcmPosition:
    """A State's position towards the Compact.

    Parameters
    ----------
    key : str
        In one word.
    text : str
        In a sentence, in English.
    """

    key: PositionKey
    text: str


@dataclass(frozen=True)
class Country:
    """One of the 35 American States.

    Parameters
    ----------
    iso3, iso2 : str
        ISO 3166-1 codes.
    name, short_name : Mapping
        By language; short where the United Nations' name is long ("Bolivia").
    rcm, sacm : "member", "observer" or None
        Its tie to each conference.
    champion : Champion or None
        Set for the nine Champion countries of the Americas.
    gcm_position : GcmPosition or None
        None where nothing was found.
    survey_languages : tuple of str
        Languages in which it is likely to answer; empty where unknown.
    aliases : tuple of str
        Other ways to write its name.
    respondent_hints : tuple of str
        Ministries and agencies that answer for it; some belong to two States.
    tile : tuple of int
        (row, column) on the tile-grid map, from 0.
    note : str
        What a reader should know; mostly empty.
    sources : Mapping
        Source of each field; see `source_of`.
    """

    iso3: str
    iso2: str
    name: Mapping[str, str] = field(hash=False)
    short_name: Mapping[str, str] = field(hash=False)
    rcm: Tie | None
    sacm: Tie | None
    champion: Champion | None
    gcm_position: GcmPosition | None
    survey_languages: tuple[str, ...]
    aliases: tuple[str, ...]
    respondent_hints: tuple[str, ...]
    tile: tuple[int, int]
    note: str
    sources: Mapping[str, Source] = field(repr=False, hash=False, compare=False)

    @property
    def conference(self) -> Literal["RCM", "SACM"] | None:
        """The conference it is a member of (rule 10): observing is not membership."""
        if self.rcm == "member":
            return "RCM"
        return "SACM" if self.sacm == "member" else None

    @property
    def is_champion(self) -> bool:
        """Whether it is one of the nine Champion countries of the Americas."""
        return self.champion is not None


@cache
def countries() -> tuple[Country, ...]:
    """Return the 35 American States by ISO3 code."""
    data = read_data("countries")
    sources = read_sources(data["sources"])
    return tuple(_build_country(raw, sources) for raw in data["countries"])


def country(iso3: str) -> Country:
    """Return an American State.

    Raises
    ------
    UnknownReference
        The code is not the ISO 3166-1 alpha-3 code of one of the 35.
    """
    return find_entry("American State", iso3, _by_iso3())


def americas() -> tuple[str, ...]:
    """Return the ISO3 codes of the 35 American States."""
    return tuple(_by_iso3())


def champions(on: dt.date | None = None) -> tuple[str, ...]:
    """Return the ISO3 codes of the Champion countries of the Americas.

    Parameters
    ----------
    on : date or None
        Only those that a source names, or that are reported, as Champions by that day. For three
        of the nine no source is earlier than November 2023, though they may have been
        Champions before; without a day, all nine.
    """
    return tuple(
        state.iso3
        for state in countries()
        if state.champion is not None and (on is None or _is_known_by(state.champion, on))
    )


def tile(iso3: str) -> tuple[int, int]:
    """Return a State's (row, column) on the tile-grid map of the Americas."""
    return country(iso3).tile


def _is_known_by(champion: Champion, day: dt.date) -> bool:
    reported = champion.reported_since
    return champion.listed_on <= day or (reported is not None and reported <= day.year)


@cache
def _by_iso3() -> dict[str, Country]:
    return {state.iso3: state for state in countries()}


def _build_country(raw: dict[str, Any], sources: Mapping[str, Source]) -> Country:
    champion, position = raw.get("champion"), raw.get("gcm_position")
    row, column = raw["tile"]
    return Country(
        iso3=raw["iso3"],
        iso2=raw["iso2"],
        name=raw["name"],
        short_name=raw.get("short_name", raw["name"]),
        rcm=raw.get("rcm"),
        sacm=raw.get("sacm"),
        champion=Champion(champion["listed_on"], champion.get("reported_since"))
        if champion
        else None,
        gcm_position=GcmPosition(position["key"], position["text"]) if position else None,
        survey_languages=tuple(raw.get("survey_languages", ())),
        aliases=tuple(raw.get("aliases", ())),
        respondent_hints=tuple(raw.get("respondent_hints", ())),
        tile=(row, column),
        note=raw.get("note", ""),
        sources=_sources_of(raw, sources),
    )


def _sources_of(raw: dict[str, Any], sources: Mapping[str, Source]) -> dict[str, Source]:
    found = {"iso2": sources["iso"], "iso3": sources["iso"]} | {
        name: sources[name]
        for name in (
            "name", "name.pt", "short_name", "champion.reported_since", "gcm_position",
            "survey_languages", "aliases", "respondent_hints", "tile",
        )
    }  # fmt: skip
    if raw.get("name_source") == "cldr":
        found |= {"name": sources["cldr"], "name.pt": sources["cldr"]}
    for conference in ("rcm", "sacm"):
        if tie := raw.get(conference):
            found[conference] = sources[f"{conference}.{tie}"]
    if champion := raw.get("champion"):
        found["champion"] = sources[champion["source"]]
    if position := raw.get("gcm_position"):
        text = position.get("source", sources["gcm_position"].text)
        found["gcm_position"] = Source(text, position["status"])
    return found
