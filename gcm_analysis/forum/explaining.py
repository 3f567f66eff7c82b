"""What pydantic says of a file, in words that an analyst understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gcm_analysis.errors import find_nearest
from gcm_analysis.forum.faults import NO_DAY, TWICE, Fault, Step
from gcm_analysis.forum.problems import ForumProblem
from gcm_analysis.forum.yaml_text import Trail, YamlText, write_trail

OBJECTIVE = "an objective from 1 to 23, a number without quotes"
PATTERNS = {
    r"^[a-z0-9][a-z0-9_-]*$": "small letters a to z, digits, - and _ (at most 64)",
    r"^[A-Z]{3}$": "an ISO 3166-1 alpha-3 code such as MEX",
    r"\S": "a text that is not blank",
}
EXPECTED = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "string_type": 'a text; put it in quotes ("...") where it looks like a number or true or false',
    "string_too_long": "at most 64 letters",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list: [...] or lines that begin with -",
    "list_type": "a list: [...] or lines that begin with -",
    "dict_type": "keys with values: {key: value}",
    "model_type": "keys with values: {key: value}",
    "model_attributes_type": "keys with values: {key: value}",
    "date_from_datetime_parsing": NO_DAY,
    "date_parsing": NO_DAY,
    "date_type": NO_DAY,
    "too_short": "at least one entry",
}
MOST_SHOWN = 60


@dataclass(frozen=True)
class Found:
    """Where an error points to.

    Parameters
    ----------
    trail : tuple of str and int
        The place in the file.
    value : object
        What stands there; for a key that is wrong, the key.
    is_key : bool
        Whether the key itself is wrong.
    """

    trail: Trail
    value: Any
    is_key: bool


def explain(
    error: ValidationError, text: YamlText, model: type[BaseModel] | None, start: Trail = ()
) -> Iterator[ForumProblem]:
    """Yield each thing that pydantic found wrong as a problem of the file.

    Parameters
    ----------
    error : ValidationError
        What pydantic said.
    text : YamlText
        The file, with its lines.
    model : model class or None
        What the file was checked against, for the names of its keys.
    start : tuple
        Where in the file the checked part begins.
    """
    for detail in error.errors(include_url=False):
        found = _find(text.data, (*start, *detail["loc"]))
        if detail["type"] == "faults":
            for fault in detail["ctx"]["faults"]:
                yield _tell_fault(text, found.trail, fault)
        else:
            yield _tell_detail(text, found, detail, model)


def show(value: object) -> str:
    """Return a value as a message repeats it: short, on one line."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "a list"
    words = repr(value) if isinstance(value, str) else str(value)
    return words if len(words) <= MOST_SHOWN else words[:MOST_SHOWN] + "..."


def _find(data: Any, location: tuple[Step, ...]) -> Found:
    """Follow pydantic's location through the data; its own tags stand for nothing there."""
    trail: list[Step] = []
    is_key = bool(location) and location[-1] == "[key]"
    for step in location:
        if step == "[key]" or (isinstance(step, str) and step.startswith("@")):
            continue
        if isinstance(data, Mapping):
            trail.append(str(step))
            data = data.get(step)
        elif isinstance(data, list) and step in data and "objectives" in trail:
            trail.append(data.index(step))  # [5, 24] was spread into shares by objective
            return Found(tuple(trail), step, is_key=False)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            trail.append(step)
            data = data[step]
        else:
            trail.append(step)
            data = None
    return Found(tuple(trail), _last(location) if is_key else data, is_key)


def _last(location: tuple[Step, ...]) -> Step:
    return location[-2] if len(location) > 1 else ""


def _tell_fault(text: YamlText, trail: Trail, fault: Fault) -> ForumProblem:
    return text.tell((*trail, *fault.path), fault.what, fault.expected, fault.nearest)


def _tell_detail(
    text: YamlText, found: Found, detail: ErrorDetails, model: type[BaseModel] | None
) -> ForumProblem:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _tell_unknown_key(text, found.trail, _list_keys(model, detail["loc"]))
    if kind == "missing":
        return text.tell(found.trail, "is missing")
    what = f"has the key {show(found.value)}" if found.is_key else f"is {show(found.value)}"
    if kind == "value_error":
        return _tell_value_error(text, found, detail)
    if kind == "literal_error":
        return _tell_closed_set(text, found, detail)
    if "objectives" in found.trail and (found.is_key or isinstance(found.trail[-1], int)):
        return text.tell(found.trail, f"is {show(found.value)}", OBJECTIVE)
    return text.tell(found.trail, what, _say_expected(detail))


def _tell_value_error(text: YamlText, found: Found, detail: ErrorDetails) -> ForumProblem:
    expected = str(detail["ctx"]["error"])
    what = "names an objective twice" if expected == TWICE else f"is {show(found.value)}"
    return text.tell(found.trail, what, expected)


def _tell_unknown_key(text: YamlText, trail: Trail, known: tuple[str, ...]) -> ForumProblem:
    key = str(trail[-1])
    within = write_trail(trail[:-1]) or "the file"
    nearest = find_nearest(key, known)
    expected = "" if nearest else f"one of: {', '.join(known)}"
    return ForumProblem(
        text.file, text.line(trail), within, f"has an unknown key {key!r}", expected, nearest
    )


def _tell_closed_set(text: YamlText, found: Found, detail: ErrorDetails) -> ForumProblem:
    allowed = [part.strip("'") for part in _split_literals(detail["ctx"]["expected"])]
    what = f"has the key {show(found.value)}" if found.is_key else f"is {show(found.value)}"
    nearest = find_nearest(found.value, allowed)
    return text.tell(found.trail, what, f"one of: {', '.join(allowed)}", nearest)


def _split_literals(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _say_expected(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "string_pattern_mismatch":
        return PATTERNS[context["pattern"]]
    bounds = {
        "greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"
    }  # fmt: skip
    if name := bounds.get(detail["type"]):
        words = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}[name]
        return f"{words} {context[name]:g}"
    return EXPECTED.get(detail["type"], detail["msg"][:1].lower() + detail["msg"][1:])


def _list_keys(model: type[BaseModel] | None, location: tuple[Step, ...]) -> tuple[str, ...]:
    """Return the keys that the part at a location may have."""
    current: Any = model
    for step in location[:-1]:
        if isinstance(step, int) or step.startswith("@"):
            continue
        field = current.model_fields.get(step) if current is not None else None
        if field is not None:
            current = _find_model(field.annotation)
    return tuple(key for key in current.model_fields if key != "folder") if current else ()


def _find_model(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside an annotation such as `tuple[Topic, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inside = (_find_model(argument) for argument in get_args(annotation))
    return next((found for found in inside if found is not None), None)
