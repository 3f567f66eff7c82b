"""Borda's count: points for places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gcm_analysis.priorities.consensus.ballots import (
    Ballot,
    Candidate,
    Consensus,
    Unranked,
    count_ballots,
    group_by_score,
    name_scores,
)
from gcm_analysis.priorities.questions import Floats


def borda(
    ballots: Sequence[Ballot[Candidate]],
    *,
    weights: Sequence[float] | None = None,
    candidates: Sequence[Candidate] | None = None,
    unranked: Unranked = "tied_last",
) -> Consensus[Candidate]:
    """Order candidates by the sum of their points (Borda, 1781).

    On a ballot of n candidates the first place has n points, the last 1; candidates that
    are tied share the points of the places they take up together. With `tied_last` the
    unranked share the last places; with `ignored` a ballot counts only the candidates
    that it ranks, and the others have no points from it.

    Parameters
    ----------
    ballots, weights, candidates, unranked
        See `count_ballots`.

    Returns
    -------
    Consensus
        `scores` are points.

    Examples
    --------
    >>> borda([[["A"]]], candidates=["A", "B", "C"]).scores
    {'A': 3.0, 'B': 1.5, 'C': 1.5}
    """
    counted = count_ballots(ballots, weights=weights, candidates=candidates, unranked=unranked)
    levels = counted.filled_levels()
    points = counted.weights @ give_points(levels) if len(levels) else np.zeros(levels.shape[1])
    return Consensus(
        group_by_score(counted.candidates, points), name_scores(counted.candidates, points)
    )


def give_points(levels: Floats) -> Floats:
    """Return each ballot's points: 1, 1 per candidate below, a half per candidate beside."""
    with np.errstate(invalid="ignore"):
        below = (levels[:, :, None] < levels[:, None, :]).sum(axis=2)
        beside = (levels[:, :, None] == levels[:, None, :]).sum(axis=2) - 1
    return np.where(np.isnan(levels), 0.0, 1 + below + beside / 2)
