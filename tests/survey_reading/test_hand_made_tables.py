"""Hand-made tables: titles, merged and bilingual headers, X columns, notes, totals."""

import pytest

from gcm_analysis.errors import GcmError
from gcm_analysis.survey import HintedItem, QuestionHint, read_export

TABLE = [
    ["Encuesta a los países, 2023"],
    [],
    ["País", "Temas prioritarios", None, None, "Observaciones", "Prioridad 1", "Prioridad 2"],
    ["Country", "Trata", "Datos", "Otro", "Remarks", "Priority 1", "Priority 2"],
    ["México", "X", None, "x", "Se revisará", "Trata", "Datos"],
    ["Perú", None, "X", "salud", None, "Datos", "Vías"],
    ["Total", 1, 1],
    [],
    ["Nota: elaborado por la secretaría técnica"],
]


@pytest.fixture
def table(write_sheet):
    return read_export(write_sheet(TABLE, merges=["A1:G1", "B3:D3"]))


def test_titles_totals_and_notes_are_no_submissions(table) -> None:
    assert table.tool == "table"
    assert table.respondents["row"].tolist() == [5, 6]
    issues = table.issues.set_index("code")["source_cell"]
    assert issues[["title_row", "total_row", "note_row"]].tolist() == ["A1", "A7", "A9"]


def test_two_languages_of_a_header_are_one_name(table) -> None:
    assert "País / Country" in set(table.columns["header"])


def test_marks_below_one_heading_are_one_question(table, said) -> None:
    chosen = said(table, "temas-prioritarios")
    assert set(chosen["kind"]) == {"multiple"}
    assert set(zip(chosen["respondent"], chosen["text"], strict=True)) == {
        (0, "Trata"), (0, "Otro"), (1, "Datos"), (1, "salud"),
    }  # fmt: skip


def test_columns_of_places_are_a_ranking(table, said) -> None:
    ranked = said(table, "prioridad").sort_values(["respondent", "rank"])
    assert ranked["text"].tolist() == ["Trata", "Datos", "Datos", "Vías"]
    assert ranked["rank"].tolist() == [1, 2, 1, 2]


def test_ordinals_name_places_too(write_sheet, said) -> None:
    rows = [["País", "Primera prioridad", "Segunda prioridad"], ["México", "Trata", "Datos"],
            ["Perú", "Datos", "Trata"]]  # fmt: skip
    export = read_export(write_sheet(rows))
    assert export.questions["kind"].tolist()[1:] == ["ranking"]


def test_numbers_below_one_heading_that_never_repeat_are_places(write_sheet, said) -> None:
    rows = [
        ["País", "Ordene los temas", None, None],
        [None, "Trata", "Datos", "Vías"],
        ["México", 1, 2, 3], ["Perú", 2, 1, 3], ["Chile", 3, 1, 2],
    ]  # fmt: skip
    export = read_export(write_sheet(rows, merges=["B1:D1", "A1:A2"]))
    ranked = said(export, "ordene-los-temas")
    assert set(ranked["kind"]) == {"ranking"}
    first = ranked[ranked["rank"] == 1]
    assert set(zip(first["respondent"], first["text"], strict=True)) == {
        (0, "Trata"), (1, "Datos"), (2, "Datos"),
    }  # fmt: skip


def test_numbers_that_repeat_are_ratings(write_sheet, said) -> None:
    rows = [
        ["País", "Valore de 1 a 5", None],
        [None, "Trata", "Datos"],
        ["México", 5, 5], ["Perú", 4, 4], ["Chile", 3, 1],
    ]  # fmt: skip
    export = read_export(write_sheet(rows, merges=["B1:C1", "A1:A2"]))
    rated = said(export, "valore-de-1-a-5")
    assert set(rated["kind"]) == {"rating"}
    assert set(zip(rated["scale_low"], rated["scale_high"], strict=True)) == {(1, 5)}


def test_numbered_lists_in_one_cell_are_ordered(write_sheet, said) -> None:
    rows = [
        ["País", "Prioridades"],
        ["México", "1. Trata\n2. Datos"],
        ["Perú", "1) Datos\n2) Vías"],
    ]
    answers = said(read_export(write_sheet(rows)), "prioridades")
    assert answers["text"].tolist() == ["Trata", "Datos", "Datos", "Vías"]
    assert answers["rank"].tolist() == [1, 2, 1, 2]


