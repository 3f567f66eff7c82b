"""Published profiles and their published answers; real elections (read where they are found)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gcm_analysis.priorities import borda, copeland, kemeny, schulze

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "ranking"
pytestmark = pytest.mark.skipif(
    not FIXTURES.is_dir(), reason="the published profiles are not beside this project"
)


def load_cases() -> list[dict[str, Any]]:
    path = FIXTURES / "known_answers.json"
    return json.loads(path.read_text("utf-8"))["cases"] if path.exists() else []


def read_votes(votes: str) -> tuple[list[list[list[str]]], list[int]]:
    ballots, weights = [], []
    for line in votes.splitlines():
        order, _, times = line.partition("*")
        ballots.append([[name.strip()] for name in order.split(">")])
        weights.append(int(times or 1))
    return ballots, weights


@pytest.fixture(params=load_cases(), ids=lambda case: str(case["id"]))
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    ballots, weights = read_votes(request.param["votes"])
    said = {"weights": weights, "candidates": request.param["cands"]}
    expected = request.param["computed"] | request.param["expect"]
    return {"ballots": ballots, "said": said, "expected": expected}


def test_borda_points_are_the_published_ones(case: dict[str, Any]) -> None:
    found = borda(case["ballots"], **case["said"])
    assert found.scores == case["expected"]["borda_n_points"]


def test_copeland_balance_is_the_published_one(case: dict[str, Any]) -> None:
    found = copeland(case["ballots"], **case["said"])
    assert found.scores == case["expected"]["copeland_balance"]


def test_kemeny_finds_a_published_ranking_and_their_number(case: dict[str, Any]) -> None:
    found = kemeny(case["ballots"], **case["said"])
    expected = case["expected"]
    assert found.score == expected["kemeny_best_score"]
    assert [group[0] for group in found.ranking] in expected["kemeny_rankings"]
    assert found.n_optimal == len(expected["kemeny_rankings"])
    assert found.is_unique == (found.n_optimal == 1)


def test_schulze_rankings_and_paths_are_the_published_ones(case: dict[str, Any]) -> None:
    winning = schulze(case["ballots"], **case["said"])
    margins = schulze(case["ballots"], strength="margins", **case["said"])
    expected = case["expected"]
    assert winning.ranking == expected["schulze_winning"]
    assert margins.ranking == expected["schulze_margin"]
    assert winning.ranking[0] == expected.get("schulze_winner", winning.ranking[0])
    paths = expected.get("schulze_strongest_paths_winning", winning.paths)
    assert winning.paths == paths


def read_debian(name: str) -> list[list[list[int]]]:
    """Read a tally sheet of Debian: one digit per option, 1 first, a dash where unranked."""
    ballots = []
    for line in (FIXTURES / "debian" / name).read_text("latin-1").splitlines():
        if line.startswith("V: "):
            groups: dict[int, list[int]] = {}
            for option, place in enumerate(line.split()[1], start=1):
                if place != "-":
                    groups.setdefault(int(place), []).append(option)
            ballots.append([groups[place] for place in sorted(groups)])
    return ballots


def read_tideman(name: str) -> tuple[dict[str, Any], list[list[list[int]]]]:
    """Read one of Tideman's elections: weight, candidates in order, 0."""
    lines = (FIXTURES / "tideman" / name).read_text("ascii").splitlines()
    ballots, weights = [], []

    def rows() -> Iterator[list[int]]:
        for line in lines[1:]:
            row = [int(value) for value in line.split()]
            if not row or row[0] == 0:
                return
            yield row

    for weight, *order, _ in rows():
        weights.append(weight)
        ballots.append([[candidate] for candidate in order])
    n_candidates = int(lines[0].split()[0])
    return {"weights": weights, "candidates": range(1, n_candidates + 1)}, ballots


@pytest.mark.parametrize(
    ("name", "winner", "second", "lead"),
    [("leader2007_tally.txt", 4, 5, 8), ("leader2020_tally.txt", 1, 2, 201)],
)
def test_debian_leaders_win_by_the_published_lead(
    name: str, winner: int, second: int, lead: int
) -> None:
    found = schulze(read_debian(name), strength="margins")
    assert found.ranking[0] == [winner]
    assert found.ranking[1] == [second]
    assert found.paths[winner][second] == lead


@pytest.mark.parametrize("rule", [schulze, copeland, kemeny])
def test_reading_unranked_candidates_otherwise_changes_a_real_winner(rule: Any) -> None:
    said, ballots = read_tideman("A77.HIL")
    assert rule(ballots, unranked="tied_last", **said).ranking[0] == [3]
    assert rule(ballots, unranked="ignored", **said).ranking[0] == [1]


def test_kemeny_orders_fifteen_real_candidates_exactly() -> None:
    said, ballots = read_tideman("A3.HIL")
    found = kemeny(ballots, **said)
    assert found.ranking[0] == [6]
    assert not found.is_unique
    assert found.n_optimal == 4
