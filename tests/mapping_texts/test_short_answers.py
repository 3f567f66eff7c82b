"""The hand-made test set: short answers as officials write them, labelled from the Compact."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from gcm_analysis.mapping.reading import TextReading
from gcm_analysis.mapping.texts import read_texts

ANSWERS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "short_answers.yml").read_text(encoding="utf-8")
)
SILENT = {"none", "off_topic"}


@pytest.fixture(scope="module")
def readings() -> list[TextReading]:
    return read_texts([one["text"] for one in ANSWERS])


def accepted(reading: TextReading) -> set[int]:
    return {one.objective_id for one in reading.objectives if one.status == "accepted"}


def select(readings: list[TextReading], *kinds: str) -> list[tuple[dict[str, Any], TextReading]]:
    return [
        (one, reading)
        for one, reading in zip(ANSWERS, readings, strict=True)
        if one["kind"] in kinds
    ]


def test_the_set_covers_four_languages_and_cites_paragraphs() -> None:
    assert len(ANSWERS) >= 200
    assert {one["language"] for one in ANSWERS} == {"es", "en", "fr", "pt"}
    assert all("paragraph" in one for one in ANSWERS if one["kind"] not in SILENT)


def test_plain_and_hard_answers_come_first(readings: list[TextReading]) -> None:
    judged = select(readings, "plain", "hard", "multi", "negation")
    right = [
        {one.objective_id for one in reading.objectives[: len(answer["objectives"])]}
        == set(answer["objectives"])
        for answer, reading in judged
    ]
    assert sum(right) / len(right) >= 0.97


def test_what_is_accepted_is_right(readings: list[TextReading]) -> None:
    given = [(answer, accepted(reading)) for answer, reading in zip(ANSWERS, readings, strict=True)]
    n_accepted = sum(len(found) for _, found in given)
    n_right = sum(len(found & set(answer["objectives"])) for answer, found in given)
    assert n_right / n_accepted >= 0.95
    covered = [bool(found) for answer, found in given if answer["objectives"]]
    assert sum(covered) / len(covered) >= 0.5


def test_references_are_read_exactly(readings: list[TextReading]) -> None:
    for answer, reading in select(readings, "reference"):
        assert accepted(reading) == set(answer["objectives"]), answer["text"]


def test_principles_alone_go_to_review(readings: list[TextReading]) -> None:
    for answer, reading in select(readings, "principle"):
        assert not accepted(reading), answer["text"]
        assert [one.principle_id for one in reading.principles] == answer["principles"]
        assert any(one.status == "to_review" for one in reading.objectives), answer["text"]


def test_non_answers_map_to_nothing(readings: list[TextReading]) -> None:
    for answer, reading in select(readings, "none"):
        assert reading.objectives == (), answer["text"]


def test_off_topic_texts_are_never_accepted_and_mostly_map_to_nothing(
    readings: list[TextReading],
) -> None:
    found = [reading for _, reading in select(readings, "off_topic")]
    assert not any(accepted(reading) for reading in found)
    assert sum(not reading.objectives for reading in found) / len(found) >= 0.8


def test_every_text_that_says_anything_has_three_rows(readings: list[TextReading]) -> None:
    for answer, reading in select(readings, "plain", "hard", "multi", "negation", "principle"):
        assert len(reading.objectives) >= 3, answer["text"]
