"""Decisions teach: a phrase that a person has reviewed is read from then on, with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import LearnedPhrase, append_phrases, load_decisions
from gcm_analysis.mapping.codebook import Phrase
from gcm_analysis.mapping.decisions import (
    hash_answers,
    is_current,
    latest_decisions,
    read_shares,
)
from gcm_analysis.mapping.learned import has_phrase, known_phrases, tell_unteachable
from gcm_analysis.mapping.review.rows import Lesson
from gcm_analysis.mapping.words import fold, split_words, tell_language

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum


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


@dataclass(eq=False)
class NotReviewed(GcmError):
    """A phrase was to be learned from an answer that gives no ground for it."""

    answer_id: str
    reason: str

    def sentence(self) -> str:
        """Name the answer and what it lacks."""
        return f"No phrase can be learned from the answer {self.answer_id!r}: {self.reason}."


def promote_reviewed(
    forum: Forum,
    answer_id: str,
    phrase: str,
    *,
    answers: pd.DataFrame,
    objective_id: int | None = None,
) -> LearnedPhrase | None:
    """Learn words of a reviewed answer as a phrase of the objective that was decided.

    The source is the decision's: the forum, the answer, who decided and when.

    Parameters
    ----------
    forum : Forum
    answer_id : str
        An answer whose review is in effect.
    phrase : str
        Words that stand in it.
    answers : DataFrame
        The table `answers`.
    objective_id : int or None
        Which of the objectives decided on the words say; None where there is one.

    Returns
    -------
    LearnedPhrase or None
        None where the codebook, or the forum, has the phrase already.

    Raises
    ------
    NotReviewed, UnteachablePhrase
    """
    words = answers.set_index("answer_id")["text"].fillna("")
    if answer_id not in words.index:
        raise NotReviewed(answer_id, "the forum has no answer of this code")
    decision = latest_decisions(load_decisions(forum), "mentions").get(answer_id)
    if decision is None or not is_current(decision, hash_answers(answers)):
        reason = "nobody has reviewed it, or its words have changed since; review it first"
        raise NotReviewed(answer_id, reason)
    if fold(" ".join(phrase.split())) not in fold(" ".join(words[answer_id].split())):
        raise NotReviewed(answer_id, f"the words {phrase!r} do not stand in it")
    decided = sorted(read_shares(decision.value, answer_id))
    chosen = decided[0] if objective_id is None and len(decided) == 1 else objective_id
    if chosen is None or chosen not in decided:
        told = ", ".join(str(number) for number in decided) or "none of the 23"
        raise NotReviewed(answer_id, f"it was decided to say {told}; name one of these")
    lesson = Lesson(phrase, chosen, answer_id, decision.decided_by, decision.decided_on)
    return next(iter(promote_lessons(forum, [lesson], answers=answers)), None)


def promote_lessons(
    forum: Forum, lessons: Iterable[Lesson], *, answers: pd.DataFrame
) -> tuple[LearnedPhrase, ...]:
    """Learn all phrases that reviewers marked in a workbook, or none.

    They are written to the forum's phrases.csv: the codebook of the program stays as it is.

    Parameters
    ----------
    forum : Forum
    lessons : iterable of Lesson
        Of `import_review`.
    answers : DataFrame
        The table `answers`, for the language of each answer.

    Returns
    -------
    tuple of LearnedPhrase
        Those that neither the codebook nor the forum had.

    Raises
    ------
    UnteachablePhrase
    """
    told = dict(zip(answers["answer_id"], answers["language"].fillna(""), strict=True))
    known = known_phrases(forum)
    learned = [learn(lesson, told.get(lesson.answer_id, ""), known) for lesson in lessons]
    return append_phrases(
        forum, [one for one in learned if not has_phrase(known, one.phrase, int(one.objective))]
    )


def learn(lesson: Lesson, language: str, known: Iterable[Phrase]) -> LearnedPhrase:
    """Return what a lesson teaches.

    Raises
    ------
    UnteachablePhrase
    """
    spoken = language or tell_language(split_words(lesson.phrase))
    reason = tell_unteachable(lesson.phrase, lesson.objective_id, spoken, known)
    if reason is not None:
        raise UnteachablePhrase(lesson.phrase, lesson.objective_id, reason)
    return LearnedPhrase(
        phrase=" ".join(lesson.phrase.split()),
        objective=str(lesson.objective_id),
        language=spoken,
        answer_id=lesson.answer_id,
        decided_by=lesson.decided_by,
        decided_on=lesson.decided_on,
    )
