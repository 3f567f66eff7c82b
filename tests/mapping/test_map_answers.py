"""From answers to mentions: options, texts, decisions, rule 11 and rule 12."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gcm_analysis.mapping.answers import map_answers
from gcm_analysis.mapping.audiences import being_read, counted_mentions
from gcm_analysis.mapping.decisions import WrongObjectives

OPEN = "formulario:MEX:abierta:text"


def rows(mentions, answer_id=OPEN):
    chosen = mentions[mentions["answer_id"] == answer_id]
    return [
        (row.objective_id, row.method, row.status, round(row.weight, 6))
        for row in chosen.itertuples()
    ]


def test_a_topic_answer_mentions_its_objectives_by_the_weights_of_the_map(
    forum, make_answers, read
):
    answers = make_answers(("MEX", "temas", "vias", "Vías regulares"))
    mentions = map_answers(forum, answers, [], read=read).mentions
    assert rows(mentions, "formulario:MEX:temas:vias") == [
        (5, "option", "accepted", 0.75),
        (6, "option", "accepted", 0.25),
    ]
    assert mentions["is_reviewed"].all()
    assert set(mentions["decided_by"]) == {"Secretaría, 2024-05-02"}


def test_a_map_that_nobody_signed_is_not_reviewed(forum, make_answers, read):
    answers = make_answers(("MEX", "temas", "fronteras", "Fronteras"))
    mentions = map_answers(forum, answers, [], read=read).mentions
    assert not mentions["is_reviewed"].any()


def test_a_topic_without_objectives_and_a_skipped_question_mention_nothing(
    forum, make_answers, read
):
    answers = make_answers(("MEX", "temas", "otros", "Otros"), ("PER", "abierta", "-", None))
    mapped = map_answers(forum, answers, [], read=read)
    assert mapped.mentions.empty
    assert mapped.issues.empty
    assert mapped.mentions["objective_id"].dtype == "int64"
    assert mapped.mentions["is_reviewed"].dtype == "bool"


def test_accepted_objectives_of_a_text_share_its_weight_and_candidates_stay_out(
    forum, make_answers, read
):
    text = "Ampliar vías regulares, protección consular, retorno digno y ventanillas"
    mentions = map_answers(forum, make_answers(("MEX", "abierta", "text", text)), [], read=read)
    assert rows(mentions.mentions) == [
        (5, "phrase", "accepted", 0.5),
        (14, "phrase", "accepted", 0.5),
        (21, "suggestion", "to_review", 0.0),
    ]


def test_words_under_other_are_read_like_an_open_text(forum, make_answers, read):
    answers = make_answers(("MEX", "temas", "other", "Vías regulares para jóvenes"))
    mentions = map_answers(forum, answers, [], read=read).mentions
    assert rows(mentions, "formulario:MEX:temas:other") == [(5, "phrase", "accepted", 1.0)]


def test_challenges_are_read_and_questions_without_a_role_are_not(forum, make_answers, read):
    answers = make_answers(
        ("MEX", "retos", "text", "vías regulares"), ("MEX", "nota", "text", "vías regulares")
    )
    mentions = map_answers(forum, answers, [], read=read).mentions
    assert set(mentions["answer_id"]) == {"formulario:MEX:retos:text"}


def test_a_decision_takes_the_place_of_what_was_read(forum, make_answers, read, decide):
    text = "vías regulares, retorno digno, ventanillas"
    answers = make_answers(("MEX", "abierta", "text", text))
    mentions = map_answers(
        forum, answers, [decide("mentions", OPEN, "15:0.7;21:0.3", text)], read=read
    ).mentions
    assert rows(mentions) == [
        (5, "phrase", "rejected", 0.0),
        (15, "review", "accepted", 0.7),
        (21, "review", "accepted", 0.3),
    ]
    assert mentions["is_reviewed"].all()
    assert set(mentions["decided_on"]) == {"2024-07-01"}
    assert dict(zip(mentions["objective_id"], mentions["evidence"], strict=True)) == {
        5: "vías regulares",
        15: "ventanillas",
        21: "retorno digno",
    }


def test_the_later_decision_overrules_the_earlier(forum, make_answers, read, decide):
    text = "vías regulares"
    answers = make_answers(("MEX", "abierta", "text", text))
    decisions = [decide("mentions", OPEN, "5", text), decide("mentions", OPEN, "9", text)]
    mentions = map_answers(forum, answers, decisions, read=read).mentions
    assert rows(mentions) == [(5, "phrase", "rejected", 0.0), (9, "review", "accepted", 1.0)]


def test_none_of_the_23_leaves_no_accepted_mention_and_no_doubt(forum, make_answers, read, decide):
    text = "retorno digno"
    answers = make_answers(("MEX", "abierta", "text", text))
    mapped = map_answers(forum, answers, [decide("mentions", OPEN, "", text)], read=read)
    assert rows(mapped.mentions) == [(21, "suggestion", "rejected", 0.0)]
    assert mapped.issues.empty


def test_a_decision_on_words_that_changed_is_stale_and_asked_again_loudly(
    forum, make_answers, read, decide
):
    answers = make_answers(("MEX", "abierta", "text", "vías regulares, protección consular"))
    decisions = [decide("mentions", OPEN, "9", "vías regulares")]
    mapped = map_answers(forum, answers, decisions, read=read)
    assert rows(mapped.mentions) == [
        (5, "phrase", "to_review", 0.0),
        (14, "phrase", "to_review", 0.0),
    ]
    assert list(mapped.issues["code"]) == ["objective_to_review", "stale_decision"]
    stale = mapped.issues.iloc[1]
    assert (stale["severity"], stale["source_cell"]) == ("warning", "F2")


def test_a_decision_survives_another_order_of_answers(forum, make_answers, read, decide):
    one = ("MEX", "abierta", "text", "vías regulares")
    two = ("PER", "abierta", "text", "retorno digno")
    decisions = [decide("mentions", OPEN, "9", "vías regulares")]
    first = map_answers(forum, make_answers(one, two), decisions, read=read).mentions
    second = map_answers(forum, make_answers(two, one), decisions, read=read).mentions
    assert first.equals(second)


def test_a_decision_survives_another_wording_of_the_codebook(forum, make_answers, read, decide):
    answers = make_answers(("MEX", "abierta", "text", "vías regulares"))
    decisions = [decide("mentions", OPEN, "9", "vías regulares")]

    def read_nothing(texts, *, languages):
        return [replace(one, objectives=()) for one in read(texts, languages=languages)]

    for reader in (read, read_nothing):
        mapped = map_answers(forum, answers, decisions, read=reader)
        kept = mapped.mentions[mapped.mentions["status"] == "accepted"]
        assert kept[["objective_id", "method", "decided_by"]].values.tolist() == [
            [9, "review", "Ana"]
        ]
        assert not (mapped.issues["code"] == "stale_decision").any()


def test_a_decision_on_a_topic_answer_takes_the_place_of_the_map(forum, make_answers, read, decide):
    target = "formulario:MEX:temas:vias"
    answers = make_answers(("MEX", "temas", "vias", "Vías regulares"))
    decisions = [decide("mentions", target, "5", "Vías regulares")]
    mentions = map_answers(forum, answers, decisions, read=read).mentions
    assert rows(mentions, target) == [(5, "review", "accepted", 1.0), (6, "option", "rejected", 0)]


def test_a_decision_on_an_answer_that_is_not_there_is_an_issue(forum, make_answers, read, decide):
    answers = make_answers(("MEX", "abierta", "text", "vías regulares"))
    mapped = map_answers(forum, answers, [decide("mentions", "gone", "5")], read=read)
    assert list(mapped.issues["code"]) == ["decision_without_answer"]
    assert mapped.issues["value"].tolist() == ["gone"]


@pytest.mark.parametrize("value", ["24", "5;5", "cinco", "5:0", "5:-1", "0", "5,6"])
def test_a_decision_that_names_no_objective_is_refused(forum, make_answers, read, decide, value):
    answers = make_answers(("MEX", "abierta", "text", "vías regulares"))
    with pytest.raises(WrongObjectives, match=r"decisions\.csv"):
        map_answers(forum, answers, [decide("mentions", OPEN, value, "vías regulares")], read=read)


def test_a_principle_alone_in_a_priority_question_waits_for_a_person(forum, make_answers, read):
    answers = make_answers(
        ("MEX", "abierta", "text", "Perspectiva de género"),
        ("MEX", "retos", "text", "Perspectiva de género"),
    )
    mapped = map_answers(forum, answers, [], read=read)
    assert mapped.mentions.empty
    assert list(mapped.issues["code"]) == ["principle_alone"]
    assert mapped.principle_mentions["principle_id"].tolist() == [8, 8]
    assert mapped.principle_mentions["evidence"].tolist() == ["género", "género"]


def test_a_chosen_topic_names_its_principles_and_a_ranked_one_does_not(forum, make_answers, read):
    topic = forum.topic("otros").model_copy(update={"name": {"es": "Perspectiva de género"}})
    changed = forum.model_copy(update={"topics": (topic,)})
    answers = make_answers(("MEX", "temas", "otros", "Perspectiva de género"))
    assert map_answers(changed, answers, [], read=read).principle_mentions.empty
    chosen = map_answers(changed, answers.assign(kind="multiple"), [], read=read)
    assert chosen.principle_mentions.values.tolist() == [
        ["formulario:MEX:temas:otros", 7, "Perspectiva de género"]
    ]


def test_a_text_without_objective_and_an_objective_24_are_issues(forum, make_answers, read):
    answers = make_answers(("MEX", "abierta", "text", "Según el objetivo 24"))
    codes = map_answers(forum, answers, [], read=read).issues["code"].tolist()
    assert codes == ["text_without_objective", "unknown_objective"]


def test_issues_never_hold_the_words_of_an_answer(forum, make_answers, read):
    answers = make_answers(("MEX", "abierta", "text", "retorno digno, pide Ana Mora"))
    issues = map_answers(forum, answers, [], read=read).issues
    assert not issues.astype(str).apply(lambda column: column.str.contains("Ana Mora")).any().any()


def test_redacted_words_leave_the_evidence_even_where_they_are_cut(
    forum, make_answers, read, decide
):
    text = "Pide visas Ana Mora, vías regulares"
    answers = make_answers(("MEX", "abierta", "text", text))
    decisions = [
        decide("redact", OPEN, "visas Ana Mora", text),
        decide("mentions", OPEN, "5;9", text),
    ]
    mentions = map_answers(forum, answers, decisions, read=read).mentions
    assert mentions["evidence"].tolist() == ["vías regulares", "Pide [...], vías regulares"]


def test_a_redaction_whose_words_are_gone_is_a_warning(forum, make_answers, read, decide):
    answers = make_answers(("MEX", "abierta", "text", "vías regulares"))
    mapped = map_answers(forum, answers, [decide("redact", OPEN, "Ana Mora")], read=read)
    assert mapped.issues["code"].tolist() == ["redaction_without_words"]


def test_beyond_the_secretariat_only_references_options_and_reviewed_mentions_count(
    forum, make_answers, read, decide
):
    answers = make_answers(
        ("MEX", "abierta", "text", "vías regulares, objetivo 9, retorno digno"),
        ("MEX", "temas", "fronteras", "Fronteras"),
        ("PER", "abierta", "text", "visas"),
    )
    decisions = [decide("mentions", "formulario:PER:abierta:text", "18", "visas")]
    mentions = map_answers(forum, answers, decisions, read=read).mentions
    assert sorted(counted_mentions(mentions, "internal")["objective_id"]) == [5, 9, 11, 18]
    for audience in ("participants", "public"):
        assert sorted(counted_mentions(mentions, audience)["objective_id"]) == [9, 11, 18]
        assert sorted(being_read(mentions, audience)["objective_id"]) == [5, 21]
    assert being_read(mentions, "internal")["objective_id"].tolist() == [21]


def test_a_principle_alone_waits_even_where_the_reader_guesses_an_objective(forum, make_answers):
    answers = make_answers(("MEX", "abierta", "text", "Cooperación internacional"))
    mapped = map_answers(forum, answers, [])
    assert rows(mapped.mentions) == [(23, "phrase", "to_review", 0.0)]
    assert mapped.issues["code"].tolist() == ["principle_alone"]
    assert mapped.principle_mentions["principle_id"].tolist() == [2]