def test_hidden_rows_and_sheets_are_not_data_and_said_so(tmp_path) -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (["País", "Tema"], ["México", "Trata"], ["Perú", "Datos"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    secret = workbook.create_sheet("Borrador")
    secret["A1"] = "viejo"
    secret.sheet_state = "hidden"
    workbook.save(tmp_path / "hidden.xlsx")
    export = read_export(tmp_path / "hidden.xlsx")
    assert export.respondents["row"].tolist() == [2]
    assert {"hidden_row", "hidden_sheet_not_read"} <= set(export.issues["code"])


def test_a_formula_without_a_result_is_an_issue(write_sheet) -> None:
    export = read_export(write_sheet([["País", "Tema"], ["México", "=1+1"], ["Perú", "Datos"]]))
    issue = export.issues.set_index("code").loc["formula_without_value"]
    assert issue["source_cell"] == "B2"
    fate = export.ledger.set_index("source_cell")["fate"]
    assert fate["B2"] == "issue"


def test_damaged_letters_are_reported_with_their_cell(write_sheet) -> None:
    export = read_export(write_sheet([["País", "Tema"], ["MÃ©xico", "Trata"], ["Perú", "Datos"]]))
    issue = export.issues.set_index("code").loc["damaged_letters"]
    assert (issue["source_cell"], issue["value"]) == ("A2", "MÃ©xico")


def test_the_header_may_be_told(write_sheet) -> None:
    rows = [["Lista", "de", "temas"], ["País", "Tema", "Nota"], ["México", "Trata", "a"],
            ["Perú", "Datos", "b"]]  # fmt: skip
    export = read_export(write_sheet(rows), header_row=2)
    assert export.columns["header"].tolist() == ["País", "Tema", "Nota"]
    with pytest.raises(GcmError, match="no header in row 9"):
        read_export(write_sheet(rows), header_row=9)


def test_a_sheet_without_a_header_goes_by_letters(write_sheet) -> None:
    export = read_export(write_sheet([[1, 2], [3, 4]]))
    assert export.columns["header"].tolist() == ["A", "B"]
    assert "no_header_row" in set(export.issues["code"])


def test_hinted_columns_and_places_are_found_by_any_level_of_the_header(write_sheet, said) -> None:
    hints = [
        QuestionHint("marcas", "multiple", items=(
            HintedItem("trata", ("Trata",), column="Trata"),
            HintedItem("datos", ("Datos",), column="Temas prioritarios / Datos"),
        )),
        QuestionHint("orden", "ranking", place_columns=("Priority 1", "Prioridad 2"),
                     items=(HintedItem("trata", ("trata",)), HintedItem("datos", ("datos",)))),
    ]  # fmt: skip
    export = read_export(write_sheet(TABLE, merges=["A1:G1", "B3:D3"]), hints=hints)
    assert said(export, "marcas")["item_id"].tolist() == ["trata", "datos"]
    ranked = said(export, "orden").sort_values(["respondent", "rank"])
    assert ranked["item_id"].fillna("").tolist() == ["trata", "datos", "datos", ""]


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16"), (",", "utf-16-le")],
)
def test_any_text_file_gives_the_same_answers(write_csv, delimiter, encoding) -> None:
    rows = [["País", "Tema", "Monto"], ["México", "Atención, niñez", "1,5"], ["Perú", "Daño", "2"]]
    path = write_csv(rows, delimiter=delimiter, encoding=encoding)
    export = read_export(path)
    assert export.answers["text"].tolist() == [
        "México", "Perú", "Atención, niñez", "Daño", "1,5", "2",
    ]  # fmt: skip


def test_namibia_is_not_missing(write_csv) -> None:
    export = read_export(write_csv([["country", "x"], ["NA", "1"], ["MX", "2"]]))
    assert export.cells["value"].tolist() == ["NA", "MX", "1", "2"]
    assert export.answers["status"].tolist() == ["answered"] * 4


def test_na_among_words_is_no_answer(write_csv, said) -> None:
    export = read_export(write_csv([["country", "x"], ["MX", "NA"], ["GT", "Trata"]]))
    assert said(export, "x")["status"].tolist() == ["not_asked", "answered"]


def test_topics_with_x_below_a_question_without_merged_cells_are_one_question(
    write_csv, said
) -> None:
    rows = [
        ["Encuesta a los Estados, 2024", "", "", "", ""],
        ["País", "Temas prioritarios", "", "", "Observaciones"],
        ["", "Trata", "Datos", "Vías", ""],
        ["México", "X", "", "X", "Ninguna"], ["Guatemala", "", "x", "X", ""],
        ["Total", "1", "1", "2", ""],
    ]  # fmt: skip
    export = read_export(write_csv(rows))
    assert export.respondents["row"].tolist() == [4, 5]
    chosen = said(export, "temas-prioritarios").sort_values("respondent", kind="stable")
    assert set(chosen["kind"]) == {"multiple"}
    assert chosen["text"].tolist() == ["Trata", "Vías", "Datos", "Vías"]


def test_places_in_columns_of_their_own_are_a_ranking(write_csv) -> None:
    rows = [
        ["Pays", "Traite", "Données", "Voies", "Année"],
        ["Mexique", 1, 2, 3, 2020],
        ["Pérou", 2, 1, 3, 2021],
        ["Chili", 3, 1, 2, 2020],
    ]
    export = read_export(write_csv(rows))
    assert export.questions["kind"].tolist()[1] == "ranking"
    assert export.questions["options"].iloc[1] == ["Traite", "Données", "Voies"]
    ranked = export.answers[export.answers["kind"] == "ranking"]
    assert ranked.loc[ranked["respondent"] == 2, "rank"].tolist() == [3, 1, 2]


def test_ordered_lists_written_by_many_hands_are_cut_each_in_its_way(write_csv, said) -> None:
    rows = [
        ["País", "Temas en orden de prioridad"],
        ["México", "1. Trata; 2. Datos; 3. Vías"],
        ["Perú", "1) Datos\n2) Trata"],
        ["Chile", "Vías; Trata"],
    ]
    ranked = said(read_export(write_csv(rows)), "temas-en-orden-de-prioridad")
    assert set(ranked["kind"]) == {"ranking"}
    assert list(zip(ranked["text"], ranked["rank"], strict=True)) == [
        ("Trata", 1), ("Datos", 2), ("Vías", 3), ("Datos", 1), ("Trata", 2), ("Vías", 1),
        ("Trata", 2),
    ]  # fmt: skip
