"""The languages a report can be published in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gcm_analysis.errors import GcmError, find_nearest, say_expected

LanguageCode = Literal["es", "en"]
LANGUAGES: tuple[LanguageCode, ...] = ("es", "en")
DEFAULT_LOCALES: dict[str, str] = {"es": "es_419", "en": "en"}


@dataclass(eq=False)
class UnknownLanguage(GcmError):
    """A report was asked for in a language that has no strings."""

    language: str

    def sentence(self) -> str:
        """Name the languages there are."""
        hint = say_expected(LANGUAGES, find_nearest(self.language, LANGUAGES))
        return f"There are no strings for the language {self.language!r}: {hint}."
