"""The tables that this room hands on, declared column by column."""

from __future__ import annotations

from typing import get_args

import pandera.pandas as pa

from gcm_analysis.forum.model import RespondentType
from gcm_analysis.priorities.frames import BANDS, FIRMNESS, GRADES, RULES

CONFERENCE_NAMES = ("RCM", "SACM", "ALL")

ISO3 = pa.Check.str_matches(r"^[A-Z]{3}$")
OBJECTIVE = pa.Check.in_range(1, 23)
SHARE = pa.Check.in_range(0, 1)
COUNT = pa.Check.ge(0)
PLACE = pa.Check.ge(1)


def one_of(*values: str) -> pa.Check:
    """Return the check of a closed set."""
    return pa.Check.isin(list(values))


def conference_column() -> pa.Column:
    """Return the column of a conference's name."""
    return pa.Column(str, one_of(*CONFERENCE_NAMES))


def objective_column() -> pa.Column:
    """Return the column of an objective's number."""
    return pa.Column("int64", OBJECTIVE)


def share_column() -> pa.Column:
    """Return the column of a share or score, null where there is no base."""
    return pa.Column(float, SHARE, nullable=True)


def rank_column() -> pa.Column:
    """Return the column of a competition rank, null where there is no score."""
    return pa.Column("Int64", PLACE, nullable=True)


def count_column(*, nullable: bool = False) -> pa.Column:
    """Return the column of a number of governments or answers."""
    return pa.Column("Int64" if nullable else "int64", COUNT, nullable=nullable)


def build_schema(name: str, columns: dict[str, pa.Column], unique: list[str]) -> pa.DataFrameSchema:
    """Return a strict schema: no other column, types coerced, one row per key."""
    return pa.DataFrameSchema(columns, name=name, strict=True, coerce=True, unique=unique)


TOPIC_PRIORITIES = build_schema(
    "topic_priorities",
    {
        "scope": pa.Column(str),
        "topic_id": pa.Column(str),
        "n_answered": count_column(),
        "n_could_mention": count_column(),
        "n_mentioning": count_column(),
        "share": share_column(),
        "score": share_column(),
        "rank": rank_column(),
    },
    ["scope", "topic_id"],
)

PRIORITIES = build_schema(
    "priorities",
    {
        "forum": pa.Column(str),
        "country_iso3": pa.Column(str, ISO3),
        "conference": pa.Column(str, one_of("RCM", "SACM"), nullable=True),
        "objective_id": objective_column(),
        "is_offered": pa.Column(bool),
        "is_mentioned": pa.Column(bool),
        "score": share_column(),
        "rank": rank_column(),
        "n_answers": count_column(),
        "is_reviewed": pa.Column("boolean", nullable=True),
        "n_being_read": count_column(),
    },
    ["country_iso3", "objective_id"],
)

STANDING = {
    "n_expected": count_column(nullable=True),
    "n_answered": count_column(),
    "n_could_mention": count_column(),
    "n_mentioning": count_column(),
    "share": share_column(),
    "score": share_column(),
    "rank": rank_column(),
}

CONFERENCE_PRIORITIES = build_schema(
    "conference_priorities",
    {
        "conference": conference_column(),
        "objective_id": objective_column(),
        **STANDING,
        "n_expected": count_column(),
        "rank_low": rank_column(),
        "rank_high": rank_column(),
        "band_driver": pa.Column(str, one_of(*BANDS), nullable=True),
        "firmness": pa.Column(str, one_of(*FIRMNESS), nullable=True),
        "reviewed_share": share_column(),
        "n_being_read": count_column(),
    },
    ["conference", "objective_id"],
)

GROUP_STANDINGS = build_schema(
    "respondent_priorities",
    {
        "respondent_type": pa.Column(str, one_of(*get_args(RespondentType))),
        "objective_id": objective_column(),
        **STANDING,
        "reviewed_share": share_column(),
    },
    ["respondent_type", "objective_id"],
)

PRINCIPLES = build_schema(
    "principles",
    {
        "conference": conference_column(),
        "principle_id": pa.Column("int64", pa.Check.in_range(1, 10)),
        "n_expected": count_column(),
        "n_answered": count_column(),
        "n_mentioning": count_column(),
        "share": share_column(),
    },
    ["conference", "principle_id"],
)

