"""Workbooks the program writes: same bytes, inert text, nothing half-written."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from gcm_analysis.spreadsheet import (
    CELL_LIMIT,
    clean_text,
    save_workbook,
    split_marked,
    write_marked_text,
    write_text,
)

HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "#N/A",
    "=",
    "1,5",
    "TRUE",
]


def write_one(path: Path, text: str) -> Path:
    workbook = Workbook()
    write_text(workbook.active["A1"], text)
    return save_workbook(workbook, path)


def test_the_same_cells_give_the_same_bytes_at_another_time(tmp_path: Path) -> None:
    first = write_one(tmp_path / "a.xlsx", "respuesta").read_bytes()
    time.sleep(1.1)
    assert write_one(tmp_path / "b.xlsx", "respuesta").read_bytes() == first


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_something_else_stays_text(tmp_path: Path, text: str) -> None:
    cell = load_workbook(write_one(tmp_path / "a.xlsx", text)).active["A1"]
    assert cell.data_type == "s"
    assert cell.value == text


def test_text_that_starts_like_a_formula_is_marked_as_text_for_editing(tmp_path: Path) -> None:
    sheet = load_workbook(write_one(tmp_path / "a.xlsx", "=1+1")).active
    assert sheet["A1"].quotePrefix


def test_a_text_too_long_for_a_cell_is_cut_visibly(tmp_path: Path) -> None:
    cell = load_workbook(write_one(tmp_path / "a.xlsx", "x" * 40_000)).active["A1"]
    assert len(cell.value) == CELL_LIMIT
    assert cell.value.endswith("[…]")


def test_control_characters_and_lone_surrogates_do_not_stop_a_workbook(tmp_path: Path) -> None:
    path = write_one(tmp_path / "a.xlsx", "a\x00b\ud800c\u202e")
    assert load_workbook(path).active["A1"].value == "a\ufffdb\ufffdc\u202e"


def test_a_marked_text_keeps_every_letter_and_marks_only_its_spans(tmp_path: Path) -> None:
    workbook = Workbook()
    text = "=Ampliar vías regulares  y retorno"
    write_marked_text(workbook.active["A1"], text, [(9, 23)])
    path = save_workbook(workbook, tmp_path / "a.xlsx")
    cell = load_workbook(path, rich_text=True).active["A1"]
    assert str(cell.value) == text
    assert [str(run) for run in cell.value if run.font.b] == ["vías regulares"]
    assert load_workbook(path).active["A1"].value == text


def test_a_failed_save_leaves_the_old_file_and_no_scratch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_one(tmp_path / "a.xlsx", "old")
    before = path.read_bytes()

    def fail(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_one(path, "new")
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.xlsx"]


@given(st.text(), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=4))
def test_marking_never_changes_the_words(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(piece for piece, _ in split_marked(text, spans)) == text


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
