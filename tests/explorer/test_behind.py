"""Behind every figure stand the answers that made it, each with its cell."""

from dataclasses import replace

import openpyxl
import pytest
from small_forum import FORUM, HOSTILE

from gcm_analysis.errors import GcmError
from gcm_analysis.explorer import (
    Material,
    NotForPublic,
    list_answers_behind,
    list_forums,
    list_silent,
    read_material,
)
from gcm_analysis.language import Language, get_language
from gcm_analysis.workspace import Workspace

OBJECTIVES = range(1, 24)
ES = get_language("es")


@pytest.mark.parametrize("audience", ["internal", "participants"])
def test_a_country_mentions_what_an_answer_of_its_mentions(
    workspace: Workspace, audience: str
) -> None:
    material = read_material(workspace, FORUM, audience)  # type: ignore[arg-type]
    table = material.priorities
    said = set(
        table.loc[table["is_mentioned"], ["country_iso3", "objective_id"]].itertuples(
            index=False, name=None
        )
    )
    found = set()
    for number in OBJECTIVES:
        rows = list_answers_behind(material, material.answered, number, ES)
        mentions = rows[rows["state"] == "mention"]
        found |= {(iso3, number) for iso3 in mentions["country_iso3"]}
    assert found == said
    assert ("MEX", 5) in found


def test_the_cell_named_holds_the_answer(workspace: Workspace, material: Material) -> None:
    book = openpyxl.load_workbook(workspace.raw_forum(FORUM) / "respuestas.xlsx")
    n_words = 0
    for number in OBJECTIVES:
        for row in list_answers_behind(material, material.answered, number, ES).to_dict("records"):
            value = book[row["source_sheet"]][row["source_cell"]].value
            assert row["source_file"] == "estados"
            if row["method"] == "option":
                assert row["detail"].startswith(str(value))
            elif row["country_iso3"] != "COL":
                assert row["words"] == value
                n_words += 1
    assert n_words >= 4


def test_a_low_rating_gives_points_but_is_no_mention(material: Material) -> None:
    rows = list_answers_behind(material, ["MEX"], 10, ES)
    states = dict(zip(rows["method"], rows["state"], strict=True))
    assert states["option"] == "points"
    assert rows.set_index("method").loc["option", "points"] == pytest.approx(0.25)
    lowest = list_answers_behind(material, ["MEX"], 21, ES)
    assert list(lowest["state"]) == ["nothing"]


def test_what_waits_for_a_person_is_told_apart(workspace: Workspace) -> None:
    material = read_material(workspace, FORUM, "participants")
    rows = list_answers_behind(material, ["COL"], 21, ES)
    states = dict(zip(rows["method"], rows["state"], strict=True))
    assert states == {"option": "mention", "phrase": "reading"}


def test_challenges_are_no_priorities(material: Material) -> None:
    assert list_answers_behind(material, ["MEX"], 23, ES).empty
    assert list_answers_behind(material, ["COL"], 17, ES).empty


def test_a_rejected_reading_is_not_listed(material: Material) -> None:
    mentions = material.mentions.assign(status="rejected")
    rejected = replace(material, mentions=mentions)
    assert all(
        list_answers_behind(rejected, rejected.answered, number, ES).empty for number in OBJECTIVES
    )


def test_a_submission_that_does_not_count_is_not_listed(material: Material) -> None:
    is_mexican = material.respondents["country_iso3"] == "MEX"
    respondents = material.respondents.assign(
        status=material.respondents["status"].mask(is_mexican, "superseded")
    )
    without = replace(material, respondents=respondents)
    assert "MEX" not in set(list_answers_behind(without, ["CRI", "MEX"], 5, ES)["country_iso3"])


def test_countries_speak_are_silent_or_were_not_asked(material: Material) -> None:
    for number in OBJECTIVES:
        speaking = set(list_answers_behind(material, material.answered, number, ES)["country_iso3"])
        silent, not_offered = list_silent(material, material.answered, number)
        parts = [speaking, set(silent), set(not_offered)]
        assert set.union(*parts) == set(material.answered)
        assert sum(map(len, parts)) == len(material.answered)
    assert list_silent(material, ["CAN", "MEX"], 3) == (("MEX",), ("CAN",))


def test_countries_stand_in_the_order_of_the_alphabet(
    material: Material, language: Language
) -> None:
    rows = list_answers_behind(material, material.answered, 5, language)
    assert list(dict.fromkeys(rows["country_iso3"])) == ["CAN", "COL", "CRI", "MEX"]


def test_removed_words_are_shown_nowhere(material: Material) -> None:
    rows = list_answers_behind(material, ["COL"], 21, ES)
    shown = " ".join([*rows["words"], *rows["evidence"]])
    assert "[...]" in shown
    assert "sostenible" not in shown


def test_words_not_cleared_stay_with_the_secretariat(workspace: Workspace) -> None:
    material = read_material(workspace, FORUM, "participants")
    rows = list_answers_behind(material, material.answered, 10, ES)
    written = rows[rows["method"] != "option"]
    assert len(written) == 1
    assert HOSTILE not in set(written["words"])
    assert list(written["evidence"]) == [""]


def test_topics_are_named_in_the_language_of_the_page(material: Material) -> None:
    words = list_answers_behind(material, ["CAN"], 5, get_language("en"))["words"]
    assert list(words) == ["Regular pathways"]


def test_only_forums_that_were_run_can_be_chosen(workspace: Workspace, tmp_path: object) -> None:
    assert list_forums(workspace) == (FORUM,)
    assert list_forums(workspace, "participants") == (FORUM,)
    assert list_forums(Workspace(tmp_path)) == ()  # type: ignore[arg-type]


def test_the_public_is_not_shown_single_countries(workspace: Workspace) -> None:
    with pytest.raises(NotForPublic, match="internal"):
        read_material(workspace, FORUM, "public")
    assert issubclass(NotForPublic, GcmError)
