"""The answers of a forum as arrays: who answered what, and what it says of each objective."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gcm_analysis.priorities.questions import Booleans, Floats, Integers


@dataclass(frozen=True)
class Tally:
    """What each unit (a government; an organization) said of each of the 23 objectives.

    Parameters
    ----------
    units : tuple of str
        ISO3 codes, or respondent ids; those that answered a priority question, sorted.
    questions : tuple of str
        Priority questions, in the order of forum.yml.
    weights : array, questions
        Weight of each question.
    answered : array, units x questions
        Whether the unit was asked the question and answered it.
    nameable : array, questions x 23
        Which objectives a question can name.
    points : array, units x questions x 23
        The highest points of the unit's items for the objective.
    mentioned : array, units x 23
    n_answers : array, units x 23
        Items that speak of the objective, whatever their points.
    codes : DataFrame
        One counted code of one item a row: `unit`, `question_id`, `answer_id`, `objective_id`,
        `points`, `is_mention`, `method`, `is_reviewed`.
    """

    units: tuple[str, ...]
    questions: tuple[str, ...]
    weights: Floats
    answered: Booleans
    nameable: Booleans
    points: Floats
    mentioned: Booleans
    n_answers: Integers
    codes: pd.DataFrame

    def scores(self) -> Floats:
        """Return the score of every unit and objective; NaN where it was not offered."""
        return score_units(self.points, self.answered, self.nameable, self.weights)

    def select(self, chosen: Booleans) -> Tally:
        """Return the tally of some of the units; what questions can name stays."""
        units = tuple(unit for unit, keep in zip(self.units, chosen, strict=True) if keep)
        return Tally(
            units=units,
            questions=self.questions,
            weights=self.weights,
            answered=self.answered[chosen],
            nameable=self.nameable,
            points=self.points[chosen],
            mentioned=self.mentioned[chosen],
            n_answers=self.n_answers[chosen],
            codes=self.codes[self.codes["unit"].isin(units)],
        )


def score_units(points: Floats, answered: Booleans, nameable: Booleans, weights: Floats) -> Floats:
    """Return the weighted mean over the questions answered that could name the objective.

    Parameters
    ----------
    points : array, ... x units x questions x 23
    answered : array, units x questions
    nameable : array, ... x questions x 23
    weights : array, questions

    Returns
    -------
    array, ... x units x 23
        NaN where no question that the unit answered could name the objective (rule 5).
    """
    counts = weights[:, None] * (answered[:, :, None] & nameable[..., None, :, :])
    total = counts.sum(axis=-2)
    with np.errstate(invalid="ignore"):
        return np.asarray((counts * points).sum(axis=-2) / np.where(total > 0, total, np.nan))


def summarize(mentioned: Booleans, scores: Floats) -> tuple[Floats, Floats]:
    """Return the number of units that mention, and the mean score of those that could.

    Units stand on the last axis but one; a mean over nobody is NaN.
    """
    could = ~np.isnan(scores)
    n_could = could.sum(axis=-2)
    total = np.where(could, scores, 0.0).sum(axis=-2)
    mean = total / np.where(n_could > 0, n_could, np.nan)
    return mentioned.sum(axis=-2).astype(float), np.asarray(mean)
