"""Why a rank moved: each cause gets what it brought, and the parts add up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from gcm_analysis.priorities import CAUSES, CountedRun, explain_changes
from gcm_analysis.priorities.attribution import count_standings

QUESTIONS = [
    {"id": "topics", "kind": "multiple", "topics": ["routes", "return"]},
    {"id": "words", "kind": "text"},
]
TOPICS = {"routes": {5: 1.0}, "return": {21: 1.0}}


def survey(new_survey: Any, topics: dict[str, Any] = TOPICS) -> Any:
    said = new_survey(QUESTIONS, topics)
    said.choose("MEX", "topics", "routes")
    said.write("MEX", "words", 14)
    said.choose("COL", "topics", "return")
    return said


def counted(said: Any) -> CountedRun:
    run = CountedRun(said.forum, *said.tables(), conference_priorities=pd.DataFrame())
    return replace(run, conference_priorities=count_standings(run, "internal").reset_index())


def causes_of(changes: pd.DataFrame, objective: int, conference: str = "ALL") -> dict[str, float]:
    rows = changes[(changes["conference"] == conference) & (changes["objective_id"] == objective)]
    brought = dict(zip(rows["cause"], rows["n_mentioning_change"], strict=True))
    return {cause: change for cause, change in brought.items() if change}


def test_a_new_answer_is_a_new_answer(new_survey: Any) -> None:
    later = survey(new_survey)
    later.choose("PAN", "topics", "routes")
    changes = explain_changes(counted(survey(new_survey)), counted(later))
    assert causes_of(changes, 5) == {"new_answers": 1}
    assert causes_of(changes, 5, "SACM") == {}


def test_a_corrected_answer_is_corrected_data(new_survey: Any) -> None:
    later = new_survey(QUESTIONS, TOPICS)
    later.choose("MEX", "topics", "return")
    later.write("MEX", "words", 14)
    later.choose("COL", "topics", "return")
    changes = explain_changes(counted(survey(new_survey)), counted(later))
    assert causes_of(changes, 5) == {"corrected_data": -1}
    assert causes_of(changes, 21) == {"corrected_data": 1}


def test_a_text_read_in_another_way_is_recoded(new_survey: Any) -> None:
    later = new_survey(QUESTIONS, TOPICS)
    later.choose("MEX", "topics", "routes")
    later.write("MEX", "words", 4)
    later.choose("COL", "topics", "return")
    changes = explain_changes(counted(survey(new_survey)), counted(later))
    assert causes_of(changes, 14) == {"recoded_text": -1}
    assert causes_of(changes, 4) == {"recoded_text": 1}


def test_a_topic_mapped_in_another_way_is_configuration(new_survey: Any) -> None:
    later = survey(new_survey, TOPICS | {"routes": {6: 1.0}})
    changes = explain_changes(counted(survey(new_survey)), counted(later))
    assert causes_of(changes, 5) == {"configuration": -1}
    assert causes_of(changes, 6) == {"configuration": 1}


def test_figures_that_this_program_would_not_count_are_the_program_s(new_survey: Any) -> None:
    before = counted(survey(new_survey))
    told = before.conference_priorities.copy()
    told.loc[told["objective_id"] == 21, "n_mentioning"] = 0
    earlier = replace(before, conference_priorities=told)
    assert causes_of(explain_changes(earlier, before), 21) == {"program": 1}


def test_the_parts_add_up_to_the_whole(new_survey: Any) -> None:
    later = survey(new_survey, TOPICS | {"routes": {6: 1.0}})
    later.choose("PAN", "topics", "routes", "return")
    later.write("CRI", "words", 5, 7)
    changes = explain_changes(counted(survey(new_survey)), counted(later))
    assert list(changes["cause"].unique()) == list(CAUSES)
    whole = changes.groupby(["conference", "objective_id"]).agg(
        parts=("n_mentioning_change", "sum"),
        before=("n_mentioning_before", "first"),
        now=("n_mentioning_now", "first"),
    )
    assert (whole["parts"] == whole["now"] - whole["before"]).all()


def test_nothing_changed_is_no_change(new_survey: Any) -> None:
    run = counted(survey(new_survey))
    changes = explain_changes(run, run)
    assert not changes[["n_mentioning_change", "rank_change"]].fillna(0).to_numpy().any()


@pytest.mark.parametrize("figure", ["n_mentioning", "score", "rank"])
def test_every_objective_of_every_conference_is_told(new_survey: Any, figure: str) -> None:
    run = counted(survey(new_survey))
    changes = explain_changes(run, run)
    assert len(changes) == 3 * 23 * len(CAUSES)
    assert {f"{figure}_{when}" for when in ("before", "now", "change")} <= set(changes)
