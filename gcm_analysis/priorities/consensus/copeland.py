"""Copeland's rule: pairwise victories less defeats."""

from __future__ import annotations

from collections.abc import Sequence

from gcm_analysis.priorities.consensus.ballots import (
    Ballot,
    Candidate,
    Consensus,
    Unranked,
    count_ballots,
    group_by_score,
    name_scores,
)
from gcm_analysis.priorities.questions import TOLERANCE


def copeland(
    ballots: Sequence[Ballot[Candidate]],
    *,
    weights: Sequence[float] | None = None,
    candidates: Sequence[Candidate] | None = None,
    unranked: Unranked = "tied_last",
) -> Consensus[Candidate]:
    """Order candidates by how many others they beat less how many beat them (Copeland, 1951).

    Parameters
    ----------
    ballots, weights, candidates, unranked
        See `count_ballots`.

    Returns
    -------
    Consensus
        `scores` are victories less defeats; a tied pair is neither.

    Examples
    --------
    >>> copeland([[["A"], ["B"], ["C"]]]).scores
    {'A': 2.0, 'B': 0.0, 'C': -2.0}
    """
    counted = count_ballots(ballots, weights=weights, candidates=candidates, unranked=unranked)
    above = counted.preferences()
    beats = (above - above.T > TOLERANCE).astype(float)
    balance = beats.sum(axis=1) - beats.sum(axis=0)
    return Consensus(
        group_by_score(counted.candidates, balance), name_scores(counted.candidates, balance)
    )
