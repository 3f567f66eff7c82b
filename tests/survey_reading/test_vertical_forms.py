"""Forms whose questions stand below each other; sheets that are each one country's."""

import pandas as pd
import pytest

from gcm_analysis.survey import HintedItem, QuestionHint, read_export

FORM = [
    ["Encuesta previa al Foro"],
    [],
    ["País:", "México"],
    ["Nombre del punto focal:", "Ana Pérez"],
    ["Correo electrónico:", "ana@example.org"],
    ["Sección I"],
    ["1. ¿Qué temas prioriza?", "Trata; Vías regulares"],
    ["2. ¿Qué retos enfrenta?", "Falta de datos"],
    ["3. ¿Algo más?"],
]


def test_a_form_in_one_column_is_one_submission(write_sheet, said) -> None:
    export = read_export(write_sheet(FORM))
    assert export.tool == "table"
    assert len(export.respondents) == 1
    assert export.questions["text"].tolist() == [
        "País", "1. ¿Qué temas prioriza?", "2. ¿Qué retos enfrenta?", "3. ¿Algo más?",
    ]  # fmt: skip
    retos = said(export, "2-que-retos-enfrenta")
    assert retos[["text", "source_cell"]].to_numpy().tolist() == [["Falta de datos", "B8"]]
    assert said(export, "3-algo-mas")["status"].tolist() == ["skipped"]
    assert set(export.personal["value"]) == {"Ana Pérez", "ana@example.org"}
    assert export.columns.set_index("header").loc["País:", "letter"] == "3"
    fates = export.ledger.set_index("source_cell")["fate"].astype(str)
    assert fates[["A1", "A3", "B3", "B4", "B8"]].tolist() == [
        "header", "header", "answer", "issue", "answer",
    ]  # fmt: skip


def test_countries_beside_each_other_are_submissions(write_sheet, said) -> None:
    rows = [
        ["N°", "Pregunta", "México", "El Salvador", "Brasil", "Observaciones"],
        [1, "Temas prioritarios", "Trata; Datos", "Datos", "Trata; Vías", "revisar"],
        [2, "Retos", "Recursos", None, "Personal", None],
        [3, "Buenas prácticas", "Mesa", "Foro", "Red", None],
    ]
    export = read_export(write_sheet(rows))
    assert len(export.respondents) == 3
    countries = said(export, "pais")
    assert countries["text"].tolist() == ["México", "El Salvador", "Brasil"]
    assert countries["source_cell"].tolist() == ["C1", "D1", "E1"]
    temas = said(export, "temas-prioritarios")
    assert set(temas["kind"]) == {"multiple"}
    assert temas["text"].tolist() == ["Trata", "Datos", "Datos", "Trata", "Vías"]
    assert said(export, "retos")["status"].tolist() == ["answered", "skipped", "answered"]
    assert "note_row" in set(export.issues["code"])


def test_topics_by_countries_with_marks_are_one_question(write_sheet, said) -> None:
    rows = [
        ["País", "México", "Perú", "Chile"],
        ["Trata de personas", "X", None, "X"], ["Vías regulares", None, "X", "X"],
        ["Datos", "x", None, None],
    ]  # fmt: skip
    export = read_export(write_sheet(rows))
    chosen = said(export, "trata-de-personas")
    assert set(chosen["kind"]) == {"multiple"}
    assert set(zip(chosen["respondent"], chosen["text"], strict=True)) == {
        (0, "Trata de personas"), (0, "Datos"), (1, "Vías regulares"), (2, "Trata de personas"),
        (2, "Vías regulares"),
    }  # fmt: skip


def test_known_questions_below_each_other_make_a_form(write_sheet, said) -> None:
    rows = [["Temas", "Trata, Datos"], ["Retos", "Recursos"], ["Prácticas", "Una mesa"]]
    items = (HintedItem("trata", ("Trata",)), HintedItem("datos", ("Datos",)))
    hints = [
        QuestionHint("temas", "multiple", column="Temas", items=items),
        QuestionHint("retos", "text", column="Retos"),
    ]
    export = read_export(write_sheet(rows), hints=hints)
    assert said(export, "temas")["item_id"].tolist() == ["trata", "datos"]
    assert said(export, "retos")["text"].tolist() == ["Recursos"]


@pytest.mark.parametrize("is_vertical", [True, False])
def test_sheets_that_are_each_one_country_are_read_together(write_sheet, said, is_vertical) -> None:
    def rows(temas: str, reto: str) -> list[list[str]]:
        pairs = [["Temas:", temas], ["Retos:", reto], ["Comentarios:", "ninguno"]]
        return pairs if is_vertical else [list(row) for row in zip(*pairs, strict=True)]

    export = read_export(
        write_sheet(
            rows("Trata; Datos", "a"), title="México", Perú=rows("Datos", "b"),
            Chile=rows("Trata; Vías; Datos", "c"), Copia=rows("Datos", "b"),
        )
    )  # fmt: skip
    assert export.respondents["source_sheet"].tolist() == ["México", "Perú", "Chile"]
    assert export.respondents["respondent"].tolist() == [0, 1, 2]
    temas = said(export, "temas")
    assert set(temas["kind"]) == {"multiple"}
    assert temas["source_sheet"].tolist() == ["México"] * 2 + ["Perú"] + ["Chile"] * 3
    assert said(export, "retos")["text"].tolist() == ["a", "b", "c"]
    issue = export.issues.set_index("code").loc["sheet_not_read"]
    assert issue["source_sheet"] == "Copia"
    places = pd.MultiIndex.from_frame(export.ledger[["source_sheet", "source_cell"]].astype(str))
    assert places.is_unique
    assert len(places) == 6 * 4


def test_a_sheet_that_is_named_is_read_alone(write_sheet) -> None:
    rows = [["País", "Tema"], ["México", "Trata"]]
    path = write_sheet(rows, title="A", B=[rows[0], ["Perú", "Datos"]])
    assert len(read_export(path).respondents) == 2
    assert len(read_export(path, sheet="B").respondents) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [["País", "Tema"], ["México", "Trata"], ["Perú", "Datos"], ["Chile", "Vías"]],
        [["Tema", "País"], ["Trata", "México"], ["Datos", "Perú"], ["Vías", "Chile"]],
        [["País", "País vecino", "Tema"], ["México", "Guatemala", "Trata"],
         ["Perú", "Chile", "Datos"], ["Chile", "Perú", "Vías"]],
    ],
)  # fmt: skip
def test_a_table_of_countries_is_no_form(write_sheet, rows) -> None:
    export = read_export(write_sheet(rows))
    assert export.columns["letter"].str.isalpha().all()
    assert len(export.respondents) == 3
