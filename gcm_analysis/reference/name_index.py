"""Every name of every State, in the shapes in which a text is compared with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from gcm_analysis.reference.countries import Country, countries
from gcm_analysis.reference.data_files import read_data
from gcm_analysis.reference.folding import fold, squeeze
from gcm_analysis.reference.world import WorldCountry, world

Words = tuple[str, ...]
Key = TypeVar("Key", str, Words)
SHORTEST_NAME = 4
"""Letters from which a name counts inside a longer text; below it is a code, and stands alone."""
SHORTEST_FUZZY = 5
"""Letters from which a name may be misspelled."""


@dataclass(frozen=True)
class Reading:
    """What a text can mean.

    Parameters
    ----------
    states : frozenset of str
        ISO3 codes.
    meanings : tuple of str
        Other things than States, in English.
    """

    states: frozenset[str] = frozenset()
    meanings: tuple[str, ...] = ()

    @property
    def only(self) -> str | None:
        """The one State it means, or None where there is none or a doubt."""
        return next(iter(self.states)) if len(self.states) == 1 and not self.meanings else None

    def __bool__(self) -> bool:
        return bool(self.states)

    def __or__(self, other: Reading) -> Reading:
        return Reading(
            self.states | other.states, tuple(dict.fromkeys(self.meanings + other.meanings))
        )


@dataclass(frozen=True)
class NameIndex:
    """All names by shape.

    Parameters
    ----------
    exact : dict
        Reading by the whole name without spaces.
    codes : dict
        ISO3 code by ISO 3166-1 alpha-2 and alpha-3 code, upper case.
    bags : dict
        Reading by the sorted words of a name, function words aside.
    cores : dict
        The same without the words of government ("Republic").
    sequences : dict
        Names by their first word: their words in order, longest first, and their reading.
    spellings : dict
        ISO3 codes by every spelling that a misspelling is compared with.
    confusable : dict
        For a State, those it is mistaken for.
    """

    exact: dict[str, Reading]
    codes: dict[str, str]
    bags: dict[Words, Reading]
    cores: dict[Words, Reading]
    sequences: dict[str, tuple[tuple[Words, Reading], ...]]
    spellings: dict[str, frozenset[str]]
    confusable: dict[str, frozenset[str]]


@cache
def function_words() -> frozenset[str]:
    """Return articles, prepositions and conjunctions, folded."""
    return frozenset(read_data("country_names")["function_words"])


@cache
def official_words() -> frozenset[str]:
    """Return the words of government that may surround a name, folded."""
    return frozenset(word for row in read_data("country_names")["official_words"] for word in row)


def list_words(text: str) -> Words:
    """Return the folded words of a text in order, without function words and numbers."""
    return tuple(
        word for word in fold(text).split() if word not in function_words() and not word.isdigit()
    )


def drop_official(words: Iterable[str]) -> Words:
    """Return the words that are not words of government."""
    return tuple(word for word in words if word not in official_words())


@cache
def name_index() -> NameIndex:
    """Build the index once; it takes a few hundredths of a second."""
    names, doubts, codes = _list_names(), _list_doubts(), _list_codes()
    exact = _gather((squeeze(name), reading) for name, reading in (*names, *doubts))
    long_names = [
        (name, reading)
        for name, reading in (*names, *doubts)
        if len(squeeze(name)) >= SHORTEST_NAME
    ]
    return NameIndex(
        exact=exact,
        codes=codes,
        bags=_gather((tuple(sorted(list_words(name))), reading) for name, reading in long_names),
        cores=_gather(
            (tuple(sorted(drop_official(list_words(name)))), reading)
            for name, reading in long_names
        ),
        sequences=_list_sequences(long_names),
        spellings=_list_spellings(
            (name, reading) for name, reading in long_names if not exact[squeeze(name)].meanings
        ),
        confusable=_list_confusable(),
    )


def _list_names() -> list[tuple[str, Reading]]:
    aliases: dict[str, list[str]] = read_data("country_names")["world_aliases"]
    names = [
        (name, Reading(frozenset({state.iso3})))
        for state in countries()
        for name in (*state.name.values(), *state.short_name.values(), *state.aliases)
    ]
    names += [
        (name, Reading(frozenset({other.iso3})))
        for other in world()
        for name in (*other.name.values(), *aliases.get(other.iso3, ()))
    ]
    return names


def _list_doubts() -> list[tuple[str, Reading]]:
    return [
        (text, Reading(frozenset(raw["fits"]), tuple(raw.get("meanings", ()))))
        for raw in read_data("country_names")["ambiguous"]
        for text in raw["texts"]
    ]


def _list_codes() -> dict[str, str]:
    entries: list[WorldCountry | Country] = [*world(), *countries()]
    return {code: entry.iso3 for entry in entries for code in (entry.iso2, entry.iso3)}


def _gather(pairs: Iterable[tuple[Key, Reading]]) -> dict[Key, Reading]:
    gathered: dict[Key, Reading] = {}
    for key, reading in pairs:
        if key:
            gathered[key] = gathered.get(key, Reading()) | reading
    return gathered


def _list_sequences(
    names: list[tuple[str, Reading]],
) -> dict[str, tuple[tuple[Words, Reading], ...]]:
    by_words = _gather((list_words(name), reading) for name, reading in names)
    by_first: defaultdict[str, list[tuple[Words, Reading]]] = defaultdict(list)
    for words, reading in by_words.items():
        by_first[words[0]].append((words, reading))
    return {
        first: tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))
        for first, found in by_first.items()
    }


def _list_spellings(names: Iterable[tuple[str, Reading]]) -> dict[str, frozenset[str]]:
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for name, reading in names:
        for spelling in {squeeze(name), "".join(drop_official(list_words(name)))}:
            if len(spelling) >= SHORTEST_FUZZY:
                spellings[spelling] |= reading.states
    return {spelling: frozenset(states) for spelling, states in spellings.items()}


def _list_confusable() -> dict[str, frozenset[str]]:
    groups = read_data("country_names")["confusable"]
    return {iso3: frozenset(group) - {iso3} for group in groups for iso3 in group}
