"""From a text to the American State it names: what fits two is refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from gcm_analysis.reference.countries import americas
from gcm_analysis.reference.country_errors import (
    AmbiguousCountry,
    NotAmerican,
    UnexpectedCountry,
    UnknownCountry,
)
from gcm_analysis.reference.folding import squeeze
from gcm_analysis.reference.misspelling import compare_spellings, list_rivals, pick_winner
from gcm_analysis.reference.name_index import (
    SHORTEST_NAME,
    Reading,
    Words,
    drop_official,
    list_words,
    name_index,
    official_words,
)

CODE = re.compile(r"[A-Za-z]{2,3}")
SEPARATORS = re.compile(r"[()\[\]{}/|;,:\r\n]+|\s[-–—]+\s|[–—]")
"""What parts a name from a note: "Canadá (IRCC)", "México / Mexico", "SLV - El Salvador"."""
NOT_LETTERS = " \t\r\n\u00a0.,;:*()[]\"'"


def resolve_country(text: str, *, among: Collection[str] | None = None) -> str:
    """Return the ISO3 code of the American State that a text names.

    Reads names in English, Spanish, French and Portuguese, official long forms, aliases and
    ISO 3166-1 codes; accents, case, punctuation and kinds of space do not matter. Words of
    government around a name and notes beside it are passed over; codes and abbreviations
    count only as the whole text. A misspelling resolves when one State is clearly nearest.

    Parameters
    ----------
    text : str
        The text of a cell.
    among : collection of str or None
        ISO3 codes of the States that can stand here. They never help to guess: a text
        that fits two States is refused even where only one of them can stand here.

    Returns
    -------
    str
        ISO 3166-1 alpha-3 code.

    Raises
    ------
    AmbiguousCountry
        The text fits more than one State, or a State and something else.
    NotAmerican
        It names a country that is none of the 35 American States.
    UnknownCountry
        It names no State that is known here.
    UnexpectedCountry
        It names a State that is not `among` those expected.

    Examples
    --------
    >>> resolve_country("Gobierno de México (SRE)")
    'MEX'
    >>> resolve_country("Rép. dominicaine")
    'DOM'
    """
    iso3 = _resolve(text)
    if among is not None and iso3 not in among:
        raise UnexpectedCountry(text=text, candidates=(iso3,), among=tuple(among))
    return iso3


@lru_cache(maxsize=4096)
def _resolve(text: str) -> str:
    reading = _read_whole(text) or _read_words(text) or _read_parts(text)
    if not reading:
        return _read_misspelled(text)
    if reading.only is None:
        raise AmbiguousCountry(
            text=text, candidates=tuple(sorted(reading.states)), meanings=reading.meanings
        )
    if reading.only not in americas():
        raise NotAmerican(text=text, candidates=(reading.only,))
    return reading.only


def _read_whole(text: str) -> Reading:
    """Read a text that is a name, an alias or a code and nothing else."""
    index = name_index()
    key = squeeze(text)
    reading = index.exact.get(key, Reading())
    code = index.codes.get(key.upper())
    if code is not None and (reading or _is_code(text, code)):
        reading |= Reading(frozenset({code}))
    return reading


def _is_code(text: str, iso3: str) -> bool:
    """Tell a code from a non-answer: "NA" is Namibia, "N/A" and "na" are not."""
    bare = text.strip(NOT_LETTERS)
    return CODE.fullmatch(bare) is not None and (iso3 in americas() or bare.isupper())


def _read_words(text: str) -> Reading:
    """Read the words of a text in any order, with words of government around a name."""
    index = name_index()
    words = list_words(text)
    if bag := index.bags.get(tuple(sorted(words))):
        return bag
    named, rest = find_names(words)
    if len(named.states) > 1 or (named and set(rest) <= official_words()):
        return named | list_rivals(named, (squeeze(text), "".join(words)))
    core = drop_official(words)
    found = index.cores.get(tuple(sorted(core)), Reading())
    if len("".join(core)) < SHORTEST_NAME:
        return Reading()
    return found | list_rivals(found, (squeeze(text), "".join(words), "".join(core)))


def find_names(words: Words) -> tuple[Reading, Words]:
    """Return what the names inside a text mean, longest first, and the words between them.

    "Estados Unidos Mexicanos" is one name: the shorter one inside it is not found.
    """
    named, rest, start = Reading(), [], 0
    while start < len(words):
        length, reading = _longest_name(words[start:])
        if length:
            named |= reading
        else:
            rest.append(words[start])
        start += length or 1
    return named, tuple(rest)


def _longest_name(words: Words) -> tuple[int, Reading]:
    for name, reading in name_index().sequences.get(words[0], ()):
        if words[: len(name)] == name:
            return len(name), reading
    return 0, Reading()


def _read_parts(text: str) -> Reading:
    """Read a name with a note beside it; a code in a note can only contradict the name."""
    reading = Reading()
    codes: set[str] = set()
    for part in _split_parts(text):
        if len(squeeze(part)) >= SHORTEST_NAME:
            reading |= _read_whole(part) or _read_words(part)
        elif part.isupper() and len(part) == 3 and part in name_index().codes:
            codes.add(name_index().codes[part])
    return reading | Reading(frozenset(codes)) if reading else reading


def _split_parts(text: str) -> Iterator[str]:
    parts = [part.strip() for part in SEPARATORS.split(text)]
    if len(parts) > 1:
        yield from filter(None, parts)


def _read_misspelled(text: str) -> str:
    """Return the one State a misspelled text is clearly nearest to."""
    words = list_words(text)
    forms = (squeeze(text), "".join(words), "".join(drop_official(words)))
    likenesses = compare_spellings(forms)
    named, _ = find_names(words)
    winners = pick_winner(likenesses)
    if winners and not named.states <= set(winners[:1]):
        winners = tuple(dict.fromkeys((*sorted(named.states), *winners)))
    if len(winners) > 1:
        raise AmbiguousCountry(text=text, candidates=winners)
    if not winners or winners[0] not in americas():
        near = [iso3 for iso3 in likenesses if iso3 in americas()]
        nearest = tuple(dict.fromkeys((*winners, *sorted(named.states), *near)))[:3]
        raise UnknownCountry(text=text, candidates=nearest)
    return winners[0]
