"""The figures of a choice are those of the report, and follow what is chosen."""

from typing import Any

import pytest

from gcm_analysis.explorer import Material, choose_scope, stand_objectives
from gcm_analysis.explorer.selection import RULES, SCOPES, order_objectives
from gcm_analysis.store import TableStore


@pytest.mark.parametrize("scope", SCOPES)
def test_a_whole_group_has_the_figures_of_the_report(
    material: Material, counted: TableStore, scope: Any
) -> None:
    table = counted.read("conference_priorities")
    expected = table[table["conference"] == scope].sort_values("objective_id")
    found = stand_objectives(material.priorities, choose_scope(material, scope).countries)
    assert list(found["n_mentioning"]) == list(expected["n_mentioning"])
    assert list(found["n_answered"]) == list(expected["n_answered"])
    assert list(found["n_could_mention"]) == list(expected["n_could_mention"])
    assert found["score"].to_numpy() == pytest.approx(expected["score"].to_numpy(), nan_ok=True)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("scope", SCOPES)
def test_every_rule_ranks_as_the_report_does(
    material: Material, counted: TableStore, scope: Any, rule: Any
) -> None:
    table = counted.read("sensitivity")
    expected = table[table["conference"] == scope].sort_values("objective_id")[rule]
    found = stand_objectives(material.priorities, material.answered_in(scope), rule)["rank"]
    assert found.astype("Int64").tolist() == expected.astype("Int64").tolist()


def test_membership_decides_the_group(material: Material) -> None:
    assert material.answered_in("RCM") == ("CAN", "CRI", "MEX")
    assert material.answered_in("SACM") == ("COL", "ECU")
    assert material.pending == ("HND", "PAN", "PER", "SLV")
    assert material.pending_in("SACM") == ("PER",)


def test_one_country_less_is_one_less_in_the_base(material: Material) -> None:
    found = stand_objectives(material.priorities, ("CRI", "MEX"))
    assert set(found["n_answered"]) == {2}
    pathways = found.set_index("objective_id").loc[5]
    assert pathways["n_mentioning"] == 2
    assert pathways["rank"] == 1


def test_an_objective_offered_to_nobody_has_no_place_and_stands_last(material: Material) -> None:
    found = order_objectives(stand_objectives(material.priorities, ("CAN",)), "place")
    offered = {5, 9, 10, 14, 21}
    assert set(found.loc[found["rank"].isna(), "objective_id"]) == set(range(1, 24)) - offered
    assert set(found["objective_id"][:5]) == offered


def test_tied_objectives_share_a_place_and_stand_by_number(material: Material) -> None:
    found = order_objectives(stand_objectives(material.priorities, material.answered), "place")
    for _, tied in found.groupby("rank"):
        assert list(tied["objective_id"]) == sorted(tied["objective_id"])
    behind = [int((found["rank"] > rank).sum()) for rank in found["rank"]]
    assert list(found["n_behind"]) == behind


def test_objectives_can_keep_their_order(material: Material) -> None:
    found = order_objectives(stand_objectives(material.priorities, material.answered), "number")
    assert list(found["objective_id"]) == list(range(1, 24))


def test_all_23_are_there_for_nobody_at_all(material: Material) -> None:
    found = stand_objectives(material.priorities, ())
    assert len(found) == 23
    assert set(found["n_mentioning"]) == {0}
    assert found["rank"].isna().all()
