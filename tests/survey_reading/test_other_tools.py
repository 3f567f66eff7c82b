"""Google Forms, SurveyMonkey, LimeSurvey, Qualtrics, REDCap and HXL, on real files."""

import pandas as pd
import pytest

from gcm_analysis.errors import GcmError
from gcm_analysis.survey import read_export


@pytest.mark.parametrize("year", ["2020", "2021"])
def test_google_forms_as_xlsx_and_csv_give_equal_answers(fixtures, year) -> None:
    stem = fixtures / "google_forms" / f"spack-user-survey-{year}-responses"
    sheet, text = read_export(stem.with_suffix(".xlsx")), read_export(stem.with_suffix(".csv"))
    assert sheet.tool == text.tool == "google_forms"
    # Some cells of the two published files differ: answers were edited in one of them.
    given = [
        export.cells.set_index("source_cell")["value"].str.split().str.join(" ")
        for export in (sheet, text)
    ]
    both = given[0].index.intersection(given[1].index)
    differ = set(both[(given[0][both] != given[1][both]).to_numpy()])
    differ |= set(given[0].index.symmetric_difference(given[1].index))
    columns = ["question_id", "kind", "text", "rank", "rating", "status", "source_cell"]
    kept = [
        export.answers[~export.answers["source_cell"].isin(differ)][columns].assign(
            text=lambda answers: answers["text"].str.split().str.join(" ")
        )
        for export in (sheet, text)
    ]
    assert len(kept[0]) > 10_000
    pd.testing.assert_frame_equal(kept[0].reset_index(drop=True), kept[1].reset_index(drop=True))
    assert sheet.questions["kind"].tolist() == text.questions["kind"].tolist()
    apart = sheet.respondents["submitted_at"] - text.respondents["submitted_at"]
    assert apart.abs().max() < pd.Timedelta(seconds=1)


def test_a_google_grid_is_one_rating_with_its_ends_in_words(fixtures, said) -> None:
    export = read_export(fixtures / "google_forms" / "spack-user-survey-2020-responses.xlsx")
    grid = export.questions.set_index("question_id").loc["rank-these-tbd-spack-features-by"]
    assert grid["kind"] == "rating"
    assert len(grid["columns"]) == len(grid["options"]) == 12
    assert (grid["scale_low_words"], grid["scale_high_words"]) == ("Not Important", "Critical")
    answers = said(export, "rank-these-tbd-spack-features-by")
    windows = answers[answers["text"] == "Windows Support"]
    assert windows["rating"].iloc[0] == 1
    assert set(answers["rating"]) == {1, 2, 3, 4, 5}


def test_a_google_choice_that_holds_a_comma_is_no_list(fixtures) -> None:
    export = read_export(fixtures / "google_forms" / "spack-user-survey-2020-responses.xlsx")
    questions = export.questions.set_index("question_id")
    assert questions.loc["if-we-had-a-virtual-workshop-on-spack", "kind"] == "single"
    processors = questions.loc["which-processors-do-you-expect-to-use", "options"]
    assert processors == ["Intel", "AMD", "ARM", "IBM Power"]


def test_spanish_and_portuguese_google_times_are_read(write_csv) -> None:
    times = ["2024/05/02 4:49:53 p.\u00a0m. GMT-5", "2024/05/03 9:00:00 a.\u00a0m. GMT-5"]
    rows = [["Marca temporal", "País"], [times[0], "México"], [times[1], "Perú"]]
    export = read_export(write_csv(rows))
    assert export.tool == "google_forms"
    assert str(export.respondents["submitted_at"].iloc[0]) == "2024-05-02 21:49:53+00:00"
    rows = [["Carimbo de data/hora", "País"], ["13/05/2024 10:00:00", "Brasil"]]
    export = read_export(write_csv(rows), timezone="America/Sao_Paulo")
    assert str(export.respondents["submitted_at"].iloc[0]) == "2024-05-13 13:00:00+00:00"


