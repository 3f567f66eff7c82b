"""The tables have the columns that the design names, and keep their types when empty."""

from __future__ import annotations

import pytest

from gcm_analysis.priorities.frames import make_table
from gcm_analysis.priorities.tables import SCHEMAS

DESIGNED = {
    "topic_priorities": "scope topic_id n_answered n_mentioning share score rank",
    "priorities": (
        "forum country_iso3 conference objective_id is_offered is_mentioned score rank n_answers"
    ),
    "conference_priorities": (
        "conference objective_id n_expected n_answered n_could_mention n_mentioning share score "
        "rank rank_low rank_high band_driver reviewed_share"
    ),
    "comparison": "objective_id rcm_score sacm_score difference p_exact p_adjusted flip_count",
    "trends": (
        "forum conference objective_id score rank n_answered n_both score_both comparability"
    ),
}


@pytest.mark.parametrize("name", DESIGNED)
def test_tables_have_the_columns_of_the_design(name: str) -> None:
    assert set(DESIGNED[name].split()) <= set(SCHEMAS[name].columns)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_empty_tables_keep_their_types(name: str) -> None:
    table = make_table([], name)
    assert list(table.columns) == list(SCHEMAS[name].columns)
    assert "object" not in {str(kind) for kind in table.dtypes}
