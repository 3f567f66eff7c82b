"""Clauses, negation and contrast."""

import pytest

from gcm_analysis.mapping.clauses import find_denied, split_clauses, split_sentences
from gcm_analysis.mapping.texts import read_texts


def cut(text: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in split_clauses(text)]


def accepted(text: str) -> set[int]:
    readings = read_texts([text])[0].objectives
    return {one.objective_id for one in readings if one.status == "accepted"}


def test_a_conjunction_parts_two_clauses() -> None:
    assert cut("vías regulares y retorno digno") == ["vías regulares", "retorno digno"]


def test_a_numbered_list_is_cut_at_its_numbers() -> None:
    assert cut("1. Datos 2. Gestión de fronteras 3. Remesas") == [
        "Datos",
        "Gestión de fronteras",
        "Remesas",
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    assert len(split_sentences("Obj. 5 y retorno")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "no se trata de retorno sino de reintegración",
        "non pas l'expulsion mais la régularisation",
        "Legal pathways rather than border control",
        "Más que control fronterizo, necesitamos vías regulares",
    ],
)
def test_what_is_set_aside_is_found(text: str) -> None:
    assert find_denied(text)


@pytest.mark.parametrize(
    "text", ["no solo retorno sino también salud", "no tienen acceso a la salud"]
)
def test_not_only_and_a_lack_set_nothing_aside(text: str) -> None:
    assert not find_denied(text)


@pytest.mark.parametrize(
    ("text", "expected", "denied"),
    [
        ("Más que control fronterizo, necesitamos vías regulares", 5, 11),
        ("La prioridad no son las remesas sino la integración de los migrantes", 16, 20),
        ("non pas l'expulsion mais la régularisation", 7, 21),
        ("Legal pathways rather than border control", 5, 11),
    ],
)
def test_the_other_side_of_a_contrast_counts(text: str, expected: int, denied: int) -> None:
    assert expected in accepted(text)
    assert denied not in accepted(text)


def test_ending_detention_is_about_detention() -> None:
    assert accepted("No a la detención de niñas y niños migrantes") == {13}
