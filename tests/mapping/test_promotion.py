"""Phrases that people reviewed enter the codebook with their source."""

from __future__ import annotations

from pathlib import Path

import pytest

from gcm_analysis.mapping.codebook import read_objective_file
from gcm_analysis.mapping.review.promotion import (
    UnteachablePhrase,
    promote_lessons,
    promote_phrase,
)
from gcm_analysis.mapping.review.rows import Lesson

PHRASE = "carné fronterizo zafral"


def test_a_phrase_is_learned_with_its_source_and_only_once(tmp_path: Path) -> None:
    path = promote_phrase(PHRASE, 5, "es", source="foro, MEX, Ana, 2024-07-01", folder=tmp_path)
    assert path == tmp_path / "05-learned.yml"
    phrases, _ = read_objective_file(path.name, path.read_text("utf-8"))
    assert [(one.words, one.grade, one.language, one.source) for one in phrases] == [
        (PHRASE, "clear", "es", "foro, MEX, Ana, 2024-07-01")
    ]
    assert promote_phrase("Carne  FRONTERIZO zafral", 5, "es", source="x", folder=tmp_path) is None
    promote_phrase("zafra binacional", 5, "es", source="y", folder=tmp_path)
    assert len(read_objective_file(path.name, path.read_text("utf-8"))[0]) == 2


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
    tmp_path: Path, phrase: str, objective: int, language: str, said: str
) -> None:
    with pytest.raises(UnteachablePhrase, match=said):
        promote_phrase(phrase, objective, language, source="x", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_lessons_are_all_checked_before_one_is_learned(forum, make_answers, tmp_path: Path) -> None:
    answers = make_answers(("MEX", "abierta", "text", f"{PHRASE} y derechos humanos"))
    answer_id = answers["answer_id"].iloc[0]
    good = Lesson(PHRASE, 5, answer_id, "Ana", "2024-07-01")
    bad = Lesson("derechos humanos", 15, answer_id, "Ana", "2024-07-01")
    with pytest.raises(UnteachablePhrase):
        promote_lessons(forum, [good, bad], answers=answers, folder=tmp_path)
    assert list(tmp_path.glob("*.yml")) == []
    (path,) = promote_lessons(forum, [good], answers=answers, folder=tmp_path)
    assert "prueba-2024, formulario:MEX:abierta:text, Ana, 2024-07-01" in path.read_text("utf-8")
