"""Every string exists in every language, with the same fields."""

import re
import string

import pytest

from gcm_analysis.language import LANGUAGES, UnknownString, all_strings, get_language

PLURALS = {"one", "two", "few", "many", "other", "zero"}


def fields_of(text: str | dict[str, str]) -> set[str]:
    texts = text.values() if isinstance(text, dict) else [text]
    return {
        name for one in texts for _, name, _, _ in string.Formatter().parse(one) if name is not None
    }


def test_every_key_stands_in_every_language() -> None:
    keys = {code: set(all_strings(code)) for code in LANGUAGES}
    first = keys[LANGUAGES[0]]
    for code, found in keys.items():
        assert found == first, f"{code}: {sorted(found ^ first)}"


def test_every_text_has_the_same_fields_in_every_language() -> None:
    for key, text in all_strings("es").items():
        for code in LANGUAGES:
            assert fields_of(all_strings(code)[key]) == fields_of(text), f"{code}: {key}"


def test_plural_forms_are_those_of_cldr() -> None:
    for code in LANGUAGES:
        for key, text in all_strings(code).items():
            if isinstance(text, dict):
                assert set(text) <= PLURALS, f"{code}: {key}"
                assert "other" in text, f"{code}: {key}"


def test_no_sentence_is_the_same_in_two_languages() -> None:
    english, spanish = all_strings("en"), all_strings("es")
    proper_names = re.compile(r"^report\.tool_|^review\.respondent_academia$")
    same = {
        key
        for key, text in spanish.items()
        if text == english[key] and not proper_names.match(key) and has_several_words(text)
    }
    assert same == set()


def has_several_words(text: str | dict[str, str]) -> bool:
    bare = re.sub(r"\{[^}]*\}", "", str(text))
    return len(re.findall(r"[A-Za-z]{4,}", bare)) > 1


def test_a_key_that_is_nowhere_fails_loudly() -> None:
    with pytest.raises(UnknownString, match=r"status\.country"):
        get_language("es").text("status.countri")


def test_alphabetical_order_is_that_of_a_dictionary() -> None:
    words = ["Zulia", "ñandú", "Óscar", "nube", "oso", "Ñu", "nz"]
    ordered = get_language("es").sort(words)
    assert ordered == ("nube", "nz", "ñandú", "Ñu", "Óscar", "oso", "Zulia")


def test_numbers_follow_the_forum_s_locale() -> None:
    assert get_language("es").number(1234.5, 1) == "1,234.5"
    assert get_language("es", "es_AR").number(1234.5, 1) == "1.234,5"
