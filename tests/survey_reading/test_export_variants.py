"""What else the tools export: languages of their users, codes for words, lists in grids."""

import datetime as dt

import pytest

from gcm_analysis.survey import read_export

START = dt.datetime(2024, 5, 2, 9, 30)


@pytest.mark.parametrize(
    "headers",
    [
        ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"],
        ["Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam"],
    ],
)
def test_microsoft_forms_is_told_by_what_stands_below_headers_nobody_knows(
    write_sheet, microsoft_forms, headers
) -> None:
    rows = microsoft_forms(["País", "México", "Perú"])
    rows[0][:5] = headers
    export = read_export(write_sheet(rows))
    assert export.tool == "microsoft_forms"
    assert "numbers, two times, addresses" in export.evidence[0]
    assert export.respondents["submission_id"].tolist() == ["1", "2"]
    assert set(export.personal["header"]) == {headers[3], headers[4]}
    assert export.questions["question_id"].tolist() == ["pais"]


def test_a_hand_made_list_with_an_id_is_not_microsoft_forms(write_sheet) -> None:
    rows = [["ID", "Inicio", "Fin", "Tema"], [1, START, START, "Trata"], [2, START, START, "Vías"]]
    assert read_export(write_sheet(rows)).tool == "table"


def test_numbers_of_a_form_are_ratings_unless_something_is_counted(
    write_sheet, microsoft_forms, said
) -> None:
    rows = microsoft_forms(
        ["La organización de la reunión", 5, 4, 4, 1],
        ["¿Cuántos funcionarios participan?", 5, 4, 4, 1],
    )
    export = read_export(write_sheet(rows))
    assert export.questions["kind"].tolist() == ["rating", "text"]
    assert said(export, "la-organizacion-de-la-reunion")["rating"].tolist() == [5, 4, 4, 1]


def test_nothing_is_a_level_where_the_others_are_levels_too(
    write_sheet, microsoft_forms, said
) -> None:
    rows = microsoft_forms(
        ["Avance", "Nada", "Poco", "Mucho", "Bastante", "N/A"],
        ["Retos", "Nada", "La trata", "Faltan datos", "Fronteras", "N/A"],
    )
    export = read_export(write_sheet(rows))
    answers = said(export, "avance")
    assert answers["rating"].tolist()[:4] == [1, 2, 4, 3]
    assert answers["status"].tolist() == ["answered"] * 4 + ["not_asked"]
    assert export.questions["scale_low_words"].iloc[0] == "Nada"
    assert said(export, "retos")["status"].tolist()[0] == "none"


def test_a_list_joined_without_spaces_is_told_by_few_rows(
    write_sheet, microsoft_forms, said
) -> None:
    rows = microsoft_forms(["Temas", "Datos;Vías", "Vías"], ["Retos", "Ley; no aplicada", "Ley"])
    export = read_export(write_sheet(rows))
    assert said(export, "temas")["text"].tolist() == ["Datos", "Vías", "Vías"]
    assert said(export, "retos")["text"].tolist() == ["Ley; no aplicada", "Ley"]
    rows = microsoft_forms(["Objetivos", "5, 6", "2;5;7", "7", "Obj. 5 y 6"])
    assert said(read_export(write_sheet(rows)), "objetivos")["text"].tolist()[1] == "2;5;7"


