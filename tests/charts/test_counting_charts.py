"""What each chart shows of what was counted."""

from __future__ import annotations

import pandas as pd
from frames import CHAMPIONS, Tables, make_tables

from gcm_analysis import charts
from gcm_analysis.charts.comparison import write_standing
from gcm_analysis.charts.dot_rows import DotRow, Tally, split_tallies
from gcm_analysis.charts.matrix import Cell, read_cells, write_cell
from gcm_analysis.charts.objectives import choose_top
from gcm_analysis.charts.tile_map import find_first, fit_numbers
from gcm_analysis.charts.trends import read_steps
from gcm_analysis.language import get_language

SPANISH = get_language("es")


def make_counts(counts: dict[int, int]) -> pd.DataFrame:
    return pd.DataFrame({"objective_id": list(counts), "n_mentioning": list(counts.values())})


def test_top_is_never_cut_through_a_tie() -> None:
    counts = make_counts({1: 5, 2: 4, 3: 3, 4: 2, 5: 2, 6: 2, 7: 2, 8: 1})
    assert list(choose_top(counts, 5)["objective_id"]) == [1, 2, 3, 4, 5, 6, 7]


def test_ties_stand_in_number_order() -> None:
    counts = make_counts({9: 2, 3: 2, 21: 4})
    assert list(choose_top(counts, 5)["objective_id"]) == [21, 3, 9]


def test_what_nobody_mentions_is_no_top_objective() -> None:
    assert list(choose_top(make_counts({1: 0, 2: 1}), 5)["objective_id"]) == [2]


def test_objectives_name_the_countries_behind_the_count(champions: Tables) -> None:
    chart = charts.chart_objectives(
        champions.conference_priorities, champions.priorities, forum=champions.forum, language="es"
    )
    for row in chart.table.to_dict("records"):
        named = row["Países que lo mencionan"].replace(" y ", ", ").split(", ")
        assert len(named) == int(row["Lo mencionan"].split(" de ")[0])


def test_marks_stand_by_kind_then_by_conference() -> None:
    row = DotRow("x", {"RCM": Tally(1, 2, 2, 3), "SACM": Tally(1, 1, 2, 2)}, hover="")
    assert row.marks() == (
        ("mentioned", "RCM"),
        ("mentioned", "SACM"),
        ("not_mentioned", "RCM"),
        ("not_offered", "SACM"),
        ("pending", "RCM"),
    )
    assert row.counts == (2, 4)


def test_countries_of_neither_conference_are_what_is_left() -> None:
    total, member = Tally(5, 8, 8, 10), Tally(2, 5, 5, 6)
    assert split_tallies(total, {"RCM": member})["OTHER"] == Tally(3, 3, 3, 4)
    assert "OTHER" not in split_tallies(member, {"RCM": member})


def test_matrix_tells_six_cases_apart(champions: Tables) -> None:
    cells = read_cells(champions.priorities, champions.status)
    assert {cell.kind for cell in cells.values()} == {
        "mentioned", "named", "being_read", "zero", "not_offered", "pending",
    }  # fmt: skip
    assert cells["SLV", 5].kind == "pending"
    assert cells["CAN", 13].kind == "not_offered"
    assert len(cells) == len(CHAMPIONS) * 23


def test_a_few_points_never_look_like_zero() -> None:
    assert write_cell(Cell("named", 0.004), SPANISH) == "<.01"
    assert write_cell(Cell("zero", 0.0), SPANISH) == "0"
    assert write_cell(Cell("being_read", 0.0), SPANISH) == "?"
    assert write_cell(Cell("mentioned", 0.8), SPANISH) == ".80"


def test_what_a_country_mentions_stands_before_other_points(champions: Tables) -> None:
    chart = charts.chart_topics(
        champions.topic_priorities, forum=champions.forum, language="en", scope="MEX"
    )
    said = list(chart.table["Mentions it"])
    assert said == sorted(said, reverse=True)
    assert set(said) == {"yes", "no"}


def test_government_with_a_first_answer_counts_while_the_second_awaits(champions: Tables) -> None:
    chart = charts.chart_responses(champions.status, forum=champions.forum, language="en")
    assert chart.title.endswith("8 of the 9 governments on the roster")
    row = chart.table.set_index("Country").loc["Honduras"]
    assert row["Response"] == "two answers, to be decided"


