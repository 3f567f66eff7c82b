"""A small forum, its answers, and a reader of texts that knows a few phrases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pytest

from gcm_analysis.forum.model import Forum
from gcm_analysis.mapping.decisions import hash_text
from gcm_analysis.mapping.reading import (
    ObjectiveReading,
    PrincipleReading,
    Span,
    TextReading,
)
from gcm_analysis.survey.tables import validate_answers, validate_respondents

PHRASES: dict[str, tuple[int, str, str, float]] = {
    "vías regulares": (5, "phrase", "accepted", 0.97),
    "protección consular": (14, "phrase", "accepted", 0.96),
    "retorno digno": (21, "suggestion", "to_review", 0.61),
    "ventanillas": (15, "suggestion", "candidate", 0.31),
    "objetivo 9": (9, "reference", "accepted", 0.99),
    "visas": (5, "suggestion", "to_review", 0.55),
}


def read_fake(texts: Sequence[str], *, languages: Sequence[str | None]) -> list[TextReading]:
    """Read texts by a handful of phrases, as the real reader reports them."""
    return [
        read_one(text, language or "es") for text, language in zip(texts, languages, strict=True)
    ]


def read_one(text: str, language: str) -> TextReading:
    objectives = []
    for phrase, (number, method, status, confidence) in PHRASES.items():
        start = text.casefold().find(phrase)
        if start >= 0:
            span = Span(start, start + len(phrase))
            objectives.append(
                ObjectiveReading(
                    objective_id=number,
                    confidence=confidence,
                    method=method,  # type: ignore[arg-type]
                    evidence=text[span.start : span.end],
                    status=status,  # type: ignore[arg-type]
                    clause=find_clause(text, span),
                    spans=(span,),
                    reason="" if status == "accepted" else "unsure",
                )
            )
    start = text.casefold().find("género")
    principles = (PrincipleReading(8, text[start : start + 6], Span(start, start + 6)),)
    numbers = ("24",) if "objetivo 24" in text.casefold() else ()
    objectives.sort(key=lambda objective: -objective.confidence)
    return TextReading(
        text=text,
        language=language,
        clauses=(Span(0, len(text)),),
        objectives=tuple(
            {objective.objective_id: objective for objective in reversed(objectives)}.values()
        )[::-1],
        principles=principles if start >= 0 else (),
        unknown_numbers=numbers,
    )


def find_clause(text: str, span: Span) -> Span:
    """The piece between commas that holds the words."""
    start = text.rfind(",", 0, span.start) + 1
    end = text.find(",", span.end)
    return Span(start, end if end >= 0 else len(text))


@pytest.fixture
def read() -> Callable[..., list[TextReading]]:
    return read_fake


@pytest.fixture
def forum(tmp_path: Any) -> Forum:
    folder = tmp_path / "data" / "raw" / "prueba-2024"
    folder.mkdir(parents=True)
    plain = Forum.model_validate(
        {
            "forum": "prueba-2024",
            "illustrative": True,
            "title": {"es": "Foro de prueba", "en": "Test forum"},
            "sources": [{"alias": "formulario", "files": ["*.xlsx"]}],
            "topics": [
                {
                    "id": "vias",
                    "name": {"es": "Vías regulares", "en": "Regular pathways"},
                    "objectives": {5: 3, 6: 1},
                    "mapped_by": "Secretaría, 2024-05-02",
                },
                {"id": "fronteras", "name": {"es": "Fronteras"}, "objectives": [11]},
                {"id": "otros", "name": {"es": "Otros", "en": "Others"}},
            ],
            "questions": [
                {
                    "id": "temas", "role": "priority", "kind": "ranking", "column": "Temas",
                    "text": {"es": "Ordene los temas", "en": "Rank the topics"},
                    "topics": ["vias", "fronteras", "otros"],
                },
                {
                    "id": "abierta", "role": "priority", "kind": "text", "column": "Abierta",
                    "text": {"es": "¿Qué prioriza?", "en": "What are your priorities?"},
                },
                {
                    "id": "retos", "role": "challenge", "kind": "text", "column": "Retos",
                    "text": {"es": "¿Qué retos tiene?", "en": "What are your challenges?"},
                },
                {
                    "id": "nota", "role": "other", "kind": "text", "column": "Nota",
                    "text": {"es": "Algo más", "en": "Anything else"},
                },
            ],
        }
    )  # fmt: skip
    return plain.model_copy(update={"folder": folder})


KINDS = {"temas": "ranking"}


@pytest.fixture
def make_answers() -> Callable[..., pd.DataFrame]:
    """Build the table `answers` from short rows (country, question, item, text)."""

    def make(*rows: tuple[Any, ...]) -> pd.DataFrame:
        table = []
        for number, row in enumerate(rows, start=2):
            country, question, item, text = row[:4]
            table.append(
                {
                    "answer_id": f"formulario:{country}:{question}:{item}",
                    "forum": "prueba-2024",
                    "respondent_id": f"formulario:{country}",
                    "respondent_type": "government" if len(country) == 3 else "civil_society",
                    "country_iso3": country if len(country) == 3 else None,
                    "conference": None
                    if len(country) != 3
                    else "SACM"
                    if country in {"COL", "PER"}
                    else "RCM",
                    "question_id": question,
                    "kind": KINDS.get(question, "text"),
                    "topic_id": item if item in {"vias", "fronteras", "otros"} else None,
                    "option_id": None,
                    "text": text,
                    "language": "es",
                    "rank": 1.0 if item in {"vias", "fronteras", "otros"} else None,
                    "rating": None,
                    "scale_low": None,
                    "scale_high": None,
                    "n_offered": 3 if question == "temas" else None,
                    "status": "answered" if text is not None else "skipped",
                    "source_file": "formulario",
                    "source_sheet": "Sheet1",
                    "source_cell": f"F{number}",
                }
            )
        return validate_answers(pd.DataFrame(table))

    return make


@pytest.fixture
def make_respondents() -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Build the table `respondents` that fits a table of answers."""

    def make(answers: pd.DataFrame) -> pd.DataFrame:
        first = answers.drop_duplicates("respondent_id")
        return validate_respondents(
            pd.DataFrame(
                {
                    "respondent_id": first["respondent_id"],
                    "respondent_type": first["respondent_type"],
                    "country_iso3": first["country_iso3"],
                    "conference": first["conference"],
                    "submitted_at": pd.Timestamp("2024-06-01", tz="UTC"),
                    "is_complete": True,
                    "status": "counted",
                    "superseded_by": None,
                    "validation": "not_sent",
                    "source_file": "formulario",
                    "submission_id": None,
                    "language": "es",
                }
            )
        )

    return make


@pytest.fixture
def decide() -> Callable[..., Any]:
    """Build a decision on an answer's words."""
    from gcm_analysis.forum import Decision

    def make(
        kind: str, target: str, value: str, text: str = "", by: str = "Ana", note: str = ""
    ) -> Any:
        return Decision(
            kind=kind,
            target=target,
            value=value,
            text_sha256=hash_text(text),
            decided_by=by,
            decided_on="2024-07-01",
            note=note,
        )

    return make
