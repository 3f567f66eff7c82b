"""Sentences and tables of counts that are told as ranges."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from gcm_analysis import report
from gcm_analysis.language import get_language
from gcm_analysis.priorities import Disclosure
from gcm_analysis.report.checks import fold, forbidden_words
from gcm_analysis.report.findings.teller import UNBROKEN, write_told

PUBLIC = Disclosure("public", {"ALL": 8, "RCM": 6, "SACM": 2}, minimum=5, threshold=1)


def make_standings(counts: dict[int, int]) -> pd.DataFrame:
    rows = [
        {
            "conference": "ALL",
            "objective_id": number,
            "n_answered": 8,
            "n_could_mention": 8,
            "n_mentioning": counts.get(number, number % 3),
            "rank": 1,
            "firmness": "firm",
            "n_being_read": 0,
        }
        for number in range(1, 24)
    ]
    return PUBLIC.cut("conference_priorities", pd.DataFrame(rows))


def make_respondents(n: int) -> pd.DataFrame:
    rows = [
        {
            "respondent_type": "civil_society",
            "objective_id": number,
            "n_answered": 6,
            "n_could_mention": 6,
            "n_mentioning": n if number == 5 else number % 3,
            "rank": 1,
        }
        for number in range(1, 24)
    ]
    return PUBLIC.cut("respondent_priorities", pd.DataFrame(rows))


def tell(texts: list[Any], language: str) -> list[str]:
    told = [one.text.replace(UNBROKEN, "–") for one in texts]
    for text in told:
        assert text.endswith(".")
        assert not any(one.search(fold(text)) for one in forbidden_words(language).values())
    return told


def test_what_may_be_mentioned_most_is_told_with_its_range(demo: Any) -> None:
    table = make_standings({5: 8, 9: 6, 21: 5})
    said = {"forum": demo.make_forum(), "language": "en"}
    (text,) = tell(report.objective_findings(table, **said), "en")
    assert text.startswith("Objectives mentioned most, by the ranges told: “5 · Regular pathways”")
    assert "(6–8) and “9 · Counter smuggling” (6–8), of the 8 " in text
    assert "21" not in text


def test_a_range_that_reaches_the_first_one_is_among_the_first(demo: Any) -> None:
    table = make_standings({5: 5, 9: 4})
    table.loc[table["objective_id"] == 9, "n_mentioning_high"] = 6
    (text,) = tell(report.objective_findings(table, forum=demo.make_forum(), language="es"), "es")
    assert "(5) y «9" in text
    assert "(4–6)" in text


@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_is_said_of_none_where_counts_cannot_be_told_from_none(
    demo: Any, language: str
) -> None:
    table = make_standings({})
    forum = demo.make_forum()
    (text,) = tell(report.objective_findings(table, forum=forum, language=language), language)
    start = {"es": "Ninguna cuenta es tan alta", "en": "No count is high enough"}[language]
    assert text.startswith(start)


def test_where_no_count_is_told_it_says_so(demo: Any) -> None:
    table = make_standings(dict.fromkeys(range(1, 24), 0))
    assert set(table["n_mentioning_high"]) == {8}
    (text,) = tell(report.objective_findings(table, forum=demo.make_forum(), language="en"), "en")
    assert text.startswith("No count is told here, of the 8 ")


@pytest.mark.parametrize("language", ["es", "en"])
def test_other_respondents_are_told_in_ranges(demo: Any, language: str) -> None:
    said = {"forum": demo.make_forum(), "language": language}
    table = make_respondents(6)
    (text,) = tell(report.respondent_findings(table, **said), language)
    assert "(4–6)" in text
    block = report.describe_respondents(table, make_standings({5: 8, 9: 6, 21: 5}), **said)
    of = {"es": "de", "en": "of"}[language]
    row = [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in block.data().rows[4]]
    assert row[1:] == [f"6–8 {of} 8", f"4–6 {of} 6"]


def test_a_range_of_one_number_is_that_number() -> None:
    assert write_told(4, 4, get_language("es")) == "4"
    assert write_told(7, 9, get_language("es")) == "7–9"


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_says_how_counts_are_told(demo: Any, language: str) -> None:
    found = report.disclosure_findings(PUBLIC, forum=demo.make_forum(), language=language)
    assert any("0–2" in text for text in tell(found, language))
