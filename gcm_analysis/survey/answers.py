"""The atomic answers of a file, in the forum's own questions, topics and options."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gcm_analysis.forum.model import Forum, Question
from gcm_analysis.reference import conference_of
from gcm_analysis.survey.answer_language import detect_language
from gcm_analysis.survey.binding import hint_items
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.identity import Submission
from gcm_analysis.survey.rows import read_rows
from gcm_analysis.survey.speakers import ReadFile
from gcm_analysis.survey.wordings import Wordings

OTHER = "other"
"""Item of own words in the id of an answer."""
OTHER_WORDING = re.compile(r"^(other|otr[oa]|autre|outr[oa])s?\b")
"""How the option that foresees own words begins, folded."""
NON_ANSWERS = ("dont_know", "none", "skipped", "not_asked")
"""Statuses of what says nothing, the most telling first."""
Row = dict[str, Any]


@dataclass(frozen=True)
class AskedQuestion:
    """A question with what is needed to read its answers."""

    question: Question
    topics: frozenset[str]
    wordings: Wordings
    n_offered: int | None


def prepare_questions(forum: Forum) -> dict[str, AskedQuestion]:
    """Return the forum's questions by id, in the order of forum.yml."""
    prepared = {}
    for question in forum.questions:
        prepared[question.id] = AskedQuestion(
            question=question,
            topics=frozenset(question.topics),
            wordings=Wordings(hint_items(forum, question)),
            n_offered=len(question.topics) if question.kind != "text" else None,
        )
    return prepared


def build_answers(
    forum: Forum, read: ReadFile, submissions: Iterable[Submission], findings: Findings
) -> list[Row]:
    """Return the answers of some submissions of one file, as rows of the table `answers`.

    Every question has at least one row for every submission: where it says nothing, one row
    with the status that says why.

    Parameters
    ----------
    forum : Forum
    read : ReadFile
    submissions : iterable of Submission
        Those of this file that are kept.
    findings : Findings
        Where options that nobody knows and repeated answers go.

    Returns
    -------
    list of dict
        In the order of the submissions and of the questions in forum.yml.
    """
    questions = prepare_questions(forum)
    given: dict[tuple[int, str], list[Row]] = {}
    for row in read_rows(read.export.answers):
        given.setdefault((row["respondent"], row["question_id"]), []).append(row)
    answers: list[Row] = []
    for submission in submissions:
        shared = describe_submission(forum, read, submission)
        for question_id, asked in questions.items():
            rows = given.get((submission.respondent, question_id), [])
            is_asked = question_id in read.asked
            answers += build_question(asked, rows, is_asked, shared, findings)
    return answers


def describe_submission(forum: Forum, read: ReadFile, submission: Submission) -> Row:
    """Return the columns that all answers of a submission share."""
    return {
        "forum": forum.forum,
        "respondent_id": submission.respondent_id,
        "respondent_type": submission.respondent_type,
        "country_iso3": submission.country_iso3,
        "conference": find_conference(submission),
        "source_file": submission.file,
        "source_language": read.file.source.language,
        "form_language": submission.language,
    }


def find_conference(submission: Submission) -> str | None:
    """Return the conference whose member a government is (rule 10); others have none (rule 9)."""
    if submission.respondent_type != "government" or submission.country_iso3 is None:
        return None
    return conference_of(submission.country_iso3)


def build_question(
    asked: AskedQuestion, rows: list[Row], is_asked: bool, shared: Row, findings: Findings
) -> list[Row]:
    """Return the answers of one submission to one question; at least one row."""
    said = [row for row in rows if row["status"] == "answered"]
    silent = [row for row in rows if row["status"] != "answered"]
    if not said:
        return [build_non_answer(asked, silent, is_asked, shared)]
    for row in silent:
        if row["text"] is not None:
            findings.note(
                "item_not_answered",
                f"One item of the question {asked.question.id!r} says {row['text']!r}: "
                "it counts as left blank.",
                source_file=shared["source_file"], source_sheet=row["source_sheet"],
                source_cell=row["source_cell"], value=row["text"],
            )  # fmt: skip
    labels: Counter[str] = Counter()
    answers = []
    for row in said:
        item = find_item(asked, row, shared, findings)
        label = item or (OTHER if asked.wordings.items else "text")
        labels[label] += 1
        if item is not None and labels[label] > 1:
            findings.note(
                "repeated_item",
                f"The question {asked.question.id!r} holds the item {item!r} twice: "
                "the first stands.",
                source_file=shared["source_file"], source_sheet=row["source_sheet"],
                source_cell=row["source_cell"], value=row["text"],
            )  # fmt: skip
            continue
        number = f"-{labels[label]}" if labels[label] > 1 else ""
        answers.append(build_answer(asked, row, item, f"{label}{number}", shared))
    return answers


