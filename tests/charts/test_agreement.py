"""The agreement of every two governments: what is drawn is what was measured."""

from __future__ import annotations

import pandas as pd
import pytest
from frames import Tables, make_forum

from gcm_analysis.charts import chart_agreement


def make_pairs(values: dict[tuple[str, str], float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"country_a": a, "country_b": b, "n_objectives": 23, "tau_b": value, "rho": value}
            for (a, b), value in values.items()
        ]
    ).astype({"tau_b": float, "rho": float})


def test_those_most_alike_stand_side_by_side_across_conferences() -> None:
    pairs = make_pairs({("COL", "CRI"): 0.1, ("COL", "MEX"): 0.9, ("CRI", "MEX"): -0.2})
    chart = chart_agreement(pairs, forum=make_forum(), language="en")
    names = [
        one["text"] for one in chart.content["layout"]["annotations"] if one.get("textangle") == -90
    ]
    assert abs(names.index("Colombia") - names.index("Mexico")) == 1
    assert "Colombia and Mexico (0.90)" in chart.alt
    assert "Costa Rica and Mexico" in chart.alt.split("least alike")[1]
    words = [text for trace in chart.content["data"] for text in trace.get("text", ())]
    assert sorted(words) == sorted([".90", ".10", "−.20"] * 2)


def test_the_table_lists_pairs_alphabetically_and_not_by_agreement() -> None:
    pairs = make_pairs({("CAN", "MEX"): 0.1, ("CAN", "SLV"): 0.9, ("MEX", "SLV"): 0.5})
    chart = chart_agreement(pairs, forum=make_forum(), language="es")
    rows = [tuple(row[:2]) for row in chart.payload()["table"]["rows"]]
    assert rows == [("Canadá", "El Salvador"), ("Canadá", "México"), ("El Salvador", "México")]


def test_what_cannot_be_told_is_a_dash() -> None:
    chart = chart_agreement(make_pairs({("CAN", "MEX"): None}), forum=make_forum(), language="en")
    assert chart.payload()["table"]["rows"][0][2:4] == ["–", "–"]
    assert "nothing to compare" in chart.alt


@pytest.mark.parametrize("language", ["es", "en"])
def test_all_members_scroll_on_a_phone(members: Tables, language: str) -> None:
    chart = chart_agreement(members.pairs, forum=members.forum, language=language)
    assert chart.min_width > 336
    assert len(chart.table) == 20 * 19 // 2
