"""Whom figures speak of, whichever of them are set against each other."""

from __future__ import annotations

from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcm_analysis import reference
from gcm_analysis.forum.model import Forum
from gcm_analysis.priorities import Disclosure, decide_disclosure
from gcm_analysis.priorities.disclosure import SCOPES, choose_scopes, is_safe

MEMBERS = {
    "ALL": {"RCM", "SACM", "neither"},
    "RCM": {"RCM"},
    "SACM": {"SACM"},
}
GOVERNMENTS = [*reference.members("RCM"), *reference.members("SACM"), "JAM", "BHS", "TTO"]


def make_forum(**more: Any) -> Forum:
    return Forum.model_validate(
        {
            "forum": "f",
            "title": {"es": "f"},
            "roster": {"governments": "americas"},
            "sources": [{"alias": "s", "files": ["s.xlsx"]}],
            "questions": [
                {"id": "q", "role": "priority", "kind": "text", "text": {"es": "q"}, "column": "q"}
            ],
        }
        | more
    )


def disclose(audience: str, answered: list[str], **limits: int) -> Disclosure:
    return decide_disclosure(make_forum(disclosure=limits), audience, answered)  # type: ignore[arg-type]


def subtract_all(scopes: tuple[str, ...], sizes: dict[str, int]) -> set[int]:
    """Return the size of every group that sums and differences of the scopes single out."""
    parts = {
        "RCM": sizes["RCM"],
        "SACM": sizes["SACM"],
        "neither": sizes["ALL"] - sizes["RCM"] - sizes["SACM"],
    }
    found = set()
    for times in product((-1, 0, 1), repeat=len(scopes)):
        weight = {
            part: sum(t for t, scope in zip(times, scopes, strict=True) if part in MEMBERS[scope])
            for part in parts
        }
        if set(weight.values()) <= {0, 1}:
            found.add(sum(parts[part] for part, times in weight.items() if times))
    return found


@given(st.integers(0, 11), st.integers(0, 12), st.integers(0, 12), st.integers(1, 8))
def test_no_subtraction_gives_a_small_group(
    rcm: int, sacm: int, neither: int, minimum: int
) -> None:
    sizes = {"ALL": rcm + sacm + neither, "RCM": rcm, "SACM": sacm}
    scopes = choose_scopes(sizes, minimum)
    assert all(n == 0 or n >= minimum for n in subtract_all(scopes, sizes))
    assert not scopes or sizes["ALL"] >= minimum


@given(st.integers(0, 11), st.integers(0, 12), st.integers(0, 12), st.integers(1, 8))
def test_a_set_of_scopes_is_safe_exactly_where_no_subtraction_gives_a_small_group(
    rcm: int, sacm: int, neither: int, minimum: int
) -> None:
    sizes = {"ALL": rcm + sacm + neither, "RCM": rcm, "SACM": sacm}
    for scopes in (("ALL",), ("ALL", "RCM"), ("ALL", "SACM"), SCOPES):
        small = [n for n in subtract_all(scopes, sizes) if 0 < n < minimum]
        assert is_safe(scopes, sizes, minimum) is not bool(small)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((4, 3, 1), ()),
        ((8, 6, 2), ("ALL",)),
        ((9, 9, 0), SCOPES),
        ((11, 6, 5), SCOPES),
        ((18, 6, 2), ("ALL", "RCM")),
        ((12, 6, 5), ("ALL",)),
        ((23, 11, 12), SCOPES),
    ],
)
def test_the_scopes_of_the_public(sizes: tuple[int, int, int], expected: tuple[str, ...]) -> None:
    assert choose_scopes(dict(zip(SCOPES, sizes, strict=True)), 5) == expected


def test_the_secretariat_sees_everything_and_delegations_all_but_positions() -> None:
    answered = list(reference.members("RCM"))[:2]
    internal, participants = disclose("internal", answered), disclose("participants", answered)
    for shown in (internal, participants):
        assert shown.scopes == SCOPES
        assert all(shown.may_show(part) for part in ("answers", "countries", "comparison", "cells"))
    assert internal.may_show("positions")
    assert not participants.may_show("positions")


def test_the_public_sees_no_country_no_place_and_no_position() -> None:
    shown = disclose("public", GOVERNMENTS)
    assert shown.may_show("answers")
    assert not any(shown.may_show(part) for part in ("points", "countries", "positions", "cells"))


@pytest.mark.parametrize("audience", ["participants", "public"])
def test_below_the_threshold_only_the_roster_leaves_the_secretariat(audience: str) -> None:
    answered = list(reference.members("RCM"))[:6]
    shown = disclose(audience, answered, response_threshold=7)
    assert shown.is_roster_only
    assert shown.scopes == ()
    assert not any(
        shown.may_show(part)
        for part in ("answers", "countries", "comparison", "positions", "cells")
    )
    assert not disclose("internal", answered, response_threshold=7).is_roster_only
    assert not disclose(audience, answered, response_threshold=6).is_roster_only