@pytest.mark.parametrize(
    ("header", "time", "utc"),
    [
        ("Timestamp", "2024/05/02 4:49:53 PM EDT", "2024-05-02 20:49:53+00:00"),
        ("Timestamp", "2024/05/02 4:49:53 PM GMT+5:30", "2024-05-02 11:19:53+00:00"),
        ("Marca temporal", "2024/05/02 4:49:53 p.\u00a0m. CST", "2024-05-02 22:49:53+00:00"),
        ("Horodateur", "2024/05/02 4:49:53 PM UTC+2", "2024-05-02 14:49:53+00:00"),
        ("Horodateur", "2024/05/02 4:49:53 PM HAE", "2024-05-02 20:49:53+00:00"),
        ("Carimbo de data/hora", "2024/05/02 4:49:53 da tarde WEST", "2024-05-02 15:49:53+00:00"),
        ("Carimbo de data/hora", "13/05/2024 16:49:53", "2024-05-13 16:49:53+00:00"),
        ("Informazioni cronologiche", "13/05/2024 16.49.53", "2024-05-13 16:49:53+00:00"),
    ],
)
def test_google_times_of_every_language_are_read_in_their_zone(
    write_csv, header, time, utc
) -> None:
    export = read_export(write_csv([[header, "País"], [time, "Perú"]]))
    assert export.tool == "google_forms"
    assert str(export.respondents["submitted_at"].iloc[0]) == utc
    is_assumed = "timezone_assumed" in set(export.issues["code"])
    assert is_assumed is (not any(sign.isalpha() for sign in time.replace("da tarde", "")))


def test_a_linked_sheet_is_told_by_its_name_when_its_header_was_changed(write_sheet) -> None:
    rows = [["Cuándo", "País"], [START, "Perú"], [START, "Chile"]]
    export = read_export(write_sheet(rows, title="Respuestas de formulario 1"))
    assert export.tool == "google_forms"
    assert str(export.respondents["submitted_at"].iloc[0]) == "2024-05-02 09:30:00+00:00"


def test_times_that_nobody_understands_leave_the_tool_known_and_are_said(write_csv) -> None:
    rows = [["Marca temporal", "País"], ["ayer por la tarde", "Perú"], ["hoy", "Chile"]]
    export = read_export(write_csv(rows))
    assert (export.tool, export.confidence) == ("google_forms", 0.7)
    assert export.issues["code"].tolist().count("time_not_understood") == 2
    rows[0][0] = "Timestamp"
    assert read_export(write_csv(rows)).tool == "table"


def test_few_columns_of_a_tool_are_enough_where_no_other_has_them(write_csv) -> None:
    rows = [["pais", "_uuid", "_submission_time"], ["MX", "u1", "2024-05-02T15:30:00"]]
    assert read_export(write_csv(rows)).tool == "kobotoolbox"
    rows = [["id", "submitdate", "Q1[SQ001]", "Q1[SQ002]"], ["1", "2024-05-02", "Y", ""]]
    assert read_export(write_csv(rows)).tool == "limesurvey"


def test_scores_of_a_quiz_are_no_answers(write_csv) -> None:
    rows = [
        ["Timestamp", "Username", "Total score", "Tema", "Tema [Score]", "Tema [Feedback]"],
        ["2024/05/02 4:49:53 PM EDT", "a@example.org", "1.00 / 1", "Trata", "1.00 / 1", ""],
    ]
    export = read_export(write_csv(rows))
    assert export.questions["question_id"].tolist() == ["tema"]


@pytest.mark.parametrize("joint", [";", ", "])
def test_a_grid_of_checkboxes_is_one_question_and_each_mark_an_answer(
    write_csv, said, joint
) -> None:
    rows = [["Marca temporal", "Acciones [Salud]", "Acciones [Educación]"]]
    for health, school in (("Nacional|Local", "Local"), ("Local", "Nacional|Regional"),
                           ("", "Regional|Local"), ("", "")):  # fmt: skip
        marks = [text.replace("|", joint) for text in (health, school)]
        rows.append(["2/5/2024 16:49:53", *marks])
    answers = said(read_export(write_csv(rows)), "acciones")
    assert set(answers["kind"]) == {"multiple"}
    answered = answers[answers["status"] == "answered"]
    assert list(zip(answered["respondent"], answered["item"], answered["text"], strict=True)) == [
        (0, "Salud", "Nacional"), (0, "Salud", "Local"), (1, "Salud", "Local"),
        (0, "Educación", "Local"), (1, "Educación", "Nacional"), (1, "Educación", "Regional"),
        (2, "Educación", "Regional"), (2, "Educación", "Local"),
    ]  # fmt: skip
    assert answers.loc[answers["respondent"] == 3, "status"].tolist() == ["skipped"]


