"""The answers of a forum as arrays: who answered what, and what it says of each objective."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gcm_analysis.priorities.points import value_items
from gcm_analysis.priorities.questions import (
    N_OBJECTIVES,
    Booleans,
    Compared,
    Floats,
    Integers,
    list_nameable,
)

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum, Question


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


def code_items(items: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Give every item the objectives its answer says.

    A topic's points go to its objectives by their weights; what is said in words carries
    its full points for each objective that it names (rule 4).
    """
    codes = items.merge(
        mentions[["answer_id", "objective_id", "weight", "method", "confidence", "status",
                  "is_reviewed"]],
        on="answer_id",
    )  # fmt: skip
    share = codes["weight"].where(codes["topic_id"].notna(), 1.0)
    return codes.assign(points=codes["points"] * share)


def tally_answers(
    forum: Forum,
    units: pd.Series[str],
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    compared: Compared | None = None,
) -> Tally:
    """Count what units say of the 23 objectives.

    Parameters
    ----------
    forum : Forum
    units : Series of str
        Unit of each respondent that counts, indexed by respondent_id.
    answers : DataFrame
        The table `answers`.
    mentions : DataFrame
        Rows of the table `mentions`: those that count.
    compared : Compared or None
        Only these questions and topics; None: all priority questions.

    Returns
    -------
    Tally
        Units that answered at least one of the questions.
    """
    questions = [
        question
        for question in forum.priority_questions()
        if compared is None or question.id in compared.questions
    ]
    given = select_answers(answers, units, questions)
    unit_of = given["respondent_id"].map(units)
    at_unit = {name: index for index, name in enumerate(sorted(unit_of.unique()))}
    at_question = {question.id: index for index, question in enumerate(questions)}
    answered = np.zeros((len(at_unit), len(questions)), dtype=bool)
    asked_at = given["question_id"].map(at_question).to_numpy(np.int64)
    answered[unit_of.map(at_unit).to_numpy(np.int64), asked_at] = True
    codes = code_items(value_items(forum, given), mentions)
    codes["unit"] = codes["respondent_id"].map(units)
    nameable = np.array([list_nameable(forum, question) for question in questions], dtype=bool)
    nameable = nameable.reshape(len(questions), N_OBJECTIVES)
    if compared is not None:
        codes = keep_compared(codes, compared)
        nameable &= list_compared(compared, at_question)
    where = index_codes(codes, at_unit, at_question)
    # What an "other" or a reviewer named in a question, the question could name.
    nameable[where[1], where[2]] = True
    points, mentioned, n_answers = gather_codes(codes, where, (*answered.shape, N_OBJECTIVES))
    return Tally(
        units=tuple(at_unit),
        questions=tuple(at_question),
        weights=np.array([question.weight for question in questions], dtype=float),
        answered=answered,
        nameable=nameable,
        points=points,
        mentioned=mentioned,
        n_answers=n_answers,
        codes=codes,
    )


def select_answers(
    answers: pd.DataFrame, units: pd.Series[str], questions: list[Question]
) -> pd.DataFrame:
    """Return the answered items of the questions that count, of the units that count."""
    return answers[
        answers["respondent_id"].isin(units.index)
        & (answers["status"] == "answered")
        & answers["question_id"].isin([question.id for question in questions])
    ]


def keep_compared(codes: pd.DataFrame, compared: Compared) -> pd.DataFrame:
    """Return the codes of topics and objectives that are compared."""
    kept = [
        compared.questions[question_id] is None
        or (topic_id, number) in (compared.questions[question_id] or ())
        for question_id, topic_id, number in zip(
            codes["question_id"], codes["topic_id"], codes["objective_id"], strict=True
        )
    ]
    return codes[np.array(kept, dtype=bool)]


def list_compared(compared: Compared, at_question: dict[str, int]) -> Booleans:
    """Return the objectives that are compared in each question, questions x 23."""
    chosen = np.ones((len(at_question), N_OBJECTIVES), dtype=bool)
    for question_id, row in at_question.items():
        pairs = compared.questions[question_id]
        if pairs is not None:
            chosen[row] = False
            chosen[row, [number - 1 for _, number in pairs]] = True
    return chosen


def gather_codes(
    codes: pd.DataFrame, where: tuple[Integers, Integers, Integers], shape: tuple[int, int, int]
) -> tuple[Floats, Booleans, Integers]:
    """Return the highest points, the mentions and the number of items of each cell."""
    points, counts = np.zeros(shape), np.zeros(shape, dtype=np.int64)
    mentioned = np.zeros((shape[0], shape[2]), dtype=bool)
    np.maximum.at(points, where, codes["points"].to_numpy(float))
    np.add.at(counts, where, 1)
    np.logical_or.at(mentioned, (where[0], where[2]), codes["is_mention"].to_numpy(bool))
    return points, mentioned, counts.sum(axis=1)


def index_codes(
    codes: pd.DataFrame, at_unit: dict[str, int], at_question: dict[str, int]
) -> tuple[Integers, Integers, Integers]:
    """Return the place of every code in an array of units x questions x 23."""
    return (
        np.asarray(codes["unit"].map(at_unit), dtype=np.int64),
        np.asarray(codes["question_id"].map(at_question), dtype=np.int64),
        np.asarray(codes["objective_id"], dtype=np.int64) - 1,
    )
