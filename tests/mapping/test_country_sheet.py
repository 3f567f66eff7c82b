"""The sheet of one country: what it shows, and what its reply brings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from gcm_analysis.forum import load_corrections, load_decisions
from gcm_analysis.mapping.answers import map_answers
from gcm_analysis.mapping.review import WrongReview, export_review, import_review
from gcm_analysis.mapping.review.country_sheet import NothingToValidate
from gcm_analysis.mapping.review.layout import COUNTRY_COLUMNS

OPEN = "formulario:MEX:abierta:text"
TOPIC = "formulario:MEX:temas:vias"
BLANK = "formulario:MEX:retos:-"
REPLY = {"who": "Luz Vera, directora", "document": "Nota 12", "date": dt.date(2024, 8, 2)}


@pytest.fixture
def answers(forum, make_answers):
    rows = (
        ("MEX", "temas", "vias", "Vías regulares"),
        ("MEX", "temas", "fronteras", "Fronteras"),
        ("MEX", "abierta", "text", "Ampliar las vías regulares y el retorno digno"),
        ("MEX", "retos", "-", None),
        ("PER", "abierta", "text", "visas"),
    )
    table = make_answers(*rows)
    table.loc[table["question_id"] == "temas", "source_cell"] = "F2"
    write_source(forum.folder / "respuestas.xlsx", table)
    return table


def write_source(path: Path, answers: Any) -> None:
    """Write the survey file that the answers stand in."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Sheet1"
    for cell, text in zip(answers["source_cell"], answers["text"], strict=True):
        if isinstance(text, str):
            sheet[cell] = text
    sheet["F2"] = "Vías regulares;Fronteras;"
    workbook.save(path)


@pytest.fixture
def export(forum, answers, make_respondents, read, tmp_path):
    def write(name: str = "mex.xlsx", language: str = "es", country: str = "MEX") -> Path:
        mapped = map_answers(forum, answers, load_decisions(forum), read=read)
        return export_review(
            tmp_path / name,
            forum=forum,
            answers=answers,
            respondents=make_respondents(answers),
            mentions=mapped.mentions,
            language=language,
            country=country,
        )

    return write


@pytest.fixture
def bring_back(forum, answers):
    return lambda path: import_review(forum, path, answers=answers)


def fill(path: Path, reply: dict[str, Any], rows: dict[str, dict[str, Any]]) -> Path:
    """Write the reply and cells by answer and column key."""
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    top = find_top(sheet)
    for place, key in enumerate(("all_right", "who", "document", "date")):
        sheet.cell(top - 5 + place, 2).value = reply.get(key)
    columns = {column.key: place for place, column in enumerate(COUNTRY_COLUMNS, start=1)}
    for row in range(top + 1, sheet.max_row + 1):
        answer_id = sheet.cell(row, columns["answer_id"]).value
        for key, value in rows.get(answer_id, {}).items():
            sheet.cell(row, columns[key]).value = value
    workbook.save(path)
    return path


def find_top(sheet: Any) -> int:
    return next(cell.row for cell in sheet["B"] if str(cell.value).startswith("Respuesta tal"))


def shown(path: Path, key: str) -> list[str]:
    sheet = load_workbook(path).worksheets[0]
    place = [column.key for column in COUNTRY_COLUMNS].index(key) + 1
    top = find_top(sheet)
    return [sheet.cell(row, place).value or "" for row in range(top + 1, sheet.max_row + 1)]


def test_a_country_sees_its_own_words_in_two_languages_and_nobody_elses(export) -> None:
    path = export()
    assert export("again.xlsx").read_bytes() == path.read_bytes()
    sheet = load_workbook(path).worksheets[0]
    assert [one.title for one in load_workbook(path) if one.sheet_state == "visible"] == ["MEX"]
    assert shown(path, "answer_id") == [
        TOPIC, "formulario:MEX:temas:fronteras", OPEN, BLANK,
    ]  # fmt: skip
    assert shown(path, "text")[0] == "Vías regulares (lugar 1)"
    assert shown(path, "text")[3] == "sin respuesta / no answer"
    assert shown(path, "cell_text") == ["Vías regulares;Fronteras;"] * 2 + ["", ""]
    assert shown(path, "question")[2] == "¿Qué prioriza?\nWhat are your priorities?"
    assert " / " in shown(path, "read")[2]
    assert shown(path, "waiting")[2].startswith("21 · ")
    assert "Lo que respondió México" in sheet["A1"].value
    assert "What Mexico answered" in sheet["A4"].value


def test_the_sheet_may_begin_in_english(export, bring_back) -> None:
    path = export(language="en")
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    assert sheet["A1"].value == "What Mexico answered"
    for row, value in zip(range(8, 12), ("yes", *REPLY.values()), strict=True):
        sheet.cell(row, 2).value = value
    workbook.save(path)
    assert bring_back(path).validation == "validated"


def test_a_country_without_answers_has_nothing_to_validate(export) -> None:
    with pytest.raises(NothingToValidate, match="BRA"):
        export(country="BRA")


