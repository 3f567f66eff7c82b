"""What holds for every chart, in both languages, for forums of every size."""

from __future__ import annotations

import json
import re

import pytest
from catalogue import draw_all
from frames import Tables, make_tables
from geometry import find_clipped, find_overlaps

from gcm_analysis.charts import Chart

LANGUAGES = ("es", "en")
BASES = {"champions": ("8", "9"), "members": ("20", "23")}


@pytest.fixture(scope="module", params=LANGUAGES)
def drawn(request: pytest.FixtureRequest, tables: Tables) -> list[Chart]:
    return list(draw_all(tables, request.param))


def test_keys_are_unique(drawn: list[Chart]) -> None:
    keys = [chart.key for chart in drawn]
    assert len(set(keys)) == len(keys)


def test_no_text_is_clipped_on_a_phone_or_a_screen(drawn: list[Chart]) -> None:
    for chart in drawn:
        for width in (336, 720, 1100):
            clipped = find_clipped(chart.content, max(width, chart.min_width))
            assert not clipped, (chart.key, width, clipped[:3])


def test_no_texts_overlap_on_a_phone_or_a_screen(drawn: list[Chart]) -> None:
    for chart in drawn:
        for width in (336, 720):
            overlaps = find_overlaps(chart.content, max(width, chart.min_width))
            assert not overlaps, (chart.key, width, overlaps[:3])


def test_alt_text_is_a_sentence(drawn: list[Chart]) -> None:
    for chart in drawn:
        assert re.match(r"^\S.{15,}\.$", chart.alt, re.DOTALL), (chart.key, chart.alt)


def test_tables_hold_words_only_and_links_fit(drawn: list[Chart]) -> None:
    for chart in drawn:
        for row in chart.payload()["table"]["rows"]:
            assert all(isinstance(cell, str) and cell for cell in row), (chart.key, row)
        assert len(chart.links) in (0, len(chart.table))


def test_figures_are_json_without_template_address_or_geography(drawn: list[Chart]) -> None:
    for chart in drawn:
        written = json.dumps(chart.figure_json())
        assert "http" not in written
        assert not chart.figure_json()["layout"].get("template")
        assert {trace["type"] for trace in chart.figure_json()["data"]} <= {"scatter", "bar"}
        assert "title" not in chart.content["layout"]


def test_figures_are_what_plotly_knows(champions: Tables) -> None:
    for chart in draw_all(champions, "es"):
        assert chart.figure.layout.height == chart.height
        assert chart.figure.layout.template.layout.font.size is None


def test_charts_in_two_languages_show_equal_numbers(tables: Tables) -> None:
    for spanish, english in zip(draw_all(tables, "es"), draw_all(tables, "en"), strict=True):
        assert spanish.key == english.key
        assert read_numbers(spanish) == read_numbers(english), spanish.key


def read_numbers(chart: Chart) -> list[list[str]]:
    rows = zip(*chart.payload()["table"]["rows"], strict=True)
    figures = [
        sorted(re.findall(r"\d+(?:\.\d+)?", " ".join(cells)))
        for cells in rows
        if not any("2024" in cell for cell in cells)
    ]
    return sorted(figures)


def test_no_english_on_spanish_charts(members: Tables) -> None:
    english = {" the ", " of ", "answered", "Objective", "place ", "RCM", "SACM"}
    for chart in draw_all(members, "es"):
        texts = [chart.title, chart.subtitle, chart.alt, *chart.table.columns]
        texts += [one["text"] for one in chart.content["layout"]["annotations"]]
        texts += [text for trace in chart.content["data"] for text in trace.get("hovertext", ())]
        for text in texts:
            assert not [word for word in english if word in text], (chart.key, text)


@pytest.mark.parametrize("name", BASES)
def test_titles_state_the_base(name: str, request: pytest.FixtureRequest) -> None:
    tables: Tables = request.getfixturevalue(name)
    answered, expected = BASES[name]
    for chart in draw_all(tables, "es"):
        if chart.key.split("-")[0] in {"principles", "grouping", "matrix", "tile", "responses"}:
            assert re.search(rf"\b{answered}\b.*\b{expected}\b", chart.title), chart.title


def test_only_illustrative_forums_are_stamped(champions: Tables, members: Tables) -> None:
    for tables, is_stamped in ((champions, True), (members, False)):
        for chart in draw_all(tables, "es"):
            names = [one.get("name") for one in chart.content["layout"]["annotations"]]
            assert ("stamp" in names) is is_stamped, chart.key
            assert chart.alt.startswith("Datos ilustrativos") is is_stamped


def test_charts_do_not_change_their_tables() -> None:
    tables, again = make_tables(), make_tables()
    list(draw_all(tables, "es"))
    for name in ("priorities", "conference_priorities", "topic_priorities", "trends", "status"):
        assert getattr(tables, name).equals(getattr(again, name)), name
