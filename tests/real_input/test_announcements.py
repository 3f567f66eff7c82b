"""What governments really announced goes through as forums, told as a person would tell it."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from announcements import list_openers, read_announcements
from meeting_forums import make_workspace, write_forum
from run_meetings import Meetings, call

from gcm_analysis.reference import conference_of

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
COMMITMENTS = yaml.safe_load((HERE / "commitments.yml").read_text("utf-8"))
CASES = [(meeting, country) for meeting, read in COMMITMENTS.items() for country in read]
LINK = re.compile(r"\]\([^)]*\)|https?://\S+")
PAGES = [(meeting, language) for meeting in COMMITMENTS for language in ("es", "en")]


@pytest.mark.parametrize("meeting", COMMITMENTS)
def test_the_countries_are_those_that_a_person_finds(shared: Path, meeting: str) -> None:
    found = read_announcements(shared, meeting, "en")
    assert set(found.by_country) == set(COMMITMENTS[meeting])
    assert set(found.not_american) == ({"Spain"} if meeting == "june-2022" else set())


@pytest.mark.parametrize(
    ("text", "openers"),
    [
        ("Canada’s resettlement initiative", ["CAN"]),
        ("Guatemala and the United States announced", ["GTM", "USA"]),
        ("El Gobierno de México pretende ampliar", ["MEX"]),
        ("Les États-Unis lanceront un programme", ["USA"]),
        ("A Colômbia reafirma o seu compromisso", ["COL"]),
        ("España duplicará el número de vías laborales", [None]),
        ("On May 7, 2024, Guatemala hosted", []),
        ("Partner countries reaffirmed their commitment", []),
        ("USAID announced plans", []),
    ],
)
def test_a_paragraph_belongs_to_whom_it_opens_with(text: str, openers: list[str | None]) -> None:
    assert [iso3 for _, iso3 in list_openers(text)] == openers


def test_what_two_governments_announced_is_an_answer_of_both(meetings: Meetings) -> None:
    answers = meetings.table("may-2024", "answers").set_index("country_iso3")["text"]
    joint = "Guatemala and the United States announced that the Safe Mobility Offices"
    assert {iso3 for iso3, text in answers.items() if joint in text} == {"GTM", "USA"}


def test_a_state_outside_the_americas_stops_the_run(
    tmp_path: Path, repository: Path, shared: Path
) -> None:
    root = make_workspace(tmp_path, repository)
    found = read_announcements(shared, "june-2022", "en")
    roster = {"governments": sorted(found.by_country)}
    write_forum(root, "june-2022", found.by_country | found.not_american, roster=roster)
    for command in (("check", "june-2022"), ("run", "june-2022")):
        done = call(root, *command)
        assert done.returncode == 2
        told = done.stdout + done.stderr
        assert "'Spain'" in told
        assert "none of the 35 American States" in told
        assert "G10" in told
    assert not (root / "reports").exists()


@pytest.mark.parametrize("meeting", COMMITMENTS)
def test_every_country_answers_once_and_every_cell_is_accounted_for(
    meetings: Meetings, meeting: str
) -> None:
    answers = meetings.table(meeting, "answers")
    announced = meetings.announced[meeting].by_country
    assert dict(zip(answers["country_iso3"], answers["text"], strict=True)) == {
        iso3: "\n".join(texts) for iso3, texts in announced.items()
    }
    assert set(answers["language"]) == {"en"}
    sums = meetings.table(meeting, "reconciliation").sum(numeric_only=True)
    parts = ["cells_used", "cells_metadata", "cells_header", "cells_in_issues"]
    assert sums["cells_in"] == sums[parts].sum()
    assert sums["cells_used"] == len(announced)


@pytest.mark.parametrize(("meeting", "country"), CASES)
def test_what_a_country_commits_to_is_found(meetings: Meetings, meeting: str, country: str) -> None:
    said = set(COMMITMENTS[meeting][country].get("said", ()))
    assert not said - find_readings(meetings, meeting, country)


def find_readings(meetings: Meetings, meeting: str, country: str) -> set[int]:
    """Return the objectives that are counted or being read in a country's answer."""
    readings = meetings.readings(meeting, country)
    return {number for number, status in readings.items() if status in ("accepted", "to_review")}


@pytest.mark.parametrize(("meeting", "country"), CASES)
def test_nothing_is_counted_that_the_text_does_not_say(
    meetings: Meetings, meeting: str, country: str
) -> None:
    readings = meetings.readings(meeting, country)
    counted = {number for number, status in readings.items() if status == "accepted"}
    assert not counted & set(COMMITMENTS[meeting][country]["unsaid"])


@pytest.mark.parametrize("meeting", COMMITMENTS)
def test_the_words_of_a_reading_are_the_governments_and_no_link(
    meetings: Meetings, meeting: str
) -> None:
    answers = meetings.table(meeting, "answers").set_index("answer_id")["text"]
    for mention in meetings.table(meeting, "mentions").itertuples():
        visible = LINK.sub(" ", answers[mention.answer_id])
        assert all(words in visible for words in mention.evidence.split(" … ")), mention.evidence


