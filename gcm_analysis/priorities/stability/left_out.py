"""What would the ranks be without one country: each left out in turn."""

from __future__ import annotations

import numpy as np

from gcm_analysis.priorities.questions import Floats
from gcm_analysis.priorities.ranks import rank_standings
from gcm_analysis.priorities.stability.band import Band
from gcm_analysis.priorities.tally import Tally

FEWEST = 2
"""Where one country answered, leaving it out leaves nothing to rank."""


def rank_without_each(tally: Tally) -> Floats:
    """Return the ranks of the 23 objectives without each country, countries x 23."""
    scores = tally.scores()
    could = ~np.isnan(scores)
    filled = np.where(could, scores, 0.0)
    n_mentioning = tally.mentioned.sum(axis=0) - tally.mentioned.astype(float)
    count = (could.sum(axis=0) - could).astype(float)
    total = filled.sum(axis=0) - filled
    return rank_standings(n_mentioning, total / np.where(count > 0, count, np.nan))


def measure_left_out(ranks: Floats) -> Band:
    """Return the band of the ranks without each country."""
    if len(ranks) < FEWEST:
        return Band.empty()
    low, high = np.fmin.reduce(ranks, axis=0), np.fmax.reduce(ranks, axis=0)
    return Band(low, high, n_cases=len(ranks))
