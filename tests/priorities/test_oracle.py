"""Consensus rules against pref_voting on random profiles, ties and gaps included."""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gcm_analysis.priorities import borda, copeland, kemeny, schulze

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("oracle_script.py")
N_CASES = 60


def find_interpreter() -> str:
    """Return the interpreter that has pref_voting, or skip."""
    named = os.environ.get("GCM_ORACLE_PYTHON")
    for path in (Path(named) if named else None, ROOT / ".venv-oracle" / "bin" / "python"):
        if path is not None and path.exists():
            return str(path)
    pytest.skip(
        "pref_voting has no environment here: `make test` builds it in .venv-oracle, or "
        "GCM_ORACLE_PYTHON names an interpreter that has it"
    )


def draw_ballot(rng: random.Random, n: int, *, is_linear: bool) -> list[list[int]]:
    order = rng.sample(range(n), n)
    if is_linear:
        return [[candidate] for candidate in order]
    ballot: list[list[int]] = []
    for candidate in order[: rng.randint(1, n)]:
        if ballot and rng.random() < 0.3:
            ballot[-1].append(candidate)
        else:
            ballot.append([candidate])
    return ballot


def draw_cases() -> list[dict[str, Any]]:
    rng = random.Random(11)
    cases = []
    for number in range(N_CASES):
        is_linear = number % 3 == 0
        n = rng.randint(3, 5 if is_linear else 7)
        ballots = [draw_ballot(rng, n, is_linear=is_linear) for _ in range(rng.randint(1, 9))]
        cases.append(
            {
                "ballots": ballots,
                "weights": [rng.randint(1, 4) for _ in ballots],
                "n_candidates": n,
                "unranked": rng.choice(["tied_last", "ignored"]),
                "is_linear": is_linear,
            }
        )
    return cases


@pytest.fixture(scope="module")
def answered() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    cases = draw_cases()
    run = subprocess.run(
        [find_interpreter(), str(SCRIPT)],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return list(zip(cases, json.loads(run.stdout), strict=True))


def options(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "weights": case["weights"],
        "candidates": list(range(case["n_candidates"])),
        "unranked": case["unranked"],
    }


def test_copeland_scores_are_those_of_pref_voting(answered: Any) -> None:
    for case, expected in answered:
        found = copeland(case["ballots"], **options(case))
        assert list(found.scores.values()) == expected["copeland"], case


def test_borda_points_are_the_symmetric_scores_of_pref_voting(answered: Any) -> None:
    for case, expected in answered:
        found = borda(case["ballots"], **(options(case) | {"unranked": "tied_last"}))
        shift = (case["n_candidates"] + 1) * sum(case["weights"])
        assert [2 * points - shift for points in found.scores.values()] == expected[
            "symmetric_borda"
        ], case


@pytest.mark.parametrize("strength", ["winning", "margins"])
def test_schulze_is_the_beat_path_of_pref_voting(answered: Any, strength: str) -> None:
    for case, expected in answered:
        found = schulze(case["ballots"], strength=strength, **options(case))
        assert found.ranking[0] == expected[strength]["winners"], case
        defeats = [
            [first, second]
            for first, paths in found.paths.items()
            for second, power in paths.items()
            if power > found.paths[second][first]
        ]
        assert sorted(defeats) == expected[strength]["defeats"], case


def test_kemeny_finds_the_rankings_of_pref_voting(answered: Any) -> None:
    for case, expected in answered:
        if not case["is_linear"]:
            continue
        found = kemeny(case["ballots"], **options(case))
        optimal = expected["kemeny"]["rankings"]
        assert found.distance == expected["kemeny"]["distance"], case
        assert [group[0] for group in found.ranking] in optimal, case
        assert found.n_optimal == len(optimal), case