@pytest.mark.parametrize("meeting", COMMITMENTS)
def test_each_conference_counts_its_own_members(meetings: Meetings, meeting: str) -> None:
    priorities = meetings.table(meeting, "priorities")
    standings = meetings.table(meeting, "conference_priorities")
    answered = Counter(conference_of(iso3) for iso3 in COMMITMENTS[meeting])
    for conference in ("RCM", "SACM"):
        own = standings[standings["conference"] == conference].set_index("objective_id")
        assert len(own) == 23
        assert set(own["n_answered"]) == {answered[conference]}
        members = priorities[priorities["conference"] == conference]
        counted = members.groupby("objective_id")["is_mentioned"].sum()
        for number, row in own.iterrows():
            assert row["n_mentioning"] == counted.get(number, 0)


@pytest.mark.parametrize(("meeting", "rcm", "sacm"), [("june-2022", 6, 2), ("may-2024", 5, 2)])
def test_the_two_conferences_stand_side_by_side(
    meetings: Meetings, meeting: str, rcm: int, sacm: int
) -> None:
    told = {
        "en": f"Compared are the answers of the {rcm} RCM members that answered ({rcm} on the "
        f"roster; the conference has 11 members) with those of the {sacm} SACM members that "
        f"answered ({sacm} on the roster; the conference has 12 members).",
        "es": f"de los {rcm} miembros de la CRM que respondieron ({rcm} consultados; la "
        "conferencia tiene 11 miembros)",
    }
    for language, sentence in told.items():
        assert sentence in " ".join(meetings.lines(meeting, language))
    comparison = meetings.table(meeting, "comparison")
    assert len(comparison) == 23
    assert comparison["difference"].notna().all()


def test_change_is_told_over_the_countries_of_both_meetings(meetings: Meetings) -> None:
    trends = meetings.table("may-2024", "trends")
    trends = trends[trends["forum"] == "june-2022"]
    both = {"ALL": 7, "RCM": 5, "SACM": 2}  # Belize announced in June 2022 alone
    assert trends.groupby("conference")["n_both"].unique().map(list).to_dict() == {
        conference: [n] for conference, n in both.items()
    }
    assert set(trends["comparability"]) == {"same"}
    then = meetings.table("june-2022", "priorities")
    now = meetings.table("may-2024", "priorities")
    for column, table in (("n_mentioning_both", then), ("n_mentioning_both_now", now)):
        counted = (
            table[table["country_iso3"].isin(COMMITMENTS["may-2024"])]
            .groupby("objective_id")["is_mentioned"].sum().to_dict()
        )  # fmt: skip
        told = trends[trends["conference"] == "ALL"].set_index("objective_id")[column]
        assert told.astype(int).to_dict() == counted
    page = " ".join(meetings.lines("may-2024", "en"))
    title = "Announcements under the Los Angeles Declaration, 06/2022"
    assert f"Change is counted over the 7 countries that also answered “{title}”." in page


def test_a_single_country_is_compared_with_nothing(meetings: Meetings) -> None:
    english = " ".join(meetings.lines("september-2024", "en"))
    assert "There is nothing to compare: the survey was not put to SACM members." in english
    assert "only one country answered both forums" in english
    assert "The only government asked has answered." in english
    in_spanish = " ".join(meetings.lines("september-2024", "es"))
    assert "No hay nada que comparar: la encuesta no se dirigió a miembros de la CSM." in in_spanish
    assert "un solo país respondió a ambos foros" in in_spanish
    assert "Respondió el único gobierno consultado." in in_spanish
    assert meetings.table("september-2024", "comparison")["difference"].isna().all()


@pytest.mark.parametrize(("meeting", "language"), PAGES)
def test_no_page_speaks_of_topics_that_nobody_offered(
    meetings: Meetings, meeting: str, language: str
) -> None:
    page = " ".join(meetings.lines(meeting, language))
    for words in ("no State has answered yet", "aún no ha respondido ningún Estado"):
        assert words not in page
    offered = {"en": "The survey offered no topics", "es": "La encuesta no ofreció temas"}
    assert offered[language] in page


@pytest.mark.parametrize(("meeting", "language"), PAGES)
def test_one_is_singular(meetings: Meetings, meeting: str, language: str) -> None:
    slips = {
        "en": r"of the 1 |\b1 (governments|States|countries|members|mentions|objectives)\b",
        "es": r"de los 1 |\b1 (gobiernos|Estados|países|miembros|menciones|objetivos)\b",
    }
    for line in meetings.lines(meeting, language):
        assert not re.search(slips[language], line), line


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_countrys_page_shows_every_word_that_it_announced(
    meetings: Meetings, language: str
) -> None:
    page = " ".join(meetings.lines("may-2024", language, "countries/USA.html"))
    for paragraph in meetings.announced["may-2024"].by_country["USA"]:
        assert " ".join(paragraph.split()) in page


def test_the_same_commitments_go_through_in_spanish(spanish: Meetings) -> None:
    answers = spanish.table("june-2022", "answers")
    assert set(answers["country_iso3"]) == {"CAN", "COL", "MEX", "USA"}
    assert set(answers["language"]) == {"es"}
    assert set(spanish.announced["june-2022"].not_american) == {"España"}
    said = {"CAN": {5}, "COL": {7}, "USA": {5}}
    for iso3, numbers in said.items():
        readings = spanish.readings("june-2022", iso3)
        assert numbers <= {n for n, status in readings.items() if status != "rejected"}
    page = " ".join(spanish.lines("june-2022", "es"))
    assert "de los 3 miembros de la CRM que respondieron" in page
    assert "de 1 miembro de la CSM que respondió" in page
