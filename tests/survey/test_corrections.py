"""What people correct: by cell, or by country and question; a stale one fails loudly."""

from __future__ import annotations

import csv

import pytest

from gcm_analysis.survey.corrections import MisplacedCorrection, StaleCorrection
from gcm_analysis.survey.responses import read_responses

HEADERS = ["País", "Temas", "En sus palabras"]
ROWS = [["México", "Retorno;Vías regulares", "Más datos"], ["Colombya", "", "N/A"]]
COLUMNS = (
    "source", "sheet", "cell", "country", "question", "old_value", "new_value", "who", "document",
    "date",
)  # fmt: skip


@pytest.fixture
def correct(make_forum, put, tmp_path):
    def read(*corrections: dict[str, str], rows=ROWS, **sheet):
        forum = make_forum()
        put(forum, "estados.csv", headers=HEADERS, rows=rows, **sheet)
        with (tmp_path / "corrections.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, restval="")
            writer.writeheader()
            shared = {"who": "Ana Mora", "document": "nota 4", "date": "2024-09-01"}
            writer.writerows({**shared, **correction} for correction in corrections)
        return read_responses(forum)

    return read


def said(responses, country, question):
    rows = responses.answers.query("country_iso3 == @country and question_id == @question")
    return rows["topic_id"].fillna(rows["text"]).tolist()


def test_a_cell_is_corrected_and_keeps_its_address_and_ids(correct):
    responses = correct(
        {"source": "estados", "cell": "B2", "old_value": "Retorno;Vías regulares",
         "new_value": "Retorno;Trata de personas"},
    )  # fmt: skip
    assert said(responses, "MEX", "temas") == ["retorno", "trata"]
    row = responses.answers.set_index("answer_id").loc["estados:MEX:temas:trata"]
    assert row["source_cell"] == "B2"
    issue = responses.issues.query("code == 'corrected'").iloc[0]
    assert (issue.value, issue.severity) == ("Retorno;Vías regulares", "note")
    assert "Ana Mora" not in responses.issues.to_csv()


def test_a_country_is_corrected_in_its_cell(correct):
    rows = [["La Gran Colombya del Sur", "Retorno", ""]]
    responses = correct(
        {"source": "estados", "sheet": "Sheet1", "cell": "A2",
         "old_value": "La Gran Colombya del Sur", "new_value": "Colombia"}, rows=rows,
    )  # fmt: skip
    assert responses.respondents["country_iso3"].tolist() == ["COL"]


def test_an_empty_cell_is_filled(correct):
    responses = correct({"source": "estados", "cell": "B3", "new_value": "Trata de personas"})
    assert said(responses, "COL", "temas") == ["trata"]
    assert responses.answers.query("topic_id == 'trata'")["source_cell"].tolist() == ["B3"]


def test_an_answer_is_taken_back(correct):
    responses = correct({"source": "estados", "cell": "C2", "old_value": "Más datos"})
    row = responses.answers.set_index("answer_id").loc["estados:MEX:palabras:-"]
    assert row["status"] == "skipped"


def test_an_answer_is_corrected_by_country_and_question(correct):
    responses = correct(
        {"country": "México", "question": "palabras", "old_value": "Más  datos",
         "new_value": "Mejores datos"},
    )  # fmt: skip
    assert said(responses, "MEX", "palabras") == ["Mejores datos"]
    assert responses.answers["answer_id"].str.startswith("estados:MEX:palabras:text").any()


@pytest.mark.parametrize(
    "correction",
    [
        {"source": "estados", "cell": "C2", "old_value": "Menos datos", "new_value": "x"},
        {"country": "MEX", "question": "palabras", "old_value": "Menos datos", "new_value": "x"},
    ],
)
def test_a_stale_correction_says_what_stands_there(correct, correction):
    with pytest.raises(StaleCorrection, match=r"expects 'Menos datos'.*'Más datos'"):
        correct(correction)


@pytest.mark.parametrize(
    ("correction", "told"),
    [
        ({"source": "estados/9", "cell": "C2"}, "no file is known by this name"),
        ({"source": "estados", "cell": "C99"}, "no submission has an answer there"),
    ],
)
def test_a_misplaced_correction_says_why(correct, correction, told):
    with pytest.raises(MisplacedCorrection, match=told):
        correct({**correction, "new_value": "x"})


def test_a_correction_of_a_superseded_row_fails(correct, make_forum, put):
    put(
        make_forum(),
        "estados (2).csv",
        headers=HEADERS,
        rows=ROWS[:1],
        ids=["1"],
        times=["2024-08-02"],
    )
    with pytest.raises(MisplacedCorrection, match="a later export"):
        correct(
            {"source": "estados", "cell": "C2", "old_value": "Más datos", "new_value": "x"},
            rows=ROWS[:1], ids=["1"], times=["2024-08-03"],
        )  # fmt: skip


def test_corrections_leave_the_sums_exact(correct):
    before = correct().reconciliation
    after = correct(
        {"source": "estados", "cell": "B3", "new_value": "Trata de personas"},
        {"source": "estados", "cell": "B2", "old_value": "Retorno;Vías regulares", "new_value": ""},
    ).reconciliation
    assert before.equals(after)
