"""The data files of the reference, and the error of asking for what they do not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from gcm_analysis.errors import GcmError, find_nearest, say_expected

Entry = TypeVar("Entry")


@dataclass(eq=False)
class UnknownReference(GcmError):
    """Something was asked for that the reference does not hold, e.g. objective 24."""

    kind: str
    value: str
    expected: tuple[str, ...]

    def sentence(self) -> str:
        """Say what there is instead."""
        if self.expected and all(value.isdigit() for value in self.expected):
            hint = f"expected {self.expected[0]} to {self.expected[-1]}"
        else:
            hint = say_expected(self.expected, find_nearest(self.value, self.expected), 40)
        return f"There is no {self.kind} {self.value!r}: {hint}."


@cache
def read_data(name: str) -> Any:
    """Return the content of one data file of the reference."""
    import yaml

    text = (files("gcm_analysis.reference") / "data" / f"{name}.yml").read_text("utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def find_entry(kind: str, value: object, entries: Mapping[Any, Entry]) -> Entry:
    """Return the entry of a key.

    Raises
    ------
    UnknownReference
        There is no such entry.
    """
    try:
        return entries[value]
    except (KeyError, TypeError):
        expected = tuple(str(key) for key in entries)
        raise UnknownReference(kind=kind, value=str(value), expected=expected) from None
