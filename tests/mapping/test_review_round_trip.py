"""The review workbook, out and in."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from gcm_analysis.forum import load_decisions
from gcm_analysis.language import get_language
from gcm_analysis.mapping.answers import map_answers
from gcm_analysis.mapping.decisions import cleared_answers
from gcm_analysis.mapping.redaction import shown_text
from gcm_analysis.mapping.review import (
    NotAReview,
    WrongReview,
    compare_reviews,
    export_review,
    import_review,
)

LONG = "Ampliar las vías regulares, promover el retorno digno que pide Ana Mora"


class Desk:
    """A forum with answers, and a reviewer who fills in its workbook."""

    def __init__(self, forum, answers, respondents, read, folder: Path) -> None:
        self.forum, self.answers, self.respondents = forum, answers, respondents
        self.read, self.folder = read, folder

    def mapped(self):
        return map_answers(self.forum, self.answers, load_decisions(self.forum), read=self.read)

    def export(self, name: str = "review.xlsx", language: str = "es", **options: Any) -> Path:
        return export_review(
            self.folder / name,
            forum=self.forum,
            answers=self.answers,
            respondents=self.respondents,
            mentions=self.mapped().mentions,
            language=language,
            read=self.read,
            **options,
        )

    def fill(self, path: Path, rows: dict[str, dict[str, Any]], language: str = "es") -> Path:
        """Write cells by answer and column key, wherever the answer stands."""
        workbook = load_workbook(path, rich_text=True)
        for sheet in workbook.worksheets[:2]:
            columns = find_columns(sheet, language)
            for row in range(3, sheet.max_row + 1):
                answer_id = sheet.cell(row, columns["answer_id"]).value
                for key, value in rows.get(answer_id, {}).items():
                    sheet.cell(row, columns[key]).value = value
        workbook.save(path)
        return path

    def bring_back(self, path: Path):
        return import_review(self.forum, path, answers=self.answers)


def find_columns(sheet: Any, language: str) -> dict[str, int]:
    from gcm_analysis.mapping.review.layout import DOUBT_COLUMNS

    headers = {column.header(get_language(language)): column.key for column in DOUBT_COLUMNS}
    return {headers[cell.value]: cell.column for cell in sheet[2] if cell.value in headers}


SIGNED = {"reviewer": "Ana", "date": dt.date(2024, 7, 1)}
MEX, PER, COL = (f"formulario:{iso3}:abierta:text" for iso3 in ("MEX", "PER", "COL"))
TOPIC = "formulario:MEX:temas:vias"


@pytest.fixture
def desk(forum, make_answers, make_respondents, read, tmp_path) -> Desk:
    answers = make_answers(
        ("MEX", "temas", "vias", "Vías regulares"),
        ("MEX", "abierta", "text", LONG),
        ("PER", "abierta", "text", "=visas y ventanillas"),
        ("COL", "abierta", "text", "Perspectiva de género"),
        ("COL", "retos", "text", "protección consular"),
        ("osc-1", "abierta", "text", "retorno digno"),
    )
    return Desk(forum, answers, make_respondents(answers), read, tmp_path)


def column_values(path: Path, key: str, sheet: int = 0, language: str = "es") -> list[Any]:
    opened = load_workbook(path).worksheets[sheet]
    column = find_columns(opened, language)[key]
    return [opened.cell(row, column).value for row in range(3, opened.max_row + 1)]


def test_the_same_inputs_give_the_same_workbook_bytes(desk: Desk) -> None:
    first = desk.export("a.xlsx").read_bytes()
    assert desk.export("b.xlsx").read_bytes() == first


def test_open_doubts_come_most_influential_first_and_others_apart(desk: Desk) -> None:
    path = desk.export()
    osc = "formulario:osc-1:abierta:text"
    assert column_values(path, "answer_id") == [MEX, PER, COL, osc]
    assert column_values(path, "answer_id", sheet=1) == ["formulario:COL:retos:text"]
    assert column_values(path, "moves") == [None] * 4
    told = desk.export(influence={COL: 3.0, PER: 1.0})
    assert column_values(told, "answer_id")[:2] == [COL, PER]
    assert column_values(told, "moves") == ["3", "1", "0", "0"]


def test_a_row_tells_whose_answer_why_it_is_asked_and_what_is_suggested(desk: Desk) -> None:
    path = desk.export()
    assert column_values(path, "country") == [
        "México", "Perú", "Colombia", "Sociedad civil (formulario:osc-1)",
    ]  # fmt: skip
    assert column_values(path, "reason")[2] == "Nombra principios rectores y ningún objetivo"
    suggestion = column_values(path, "suggestion_1")[0]
    assert suggestion.startswith("21 · ")
    assert "«retorno digno»" in suggestion
    assert "61" in suggestion
    assert column_values(path, "suggestion_2")[0] is None
    counted = column_values(path, "counted")[0]
    assert counted.startswith("5 · ")
    assert counted.endswith("(frase del libro de códigos, sin revisar): «vías regulares»")


def test_the_clause_in_doubt_is_marked_and_the_whole_answer_is_there(desk: Desk) -> None:
    sheet = load_workbook(desk.export(), rich_text=True).worksheets[0]
    cell = sheet.cell(3, find_columns(sheet, "es")["text"]).value
    assert str(cell) == LONG
    assert [str(run) for run in cell if run.font.b] == [LONG.split(",")[1]]


def test_words_that_look_like_a_formula_stay_words(desk: Desk) -> None:
    sheet = load_workbook(desk.export()).worksheets[0]
    cell = sheet.cell(4, find_columns(sheet, "es")["text"])
    assert (cell.data_type, cell.value) == ("s", "=visas y ventanillas")


def test_cells_offer_the_23_objectives_and_headers_stay_in_sight(desk: Desk) -> None:
    workbook = load_workbook(desk.export())
    sheet = workbook.worksheets[0]
    offered = [cell.value for cell in workbook["lists"]["A"]]
    assert len(offered) == 23
    assert offered[4].startswith("5 · ")
    assert workbook["lists"].sheet_state == workbook["meta"].sheet_state == "hidden"
    validations = {v.formula1: str(v.sqref) for v in sheet.data_validations.dataValidation}
    assert "L3:L6" in validations["lists!$A$1:$A$23"]
    assert sheet.freeze_panes == "C3"
    assert sheet.auto_filter.ref == "A2:W6"
    assert not sheet.protection.sheet


@pytest.mark.parametrize("language", ["es", "en"])
def test_decisions_come_back_with_who_and_when_and_survive_a_rerun(
    desk: Desk, language: str
) -> None:
    path = desk.export(language=language)
    offered = load_workbook(path)["lists"]["A21"].value
    yes = get_language(language).text("review.say_yes")
    rows = {
        MEX: {"decision_1": offered, "decision_2": 5, "note": "dos cláusulas", **SIGNED},
        COL: {"none": yes, **SIGNED},
    }
    result = desk.bring_back(desk.fill(path, rows, language))
    assert [(one.kind, one.target, one.value) for one in result.decisions] == [
        ("mentions", MEX, "5;21"),
        ("mentions", COL, ""),
    ]
    kept = load_decisions(desk.forum)
    assert {(one.decided_by, str(one.decided_on)) for one in kept} == {("Ana", "2024-07-01")}
    mapped = desk.mapped()
    mine = mapped.mentions[mapped.mentions["answer_id"] == MEX]
    assert mine["objective_id"].tolist() == [5, 21]
    assert (mine["method"] == "review").all()
    assert column_values(desk.export("again.xlsx"), "answer_id")[0] == PER


def test_importing_twice_writes_once(desk: Desk) -> None:
    path = desk.fill(desk.export(), {MEX: {"decision_1": "21", **SIGNED}})
    assert len(desk.bring_back(path).decisions) == 1
    again = desk.bring_back(path)
    assert (again.decisions, again.n_known) == ((), 1)
    assert len(load_decisions(desk.forum)) == 1


def test_confirming_keeps_what_is_counted(desk: Desk) -> None:
    target = "formulario:COL:retos:text"
    path = desk.fill(desk.export(), {target: {"confirm": "sí", **SIGNED}})
    assert [one.value for one in desk.bring_back(path).decisions] == ["14"]


def test_words_are_redacted_and_cleared_in_review(desk: Desk) -> None:
    row = {"redact": "Ana Mora", "circulate": "sí", **SIGNED}
    desk.bring_back(desk.fill(desk.export(), {MEX: row}))
    decisions = load_decisions(desk.forum)
    shown = shown_text(desk.answers, decisions)
    assert shown[1] == LONG.replace("Ana Mora", "[...]")
    assert shown.drop(index=1).equals(desk.answers["text"].drop(index=1))
    assert cleared_answers(decisions) == {MEX}
    changed = desk.answers.assign(text=desk.answers["text"] + ".")
    assert cleared_answers(decisions, changed) == frozenset()


def test_rows_may_be_sorted_deleted_and_columns_moved(desk: Desk) -> None:
    path = desk.fill(desk.export(), {MEX: {"decision_1": "21", **SIGNED}})
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    header, body = rows[0], rows[1:3]
    random.Random(3).shuffle(body)
    order = list(range(len(header)))
    random.Random(4).shuffle(order)
    sheet.delete_rows(1, sheet.max_row)
    for row in [header, *body]:
        sheet.append([row[place] for place in order])
    sheet.title = "otra cosa"
    workbook.remove(workbook.worksheets[1])
    workbook.save(path)
    assert [one.value for one in desk.bring_back(path).decisions] == ["21"]


def test_blank_rows_stay_open(desk: Desk) -> None:
    path = desk.fill(desk.export(), {PER: dict(SIGNED)})
    assert desk.bring_back(path).decisions == ()


@pytest.mark.parametrize(
    ("row", "key", "said"),
    [
        ({"decision_1": "24", **SIGNED}, "decision_1", "23 objectives"),
        ({"decision_1": "migración", **SIGNED}, "decision_1", "23 objectives"),
        ({"decision_1": "5", "decision_3": "5", **SIGNED}, "decision_3", "twice"),
        ({"decision_1": "5", "none": "sí", **SIGNED}, "none", "keep one"),
        ({"decision_1": "5", "confirm": "sí", **SIGNED}, "confirm", "keep one"),
        ({"none": "quizás", **SIGNED}, "none", "expected yes"),
        ({"circulate": "depende", **SIGNED}, "circulate", "yes or no"),
        ({"decision_1": "5", "date": dt.date(2024, 7, 1)}, "reviewer", "who decides"),
        ({"decision_1": "5", "reviewer": "Ana"}, "date", "2024-07-31"),
        ({"decision_1": "5", "reviewer": "Ana", "date": "01/07/2024"}, "date", "2024-07-31"),
        ({"redact": "Juan Paz", **SIGNED}, "redact", "does not stand"),
        ({"note": "ver", **SIGNED}, "note", "with a decision"),
        ({"learn": "retorno digno", **SIGNED}, "learn", "exactly one objective"),
        ({"learn": "otra", "decision_1": "5", **SIGNED}, "learn", "stand in the answer"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    desk: Desk, row: dict[str, Any], key: str, said: str
) -> None:
    good = {PER: {"decision_1": "5", **SIGNED}}
    path = desk.fill(desk.export(), {MEX: row, **good})
    sheet = load_workbook(path).worksheets[0]
    cell = sheet.cell(3, find_columns(sheet, "es")[key]).coordinate
    with pytest.raises(WrongReview) as caught:
        desk.bring_back(path)
    assert f"review.xlsx, sheet 'Por decidir', cell {cell}" in str(caught.value)
    assert said in str(caught.value)
    assert load_decisions(desk.forum) == ()


def test_a_phrase_that_cannot_be_learned_is_told_before_anything_is_written(desk: Desk) -> None:
    row = {"learn": "Perspectiva de género", "decision_1": "7", **SIGNED}
    with pytest.raises(WrongReview, match=r"cannot be learned.*rule 11"):
        desk.bring_back(desk.fill(desk.export(), {COL: row}))
    assert load_decisions(desk.forum) == ()


def test_every_wrong_cell_is_told_at_once(desk: Desk) -> None:
    rows = {MEX: {"decision_1": "24", **SIGNED}, PER: {"decision_1": "0", **SIGNED}}
    with pytest.raises(WrongReview) as caught:
        desk.bring_back(desk.fill(desk.export(), rows))
    assert len(caught.value.faults) == 2


def test_an_answer_decided_in_two_rows_is_refused(desk: Desk) -> None:
    path = desk.fill(desk.export(), {MEX: {"decision_1": "5", **SIGNED}})
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet.append([cell.value for cell in sheet[3]])
    workbook.save(path)
    with pytest.raises(WrongReview, match="keep one row"):
        desk.bring_back(path)


def test_words_that_changed_since_the_export_are_not_decided(desk: Desk) -> None:
    path = desk.fill(desk.export(), {MEX: {"decision_1": "5", **SIGNED}})
    desk.answers = desk.answers.assign(text=desk.answers["text"].str.replace("Ampliar", "Abrir"))
    with pytest.raises(WrongReview, match="have changed"):
        desk.bring_back(path)


def test_a_changed_code_is_refused(desk: Desk) -> None:
    path = desk.fill(desk.export(), {MEX: {"answer_id": "otra", "decision_1": "5", **SIGNED}})
    with pytest.raises(WrongReview, match="code of an answer"):
        desk.bring_back(path)


def test_a_workbook_of_another_forum_or_of_nobody_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = desk.export()
    desk.forum = desk.forum.model_copy(update={"forum": "otro"})
    with pytest.raises(NotAReview, match="prueba-2024"):
        desk.bring_back(path)
    workbook = load_workbook(path)
    del workbook["meta"]
    workbook.save(path)
    with pytest.raises(NotAReview, match="no hidden sheet"):
        desk.bring_back(path)


def test_a_lost_column_and_a_changed_hidden_sheet_are_told(desk: Desk) -> None:
    path = desk.export()
    workbook = load_workbook(path)
    workbook.worksheets[0].delete_cols(find_columns(workbook.worksheets[0], "es")["date"])
    workbook.save(path)
    with pytest.raises(NotAReview, match="Fecha"):
        desk.bring_back(path)
    workbook = load_workbook(desk.export())
    for cell in workbook["meta"]["B"]:
        if cell.value == MEX:
            cell.value = PER
    workbook.save(path)
    with pytest.raises(NotAReview, match="was changed"):
        desk.bring_back(path)


def test_a_stale_decision_is_asked_again(desk: Desk) -> None:
    desk.bring_back(desk.fill(desk.export(), {MEX: {"decision_1": "21", **SIGNED}}))
    desk.answers = desk.answers.assign(text=desk.answers["text"].str.replace("Ampliar", "Abrir"))
    path = desk.export("again.xlsx")
    assert column_values(path, "answer_id")[0] == MEX
    assert "decidir de nuevo" in column_values(path, "reason")[0]


def test_two_reviewers_are_compared_without_importing(desk: Desk) -> None:
    first = desk.fill(
        desk.export("a.xlsx"),
        {MEX: {"decision_1": "5", **SIGNED}, PER: {"decision_1": "5", **SIGNED}},
    )
    second = desk.fill(
        desk.export("b.xlsx"),
        {MEX: {"decision_1": "21", **SIGNED}, PER: {"decision_1": "5", **SIGNED}},
    )
    agreement = compare_reviews(desk.forum, first, second, answers=desk.answers)
    assert agreement.disagreements.values.tolist() == [[MEX, "5", "21"]]
    assert load_decisions(desk.forum) == ()


def test_a_government_that_sent_two_answers_is_asked_which_counts(desk: Desk) -> None:
    desk.respondents.loc[desk.respondents["country_iso3"] == "PER", "status"] = "awaiting_decision"
    path = desk.export()
    workbook = load_workbook(path)
    sheet = workbook["Entregas"]
    assert [cell.value for cell in sheet[3]][:2] == ["formulario:PER", "Perú"]
    sheet["F3"], sheet["G3"], sheet["H3"] = "sí", "Ana", dt.date(2024, 7, 1)
    workbook.save(path)
    decisions = desk.bring_back(path).decisions
    assert [(one.kind, one.target) for one in decisions] == [("submission", "formulario:PER")]
