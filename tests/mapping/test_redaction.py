"""Removed words never show, whole or cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gcm_analysis.mapping.redaction import REMOVED, find_words, redact, redact_piece

WORDS = st.lists(st.sampled_from(["Ana", "Mora", "visas", "Canadá", "y", "ana,"]), max_size=12)


def test_a_name_inside_another_word_stays() -> None:
    assert redact("Ana viaja a Canadá; ana  mora firma", ["ana", "Ana Mora"]) == (
        "[...] viaja a Canadá; [...] firma"
    )


def test_accents_of_a_name_matter_and_signs_in_it_are_plain_signs() -> None:
    assert redact("José y Jose (OIM)", ["José", "(OIM)"]) == "[...] y Jose [...]"


@given(WORDS, st.integers(0, 40), st.integers(0, 40))
def test_no_piece_of_an_answer_shows_a_removed_name(words: list[str], one: int, two: int) -> None:
    text = " ".join(words)
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    piece = redact_piece(text, ["Ana Mora"], start, end)
    assert not find_words(piece.replace(REMOVED, " | "), ["Ana Mora"])
    assert (REMOVED in piece) == any(
        first < end and last > start for first, last in find_words(text, ["Ana Mora"])
    )


@given(WORDS)
def test_text_without_the_words_stays_as_it_is(words: list[str]) -> None:
    text = " ".join(words)
    assert redact(text, ["Luz"]) == text
