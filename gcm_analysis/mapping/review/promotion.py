"""Decisions teach: a phrase that a person has reviewed enters the codebook, with its source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gcm_analysis.errors import GcmError, find_nearest, say_expected
from gcm_analysis.mapping.codebook import (
    GRADES,
    LANGUAGES,
    Grade,
    load_codebook,
    read_objective_file,
)
from gcm_analysis.mapping.principles import find_alone
from gcm_analysis.mapping.review.rows import Lesson
from gcm_analysis.mapping.words import drop_function_words, fold, split_words, tell_language

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum

NOTATION = re.compile(r"[*()|?]|\.\.")
"""What has a meaning of its own in the codebook's phrases."""
MOST_WORDS = 12


@dataclass(eq=False)
class UnteachablePhrase(GcmError):
    """A phrase cannot be learned."""

    phrase: str
    objective_id: int
    reason: str

    def sentence(self) -> str:
        """Name the phrase, the objective and the reason."""
        return (
            f"The phrase {self.phrase!r} cannot be learned for objective {self.objective_id}: "
            f"{self.reason}."
        )


def promote_lessons(
    forum: Forum, lessons: Iterable[Lesson], *, answers: pd.DataFrame, folder: Path | None = None
) -> tuple[Path, ...]:
    """Teach the codebook all phrases that reviewers marked in a workbook.

    All are checked before the first is written.

    Parameters
    ----------
    forum : Forum
    lessons : iterable of Lesson
        Of `import_review`.
    answers : DataFrame
        The table `answers`, for the language of each answer.
    folder : Path or None
        Where the codebook lies; None: the one of the package.

    Returns
    -------
    tuple of Path
        The files that changed.

    Raises
    ------
    UnteachablePhrase
    """
    told = dict(zip(answers["answer_id"], answers["language"].fillna(""), strict=True))
    asked = []
    for lesson in lessons:
        language = told.get(lesson.answer_id) or tell_language(split_words(lesson.phrase))
        source = f"{forum.forum}, {lesson.answer_id}, {lesson.decided_by}, {lesson.decided_on}"
        check_phrase(lesson.phrase, lesson.objective_id, language, "clear")
        asked.append((lesson, language, source))
    changed = [
        promote_phrase(lesson.phrase, lesson.objective_id, language, source=source, folder=folder)
        for lesson, language, source in asked
    ]
    return tuple(dict.fromkeys(path for path in changed if path is not None))


def promote_phrase(
    phrase: str,
    objective_id: int,
    language: str,
    *,
    source: str,
    grade: Grade = "clear",
    folder: Path | None = None,
) -> Path | None:
    """Add a phrase to the codebook's learned phrases of an objective.

    Parameters
    ----------
    phrase : str
        Words as people write them; case, accents and spaces do not matter.
    objective_id : int
        1 to 23.
    language : str
        es, en, fr or pt.
    source : str
        Where it comes from: forum, answer, who, when.
    grade : {"clear", "likely", "hint"}
        How much it says.
    folder : Path or None
        Where the codebook lies; None: the one of the package.

    Returns
    -------
    Path or None
        The file `NN-learned.yml` that was written; None where the codebook knew the phrase.

    Raises
    ------
    UnteachablePhrase
        Another objective has the phrase, it names a guiding principle alone (rule 11), or it is
        no plain phrase.
    """
    import yaml

    check_phrase(phrase, objective_id, language, grade)
    home = folder or Path(str(files("gcm_analysis.mapping").joinpath("codebook")))
    path = home / f"{objective_id:02d}-learned.yml"
    content = path.read_text("utf-8") if path.exists() else ""
    data: dict[str, Any] = yaml.safe_load(content) if content else {"objective": objective_id}
    words = " ".join(phrase.split())
    known = [
        *(one.words for one in load_codebook().phrases if one.objective == objective_id),
        *(one.words for one in (read_objective_file(path.name, content)[0] if content else ())),
    ]
    if fold(words) in {fold(one) for one in known}:
        return None
    learned = data.setdefault(grade, {}).setdefault(language, [])
    learned.append({"phrase": words, "source": source})
    written = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
    read_objective_file(path.name, written)
    path.write_text(written, "utf-8", newline="\n")
    load_codebook.cache_clear()
    return path


def check_phrase(phrase: str, objective_id: int, language: str, grade: str) -> None:
    """Refuse what is no plain phrase, a principle alone, or another objective's phrase.

    Raises
    ------
    UnteachablePhrase
    """
    content = drop_function_words(split_words(phrase))
    reasons = {
        "the objectives are numbered 1 to 23": objective_id not in range(1, 24),
        say_expected(LANGUAGES, find_nearest(language, LANGUAGES)): language not in LANGUAGES,
        say_expected(GRADES, find_nearest(grade, GRADES)): grade not in GRADES,
        "it holds no word with a topic of its own": not content,
        f"it has more than {MOST_WORDS} words: keep those that say the objective": (
            len(content) > MOST_WORDS
        ),
        "*, (, ), |, ? and .. have a meaning of their own in the codebook": (
            NOTATION.search(phrase) is not None
        ),
        "alone it names a guiding principle, which is no evidence for an objective (rule 11)": (
            bool(find_alone(content))
        ),
    }
    for reason, holds in reasons.items():
        if holds:
            raise UnteachablePhrase(phrase, objective_id, reason)
    for known in load_codebook().phrases:
        is_same = known.language == language and fold(known.words) == fold(phrase)
        if is_same and known.objective != objective_id and known.grade == grade:
            reason = f"the codebook reads it as objective {known.objective}; mend that first"
            raise UnteachablePhrase(phrase, objective_id, reason)
