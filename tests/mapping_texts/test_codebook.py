"""The codebook as data, the confusable pairs, and the phrases' form."""

import pytest

from gcm_analysis.mapping.codebook import (
    BrokenCodebook,
    count_phrases,
    expand_choices,
    load_codebook,
    read_objective_file,
)
from gcm_analysis.mapping.phrases import find_phrases
from gcm_analysis.mapping.texts import read_texts
from gcm_analysis.mapping.words import drop_function_words, split_words, tell_language


def first(text: str) -> int:
    return read_texts([text])[0].objectives[0].objective_id


def test_every_objective_has_phrases_in_four_languages() -> None:
    counts = count_phrases()
    for objective in range(1, 24):
        for language in ("es", "en", "fr", "pt"):
            assert counts[objective, language] >= 5, (objective, language)
        assert sum(counts[objective, language] for language in ("es", "en", "fr", "pt")) >= 40


def test_every_objective_has_rules_for_what_it_is_confused_with() -> None:
    assert {rule.objective for rule in load_codebook().rules} == set(range(1, 24))


@pytest.mark.parametrize(
    ("text", "objective"),
    [
        ("tráfico de migrantes", 9),
        ("trata de personas", 10),
        ("contrabando de migrantes", 9),
        ("tráfico de pessoas", 10),
        ("trafic de migrants", 9),
        ("traite des personnes", 10),
        ("migrant smuggling", 9),
        ("human trafficking", 10),
        ("regularización migratoria", 7),
        ("información a los migrantes", 3),
        ("estadísticas sobre migración", 1),
        ("protección consular", 14),
        ("documentos de identidad", 4),
        ("movilidad laboral", 5),
        ("contratación equitativa", 6),
        ("reconocimiento de competencias", 18),
        ("alternativas a la detención", 13),
        ("identificación y derivación de casos", 12),
        ("gestión de fronteras", 11),
        ("adaptación al cambio climático", 2),
        ("visas climáticas", 5),
    ],
)
def test_confusable_pairs_are_told_apart(text: str, objective: int) -> None:
    assert first(text) == objective


def test_an_ambiguous_phrase_goes_to_review() -> None:
    readings = read_texts(["tráfico de personas"])[0].objectives
    assert readings[0].objective_id == 9
    assert {one.objective_id: one.status for one in readings}[9] == "to_review"


def test_words_end_where_they_end() -> None:
    words = drop_function_words(split_words("saludos; contrataciones; tratado; retoño"))
    assert not [hit for hit in find_phrases(words) if hit.phrase.objective in {10, 15, 21}]


def test_a_choice_stands_for_each_of_its_wordings() -> None:
    assert set(expand_choices("(a|b) c(d|)")) == {"a cd", "a c", "b cd", "b c"}


@pytest.mark.parametrize(
    "content",
    ["objective: 24", "objective: 5\nstrong: {}", "objective: 5\nclear: {es: [[a]]}",
     "objective: 5\nclear: {de: [a]}", "objective: 5\nclear: {es: [{phrase: a, unles: [b]}]}"],
)  # fmt: skip
def test_a_broken_codebook_is_refused(content: str) -> None:
    with pytest.raises(BrokenCodebook, match="cannot be read"):
        read_objective_file("05.yml", content)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ampliar las vías regulares para los migrantes", "es"),
        ("Expand the pathways for migrants and their families", "en"),
        ("Élargir les voies pour les migrants et leurs familles", "fr"),
        ("Ampliar as vias para os migrantes e não mais", "pt"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, language: str) -> None:
    assert tell_language(split_words(text)) == language
