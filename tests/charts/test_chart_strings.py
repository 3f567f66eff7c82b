"""The charts' words: every key in both languages, with the same fields."""

from __future__ import annotations

import string

import pytest

from gcm_analysis.language import LANGUAGES, all_strings


def read_fields(text: str | dict[str, str]) -> set[str]:
    forms = text.values() if isinstance(text, dict) else [text]
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def chart_strings(language: str) -> dict[str, str | dict[str, str]]:
    return {key: text for key, text in all_strings(language).items() if key.startswith("charts.")}


def test_both_languages_hold_the_same_keys_and_fields() -> None:
    spanish, english = (chart_strings(language) for language in ("es", "en"))
    assert spanish.keys() == english.keys()
    for key, text in spanish.items():
        assert read_fields(text) - {"n"} == read_fields(english[key]) - {"n"}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_was_read_as_something_else_than_text(language: str) -> None:
    assert not [key for key in chart_strings(language) if key in ("charts.True", "charts.False")]
