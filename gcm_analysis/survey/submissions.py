"""One government, one vote: pieces merged, doubles decided or put before a person (rule 8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gcm_analysis.survey.answers import NON_ANSWERS, Row
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.identity import Submission

SubmissionStatus = Literal["counted", "superseded", "awaiting_decision"]
FAR_AHEAD = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
CONTENT = ("topic_id", "option_id", "text", "rank", "rating")


@dataclass(frozen=True)
class Standing:
    """Whether a submission counts.

    Parameters
    ----------
    status : str
        counted, superseded or awaiting_decision.
    superseded_by : str or None
        The submission that stands in its place.
    overridden : frozenset of str
        Questions on which another submission of the same government stands in its place.
    """

    status: SubmissionStatus = "counted"
    superseded_by: str | None = None
    overridden: frozenset[str] = frozenset()


@dataclass
class Content:
    """What one submission answers.

    Parameters
    ----------
    submission : Submission
    level : tuple of int
        Who is preferred of two: a person's decision (the later line first), then the focal
        point, then nobody.
    words : dict
        For each question answered, what was answered.
    """

    submission: Submission
    level: tuple[int, int]
    words: dict[str, frozenset[tuple[object, ...]]] = field(default_factory=dict)


def settle_submissions(
    submissions: Iterable[Submission],
    answers: Iterable[Row],
    decided: Mapping[str, int],
    findings: Findings,
) -> dict[str, Standing]:
    """Tell which submissions count (rule 8).

    Submissions of one government that answer different questions are pieces of one answer and
    all count. Where two answer the same question, one must give way: a person's decision names
    the one that counts, else the focal point's does, else the first stays and the other awaits a
    decision. In one form the loser gives way as a whole; a piece from another source (a letter
    beside the form) only on the questions that both answer. Two that say the same are one.
    Respondents other than governments are never set against each other.

    Parameters
    ----------
    submissions : iterable of Submission
    answers : iterable of dict
        Rows of the table `answers`.
    decided : mapping of str to int
        Submissions that a person has decided for, with the line of the decision.
    findings : Findings
        Gets a warning for each submission that awaits a decision, a note for each that gave way.

    Returns
    -------
    dict of str to Standing
        By `respondent_id`, one for each submission.
    """
    given = list(submissions)
    words = collect_words(answers)
    standings = {submission.respondent_id: Standing() for submission in given}
    states: dict[str, list[Content]] = {}
    for submission in given:
        if submission.respondent_type == "government" and submission.country_iso3:
            content = Content(
                submission, find_level(submission, decided), words[submission.respondent_id]
            )
            states.setdefault(submission.country_iso3, []).append(content)
    for contents in states.values():
        standings |= settle_government(contents, findings)
    return standings


def find_level(submission: Submission, decided: Mapping[str, int]) -> tuple[int, int]:
    """Return how much speaks for a submission; lower is more."""
    if submission.respondent_id in decided:
        return 0, -decided[submission.respondent_id]
    return (1, 0) if submission.is_focal else (2, 0)


def collect_words(answers: Iterable[Row]) -> dict[str, dict[str, frozenset[tuple[object, ...]]]]:
    """Return what each submission answers to each question."""
    words: dict[str, dict[str, frozenset[tuple[object, ...]]]] = {}
    for row in answers:
        said = words.setdefault(row["respondent_id"], {})
        if row["status"] == "answered":
            content = tuple(row[column] for column in CONTENT)
            said[row["question_id"]] = said.get(row["question_id"], frozenset()) | {content}
    return words


def settle_government(contents: Sequence[Content], findings: Findings) -> dict[str, Standing]:
    """Tell which of one government's submissions count."""
    standings: dict[str, Standing] = {}
    counted: list[Content] = []
    for content in sorted(contents, key=precedence):
        rival = find_rival(content, counted)
        if rival is None:
            counted.append(content)
            standings[content.submission.respondent_id] = Standing()
            continue
        standing = weigh(content, rival, counted)
        standings[content.submission.respondent_id] = standing
        if standing.status == "counted":
            content.words = {
                question: words
                for question, words in content.words.items()
                if question not in standing.overridden
            }
            counted.append(content)
        tell_standing(content.submission, rival.submission, standing, findings)
    return standings


