"""Explicit references to objectives by number."""

import pytest

from gcm_analysis.mapping.references import find_references


def numbers(text: str, *, sure: bool = True) -> list[int]:
    return [one.number for one in find_references(text) if one.is_sure is sure]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Objetivo 5", [5]),
        ("OBJETIVO 5: vías regulares", [5]),
        ("Obj. 5, 6 y 18", [5, 6, 18]),
        ("Obj.5-7", [5, 6, 7]),
        ("Obj. 5/6/7", [5, 6, 7]),
        ("objectif n° 21", [21]),
        ("Objectifs 2, 5 et 23", [2, 5, 23]),
        ("objetivos 5 a 7", [5, 6, 7]),
        ("Objetivos 5 a 7 del PMM", [5, 6, 7]),
        ("Objetivos del PMM: 3, 4 y 7", [3, 4, 7]),
        ("GCM 5", [5]),
        ("GCM objectives 5 & 6", [5, 6]),
        ("Objectives 9, 10 and 11", [9, 10, 11]),
        ("Objetivos 1, 3 e 7", [1, 3, 7]),
        ("los objetivos 5 y 6, y el 21", [5, 6, 21]),
        ("objetivo 21 (retorno) y objetivo 9", [21, 9]),
        ("Objetivo cinco", [5]),
        ("quinto objetivo", [5]),
        ("5, 6 y 18", [5, 6, 18]),
        ("5-7", [5, 6, 7]),
        ("5,6", [5, 6]),
    ],
)
def test_numbers_of_objectives_are_read(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5 años",
        "Agenda 2030 objetivo 8 (ODS 8)",
        "ODS 10.7",
        "SDG 10.7",
        "Objetivo de Desarrollo Sostenible 10",
        "artículo 5",
        "Ley 1325 de 2024",
        "2024",
        "el objetivo 50% de cobertura",
        "objetivo 5.6",
        "un objetivo a alcanzar",
        "GCM 2018",
    ],
)
def test_other_numbers_are_no_references(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5", [5]), ("5.6", [5, 6]), ("2024-07-05 00:00:00", [5, 6, 7])],
)
def test_what_a_spreadsheet_may_have_changed_is_not_sure(text: str, expected: list[int]) -> None:
    assert numbers(text, sure=False) == expected


def test_a_number_beyond_23_is_kept_apart() -> None:
    assert numbers("Objetivos 5 y 24") == [5, 24]
