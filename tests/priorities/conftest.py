"""Small forums written by hand: a questionnaire, who answered what, what is read in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

from gcm_analysis import reference
from gcm_analysis.forum.model import Forum
from gcm_analysis.mapping.tables import validate_mentions
from gcm_analysis.survey.tables import validate_answers, validate_respondents

MENTION_COLUMNS = [
    "answer_id", "objective_id", "weight", "method", "confidence", "evidence", "status",
    "is_reviewed", "decided_by", "decided_on",
]  # fmt: skip


@dataclass
class Survey:
    """A forum and its answers, said row by row."""

    forum: Forum
    respondents: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)

    def add_respondent(
        self, name: str, respondent_type: str = "government", status: str = "counted"
    ) -> None:
        is_government = respondent_type == "government"
        country = name[:3] if is_government else None
        self.respondents.append(
            {
                "respondent_id": f"s:{name}",
                "respondent_type": respondent_type,
                "country_iso3": country,
                "conference": reference.conference_of(country) if country else None,
                "submitted_at": pd.NaT,
                "is_complete": True,
                "status": status,
                "superseded_by": None,
                "validation": "not_sent",
                "source_file": "s",
                "submission_id": None,
                "language": None,
            }
        )

    def answer(self, name: str, question_id: str, item: str = "-", **said: Any) -> str:
        """Add one atomic answer; returns its id."""
        if f"s:{name}" not in {row["respondent_id"] for row in self.respondents}:
            self.add_respondent(name)
        respondent = next(row for row in self.respondents if row["respondent_id"] == f"s:{name}")
        question = self.forum.question(question_id)
        topic = item if item in {topic.id for topic in self.forum.topics} else None
        answer_id = f"s:{name}:{question_id}:{item}"
        row = {
            "answer_id": answer_id,
            "forum": self.forum.forum,
            "respondent_id": respondent["respondent_id"],
            "respondent_type": respondent["respondent_type"],
            "country_iso3": respondent["country_iso3"],
            "conference": respondent["conference"],
            "question_id": question_id,
            "kind": question.kind,
            "topic_id": topic,
            "option_id": None,
            "text": item,
            "language": None,
            "rank": None,
            "rating": None,
            "scale_low": question.scale.low if question.scale else None,
            "scale_high": question.scale.high if question.scale else None,
            "n_offered": len(question.topics) or None,
            "status": "answered",
            "source_file": "s",
            "source_sheet": None,
            "source_cell": None,
        } | said
        self.answers.append(row)
        if topic and row["status"] == "answered":
            mapped = self.forum.topic(topic)
            total = sum(mapped.objectives.values())
            for number, weight in mapped.objectives.items():
                self.mention(
                    answer_id, number, weight=weight / total, method="option",
                    is_reviewed=mapped.mapped_by is not None,
                )  # fmt: skip
        return answer_id

    def choose(self, name: str, question_id: str, *topics: str) -> None:
        for topic in topics:
            self.answer(name, question_id, topic)

    def rank(self, name: str, question_id: str, ranks: Mapping[str, float]) -> None:
        for topic, rank in ranks.items():
            self.answer(name, question_id, topic, rank=rank)

    def rate(self, name: str, question_id: str, ratings: Mapping[str, float]) -> None:
        for topic, rating in ratings.items():
            self.answer(name, question_id, topic, rating=rating)

    def write(self, name: str, question_id: str, *objectives: int, item: str = "text") -> str:
        """Answer in words that are read as these objectives by phrases of the codebook."""
        answer_id = self.answer(name, question_id, item)
        for number in objectives:
            self.mention(answer_id, number, weight=1 / len(objectives))
        return answer_id

    def mention(self, answer_id: str, objective_id: int, **said: Any) -> None:
        self.mentions.append(
            {
                "answer_id": answer_id,
                "objective_id": objective_id,
                "weight": 1.0,
                "method": "phrase",
                "confidence": 1.0,
                "evidence": "…",
                "status": "accepted",
                "is_reviewed": False,
                "decided_by": None,
                "decided_on": None,
            }
            | said
        )

    def tables(self, *, are_checked: bool = True) -> tuple[pd.DataFrame, ...]:
        """Return respondents, answers, mentions in their declared types.

        Parameters
        ----------
        are_checked : bool
            Whether to hold them to their schemas: slow where a test makes hundreds.
        """
        respondents, answers = pd.DataFrame(self.respondents), pd.DataFrame(self.answers)
        mentions = pd.DataFrame(self.mentions, columns=MENTION_COLUMNS)
        if are_checked:
            return (
                validate_respondents(respondents),
                validate_answers(answers),
                validate_mentions(mentions),
            )
        return (
            respondents,
            answers.astype({"topic_id": "str", "option_id": "str", "rank": float, "rating": float}),
            mentions.astype({"objective_id": "int64", "weight": float, "is_reviewed": bool}),
        )


def say_column(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a question's answers stand, as its kind has it."""
    if question["kind"] == "rating":
        return {"columns": {topic: f"{question['id']} {topic}" for topic in question["topics"]}}
    return {"column": question["id"]}


def make_forum(
    questions: Sequence[Mapping[str, Any]],
    topics: Mapping[str, Any] | None = None,
    roster: Any = "champions",
    **more: Any,
) -> Forum:
    """Return a forum with these questions; topics as `{id: objectives}`."""
    return Forum.model_validate(
        {
            "forum": "probe",
            "title": {"es": "Prueba"},
            "roster": {"governments": roster},
            "sources": [{"alias": "s", "files": ["s.xlsx"]}],
            "topics": [
                {"id": name, "name": {"es": name}, "objectives": objectives}
                for name, objectives in (topics or {}).items()
            ],
            "questions": [
                {"role": "priority", "text": {"es": question["id"]}}
                | say_column(question)
                | dict(question)
                for question in questions
            ],
        }
        | more
    )


def ask(
    questions: Sequence[Mapping[str, Any]],
    topics: Mapping[str, Any] | None = None,
    roster: Any = "champions",
    **more: Any,
) -> Survey:
    return Survey(make_forum(questions, topics, roster, **more))


@pytest.fixture(scope="session")
def new_survey() -> Any:
    """Make a survey: `new_survey(questions, topics, roster)`."""
    return ask


def read_cell(table: pd.DataFrame, **key: Any) -> Any:
    """Return the one row with these values."""
    chosen = table
    for column, value in key.items():
        chosen = chosen[chosen[column] == value]
    assert len(chosen) == 1, key
    return chosen.iloc[0]


@pytest.fixture(scope="session")
def cell() -> Any:
    """Look up one row of a table: `cell(table, country_iso3="MEX", objective_id=5)`."""
    return read_cell
