"""Answers that came by e-mail, as a document or on paper."""

from __future__ import annotations

import datetime as dt
import hashlib

import openpyxl
import pytest

from gcm_analysis.errors import GcmError
from gcm_analysis.survey.capture_workbook import write_capture_workbook
from gcm_analysis.survey.captured_rows import UnknownCapturedQuestion, UnreadableDay
from gcm_analysis.survey.documents import list_documents
from gcm_analysis.survey.responses import read_responses

SOURCE = {"alias": "captura", "files": ["captura.xlsx"], "tool": "capture"}
RANKING = {
    "id": "orden", "role": "priority", "kind": "ranking", "text": {"es": "Ordene los temas"},
    "column": "Orden", "topics": ["vias", "trata", "retorno"],
}  # fmt: skip
RATING = {
    "id": "peso", "role": "priority", "kind": "rating", "text": {"es": "Peso"},
    "columns": {"vias": "Peso [Vías]", "trata": "Peso [Trata]"},
    "scale": {"low": 1, "high": 3, "labels": {"Poco": 1, "Mucho": 3}},
}  # fmt: skip


@pytest.fixture
def capture(make_forum, tmp_path):
    def fill(*rows: tuple[object, ...], questions=(), language=None):
        forum = make_forum(sources=[SOURCE])
        forum = make_forum(sources=[SOURCE], questions=[
            *(question.model_dump(exclude_defaults=True) for question in forum.questions),
            *questions,
        ])  # fmt: skip
        path = write_capture_workbook(forum, tmp_path / "captura.xlsx", language=language)
        workbook = openpyxl.load_workbook(path)
        for row in rows:
            workbook.worksheets[0].append(row)
        workbook.save(path)
        return forum

    return fill


def row(country, question, words, day=dt.date(2024, 8, 13), document=None, checked="Luz"):
    return (country, question, words, "Papel", day, document, "2", "Ana", checked)


def test_what_a_state_sent_on_a_day_is_one_submission(capture):
    forum = capture(
        row("México", "temas", "Retorno\nVías regulares"),
        row("MEXICO", "palabras", "Obj. 5-7"),
        row("México", "palabras", "Otra cosa", day="20/08/2024"),
        row("El Salvador", "temas", "ninguno"),
    )
    responses = read_responses(forum)
    assert responses.respondents["respondent_id"].tolist() == [
        "captura#MEX-2024-08-13", "captura#MEX-2024-08-20", "captura#SLV-2024-08-13",
    ]  # fmt: skip
    assert responses.respondents["status"].tolist() == ["counted", "awaiting_decision", "counted"]
    said = responses.answers.set_index("answer_id")
    assert said.at["captura#MEX-2024-08-13:palabras:text", "text"] == "Obj. 5-7"
    assert said.at["captura#MEX-2024-08-13:temas:vias", "source_cell"] == "C2"
    assert said.at["captura#SLV-2024-08-13:temas:-", "status"] == "none"
    assert responses.cut_off == dt.date(2024, 8, 20)


def test_ranks_run_on_from_row_to_row_and_ratings_name_their_topic(capture):
    forum = capture(
        row("SLV", "orden", "1. Retorno\n2. Vías regulares"),
        row("SLV", "orden", "Trata de personas"),
        row("SLV", "peso", "Vías regulares: Mucho; Trata de personas: 2"),
        questions=[RANKING, RATING],
    )
    answers = read_responses(forum).answers
    ranked = answers.query("question_id == 'orden'")
    assert dict(zip(ranked["topic_id"], ranked["rank"], strict=True)) == {
        "retorno": 1, "vias": 2, "trata": 3,
    }  # fmt: skip
    rated = answers.query("question_id == 'peso'")
    assert dict(zip(rated["topic_id"], rated["rating"], strict=True)) == {"vias": 3, "trata": 2}


def test_every_cell_of_the_workbook_has_one_fate(capture):
    forum = capture(row("SLV", "temas", "Retorno"), row("SLV", None, "sin pregunta"))
    responses = read_responses(forum)
    assert responses.issues["code"].tolist() == ["incomplete_capture"]
    assert responses.reconciliation.iloc[0].to_dict() == {
        "source_file": "captura", "source_sheet": "Respuestas", "cells_in": 24, "cells_used": 1,
        "cells_metadata": 7, "cells_header": 9, "cells_in_issues": 7,
    }  # fmt: skip


def test_names_of_those_who_typed_and_checked_stay_in_the_workbook(capture):
    responses = read_responses(capture(row("SLV", "temas", "Retorno", checked=None)))
    assert responses.issues["code"].tolist() == ["unchecked_capture"]
    for table in (responses.respondents, responses.answers, responses.issues):
        assert "Ana" not in table.to_csv()


def test_documents_are_cited_by_their_hash(capture, tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "carta Ana Mora.pdf").write_bytes(b"carta")
    forum = capture(
        row("SLV", "temas", "Retorno", document="carta Ana Mora.pdf"),
        row("MEX", "temas", "Retorno", document="../captura.xlsx"),
    )
    first, second = list_documents(forum)
    assert (first.source_cell, first.page) == ("F2", "2")
    assert first.sha256 == hashlib.sha256(b"carta").hexdigest()
    assert second.sha256 is None
    responses = read_responses(forum)
    assert responses.issues["code"].tolist() == ["missing_document"]
    assert "Ana Mora" not in responses.issues.to_csv()


@pytest.mark.parametrize(
    ("bad", "error", "told"),
    [
        (row("SLV", "tema", "x"), UnknownCapturedQuestion, "cell B2.*did you mean 'temas'"),
        (row("SLV", "temas", "x", day="agosto"), UnreadableDay, "cell E2: 'agosto' is no day"),
        (row("Guayana", "temas", "x"), GcmError, "cell A2: 'Guayana' fits"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_cell(capture, bad, error, told):
    with pytest.raises(error, match=told):
        read_responses(capture(bad))


@pytest.mark.parametrize(("language", "head"), [("es", "Palabras exactas"), ("en", "Exact words")])
def test_the_workbook_is_written_and_read_in_either_language(capture, tmp_path, language, head):
    forum = capture(row("SLV", "temas", "Retorno"), language=language)
    sheet = openpyxl.load_workbook(tmp_path / "captura.xlsx").worksheets[0]
    assert sheet["C1"].value == head
    assert [rule.type for rule in sheet.data_validations.dataValidation] == ["list"] * 3
    assert read_responses(forum).answers["topic_id"].tolist()[0] == "retorno"
