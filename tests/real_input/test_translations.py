"""The same commitment says the same objectives in whichever language it is written."""

import json
from pathlib import Path

import pytest
import yaml
from announcements import TEXTS

from gcm_analysis.mapping import map_texts

COMMITMENTS = yaml.safe_load((Path(__file__).parent / "translations.yml").read_text("utf-8"))
CASES = [
    (language, identifier, number)
    for commitment in COMMITMENTS
    for language, identifier in commitment["texts"].items()
    for number in commitment["said"]
]


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    lines = (shared / TEXTS).read_text("utf-8").splitlines()
    return {read["id"]: read["text"] for read in map(json.loads, lines)}


@pytest.mark.parametrize(("language", "identifier", "number"), CASES)
def test_a_commitment_is_found_in_every_language(
    texts: dict[str, str], language: str, identifier: str, number: int
) -> None:
    assert number in find_readings(texts[identifier], language)


def find_readings(text: str, language: str) -> set[int]:
    """Return the objectives that would be counted or be put to a person."""
    mapped = map_texts([text], languages=[language])
    return set(mapped.loc[mapped["status"] != "candidate", "objective_id"])
