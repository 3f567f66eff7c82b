"""Who answered, in full or in part, and who is still awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from gcm_analysis.forum import expected_governments
from gcm_analysis.forum.model import Forum
from gcm_analysis.reference import conference_of
from gcm_analysis.survey.tables import RESPONSE_STATUS, validate_response_status

if TYPE_CHECKING:
    from collections.abc import Hashable


def response_status(forum: Forum, respondents: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Tell for every government of the roster how far its answer has come.

    Parameters
    ----------
    forum : Forum
    respondents, answers : DataFrame
        The tables of `read_responses`.

    Returns
    -------
    DataFrame
        The table `response_status`, one row per government of the roster in the order of ISO
        codes. `answered`: every priority question put to governments has an answer, a written
        "none" or "not applicable" included; `in_part`: some lack one, or say that it is still to
        come; `pending`: nothing has arrived; `awaiting_decision`: of two submissions it is not
        decided which counts.
        `n_questions` counts the priority questions put to governments, `n_answered` those of
        them with an answer that counts.
    """
    states = respondents[respondents["respondent_type"] == "government"]
    counted = states.loc[states["status"] == "counted", "respondent_id"]
    asked = find_questions_asked(forum, answers[answers["respondent_type"] == "government"])
    said = answers[
        answers["respondent_id"].isin(counted)
        & answers["question_id"].isin(asked)
        & is_answer(answers)
    ]
    by_state = dict(list(states.groupby("country_iso3")))
    n_answered = said.groupby("country_iso3")["question_id"].nunique().to_dict()
    rows = [
        describe_government(iso3, by_state.get(iso3), len(asked), n_answered)
        for iso3 in sorted(expected_governments(forum))
    ]
    return validate_response_status(pd.DataFrame(rows, columns=list(RESPONSE_STATUS.columns)))


def is_answer(answers: pd.DataFrame) -> pd.Series[bool]:
    """Tell which answers need not be asked for again: given, or declined in so many words."""
    is_declined = (answers["status"] == "not_asked") & answers["text"].notna()
    return answers["status"].isin(["answered", "none"]) | is_declined


def find_questions_asked(forum: Forum, answers: pd.DataFrame) -> tuple[str, ...]:
    """Return the priority questions put to at least one government, in the forum's order.

    Where no government has answered yet, all that do not belong to other respondents' sources.
    """
    asked = set(answers.loc[answers["status"] != "not_asked", "question_id"])
    states = {one.alias for one in forum.sources if one.respondent_type == "government"}
    return tuple(
        question.id
        for question in forum.priority_questions()
        if question.id in asked
        or (answers.empty and (not question.sources or states & set(question.sources)))
    )


def describe_government(
    iso3: str,
    submissions: pd.DataFrame | None,
    n_questions: int,
    n_answered: dict[Hashable, int],
) -> dict[str, object]:
    """Return the row of one government."""
    row: dict[str, object] = {
        "country_iso3": iso3,
        "conference": conference_of(iso3),
        "status": "pending",
        "submitted_at": None,
        "n_questions": n_questions,
        "n_answered": n_answered.get(iso3, 0),
        "validation": "not_sent",
    }
    if submissions is None:
        return row
    is_awaiting = (submissions["status"] == "awaiting_decision").any()
    is_answered = row["n_answered"] == n_questions
    row["status"] = "awaiting_decision" if is_awaiting else "answered" if is_answered else "in_part"
    in_force = submissions[submissions["status"] == "counted"]
    row["submitted_at"] = in_force["submitted_at"].max()
    row["validation"] = submissions["validation"].iloc[0]
    return row
