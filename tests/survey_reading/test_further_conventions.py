"""What exports hold that no file of the collection shows, in Spanish and Portuguese too."""

import datetime as dt

import pytest

from gcm_analysis.survey import read_export
from gcm_analysis.survey.exports.kobotoolbox import leave_groups

STATES = ["México", "Guatemala", "El Salvador", "Honduras"]


def test_places_asked_as_questions_of_their_own_are_a_ranking(write_csv, said) -> None:
    rows = [
        ["Carimbo de data/hora", "País", "Prioridade 1", "Prioridade 2", "Comentários"],
        ["14/05/2024 14:31:22", "Brasil", "Dados", "Retorno", "Sem observações"],
        ["15/05/2024 14:31:22", "Chile", "Retorno", "Dados", ""],
    ]
    export = read_export(write_csv(rows))
    assert export.tool == "google_forms"
    assert export.questions["kind"].tolist() == ["text", "ranking", "text"]
    answers = said(export, export.questions["question_id"].iloc[1])
    assert answers["text"].tolist() == ["Dados", "Retorno", "Retorno", "Dados"]
    assert answers["rank"].tolist() == [1, 1, 2, 2]


def test_a_question_and_its_statements_joined_by_a_point_are_one(
    write_sheet, microsoft_forms
) -> None:
    rows = microsoft_forms(
        ["¿Qué tan importante es?.Trata", "Importante", "Muy importante"],
        ["¿Qué tan importante es?.Retorno", "Nada importante", "Muy importante"],
        ["Según el art. 5.Explique", "Sí", "No"],
    )
    export = read_export(write_sheet(rows))
    assert export.questions["text"].tolist() == ["¿Qué tan importante es?", rows[0][-1]]
    assert export.questions["kind"].iloc[0] == "rating"
    assert export.questions["options"].iloc[0] == ["Trata", "Retorno"]


def test_open_answers_of_surveymonkey_stay_texts_though_all_say_the_same(write_csv) -> None:
    own = ["ID de respondiente", "ID de recopilador", "Fecha de inicio", "Fecha de finalización"]
    rows = [
        [*own, "¿Qué desafíos tiene?", "¿Qué prefiere?"],
        [*[""] * len(own), "Respuesta abierta", "Respuesta"],
        *([1180 + n, 40, "05/13/2024 10:01:02 AM", "05/13/2024 10:21:02 AM", "Datos", "Datos"]
          for n in range(4)),
    ]  # fmt: skip
    export = read_export(write_csv(rows))
    assert export.questions["kind"].tolist() == ["text", "single"]


def test_what_limesurvey_and_qualtrics_add_is_no_question(write_csv) -> None:
    lime = [
        ["ID de respuesta", "Fecha de envío", "Última página", "Idioma inicial", "Semilla",
         "Fecha de última acción", "País"],
        *([n, f"2024-05-0{n} 10:00:00", 3, "es", 7, f"2024-05-0{n} 10:00:00", state]
          for n, state in enumerate(STATES, 1)),
    ]  # fmt: skip
    export = read_export(write_csv(lime, name="lime.csv"))
    assert export.tool == "limesurvey"
    assert export.questions["text"].tolist() == ["País"]
    tags = ["StartDate", "EndDate", "Finished", "ResponseId", "Q_RecaptchaScore", "Q1",
            "Q3_First Click", "Q3_Page Submit"]  # fmt: skip
    ids = ["startDate", "endDate", "finished", "_recordId", "Q_RecaptchaScore", "QID1_TEXT",
           "QID3_FIRST_CLICK", "QID3_PAGE_SUBMIT"]  # fmt: skip
    rows = [tags, [*tags[:5], "¿Qué país?", "Timing - First Click", "Timing - Page Submit"],
            [f'{{"ImportId":"{name}"}}' for name in ids],
            *(["2024-05-02 08:00", "2024-05-02 09:00", "Verdadero", f"R_{n}", 0.9, state, 1, 2]
              for n, state in enumerate(STATES))]  # fmt: skip
    export = read_export(write_csv(rows, name="qualtrics.csv"))
    assert export.tool == "qualtrics"
    assert export.questions["text"].tolist() == ["¿Qué país?"]