KOBO = ["_id", "_uuid", "_submission_time", "_index"]


def test_prose_in_kobotoolbox_is_never_cut_at_its_spaces(write_csv, said) -> None:
    prose = [
        "La falta de datos sobre la migración en la frontera",
        "La trata de personas en la frontera sur",
        "Falta de recursos para la atención de la niñez",
        "La coordinación con la sociedad civil y la falta de datos",
    ]
    chosen = ["trata datos", "datos", "vias trata", "datos vias"]
    rows = [["g/temas", "g/retos", *KOBO]]
    for number, pair in enumerate(zip(chosen, prose, strict=True)):
        rows.append([*pair, str(number), f"u{number}", "2024-05-02T15:30:00", str(number)])
    export = read_export(write_csv(rows, delimiter=";"))
    assert said(export, "retos")["text"].tolist() == prose
    assert said(export, "temas")["text"].tolist() == " ".join(chosen).split()


def test_kobotoolbox_cells_not_applicable_are_no_answers(write_csv, said) -> None:
    rows = [["temas/trata", "temas/datos", "_version", *KOBO],
            ["TRUE", "FALSE", "v", "1", "u1", "2024-05-02T15:30:00", "1"],
            ["n/a", "n/a", "v", "2", "u2", "2024-05-02T15:30:00", "2"]]  # fmt: skip
    export = read_export(write_csv(rows))
    (question,) = export.questions.to_dict("records")
    assert (question["kind"], question["options"]) == ("multiple", ["trata", "datos"])
    assert said(export, "temas")["status"].tolist() == ["answered", "not_asked"]


MONKEY = ["Respondent ID", "Collector ID", "Start Date", "End Date"]


def write_monkey(write_csv, upper, lower, *answers, own=MONKEY):
    rows = [[*own, *upper], ["", "", "", "", *lower]]
    for number, given in enumerate(answers):
        rows.append(
            [f"1181234{number}", "4", "05/02/2024 10:01:11 AM", "05/02/2024 10:11:11 AM", *given]
        )
    return write_csv(rows)


def test_surveymonkeys_numbers_of_options_are_choices_and_no_ranks(write_csv, said) -> None:
    path = write_monkey(
        write_csv,
        ["Temas", "", "", "", "Ordene", "", "¿Hay plan?"],
        ["Trata", "Datos", "Vías", "Other (please specify)", "Trata", "Datos", "Response"],
        ["1", "", "3", "", "1", "2", "1"], ["1", "2", "", "Niñez", "2", "1", "2"],
    )  # fmt: skip
    export = read_export(path)
    assert export.questions["kind"].tolist() == ["multiple", "ranking", "single"]
    chosen = said(export, "temas").sort_values("respondent", kind="stable")
    assert chosen["text"].tolist() == ["Trata", "Vías", "Trata", "Datos", "Niñez"]


def test_a_choice_of_one_spread_over_columns_is_single(write_csv, said) -> None:
    path = write_monkey(
        write_csv,
        ["¿Hay plan?", "", "", "¿Qué día?"],
        ["Sí", "No", "Otro (especifique)", "Date / Time"],
        ["Sí", "", "", "01/02/2024"], ["", "No", "", "01/02/2024"], ["", "", "En proceso", ""],
    )  # fmt: skip
    export = read_export(path)
    assert export.questions["kind"].iloc[0] == "single"
    assert sorted(said(export, "hay-plan")["text"]) == ["En proceso", "No", "Sí"]
    assert "que-dia" in set(export.questions["question_id"])