def test_a_yes_validates_the_record_and_reviews_what_was_read(export, bring_back, forum) -> None:
    result = bring_back(fill(export(), {"all_right": "sí / yes", **REPLY}, {}))
    assert (result.validation, result.country, result.corrections) == ("validated", "MEX", ())
    assert [(one.kind, one.target, one.value) for one in result.decisions] == [
        ("mentions", OPEN, "5"),
        ("validation", "MEX", "validated"),
    ]
    last = load_decisions(forum)[-1]
    assert (last.decided_by, str(last.decided_on)) == ("MEX: Luz Vera, directora", "2024-08-02")
    assert last.note == "Nota 12"


def test_corrected_objectives_and_words_come_back_as_decisions_and_corrections(
    export, bring_back, forum
) -> None:
    rows = {
        OPEN: {"decision_1": "21", "new_text": "El retorno digno", "note": "acordado"},
        TOPIC: {"new_text": "Fronteras;Vías regulares;"},
        BLANK: {"new_text": "Falta de recursos"},
    }
    result = bring_back(fill(export(), {"all_right": "no", **REPLY}, rows))
    assert result.validation == "corrected"
    assert [
        (one.sheet, one.cell, one.old_value, one.new_value)
        for one in load_corrections(forum)
    ] == [
        ("Sheet1", "F2", "Vías regulares;Fronteras;", "Fronteras;Vías regulares;"),
        (
            "Sheet1", "F4", "Ampliar las vías regulares y el retorno digno",
            "El retorno digno",
        ),
        ("Sheet1", "F5", "", "Falta de recursos"),
    ]  # fmt: skip
    correction = load_corrections(forum)[0]
    assert (correction.source, correction.who) == ("formulario", "Luz Vera, directora")
    assert str(correction.date) == "2024-08-02"


def test_a_decision_on_corrected_words_holds_for_the_new_words(
    export, bring_back, forum, answers, read
) -> None:
    rows = {OPEN: {"decision_1": "9", "new_text": "El retorno digno"}}
    bring_back(fill(export(), {"all_right": "no", **REPLY}, rows))
    changed = answers.assign(
        text=answers["text"].mask(answers["answer_id"] == OPEN, "El retorno digno")
    )
    mapped = map_answers(forum, changed, load_decisions(forum), read=read)
    mine = mapped.mentions[mapped.mentions["answer_id"] == OPEN]
    assert mine.loc[mine["status"] == "accepted", "objective_id"].tolist() == [9]


@pytest.mark.parametrize(
    ("reply", "rows", "said"),
    [
        ({**REPLY}, {}, "expected yes or no"),
        ({"all_right": "sí", "who": "L"}, {}, "expected the note"),
        ({"all_right": "sí", **REPLY, "date": "ayer"}, {}, "expected a date"),
        ({"all_right": "no", **REPLY}, {}, "corrects nothing"),
        ({"all_right": "sí", **REPLY}, {OPEN: {"decision_1": "21"}}, "corrects something"),
        ({"all_right": "no", **REPLY}, {OPEN: {"right": "no"}}, "what would be right"),
        ({"all_right": "no", **REPLY}, {OPEN: {"right": "sí", "none": "sí"}}, "keep one"),
        ({"all_right": "no", **REPLY}, {OPEN: {"decision_2": "30"}}, "23 objectives"),
        (
            {"all_right": "no", **REPLY},
            {TOPIC: {"new_text": "Fronteras;", "decision_1": "5"}},
            "more than this answer",
        ),
        (
            {"all_right": "no", **REPLY},
            {
                TOPIC: {"new_text": "Fronteras;"},
                "formulario:MEX:temas:fronteras": {"new_text": "Vías regulares;"},
            },
            "corrects the same cell",
        ),
    ],
)
def test_a_reply_that_cannot_be_taken_in_is_told_and_nothing_is_written(
    export, bring_back, forum, reply, rows, said
) -> None:
    with pytest.raises(WrongReview, match="Nothing was imported") as caught:
        bring_back(fill(export(), reply, rows))
    assert said in str(caught.value)
    assert load_decisions(forum) == ()
    assert load_corrections(forum) == ()


def test_a_remark_without_correction_is_kept_with_the_validation(export, bring_back) -> None:
    rows = {TOPIC: {"note": "se revisará en 2025"}}
    result = bring_back(fill(export(), {"all_right": "sí", **REPLY}, rows))
    assert result.decisions[-1].note == "Nota 12; temas: se revisará en 2025"


def test_a_reply_imported_twice_is_written_once(export, forum, answers) -> None:
    rows = {
        OPEN: {"decision_1": "21", "new_text": "El retorno digno"},
        TOPIC: {"new_text": "Fronteras;Vías regulares;"},
    }
    path = fill(export(), {"all_right": "no", **REPLY}, rows)
    assert import_review(forum, path, answers=answers).n_known == 0
    is_open = answers["answer_id"] == OPEN
    reread = answers.assign(text=answers["text"].mask(is_open, "El retorno digno"))
    again = import_review(forum, path, answers=reread)
    assert (again.decisions, again.corrections, again.validation) == ((), (), "corrected")
    assert len(load_corrections(forum)) == 2
    assert len(load_decisions(forum)) == 2