def test_surveymonkeys_two_header_rows_are_read(fixtures, said) -> None:
    export = read_export(fixtures / "surveymonkey" / "StarWars.csv")
    assert export.tool == "surveymonkey"
    assert len(export.respondents) == 1186
    kinds = export.questions["kind"].tolist()
    assert kinds[:5] == ["single", "single", "multiple", "ranking", "rating"]
    ranking = said(export, "please-rank-the-star-wars-films-in-order")
    ranked = ranking[ranking["status"] == "answered"]
    assert ranked.groupby("respondent")["rank"].apply(lambda ranks: ranks.is_unique).mean() > 0.99
    assert ranked["text"].nunique() == 6
    rating = said(export, "please-state-whether-you-view-the")
    assert "dont_know" in set(rating["status"])


def test_surveymonkeys_flattened_header_is_read(write_csv, said) -> None:
    rows = [
        ["Respondent ID", "Collector ID", "Which topics? - Trata", "Which topics? - Datos", "Why?"],
        ["1", "9", "Trata", "", "because"], ["2", "9", "Trata", "Datos", ""],
    ]  # fmt: skip
    export = read_export(write_csv(rows))
    assert export.tool == "surveymonkey"
    assert said(export, "which-topics")["text"].tolist() == ["Trata", "Trata", "Datos"]


def test_a_spanish_surveymonkey_choice_keeps_its_other_words(write_csv, said) -> None:
    rows = [
        ["ID del encuestado", "ID del recopilador", "¿Qué tema?", "", "Retos"],
        ["", "", "Respuesta", "Otro (especifique)", "Respuesta abierta"],
        ["1", "9", "Trata", "", "uno"], ["2", "9", "", "Niñez", "dos"], ["3", "9", "Trata", "", ""],
    ]  # fmt: skip
    export = read_export(write_csv(rows))
    assert export.tool == "surveymonkey"
    assert sorted(said(export, "que-tema")["text"]) == ["Niñez", "Trata", "Trata"]


@pytest.mark.parametrize("country", ["us", "zaf"])
def test_limesurveys_published_counts_per_rank_come_out(fixtures, said, country) -> None:
    folder = fixtures / "limesurvey"
    export = read_export(folder / f"rse_2017_{country}.csv")
    assert export.tool == "limesurvey"
    ranking = said(export, "prevemp2")
    ranked = ranking[ranking["status"] == "answered"]
    counted = ranked.groupby(["text", "rank"]).size().unstack(fill_value=0)
    published = pd.read_csv(folder / "published_counts" / f"prevEmp2_counts_{country}.csv")
    published = published.dropna(subset="Reasons to choose this job")
    published = published.set_index("Reasons to choose this job").fillna(0).astype(int)
    published.columns = pd.Index([float(name.split()[1]) for name in published.columns])
    assert set(counted.index) == set(published.index)
    assert counted.loc[published.index].astype(int).to_numpy().tolist() == (
        published.to_numpy().tolist()
    )


def test_qualtrics_three_and_two_header_rows_give_equal_answers(fixtures) -> None:
    three = read_export(fixtures / "qualtrics" / "sample.csv")
    two = read_export(fixtures / "qualtrics" / "sample_legacy.csv")
    assert three.tool == two.tool == "qualtrics"
    assert three.answers["text"].tolist() == two.answers["text"].tolist() == ["2", "Hello World!"]
    assert three.respondents["submission_id"].equals(two.respondents["submission_id"])
    assert set(three.personal["header"]) == {"IPAddress", "LocationLatitude", "LocationLongitude"}


def test_qualtrics_columns_of_one_tag_are_one_question(write_csv, said) -> None:
    rows = [
        ["StartDate", "EndDate", "ResponseId", "Q1_1", "Q1_2", "Q1_3_TEXT", "Q2"],
        ["Fecha de inicio", "Fecha final", "ID", "Ordene los temas - Trata",
         "Ordene los temas - Datos", "Ordene los temas - Otro - Texto", "Retos"],
        ['{"ImportId":"startDate","timeZone":"America/Denver"}', '{"ImportId":"endDate"}',
         '{"ImportId":"_recordId"}', '{"ImportId":"QID1_1"}', '{"ImportId":"QID1_2"}',
         '{"ImportId":"QID1_3_TEXT"}', '{"ImportId":"QID2_TEXT"}'],
        ["2024-05-02 08:00:00", "2024-05-02 09:00:00", "R_1", "1", "2", "", "nada"],
        ["2024-05-02 08:00:00", "2024-05-02 09:00:00", "R_2", "2", "1", "", "mucho"],
    ]  # fmt: skip
    export = read_export(write_csv(rows))
    ranked = said(export, "q1")
    assert set(ranked["kind"]) == {"ranking"}
    assert ranked["text"].tolist() == ["Trata", "Trata", "Datos", "Datos"]
    assert str(export.respondents["submitted_at"].iloc[0]) == "2024-05-02 15:00:00+00:00"


