"""Static figures through one browser, or a line that tells how to get one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from catalogue import draw_all
from frames import Tables

from gcm_analysis import charts
from gcm_analysis.charts.browser import find_browser
from gcm_analysis.charts.static import BROWSER_HINT, StaticDrawer, find_plotly_js

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drawer() -> Iterator[StaticDrawer]:
    if find_browser() is None:
        if os.environ.get("CI"):
            pytest.fail(BROWSER_HINT)
        pytest.skip(BROWSER_HINT)
    with StaticDrawer() as opened:
        yield opened


def test_every_chart_is_drawn_small_and_refers_to_nothing_outside(
    drawer: StaticDrawer, champions: Tables
) -> None:
    for chart in draw_all(champions, "es"):
        svg = drawer.draw_svg(chart)
        assert svg is not None
        assert len(svg.encode()) < 26_000, chart.key
        assert svg.count("http") == 1, chart.key
        assert "NaN" not in svg, chart.key
        assert "NO ES POSICIÓN DE NINGÚN GOBIERNO" in svg, chart.key


def test_the_same_chart_gives_the_same_bytes(drawer: StaticDrawer, members: Tables) -> None:
    first, second = (
        drawer.draw_svg(
            charts.chart_matrix(
                members.priorities, members.status, forum=members.forum, language="en"
            )
        )
        for _ in range(2)
    )
    assert first == second


def test_a_figure_from_a_notebook_is_drawn_as_the_chart_is(
    drawer: StaticDrawer, champions: Tables
) -> None:
    chart = charts.chart_responses(champions.status, forum=champions.forum, language="es")
    from_json = drawer.draw_figure(chart.figure_json(), "svg", width=720, height=chart.height)
    drawn = drawer.draw_svg(chart)
    assert drawn is not None
    assert from_json == drawn.encode("utf-8")
    png = drawer.draw_png(chart)
    assert png is not None
    assert png.startswith(b"\x89PNG")


def test_without_a_browser_one_line_tells_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, champions: Tables
) -> None:
    monkeypatch.setattr("gcm_analysis.charts.static.find_browser", lambda: None)
    chart = charts.chart_responses(champions.status, forum=champions.forum, language="es")
    with StaticDrawer() as without:
        assert without.draw_svg(chart) is None
        assert without.draw_png(chart) is None
        assert without.hint == BROWSER_HINT
    assert "\n" not in BROWSER_HINT


def test_plotly_js_comes_from_the_installed_package() -> None:
    assert find_plotly_js().stat().st_size > 1_000_000
