"""Tables beside the figures: agreement in words, SDG, respondents that are no government."""

from __future__ import annotations

import pandas as pd
import pytest

from gcm_analysis import reference
from gcm_analysis.forum.model import Forum
from gcm_analysis.report import (
    describe_agreement,
    describe_grouping,
    describe_respondents,
    respondent_findings,
)


@pytest.fixture(scope="module")
def forum() -> Forum:
    return Forum.model_validate(
        {
            "forum": "f",
            "title": {"es": "f"},
            "roster": {"governments": "champions"},
            "sources": [{"alias": "s", "files": ["s.xlsx"]}],
            "questions": [
                {"id": "q", "role": "priority", "kind": "text", "text": {"es": "q"}, "column": "q"}
            ],
        }
    )


def make_agreement(w: float | None, p: float | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "conference": ["RCM"], "w": [w], "p": [p], "n_raters": [6], "n_items": [23],
            "n_permutations": [20000], "seed": [20240927],
        }
    ).astype({"w": float, "p": float})  # fmt: skip


@pytest.mark.parametrize(
    ("w", "word"),
    [
        (0.95, "very strong agreement"), (0.7, "strong agreement"),
        (0.5, "moderate agreement"), (0.3, "weak agreement"),
        (0.29, "hardly any agreement"), (0.0, "hardly any agreement"), (None, "cannot be told"),
    ],
)  # fmt: skip
def test_agreement_is_put_into_words(forum: Forum, w: float | None, word: str) -> None:
    block = describe_agreement(make_agreement(w, 0.00005), forum=forum, language="en")
    row = block.data().rows[0]
    assert row[4] == word
    assert row[5] == "<0.0001"
    assert "20,000" in block.note
    assert "20240927" in block.note


def make_standings(name: str, value: str, n_answered: int, n: dict[int, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                name: value, "objective_id": number, "n_answered": n_answered,
                "n_could_mention": 0 if number == 22 else n_answered,
                "n_mentioning": n.get(number, 0),
            }
            for number in range(1, 24)
        ]
    )  # fmt: skip


def read_cells(row: tuple[str, ...]) -> list[str]:
    """Return the cells after the first, with plain spaces."""
    return [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row[1:]]


def test_others_stand_beside_the_states_with_a_base_of_their_own(forum: Forum) -> None:
    states = make_standings("conference", "ALL", 8, {5: 7})
    others = make_standings("respondent_type", "civil_society", 3, {5: 1, 7: 3})
    block = describe_respondents(others, states, forum=forum, language="en")
    data = block.data()
    assert "States (8 answered)" in block.title
    assert "Civil society (3 answered)" in block.title
    assert len(data.rows) == 23
    assert read_cells(data.rows[4]) == ["7 of 8", "1 of 3"]
    assert read_cells(data.rows[21]) == ["–", "–"]
    told = respondent_findings(others, forum=forum, language="en", table=block.key)
    assert [one.figure_key for one in told] == ["respondents"]
    assert "3 of the 3 civil society organizations" in told[0].text


def test_the_goals_show_only_the_scopes_that_the_audience_sees(forum: Forum) -> None:
    rows = [
        {
            "grouping": "sdg", "scope": scope, "group": str(group.key), "n_answered": 8,
            "n_mentioning": 6, "n_mentions": 9,
        }
        for group in reference.grouping("sdg").groups
        for scope in ("ALL", "RCM", "SACM")
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    whole = describe_grouping(table, key="sdg", forum=forum, language="en").data()
    cut = describe_grouping(
        table[table["scope"] == "ALL"], key="sdg", forum=forum, language="en"
    ).data()
    assert len(whole.rows) == len(cut.rows) == 17
    assert len(whole.columns) == len(cut.columns) + 2
    assert read_cells(cut.rows[0])[1:] == ["6 of 8", "9"]