def test_too_few_for_the_public_is_the_roster_only() -> None:
    assert disclose("public", GOVERNMENTS[:4]).is_roster_only
    assert not disclose("participants", GOVERNMENTS[:4]).is_roster_only


def make_standings(could: dict[str, int]) -> pd.DataFrame:
    """Return two objectives: one that all could mention, one that `could` say."""
    return pd.DataFrame(
        [
            {
                "conference": scope,
                "objective_id": number,
                "n_answered": {"ALL": 11, "RCM": 6, "SACM": 5}[scope],
                "n_could_mention": n,
                "n_mentioning": n // 2,
                "rank": number,
            }
            for number, sizes in ((1, {"ALL": 11, "RCM": 6, "SACM": 5}), (2, could))
            for scope, n in sizes.items()
        ]
    )


@pytest.mark.parametrize(
    ("could", "is_shown"),
    [
        ({"ALL": 11, "RCM": 6, "SACM": 5}, True),
        ({"ALL": 6, "RCM": 6, "SACM": 0}, True),
        ({"ALL": 10, "RCM": 6, "SACM": 4}, False),
        ({"ALL": 3, "RCM": 3, "SACM": 0}, False),
        ({"ALL": 0, "RCM": 0, "SACM": 0}, False),
    ],
)
def test_what_too_few_could_mention_is_in_no_table(could: dict[str, int], is_shown: bool) -> None:
    answered = [*reference.members("RCM")[:6], *reference.members("SACM")[:5]]
    table = make_standings(could)
    cut = disclose("public", answered).cut("conference_priorities", table)
    assert set(cut["objective_id"]) == ({1, 2} if is_shown else {1})
    assert len(disclose("participants", answered).cut("conference_priorities", table)) == len(table)


@pytest.mark.parametrize("name", ["trends", "stability", "sensitivity", "agreement"])
def test_what_would_narrow_a_range_is_not_for_the_public(name: str) -> None:
    """Change, bands, rules and agreement: full agreement tells what each of them answered."""
    table = pd.DataFrame({"conference": list(SCOPES), "n_raters": [23, 11, 12], "w": [1.0] * 3})
    assert not len(disclose("public", GOVERNMENTS).cut(name, table))
    assert len(disclose("participants", GOVERNMENTS).cut(name, table)) == 3


def test_the_public_is_not_told_who_answered_how_much_and_when() -> None:
    status = pd.DataFrame(
        {
            "country_iso3": ["CAN", "CRI", "MEX", "PAN"],
            "status": ["answered", "in_part", "awaiting_decision", "pending"],
            "n_questions": [5, 5, 5, 5],
            "n_answered": [5, 2, 5, 0],
            "submitted_at": pd.to_datetime(["2024-08-01"] * 4, utc=True),
            "validation": ["validated", "sent", "not_sent", "not_sent"],
        }
    )
    cut = disclose("public", GOVERNMENTS).cut("response_status", status)
    assert list(cut["status"]) == ["answered", "answered", "answered", "pending"]
    assert list(cut["n_answered"]) == [5, 5, 5, 0]
    assert cut[["submitted_at", "validation"]].isna().all(axis=None)


@pytest.mark.parametrize(("more", "is_told"), [(0, False), (1, True)])
def test_a_number_of_objectives_that_all_name_is_taken_as_known(more: int, is_told: bool) -> None:
    """Each names one of three objectives: six, three, so nobody the third."""
    answered = [*reference.members("RCM")[:6], *reference.members("SACM")[:3]]
    said = [{1}] * 5 + [{1, 2} if more else {1}] + [{2}] * 3
    priorities = pd.DataFrame(
        [
            {"country_iso3": iso3, "objective_id": number, "is_mentioned": number in one}
            for iso3, one in zip(answered, said, strict=True)
            for number in (1, 2, 3)
        ]
    )
    table = pd.DataFrame(
        [
            {
                "conference": "ALL",
                "objective_id": number,
                "n_answered": 9,
                "n_could_mention": 9,
                "n_mentioning": sum(number in one for one in said),
            }
            for number in (1, 2, 3)
        ]
    )
    cut = disclose("public", answered).cut("conference_priorities", table, priorities=priorities)
    told = list(zip(cut["n_mentioning"], cut["n_mentioning_high"], strict=True))
    assert told == ([(6, 6), (3 + more, 3 + more), (0, 2)] if is_told else [(0, 9)] * 3)
