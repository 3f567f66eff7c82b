"""What does not fit together between the parts of a forum.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gcm_analysis.errors import find_nearest
from gcm_analysis.forum.faults import (
    Fault,
    Path,
    check_reserved,
    check_states,
    check_timezone,
    find_repeats,
)
from gcm_analysis.forum.model import Question
from gcm_analysis.forum.outline import Outline
from gcm_analysis.reference import americas

MOST_LISTED = 12
"""Valid ids that a message lists."""
IDS = {"topics": "id", "sources": "alias", "questions": "id"}


def find_contradictions(outline: Outline) -> Iterator[Fault]:
    """Yield what does not fit together between the parts of a forum.yml."""
    yield from _check_own_ids(outline)
    yield from _check_lists(outline)
    yield from _check_locale(outline)
    yield from _check_languages(outline)
    for place, question in outline.questions.items():
        path: Path = ("questions", place)
        yield from _check_known(
            question.topics, outline.ids("topics"), (*path, "topics"), "a topic of this file"
        )
        yield from _check_known(
            question.sources,
            outline.ids("sources", "alias"),
            (*path, "sources"),
            "the alias of a source of this file",
        )
        yield from _check_wordings(outline, question, path)
    yield from _check_shared_columns(outline)


def _check_own_ids(outline: Outline) -> Iterator[Fault]:
    for part, key in IDS.items():
        first: dict[str, int] = {}
        for place, given in outline.ids(part, key).items():
            if given in first:
                what = f"is {given!r} again (first in {part}[{first[given]}])"
                yield Fault((part, place, key), what, f"an {key} of its own")
            first.setdefault(given, place)
            if part == "topics":
                yield from check_reserved(given, (part, place, key))


def _check_lists(outline: Outline) -> Iterator[Fault]:
    for key in ("languages", "audiences", "earlier_forums"):
        names = outline.names(key)
        for place in find_repeats(names):
            yield Fault((key, place), f"is {names[place]!r} again", "each once")
    own = outline.data.get("forum")
    for place, name in enumerate(outline.names("earlier_forums")):
        if name == own:
            yield Fault(("earlier_forums", place), "is this forum itself", "an earlier one")
    points = outline.data.get("focal_points")
    for code in points if isinstance(points, dict) else ():
        if isinstance(code, str) and code not in americas():
            fault = next(check_states([code], ()))
            yield Fault(("focal_points", code), "is no State", fault.expected, fault.nearest)


def _check_locale(outline: Outline) -> Iterator[Fault]:
    zone = outline.data.get("timezone")
    if isinstance(zone, str):
        yield from check_timezone(zone)
    formats = outline.data.get("number_format")
    if not isinstance(formats, dict):
        return
    from babel import Locale, UnknownLocaleError

    for language, name in formats.items():
        try:
            Locale.parse(str(name))
        except (ValueError, UnknownLocaleError):
            expected = "a CLDR locale such as es_419, es_SV or en"
            yield Fault(("number_format", str(language)), f"is {name!r}", expected)


def _check_languages(outline: Outline) -> Iterator[Fault]:
    """Tell texts that are missing in a language of the report."""
    languages = outline.names("languages") if "languages" in outline.data else ("es", "en")
    texts: list[tuple[Path, Any]] = [(("title",), outline.data.get("title"))]
    texts.append((("short_title",), outline.data.get("short_title")))
    texts += [(("topics", place, "name"), topic.name) for place, topic in outline.topics.items()]
    for place, question in outline.questions.items():
        path: Path = ("questions", place)
        texts.append(((*path, "text"), question.text))
        texts += [
            ((*path, "options", number, "text"), option.text)
            for number, option in enumerate(question.options)
        ]
    for where, given in texts:
        for language in languages if isinstance(given, Mapping) and given else ():
            if language not in given:
                expected = f"one, or {language!r} taken out of languages"
                yield Fault(where, f"has no text in {language!r}", expected)


def _check_known(
    given: tuple[str, ...], known: Mapping[int, str], path: Path, expected: str
) -> Iterator[Fault]:
    names = list(known.values())
    for place, name in enumerate(given):
        if name not in names:
            nearest = find_nearest(name, names)
            listed = ", ".join(names[:MOST_LISTED]) + (", ..." if len(names) > MOST_LISTED else "")
            told = expected if nearest else f"{expected} ({listed or 'there is none'})"
            yield Fault((*path, place), f"is {name!r}", told, nearest)


def _check_wordings(outline: Outline, question: Question, path: Path) -> Iterator[Fault]:
    """Tell a wording under which a question offers two things: an answer could mean either."""
    topics = {topic.id: topic for topic in outline.topics.values()}
    owners: dict[str, str] = {}
    offered = [
        (name, topic.id)
        for topic in map(topics.get, question.topics)
        if topic is not None
        for name in (*topic.as_asked, *topic.name.values())
    ]
    offered += [
        (name, option.id)
        for option in question.options
        for name in (*option.as_asked, *option.text.values())
    ]
    for name, owner in offered:
        first = owners.setdefault(" ".join(name.casefold().split()), owner)
        if first != owner:
            what = f"offers {first!r} and {owner!r} under the same words {name!r}"
            yield Fault(path, what, "words of its own for each")


def _check_shared_columns(outline: Outline) -> Iterator[Fault]:
    """Tell a column that two questions of one source read: its cells would count twice."""
    seen: list[tuple[str, Question]] = []
    for place, question in outline.questions.items():
        for path, header in _list_columns(question):
            for other_header, other in seen:
                if other_header == header and _share_source(question, other):
                    what = f"is the column of the question {other.id!r} too: {header!r}"
                    yield Fault(("questions", place, *path), what, "a column of its own")
            seen.append((header, question))


def _list_columns(question: Question) -> list[tuple[Path, str]]:
    columns: list[tuple[Path, str]] = [(("column",), question.column)] if question.column else []
    columns += [(("columns", key), header) for key, header in question.columns.items()]
    columns += [
        (("place_columns", place), header) for place, header in enumerate(question.place_columns)
    ]
    return columns


def _share_source(one: Question, other: Question) -> bool:
    if not one.sources or not other.sources:
        return True
    return bool(set(one.sources) & set(other.sources))