def build_non_answer(asked: AskedQuestion, silent: list[Row], is_asked: bool, shared: Row) -> Row:
    """Return the one row of a question that says nothing: the most telling of what stands there."""
    blank: Row = {
        "status": "skipped" if is_asked else "not_asked", "text": None, "source_sheet": None,
        "source_cell": None, "scale_low": None, "scale_high": None,
    }  # fmt: skip
    row = min(
        silent, key=lambda row: (row["text"] is None, NON_ANSWERS.index(row["status"])),
        default=blank,
    )  # fmt: skip
    return {
        **common_columns(asked, row, shared),
        "answer_id": name_answer(shared, asked, "-"),
        "status": row["status"],
        "rank": None,
        "rating": None,
        "topic_id": None,
        "option_id": None,
        "language": None,
    }


def build_answer(asked: AskedQuestion, row: Row, item: str | None, label: str, shared: Row) -> Row:
    """Return one atomic answer: a topic, an option, or own words."""
    is_topic = item in asked.topics
    return {
        **common_columns(asked, row, shared),
        "answer_id": name_answer(shared, asked, label),
        "status": "answered",
        "rank": row["rank"],
        "rating": row["rating"],
        "topic_id": item if is_topic else None,
        "option_id": None if is_topic else item,
        "language": tell_language(row["text"], shared) if item is None else None,
    }


def common_columns(asked: AskedQuestion, row: Mapping[str, Any], shared: Row) -> Row:
    """Return the columns that answers and non-answers share."""
    scale = asked.question.scale
    told = {key: value for key, value in shared.items() if not key.endswith("_language")}
    return {
        **told,
        "question_id": asked.question.id,
        "kind": asked.question.kind,
        "text": row["text"],
        "scale_low": scale.low if scale else row["scale_low"],
        "scale_high": scale.high if scale else row["scale_high"],
        "n_offered": asked.n_offered,
        "source_sheet": row["source_sheet"],
        "source_cell": row["source_cell"],
    }


def find_item(asked: AskedQuestion, row: Row, shared: Row, findings: Findings) -> str | None:
    """Return the topic or option of an answer; None for a respondent's own words."""
    if row["item_id"] is not None:
        return str(row["item_id"])
    if not asked.wordings.items or row["text"] is None:
        return None
    if row["rating"] is not None and len(asked.wordings.items) == 1:
        return asked.wordings.items[0].item_id
    found = asked.wordings.find(row["text"])
    if found is None:
        warn_of_unknown_option(asked, row, shared, findings)
    return found


def warn_of_unknown_option(asked: AskedQuestion, row: Row, shared: Row, findings: Findings) -> None:
    """Warn of words that no topic or option has, unless the question foresees own words."""
    foresees_own = any(map(OTHER_WORDING.match, asked.wordings.by_folded))
    nearest = asked.wordings.nearest(row["text"])
    if foresees_own and nearest is None:
        return
    hint = f"; the nearest that it offers is {nearest!r}" if nearest else ""
    findings.warn(
        "unknown_option",
        f"The question {asked.question.id!r} offers no {row['text']!r}{hint}: it is kept as the "
        "respondent's own words; add it under as_asked in forum.yml if it is a topic's wording.",
        source_file=shared["source_file"], source_sheet=row["source_sheet"],
        source_cell=row["source_cell"], value=row["text"],
    )  # fmt: skip


def tell_language(text: str | None, shared: Row) -> str | None:
    """Return the language of own words: the source's, else as detected, else the form's."""
    form = str(shared["form_language"] or "")[:2].casefold()
    known = form if form in {"es", "en", "fr", "pt"} else None
    return shared["source_language"] or detect_language(text or "") or known


def name_answer(shared: Row, asked: AskedQuestion, item: str) -> str:
    """Return the id of an answer: it depends on no text and no position."""
    return f"{shared['respondent_id']}:{asked.question.id}:{item}"
