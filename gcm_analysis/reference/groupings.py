"""Ways to group the 23 objectives: stages, areas, round tables, thematic areas, SDGs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from gcm_analysis.reference.data_files import find_entry, read_data
from gcm_analysis.reference.provenance import Source

GroupingKey = Literal["stage", "forum_area", "round_table", "thematic_area", "vision_360", "sdg"]


@dataclass(frozen=True)
class Group:
    """Some of the 23 objectives under one name.

    Parameters
    ----------
    key : str
        Stable id, e.g. "origin", "RT1", "TA3", "SDG10".
    name : Mapping
        Name by language.
    objectives : tuple of int
        Numbers of the objectives, ascending.
    sources : Mapping
        Source of the fields "objectives" and "name".
    """

    key: str
    name: Mapping[str, str] = field(hash=False)
    objectives: tuple[int, ...]
    sources: Mapping[str, Source] = field(repr=False, hash=False, compare=False)

    @property
    def source(self) -> Source:
        """The source that puts these objectives into this group."""
        return self.sources["objectives"]

    @property
    def is_verified(self) -> bool:
        """Whether the membership was read in its source; otherwise a reader sees the mark."""
        return self.source.is_verified


@dataclass(frozen=True)
class Grouping:
    """One way to group the objectives; groups may overlap and need not cover all 23.

    Parameters
    ----------
    key : str
        "stage", "forum_area", "round_table", "thematic_area", "vision_360" or "sdg".
    name : Mapping
        Name by language.
    groups : tuple of Group
        In their usual order.
    sources : Mapping
        Source of the fields "objectives" and "name".
    """

    key: GroupingKey
    name: Mapping[str, str] = field(hash=False)
    groups: tuple[Group, ...]
    sources: Mapping[str, Source] = field(repr=False, hash=False, compare=False)

    @property
    def source(self) -> Source:
        """The source of who belongs where, for the grouping as a whole."""
        return self.sources["objectives"]

    @property
    def is_verified(self) -> bool:
        """Whether the membership of every group was read in its source."""
        return all(group.is_verified for group in self.groups)

    def group(self, key: str) -> Group:
        """Return the group of a key.

        Raises
        ------
        UnknownReference
            The grouping has no such group.
        """
        return find_entry(f"group of {self.key}", key, {entry.key: entry for entry in self.groups})


@cache
def groupings() -> tuple[Grouping, ...]:
    """Return every way to group the objectives."""
    return tuple(_build_grouping(raw) for raw in read_data("groupings")["groupings"])


def grouping(key: str) -> Grouping:
    """Return one way to group the objectives.

    Raises
    ------
    UnknownReference
        There is no such grouping.
    """
    return find_entry("grouping", key, {entry.key: entry for entry in groupings()})


def groups_of_objectives() -> dict[int, dict[str, tuple[str, ...]]]:
    """Return, for each objective, the keys of its groups in each grouping."""
    return {
        number: {
            entry.key: tuple(group.key for group in entry.groups if number in group.objectives)
            for entry in groupings()
        }
        for number in range(1, 24)
    }


def _build_grouping(raw: dict[str, Any]) -> Grouping:
    return Grouping(
        key=raw["key"],
        name=raw["name"],
        groups=tuple(_build_group(raw, group) for group in raw["groups"]),
        sources=_read_sources(raw, {}),
    )


def _build_group(raw: dict[str, Any], group: dict[str, Any]) -> Group:
    listed = group["objectives"] if "objectives" in group else _list_by_goal(group["key"])
    return Group(
        key=group["key"],
        name=group["name"],
        objectives=tuple(sorted(listed)),
        sources=_read_sources(raw, group),
    )


def _read_sources(raw: dict[str, Any], group: dict[str, Any]) -> dict[str, Source]:
    name = Source(raw["name_source"], raw["name_status"])
    translation = Source("Translated for this project", "unofficial")
    return {
        "objectives": Source(
            group.get("source", raw["source"]), group.get("status", raw["status"])
        ),
        "name": name,
        **{f"name.{language}": translation for language in raw.get("translated", ())},
    }


def _list_by_goal(key: str) -> list[int]:
    """Return the objectives related to any target of a goal, or to all goals."""
    goal = key.removeprefix("SDG")
    return [
        raw["number"]
        for raw in read_data("objectives")["objectives"]
        if raw.get("covers_all_sdgs")
        or any(target.partition(".")[0] == goal for target in raw["sdg_targets"])
    ]
