"""Languages of answers, wordings and headers, names in prose, typed words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcm_analysis.survey.answer_language import detect_language
from gcm_analysis.survey.export import HintedItem, QuestionHint
from gcm_analysis.survey.prose_names import find_personal
from gcm_analysis.survey.typed_answers import TypedWords, read_typed_words
from gcm_analysis.survey.wordings import find_header


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ampliar las vías regulares y fortalecer la protección consular", "es"),
        ("Expanding regular pathways and fair recruitment", "en"),
        ("Renforcer la coopération et l'échange d'informations", "fr"),
        ("Fortalecer a proteção das crianças migrantes e a cooperação", "pt"),
        ("Coordenação de fronteiras com os países vizinhos", "pt"),
        ("Gestión coordinada de fronteras con los países vecinos", "es"),
        ("Prioridad: grado de avance (1 a 5)", "es"),
        ("Apoio a pessoas em retorno", "pt"),
        ("Obj. 5, 6", None),
        ("", None),
        ("5-7", None),
    ],
)
def test_the_language_of_an_answer_is_told_by_its_words(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Escribir a unidad.migracion@rica.example", ("email",)),
        ("Enlace: Lic. María José de la Cruz", ("name",)),
        ("Comuníquese al tel. 2222-3333", ("phone",)),
        ("WhatsApp +503 7777 8888", ("phone",)),
        ("Contact Mr. John Smith (202) 555-0100", ("name", "phone")),
        ("La Sra. Ministra de Relaciones Exteriores preside la comisión", ()),
        ("El Plan 2018-2024 y las metas 8.8, 10.7 y 16.9", ()),
        ("Obj. 5, 6, 9-10, 18, 21 y 23", ()),
        ("Secretaría de Relaciones Exteriores", ()),
    ],
)
def test_persons_are_told_from_offices_and_numbers(text, kinds):
    assert find_personal(text) == kinds


def test_the_names_of_the_same_submission_are_known():
    assert find_personal("según ROSA  DIAZ, directora", ["Rosa Díaz"]) == ("name",)
    assert find_personal("según rosa, directora", ["Rosa"]) == ()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Temas", "Temas"),
        ("temas ", "Temas"),
        ("País", "País / Country"),
        ("country", "País / Country"),
        ("Otro", None),
        ("Sí", None),
    ],
)
def test_a_header_is_found_as_a_person_means_it(wanted, found):
    assert find_header(wanted, ["Temas", "País / Country", "A / Sí", "B / Sí"]) == found


HINT = QuestionHint(
    "temas", "multiple", column="Temas",
    items=(
        HintedItem("trata", ("Trata, tráfico y explotación",)),
        HintedItem("datos", ("Datos",)),
    ),
)  # fmt: skip


def items(words: str, hint: QuestionHint = HINT) -> list[str | None]:
    return [row["item_id"] for row in read_typed_words(hint, TypedWords(words, None, None), 0)]


def test_options_that_hold_the_separator_stay_whole():
    assert items("Datos, Trata, tráfico y explotación") == ["datos", "trata"]
    assert items("1) datos\n2) algo distinto") == ["datos", None]


@given(st.text(max_size=200))
def test_typed_words_always_give_a_row(words):
    rows = read_typed_words(HINT, TypedWords(words, None, None), 0)
    assert all(row["question_id"] == "temas" for row in rows)
    assert rows or not words.strip(" ;|\n\r\t,")
