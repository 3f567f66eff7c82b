"""The answers of a forum, valued and coded once; what counts of them is chosen afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gcm_analysis.mapping.audiences import counted_mentions
from gcm_analysis.priorities.points import value_items
from gcm_analysis.priorities.questions import (
    N_OBJECTIVES,
    Booleans,
    Compared,
    Floats,
    Integers,
    list_nameable,
    map_topics,
)
from gcm_analysis.priorities.tally import Tally

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Audience, Forum, Question

MENTION_COLUMNS = [
    "answer_id", "objective_id", "weight", "method", "confidence", "status", "is_reviewed",
    "is_counted",
]  # fmt: skip


@dataclass(frozen=True)
class Coding:
    """What units (governments; organizations) answered, and how it is read.

    Parameters
    ----------
    units : tuple of str
        Those that answered a priority question, sorted.
    questions : tuple of Question
        Priority questions, in the order of forum.yml.
    answered : array, units x questions
    nameable : array, questions x 23
        What the form lets each question name.
    items : DataFrame
        One answered item a row: `unit`, `question_id`, `answer_id`, `topic_id`, `points`,
        `is_mention`.
    codes : DataFrame
        One reading of one item a row, rejected ones left out: the columns of `items`, points
        by the shares of a topic's map, and `objective_id`, `method`, `confidence`, `status`,
        `is_reviewed`, `is_counted` (for the audience). Sorted by answer and objective.
    """

    units: tuple[str, ...]
    questions: tuple[Question, ...]
    answered: Booleans
    nameable: Booleans
    items: pd.DataFrame
    codes: pd.DataFrame

    def index(self, codes: pd.DataFrame) -> tuple[Integers, Integers, Integers]:
        """Return the place of every code in an array of units x questions x 23."""
        return (
            self.index_units(codes),
            self.index_questions(codes),
            np.asarray(codes["objective_id"], dtype=np.int64) - 1,
        )

    def index_units(self, rows: pd.DataFrame) -> Integers:
        """Return the position of every row's unit."""
        at_unit = {name: index for index, name in enumerate(self.units)}
        return np.asarray(rows["unit"].map(at_unit), dtype=np.int64)

    def index_questions(self, rows: pd.DataFrame) -> Integers:
        """Return the position of every row's question."""
        at_question = {question.id: index for index, question in enumerate(self.questions)}
        return np.asarray(rows["question_id"].map(at_question), dtype=np.int64)

    def count(self, chosen: pd.Series[bool] | None = None) -> Tally:
        """Count some of the codes; without a choice, those that count for the audience."""
        codes = self.codes[self.codes["is_counted"] if chosen is None else chosen]
        where = self.index(codes)
        nameable = self.nameable.copy()
        # What an "other" or a reviewer named in a question, the question could name.
        nameable[where[1], where[2]] = True
        points, mentioned, n_answers = gather_codes(
            codes, where, (*self.answered.shape, N_OBJECTIVES)
        )
        return Tally(
            units=self.units,
            questions=tuple(question.id for question in self.questions),
            weights=np.array([question.weight for question in self.questions], dtype=float),
            answered=self.answered,
            nameable=nameable,
            points=points,
            mentioned=mentioned,
            n_answers=n_answers,
            codes=codes,
        )


def code_answers(
    forum: Forum,
    units: pd.Series[str],
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    audience: Audience = "internal",
    compared: Compared | None = None,
) -> Coding:
    """Value what units answered and join it with what is read in it.

    Parameters
    ----------
    forum : Forum
    units : Series of str
        Unit of each respondent that counts, indexed by respondent_id.
    answers, mentions : DataFrame
        The tables of these names.
    audience : {"internal", "participants", "public"}
        Decides which codes are counted (rule 12).
    compared : Compared or None
        Only these questions and topics; None: all priority questions.
    """
    questions = tuple(
        question
        for question in forum.priority_questions()
        if compared is None or question.id in compared.questions
    )
    given = select_answers(answers, units, questions)
    items = value_items(forum, given)
    items.insert(0, "unit", items["respondent_id"].map(units))
    codes = code_items(forum, items, mark_counted(mentions, audience))
    nameable = np.array([list_nameable(forum, question) for question in questions], dtype=bool)
    nameable = nameable.reshape(len(questions), N_OBJECTIVES)
    if compared is not None:
        codes = keep_compared(codes, compared)
        nameable &= list_compared(compared, questions)
    names = tuple(sorted(given["respondent_id"].map(units).unique()))
    answered = np.zeros((len(names), len(questions)), dtype=bool)
    coding = Coding(names, questions, answered, nameable, items, codes)
    asked = given.assign(unit=given["respondent_id"].map(units))
    answered[coding.index_units(asked), coding.index_questions(asked)] = True
    return coding


def select_answers(
    answers: pd.DataFrame, units: pd.Series[str], questions: tuple[Question, ...]
) -> pd.DataFrame:
    """Return the answered items of the questions that count, of the units that count."""
    return answers[
        answers["respondent_id"].isin(units.index)
        & (answers["status"] == "answered")
        & answers["question_id"].isin([question.id for question in questions])
    ]


def mark_counted(mentions: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    """Leave out what was rejected, and tell which mentions count for an audience."""
    mentions = mentions[mentions["status"] != "rejected"]
    keys = ["answer_id", "objective_id"]
    counted = counted_mentions(mentions, audience).set_index(keys).index
    return mentions.assign(is_counted=mentions.set_index(keys).index.isin(counted))


def code_items(forum: Forum, items: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Give every item the objectives its answer says.

    A topic's points go to its objectives by their weights; what is said in words carries
    its full points for each objective that it names (rule 4). A reading of a topic that waits
    for review has no weight yet: it is worth its share in the topic's map.
    """
    codes = items.merge(mentions[MENTION_COLUMNS], on="answer_id")
    mapped = map_topics(forum, set(codes["topic_id"].dropna()))
    shares = [
        1.0 if pd.isna(topic) else weight or mapped[topic][number - 1]
        for topic, number, weight in zip(
            codes["topic_id"], codes["objective_id"], codes["weight"], strict=True
        )
    ]
    codes = codes.assign(points=codes["points"] * np.array(shares, dtype=float))
    return codes.sort_values(["answer_id", "objective_id"], ignore_index=True)


def keep_compared(codes: pd.DataFrame, compared: Compared) -> pd.DataFrame:
    """Return the codes of topics and objectives that are compared."""
    kept = [
        compared.questions[question_id] is None
        or (topic_id, number) in (compared.questions[question_id] or ())
        for question_id, topic_id, number in zip(
            codes["question_id"], codes["topic_id"], codes["objective_id"], strict=True
        )
    ]
    return codes[np.array(kept, dtype=bool)].reset_index(drop=True)


def list_compared(compared: Compared, questions: tuple[Question, ...]) -> Booleans:
    """Return the objectives that are compared in each question, questions x 23."""
    chosen = np.ones((len(questions), N_OBJECTIVES), dtype=bool)
    for row, question in enumerate(questions):
        pairs = compared.questions[question.id]
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
