"""Phrases that people reviewed are read from then on, and keep their source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gcm_analysis.forum import ForumErrors, append_decisions, load_forum, load_phrases
from gcm_analysis.mapping import map_answers
from gcm_analysis.mapping.codebook import load_codebook
from gcm_analysis.mapping.learned import known_phrases, tell_unteachable
from gcm_analysis.mapping.review.promotion import (
    NotReviewed,
    UnteachablePhrase,
    promote_lessons,
    promote_reviewed,
)
from gcm_analysis.mapping.review.rows import Lesson
from gcm_analysis.workspace import Workspace

PHRASE = "tamborileo zafral anual"
TEXT = f"Un {PHRASE} y derechos humanos"
ANSWER = "formulario:MEX:abierta:text"
OTHER = "formulario:PER:abierta:text"
LESSON = Lesson(PHRASE, 5, ANSWER, "Ana", "2024-07-01")


@pytest.fixture
def answers(make_answers):
    return make_answers(
        ("MEX", "abierta", "text", TEXT),
        ("PER", "abierta", "text", "El tamborileo  ZAFRÁL anual"),
    )


def accepted(forum, answers, answer_id: str) -> list[tuple[int, str]]:
    mentions = map_answers(forum, answers, ()).mentions
    mine = mentions[(mentions["answer_id"] == answer_id) & (mentions["status"] == "accepted")]
    return list(zip(mine["objective_id"], mine["method"], strict=True))


def test_a_learned_phrase_is_read_in_other_answers_and_the_package_stays_as_it_was(
    forum, answers
) -> None:
    version = load_codebook().version
    assert accepted(forum, answers, OTHER) == []
    (learned,) = promote_lessons(forum, [LESSON], answers=answers)
    assert (learned.phrase, learned.objective, learned.language) == (PHRASE, "5", "es")
    assert accepted(forum, answers, OTHER) == [(5, "phrase")]
    (phrase,) = known_phrases(forum)[len(load_codebook().phrases) :]
    assert phrase.source == f"prueba-2024, {ANSWER}, Ana, 2024-07-01"
    load_codebook.cache_clear()
    assert load_codebook().version == version


def test_what_people_learned_outweighs_what_resembles_the_same_words(forum, make_answers) -> None:
    answers = make_answers(("MEX", "abierta", "text", "Un carné fronterizo zafral"))
    assert 5 not in dict(accepted(forum, answers, ANSWER))
    lesson = replace(LESSON, phrase="carné fronterizo zafral")
    promote_lessons(forum, [lesson], answers=answers)
    assert accepted(forum, answers, ANSWER) == [(5, "phrase")]


def test_a_phrase_is_learned_once_however_it_is_written(forum, answers) -> None:
    promote_lessons(forum, [LESSON, LESSON], answers=answers)
    again = replace(LESSON, phrase="Tamborileo  ZAFRÁL anual", answer_id=OTHER)
    assert promote_lessons(forum, [again], answers=answers) == ()
    assert len(load_phrases(forum)[forum.forum]) == 1


def test_a_later_forum_reads_with_what_an_earlier_one_learned(forum, answers) -> None:
    promote_lessons(forum, [LESSON], answers=answers)
    folder = forum.folder.parent / "prueba-2026"
    folder.mkdir()
    update = {"forum": "prueba-2026", "folder": folder, "earlier_forums": ("prueba-2024",)}
    later = forum.model_copy(update=update)
    assert accepted(later, answers, OTHER) == [(5, "phrase")]
    assert promote_lessons(later, [LESSON], answers=answers) == ()
    alone = forum.model_copy(update={**update, "earlier_forums": ()})
    assert accepted(alone, answers, OTHER) == []


def test_a_reviewed_phrase_is_promoted_in_one_step_with_the_reviews_source(
    forum, answers, decide
) -> None:
    append_decisions(forum, [decide("mentions", ANSWER, "5", TEXT)])
    learned = promote_reviewed(forum, ANSWER, PHRASE, answers=answers)
    assert learned is not None
    assert (learned.objective, learned.answer_id) == ("5", ANSWER)
    assert (learned.decided_by, learned.decided_on) == ("Ana", "2024-07-01")
    assert promote_reviewed(forum, ANSWER, PHRASE, answers=answers) is None


def test_of_several_objectives_one_has_to_be_named(forum, answers, decide) -> None:
    append_decisions(forum, [decide("mentions", ANSWER, "5;18", TEXT)])
    with pytest.raises(NotReviewed, match="5, 18; name one"):
        promote_reviewed(forum, ANSWER, PHRASE, answers=answers)
    with pytest.raises(NotReviewed, match="5, 18; name one"):
        promote_reviewed(forum, ANSWER, PHRASE, answers=answers, objective_id=7)
    learned = promote_reviewed(forum, ANSWER, PHRASE, answers=answers, objective_id=18)
    assert learned is not None
    assert learned.objective == "18"


def test_what_no_review_in_effect_says_is_not_learned(forum, answers, decide) -> None:
    with pytest.raises(NotReviewed, match="nobody has reviewed it"):
        promote_reviewed(forum, ANSWER, PHRASE, answers=answers)
    with pytest.raises(NotReviewed, match="no answer of this code"):
        promote_reviewed(forum, "x", PHRASE, answers=answers)
    append_decisions(forum, [decide("mentions", ANSWER, "5", TEXT)])
    with pytest.raises(NotReviewed, match="do not stand in it"):
        promote_reviewed(forum, ANSWER, "permiso anual", answers=answers)
    changed = answers.assign(text=answers["text"] + ".")
    with pytest.raises(NotReviewed, match="have changed"):
        promote_reviewed(forum, ANSWER, PHRASE, answers=changed)
    assert load_phrases(forum)[forum.forum] == ()


@pytest.mark.parametrize(
    ("phrase", "objective", "language", "said"),
    [
        ("perspectiva de género", 7, "es", "rule 11"),
        ("tráfico ilícito", 10, "es", "objective 9"),
        ("vías (regulares|nuevas)", 5, "es", "meaning of their own"),
        ("de la", 5, "es", "no word"),
        ("vías nuevas", 24, "es", "1 to 23"),
        ("vías nuevas", 5, "de", "es, en, fr, pt"),
    ],
)
def test_what_is_no_evidence_is_not_learned(
    phrase: str, objective: int, language: str, said: str
) -> None:
    reason = tell_unteachable(phrase, objective, language, load_codebook().phrases)
    assert reason is not None
    assert said in reason


def test_lessons_are_all_checked_before_one_is_learned(forum, answers) -> None:
    bad = Lesson("derechos humanos", 15, ANSWER, "Ana", "2024-07-01")
    with pytest.raises(UnteachablePhrase, match="rule 11"):
        promote_lessons(forum, [LESSON, bad], answers=answers)
    assert not (forum.folder / "phrases.csv").exists()


def test_a_wrong_line_of_the_file_is_told(tmp_path: Path, forum) -> None:
    (forum.folder / "phrases.csv").write_text(
        "phrase,objective,language,answer_id,decided_by,decided_on\nzafra,24,es,x,Ana,2024-07-01\n",
        "utf-8",
    )
    with pytest.raises(ForumErrors, match=r"phrases\.csv.*line 2.*1 to 23"):
        load_phrases(forum)


def test_the_file_is_no_source_of_answers(repository: Path, tmp_path: Path) -> None:
    from shutil import copytree

    from gcm_analysis.survey import check_forum

    copytree(repository / "data" / "raw", tmp_path / "data" / "raw")
    workspace = Workspace(tmp_path)
    before = check_forum(workspace, "ejemplo-2024")
    folder = load_forum(workspace, "ejemplo-2024").folder
    line = f"{PHRASE},5,es,{ANSWER},Ana,2024-07-01\n"
    header = "phrase,objective,language,answer_id,decided_by,decided_on\n"
    (folder / "phrases.csv").write_text(header + line, "utf-8")
    assert check_forum(workspace, "ejemplo-2024") == before
