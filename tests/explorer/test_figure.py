"""The figure has a mark for every country, says its base, and leads where it says."""

from itertools import pairwise
from typing import Any

import pytest

from gcm_analysis.charts import Chart
from gcm_analysis.explorer import Choice, Material, chart_choice, choose_scope
from gcm_analysis.explorer.links import Focus, read_link
from gcm_analysis.explorer.selection import RULES, SCOPES
from gcm_analysis.language import Language, get_language

ES = get_language("es")


def links_of(chart: Chart) -> list[str]:
    return [link for trace in chart.content["data"] for link in trace.get("customdata") or ()]


def marks_of(chart: Chart) -> int:
    """Count rings and filled marks; the cores of rings are smaller."""
    return sum(
        len(trace["x"])
        for trace in chart.content["data"]
        if trace.get("mode") == "markers" and trace["marker"]["size"] > 8
    )


@pytest.mark.parametrize("scope", SCOPES)
def test_every_country_has_a_mark_for_every_objective_it_was_offered(
    material: Material, scope: Any
) -> None:
    choice = choose_scope(material, scope)
    table = material.priorities
    offered = table["is_offered"] & table["country_iso3"].isin(choice.countries)
    assert marks_of(chart_choice(material, choice, ES)) == offered.sum()


def test_every_row_every_mark_and_every_name_leads_somewhere(material: Material) -> None:
    links = links_of(chart_choice(material, choose_scope(material, "ALL"), ES))
    targets = [read_link(link) for link in links]
    everyone = [*material.answered, ""]
    assert {target for target in targets if isinstance(target, str)} == set(material.answered)
    assert {target for target in targets if isinstance(target, Focus)} == {
        Focus(number, iso3) for number in range(1, 24) for iso3 in everyone
    }
    assert len(links) == len(set(links))


def test_a_link_reads_as_it_was_written() -> None:
    for focus in (Focus(5), Focus(23, "MEX")):
        assert read_link(focus.link) == focus
    assert read_link("") is None
    assert read_link("nowhere") is None


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("scope", SCOPES)
def test_the_title_says_its_base(
    material: Material, language: Language, scope: Any, rule: Any
) -> None:
    choice = choose_scope(material, scope, rule)
    chart = chart_choice(material, choice, language)
    assert str(len(choice.countries)) in chart.title
    assert str(len(choice.countries) + len(material.pending_in(scope))) in chart.title
    assert len(chart.table) == 23


def test_the_title_of_some_countries_names_them_and_their_group(material: Material) -> None:
    chart = chart_choice(material, Choice("RCM", ("CRI", "MEX")), ES)
    assert "2 de los 3 países del grupo que respondieron (Costa Rica y México)" in chart.title


def test_one_country_shows_its_own_objectives(material: Material, language: Language) -> None:
    chart = chart_choice(material, Choice("ALL", ("COL",)), language)
    assert chart.title.startswith("Colombia")
    assert "#objective-21" in links_of(chart)


def test_the_choice_in_focus_is_drawn_apart(material: Material) -> None:
    choice = choose_scope(material, "ALL")
    plain = chart_choice(material, choice, ES).content["layout"]["shapes"]
    row = chart_choice(material, choice, ES, Focus(5)).content["layout"]["shapes"]
    cell = chart_choice(material, choice, ES, Focus(5, "MEX")).content["layout"]["shapes"]
    assert len(plain) < len(row) < len(cell)


def test_invented_answers_are_stamped(material: Material, language: Language) -> None:
    for countries in (material.answered, ("COL",)):
        chart = chart_choice(material, Choice("ALL", countries), language)
        stamps = [
            one for one in chart.content["layout"]["annotations"] if one.get("name") == "stamp"
        ]
        assert stamps


def test_areas_that_answer_do_not_overlap(material: Material) -> None:
    chart = chart_choice(material, choose_scope(material, "ALL"), ES)
    (areas,) = [trace for trace in chart.content["data"] if trace["type"] == "bar"]
    rows: dict[float, list[tuple[float, float]]] = {}
    for middle, base, length in zip(areas["y"], areas["base"], areas["x"], strict=True):
        rows.setdefault(middle, []).append((base, base + length))
    for spans in rows.values():
        assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(sorted(spans)))
    assert max(end for spans in rows.values() for _, end in spans) <= chart.min_width


def test_bars_of_mentions_are_as_long_as_the_share_of_countries(material: Material) -> None:
    chart = chart_choice(material, choose_scope(material, "ALL"), ES)
    (row,) = [row for row in chart.table.to_dict("records") if row["Objetivo"].startswith(
        "Objetivo 5."
    )]  # fmt: skip
    assert row["Lo mencionan"] == "3 de 5"
    assert row["Países que lo mencionan"] == "Canadá, Costa Rica y México"