def test_countries_stand_in_alphabetical_order_of_the_language(members: Tables) -> None:
    spanish = charts.chart_responses(members.status, forum=members.forum, language="es")
    english = charts.chart_responses(members.status, forum=members.forum, language="en")
    assert spanish.links[:4] == ("BLZ", "CAN", "CRI", "SLV")
    assert spanish.links[4] == "USA"
    assert english.links[:4] == ("BLZ", "CAN", "CRI", "DOM")


def test_tile_names_every_tie_in_its_table(champions: Tables) -> None:
    chart = charts.chart_tile_map(
        champions.priorities, champions.status, forum=champions.forum, language="en"
    )
    table = chart.table.set_index("Country")["Objectives in first place"]
    for iso3, country in (("ECU", "Ecuador"), ("CAN", "Canada")):
        first = find_first(champions.priorities, iso3)
        assert [int(part.split(" · ")[0]) for part in table[country].split("; ")] == list(first)
    assert table["El Salvador"] == "answer pending"


def test_tile_tells_how_many_numbers_do_not_fit() -> None:
    shown = fit_numbers(range(1, 24), 27)
    assert len(shown) <= 2
    numbers = ", ".join(shown).replace(",,", ",").split(", ")
    assert numbers[-1] == f"+{23 - (len(numbers) - 1)}"
    assert fit_numbers([2, 9, 14], 27) == ("2, 9,", "14")


def test_comparison_writes_a_dash_where_nobody_could_mention() -> None:
    counted = {"n_mentioning": 2, "n_answered": 3, "n_could_mention": 3}
    assert write_standing(counted, SPANISH) == "2 de 3"
    assert write_standing({**counted, "n_could_mention": 0}, SPANISH) == "–"


def test_comparison_writes_how_many_governments_would_undo_a_difference(
    champions: Tables,
) -> None:
    """In short beside each line, in full in its hover: the sentence is not written 23 times."""
    chart = charts.chart_comparison(
        champions.comparison,
        champions.conference_priorities,
        forum=champions.forum,
        language="en",
    )
    written = [one["text"] for one in chart.content["layout"]["annotations"]]
    flips = champions.comparison["flip_count"]
    for n in (0, 1):
        assert written.count(f"{n} gov.") == (flips == n).sum()
    hovers = [text for trace in chart.content["data"] for text in trace.get("hovertext", ())]
    said = [text.replace("<br>", " ") for text in hovers]
    assert (
        sum("1 government would be enough to undo" in text for text in said) == (flips == 1).sum()
    )


def test_a_side_of_one_government_is_drawn_and_not_compared() -> None:
    tables = make_tables(("CAN", "MEX", "COL"), pending=(), roster=["CAN", "MEX", "COL"])
    chart = charts.chart_comparison(
        tables.comparison, tables.conference_priorities, forum=tables.forum, language="en"
    )
    assert chart.alt.endswith(
        "There is nothing to compare: on no objective do both sides have at least two answers."
    )
    assert set(chart.table["Governments that would suffice to undo the difference"]) == {"–"}


def test_bands_stand_apart_and_together(champions: Tables) -> None:
    standings = champions.conference_priorities.query("conference == 'ALL'")
    chart = charts.chart_rank_bands(
        standings, champions.stability, forum=champions.forum, language="en"
    )
    apart = ["By pending answers", "By the reading of texts", "Without one of the countries"]
    row = standings[standings["rank_low"] < standings["rank_high"]].iloc[0]
    told = chart.table.iloc[chart.links.index(f"#objective-{row['objective_id']}")]
    whole = f"{row['rank_low']}–{row['rank_high']}"
    assert sorted(told[apart]) == sorted([whole, str(row["rank"]), str(row["rank"])])
    alone = charts.chart_rank_bands(standings, forum=champions.forum, language="en")
    assert not set(apart) & set(alone.table.columns)


def test_what_was_not_varied_has_no_band(champions: Tables) -> None:
    """Nobody is pending: there is no band of pending answers, not one of a single place."""
    complete = champions.stability.assign(
        n_cases=champions.stability["band"].map({"pending": 0, "reading": 2000, "country": 8})
    )
    chart = charts.chart_rank_bands(
        champions.conference_priorities, complete, forum=champions.forum, language="en"
    )
    assert set(chart.table["By pending answers"]) == {"–"}


