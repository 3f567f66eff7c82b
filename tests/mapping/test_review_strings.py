"""Every string of the review exists in both languages, with the same fields, and is used."""

from __future__ import annotations

import re
from typing import get_args

from gcm_analysis.language import all_strings
from gcm_analysis.language.strings import Text
from gcm_analysis.mapping.review.doubts import DoubtReason
from gcm_analysis.mapping.tables import METHODS
from gcm_analysis.survey.tables import SUBMISSION_STATUSES


def review_strings(language: str) -> dict[str, Text]:
    return {key: text for key, text in all_strings(language).items() if key.startswith("review.")}


def fields(text: Text) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(text)))


def test_both_languages_have_the_same_strings_with_the_same_fields() -> None:
    spanish, english = review_strings("es"), review_strings("en")
    assert spanish.keys() == english.keys()
    assert {key: fields(text) for key, text in spanish.items()} == {
        key: fields(text) for key, text in english.items()
    }


def test_every_closed_set_has_its_words() -> None:
    keys = review_strings("es").keys()
    assert {f"review.doubt_{reason}" for reason in get_args(DoubtReason)} <= keys
    assert {f"review.method_{method}" for method in METHODS} <= keys
    assert {f"review.submission_{status}" for status in SUBMISSION_STATUSES} <= keys


def test_no_header_stands_for_two_columns() -> None:
    for language in ("es", "en"):
        strings = review_strings(language)
        headers = [str(text) for key, text in strings.items() if ".column_" in key]
        assert len(headers) == len(set(headers))