GROUPINGS = build_schema(
    "groupings",
    {
        "grouping": pa.Column(str),
        "scope": pa.Column(str),
        "group": pa.Column(str),
        "n_answered": count_column(),
        "n_mentioning": count_column(),
        "share": share_column(),
        "n_mentions": count_column(),
    },
    ["grouping", "scope", "group"],
)

COMPARISON = build_schema(
    "comparison",
    {
        "objective_id": objective_column(),
        "rcm_n_answered": count_column(),
        "rcm_n_mentioning": count_column(),
        "sacm_n_answered": count_column(),
        "sacm_n_mentioning": count_column(),
        "rcm_score": share_column(),
        "sacm_score": share_column(),
        "difference": pa.Column(float, pa.Check.in_range(-1, 1), nullable=True),
        "is_comparable": pa.Column(bool),
        "p_exact": share_column(),
        "p_adjusted": share_column(),
        "flip_count": count_column(nullable=True),
        "n_splits": count_column(),
        "smallest_p": share_column(),
        "seed": count_column(nullable=True),
    },
    ["objective_id"],
)

TRENDS = build_schema(
    "trends",
    {
        "forum": pa.Column(str),
        "conference": conference_column(),
        "objective_id": objective_column(),
        "score": share_column(),
        "rank": rank_column(),
        "n_answered": count_column(),
        "n_mentioning": count_column(),
        "n_both": count_column(),
        "score_both": share_column(),
        "n_mentioning_both": count_column(nullable=True),
        "score_both_now": share_column(),
        "n_mentioning_both_now": count_column(nullable=True),
        "comparability": pa.Column(str, one_of(*GRADES), nullable=True),
    },
    ["forum", "conference", "objective_id"],
)

STABILITY = build_schema(
    "stability",
    {
        "conference": conference_column(),
        "objective_id": objective_column(),
        "band": pa.Column(str, one_of(*BANDS)),
        "rank": rank_column(),
        "rank_low": rank_column(),
        "rank_high": rank_column(),
        "is_exact": pa.Column(bool),
        "n_cases": count_column(),
        "seed": count_column(nullable=True),
    },
    ["conference", "objective_id", "band"],
)

RANK_MOVES = build_schema(
    "rank_moves",
    {
        "conference": conference_column(),
        "objective_id": objective_column(),
        "band": pa.Column(str, one_of("country", "reading")),
        "country_iso3": pa.Column(str, ISO3),
        "answer_id": pa.Column(str, nullable=True),
        "code_objective_id": pa.Column("Int64", OBJECTIVE, nullable=True),
        "rank": rank_column(),
        "rank_after": rank_column(),
    },
    ["conference", "objective_id", "band", "country_iso3", "answer_id", "code_objective_id"],
)

SENSITIVITY = build_schema(
    "sensitivity",
    {
        "conference": conference_column(),
        "objective_id": objective_column(),
        "n_mentioning": count_column(),
        **{rule: rank_column() for rule in RULES},
        "rank": rank_column(),
        "depends_on_rule": pa.Column(bool),
    },
    ["conference", "objective_id"],
)

AGREEMENT = build_schema(
    "agreement",
    {
        "conference": conference_column(),
        "w": share_column(),
        "p": share_column(),
        "is_exact": pa.Column(bool),
        "n_raters": count_column(),
        "n_items": count_column(),
        "chi_square": pa.Column(float, COUNT, nullable=True),
        "p_chi_square": share_column(),
        "n_permutations": count_column(nullable=True),
        "seed": count_column(nullable=True),
    },
    ["conference"],
)

PAIR_AGREEMENT = build_schema(
    "pair_agreement",
    {
        "country_a": pa.Column(str, ISO3),
        "country_b": pa.Column(str, ISO3),
        "n_objectives": count_column(),
        "tau_b": pa.Column(float, pa.Check.in_range(-1.000001, 1.000001), nullable=True),
        "rho": pa.Column(float, pa.Check.in_range(-1.000001, 1.000001), nullable=True),
    },
    ["country_a", "country_b"],
)

SCHEMAS = {
    schema.name: schema
    for schema in (
        TOPIC_PRIORITIES, PRIORITIES, CONFERENCE_PRIORITIES, GROUP_STANDINGS, PRINCIPLES,
        GROUPINGS, COMPARISON, TRENDS, STABILITY, RANK_MOVES, SENSITIVITY, AGREEMENT,
        PAIR_AGREEMENT,
    )
}  # fmt: skip
