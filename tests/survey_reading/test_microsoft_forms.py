"""Microsoft Forms: lists in cells, rankings, English metadata over Spanish questions."""

import pandas as pd
import pytest

from gcm_analysis.survey import HintedItem, QuestionHint, read_export

TRAFFICKING = "Trata de personas, tráfico y explotación"


def test_own_columns_tell_who_sent_it_when(write_sheet, microsoft_forms) -> None:
    export = read_export(write_sheet(microsoft_forms(["País", "México", "Perú"])))
    assert export.tool == "microsoft_forms"
    assert export.confidence > 0.9
    assert export.respondents["submission_id"].tolist() == ["1", "2"]
    assert str(export.respondents["submitted_at"].iloc[0]) == "2024-05-02 10:30:00+00:00"
    assert export.respondents["row"].tolist() == [2, 3]


@pytest.mark.parametrize(
    "headers",
    [
        ["Id", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"],
        ["ID", "Hora de início", "Hora de conclusão", "Email", "Nome"],
        ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"],
    ],
)
def test_the_exporters_language_does_not_matter(write_sheet, microsoft_forms, headers) -> None:
    rows = microsoft_forms(["País", "México"])
    rows[0][:5] = headers
    export = read_export(write_sheet(rows))
    assert export.tool == "microsoft_forms"
    assert export.columns["role"].tolist()[:5] == ["metadata"] * 3 + ["personal"] * 2


def test_options_keep_the_commas_they_contain(write_sheet, microsoft_forms, said) -> None:
    rows = microsoft_forms(
        ["¿Qué temas prioriza?", f"{TRAFFICKING};Datos;", "Datos;Vías regulares;", "Datos"]
    )
    answers = said(read_export(write_sheet(rows)), "que-temas-prioriza")
    assert set(answers["kind"]) == {"multiple"}
    assert answers["text"].tolist() == [TRAFFICKING, "Datos", "Datos", "Vías regulares", "Datos"]
    assert answers["source_cell"].tolist() == ["F2", "F2", "F3", "F3", "F4"]


def test_hinted_options_that_hold_the_delimiter_stay_whole(
    write_sheet, microsoft_forms, said
) -> None:
    rows = microsoft_forms(["Temas", "Datos; registros y censos;Trata;", "Trata;Algo, propio;"])
    items = (HintedItem("datos", ("Datos; registros y censos",)), HintedItem("trata", ("trata",)))
    hint = QuestionHint("temas", "multiple", column="Temas", items=items)
    answers = said(read_export(write_sheet(rows), hints=[hint]), "temas")
    assert answers["item_id"].tolist()[:3] == ["datos", "trata", "trata"]
    assert pd.isna(answers["item_id"].iloc[3])
    assert answers["text"].iloc[3] == "Algo, propio"


def test_a_ranking_is_told_from_a_choice(write_sheet, microsoft_forms, said) -> None:
    rows = microsoft_forms(
        ["Temas", "Trata;Vías;Datos;", "Datos;Vías;Trata;", "Vías;Trata;Datos;"],
        ["Elija", "Trata;Vías;", "Datos;", "Vías;Trata;Datos;"],
    )
    export = read_export(write_sheet(rows))
    ranking = said(export, "temas")
    assert set(ranking["kind"]) == {"ranking"}
    assert ranking["rank"].tolist() == [1, 2, 3] * 3
    assert ranking["text"].tolist()[:3] == ["Trata", "Vías", "Datos"]
    assert set(said(export, "elija")["kind"]) == {"multiple"}


def test_an_orderly_migration_is_no_order(write_sheet, microsoft_forms, said) -> None:
    question = "Temas de una migración segura, ordenada y regular"
    rows = microsoft_forms([question, "Trata;Vías;", "Datos;", "Vías;"])
    export = read_export(write_sheet(rows))
    assert export.questions["kind"].tolist() == ["multiple"]


def test_statements_on_one_scale_are_one_question(write_sheet, microsoft_forms, said) -> None:
    rows = microsoft_forms(
        ["Trata", "Muy importante", "Importante", "Nada importante"],
        ["Datos", "Poco importante", "Muy importante", None],
    )
    export = read_export(write_sheet(rows))
    (question,) = export.questions.to_dict("records")
    assert question["kind"] == "rating"
    assert question["options"] == ["Trata", "Datos"]
    assert (question["scale_low_words"], question["scale_high_words"]) == (
        "Nada importante", "Muy importante",
    )  # fmt: skip
    answers = said(export, question["question_id"])
    assert list(zip(answers["text"], answers["rating"], strict=True)) == [
        ("Trata", 4), ("Trata", 3), ("Trata", 1), ("Datos", 2), ("Datos", 4),
    ]  # fmt: skip


def test_non_answers_are_statuses_with_their_words(write_sheet, microsoft_forms, said) -> None:
    rows = microsoft_forms(["Retos", "N/A", None, "Ninguno", "por definir", "La trata"])
    answers = said(read_export(write_sheet(rows)), "retos")
    assert answers["status"].tolist() == ["not_asked", "skipped", "none", "dont_know", "answered"]
    assert answers["text"].iloc[0] == "N/A"


def test_personal_columns_are_kept_apart(write_sheet, microsoft_forms) -> None:
    rows = microsoft_forms(
        ["País", "México", "Perú"],
        ["Teléfono del punto focal", "+52 55 1234 5678", "+51 1 234 5678"],
        ["Nombre de la institución", "SRE", "Cancillería"],
    )
    export = read_export(write_sheet(rows))
    assert set(export.personal["header"]) == {"Email", "Name", "Teléfono del punto focal"}
    assert "persona1@example.org" not in set(export.cells["value"])
    assert "persona1@example.org" not in set(export.answers["text"].dropna())
    withheld = export.issues[export.issues["code"] == "personal_data_withheld"]
    assert len(withheld) == 3
    assert withheld["value"].isna().all()
    assert "nombre-de-la-institucion" in set(export.questions["question_id"])


def test_an_anonymous_form_withholds_nothing(write_sheet, microsoft_forms) -> None:
    rows = microsoft_forms(["País", "México", "Perú"])
    for row in rows[1:]:
        row[3:5] = ["anonymous", None]
    export = read_export(write_sheet(rows))
    assert export.personal.empty
    assert "personal_data_withheld" not in set(export.issues["code"])


def test_names_inside_prose_are_warned_of_without_the_words(write_sheet, microsoft_forms) -> None:
    rows = microsoft_forms(["Retos", "Escribir a ana@example.org", "Hablar con la Lic. Ana Pérez"])
    issues = read_export(write_sheet(rows)).issues
    found = issues[issues["code"] == "personal_data_in_text"]
    assert found["source_cell"].tolist() == ["F2", "F3"]
    assert found["value"].isna().all()


def test_references_that_excel_changed_go_to_review_with_a_reading(
    write_sheet, microsoft_forms, said
) -> None:
    import datetime as dt

    rows = microsoft_forms(["Objetivos", "5, 6", 5.6, dt.datetime(2024, 7, 5), 7])
    export = read_export(write_sheet(rows))
    issues = export.issues[export.issues["code"] == "excel_changed_reference"]
    assert issues["source_cell"].tolist() == ["F3", "F4"]
    assert "'5, 6'" in issues["message"].iloc[0]
    assert "'5-7'" in issues["message"].iloc[1]
    assert said(export, "objetivos")["text"].tolist() == ["5, 6", "5.6", "2024-07-05", "7"]


def test_an_unknown_level_of_a_hinted_scale_is_an_issue(write_sheet, microsoft_forms, said) -> None:
    rows = microsoft_forms(["Trata", "Alta", "Depende", "Baja"])
    hint = QuestionHint(
        "trata", "rating", items=(HintedItem("trata", ("Trata",), column="Trata"),),
        scale_labels={"Baja": 1, "Media": 2, "Alta": 3}, scale_low=1, scale_high=3,
    )  # fmt: skip
    export = read_export(write_sheet(rows), hints=[hint])
    answers = said(export, "trata")
    assert answers["rating"].tolist()[0] == 3
    assert pd.isna(answers["rating"].iloc[1])
    assert "rating_not_understood" in set(export.issues["code"])
    assert set(answers["item_id"]) == {"trata"}


def test_a_hint_whose_column_is_not_there_is_passed_over(write_sheet, microsoft_forms) -> None:
    rows = microsoft_forms(["País", "México"])
    hint = QuestionHint("otra", "text", column="No está")
    assert "otra" not in set(read_export(write_sheet(rows), hints=[hint]).questions["question_id"])
