"""Labels are wrapped to their room, and nothing of them is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gcm_analysis.charts.marks import draw_hatch, write_path
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.wording import escape_markup, write_hover


@given(text=st.text(max_size=200), width=st.floats(20, 400), size=st.floats(9, 14))
def test_wrapping_loses_no_letter_and_fits_the_room(text: str, width: float, size: float) -> None:
    lines = wrap_text(text, width, size)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure_text(line, size) <= width or len(line) == 1 for line in lines)


def test_an_accent_takes_no_room() -> None:
    assert measure_text("á", 12) == measure_text("a", 12)


def test_bold_is_wider() -> None:
    assert measure_text("abc", 12, bold=True) > measure_text("abc", 12)


@given(text=st.text(max_size=80))
def test_escaped_text_holds_no_markup(text: str) -> None:
    assert "<" not in escape_markup(text)
    assert ">" not in escape_markup(text)


def test_direction_marks_are_taken_out() -> None:
    assert escape_markup("a\u202eb\u2066c") == "abc"


def test_hover_leaves_out_what_is_empty() -> None:
    assert write_hover(["Canadá", "", "respondió"]) == "<b>Canadá</b><br>respondió"


def test_paths_keep_signs_and_one_decimal() -> None:
    assert write_path("M", -0.04, 2.26, "H", 3) == "M-0,2.3H3"
    assert "e" not in draw_hatch(0, 0, 1, 100, 3)
