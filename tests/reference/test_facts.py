"""What the Compact and the conferences are: the facts that every count rests on."""

import datetime as dt
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from gcm_analysis.language import LANGUAGES as REPORT_LANGUAGES
from gcm_analysis.language import all_strings
from gcm_analysis.reference import (
    LANGUAGES,
    Status,
    UnknownReference,
    americas,
    champions,
    conference,
    conference_of,
    conferences,
    countries,
    country,
    grouping,
    groupings,
    members,
    objective,
    objectives,
    observers,
    principle,
    principles,
    source_of,
    world,
)
from gcm_analysis.reference.countries import PositionKey
from gcm_analysis.reference.data_files import read_data
from gcm_analysis.reference.provenance import HasSources

CHAMPIONS = ("CAN", "COL", "CRI", "ECU", "HND", "MEX", "PAN", "PER", "SLV")


def read_shared(shared: Path, name: str) -> Any:
    return yaml.safe_load((shared / "reference" / name).read_text("utf-8"))


def test_there_are_23_objectives_in_paragraphs_17_to_39() -> None:
    assert [entry.number for entry in objectives()] == list(range(1, 24))
    assert [entry.paragraph for entry in objectives()] == list(range(17, 40))


def test_hub_pages_are_numbered_278_plus_the_objective() -> None:
    assert all(entry.hub_term_id == 278 + entry.number for entry in objectives())


def test_every_objective_has_title_and_short_label_in_four_languages() -> None:
    for entry in objectives():
        assert set(entry.title) == set(entry.short) == set(LANGUAGES)
        assert all(entry.title.values())
        assert all(entry.short.values())


def test_titles_are_official_in_three_languages_and_marked_in_portuguese() -> None:
    assert objective(5).title_status == {
        "en": "official", "es": "official", "fr": "official", "pt": "unofficial"
    }  # fmt: skip
    assert objective(5).short_status["pt"] == "own_wording"


def test_titles_are_those_of_the_reference_material(shared: Path) -> None:
    for raw in read_shared(shared, "objectives.yml")["objectives"]:
        entry = objective(raw["number"])
        assert entry.title == raw["title"]
        assert entry.short == raw["short"]
        assert entry.n_actions == raw["actions"]
        assert entry.stages == tuple(
            key for key in ("origin", "transit", "destination", "return") if key in raw["stages"]
        )
        assert set(entry.forum_areas) == set(raw["forum_areas"])
        assert entry.round_table == f"RT{raw['imrf_round_table']}"
        assert entry.thematic_area == f"TA{raw['mptf_thematic_area']}"
        assert entry.vision_360 == raw["vision_360_group"]
        assert entry.covers_all_sdgs == ("ALL" in raw["sdg_targets"])
        assert list(entry.sdg_targets) == [one for one in raw["sdg_targets"] if one != "ALL"]


def test_objective_24_is_refused_with_what_there_is() -> None:
    with pytest.raises(UnknownReference, match="no objective '24': expected 1 to 23"):
        objective(24)


def test_there_are_ten_principles_lettered_a_to_j() -> None:
    assert [entry.number for entry in principles()] == list(range(1, 11))
    assert "".join(entry.letter for entry in principles()) == "abcdefghij"
    assert len({entry.key for entry in principles()}) == 10
    assert principle(6).key == "human-rights"
    assert all(set(entry.name) == set(LANGUAGES) for entry in principles())


def test_principles_are_those_of_the_reference_material(shared: Path) -> None:
    for raw, entry in zip(
        read_shared(shared, "principles.yml")["principles"], principles(), strict=True
    ):
        assert (entry.key, entry.letter, entry.name) == (raw["id"], raw["letter"], raw["name"])
        assert {key: list(words) for key, words in entry.aliases.items()} == raw["aliases"]


@pytest.mark.parametrize("key", ["round_table", "thematic_area"])
def test_each_objective_is_in_exactly_one(key: str) -> None:
    placed = [number for group in grouping(key).groups for number in group.objectives]
    assert sorted(placed) == list(range(1, 24))