def test_redcap_checkboxes_are_one_question(fixtures, said) -> None:
    export = read_export(fixtures / "redcap" / "checkboxes-1_data.csv")
    assert export.tool == "table"
    chosen = said(export, "check-one")
    answered = chosen[chosen["status"] == "answered"]
    assert answered.groupby("respondent")["text"].apply(list).to_dict() == {
        0: ["1"], 2: ["1", "2", "3", "4"],
    }  # fmt: skip


def test_hxl_tags_and_the_rows_above_them_are_headers(fixtures) -> None:
    for name in (
        "input-valid.csv",
        "input-valid.xlsx",
        "input-valid.xls",
        "input-valid-latin1.csv",
    ):
        export = read_export(fixtures / "hxl" / name)
        assert export.respondents["row"].tolist() == [4, 5, 6, 7], name
        assert "Panamá" in set(export.answers["text"]), name


def test_a_tool_may_be_told(write_csv) -> None:
    path = write_csv([["País", "Tema"], ["México", "Trata"]])
    assert read_export(path, tool="google_forms").tool == "google_forms"
    with pytest.raises(GcmError, match="no reader for the survey tool 'typeform'"):
        read_export(path, tool="typeform")  # type: ignore[arg-type]


def test_a_sheet_that_is_not_there_is_named_with_the_nearest(write_sheet) -> None:
    with pytest.raises(GcmError, match="did you mean 'Sheet1'"):
        read_export(write_sheet([["País"], ["México"]]), sheet="Sheet2")


def test_limesurveys_full_headings_in_spanish_are_read(write_csv, said) -> None:
    rows = [
        ["ID de respuesta", "Fecha de envío", "Última página", "Lenguaje inicial", "Semilla",
         "País", "Ordene los temas [Rango 1]", "Ordene los temas [Rango 2]", "Retos [Datos]",
         "Retos [Otro]"],
        ["1", "2024-05-02 10:00:00", "3", "es", "12", "México", "Trata", "Vías", "Sí", "Personal"],
        ["2", "", "1", "es", "13", "Perú", "Vías", "", "No", ""],
    ]  # fmt: skip
    export = read_export(write_csv(rows, delimiter=";"))
    assert export.tool == "limesurvey"
    assert export.respondents["is_complete"].tolist() == [True, False]
    assert export.columns["role"].tolist()[:5] == ["metadata"] * 5
    assert said(export, "ordene-los-temas")["text"].tolist() == ["Trata", "Vías", "Vías"]
    assert said(export, "retos")["text"].tolist()[:2] == ["Datos", "Personal"]


def test_a_portuguese_surveymonkey_export_is_read(write_csv, said) -> None:
    rows = [
        ["ID do respondente", "ID do coletor", "Data de término", "Endereço IP", "Nome",
         "Quais temas?", "", "", "Classifique", "", "Nota"],
        ["", "", "", "", "", "Tráfico", "Dados", "Outro (especifique)", "Tráfico", "Dados",
         "Resposta"],
        ["11", "5", "05/13/2024 10:30:00 AM", "1.2.3.4", "Ana", "Tráfico", "", "Saúde", "1", "2",
         "Muito importante"],
        ["12", "5", "05/14/2024 10:30:00 AM", "1.2.3.5", "Rui", "Tráfico", "Dados", "", "2", "1",
         "Pouco importante"],
    ]  # fmt: skip
    export = read_export(write_csv(rows))
    assert export.tool == "surveymonkey"
    assert export.questions["kind"].tolist() == ["multiple", "ranking", "rating"]
    assert said(export, "quais-temas")["text"].tolist() == ["Tráfico", "Tráfico", "Dados", "Saúde"]
    assert set(export.personal["header"]) == {"Endereço IP", "Nome"}
