"""Scales, non-answers, lists, references, times: words read one by one."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcm_analysis.survey.exports.grouping import is_other_words
from gcm_analysis.survey.exports.places import read_place
from gcm_analysis.survey.fold import fold, slug, tidy
from gcm_analysis.survey.nonanswers import STATUS_OF, could_be_non_answer, tell_status
from gcm_analysis.survey.personal import is_contact, is_personal_header
from gcm_analysis.survey.references import read_changed_reference
from gcm_analysis.survey.scales import load_scales, recognise_scale
from gcm_analysis.survey.splitting import read_lists, split_by_options
from gcm_analysis.survey.times import find_day_first, read_time


@pytest.mark.parametrize(
    ("answers", "ends", "words"),
    [
        (["Nada importante", "Poco importante", "Importante", "Muy importante"], (1, 4),
         ("Nada importante", "Muy importante")),
        (["Not Important", "Slightly Important", "Somewhat important", "Very Important",
          "Critical"], (1, 5), ("Not Important", "Critical")),
        (["Pas du tout important", "Peu important", "Important", "Très important"], (1, 4),
         ("Pas du tout important", "Très important")),
        (["Nada importante", "Pouco importante", "Importante", "Muito importante"], (1, 4),
         ("Nada importante", "Muito importante")),
        (["Baja", "Media", "Alta"], (1, 3), ("Baja", "Alta")),
        (["Sem prioridade", "Prioridade baixa", "Prioridade alta"], (1, 4),
         ("Sem prioridade", "Prioridade alta")),
        (["Pas du tout prioritaire", "Peu prioritaire", "Très prioritaire"], (1, 4),
         ("Pas du tout prioritaire", "Très prioritaire")),
        (["Très insatisfait", "Satisfait", "Très satisfait"], (1, 4),
         ("Très insatisfait", "Très satisfait")),
        (["Irrelevante", "Poco relevante", "Muy relevante"], (1, 4),
         ("Irrelevante", "Muy relevante")),
        (["Not relevant", "Relevant", "Very relevant"], (1, 4), ("Not relevant", "Very relevant")),
        (["Discordo", "Concordo", "Concordo totalmente"], (1, 4), (None, "Concordo totalmente")),
        (["1 - Nada", "3", "5 - Mucho"], (1, 5), ("Nada", "Mucho")),
        (["1 (Never)", "7", "10 (Always)"], (1, 10), ("Never", "Always")),
    ],
)  # fmt: skip
def test_a_scale_is_known_by_its_words(answers, ends, words) -> None:
    scale = recognise_scale(answers)
    assert scale is not None
    assert (scale.low, scale.high) == ends
    assert (scale.low_words, scale.high_words) == words


def test_no_scale_words_a_level_twice() -> None:
    for scale in load_scales():
        words = [word for level in scale for word in level]
        assert len(words) == len(set(words)), words


def test_the_question_tells_the_ends_of_a_scale() -> None:
    scale = recognise_scale(["2", "4"], "Valore de 0 a 10")
    assert scale is not None
    assert (scale.low, scale.high, scale.is_assumed) == (0, 10, False)


def test_names_of_topics_are_no_scale() -> None:
    assert recognise_scale(["Trata", "Datos"]) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "skipped"), ("—", "skipped"), ("s/r", "skipped"), ("N/A", "not_asked"),
        ("No aplica.", "not_asked"), ("não se aplica", "not_asked"), ("sans objet", "not_asked"),
        ("s/d", "dont_know"), ("PENDIENTE", "dont_know"), ("Por definir", "dont_know"),
        ("TBD", "dont_know"), ("ninguno", "none"), ("Aucun", "none"), ("nenhuma", "none"),
        ("none", "none"), ("(ninguna)", "none"), ("No", "answered"), ("0", "answered"),
        ("✓", "answered"), ("Ninguno de los países lo hace", "answered"),
        ("Namibia", "answered"), ("Unfamiliar (N/A)", "answered"),
        ("Sem observações", "none"), ("Não informado", "skipped"), ("No reporta", "skipped"),
        ("Ninguno por el momento", "none"), ("Sin comentarios adicionales.", "none"),
    ],
)  # fmt: skip
def test_a_non_answer_is_a_status(text, status) -> None:
    assert tell_status(text) == status
    assert status == "answered" or could_be_non_answer(text)


def test_every_listed_non_answer_survives_the_quick_look() -> None:
    assert all(could_be_non_answer(word.upper()) for word in STATUS_OF)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text) or not fold(text).isascii()


def test_an_identifier_is_made_of_whole_words() -> None:
    assert slug("¿Cuáles son los temas prioritarios de su país para 2026?") == (
        "cuales-son-los-temas-prioritarios-de-su"
    )


OPTIONS = ["Trata, tráfico y explotación", "Datos", "Vías regulares; visados", "Otro"]


@given(
    st.lists(st.sampled_from(OPTIONS), min_size=1, unique=True), st.sampled_from([";", ",", "\n"])
)
def test_known_options_are_split_whole_whatever_stands_between(chosen, separator) -> None:
    known = {fold(option): option for option in OPTIONS}
    cell = f"{separator} ".join(chosen) + (separator if separator == ";" else "")
    separators = (separator, *{";", ",", "\n"} - {separator})
    if separator == ";" or not any(";" in option for option in chosen):
        split = split_by_options(cell, known, separators)
        assert [piece.text for piece in split.pieces] == chosen
        assert split.is_certain


def test_own_words_with_a_delimiter_are_unsure() -> None:
    known = {fold(option): option for option in OPTIONS}
    split = split_by_options("Datos, salud, vivienda", known, (",",))
    assert [piece.text for piece in split.pieces] == ["Datos", "salud, vivienda"]
    assert not split.is_certain


def test_prose_with_commas_is_no_list() -> None:
    cells = Counter({
        "Falta de recursos, personal y datos": 1, "La trata, sobre todo en la frontera": 1,
        "Coordinación, más que nada": 1, "Recursos, tiempo": 1,
    })  # fmt: skip
    assert read_lists(cells) is None


def test_options_that_go_on_in_lower_case_stay_whole() -> None:
    cells = Counter({
        "Trata, tráfico y explotación, Datos": 2, "Datos, Vías": 2, "Vías, Datos": 1,
        "Trata, tráfico y explotación, Vías": 1, "Datos": 1,
    })  # fmt: skip
    reading = read_lists(cells, (",",))
    assert reading is not None
    assert set(reading.options) == {"Trata, tráfico y explotación", "Datos", "Vías"}


@pytest.mark.parametrize(
    ("value", "text", "reading"),
    [
        (5.6, "5.6", "5, 6"), (5.0, "5", None), (45.7, "45.7", None),
        (dt.date(2024, 7, 5), "2024-07-05", "5-7"), (dt.date(2018, 5, 1), "2018-05-01", "5-18"),
        ("5-jul", "5-jul", "5-7"), ("jul-05", "jul-05", "7-5"), ("5, 6", "5, 6", None),
        ("5.6", "5.6", "5, 6"),
    ],
)  # fmt: skip
def test_a_changed_reference_has_a_probable_reading(value, text, reading) -> None:
    assert read_changed_reference(value, text) == reading


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("Prioridad 1", 1), ("Prioridade nº 2", 2), ("3ª prioridad", 3), ("Priority #4", 4),
        ("First choice", 1), ("Deuxième priorité", 2), ("[Rank 5]", 5), ("Tercer lugar", 3),
        ("Comentarios", None),
    ],
)  # fmt: skip
def test_a_header_may_name_a_place(header, place) -> None:
    found = read_place(header)
    assert (found[1] if found else None) == place


def test_other_is_known_in_four_languages() -> None:
    for words in ("Otro (especifique)", "Other (please specify)", "Outros", "Autre, précisez"):
        assert is_other_words(words)
    assert not is_other_words("Otorgamiento de visados")


@pytest.mark.parametrize(
    ("header", "is_personal"),
    [
        ("Correo electrónico", True), ("Nombre", True), ("Nombre y apellidos", True),
        ("Nombre del punto focal", True), ("Telefone de contato", True), ("Adresse e-mail", True),
        ("Full name", True), ("Nombre del país", False), ("Nombre de la institución", False),
        ("País", False), ("Nome do programa", False), ("Nome e cargo", True),
        ("Nombre, cargo e institución", True), ("Name and title", True), ("Nom et fonction", True),
        ("Nombre(s)", True), ("Nombre del encargado", True), ("Punto focal (nombre)", True),
        ("Persona que completa el formulario", True), ("Quién respondió", True),
        ("Quem preencheu o questionário", True), ("Responsable del llenado", True),
        ("Tel.", True), ("Contacto", True), ("Institución responsable", False),
        ("¿Quién responde por los niños no acompañados?", False), ("Cargo", False),
        ("¿Tiene su país un punto focal?", False), ("Nombre de la práctica y año", False),
    ],
)  # fmt: skip
def test_personal_columns_are_known_by_their_headers(header, is_personal) -> None:
    assert is_personal_header(header) is is_personal


def test_contacts_are_known_by_their_form() -> None:
    for contact in ("a.b@sre.gob.mx", "+52 55 1234 5678", "130.92.34.66", "(503) 2222-3333"):
        assert is_contact(contact), contact
    for other in ("2024-05-02", "12/05/2024 10:00", "5, 6", "México", "1 2 3 4 5 6 7 8"):
        assert not is_contact(other), other


def test_days_stand_before_months_where_one_can_only_be_a_day() -> None:
    assert find_day_first(["13/05/2024", "01/02/2024"]) is True
    assert find_day_first(["05/13/2024"]) is False
    assert find_day_first(["01/02/2024"]) is None


@pytest.mark.parametrize(
    ("value", "hour"),
    [
        ("2024/05/02 4:49:53 p.\u00a0m. GMT-5", 21), ("2024-05-02T09:00:00.000-06:00", 15),
        ("2024-05-02 09:00:00", 9), (dt.datetime(2024, 5, 2, 9), 9), ("5/2/2024 9:00", 9),
        ("2024-05-02T09:00:00Z", 9),
    ],
)  # fmt: skip
def test_a_time_is_brought_to_utc(value, hour) -> None:
    found = read_time(value)
    assert found is not None
    assert (found.day, found.hour, found.tzinfo) == (2, hour, dt.UTC)
