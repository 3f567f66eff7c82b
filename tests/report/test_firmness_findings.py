"""What is said of first places: never more than the bands allow."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from gcm_analysis.forum.model import Forum
from gcm_analysis.language import LANGUAGES
from gcm_analysis.report import firmness_findings, move_findings

RULES = ("mentions", "points", "borda", "copeland", "schulze", "kemeny")


@pytest.fixture(scope="module")
def forum() -> Forum:
    return Forum.model_validate(
        {
            "forum": "f",
            "title": {"es": "f"},
            "sources": [{"alias": "s", "files": ["s.xlsx"]}],
            "questions": [
                {"id": "q", "role": "priority", "kind": "text", "text": {"es": "q"}, "column": "q"}
            ],
        }
    )


def make_tables(
    *, rules: int = 1, n_mentioning: int = 7, n_pending: int = 1, exact: bool = True, **high: int
) -> dict[str, pd.DataFrame]:
    """Return the tables of one first objective and the lowest places of its bands."""
    key = {"conference": "ALL", "objective_id": 5}
    standings = pd.DataFrame([key | {"n_mentioning": n_mentioning, "rank": 1}])
    stability = pd.DataFrame(
        [
            key | {"band": band, "rank_high": high.get(band, 1), "n_cases": n, "is_exact": exact}
            for band, n in (("pending", n_pending), ("reading", 2000), ("country", 8))
        ]
    )
    places = dict.fromkeys(RULES, 1) | {"borda": rules}
    sensitivity = pd.DataFrame([key | places]).astype({"borda": "Int64"})
    return {
        "conference_priorities": standings, "stability": stability, "sensitivity": sensitivity,
    }  # fmt: skip


def tell(forum: Forum, language: str = "en", **made: Any) -> list[str]:
    tables = make_tables(**made)
    return [one.text for one in firmness_findings(*tables.values(), forum=forum, language=language)]


def test_a_bound_that_may_be_too_wide_tells_what_is_kept_and_not_what_is_lost(
    forum: Forum,
) -> None:
    assert any(
        "whatever the pending governments answer" in text for text in tell(forum, exact=False)
    )
    assert any("certain answers of the pending" in text for text in tell(forum, pending=3))
    unsure = tell(forum, pending=3, exact=False)
    assert not any("pending" in text for text in unsure if "first place" in text)


def test_what_holds_under_everything_is_said_to(forum: Forum) -> None:
    first = tell(forum)[0]
    for claim in ("every counting rule", "whoever is left out", "whatever the pending"):
        assert claim in first
    assert not any("lose" in text for text in tell(forum))


@pytest.mark.parametrize(
    ("made", "claim", "loss"),
    [
        ({"rules": 4}, "every counting rule", "another counting rule (down to place 4)"),
        ({"country": 2}, "whoever is left out", "without one of the countries"),
        ({"pending": 3}, "whatever the pending", "of the pending governments (down to place 3)"),
        ({"reading": 2}, "nine of ten", "with other readings"),
    ],
)
def test_a_claim_that_fails_is_told_as_a_loss(
    forum: Forum, made: dict[str, int], claim: str, loss: str
) -> None:
    kept, lost = tell(forum, **made)[:2]
    assert claim not in kept
    assert loss in lost


def test_nothing_is_said_of_what_was_not_varied(forum: Forum) -> None:
    assert not any("pending" in text for text in tell(forum, n_pending=0))


def test_a_place_that_one_government_gives_is_not_praised(forum: Forum) -> None:
    assert tell(forum, n_mentioning=1) == []


def test_only_what_stays_among_the_first_five_throughout_is_said_to(forum: Forum) -> None:
    assert any("among the first 5" in text for text in tell(forum, pending=5))
    assert not any("among the first 5" in text for text in tell(forum, pending=6))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_moves_are_told_and_no_more(forum: Forum, language: str) -> None:
    countries = ["CAN", "CRI", "MEX", "PAN", "SLV"]
    moves = pd.DataFrame(
        [
            {
                "conference": "ALL", "objective_id": 5 + place, "band": "country",
                "country_iso3": iso3, "answer_id": None, "code_objective_id": pd.NA,
                "rank": 1 + place, "rank_after": 2 + 2 * place,
            }
            for place, iso3 in enumerate(countries)
        ]
        + [
            {
                "conference": "ALL", "objective_id": 9, "band": "reading", "country_iso3": "MEX",
                "answer_id": "a", "code_objective_id": 7, "rank": 2, "rank_after": 6,
            }
        ]
    ).astype({"code_objective_id": "Int64", "rank": "Int64", "rank_after": "Int64"})  # fmt: skip
    texts = [one.text for one in move_findings(moves, forum=forum, language=language)]
    assert len(texts) == 4
    assert "El Salvador" in texts[0]
    assert "7" in texts[3]
    assert move_findings(moves.iloc[:0], forum=forum, language=language) == []
