"""Ranks as tables show them: equal figures share a rank, and the next rank skips (1, 2, 2, 4)."""

from __future__ import annotations

import numpy as np

from gcm_analysis.priorities.questions import TOLERANCE, Floats


def rank_standings(n_mentioning: Floats, score: Floats) -> Floats:
    """Rank by number of mentions, then score (rule 7); what has no score has no rank.

    Parameters
    ----------
    n_mentioning, score : arrays of float
        Items along the last axis; `score` 0 to 1, NaN where nobody could name the item.

    Returns
    -------
    array of float
        Competition ranks, 1 best, NaN where there is none.

    Examples
    --------
    >>> rank_standings(np.array([2.0, 3, 2, 1]), np.array([0.5, 0.2, 0.5, 1])).tolist()
    [2.0, 1.0, 2.0, 4.0]
    """
    return rank_figures(join_figures(n_mentioning, score))


def join_figures(n_mentioning: Floats, score: Floats) -> Floats:
    """Return one figure that orders as the pair does: a mention outweighs any score."""
    return n_mentioning + score / 2


def rank_figures(figures: Floats) -> Floats:
    """Return competition ranks of figures, highest first, along the last axis."""
    with np.errstate(invalid="ignore"):
        above = (figures[..., None, :] - figures[..., :, None]) > TOLERANCE
    ranks = 1.0 + above.sum(axis=-1)
    return np.where(np.isnan(figures), np.nan, ranks)