def test_names_of_groups_parted_by_points_are_no_part_of_the_question(write_csv) -> None:
    rows = [
        ["datos.pais", "datos.prioridad_1", "datos.prioridad_2", "_id", "_uuid",
         "_submission_time"],
        *([state, ("trata", "retorno")[n % 2], ("retorno", "trata")[n % 2], n, f"u{n}",
           "2024-05-02T15:00:00"] for n, state in enumerate(STATES)),
    ]  # fmt: skip
    export = read_export(write_csv(rows, delimiter=";"))
    assert export.tool == "kobotoolbox"
    assert export.questions["question_id"].tolist()[0] == "pais"
    assert export.questions["kind"].tolist() == ["text", "ranking"]


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("Datos generales/País", "País"), ("Prioridades/1ª prioridad", "1ª prioridad"),
        ("Datos/¿Tiene leyes y/o planes?", "¿Tiene leyes y/o planes?"),
        ("Bloco A/Há leis e/ou planos?", "Há leis e/ou planos?"),
        ("Cargo del funcionario/a que decide", "Cargo del funcionario/a que decide"),
        ("¿Sí / No?", "¿Sí / No?"), ("datos/contexto/tema", "tema"),
    ],
)  # fmt: skip
def test_a_slash_within_words_parts_no_group(header, text) -> None:
    assert leave_groups(header) == text


def test_labels_joined_by_spaces_that_cannot_be_cut_are_told(write_csv) -> None:
    given = ["Trata de personas", "Retorno digno", "Trata de personas Retorno digno", "Datos"]
    rows = [["Temas", "_id", "_uuid", "_submission_time"]]
    rows += [[cell, n, f"u{n}", "2024-05-02T15:00:00"] for n, cell in enumerate(given)]
    issues = read_export(write_csv(rows, delimiter=";")).issues.set_index("code")
    assert issues.loc["uncertain_split", "source_cell"] == "A1"


@pytest.mark.parametrize("sign", ["°", "º", "ª"])
def test_ordinals_in_the_columns_of_topics_are_places(write_sheet, said, sign) -> None:
    rows = [["Nº", "País", "Trata", "Retorno", "Datos"]]
    orders = [(1, 2, 3), (2, 1, 3), (3, 1, 2), (1, 3, 2)]
    for number, (state, order) in enumerate(zip(STATES, orders, strict=True), 1):
        rows.append([number, state, *(f"{place}{sign}" for place in order)])
    export = read_export(write_sheet(rows))
    assert export.questions["kind"].tolist() == ["text", "ranking"]
    answers = said(export, export.questions["question_id"].iloc[1])
    assert answers["rank"].tolist() == [1, 2, 3, 1, 2, 1, 1, 3, 3, 3, 2, 2]
    assert export.columns["role"].tolist()[0] == "metadata"


def test_a_tables_own_date_tells_when_a_state_answered(write_sheet) -> None:
    rows = [
        ["País", "Tema", "Fecha de respuesta"],
        *([state, "Trata", dt.datetime(2024, 5, day)] for day, state in enumerate(STATES, 2)),
    ]
    export = read_export(write_sheet(rows))
    assert export.respondents["submitted_at"].dt.day.tolist() == [2, 3, 4, 5]
    assert "fecha-de-respuesta" not in export.questions["question_id"].tolist()


@pytest.mark.parametrize(
    ("headers", "answers", "kinds"),
    [
        (("Objetivo 1", "Objetivo 2", "Objetivo 3"), ("Alto", "Medio", "Bajo"), {"rating"}),
        (("Avance [Objetivo 1]", "Avance [Objetivo 2]"), ("Iniciado", "Terminado"), {"single"}),
        (("Objetivo 1 cumplido", "Objetivo 2 cumplido"), ("Sí", "En parte"), {"single"}),
        (("Tema prioritario 1", "Tema prioritario 2"), ("Trata", "Datos"), {"ranking"}),
        (("Área prioritária 1", "Área prioritária 2"), ("Dados", "Retorno"), {"ranking"}),
    ],
)
@pytest.mark.parametrize("own", [(), ("Marca temporal",)])
def test_only_what_no_row_says_twice_is_a_ranking(write_csv, own, headers, answers, kinds) -> None:
    rows = [[*own, "País", *headers]]
    for number, state in enumerate([*STATES, *STATES]):
        turned = [answers[(number + place) % len(answers)] for place in range(len(headers))]
        is_graded = "ranking" not in kinds and number % 2
        given = [answers[number % len(answers)]] * len(headers) if is_graded else turned
        rows.append([*(f"2024/05/0{number + 1} 3:00:00 p. m. GMT-6" for _ in own), state, *given])
    export = read_export(write_csv(rows))
    assert set(export.questions["kind"].iloc[1:]) == kinds
