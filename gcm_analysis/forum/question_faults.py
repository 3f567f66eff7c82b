"""What does not fit together in one question of a forum.yml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gcm_analysis.errors import find_nearest
from gcm_analysis.forum.faults import Fault, check_reserved, find_repeats

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Question

ALLOWED_IN: dict[str, tuple[str, ...]] = {
    "scale": ("rating",),
    "mention_if": ("rating",),
    "mention_top": ("ranking",),
    "places": ("ranking",),
    "place_columns": ("ranking",),
    "columns": ("single", "multiple", "ranking", "rating"),
    "topics": ("single", "multiple", "ranking", "rating"),
    "options": ("single", "multiple", "ranking", "rating"),
}
"""Kinds of question in which a key may stand."""


def check_question(question: Question) -> Iterator[Fault]:
    """Tell what does not fit the kind of a question."""
    yield from _check_columns(question)
    yield from _check_items(question)
    yield from _check_kind(question)
    for key, kinds in ALLOWED_IN.items():
        if getattr(question, key) and question.kind not in kinds:
            expected = f"it only in a question of kind {' or '.join(kinds)}"
            yield Fault((key,), f"stands in a question of kind {question.kind}", expected)


def _check_columns(question: Question) -> Iterator[Fault]:
    given = [key for key in ("column", "columns", "place_columns") if getattr(question, key)]
    if len(given) != 1:
        found = f"has {' and '.join(given)}" if given else "has no column"
        yield Fault((), found, "exactly one of column, columns and place_columns")
    offered = [*question.topics, *(option.id for option in question.options)]
    for key in question.columns:
        if key not in offered:
            expected = "the id of a topic or an option that the question offers"
            nearest = find_nearest(key, offered)
            yield Fault(("columns", key), "belongs to nothing offered", expected, nearest)
    for topic in offered if question.columns else ():
        if topic not in question.columns:
            yield Fault(
                ("columns",), f"has no column for {topic!r}", "one for each that is offered"
            )


def _check_items(question: Question) -> Iterator[Fault]:
    for place in find_repeats(question.topics):
        yield Fault(("topics", place), f"is {question.topics[place]!r} again", "each topic once")
    ids = [option.id for option in question.options]
    for place, option in enumerate(ids):
        if option in ids[:place] or option in question.topics:
            yield Fault(("options", place, "id"), f"is {option!r} again", "an id of its own")
        yield from check_reserved(option, ("options", place, "id"))


def _check_kind(question: Question) -> Iterator[Fault]:
    """Tell what a kind of question lacks."""
    kind, offered = question.kind, len(question.topics)
    if kind == "ranking" and not offered:
        yield Fault(("topics",), "is missing", "the topics that were to be ranked")
    elif kind == "rating" and not offered and question.role == "priority":
        yield Fault(("topics",), "is missing", "the topics that were rated")
    elif kind in {"single", "multiple"} and not offered and not question.options:
        yield Fault(("topics",), "is missing", "the topics or the options that were offered")
    if kind == "rating" and question.column and offered > 1:
        yield Fault(("columns",), "is missing", "one column for each topic that was rated")
    if kind == "rating" and question.scale is None:
        yield Fault(("scale",), "is missing", "the low and the high end of the rating")
    yield from _check_bounds(question)


def _check_bounds(question: Question) -> Iterator[Fault]:
    """Tell bounds that lie outside what was offered."""
    offered = len(question.topics)
    if question.kind == "ranking" and question.places and question.places > offered:
        yield Fault(("places",), f"is {question.places}", f"at most {offered}, as many as topics")
    scale, rule = question.scale, question.mention_if
    if scale and rule and not scale.low <= rule.at_least <= scale.high:
        expected = f"a value from {scale.low:g} to {scale.high:g}"
        yield Fault(("mention_if", "at_least"), f"is {rule.at_least:g}", expected)