def test_words_beside_a_rating_or_a_ranking_are_kept_as_words(write_csv, said) -> None:
    path = write_monkey(
        write_csv,
        ["Valore", "", "", "Ordene", "", ""],
        ["Acceso", "Calidad", "Otro (especifique)", "Trata", "Datos", "Otro (especifique)"],
        ["Muy importante", "N/A", "Tiempo", "1", "2", ""],
        ["Importante", "Poco importante", "", "2", "1", "Niñez"],
    )  # fmt: skip
    export = read_export(path)
    assert export.questions["kind"].tolist() == ["rating", "ranking"]
    rated, ranked = said(export, "valore"), said(export, "ordene")
    assert rated.loc[rated["text"] == "Tiempo", "rating"].isna().tolist() == [True]
    assert ranked.loc[ranked["text"] == "Niñez", "rank"].isna().tolist() == [True]
    assert not {"rating_not_understood", "rank_not_understood"} & set(export.issues["code"])


@pytest.mark.parametrize(
    "own",
    [
        ["ID du répondant", "ID du collecteur", "Date de début", "Date de fin"],
        ["Befragten-ID", "Collector-ID", "Startdatum", "Enddatum"],
        ["respondent_id", "collector_id", "date_created", "date_modified"],
    ],
)
def test_surveymonkey_is_told_in_other_languages(write_csv, own) -> None:
    path = write_monkey(write_csv, ["Temas", ""], ["Trata", "Datos"], ["Trata", ""], ["", "Datos"],
                        own=own)  # fmt: skip
    export = read_export(path)
    assert export.tool == "surveymonkey"
    assert export.questions["kind"].tolist() == ["multiple"]
    assert str(export.respondents["submitted_at"].iloc[0]) == "2024-05-02 10:11:11+00:00"


LIME = ["id", "submitdate", "lastpage", "startlanguage", "seed"]


def test_limesurveys_codes_alone_are_read(write_csv, said) -> None:
    rows = [
        [*LIME, "G2[SQ001]", "G2[SQ002]", "G2[other]", "G3[1]", "G3[2]", "G5", "G5[other]"],
        ["1", "2024-05-02 10:00:00", "4", "es", "1", "Y", "", "", "A1", "A2", "A1", ""],
        ["2", "", "4", "es", "1", "", "Y", "Niñez", "A2", "A1", "-oth-", "En proceso"],
    ]
    export = read_export(write_csv(rows, delimiter=";", encoding="utf-8-sig"))
    assert export.tool == "limesurvey"
    assert export.questions["kind"].tolist() == ["multiple", "ranking", "single"]
    assert said(export, "g2")["text"].tolist() == ["SQ001", "SQ002", "Niñez"]
    assert said(export, "g5")["text"].tolist() == ["A1", "En proceso"]
    assert export.respondents["is_complete"].tolist() == [True, False]


def test_limesurveys_comments_and_double_scales_are_questions_of_their_own(write_csv, said) -> None:
    own = [f"{code}. {code}" for code in LIME]
    rows = [
        [*own, "Q3[SQ001]. Explique [Trata]", "Q3[SQ001comment]. Explique [Trata] [Comentario]",
         "Q3[SQ002]. Explique [Datos]", "Q3[SQ002comment]. Explique [Datos] [Comentario]",
         "Q4[SQ001][1]. Valore [Acceso][Importancia]", "Q4[SQ001][2]. Valore [Acceso][Avance]",
         "Q4[SQ002][1]. Valore [Calidad][Importancia]", "Q4[SQ002][2]. Valore [Calidad][Avance]",
         "interviewtime. Tiempo total", "groupTime7. Tiempo de grupo", "Q3Time. Tiempo"],
        ["1", "2024-05-02 10:00:00", "4", "es", "1", "Sí", "porque falta", "No", "",
         "Alta", "Baja", "Media", "Alta", "120.5", "20.1", "3.2"],
    ]  # fmt: skip
    export = read_export(write_csv(rows))
    assert export.questions["question_id"].tolist() == ["q3", "q3comment", "q4-1", "q4-2"]
    assert export.questions["kind"].tolist() == ["multiple", "text", "rating", "rating"]
    assert said(export, "q3comment")["item"].tolist() == ["Trata"]
    assert said(export, "q4-2")["rating"].tolist() == [1, 3]


