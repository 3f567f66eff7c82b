"""`import_review`: what people decided in a workbook enters the forum's folder, or nothing does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gcm_analysis.forum import (
    Correction,
    Decision,
    append_corrections,
    append_decisions,
)
from gcm_analysis.mapping.decisions import hash_answers
from gcm_analysis.mapping.learned import known_phrases
from gcm_analysis.mapping.review.country_reply import Verdict, read_country_reply
from gcm_analysis.mapping.review.filled import Faults, FilledWorkbook, NotAReview, open_filled
from gcm_analysis.mapping.review.rows import (
    KnownAnswers,
    Lesson,
    read_doubt_rows,
    read_submission_rows,
)

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum


@dataclass(frozen=True)
class ImportResult:
    """What a workbook brought.

    Parameters
    ----------
    decisions : tuple of Decision
        Appended to decisions.csv.
    corrections : tuple of Correction
        Appended to corrections.csv.
    validation : {"validated", "corrected"} or None
        What a country's sheet says of its record; None for a review.
    country : str or None
        ISO3 of that country.
    lessons : tuple of Lesson
        Phrases that reviewers want the codebook to learn; see `promote_lessons`.
    n_known : int
        Decisions and corrections that had been imported before.
    """

    decisions: tuple[Decision, ...]
    corrections: tuple[Correction, ...] = ()
    validation: Verdict | None = None
    country: str | None = None
    lessons: tuple[Lesson, ...] = ()
    n_known: int = 0


def import_review(forum: Forum, path: Path, *, answers: pd.DataFrame) -> ImportResult:
    """Take the decisions of a workbook into the forum's folder.

    Rows may be sorted, filtered, deleted or left blank. Every row is checked; where one is
    wrong nothing is written. What was imported before is not written again.

    Parameters
    ----------
    forum : Forum
    path : Path
        A workbook of `export_review`, as Excel or LibreOffice saved it.
    answers : DataFrame
        The table `answers` as it is now.

    Returns
    -------
    ImportResult

    Raises
    ------
    UnreadableFile
        The file cannot be opened.
    NotAReview
        It is no such workbook, or one of another forum.
    WrongReview
        Cells that cannot be taken in, each with what was expected.
    """
    found = read_review(forum, path, answers=answers)
    corrections = append_corrections(forum, found.corrections)
    decisions = append_decisions(forum, found.decisions)
    n_found = len(found.decisions) + len(found.corrections)
    return replace(
        found,
        decisions=decisions,
        corrections=corrections,
        n_known=n_found - len(decisions) - len(corrections),
    )


def read_review(forum: Forum, path: Path, *, answers: pd.DataFrame) -> ImportResult:
    """Return what a workbook decides, and write nothing.

    Parameters, errors: see `import_review`.
    """
    filled = open_filled(path)
    check_forum(filled, forum)
    texts = answers["text"].astype(object).where(answers["text"].notna(), "")
    known = KnownAnswers(
        texts=dict(zip(answers["answer_id"], texts, strict=True)),
        hashes=hash_answers(answers),
        exported=filled.meta.answers,
        languages=dict(zip(answers["answer_id"], answers["language"].fillna(""), strict=True)),
        phrases=known_phrases(forum),
    )
    faults = Faults()
    if filled.meta.kind == "country":
        reply = read_country_reply(forum, filled, answers, known, faults)
        faults.stop()
        return ImportResult(
            decisions=reply.decisions,
            corrections=reply.corrections,
            validation=reply.validation,
            country=filled.meta.country,
        )
    rows = read_doubt_rows(filled, known, faults)
    submissions = read_submission_rows(filled, frozenset(answers["respondent_id"]), faults)
    faults.stop()
    return ImportResult(decisions=(*rows.decisions, *submissions), lessons=rows.lessons)


def check_forum(filled: FilledWorkbook, forum: Forum) -> None:
    """Refuse a workbook of another forum, or one without any table.

    Raises
    ------
    NotAReview
    """
    if filled.meta.forum != forum.forum:
        reason = f"it was written for the forum {filled.meta.forum!r}, not for {forum.forum!r}"
        raise NotAReview(file=filled.file, reason=reason)
    if not filled.has_table("answer_id") and not filled.has_table("respondent_id"):
        reason = "none of its sheets has a header row as it was written"
        raise NotAReview(file=filled.file, reason=reason)
