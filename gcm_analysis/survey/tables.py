"""The tables that the survey room hands on, declared column by column."""

from __future__ import annotations

from typing import get_args

import pandas as pd
import pandera.pandas as pa

from gcm_analysis.forum.model import Kind, RespondentType, TextLanguage

SUBMISSION_STATUSES = ("counted", "superseded", "awaiting_decision")
ANSWER_STATUSES = ("answered", "skipped", "not_asked", "dont_know", "none")
VALIDATION_STATES = ("not_sent", "sent", "validated", "corrected")
RESPONSE_STATES = ("answered", "in_part", "pending", "awaiting_decision")
SEVERITIES = ("error", "warning", "note")
CONFERENCES = ("RCM", "SACM")

INSTANT = "datetime64[us, UTC]"
ISO3 = pa.Check.str_matches(r"^[A-Z]{3}$")


def one_of(*values: str) -> pa.Check:
    """Return the check of a closed set."""
    return pa.Check.isin(list(values))


def build_schema(
    name: str, columns: dict[str, pa.Column], checks: list[pa.Check] | None = None
) -> pa.DataFrameSchema:
    """Return a strict schema: no other column, types coerced."""
    return pa.DataFrameSchema(columns, checks, name=name, strict=True, coerce=True)


RESPONDENTS = build_schema(
    "respondents",
    {
        "respondent_id": pa.Column(str, unique=True),
        "respondent_type": pa.Column(str, one_of(*get_args(RespondentType))),
        "country_iso3": pa.Column(str, ISO3, nullable=True),
        "conference": pa.Column(str, one_of(*CONFERENCES), nullable=True),
        "submitted_at": pa.Column(INSTANT, nullable=True),
        "is_complete": pa.Column(bool),
        "status": pa.Column(str, one_of(*SUBMISSION_STATUSES)),
        "superseded_by": pa.Column(str, nullable=True),
        "validation": pa.Column(str, one_of(*VALIDATION_STATES)),
        "source_file": pa.Column(str),
        "submission_id": pa.Column(str, nullable=True),
        "language": pa.Column(str, nullable=True),
    },
)

ANSWERS = build_schema(
    "answers",
    {
        "answer_id": pa.Column(str, unique=True),
        "forum": pa.Column(str),
        "respondent_id": pa.Column(str),
        "respondent_type": pa.Column(str, one_of(*get_args(RespondentType))),
        "country_iso3": pa.Column(str, ISO3, nullable=True),
        "conference": pa.Column(str, one_of(*CONFERENCES), nullable=True),
        "question_id": pa.Column(str),
        "kind": pa.Column(str, one_of(*get_args(Kind))),
        "topic_id": pa.Column(str, nullable=True),
        "option_id": pa.Column(str, nullable=True),
        "text": pa.Column(str, nullable=True),
        "language": pa.Column(str, one_of(*get_args(TextLanguage)), nullable=True),
        "rank": pa.Column(float, pa.Check.gt(0), nullable=True),
        "rating": pa.Column(float, nullable=True),
        "scale_low": pa.Column(float, nullable=True),
        "scale_high": pa.Column(float, nullable=True),
        "n_offered": pa.Column("Int64", pa.Check.ge(0), nullable=True),
        "status": pa.Column(str, one_of(*ANSWER_STATUSES)),
        "source_file": pa.Column(str),
        "source_sheet": pa.Column(str, nullable=True),
        "source_cell": pa.Column(str, nullable=True),
    },
    checks=[
        pa.Check(
            lambda answers: answers["topic_id"].isna() | answers["option_id"].isna(),
            name="an answer is a topic or an option, not both",
        ),
        pa.Check(
            lambda answers: answers["text"].notna() | (answers["status"] != "answered")
            | answers["topic_id"].notna(),
            name="an answer says something",
        ),
    ],
)  # fmt: skip

ISSUES = build_schema(
    "issues",
    {
        "severity": pa.Column(str, one_of(*SEVERITIES)),
        "code": pa.Column(str, pa.Check.str_matches(r"^[a-z][a-z0-9_]*$")),
        "message": pa.Column(str),
        "source_file": pa.Column(str, nullable=True),
        "source_sheet": pa.Column(str, nullable=True),
        "source_cell": pa.Column(str, nullable=True),
        "value": pa.Column(str, nullable=True),
    },
)

RECONCILIATION = build_schema(
    "reconciliation",
    {
        "source_file": pa.Column(str),
        "source_sheet": pa.Column(str, nullable=True),
        "cells_in": pa.Column("int64", pa.Check.ge(0)),
        "cells_used": pa.Column("int64", pa.Check.ge(0)),
        "cells_metadata": pa.Column("int64", pa.Check.ge(0)),
        "cells_header": pa.Column("int64", pa.Check.ge(0)),
        "cells_in_issues": pa.Column("int64", pa.Check.ge(0)),
    },
    checks=[pa.Check(
        lambda sums: sums["cells_in"]
        == sums["cells_used"] + sums["cells_metadata"] + sums["cells_header"]
        + sums["cells_in_issues"],
        name="every cell has one fate",
    )],
)  # fmt: skip

SOURCES = build_schema(
    "sources",
    {
        "source_file": pa.Column(str, unique=True),
        "sha256": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{64}$")),
        "tool": pa.Column(str),
        "confidence": pa.Column(float, pa.Check.in_range(0, 1)),
        "n_rows": pa.Column("int64", pa.Check.ge(0)),
    },
)

RESPONSE_STATUS = build_schema(
    "response_status",
    {
        "country_iso3": pa.Column(str, ISO3, unique=True),
        "conference": pa.Column(str, one_of(*CONFERENCES), nullable=True),
        "status": pa.Column(str, one_of(*RESPONSE_STATES)),
        "submitted_at": pa.Column(INSTANT, nullable=True),
        "n_questions": pa.Column("int64", pa.Check.ge(0)),
        "n_answered": pa.Column("int64", pa.Check.ge(0)),
        "validation": pa.Column(str, one_of(*VALIDATION_STATES)),
    },
)

SCHEMAS = {
    schema.name: schema
    for schema in (RESPONDENTS, ANSWERS, ISSUES, RECONCILIATION, SOURCES, RESPONSE_STATUS)
}


def validate_respondents(respondents: pd.DataFrame) -> pd.DataFrame:
    """Return the respondents in their declared types and column order."""
    return validate_table(respondents, RESPONDENTS)


def validate_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers in their declared types and column order."""
    return validate_table(answers, ANSWERS)


def validate_issues(issues: pd.DataFrame) -> pd.DataFrame:
    """Return the issues in their declared types and column order."""
    return validate_table(issues, ISSUES)


def validate_reconciliation(reconciliation: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of cells in their declared types; they must add up."""
    return validate_table(reconciliation, RECONCILIATION)


def validate_sources(sources: pd.DataFrame) -> pd.DataFrame:
    """Return the files read in their declared types and column order."""
    return validate_table(sources, SOURCES)


def validate_response_status(status: pd.DataFrame) -> pd.DataFrame:
    """Return the roster's status in its declared types and column order."""
    return validate_table(status, RESPONSE_STATUS)


def validate_table(table: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return a table checked against its schema, columns in the schema's order."""
    checked: pd.DataFrame = schema.validate(table)
    return checked[list(schema.columns)].reset_index(drop=True)
