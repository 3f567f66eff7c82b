"""Schulze's rule: the strongest chain of victories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gcm_analysis.priorities.consensus.ballots import (
    Ballot,
    Candidate,
    Consensus,
    Unranked,
    count_ballots,
    name_scores,
)
from gcm_analysis.priorities.questions import Booleans, Floats

Strength = Literal["winning", "margins"]


@dataclass(frozen=True)
class SchulzeConsensus(Consensus[Candidate]):
    """An order by strongest chains.

    Parameters
    ----------
    paths : dict of dict
        Strength of the strongest chain from one candidate to another; 0 where there is none.
    """

    paths: dict[Candidate, dict[Candidate, float]]


def schulze(
    ballots: Sequence[Ballot[Candidate]],
    *,
    strength: Strength = "winning",
    weights: Sequence[float] | None = None,
    candidates: Sequence[Candidate] | None = None,
    unranked: Unranked = "tied_last",
) -> SchulzeConsensus[Candidate]:
    """Order candidates by repeatedly taking off the unbeaten (Schulze, 2011).

    A beats B where the strongest chain of pairwise victories from A to B is stronger than
    the one back; a chain is as strong as its weakest victory. This relation is transitive,
    so somebody is always unbeaten; whoever is, stands first, and of the others, by the same
    relation, whoever is unbeaten among them stands next.

    Parameters
    ----------
    strength : {"winning", "margins"}
        A victory is as strong as the ballots for it, or these less the ballots against it.
    ballots, weights, candidates, unranked
        See `count_ballots`.

    Returns
    -------
    SchulzeConsensus
        `scores` are the candidates beaten less those that beat it, by strongest chains.
    """
    if strength not in ("winning", "margins"):
        message = f"strength must be 'winning' or 'margins', not {strength!r}"
        raise ValueError(message)
    counted = count_ballots(ballots, weights=weights, candidates=candidates, unranked=unranked)
    names = counted.candidates
    paths = find_strongest_paths(measure_victories(counted.preferences(), strength))
    beats = paths > paths.T
    balance = (beats.sum(axis=1) - beats.sum(axis=0)).astype(float)
    return SchulzeConsensus(
        ranking=[[names[index] for index in layer] for layer in peel_unbeaten(beats)],
        scores=name_scores(names, balance),
        paths={
            first: {
                second: float(paths[row, column])
                for column, second in enumerate(names)
                if column != row
            }
            for row, first in enumerate(names)
        },
    )


def measure_victories(above: Floats, strength: Strength) -> Floats:
    """Return the strength of each pairwise victory, 0 where there is none."""
    margins = np.round(above - above.T, 9)
    return np.where(margins > 0, above if strength == "winning" else margins, 0.0)


def find_strongest_paths(victories: Floats) -> Floats:
    """Return the strength of the strongest chain between any two (Floyd and Warshall)."""
    paths = victories.copy()
    for middle in range(len(paths)):
        through = np.minimum(paths[:, middle, None], paths[None, middle, :])
        paths = np.maximum(paths, through)
    np.fill_diagonal(paths, 0.0)
    return paths


def peel_unbeaten(beats: Booleans) -> list[list[int]]:
    """Return layers: the unbeaten, then the unbeaten of the rest, and so on."""
    layers: list[list[int]] = []
    left = np.arange(len(beats))
    while len(left):
        beaten = beats[np.ix_(left, left)].any(axis=0)
        layers.append(left[~beaten].tolist())
        left = left[beaten]
    return layers
