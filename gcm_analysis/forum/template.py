"""A forum.yml to fill in: every key with a comment, and a mark wherever a person must write."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from gcm_analysis.forum.model import Forum
from gcm_analysis.forum.yaml_text import MARK
from gcm_analysis.language import get_language

WIDTH = 96
"""Letters of a line of comment, and of a list or mapping that stands on one line."""
KEYS = tuple(key for key in Forum.model_fields if key != "folder")
FALLBACK = ("illustrative", "number_format", "focal_points", "earlier_forums")
"""Keys that a new file mentions although it does not set them."""


def fill_in(what: str, language: str = "es") -> str:
    """Return a mark that asks a person to write something; `load_forum` refuses it.

    >>> fill_in("title of the forum", "en")
    '<<fill in: title of the forum>>'
    """
    return get_language(language).text("forum_file.mark", what=what)


def new_forum_text(name: str, *, language: str = "es", **parts: Any) -> str:
    """Return a forum.yml with a mark in each place that a person must fill in.

    Parameters
    ----------
    name : str
        Name of the forum's folder.
    language : str
        Language of comments and marks, "es" or "en".
    **parts
        Keys of forum.yml that are known already, e.g. `sources` found in an export.
    """
    return write_forum_text(_blank_forum(name, language) | parts, language=language)


def write_forum_text(data: Mapping[str, Any], *, language: str = "es") -> str:
    """Write the content of a forum.yml with a comment above every key.

    Parameters
    ----------
    data : mapping
        Content in the shape of forum.yml: texts, numbers, days, lists and mappings.
    language : str
        Language of the comments, "es" or "en".

    Returns
    -------
    str
        YAML that reads back as `data`; keys stand in the order of `Forum`.
    """
    reader = get_language(language)
    lines = _comment(reader.text("forum_file.head", forum=str(data.get("forum", ""))))
    for key in KEYS:
        if key not in data and key not in FALLBACK:
            continue
        lines += ["", *_comment(reader.text(f"forum_file.{key}"))]
        lines += [f"# {key}:"] if key not in data else list(_write_entry(key, data[key], 0))
    return "\n".join(lines) + "\n"


def _blank_forum(name: str, language: str) -> dict[str, Any]:
    days = ("survey_opens", "survey_closes", "forum_starts", "forum_ends")
    return {
        "forum": name,
        "title": _ask_both("title", language),
        "dates": {day: _ask(day, language) for day in days},
        "languages": ["es", "en"],
        "timezone": "UTC",
        "roster": {"governments": "champions"},
        "sources": [
            {
                "alias": "estados",
                "files": [_ask("file", language)],
                "respondent_type": "government",
                "country": {"column": _ask("country_column", language)},
            }
        ],
        "topics": [
            {
                "id": f"tema-{number}",
                "name": _ask_both(key, language),
                "objectives": [_ask("objectives", language)],
            }
            for number, key in enumerate(("topic", "second_topic"), start=1)
        ],
        "questions": [
            {
                "id": "temas",
                "role": "priority",
                "kind": "multiple",
                "text": _ask_both("question", language),
                "column": _ask("column", language),
                "topics": ["tema-1", "tema-2"],
            },
            {
                "id": "prioridades",
                "role": "priority",
                "kind": "text",
                "text": _ask_both("open_question", language),
                "column": _ask("open_column", language),
            },
        ],
        "audiences": ["internal", "participants"],
        "disclosure": {"response_threshold": 3, "public_minimum": 5},
    }


def _ask(key: str, language: str) -> str:
    return fill_in(get_language(language).text(f"forum_file.fill_{key}"), language)


def _ask_both(key: str, language: str) -> dict[str, str]:
    return {"es": _ask(key, language), "en": _ask(f"{key}_en", language)}


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH - 2, break_on_hyphens=False)]


def _write_entry(key: object, value: Any, depth: int) -> Iterator[str]:
    """Write a key and its value, on one line where it fits and is no part of its own."""
    start = f"{'  ' * depth}{_write_scalar(key)}:"
    if not isinstance(value, Mapping | list | tuple):
        yield f"{start} {_write_scalar(value)}"
        return
    if depth == 0 and isinstance(value, Mapping) and len(value) > 1:
        flow = None
    else:
        flow = _write_flow(value)
    if flow is not None and len(start) + len(flow) < WIDTH:
        yield f"{start} {flow}"
        return
    yield start
    yield from _write_block(value, depth + 1)


def _write_block(value: Mapping[Any, Any] | Sequence[Any], depth: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _write_entry(key, entry, depth)
        return
    for entry in value:
        if isinstance(entry, Mapping) and entry:
            lines = list(_write_block(entry, depth + 1))
            yield f"{'  ' * depth}- {lines[0].lstrip()}"
            yield from lines[1:]
        else:
            yield f"{'  ' * depth}- {_write_flow(entry, nested=True)}"


def _write_flow(value: Any, *, nested: bool = False) -> str | None:
    """Write a value on one line, or return None where a list holds parts of their own."""
    if isinstance(value, Mapping):
        pairs = [
            f"{_write_scalar(key)}: {_write_flow(entry, nested=True)}"
            for key, entry in value.items()
        ]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        if not nested and any(isinstance(entry, Mapping) for entry in value):
            return None
        return "[" + ", ".join(str(_write_flow(entry, nested=True)) for entry in value) + "]"
    return _write_scalar(value)


def _write_scalar(value: object) -> str:
    """Write one value so that YAML reads it back as it is: `No` and 5 as texts get quotes.

    Marks stand in double quotes: the words that replace them may hold an apostrophe.
    """
    needs_quotes = isinstance(value, str) and (MARK.search(value) or not value.isprintable())
    style = '"' if needs_quotes else None
    text = yaml.safe_dump(
        [value], default_flow_style=True, default_style=style, allow_unicode=True, width=10**9
    )
    return text.strip()[1:-1]
