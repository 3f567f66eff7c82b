"""Long answers: several commitments in one cell, and the addresses of links."""

import pytest

from gcm_analysis.mapping.clauses import hide_links, split_lines
from gcm_analysis.mapping.reading import TextReading
from gcm_analysis.mapping.texts import map_texts, read_texts

PROGRAMME = (
    "Desde 2019 la dirección de migración otorga permisos de permanencia a personas extranjeras en "
    "situación irregular que ya viven en el país. El trámite es gratuito, se hace en oficinas de "
    "nueve provincias y contó con apoyo de organismos internacionales y de los gobiernos locales."
)
LISTED = (
    "This funding is supporting projects across the region, over two years, with several partners "
    "and with a committee that meets twice a year; improving border management systems; advancing "
    "inclusive growth; and preventing and tackling migrant smuggling and trafficking in persons."
)
LINES = (
    "El gobierno creará en los próximos dos años un nuevo programa de reintegración de personas "
    "retornadas, con centros en todos los departamentos del país.\n"
    "El ministerio de salud ampliará los servicios a toda la población, sin pedir documentos, con "
    "brigadas que llegan a las comunidades más alejadas.\n"
    "La fiscalía reforzará la unidad contra el tráfico ilícito de migrantes y el intercambio de "
    "inteligencia con los países vecinos."
)


def shown(reading: TextReading) -> set[int]:
    return {one.objective_id for one in reading.objectives if one.status != "candidate"}


def test_each_thing_that_a_sentence_lists_is_shown() -> None:
    assert {9, 10, 11} <= shown(read_texts([LISTED])[0])


def test_each_line_is_an_answer_of_its_own() -> None:
    assert len(split_lines(LINES)) == 3
    reading = read_texts([LINES])[0]
    assert {9, 15, 21} <= shown(reading)
    accepted = {one.objective_id for one in reading.objectives if one.status == "accepted"}
    for line in LINES.split("\n"):
        alone = read_texts([line])[0].objectives[0]
        assert alone.status != "accepted" or alone.objective_id in accepted


def test_a_line_that_is_added_takes_nothing_away() -> None:
    before = shown(read_texts([PROGRAMME])[0])
    after = shown(read_texts([f"{PROGRAMME}\n{LISTED}"])[0])
    assert 7 in before
    assert before <= after


@pytest.mark.parametrize(
    "address",
    ["https://example.org/media/press-releases/2022/06/10", "www.example.org/asylum", ""],
)
def test_addresses_of_links_are_not_read(address: str) -> None:
    plain = read_texts([f"{PROGRAMME} Véase [aquí]."])[0]
    linked = read_texts([f"{PROGRAMME} Véase [aquí]({address})."])[0]
    assert [(one.objective_id, one.status) for one in plain.objectives] == [
        (one.objective_id, one.status) for one in linked.objectives
    ]
    assert not any("example" in one.evidence for one in linked.objectives)


def test_an_address_alone_says_nothing() -> None:
    assert map_texts(["https://example.org/labour-migration/obj-5"]).empty
    assert hide_links("www.example.org").isspace()
