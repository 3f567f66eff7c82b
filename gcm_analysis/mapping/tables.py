"""The tables that the mapping room hands on, declared column by column."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from gcm_analysis.survey.tables import build_schema, one_of, validate_table

METHODS = ("reference", "option", "phrase", "suggestion", "review")
MENTION_STATUSES = ("accepted", "to_review", "rejected")
DAY = pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}$")
OBJECTIVES = pa.Check.in_range(1, 23)
SHARE = pa.Check.in_range(0, 1)


def check_weights(mentions: pd.DataFrame) -> bool:
    """Tell whether the weights of each answer's accepted mentions sum to 1."""
    accepted = mentions[mentions["status"] == "accepted"]
    sums = accepted.groupby("answer_id")["weight"].sum()
    return bool(((sums - 1).abs() < 1e-9).all())


def check_uncounted_weights(mentions: pd.DataFrame) -> pd.Series[bool]:
    """Tell of each row whether it carries no weight unless it is accepted."""
    return (mentions["status"] == "accepted") == (mentions["weight"] > 0)


MENTIONS = build_schema(
    "mentions",
    {
        "answer_id": pa.Column(str),
        "objective_id": pa.Column("int64", OBJECTIVES),
        "weight": pa.Column(float, SHARE),
        "method": pa.Column(str, one_of(*METHODS)),
        "confidence": pa.Column(float, SHARE),
        "evidence": pa.Column(str),
        "status": pa.Column(str, one_of(*MENTION_STATUSES)),
        "is_reviewed": pa.Column(bool),
        "decided_by": pa.Column(str, nullable=True),
        "decided_on": pa.Column(str, DAY, nullable=True),
    },
    checks=[
        pa.Check(
            lambda mentions: ~mentions.duplicated(["answer_id", "objective_id"]),
            name="an answer says an objective once",
        ),
        pa.Check(check_weights, name="weights sum to 1 over an answer's accepted mentions"),
        pa.Check(check_uncounted_weights, name="only accepted mentions carry weight"),
    ],
)

PRINCIPLE_MENTIONS = build_schema(
    "principle_mentions",
    {
        "answer_id": pa.Column(str),
        "principle_id": pa.Column("int64", pa.Check.in_range(1, 10)),
        "evidence": pa.Column(str),
    },
    checks=[
        pa.Check(
            lambda mentions: ~mentions.duplicated(["answer_id", "principle_id"]),
            name="an answer says a principle once",
        ),
    ],
)

SCHEMAS = {schema.name: schema for schema in (MENTIONS, PRINCIPLE_MENTIONS)}


def validate_mentions(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions in their declared types and column order."""
    return validate_table(mentions, MENTIONS)


def validate_principle_mentions(principle_mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the principle mentions in their declared types and column order."""
    return validate_table(principle_mentions, PRINCIPLE_MENTIONS)