def test_the_360_degree_vision_places_all_but_objective_1() -> None:
    placed = [number for group in grouping("vision_360").groups for number in group.objectives]
    assert sorted(placed) == list(range(2, 24))


@pytest.mark.parametrize(
    ("key", "count"),
    [("stage", 4), ("forum_area", 5), ("round_table", 4), ("thematic_area", 5),
     ("vision_360", 6), ("sdg", 17)],
)  # fmt: skip
def test_groupings_have_their_groups_in_four_languages(key: str, count: int) -> None:
    entry = grouping(key)
    assert len(entry.groups) == count
    assert all(set(group.name) == set(LANGUAGES) for group in entry.groups)
    assert set(entry.name) == set(LANGUAGES)
    assert all(group.objectives == tuple(sorted(group.objectives)) for group in entry.groups)


def test_every_stage_and_area_holds_objectives_and_every_objective_has_one() -> None:
    for key in ("stage", "forum_area"):
        placed = {number for group in grouping(key).groups for number in group.objectives}
        assert placed == set(range(1, 24))


def test_a_goal_holds_the_objectives_of_its_targets_and_those_of_all_goals() -> None:
    assert grouping("sdg").group("SDG2").objectives == (2, 19)
    assert 5 in grouping("sdg").group("SDG3").objectives  # target 3.c
    assert 1 in grouping("sdg").group("SDG10").objectives


def test_memberships_that_are_a_judgement_or_unverified_carry_the_mark() -> None:
    assert not grouping("stage").is_verified
    assert not grouping("forum_area").is_verified
    assert not grouping("thematic_area").is_verified
    assert grouping("round_table").is_verified
    assert source_of(grouping("thematic_area").group("TA1"), "name.es").status == "verified"
    assert source_of(grouping("thematic_area").group("TA1"), "name.fr").status == "unofficial"


def test_an_unknown_grouping_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownReference, match="did you mean 'stage'"):
        grouping("stages")


def test_there_are_35_american_states_11_of_the_rcm_12_of_the_sacm_9_champions() -> None:
    assert len(americas()) == len(set(americas())) == len(countries()) == 35
    assert len(members("RCM")) == 11
    assert len(members("SACM")) == 12
    assert champions() == CHAMPIONS


def test_no_state_is_a_member_of_both_conferences() -> None:
    assert not set(members("RCM")) & set(members("SACM"))


def test_champions_are_six_rcm_and_three_sacm_members() -> None:
    by_conference = [conference_of(iso3) for iso3 in champions()]
    assert by_conference.count("RCM") == 6
    assert by_conference.count("SACM") == 3


def test_observing_is_not_membership() -> None:
    assert observers("RCM") == ("ARG", "COL", "ECU", "JAM", "PER")
    assert observers("SACM") == ("MEX",)
    assert conference_of("MEX") == "RCM"
    assert conference_of("COL") == "SACM"
    assert conference_of("JAM") is None


def test_champions_have_the_day_on_which_a_source_lists_them() -> None:
    panama = country("PAN").champion
    assert panama is not None
    assert panama.listed_on == dt.date(2022, 5, 21)
    assert champions(dt.date(2024, 9, 25)) == CHAMPIONS
    assert champions(dt.date(2022, 6, 1)) == ("CAN", "CRI", "ECU", "MEX", "PAN", "SLV")
    assert champions(dt.date(2019, 1, 1)) == ()
    assert source_of(country("CAN"), "champion").is_verified
    assert not source_of(country("CAN"), "champion.reported_since").is_verified


def test_positions_towards_the_compact_carry_their_mark() -> None:
    canada, usa = country("CAN"), country("USA")
    assert canada.gcm_position is not None
    assert canada.gcm_position.key == "in_favour"
    assert source_of(canada, "gcm_position").status == "unverified"
    assert source_of(usa, "gcm_position").status == "verified"


