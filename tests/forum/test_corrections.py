"""corrections.csv: each line says where, what stood there, and on whose word it changes."""

import dataclasses
from pathlib import Path

import pytest

from gcm_analysis.forum import (
    Correction,
    Forum,
    ForumErrors,
    append_corrections,
    load_corrections,
)

HEADER = "source,sheet,cell,country,question,old_value,new_value,who,document,date\n"
RIGHT = 'estados,Sheet1,F7,,,5.6,"5, 6",Ana,nota 12/2024,2024-08-05\n'


def write(folder: Path, text: str) -> None:
    (folder / "corrections.csv").write_text(HEADER + text, encoding="utf-8")


def test_a_forum_without_corrections_has_none(forum: Forum) -> None:
    assert load_corrections(forum) == ()


def test_a_cell_is_corrected(forum: Forum, folder: Path) -> None:
    write(folder, RIGHT)
    (correction,) = load_corrections(forum)
    assert (correction.source, correction.cell) == ("estados", "F7")
    assert (correction.old_value, correction.new_value) == ("5.6", "5, 6")


def test_an_answer_is_corrected_by_country_and_question(forum: Forum, folder: Path) -> None:
    write(folder, ",,,México,abierta,,Vías regulares,Ana,correo,2024-08-05\n")
    (correction,) = load_corrections(forum)
    assert correction.country == "MEX"
    assert correction.old_value == ""


def test_a_further_file_of_a_source_is_named_by_its_number(forum: Forum, folder: Path) -> None:
    write(folder, RIGHT.replace("estados,", "estados/2,"))
    assert load_corrections(forum)[0].source == "estados/2"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("estados,", "estado,", "source is 'estado', expected the alias of a source"),
        ("estados,", "estados/,", "source is 'estados/'"),
        ("estados,", ",", "source is empty, expected the alias of the source that holds the cell"),
        (",F7,", ",7F,", "expected a cell such as F7"),
        (",F7,", ",,", "expected a cell, or else a country and a question"),
        (",F7,,,", ",F7,MEX,abierta,", "not both"),
        (",F7,,,", ",,MEX,abierto,", "did you mean 'abierta'?"),
        (",F7,,,", ",,Guayana,abierta,", "country cannot be told: 'Guayana' fits French Guiana"),
        ('"5, 6"', "5.6", "expected another value than old_value"),
        ("Ana", "", "who is empty"),
        ("nota 12/2024", "", "document is empty"),
        ("2024-08-05", "5 de agosto", "expected a day written YYYY-MM-DD"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(
    forum: Forum, folder: Path, old: str, new: str, words: str
) -> None:
    assert old in RIGHT
    write(folder, RIGHT + RIGHT.replace(old, new, 1))
    with pytest.raises(ForumErrors) as caught:
        load_corrections(forum)
    assert str(caught.value).startswith("data/raw/prueba-2024/corrections.csv, line 3: ")
    assert words in " ".join(map(str, caught.value.problems))


def test_all_wrong_lines_are_told(forum: Forum, folder: Path) -> None:
    write(folder, RIGHT.replace("Ana", "") + RIGHT + RIGHT.replace("F7", "F"))
    with pytest.raises(ForumErrors) as caught:
        load_corrections(forum)
    assert [problem.line for problem in caught.value.problems] == [2, 4]


ANSWER = Correction(
    "", "", "", "México", "abierta", "", "línea 1\r\nlínea 2", "Ana", "correo", "2024-08-05"
)


def test_a_correction_is_appended_once(forum: Forum, folder: Path) -> None:
    write(folder, RIGHT)
    before = (folder / "corrections.csv").read_bytes()
    (added,) = append_corrections(forum, [ANSWER, ANSWER])
    assert append_corrections(forum, [ANSWER]) == ()
    assert (added.country, added.new_value) == ("MEX", "línea 1\nlínea 2")
    assert load_corrections(forum)[1:] == (added,)
    assert (folder / "corrections.csv").read_bytes().startswith(before)


def test_of_wrong_corrections_none_is_written(forum: Forum, folder: Path) -> None:
    wrong = dataclasses.replace(ANSWER, question="abierto")
    with pytest.raises(ForumErrors, match="did you mean 'abierta'"):
        append_corrections(forum, [ANSWER, wrong])
    assert not (folder / "corrections.csv").exists()
