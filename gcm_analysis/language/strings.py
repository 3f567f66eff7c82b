"""The strings files: one YAML file per language and room, walked by a test."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from gcm_analysis.errors import GcmError, find_nearest

Text: TypeAlias = str | dict[str, str]


@dataclass(eq=False)
class UnknownString(GcmError):
    """The program asked for a string that no file holds: a bug of ours, told plainly."""

    key: str
    language: str
    nearest: str | None

    def sentence(self) -> str:
        """Name the key, the language and the nearest key."""
        hint = f"; the nearest is {self.nearest!r}" if self.nearest else ""
        return f"No string {self.key!r} in language {self.language!r}{hint}."


@cache
def all_strings(language: str) -> dict[str, Text]:
    """Return every string of a language by its key `file.key`.

    A text is a string with named fields, or, where it depends on a number `n`, a
    mapping from CLDR plural category (`one`, `other`) to such strings.
    """
    import yaml

    texts: dict[str, Text] = {}
    folder = files("gcm_analysis.language") / "strings" / language
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".yml"):
            # every value is text, so that a key `yes` or `no` stays a word
            content = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader) or {}  # noqa: S506
            prefix = path.name.removesuffix(".yml")
            texts |= {f"{prefix}.{key}": value for key, value in content.items()}
    return texts


def find_text(language: str, key: str) -> Text:
    """Return the text of a key.

    Raises
    ------
    UnknownString
        No file of the language holds the key.
    """
    texts = all_strings(language)
    if key not in texts:
        raise UnknownString(key=key, language=language, nearest=find_nearest(key, texts))
    return texts[key]
