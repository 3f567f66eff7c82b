"""From files to respondents and answers: ids, kinds, issues, sums."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from gcm_analysis.reference import AmbiguousCountry
from gcm_analysis.survey.binding import MissingColumn
from gcm_analysis.survey.responses import read_responses
from gcm_analysis.survey.sources import MissingSourceFile
from gcm_analysis.survey.speakers import CountryNotGiven

HEADERS = ["País", "Temas", "En sus palabras"]


def codes(responses):
    return responses.issues["code"].tolist()


def by_item(responses):
    return responses.answers.set_index("answer_id")


def test_every_answer_has_an_id_made_of_source_submission_question_and_item(make_forum, put):
    forum = make_forum()
    rows = [["México", "Vías regulares;Otra cosa", "Más datos"], ["Colombia", "", "N/A"]]
    put(forum, "estados.csv", headers=HEADERS, rows=rows, ids=["7", "9"])
    responses = read_responses(forum)
    assert responses.answers["answer_id"].tolist() == [
        "estados#7:temas:vias", "estados#7:temas:other", "estados#7:palabras:text",
        "estados#9:temas:-", "estados#9:palabras:-",
    ]  # fmt: skip
    assert responses.answers["status"].tolist() == [
        "answered", "answered", "answered", "skipped", "not_asked",
    ]  # fmt: skip
    assert by_item(responses).at["estados#7:temas:other", "text"] == "Otra cosa"
    assert by_item(responses).at["estados#7:palabras:text", "language"] == "es"


def test_without_a_tools_id_the_country_makes_the_id_and_position_does_not_matter(make_forum, put):
    forum = make_forum()
    rows = [["México", "Retorno", "a"], ["Colombia", "Retorno", "b"]]
    put(forum, "estados.csv", headers=HEADERS, rows=rows)
    before = read_responses(forum)
    put(forum, "estados.csv", headers=HEADERS, rows=rows[::-1])
    after = read_responses(forum)
    assert before.respondents["respondent_id"].tolist() == ["estados:MEX", "estados:COL"]
    assert sorted(before.answers["answer_id"]) == sorted(after.answers["answer_id"])


def test_membership_makes_the_conference_and_only_of_governments(make_forum, put):
    forum = make_forum(
        sources=[
            {"alias": "estados", "files": ["estados.csv"], "country": {"column": "País"}},
            {"alias": "osc", "files": ["osc.csv"], "respondent_type": "civil_society",
             "country": {"column": "País"}},
        ]
    )  # fmt: skip
    put(forum, "estados.csv", headers=HEADERS, rows=[["México", "", ""], ["Colombia", "", ""]])
    osc = [["México", "Retorno", "a"], ["España", "Retorno", "b"]]
    put(forum, "osc.csv", "osc", headers=HEADERS, rows=osc)
    responses = read_responses(forum)
    table = responses.respondents.set_index("respondent_id")
    assert table["conference"].fillna("none").to_dict() == {
        "estados:MEX": "RCM", "estados:COL": "SACM", "osc:civil_society": "none",
        "osc:civil_society-2": "none",
    }  # fmt: skip
    assert table.at["osc:civil_society", "country_iso3"] == "MEX"
    assert "unknown_country" in codes(responses)


def test_topics_are_found_by_every_wording_in_every_language(make_forum, put):
    forum = make_forum()
    put(
        forum,
        "estados.csv",
        headers=HEADERS,
        rows=[["SLV", "RETORNO DIGNO.; regular pathways", ""]],
    )
    chosen = read_responses(forum).answers.query("question_id == 'temas'")
    assert chosen["topic_id"].tolist() == ["retorno", "vias"]


def test_an_unknown_option_is_kept_as_own_words_with_the_nearest_named(make_forum, put):
    forum = make_forum()
    put(forum, "estados.csv", headers=HEADERS, rows=[["SLV", "Retornos", ""]])
    issue = read_responses(forum).issues.query("code == 'unknown_option'").iloc[0]
    assert (issue.severity, issue.source_file, issue.source_cell) == ("warning", "estados", "B2")
    assert "retorno" in issue.message


def test_own_words_are_no_issue_where_the_form_offers_other(make_forum, put):
    questions = [
        {"id": "temas", "role": "priority", "kind": "multiple", "text": {"es": "Temas"},
         "column": "Temas", "topics": ["vias"],
         "options": [{"id": "otro", "as_asked": ["Otro (especifique)"]}]},
    ]  # fmt: skip
    forum = make_forum(questions=questions)
    rows = [["SLV", "Vías regulares;Alfabetización digital"], ["MEX", "Otro (especifique)"]]
    put(forum, "estados.csv", headers=["País", "Temas"], rows=rows)
    responses = read_responses(forum)
    assert codes(responses) == []
    assert responses.answers["option_id"].iloc[2] == "otro"


def test_a_choice_made_twice_counts_once(make_forum, put):
    forum = make_forum()
    put(forum, "estados.csv", headers=HEADERS, rows=[["SLV", "Retorno;Retorno digno", ""]])
    responses = read_responses(forum)
    assert responses.answers["topic_id"].dropna().tolist() == ["retorno"]
    assert codes(responses) == ["repeated_item"]


def test_ranks_ratings_and_what_was_offered_come_with_the_answers(make_forum, put):
    questions = [
        {"id": "orden", "role": "priority", "kind": "ranking", "text": {"es": "Orden"},
         "column": "Orden", "topics": ["vias", "trata", "retorno"]},
        {"id": "peso", "role": "priority", "kind": "rating", "text": {"es": "Peso"},
         "columns": {"vias": "Peso [Vías]", "trata": "Peso [Trata]"},
         "scale": {"low": 1, "high": 3, "labels": {"Poco": 1, "Mucho": 3}}},
    ]  # fmt: skip
    forum = make_forum(questions=questions)
    headers = ["País", "Orden", "Peso [Vías]", "Peso [Trata]"]
    put(
        forum,
        "estados.csv",
        headers=headers,
        rows=[["SLV", "Retorno;Vías regulares;", "Mucho", "N/A"]],
    )
    responses = read_responses(forum)
    ranked = responses.answers.query("kind == 'ranking'")
    assert dict(zip(ranked["topic_id"], ranked["rank"], strict=True)) == {"retorno": 1, "vias": 2}
    assert ranked["n_offered"].tolist() == [3, 3]
    rated = responses.answers.query("kind == 'rating'").iloc[0]
    assert (rated.topic_id, rated.rating, rated.scale_low, rated.scale_high) == ("vias", 3, 1, 3)
    assert codes(responses) == ["item_not_answered"]


def test_cells_in_are_cells_used_and_cells_told_of(make_forum, put):
    forum = make_forum(
        sources=[
            {"alias": "estados", "files": ["estados.csv"], "country": {"column": "País"},
             "ignore_columns": ["Institución"]},
        ]
    )  # fmt: skip
    headers = ["ID", "Institución", *HEADERS, "Sin pregunta"]
    rows = [
        ["1", "SRE", "México", "Retorno", "Datos", "algo"],
        ["2", None, "SLV", "Trata de personas", None, None],
    ]
    put(forum, "estados.csv", headers=headers, rows=rows, ids=["1", "2"], metadata=["ID"],
        times=["2024-08-01", "2024-08-20"])  # fmt: skip
    row = read_responses(forum).reconciliation.iloc[0]
    assert row.to_dict() == {
        "source_file": "estados", "source_sheet": "Sheet1", "cells_in": 15, "cells_used": 3,
        "cells_metadata": 5, "cells_header": 6, "cells_in_issues": 1,
    }  # fmt: skip
    cut = read_responses(forum, as_of="2024-08-10").reconciliation.iloc[0]
    assert cut["cells_in"] == 15
    assert (cut["cells_used"], cut["cells_in_issues"]) == (2, 4)


def test_a_column_that_no_question_names_is_told_with_its_header(make_forum, put):
    forum = make_forum()
    put(forum, "estados.csv", headers=[*HEADERS, "Sin pregunta"], rows=[["SLV", "", "", "algo"]])
    issue = read_responses(forum).issues.iloc[0]
    assert (issue.code, issue.source_cell, issue.value) == ("unused_column", "D1", "Sin pregunta")


def test_what_arrived_after_the_cut_off_day_is_left_out_with_a_note(make_forum, put):
    forum = make_forum(timezone="America/El_Salvador")
    rows = [["México", "Retorno", ""], ["SLV", "Retorno", ""]]
    times = ["2024-08-11T05:59:00", "2024-08-11T06:01:00"]
    put(forum, "estados.csv", headers=HEADERS, rows=rows, ids=["1", "2"], times=times)
    responses = read_responses(forum, as_of="2024-08-10")
    assert responses.respondents["country_iso3"].tolist() == ["MEX"]
    assert codes(responses) == ["after_cut_off"]
    assert responses.cut_off == dt.date(2024, 8, 10)
    assert read_responses(forum).cut_off == dt.date(2024, 8, 11)


def test_a_file_that_tells_no_time_has_that_of_its_arrival(make_forum, put):
    source = {"alias": "estados", "files": ["estados.csv"], "received_on": "2024-08-05"}
    forum = make_forum(sources=[source], timezone="America/El_Salvador")
    put(forum, "estados.csv", headers=HEADERS, rows=[["México", "Retorno", ""]])
    responses = read_responses(forum)
    assert responses.respondents["submitted_at"].iloc[0] == pd.Timestamp(
        "2024-08-05 06:00", tz="UTC"
    )
    assert read_responses(forum, as_of="2024-08-04").respondents.empty


def test_a_later_export_of_the_form_supersedes_row_by_row(make_forum, put):
    forum = make_forum()
    put(forum, "estados (1-1).csv", headers=HEADERS, rows=[["México", "Retorno", "viejo"]],
        ids=["1"], times=["2024-08-01"])  # fmt: skip
    put(forum, "estados (1-2).csv", headers=HEADERS, ids=["1", "2"],
        rows=[["México", "Retorno", "nuevo"], ["SLV", "Retorno", "b"]],
        times=["2024-08-01", "2024-08-02"])  # fmt: skip
    responses = read_responses(forum)
    assert responses.respondents["status"].tolist() == ["counted", "counted"]
    assert by_item(responses).at["estados#1:palabras:text", "text"] == "nuevo"
    assert codes(responses) == ["superseded_by_later_export"]
    old, new = responses.reconciliation.itertuples()
    assert (old.source_file, new.source_file) == ("estados", "estados/2")
    assert (old.cells_used, old.cells_in_issues, new.cells_in_issues) == (0, 3, 0)


def test_a_question_renamed_in_a_later_export_is_told_with_its_files(make_forum, put):
    forum = make_forum()
    first = {"headers": ["País", "Temas", "En sus palabras"], "ids": ["1"]}
    put(forum, "estados-1.csv", **first, rows=[["México", "Retorno", "Más vías"]])
    later = {"headers": ["País", "Temas", "Con sus palabras"], "ids": ["1"]}
    put(forum, "estados-2.csv", **later, rows=[["México", "Retorno", "Más vías"]])
    responses = read_responses(forum)
    found = responses.issues.set_index("code")
    assert found.loc["question_dropped", "value"] == "palabras"
    assert found.loc["question_dropped", "source_file"] == "estados/2"
    assert "'Con sus palabras'" in found.loc["question_dropped", "message"]
    assert found.loc["unused_column", "value"] == "Con sus palabras"
    assert responses.answers["answer_id"].is_unique
    assert set(responses.answers["source_file"]) == {"estados/2"}


def test_another_governments_answer_under_the_same_id_is_told(make_forum, put):
    forum = make_forum()
    headers = ["País", "Temas", "En sus palabras"]
    put(forum, "estados-1.csv", headers=headers, ids=["1"], rows=[["México", "Retorno", "Vías"]])
    put(forum, "estados-2.csv", headers=headers, ids=["1"], rows=[["Colombia", "Retorno", "Vías"]])
    found = read_responses(forum).issues.set_index("code")
    assert found.loc["id_of_other_government", "value"] == "estados#1"
    assert "MEX" in found.loc["id_of_other_government", "message"]
    assert "COL" in found.loc["id_of_other_government", "message"]


def test_the_same_file_twice_changes_nothing(make_forum, put, tmp_path):
    forum = make_forum()
    put(forum, "estados 1.csv", headers=HEADERS, rows=[["México", "Retorno", "a"]])
    before = read_responses(forum)
    (tmp_path / "estados 2.csv").write_bytes((tmp_path / "estados 1.csv").read_bytes())
    after = read_responses(forum)
    pd.testing.assert_frame_equal(before.answers, after.answers)
    pd.testing.assert_frame_equal(before.reconciliation, after.reconciliation)
    assert codes(after) == ["same_file_twice"]


def test_a_government_off_the_roster_is_kept_and_told_of(make_forum, put):
    forum = make_forum()
    put(forum, "estados.csv", headers=HEADERS, rows=[["Perú", "Retorno", ""]])
    responses = read_responses(forum)
    assert responses.respondents["country_iso3"].tolist() == ["PER"]
    assert codes(responses) == ["not_on_roster"]


def test_names_inside_prose_are_warned_of_and_never_quoted(make_forum, put):
    forum = make_forum()
    words = "Consultar a ana@rica.example o a Rosa Díaz Paz"
    put(forum, "estados.csv", headers=[*HEADERS, "Nombre"],
        rows=[["SLV", "", words, "Rosa Díaz Paz"]], personal=["Nombre"])  # fmt: skip
    responses = read_responses(forum)
    issue = responses.issues.query("code == 'personal_data_in_text'").iloc[0]
    assert "name, email" in issue.message
    assert "Rosa" not in issue.message
    assert pd.isna(issue.value)
    assert "Rosa Díaz Paz" not in responses.respondents.to_csv()


def test_hostile_text_stays_text(make_forum, put):
    forum = make_forum()
    words = '=HYPERLINK("http://x.example","\u202e<script>alert(1)</script> 😀")' + "a" * 10_000
    put(forum, "estados.csv", headers=HEADERS, rows=[["SLV", "", words]])
    assert by_item(read_responses(forum)).at["estados:SLV:palabras:text", "text"] == words


@pytest.mark.parametrize(
    ("country", "error", "told"),
    [("", CountryNotGiven, "row 2: no country"), ("Guayana", AmbiguousCountry, "cell A2")],
)
def test_a_country_that_cannot_be_told_stops_the_reading(make_forum, put, country, error, told):
    forum = make_forum()
    put(forum, "estados.csv", headers=HEADERS, rows=[[country, "Retorno", ""]])
    with pytest.raises(error, match=told):
        read_responses(forum)


def test_a_missing_column_is_named_with_the_nearest(make_forum, put):
    forum = make_forum()
    put(forum, "estados.csv", headers=["País", "Tema", "En sus palabras"], rows=[["SLV", "", ""]])
    with pytest.raises(MissingColumn, match="'Temas', which is not there: did you mean 'Tema'"):
        read_responses(forum)


def test_a_missing_file_is_named_with_what_is_there(make_forum, tmp_path):
    (tmp_path / "Estado.csv").write_text("x", "utf-8")
    with pytest.raises(MissingSourceFile, match=r"estados\*\.csv.*Estado\.csv"):
        read_responses(make_forum())


def test_no_submission_gives_empty_tables_with_their_types(make_forum, put):
    forum = make_forum()
    put(forum, "estados.csv", headers=HEADERS, rows=[])
    responses = read_responses(forum)
    assert responses.answers.empty
    assert responses.answers["rank"].dtype == "float64"
    assert responses.cut_off is None
