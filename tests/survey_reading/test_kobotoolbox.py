"""KoboToolbox: XML values and labels of the same submissions give the same answers."""

import pytest

from gcm_analysis.survey import read_export

FORM = {
    "survey": [
        ["type", "name", "label::Español (es)"],
        ["select_one paises", "pais", "País"],
        ["begin_group", "g", "Prioridades"],
        ["select_multiple temas", "temas", "¿Qué temas prioriza?"],
        ["text", "temas_other", "Especifique otro"],
        ["select_one niveles", "trata", "Importancia de la trata"],
        ["end_group", "", ""],
        ["text", "retos", "Retos"],
    ],
    "choices": [
        ["list_name", "name", "label::Español (es)"],
        ["paises", "NA", "Namibia"],
        ["paises", "MX", "México"],
        ["temas", "trata", "Trata de personas, tráfico"],
        ["temas", "datos", "Datos"],
        ["temas", "other", "Otro"],
        ["niveles", "1", "Nada importante"],
        ["niveles", "2", "Importante"],
        ["niveles", "3", "Muy importante"],
    ],
    "settings": [["form_title", "default_language"], ["Encuesta", "Español (es)"]],
}
OWN = ["_id", "_uuid", "_submission_time", "_validation_status", "__version__", "_index"]
SENT = [101, "u-1", "2024-05-02 15:30:00", "", "v1", 1]
ALSO_SENT = [102, "u-2", "2024-05-03 16:00:00", "", "v1", 2]
XML = [
    ["start", "pais", "g/temas", "g/temas/trata", "g/temas/datos", "g/temas/other",
     "g/temas_other", "g/trata", "retos", *OWN],
    ["2024-05-02T09:00:00.000-06:00", "NA", "trata other", "1", "0", "1", "Niñez", "3", "N/A",
     *SENT],
    ["2024-05-03T10:00:00.000-06:00", "MX", "datos", "0", "1", "0", "", "1", "Datos", *ALSO_SENT],
]  # fmt: skip
LABELS = [
    ["start", "País", "Prioridades/¿Qué temas prioriza?",
     "Prioridades/¿Qué temas prioriza?/Trata de personas, tráfico",
     "Prioridades/¿Qué temas prioriza?/Datos", "Prioridades/¿Qué temas prioriza?/Otro",
     "Prioridades/Especifique otro", "Prioridades/Importancia de la trata", "Retos", *OWN],
    ["2024-05-02T09:00:00.000-06:00", "Namibia", "Trata de personas, tráfico Otro", "1", "0", "1",
     "Niñez", "Muy importante", "N/A", *SENT],
    ["2024-05-03T10:00:00.000-06:00", "México", "Datos", "0", "1", "0", "", "Nada importante",
     "Datos", *ALSO_SENT],
]  # fmt: skip


@pytest.fixture
def form(write_sheet):
    return write_sheet(
        FORM["survey"], "form.xlsx", "survey", choices=FORM["choices"], settings=FORM["settings"]
    )


def test_labels_and_xml_values_give_equal_answers(write_csv, form) -> None:
    xml = read_export(write_csv(XML, "xml.csv", delimiter=";"), form=form)
    labels = read_export(write_csv(LABELS, "labels.csv", delimiter=";"), form=form)
    assert xml.tool == labels.tool == "kobotoolbox"
    columns = ["respondent", "question_id", "kind", "text", "rating", "status", "source_cell"]
    assert xml.answers[columns].equals(labels.answers[columns])
    assert xml.questions["question_id"].tolist() == labels.questions["question_id"].tolist()
    for export in (xml, labels):
        rated = export.questions.set_index("question_id").loc["trata"]
        assert (rated["kind"], rated["scale_low"], rated["scale_high"]) == ("rating", 1, 3)
        assert (rated["scale_low_words"], rated["scale_high_words"]) == (
            "Nada importante", "Muy importante",
        )  # fmt: skip
    assert xml.answers.loc[xml.answers["question_id"] == "trata", "rating"].tolist() == [3, 1]


def test_choices_spread_over_columns_are_one_question(write_csv, said) -> None:
    export = read_export(write_csv(XML, delimiter=";"))
    chosen = said(export, "temas")
    assert set(chosen["kind"]) == {"multiple"}
    assert set(zip(chosen["respondent"], chosen["text"], strict=True)) == {
        (0, "trata"), (0, "Niñez"), (1, "datos"),
    }  # fmt: skip


def test_a_summary_alone_is_split_by_the_forms_choices(write_csv, form, said) -> None:
    keep = [index for index, header in enumerate(LABELS[0]) if header.count("/") < 2]
    rows = [[row[index] for index in keep] for row in LABELS]
    chosen = said(read_export(write_csv(rows, delimiter=";"), form=form), "temas")
    assert chosen["text"].tolist()[:2] == ["Trata de personas, tráfico", "Datos"]


def test_the_servers_time_is_utc_and_counts(write_csv) -> None:
    respondents = read_export(write_csv(XML, delimiter=";")).respondents
    assert str(respondents["submitted_at"].iloc[0]) == "2024-05-02 15:30:00+00:00"
    assert str(respondents["started_at"].iloc[0]) == "2024-05-02 15:00:00+00:00"
    assert respondents["submission_id"].tolist() == ["101", "102"]


def test_times_of_the_device_without_a_zone_are_read_in_the_sources(write_csv) -> None:
    rows = [list(row) for row in XML]
    rows[1][0], rows[2][0] = "2024-05-02 09:00:00", "2024-05-03 09:00:00"
    path = write_csv(rows, delimiter=";")
    told = read_export(path, timezone="America/El_Salvador")
    assert str(told.respondents["started_at"].iloc[0]) == "2024-05-02 15:00:00+00:00"
    assert str(told.respondents["submitted_at"].iloc[0]) == "2024-05-02 15:30:00+00:00"
    assert "timezone_assumed" not in set(told.issues["code"])
    assert "timezone_assumed" in set(read_export(path).issues["code"])


def test_a_device_clock_that_runs_ahead_is_noted(write_csv) -> None:
    rows = [list(row) for row in XML]
    rows[1][0] = "2024-05-09T09:00:00.000-06:00"
    export = read_export(write_csv(rows, delimiter=";"))
    assert "device_clock" in set(export.issues["code"])
    assert export.respondents["submission_id"].tolist() == ["101", "102"]


def test_a_hashtag_row_is_a_header(write_csv) -> None:
    tags = ["", "#country", "#sector", *[""] * 12]
    export = read_export(write_csv([XML[0], tags, *XML[1:]], delimiter=";"))
    assert export.respondents["row"].tolist() == [3, 4]


def test_repeats_are_parts_of_their_submissions(write_sheet, said) -> None:
    repeat = [
        ["practica", "_index", "_parent_table_name", "_parent_index", "_submission__id"],
        ["Becas", 1, "Encuesta", 2, 102], ["Albergues", 2, "Encuesta", 1, 101],
        ["Huérfana", 3, "Encuesta", 9, 999],
    ]  # fmt: skip
    export = read_export(write_sheet(XML, title="Encuesta", practicas=repeat))
    found = said(export, "practica")
    assert set(zip(found["respondent"], found["text"], strict=True)) == {
        (1, "Becas"), (0, "Albergues"),
    }  # fmt: skip
    assert "repeat_without_submission" in set(export.issues["code"])