def precedence(content: Content) -> tuple[tuple[int, int], dt.datetime]:
    """Return the order in which submissions are weighed: the preferred, then the first."""
    return content.level, content.submission.submitted_at or FAR_AHEAD


def find_rival(content: Content, counted: Iterable[Content]) -> Content | None:
    """Return the first counted submission that answers a question which this one answers too."""
    return next((other for other in counted if other.words.keys() & content.words.keys()), None)


def weigh(content: Content, rival: Content, counted: Sequence[Content]) -> Standing:
    """Tell what becomes of a submission that answers what another has answered."""
    taken = {question for other in counted for question in other.words}
    shared = frozenset(taken & content.words.keys())
    by = rival.submission.respondent_id
    if all(content.words[question] == rival.words.get(question) for question in content.words):
        return Standing("superseded", by)
    if rival.level == content.level:
        return Standing("awaiting_decision")
    is_one_form = (
        rival.submission.alias == content.submission.alias and not content.submission.is_captured
    )
    if is_one_form or shared == content.words.keys():
        return Standing("superseded", by)
    return Standing("counted", None, shared)


def tell_standing(
    submission: Submission, rival: Submission, standing: Standing, findings: Findings
) -> None:
    """Put before a person, or note, what became of a submission."""
    name, other = submission.respondent_id, rival.respondent_id
    place = {"source_file": submission.file, "value": name}
    if standing.status == "awaiting_decision":
        findings.warn(
            "two_submissions",
            f"{submission.country_iso3} has answered twice, as {other!r} and as {name!r}, and "
            "neither a decision nor the focal point tells which counts: the first stays; decide "
            f"in decisions.csv (kind 'submission', target {other!r} or {name!r}).",
            **place,
        )
    elif standing.status == "superseded":
        findings.note("submission_superseded", f"{other!r} counts instead of {name!r}.", **place)
    else:
        findings.note(
            "answers_overridden",
            f"On {', '.join(sorted(standing.overridden))} {other!r} counts instead of {name!r}; "
            f"the rest of {name!r} counts.",
            **place,
        )


def merge_pieces(
    answers: Sequence[Row],
    standings: Mapping[str, Standing],
    submissions: Iterable[Submission],
    findings: Findings,
) -> list[Row]:
    """Return the answers, each question of a government told by one of its counted pieces.

    A question that one piece answers is left out of the others; of pieces that all say nothing
    on it the most telling one is kept. Answers of superseded and waiting submissions stay.

    Parameters
    ----------
    answers : sequence of dict
        Rows of the table `answers`.
    standings : mapping
        From `settle_submissions`.
    submissions : iterable of Submission
    findings : Findings
        Gets a note for every cell left out that is not empty.

    Returns
    -------
    list of dict
    """
    in_force = {
        submission.respondent_id: submission.country_iso3
        for submission in submissions
        if submission.respondent_type == "government"
        and standings[submission.respondent_id].status == "counted"
    }
    speaker: dict[tuple[str | None, str], tuple[tuple[int, ...], str]] = {}
    for row in answers:
        name = row["respondent_id"]
        if name in in_force and row["question_id"] not in standings[name].overridden:
            key = in_force[name], row["question_id"]
            offer = tellingness(row), name
            if key not in speaker or offer[0] < speaker[key][0]:
                speaker[key] = offer
    kept = []
    for row in answers:
        name = row["respondent_id"]
        if name not in in_force or speaker[in_force[name], row["question_id"]][1] == name:
            kept.append(row)
        elif row["text"] is not None:
            findings.note(
                "told_by_other_piece",
                f"The question {row['question_id']!r} is answered by another piece of the same "
                "government's answer, which counts.",
                source_file=row["source_file"], source_sheet=row["source_sheet"],
                source_cell=row["source_cell"], value=row["text"],
            )  # fmt: skip
    return kept


def tellingness(row: Row) -> tuple[int, ...]:
    """Return how much a row says of its question; lower is more."""
    if row["status"] == "answered":
        return (0,)
    return (1, NON_ANSWERS.index(row["status"]))
