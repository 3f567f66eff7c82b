"""What would the ranks be if doubtful codes were decided the other way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gcm_analysis.mapping.audiences import PLAIN_METHODS
from gcm_analysis.priorities.coding import Coding
from gcm_analysis.priorities.questions import (
    N_OBJECTIVES,
    TOLERANCE,
    Booleans,
    Floats,
    Integers,
)
from gcm_analysis.priorities.ranks import rank_standings
from gcm_analysis.priorities.stability.band import Band
from gcm_analysis.priorities.tally import Tally, score_units, summarize

N_DRAWS = 2000
READING_SEED = 20_240_926
"""Seed of the draws, written beside every band that rests on them."""
PERCENTILES = (0.05, 0.95)
DRAWS_AT_ONCE = 250


@dataclass(frozen=True)
class DoubtfulCodes:
    """The codes nobody has reviewed, and everything else that is certain.

    Parameters
    ----------
    certain : Tally
        What governments said without the doubtful codes.
    codes : DataFrame
        One doubtful code a row, in a fixed order.
    unit, question, objective : arrays
        Place of each code in the arrays of the tally.
    is_counted : array
        Whether the code counts in the figures as published.
    """

    certain: Tally
    codes: pd.DataFrame
    unit: Integers
    question: Integers
    objective: Integers
    is_counted: Booleans

    def draw(self, seed: int = READING_SEED) -> Booleans:
        """Draw each code by its confidence, 2,000 times; draws x codes."""
        rng = np.random.default_rng(seed)
        chances = self.codes["confidence"].to_numpy(float)
        return rng.random((N_DRAWS, len(self.codes))) < chances

    def turn_each(self) -> Booleans:
        """Return the codes as published with one turned the other way, codes x codes."""
        return self.is_counted ^ np.eye(len(self.codes), dtype=bool)

    def rank(self, kept: Booleans, scopes: dict[str, Booleans]) -> dict[str, Floats]:
        """Rank the objectives of each scope under each choice of codes.

        Parameters
        ----------
        kept : array, cases x codes
        scopes : dict of str to array
            Which countries belong to each scope.

        Returns
        -------
        dict of str to array, cases x 23
        """
        ranks: dict[str, list[Floats]] = {name: [] for name in scopes}
        for start in range(0, len(kept), DRAWS_AT_ONCE):
            mentioned, scores = self.count(kept[start : start + DRAWS_AT_ONCE])
            for name, inside in scopes.items():
                found = summarize(mentioned[:, inside], scores[:, inside])
                ranks[name].append(rank_standings(*found))
        nothing = np.empty((0, N_OBJECTIVES))
        return {name: np.concatenate([nothing, *found]) for name, found in ranks.items()}

    def count(self, kept: Booleans) -> tuple[Booleans, Floats]:
        """Count under each choice of codes: mentions and scores, cases x countries x 23."""
        tally = self.certain
        points = np.repeat(tally.points[None], len(kept), axis=0)
        mentioned = np.repeat(tally.mentioned[None], len(kept), axis=0)
        nameable = np.repeat(tally.nameable[None], len(kept), axis=0)
        worth = self.codes["points"].to_numpy(float)
        is_mention = self.codes["is_mention"].to_numpy(bool)
        places = zip(self.unit, self.question, self.objective, strict=True)
        for code, (unit, question, objective) in enumerate(places):
            said = kept[:, code]
            cell = points[:, unit, question, objective]
            np.maximum(cell, said * worth[code], out=cell)
            mentioned[:, unit, objective] |= said & is_mention[code]
            nameable[:, question, objective] |= said
        return mentioned, score_units(points, tally.answered, nameable, tally.weights)


def find_doubtful(coding: Coding) -> DoubtfulCodes:
    """Part the codes of governments into certain and doubtful ones.

    Doubtful is a code, accepted or to review, that nobody has reviewed: it is in or out by
    its confidence. Mapped options and references that are beyond doubt (confidence 1) and
    every reviewed code are in.
    """
    codes = coding.codes
    is_plain = codes["method"].isin(PLAIN_METHODS) & (codes["confidence"] >= 1)
    is_settled = codes["is_reviewed"].astype(bool) | is_plain
    is_doubtful = (codes["status"] == "to_review") | ~is_settled
    doubtful = codes[is_doubtful].reset_index(drop=True)
    unit, question, objective = coding.index(doubtful)
    return DoubtfulCodes(
        certain=coding.count(~is_doubtful),
        codes=doubtful,
        unit=unit,
        question=question,
        objective=objective,
        is_counted=doubtful["is_counted"].to_numpy(bool),
    )


def measure_reading(ranks: Floats, seed: int = READING_SEED) -> Band:
    """Return the 5th to 95th percentile of the drawn ranks, draws x 23."""
    low, high = (find_percentile(ranks, share) for share in PERCENTILES)
    return Band(low, high, is_exact=False, n_cases=len(ranks), seed=seed)


def find_percentile(ranks: Floats, share: float) -> Floats:
    """Return the lowest rank that at least this share of draws does not exceed.

    It is a rank that was drawn, never one between two. Draws without a rank are left out.
    """
    n_ranked = (~np.isnan(ranks)).sum(axis=0)
    ordered = np.sort(ranks, axis=0)
    at = np.maximum(np.ceil(share * n_ranked - TOLERANCE).astype(np.int64) - 1, 0)
    return np.asarray(np.take_along_axis(ordered, at[None, :], axis=0)[0])