def test_states_of_the_reference_material_are_carried_over(shared: Path) -> None:
    raw = read_shared(shared, "countries.yml")
    for given in raw["countries"]:
        entry = country(given["iso3"])
        assert entry.name == given["name"]
        assert (entry.iso2, entry.conference) == (given["iso2"], given["conference"])
        assert (entry.rcm, entry.sacm) == (given["rcm"], given["sacm"])
        assert entry.is_champion == given["champion"]
        names = {*entry.aliases, *entry.name.values()}
        assert set(given["aliases"]) <= names
        assert list(entry.respondent_hints) == given.get("respondent_hints", [])


def test_every_state_has_names_in_four_languages_and_codes_of_its_own() -> None:
    for entry in countries():
        assert set(entry.name) == set(entry.short_name) == set(LANGUAGES)
    assert len({entry.iso2 for entry in countries()}) == 35


def test_short_names_are_short() -> None:
    assert country("BOL").short_name["es"] == "Bolivia"
    assert max(len(name) for entry in countries() for name in entry.short_name.values()) <= 32


def test_conferences_have_their_terms_per_language() -> None:
    rcm, sacm = conferences()
    assert (rcm.abbreviation["es"], sacm.abbreviation["es"]) == ("CRM", "CSM")
    assert (rcm.abbreviation["en"], sacm.abbreviation["en"]) == ("RCM", "SACM")
    assert source_of(conference("RCM"), "members").is_verified
    with pytest.raises(UnknownReference, match="RCM"):
        conference("RMC")


def test_the_world_and_the_35_do_not_overlap() -> None:
    codes = {entry.iso3 for entry in world()}
    assert not codes & set(americas())
    assert len(codes) + 35 == 249  # ISO 3166-1
    assert all(set(entry.name) == set(LANGUAGES) for entry in world())


def test_names_of_the_world_are_those_of_cldr() -> None:
    from babel import Locale

    for language in LANGUAGES:
        names = Locale.parse(language).territories
        differing = [entry for entry in world() if entry.name[language] != names[entry.iso2]]
        assert len(differing) < 10, "run scripts/write_world_names.py"


def test_every_entry_knows_the_source_of_every_field() -> None:
    entries: list[HasSources] = [*objectives(), *principles(), *countries(), *conferences()]
    for entry in entries:
        for name in ("name", "title", "aliases", "hub_term_id", "sdg_targets"):
            if hasattr(entry, name):
                assert source_of(entry, name).text
    with pytest.raises(LookupError, match="no source for 'colour'"):
        source_of(objective(1), "colour")


def test_every_declared_status_is_one_of_the_closed_set() -> None:
    declared = {
        source["status"]
        for name in ("objectives", "principles", "countries", "conferences")
        for source in read_data(name)["sources"].values()
    }
    declared |= {raw["status"] for raw in read_data("groupings")["groupings"]}
    declared |= {raw["name_status"] for raw in read_data("groupings")["groupings"]}
    assert declared <= set(get_args(Status))


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_every_mark_and_position_has_words_in_the_language_of_a_report(language: str) -> None:
    strings = all_strings(language)
    assert {f"reference.status_{status}" for status in get_args(Status)} <= set(strings)
    assert {f"reference.position_{key}" for key in get_args(PositionKey)} <= set(strings)


def test_entries_can_be_members_of_a_set() -> None:
    assert len({*objectives(), *objectives()}) == 23
    assert len({*countries(), *countries()}) == 35
    assert len(set(groupings())) == 6


def test_the_reference_loads_faster_than_its_objectives_do_as_yaml() -> None:
    text = yaml.safe_dump([asdict(one) for one in objectives()])
    assert min(_time_cold_load() for _ in range(5)) < min(_time_yaml(text) for _ in range(5))


def _time_yaml(text: str) -> float:
    start = time.process_time()
    yaml.safe_load(text)
    return time.process_time() - start


def _time_cold_load() -> float:
    for load in (read_data, objectives, principles, countries, conferences, groupings):
        load.cache_clear()
    start = time.process_time()
    for load in (objectives, principles, countries, conferences, groupings):
        load()
    return time.process_time() - start