def test_limesurveys_times_of_groups_are_no_questions(write_csv) -> None:
    rows = [["Response ID", "Date submitted", "Last page", "País", "Total time", "Group time: A",
             "Tiempo de la pregunta: País"],
            ["1", "2024-05-02 10:00:00", "3", "Perú", "10", "5", "2"]]  # fmt: skip
    assert read_export(write_csv(rows)).questions["question_id"].tolist() == ["pais"]


def write_qualtrics(write_csv, columns, *answers, **how):
    own = [("StartDate", "startDate"), ("EndDate", "endDate"), ("Finished", "finished"),
           ("ResponseId", "_recordId")]  # fmt: skip
    heads = [*((tag, tag, name) for tag, name in own), *columns]
    rows = [[tag for tag, _, _ in heads], [text for _, text, _ in heads],
            [f'{{"ImportId":"{name}"}}' for _, _, name in heads]]  # fmt: skip
    for number, given in enumerate(answers):
        rows.append(["2024-05-02 08:00:00", "2024-05-02 09:00:00", "True", f"R_{number}", *given])
    return write_csv(rows, **how)


def test_qualtrics_numbers_are_choices_where_their_import_id_says_so(write_csv, said) -> None:
    columns = [("Q1", "¿Qué país?", "QID1"), ("Q2", "Temas - Selected Choice", "QID2"),
               ("Q2_4_TEXT", "Temas - Otro: - Texto", "QID2_4_TEXT"),
               ("Q6", "Comentarios", "QID6_TEXT"), ("Q7_1", "Marque - Salud", "QID7_1"),
               ("Q7_2", "Marque - Educación", "QID7_2")]  # fmt: skip
    path = write_qualtrics(
        write_csv, columns,
        ["2", "1,2", "", "Sí", "1,2", "2"], ["3", "2", "", "Sí", "1", ""],
        ["3", "2,4", "Niñez", "Sí", "", "1,2"],
        name="export.tsv", delimiter="\t", encoding="utf-16",
    )  # fmt: skip
    export = read_export(path)
    assert export.tool == "qualtrics"
    assert export.questions["kind"].tolist() == ["single", "multiple", "text", "multiple"]
    assert export.questions["text"].iloc[1] == "Temas"
    said_of = said(export, "q2").sort_values("respondent", kind="stable")["text"].tolist()
    assert said_of == ["1", "2", "2", "2", "Niñez"]
    assert said(export, "q7")["item"].tolist() == ["Salud"] * 3 + ["Educación"] * 3


@pytest.mark.parametrize("answers", [("Trata", "Datos", "Otro:"), ("1", "1", "1"), ("1", "2", "4")])
def test_qualtrics_choices_spread_over_columns_are_one_question(write_csv, said, answers) -> None:
    first, second, third = answers
    columns = [("Q2_1", "Temas - Selected Choice - Trata", "QID2_1"),
               ("Q2_2", "Temas - Selected Choice - Datos", "QID2_2"),
               ("Q2_4", "Temas - Selected Choice - Otro:", "QID2_4"),
               ("Q2_4_TEXT", "Temas - Otro: - Texto", "QID2_4_TEXT")]  # fmt: skip
    path = write_qualtrics(write_csv, columns, [first, "", "", ""], [first, second, "", ""],
                           [first, "", third, "Niñez"])  # fmt: skip
    export = read_export(path)
    assert export.questions["kind"].tolist() == ["multiple"]
    chosen = said(export, "q2").sort_values("respondent", kind="stable")
    assert chosen["text"].tolist() == ["Trata", "Trata", "Datos", "Trata", "Niñez"]


def test_an_export_cut_off_behind_its_first_row_holds_no_answers(write_csv) -> None:
    header = ["StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate",
              "ResponseId", "Q1"]  # fmt: skip
    export = read_export(write_csv([header]))
    assert export.tool == "qualtrics"
    assert export.answers.empty