def test_rules_are_compared_on_what_somebody_mentions(champions: Tables) -> None:
    """Where few objectives are mentioned, all others share the next place: they are not drawn."""
    few = champions.sensitivity.assign(n_mentioning=0, mentions=3)
    first = few["objective_id"].isin([5, 9])
    few.loc[first, ["n_mentioning", "mentions"]] = [4, 1]
    chart = charts.chart_sensitivity(few, forum=champions.forum, language="en")
    assert chart.title.startswith("The first 2 objectives")
    assert len(chart.table) == 23
    nobody = charts.chart_sensitivity(
        few.assign(n_mentioning=0), forum=champions.forum, language="en"
    )
    assert nobody.title.startswith("The objectives under six counting rules")
    assert nobody.alt.endswith("no mentions to count yet.")


def test_new_questions_are_not_compared(champions: Tables) -> None:
    trends = champions.trends[champions.trends["conference"] == "ALL"]
    new = set(trends.loc[trends["comparability"] == "new", "objective_id"])
    steps = {step.number for step in read_steps(trends)}
    assert new
    assert not new & steps
    assert steps | new == set(range(1, 24))


def test_without_common_countries_there_is_nothing_to_compare(champions: Tables) -> None:
    trends = champions.trends.assign(n_both=0)
    chart = charts.chart_trends(trends, forum=champions.forum, language="es")
    assert chart.alt.endswith(
        "No hay nada que comparar: ningún país respondió a ambos foros con preguntas comparables."
    )


def test_members_are_never_called_the_conference(champions: Tables) -> None:
    chart = charts.chart_objectives(
        champions.conference_priorities, forum=champions.forum, language="en", scope="SACM"
    )
    assert chart.title == (
        "Most mentioned objectives: the 3 Champion countries that are members of the SACM and "
        "answered (3 on the roster; the SACM has 12 members)"
    )


def test_country_page_names_every_objective(champions: Tables) -> None:
    chart = charts.chart_country_objectives(
        champions.priorities, country="CAN", forum=champions.forum, language="en"
    )
    assert len(chart.table) == 23
    states = list(chart.table["Mentions it"])
    assert states[12] == states[21] == "not offered"
    for points, place in zip(chart.table["Points (0 to 1)"], chart.table["Place"], strict=True):
        assert (place == "–") == (points in ("–", "0.00"))  # what is not said has no place


def test_what_is_being_read_is_not_told_as_unsaid(champions: Tables) -> None:
    unread = champions.priorities.query("country_iso3 == 'MEX' and n_being_read > 0")
    assert len(unread)
    chart = charts.chart_country_objectives(
        champions.priorities, country="MEX", forum=champions.forum, language="en"
    )
    told = chart.table.loc[[number - 1 for number in unread["objective_id"]], "Mentions it"]
    assert set(told) == {"being read"}


def test_unverified_groups_carry_their_mark(champions: Tables) -> None:
    chart = charts.chart_groupings(
        champions.groups, key="thematic_area", forum=champions.forum, language="en"
    )
    notes = [one for one in chart.content["layout"]["annotations"] if "not verified" in one["text"]]
    assert len(notes) == (chart.table["Link to the objectives"] == "link not verified").sum() > 0


def test_survey_text_is_shown_and_not_obeyed(champions: Tables) -> None:
    chart = charts.chart_topics(champions.topic_priorities, forum=champions.forum, language="es")
    texts = [one["text"] for one in chart.content["layout"]["annotations"]]
    hovers = [text for trace in chart.content["data"] for text in trace.get("hovertext", ())]
    for found in (texts, hovers):
        assert any("Retorno &amp; reintegración &lt;dignos&gt;" in text for text in found)
        assert not any("<dignos>" in text for text in found)
    assert "Retorno & reintegración <dignos>" in set(chart.table["Tema"])


def test_a_forum_of_one_country_has_its_charts() -> None:
    tables = make_tables(("MEX",), pending=(), roster=["MEX"])
    chart = charts.chart_matrix(tables.priorities, tables.status, forum=tables.forum, language="es")
    assert chart.title == "Los 23 objetivos por país: el único Estado que respondió (1 consultado)"
