"""The 23 objectives of the Global Compact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from gcm_analysis.reference.data_files import find_entry, read_data
from gcm_analysis.reference.provenance import Source, Status, mark_languages, read_sources


@dataclass(frozen=True)
class Objective:
    """One of the 23 objectives.

    Parameters
    ----------
    number : int
        1 to 23.
    title : Mapping
        Title by language: official in English, Spanish and French, ours in Portuguese.
    short : Mapping
        Short label by language, as the Migration Network Hub has it; ours in Portuguese.
    paragraph : int
        Paragraph of A/RES/73/195 (17 to 39).
    n_actions : int
        Actions listed in that paragraph.
    hub_term_id : int
        Id of its page and filter on the Migration Network Hub.
    sdg_targets : tuple of str
        Targets of the Sustainable Development Goals related to it, e.g. "10.7".
    covers_all_sdgs : bool
        Whether the booklet relates it to all goals (objectives 2 and 19).
    stages, forum_areas : tuple of str
        Keys of its groups in the groupings "stage" and "forum_area" (a judgement).
    round_table, thematic_area : str
        Keys of its IMRF round table and of its Migration MPTF thematic area.
    vision_360 : str or None
        Key of its group in the 360-degree vision, which does not place objective 1.
    note : str
        What a reader should know of its wording; mostly empty.
    sources : Mapping
        Source of each field; see `source_of`.
    """

    number: int
    title: Mapping[str, str] = field(hash=False)
    short: Mapping[str, str] = field(hash=False)
    paragraph: int
    n_actions: int
    hub_term_id: int
    sdg_targets: tuple[str, ...]
    covers_all_sdgs: bool
    stages: tuple[str, ...]
    forum_areas: tuple[str, ...]
    round_table: str
    thematic_area: str
    vision_360: str | None
    note: str
    sources: Mapping[str, Source] = field(repr=False, hash=False, compare=False)

    @property
    def title_status(self) -> dict[str, Status]:
        """How sure the title is, by language."""
        return mark_languages(self, "title")

    @property
    def short_status(self) -> dict[str, Status]:
        """How sure the short label is, by language."""
        return mark_languages(self, "short")


@cache
def objectives() -> tuple[Objective, ...]:
    """Return the 23 objectives in the order of the Compact."""
    from gcm_analysis.reference.groupings import groups_of_objectives

    data = read_data("objectives")
    sources = read_sources(data["sources"])
    places = groups_of_objectives()
    return tuple(
        _build_objective(raw, places[raw["number"]], sources) for raw in data["objectives"]
    )


def objective(number: int) -> Objective:
    """Return the objective of a number.

    Raises
    ------
    UnknownReference
        The number is not 1 to 23.
    """
    return find_entry("objective", number, _by_number())


@cache
def _by_number() -> dict[int, Objective]:
    return {entry.number: entry for entry in objectives()}


def _build_objective(
    raw: dict[str, Any], groups: Mapping[str, tuple[str, ...]], sources: Mapping[str, Source]
) -> Objective:
    return Objective(
        number=raw["number"],
        title=raw["title"],
        short=raw["short"],
        paragraph=raw["paragraph"],
        n_actions=raw["n_actions"],
        hub_term_id=raw["hub_term_id"],
        sdg_targets=tuple(raw["sdg_targets"]),
        covers_all_sdgs=raw.get("covers_all_sdgs", False),
        stages=groups["stage"],
        forum_areas=groups["forum_area"],
        round_table=groups["round_table"][0],
        thematic_area=groups["thematic_area"][0],
        vision_360=next(iter(groups["vision_360"]), None),
        note=raw.get("note", ""),
        sources=sources,
    )
