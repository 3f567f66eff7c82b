"""What can be wrong inside one part of a forum.yml whose single values are well formed."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from gcm_analysis.errors import find_nearest
from gcm_analysis.reference import americas

if TYPE_CHECKING:
    from gcm_analysis.forum.model import CountryOf, Dates, Scale, Source

Step = str | int
Path = tuple[Step, ...]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NO_DAY = "a day written YYYY-MM-DD"
NO_OBJECTIVES = "objectives such as [5, 6] or {5: 0.7, 6: 0.3}, without quotes"
TWICE = "each objective once"
"""What was expected where a value is refused."""
RESERVED_IDS = ("other", "text")
"""What answer ids say of an answer that is neither topic nor option."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a part.

    Parameters
    ----------
    path : tuple of str and int
        Where, from the part downward.
    what : str
        What is wrong, as the end of a sentence that begins with the place.
    expected : str
        What was expected, as half a sentence.
    nearest : str or None
        The valid value that looks most like the one given.
    """

    path: Path
    what: str
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))} {self.what}: {self.expected}"


def spread_shares(value: Any) -> Any:
    """Turn `[5, 6]` or `{5: 3, 6: 1}` into shares that sum to 1.

    Raises
    ------
    ValueError
        The value is neither, or names an objective twice.
    """
    if isinstance(value, list | tuple):
        if not all(isinstance(number, int | str) for number in value):
            raise ValueError(NO_OBJECTIVES)
        if len(set(map(str, value))) != len(value):
            raise ValueError(TWICE)
        return {number: 1 / len(value) for number in value}
    if not isinstance(value, dict):
        raise ValueError(NO_OBJECTIVES)  # noqa: TRY004 (pydantic reports no TypeError)
    if not all(is_share(share) for share in value.values()):
        return value
    total = sum(value.values())
    return {number: share / total for number, share in value.items()}


def is_share(value: object) -> bool:
    """Tell whether a value can be a share: a finite number above 0."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 < value < float("inf")  # type: ignore[operator]


def refuse_no_day(value: Any) -> Any:
    """Refuse what is not written YYYY-MM-DD: a bare number would be read as seconds."""
    if isinstance(value, dt.date) or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise ValueError(NO_DAY)


def tell_governments(value: Any) -> str:
    """Tell which form a roster has: a named set or a list of codes."""
    return "@listed" if isinstance(value, list | tuple) else "@named"


def tell_respondent_type(value: Any) -> str:
    """Tell which form a respondent type has: one type, or a column that tells it."""
    return "@named" if isinstance(value, str) else "@mapped"


def check_dates(dates: Dates) -> Iterator[Fault]:
    """Tell days that come before those they should follow."""
    names = ("survey_opens", "survey_closes", "forum_starts", "forum_ends")
    pairs = [("survey_opens", "survey_closes"), ("forum_starts", "forum_ends")]
    pairs += [("survey_opens", name) for name in names[2:]]
    told: set[str] = set()
    for earlier, later in pairs:
        first: dt.date | None = getattr(dates, earlier)
        last: dt.date | None = getattr(dates, later)
        if first and last and last < first and later not in told:
            told.add(later)
            yield Fault((later,), f"is {last}", f"a day not before {earlier} ({first})")


def check_governments(governments: str | tuple[str, ...]) -> Iterator[Fault]:
    """Tell codes of a roster that are no American State, and codes that stand twice."""
    if isinstance(governments, str):
        return
    if not governments:
        yield Fault(("governments",), "is empty", "at least one State")
    yield from check_states(governments, ("governments",))
    for place in find_repeats(governments):
        yield Fault(("governments", place), f"is {governments[place]!r} again", "each State once")


def check_states(codes: Iterable[str], path: Path) -> Iterator[Fault]:
    """Tell codes that are none of the 35 American States."""
    for place, code in enumerate(codes):
        if code not in americas():
            yield Fault(
                (*path, place),
                f"is {code!r}",
                "the ISO 3166-1 alpha-3 code of one of the 35 American States",
                find_nearest(code, americas()),
            )


def check_country_of(country: CountryOf) -> Iterator[Fault]:
    """Tell where a country is told by neither or by both of column and value."""
    if (country.column is None) == (country.value is None):
        found = "names neither" if country.column is None else "names both"
        yield Fault((), found, "either column or value")
    elif country.value is not None:
        for fault in check_states([country.value], ("value",)):
            yield Fault(("value",), fault.what, fault.expected, fault.nearest)


def check_paths(source: Source) -> Iterator[Fault]:
    """Tell files that lie outside the forum's folder."""
    named: list[tuple[Path, str]] = [(("files", n), name) for n, name in enumerate(source.files)]
    named += [(("form",), source.form)] if source.form else []
    for path, name in named:
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if ".." in parts or PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive:
            yield Fault(path, f"is {name!r}", "a file or a pattern inside the forum's folder")
    for place in find_repeats(source.files):
        yield Fault(("files", place), f"is {source.files[place]!r} again", "each file once")


def check_timezone(timezone: str | None) -> Iterator[Fault]:
    """Tell a time zone that does not exist."""
    from zoneinfo import ZoneInfo, available_timezones

    if timezone is None:
        return
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        nearest = find_nearest(timezone, available_timezones())
        expected = "a time zone of the IANA list, e.g. America/El_Salvador"
        yield Fault(("timezone",), f"is {timezone!r}", expected, nearest)


def check_scale(scale: Scale) -> Iterator[Fault]:
    """Tell a scale that does not rise, and words that stand for values outside it."""
    if scale.high <= scale.low:
        yield Fault(("high",), f"is {scale.high:g}", f"more than low ({scale.low:g})")
        return
    for label, value in scale.labels.items():
        if not scale.low <= value <= scale.high:
            expected = f"a value from {scale.low:g} to {scale.high:g}"
            yield Fault(("labels", label), f"is {value:g}", expected)


def check_reserved(item: str, path: Path) -> Iterator[Fault]:
    """Tell an id that answer ids use for something else."""
    stem, _, number = item.partition("-")
    if item in RESERVED_IDS or (stem == "other" and number.isdigit()):
        yield Fault(path, f"is {item!r}", "another id: this one marks texts of the respondents")


def find_repeats(values: Iterable[str]) -> list[int]:
    """Return the places of values that stand before as well."""
    seen: Counter[str] = Counter()
    places = []
    for place, value in enumerate(values):
        if seen[value]:
            places.append(place)
        seen[value] += 1
    return places
