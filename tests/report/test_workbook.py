"""tables.xlsx: words of the page's language, numbers as numbers, text that stays text."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from gcm_analysis import report
from gcm_analysis.forum import Decision
from gcm_analysis.mapping import hash_text
from gcm_analysis.report.evidence import name_anchors, order_answers

HOSTILE = '=HYPERLINK("http://example.invalid";"x")'


@pytest.fixture
def answers() -> pd.DataFrame:
    rows = [
        {"answer_id": "gov#1:q1:t1", "question_id": "q1", "kind": "ranking", "topic_id": "t1",
         "text": "Protección consular", "rank": 2.0, "source_cell": "C7"},
        {"answer_id": "gov#1:q1:t0", "question_id": "q1", "kind": "ranking", "topic_id": "t0",
         "text": "Vías", "rank": 1.0, "source_cell": "C7"},
        {"answer_id": "gov#1:q2:text", "question_id": "q2", "kind": "text", "text": HOSTILE,
         "source_cell": "D7"},
        {"answer_id": "gov#1:q3:-", "question_id": "q3", "kind": "text", "status": "skipped",
         "source_cell": "E7"},
    ]  # fmt: skip
    usual = {
        "respondent_type": "government", "country_iso3": "MEX", "conference": "RCM",
        "topic_id": None, "option_id": None, "text": None, "rank": None, "rating": None,
        "scale_low": None, "scale_high": None, "status": "answered", "source_file": "gobiernos",
        "source_sheet": "Respuestas",
    }  # fmt: skip
    table = pd.DataFrame([usual | row for row in rows])
    return table.astype({"rank": float, "rating": float, "scale_low": float, "scale_high": float})


@pytest.fixture
def mentions() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "answer_id": ["gov#1:q1:t0", "gov#1:q2:text"],
            "objective_id": [5, 9],
            "weight": [1.0, 1.0],
            "method": ["option", "phrase"],
            "confidence": [1.0, 0.9],
            "evidence": ["Vías regulares", "trata"],
            "status": ["accepted", "accepted"],
            "is_reviewed": [True, False],
            "decided_by": [None, None],
            "decided_on": [None, None],
        }
    )


@pytest.fixture
def priorities() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "country_iso3": "MEX", "conference": "RCM", "objective_id": range(1, 24),
            "is_offered": [number != 22 for number in range(1, 24)],
            "is_mentioned": [number == 5 for number in range(1, 24)],
            "score": [None if number == 22 else float(number == 5) for number in range(1, 24)],
            "rank": 1, "n_answers": 1, "n_being_read": 0,
        }
    )  # fmt: skip


def read(path: Path, sheet: str) -> Worksheet:
    return load_workbook(path)[sheet]


def test_the_workbook_speaks_the_page_s_language(
    demo: Any, tmp_path: Path, answers: pd.DataFrame, priorities: pd.DataFrame
) -> None:
    tables = {"answers": answers, "priorities": priorities}
    path = report.write_tables(tmp_path / "t.xlsx", tables, facts=demo.make_facts("es"))
    assert load_workbook(path).sheetnames == ["Portada", "País por objetivo", "Respuestas"]
    sheet = read(path, "País por objetivo")
    assert sheet["A1"].value.startswith("Ejemplo ilustrativo")
    assert [cell.value for cell in sheet[2]][:4] == ["País", "Conferencia", "N.º", "Objetivo"]
    assert sheet.freeze_panes == "E3"
    assert sheet.auto_filter.ref == "A2:J25"
    by_number = {row[2].value: row for row in sheet.iter_rows(min_row=3)}
    assert by_number[5][6].value == 1.0
    assert by_number[5][6].number_format == "0.00"
    assert by_number[4][6].value == 0
    assert by_number[22][6].value == "–"
    assert by_number[5][0].value == "México"


def test_formulas_in_answers_stay_text(demo: Any, tmp_path: Path, answers: pd.DataFrame) -> None:
    path = report.write_tables(
        tmp_path / "t.xlsx", {"answers": answers}, facts=demo.make_facts("en")
    )
    cell = next(
        cell for row in read(path, "Answers").iter_rows() for cell in row if cell.value == HOSTILE
    )
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_the_same_tables_give_the_same_bytes(
    demo: Any, tmp_path: Path, answers: pd.DataFrame, mentions: pd.DataFrame
) -> None:
    tables = {"answers": answers, "mentions": mentions}
    first, second = (
        report.write_tables(tmp_path / name, tables, facts=demo.make_facts()).read_bytes()
        for name in ("a.xlsx", "b.xlsx")
    )
    assert first == second


def test_delegations_find_no_words_that_were_not_cleared(
    demo: Any, tmp_path: Path, answers: pd.DataFrame, mentions: pd.DataFrame
) -> None:
    tables = {"answers": answers, "mentions": mentions}
    facts = demo.make_facts("es", "participants")
    path = report.write_tables(tmp_path / "t.xlsx", tables, facts=facts)
    assert load_workbook(path).sheetnames == ["Portada", "Respuestas"]
    values = [cell.value for row in read(path, "Respuestas").iter_rows() for cell in row]
    assert HOSTILE not in values
    assert "Texto reservado" in values
    assert "Vías regulares de migración" in values
    cleared = Decision("clear", "gov#1:q2:text", "yes", hash_text(HOSTILE), "a", "2024-09-01")
    path = report.write_tables(tmp_path / "u.xlsx", tables, facts=facts, decisions=[cleared])
    values = [cell.value for row in read(path, "Respuestas").iter_rows() for cell in row]
    assert HOSTILE in values


def describe(demo: Any, name: str, *tables: Any, audience: Any = "internal") -> Any:
    function = getattr(report, f"describe_{name}")
    return function(
        *tables, forum=demo.make_forum(), country="MEX", audience=audience, language="es"
    )


def test_an_objective_leads_to_its_words_and_they_to_their_cell(
    demo: Any, answers: pd.DataFrame, mentions: pd.DataFrame, priorities: pd.DataFrame
) -> None:
    objectives = describe(demo, "country_objectives", priorities, mentions, answers).data()
    evidence = describe(demo, "evidence", mentions, answers).data()
    recorded = describe(demo, "answers", answers).data()
    row = objectives.anchors.index("objective-9")
    assert objectives.links[row] == "#evidence-9"
    row = evidence.anchors.index("evidence-9")
    assert evidence.rows[row][1] == "trata"
    assert evidence.rows[row][2] == "frase del libro de códigos"
    row = recorded.anchors.index(str(evidence.links[row]).removeprefix("#"))
    assert recorded.rows[row][1] == HOSTILE
    assert recorded.rows[row][3] == "gobiernos › Respuestas › D7"
    assert objectives.rows[21][1] == "no se le ofreció"
    assert objectives.rows[21][2] == "–"


def test_beyond_the_secretariat_an_unreviewed_reading_is_in_reading(
    demo: Any, answers: pd.DataFrame, mentions: pd.DataFrame, priorities: pd.DataFrame
) -> None:
    evidence = describe(demo, "evidence", mentions, answers, audience="participants").data()
    assert [row[3] for row in evidence.rows] == ["aceptada", "en lectura"]
    assert [row[1] for row in evidence.rows] == ["Vías regulares", "Texto reservado"]
    objectives = describe(
        demo, "country_objectives", priorities, mentions, answers, audience="participants"
    ).data()
    assert objectives.rows[8][4] == "1"


def test_answers_stand_in_the_form_s_order_best_place_first(
    demo: Any, answers: pd.DataFrame
) -> None:
    ordered = order_answers(answers, demo.make_forum(), "MEX")
    assert list(ordered["answer_id"].str.split(":").str[2]) == ["t0", "t1", "text", "-"]
    rows = describe(demo, "answers", answers).data().rows
    assert rows[0][2] == "lugar 1"
    assert rows[3][1] == "sin respuesta"


def test_anchors_are_unique_whatever_the_items_are_called() -> None:
    ids = ["a#1:q:other-2", "a#1:q:other", "b#1:q:other", "c#1:q:other"]
    assert len(set(name_anchors(ids).values())) == len(ids)
