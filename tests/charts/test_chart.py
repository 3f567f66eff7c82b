"""A chart as notebooks show it and as the page reads it."""

from __future__ import annotations

from frames import Tables

from gcm_analysis import charts
from gcm_analysis.charts.chart import BLOCK_MIME, PLOTLY_MIME


def test_chart_shows_itself_to_the_page_to_jupyterlab_and_to_a_terminal(champions: Tables) -> None:
    chart = charts.chart_responses(champions.status, forum=champions.forum, language="es")
    bundle = chart._repr_mimebundle_()
    assert set(bundle) == {BLOCK_MIME, PLOTLY_MIME, "text/plain"}
    assert bundle[PLOTLY_MIME]["config"]["displayModeBar"] is False
    assert bundle["text/plain"] == f"{chart.title}\n{chart.alt}"


def test_a_notebook_shows_the_title_that_the_page_prints_above_the_figure(
    champions: Tables,
) -> None:
    chart = charts.chart_responses(champions.status, forum=champions.forum, language="es")
    shown = chart._repr_mimebundle_()[PLOTLY_MIME]["layout"]
    (title,) = [one for one in shown["annotations"] if one.get("name") == "title"]
    assert title["text"].replace("<br>", " ") == chart.title
    assert shown["width"] == chart.max_width
    room = shown["margin"]["t"] - chart.content["layout"]["margin"]["t"]
    assert shown["height"] - chart.height == room > title["font"]["size"]
    on_page = chart.payload()["figure"]["layout"]
    assert not any(one.get("name") == "title" for one in on_page["annotations"])


def test_payload_is_what_the_page_reads(champions: Tables) -> None:
    chart = charts.chart_responses(champions.status, forum=champions.forum, language="es")
    payload = chart.payload()
    assert payload["kind"] == "chart"
    assert payload["key"] == "responses"
    assert payload["height"] == chart.content["layout"]["height"]
    assert payload["min_width"] == 336
    assert payload["table"]["columns"][0] == "País"
    assert payload["table"]["links"] == [
        "CAN",
        "CRI",
        "SLV",
        "HND",
        "MEX",
        "PAN",
        "COL",
        "ECU",
        "PER",
    ]


def test_matrix_of_all_members_scrolls_on_a_phone(members: Tables, champions: Tables) -> None:
    wide = charts.chart_matrix(
        members.priorities, members.status, forum=members.forum, language="es"
    )
    narrow = charts.chart_matrix(
        champions.priorities, champions.status, forum=champions.forum, language="es"
    )
    assert narrow.min_width == 336
    assert 600 < wide.min_width <= 720
