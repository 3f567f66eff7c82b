"""Practices as reports tell them (written by the team, `benchmarks/practice_reports.yml`)."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from gcm_analysis.mapping.calibration import find_leads
from gcm_analysis.mapping.reading import TextReading
from gcm_analysis.mapping.silence import says_nothing
from gcm_analysis.mapping.texts import read_texts

FILE = Path(__file__).parents[2] / "benchmarks" / "practice_reports.yml"
REPORTS: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def readings() -> dict[str, list[TextReading]]:
    return {sort: read_texts([one["text"] for one in ones]) for sort, ones in REPORTS.items()}


@pytest.mark.parametrize(
    ("sort", "first", "third"), [("paragraphs", 0.80, 0.95), ("titles", 0.65, 0.85)]
)
def test_the_objective_of_a_practice_comes_first(
    readings: dict[str, list[TextReading]], sort: str, first: float, third: float
) -> None:
    found = [[one.objective_id for one in reading.objectives[:3]] for reading in readings[sort]]
    asked = [one["objective"] for one in REPORTS[sort]]
    pairs = list(zip(asked, found, strict=True))
    assert np.mean([ids[:1] == [number] for number, ids in pairs]) >= first
    assert np.mean([number in ids for number, ids in pairs]) >= third


def test_what_is_accepted_of_a_practice_is_right(readings: dict[str, list[TextReading]]) -> None:
    accepted = [
        one.objective_id == asked["objective"]
        for asked, reading in zip(REPORTS["paragraphs"], readings["paragraphs"], strict=True)
        for one in reading.objectives
        if one.status == "accepted"
    ]
    assert np.mean(accepted) >= 0.95
    assert len(accepted) >= 0.4 * len(REPORTS["paragraphs"])


def test_each_half_covers_four_languages() -> None:
    for ones in REPORTS.values():
        for half in ("a", "b"):
            spoken = {one["language"] for one in ones if one["half"] == half}
            assert spoken == {"en", "es", "fr", "pt"}


@pytest.mark.parametrize(
    "text", ["Diplomas sem fronteiras", "Métiers sans frontières", "Pensions without frontiers"]
)
def test_without_borders_is_not_about_borders(text: str) -> None:
    accepted = [one for one in read_texts([text])[0].objectives if one.status == "accepted"]
    assert all(one.objective_id != 11 for one in accepted)


@pytest.mark.parametrize("text", ["Nenhuma criança detida", "Aucun enfant en rétention"])
def test_no_child_detained_is_an_answer(text: str) -> None:
    assert not says_nothing(text)
    assert read_texts([text])[0].objectives[0].objective_id == 13


@pytest.mark.parametrize("text", ["Nenhuma", "Nenhum comentário", "Aucune réponse", "Aucun"])
def test_none_is_no_answer(text: str) -> None:
    assert says_nothing(text)


def test_only_the_best_score_leads() -> None:
    leads = find_leads(np.array([0.1, 0.7, 0.4]))
    assert leads == pytest.approx([-0.6, 0.3, -0.3])


def test_two_equal_scores_lead_by_nothing() -> None:
    assert find_leads(np.array([0.5, 0.5, 0.2])) == pytest.approx([0.0, 0.0, -0.3])
