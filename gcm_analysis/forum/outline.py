"""The parts of a forum.yml that are well formed, whatever is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from gcm_analysis.forum.model import Part, Question, Source, Topic

Kind = TypeVar("Kind", bound=Part)


@dataclass(frozen=True)
class Outline:
    """What of a forum.yml can be compared with each other.

    Parameters
    ----------
    data : dict
        The file's content.
    topics, sources, questions : dict
        The well-formed ones by their place in the file.
    """

    data: Mapping[str, Any]
    topics: Mapping[int, Topic]
    sources: Mapping[int, Source]
    questions: Mapping[int, Question]

    def ids(self, part: str, key: str = "id") -> dict[int, str]:
        """Return all ids of a part by place, those of malformed entries included."""
        return {
            place: entry[key]
            for place, entry in enumerate(list_entries(self.data, part))
            if isinstance(entry, dict) and isinstance(entry.get(key), str)
        }

    def names(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list such as `languages`; empty where it is malformed."""
        return tuple(entry for entry in list_entries(self.data, key) if isinstance(entry, str))


def draw_outline(data: Mapping[str, Any]) -> Outline:
    """Return the well-formed parts of a forum.yml."""
    return Outline(
        data=data,
        topics=dict(_list_valid(data, "topics", Topic)),
        sources=dict(_list_valid(data, "sources", Source)),
        questions=dict(_list_valid(data, "questions", Question)),
    )


def list_entries(data: Mapping[str, Any], key: str) -> list[Any]:
    """Return the entries of a list in the file; none where it is no list."""
    entries = data.get(key)
    return entries if isinstance(entries, list) else []


def _list_valid(data: Mapping[str, Any], key: str, model: type[Kind]) -> Iterator[tuple[int, Kind]]:
    for place, entry in enumerate(list_entries(data, key)):
        try:
            yield place, model.model_validate(entry)
        except ValidationError:
            continue
