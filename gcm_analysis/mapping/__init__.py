"""From answers to mentions of the 23 objectives, and the review that keeps what people decide.

What needs pandas or openpyxl is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gcm_analysis.mapping.answers import MappedAnswers, map_answers
    from gcm_analysis.mapping.audiences import being_read, counted_mentions
    from gcm_analysis.mapping.decisions import WrongObjectives, cleared_answers, hash_text
    from gcm_analysis.mapping.redaction import shown_text

_HOMES = {
    "MappedAnswers": "answers",
    "WrongObjectives": "decisions",
    "being_read": "audiences",
    "cleared_answers": "decisions",
    "counted_mentions": "audiences",
    "hash_text": "decisions",
    "map_answers": "answers",
    "shown_text": "redaction",
}

__all__ = [
    "MappedAnswers",
    "WrongObjectives",
    "being_read",
    "cleared_answers",
    "counted_mentions",
    "hash_text",
    "map_answers",
    "shown_text",
]


def __getattr__(name: str) -> object:
    """Return a public name from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
