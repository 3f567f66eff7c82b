"""One government, one vote (rule 8)."""

from __future__ import annotations

import pytest

from gcm_analysis.survey.responses import UnknownSubmission, read_responses
from gcm_analysis.survey.status import response_status

HEADERS = ["País", "Nombre", "Temas", "En sus palabras"]
TWO = [
    ["SLV", "Ana Mora", "Retorno", "primera"],
    ["SLV", "Luz Paz", "Trata de personas", "segunda"],
]
TIMES = ["2024-08-02T10:00:00", "2024-08-01T10:00:00"]


@pytest.fixture
def answer_twice(make_forum, put, tmp_path):
    def answer(decisions: str = "", rows=TWO, **changes):
        forum = make_forum(**changes)
        put(forum, "estados.csv", headers=HEADERS, rows=rows, ids=["1", "2"],
            times=TIMES, personal=["Nombre"])  # fmt: skip
        if decisions:
            head = "kind,target,value,text_sha256,decided_by,decided_on,note\n"
            (tmp_path / "decisions.csv").write_text(head + decisions, "utf-8")
        return forum, read_responses(forum)

    return answer


def standing(responses):
    table = responses.respondents.set_index("respondent_id")
    return table["status"].to_dict(), table["superseded_by"].dropna().to_dict()


def test_without_a_focal_point_the_first_stays_and_the_other_waits(answer_twice):
    forum, responses = answer_twice()
    statuses, _ = standing(responses)
    assert statuses == {"estados#1": "awaiting_decision", "estados#2": "counted"}
    issue = responses.issues.query("code == 'two_submissions'").iloc[0]
    assert issue.severity == "warning"
    status = response_status(forum, responses.respondents, responses.answers)
    assert status.set_index("country_iso3").at["SLV", "status"] == "awaiting_decision"


@pytest.mark.parametrize("named", ["ana mora", "ANA  MORA"])
def test_the_focal_points_submission_counts(answer_twice, named):
    _, responses = answer_twice(focal_points={"SLV": named})
    statuses, by = standing(responses)
    assert statuses == {"estados#1": "counted", "estados#2": "superseded"}
    assert by == {"estados#2": "estados#1"}


def test_a_focal_point_is_known_by_address_too(answer_twice):
    rows = [
        ["SLV", "Ana.Mora@rree.example", "Retorno", "a"],
        ["SLV", "luz@x.example", "Retorno", "b"],
    ]
    _, responses = answer_twice(rows=rows, focal_points={"SLV": "Ana <ana.mora@rree.example>"})
    assert standing(responses)[0]["estados#1"] == "counted"


def test_a_decision_goes_before_the_focal_point(answer_twice):
    _, responses = answer_twice(
        "submission,estados#2,,,x,2024-09-01,\n", focal_points={"SLV": "Ana Mora"}
    )
    assert standing(responses)[1] == {"estados#1": "estados#2"}


def test_of_two_decisions_the_later_stands(answer_twice):
    decisions = "submission,estados#2,,,x,2024-09-01,\nsubmission,estados#1,,,x,2024-09-02,\n"
    _, responses = answer_twice(decisions)
    assert standing(responses)[1] == {"estados#2": "estados#1"}


def test_a_decision_for_a_submission_that_is_not_there_fails(answer_twice):
    with pytest.raises(UnknownSubmission, match="did you mean 'estados#1'"):
        answer_twice("submission,estado#1,,,x,2024-09-01,\n")


def test_two_submissions_that_say_the_same_are_one(answer_twice):
    rows = [["SLV", "Ana Mora", "Retorno", "igual"], ["SLV", "Luz Paz", "Retorno", "igual"]]
    _, responses = answer_twice(rows=rows)
    assert standing(responses)[1] == {"estados#1": "estados#2"}
    assert "two_submissions" not in responses.issues["code"].tolist()


def test_pieces_that_answer_different_questions_are_merged(answer_twice):
    rows = [["SLV", "Ana Mora", "Retorno", ""], ["SLV", "Luz Paz", "", "palabras"]]
    forum, responses = answer_twice(rows=rows)
    assert set(standing(responses)[0].values()) == {"counted"}
    assert responses.answers["answer_id"].tolist() == [
        "estados#1:temas:retorno", "estados#2:palabras:text",
    ]  # fmt: skip
    status = response_status(forum, responses.respondents, responses.answers)
    assert status.set_index("country_iso3").at["SLV", "status"] == "answered"


LETTER = {
    "sources": [
        {"alias": "estados", "files": ["estados.csv"], "country": {"column": "País"}},
        {"alias": "carta", "files": ["carta.csv"], "country": {"column": "País"}},
    ]
}


@pytest.fixture
def write_letter(make_forum, put, tmp_path):
    def write(decisions: str = ""):
        forum = make_forum(**LETTER)
        put(forum, "estados.csv", headers=HEADERS, rows=[TWO[0]], times=TIMES[:1],
            personal=["Nombre"])  # fmt: skip
        put(forum, "carta.csv", "carta", headers=["País", "Temas", "En sus palabras"],
            rows=[["El Salvador", "Trata de personas", "N/A"]], times=["2024-08-09"])  # fmt: skip
        if decisions:
            head = "kind,target,value,text_sha256,decided_by,decided_on,note\n"
            (tmp_path / "decisions.csv").write_text(head + decisions, "utf-8")
        return read_responses(forum)

    return write


def test_a_letter_beside_the_form_overrides_only_what_it_answers(write_letter):
    responses = write_letter("submission,carta:SLV,,,x,2024-09-01,\n")
    assert set(standing(responses)[0].values()) == {"counted"}
    assert responses.answers["answer_id"].tolist() == [
        "estados:SLV:palabras:text", "carta:SLV:temas:trata",
    ]  # fmt: skip
    told = responses.issues["code"].tolist()
    assert told.count("told_by_other_piece") == 2
    sums = responses.reconciliation.set_index("source_file")["cells_in_issues"]
    assert sums.to_dict() == {"estados": 1, "carta": 1}


def test_a_letter_that_nobody_decided_for_waits_as_a_whole(write_letter):
    responses = write_letter()
    assert standing(responses)[0] == {
        "estados:SLV": "counted", "carta:SLV": "awaiting_decision",
    }  # fmt: skip
    assert "carta:SLV:temas:trata" in responses.answers["answer_id"].tolist()


def test_the_roster_is_told_in_full(make_forum, put):
    forum = make_forum()
    rows = [["SLV", "Ana Mora", "Retorno", "a"], ["MEX", "Luz", "Retorno", ""]]
    put(forum, "estados.csv", headers=HEADERS, rows=rows, personal=["Nombre"])
    responses = read_responses(forum)
    status = response_status(forum, responses.respondents, responses.answers)
    rows = status[["country_iso3", "status", "n_questions", "n_answered"]].to_numpy().tolist()
    assert rows == [["COL", "pending", 2, 0], ["MEX", "in_part", 2, 1], ["SLV", "answered", 2, 2]]


def test_civil_society_is_never_set_against_itself(make_forum, put):
    source = {"alias": "estados", "files": ["estados.csv"], "respondent_type": "civil_society"}
    forum = make_forum(sources=[source])
    put(forum, "estados.csv", headers=HEADERS, rows=TWO, personal=["Nombre"])
    responses = read_responses(forum)
    assert responses.respondents["status"].tolist() == ["counted", "counted"]
    assert len(responses.answers) == 4
