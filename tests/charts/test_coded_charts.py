"""Counts that are told as ranges: drawn, written and read out as ranges, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from frames import Tables
from geometry import find_clipped, find_overlaps

from gcm_analysis import charts, reference
from gcm_analysis.charts import Chart
from gcm_analysis.charts.comparison import measure_gap
from gcm_analysis.charts.dot_rows import DotRow, Tally, split_tallies
from gcm_analysis.language import get_language
from gcm_analysis.priorities import Disclosure

NAMES = ("conference_priorities", "topic_priorities", "principles", "groups", "comparison")


def disclose(tables: Tables) -> Disclosure:
    """Return what the public sees of a forum."""
    answered = tables.status.loc[tables.status["status"] != "pending", "country_iso3"]
    conferences = [reference.conference_of(iso3) for iso3 in answered]
    sizes = {name: conferences.count(name) for name in ("RCM", "SACM")}
    return Disclosure("public", {"ALL": len(conferences), **sizes}, minimum=5, threshold=1)


@pytest.fixture(scope="module", params=["champions", "members"])
def public(request: pytest.FixtureRequest) -> tuple[Tables, dict[str, pd.DataFrame]]:
    tables: Tables = request.getfixturevalue(request.param)
    shown = disclose(tables)
    named = {"groups": "groupings"}
    return tables, {name: shown.cut(named.get(name, name), getattr(tables, name)) for name in NAMES}


@pytest.fixture(scope="module", params=["es", "en"])
def drawn(
    request: pytest.FixtureRequest, public: tuple[Tables, dict[str, pd.DataFrame]]
) -> list[Chart]:
    return list(draw_public(*public, request.param))


def draw_public(tables: Tables, coded: dict[str, pd.DataFrame], language: str) -> Iterator[Chart]:
    """Draw every chart of the public page that shows counts."""
    said: dict[str, Any] = {"forum": tables.forum, "language": language}
    yield charts.chart_topics(coded["topic_priorities"], **said)
    for scope in disclose(tables).scopes:
        yield charts.chart_objectives(coded["conference_priorities"], None, scope=scope, **said)
    yield charts.chart_principles(coded["principles"], **said)
    for key in ("stage", "forum_area"):
        yield charts.chart_groupings(coded["groups"], key=key, **said)
    if len(coded["comparison"]):
        yield charts.chart_comparison(coded["comparison"], coded["conference_priorities"], **said)


def test_ranges_are_neither_clipped_nor_overlapping(drawn: list[Chart]) -> None:
    for chart in drawn:
        for width in (336, 720):
            room = max(width, chart.min_width)
            assert not find_clipped(chart.content, room), (chart.key, width)
            assert not find_overlaps(chart.content, room), (chart.key, width)


def test_no_chart_holds_a_count_close_to_none_or_to_all(drawn: list[Chart]) -> None:
    """Labels, hover texts, alt texts and tables."""
    n_ranges = 0
    for chart in drawn:
        parts = [chart.figure_json(), chart.payload()["table"], chart.alt]
        text = json.dumps(parts, ensure_ascii=False)
        n_ranges += len(re.findall(r"\d–\d+ (?:of|de) \d", text))
        for n, base in re.findall(r"(?<![–\d])(\d+) (?:of|de) (\d+)\b", text):
            assert 2 < int(n) < int(base) - 2, (chart.key, n, base)
        assert "oints" not in text
        assert "untos" not in text
    assert n_ranges > 40


def test_a_row_has_a_full_mark_for_the_least_and_half_marks_up_to_the_greatest() -> None:
    row = DotRow("x", {"RCM": Tally(4, 6, 6, 8, 2), "SACM": Tally(0, 5, 5, 5, 2)}, hover="")
    kinds = [kind for kind, _ in row.marks()]
    numbers = {kind: kinds.count(kind) for kind in kinds}
    assert numbers == {"mentioned": 4, "half": 4, "not_mentioned": 3, "pending": 2}
    assert row.write_count(get_language("es")) == "4–8 de 11"
    assert row.write_count(get_language("en")) == "4–8 of 11"


def test_the_range_of_those_in_neither_conference_is_what_is_left_of_all() -> None:
    parts = {"RCM": Tally(4, 6, 6, 6, 2), "SACM": Tally(3, 6, 6, 6, 0)}
    rest = split_tallies(Tally(7, 17, 17, 17, 4), parts)["OTHER"]  # type: ignore[arg-type]
    assert rest == Tally(0, 5, 5, 5, 2)


def test_a_range_that_says_nothing_is_a_dash() -> None:
    row = DotRow("x", {"ALL": Tally(0, 9, 9, 9, 9)}, hover="")
    assert row.write_count(get_language("en")) == "–"


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        ((0, 2, 6), (0, 2, 5), 0.0),
        ((4, 6, 6), (0, 2, 5), 5 / 6 - 1 / 5),
        ((3, 3, 6), (3, 5, 5), 0.3),
    ],
)
def test_two_marks_are_joined_where_their_ranges_do_not_overlap(
    first: tuple[int, int, int], second: tuple[int, int, int], gap: float
) -> None:
    names = ("n_mentioning", "n_mentioning_high", "n_answered")
    pair = [dict(zip(names, one, strict=True), n_could_mention=one[2]) for one in (first, second)]
    assert measure_gap(pair) == pytest.approx(gap)
