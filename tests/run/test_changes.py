"""What changed is told as a page and as data; a text that would count holds a release."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from gcm_analysis.forum import Forum, load_forum
from gcm_analysis.language import get_language
from gcm_analysis.run.changes import Changes, Side, select_moved
from gcm_analysis.run.telling_changes import list_data, write_changes, write_words
from gcm_analysis.run.unreviewed import TextUnreviewed, refuse_unreviewed
from gcm_analysis.workspace import Workspace

FORUM = "ejemplo-2023"


@pytest.fixture(scope="module")
def forum(repository: Path) -> Forum:
    return load_forum(Workspace(repository), FORUM)


def move(objective: int, before: float, now: float, cause: str) -> dict[str, object]:
    return {
        "conference": "ALL",
        "objective_id": objective,
        "cause": cause,
        "n_mentioning_before": before,
        "n_mentioning_now": now,
        "n_mentioning_change": now - before,
        "score_before": 0.25,
        "score_now": 0.5,
        "score_change": 0.25,
        "rank_before": 3.0,
        "rank_now": float("nan"),
        "rank_change": float("nan"),
    }


@pytest.fixture
def changes(forum: Forum) -> Changes:
    moved = pd.DataFrame([move(9, 3.0, 4.0, "new_answers"), move(12, 2.0, 1.0, "corrected_data")])
    return Changes(
        forum=forum,
        audience="internal",
        earlier=Side("run", 3, "2023-04-20"),
        latest=Side("run", 4, "2023-04-21"),
        answered=("PER",),
        withdrawn=(),
        changed=("CAN", "MEX"),
        n_others=1,
        n_to_review=(2, 1),
        moved=select_moved(moved),
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ["Corrida 4", "Perú", "Canadá y México", "1 lectura espera", "3 → 4", "+1"]),
        ("en", ["Run 4", "Peru", "Canada and Mexico", "1 reading waits", "2 → 1", "−1"]),
    ],
)
def test_a_page_of_changes_is_in_the_page_s_language(
    changes: Changes, language: str, said: list[str]
) -> None:
    text = write_words(changes, get_language(language))
    for words in said:
        assert words in text, words
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 4
    assert {line.count("|") for line in table} == {6}


def test_the_same_facts_stand_in_the_data(changes: Changes, tmp_path: Path) -> None:
    write_changes(changes, tmp_path, language="es")
    data = json.loads((tmp_path / "changes.json").read_text("utf-8"))
    assert data == list_data(changes)
    assert data["earlier"] == {"kind": "run", "number": 3, "cut_off": "2023-04-20"}
    first = data["objectives"][0]
    assert (first["n_mentioning_before"], first["n_mentioning_now"]) == (3, 4)
    assert first["rank_now"] is None
    assert first["causes"] == {"new_answers": {"n_mentioning": 1, "score": 0.25, "rank": None}}


def test_where_nothing_moved_it_is_said(changes: Changes) -> None:
    still = replace(changes, moved=changes.moved.iloc[:0])
    assert "No figure has changed." in write_words(still, get_language("en"))
    first = replace(still, earlier=None)
    assert "First run (4)" in write_words(first, get_language("en"))
    assert "No figure" not in write_words(first, get_language("en"))


def test_an_edition_is_named_as_one(changes: Changes) -> None:
    against = replace(changes, earlier=Side("release", 2, ""))
    assert "frente a la edición 2 (hasta –)" in write_words(against, get_language("es"))


TABLES = {
    "respondents": [("r1", "counted"), ("r2", "awaiting_decision")],
    "answers": [
        ("r1:explicacion:text", "r1", "explicacion", "Remesas", "K8"),
        ("r1:otra:text", "r1", "otra", "Remesas", "L8"),
        ("r2:explicacion:text", "r2", "explicacion", "Remesas", "K9"),
    ],
}


def hold(
    forum: Forum, *, audience: str = "participants", answer: str = "r1:explicacion:text", **given
) -> None:
    mention = {
        "answer_id": answer,
        "objective_id": 20,
        "method": "phrase",
        "status": "accepted",
        "is_reviewed": False,
    }
    columns = ["answer_id", "respondent_id", "question_id", "text", "source_cell"]
    answers = pd.DataFrame(TABLES["answers"], columns=columns)
    refuse_unreviewed(
        forum,
        audience,
        respondents=pd.DataFrame(TABLES["respondents"], columns=["respondent_id", "status"]),
        answers=answers.assign(source_file="consulta", source_sheet="Respuestas"),
        mentions=pd.DataFrame([mention | given]),
    )


@pytest.mark.parametrize("audience", ["participants", "public"])
@pytest.mark.parametrize("status", ["accepted", "to_review"])
def test_a_text_that_would_count_holds_a_release(forum: Forum, audience: str, status: str) -> None:
    with pytest.raises(TextUnreviewed) as refused:
        hold(forum, audience=audience, status=status)
    sentence = str(refused.value)
    assert sentence.startswith("consulta, sheet 'Respuestas', cell K8: the answer 'r1:explicacion")
    assert f"review export {FORUM}" in sentence
    assert "Remesas" not in sentence


@pytest.mark.parametrize(
    "given",
    [
        {"audience": "internal"},
        {"is_reviewed": True},
        {"status": "rejected"},
        {"method": "reference"},
        {"method": "review"},
        {"answer": "r1:otra:text"},  # no priority question
        {"answer": "r2:explicacion:text"},  # of a submission that does not count
    ],
)
def test_other_texts_hold_nothing(forum: Forum, given: dict[str, object]) -> None:
    hold(forum, **given)
