"""A country's reply, taken in and read again from the survey's files."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gcm_analysis.forum import load_decisions, load_forum
from gcm_analysis.mapping import export_review, import_review, map_answers
from gcm_analysis.mapping.review.layout import COUNTRY_COLUMNS
from gcm_analysis.survey import read_responses
from gcm_analysis.workspace import Workspace

EXAMPLE = Path(__file__).parents[2] / "data" / "raw" / "ejemplo-2024"
OPEN = "encuesta-estados#2:prioridades:text"


@pytest.fixture
def example(tmp_path: Path):
    shutil.copytree(EXAMPLE.parent, tmp_path / "data" / "raw")
    return load_forum(Workspace(tmp_path), EXAMPLE.name)


def test_corrected_words_are_read_with_the_objectives_that_the_country_gave_them(
    example, tmp_path: Path
) -> None:
    before = read_responses(example)
    mapped = map_answers(example, before.answers, load_decisions(example))
    path = export_review(
        tmp_path / "mex.xlsx",
        forum=example,
        answers=before.answers,
        respondents=before.respondents,
        mentions=mapped.mentions,
        language="es",
        country="MEX",
    )
    correct(path)
    result = import_review(example, path, answers=before.answers)
    assert (result.validation, len(result.corrections)) == ("corrected", 2)

    after = read_responses(example)
    said = after.answers.set_index("answer_id")
    assert said.loc[OPEN, "text"] == "Ampliar las vías regulares\ny el retorno digno"
    assert rank_topics(after.answers) == rank_topics(before.answers)[::-1]
    mexico = after.respondents.set_index("country_iso3").loc["MEX"]
    assert mexico["validation"] == "corrected"
    again = map_answers(example, after.answers, load_decisions(example))
    mine = again.mentions[again.mentions["answer_id"] == OPEN]
    assert mine.loc[mine["status"] == "accepted", "objective_id"].tolist() == [21]
    assert not (again.issues["code"] == "stale_decision").any()


def rank_topics(answers) -> list[str]:
    """Mexico's topics, first place first."""
    is_ranked = (answers["country_iso3"] == "MEX") & (answers["question_id"] == "orden-temas")
    return answers[is_ranked].sort_values("rank")["topic_id"].tolist()


def correct(path: Path) -> None:
    """Turn the ranking round, and give one answer other words and one objective."""
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    columns = {column.key: place for place, column in enumerate(COUNTRY_COLUMNS, start=1)}
    labels = {cell.value: cell.row for cell in sheet["A"] if cell.value}
    top = next(row for text, row in labels.items() if text.startswith("Pregunta"))
    reply = ("no", "Luz Vera", "Nota 12", dt.date(2024, 8, 20))
    for row, value in zip(range(top - 5, top - 1), reply, strict=True):
        sheet.cell(row, 2).value = value
    is_turned = False
    for row in range(top + 1, sheet.max_row + 1):
        answer_id = sheet.cell(row, columns["answer_id"]).value
        if answer_id == OPEN:
            sheet.cell(row, columns["decision_1"]).value = 21
            words = "Ampliar las vías regulares\ny el retorno digno"
            sheet.cell(row, columns["new_text"]).value = words
        elif ":orden-temas:" in answer_id and not is_turned:
            topics = sheet.cell(row, columns["cell_text"]).value.rstrip(";").split(";")
            sheet.cell(row, columns["new_text"]).value = ";".join(reversed(topics)) + ";"
            is_turned = True
    workbook.save(path)
