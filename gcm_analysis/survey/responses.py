"""A forum's files -> respondents, answers, issues, and the sums of cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from gcm_analysis.errors import GcmError, find_nearest, say_expected
from gcm_analysis.forum import Correction, expected_governments, load_corrections, load_decisions
from gcm_analysis.forum.model import Forum
from gcm_analysis.survey.answers import Row, build_answers, find_conference
from gcm_analysis.survey.binding import hint_question
from gcm_analysis.survey.cell_fates import reconcile
from gcm_analysis.survey.corrections import (
    correct_cells,
    correct_questions,
    fail_superseded,
    fail_unknown_files,
)
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.identity import Submission, identify_submissions
from gcm_analysis.survey.prose_names import warn_of_personal
from gcm_analysis.survey.reading import (
    fail_unasked_questions,
    read_source_file,
    warn_of_dropped_questions,
)
from gcm_analysis.survey.rows import read_rows
from gcm_analysis.survey.sources import list_source_files
from gcm_analysis.survey.speakers import ReadFile
from gcm_analysis.survey.submissions import Standing, merge_pieces, settle_submissions
from gcm_analysis.survey.tables import (
    ANSWERS,
    RESPONDENTS,
    SOURCES,
    validate_answers,
    validate_respondents,
    validate_sources,
)
from gcm_analysis.survey.versions import drop_late, keep_latest_versions, local_day


@dataclass(eq=False)
class UnknownSubmission(GcmError):
    """A decision is for a submission that no file holds."""

    target: str
    known: tuple[str, ...]

    def sentence(self) -> str:
        """Name the submission and the nearest one there is."""
        hint = say_expected(self.known, find_nearest(self.target, self.known))
        return (
            f"decisions.csv decides for the submission {self.target!r}, which no file holds: {hint}"
        )


@dataclass(frozen=True)
class Responses:
    """What a forum's files hold.

    Parameters
    ----------
    respondents, answers, issues, reconciliation, sources : DataFrame
        The tables of these names, as `gcm_analysis.survey.tables` declares them.
    cut_off : date or None
        The day up to which submissions were read: the one asked for, else that of the latest
        submission that tells one.
    """

    respondents: pd.DataFrame
    answers: pd.DataFrame
    issues: pd.DataFrame
    reconciliation: pd.DataFrame
    sources: pd.DataFrame
    cut_off: dt.date | None


def read_responses(forum: Forum, *, as_of: dt.date | str | None = None) -> Responses:
    """Read all files of a forum.

    A government that is not on the roster keeps its rows and has an issue of its own; it is
    left out where the roster is the base of counting, that is of every figure of States.

    Parameters
    ----------
    forum : Forum
    as_of : date or str, optional
        Cut-off day in the forum's time zone; what arrived later is left out, with a note each.

    Returns
    -------
    Responses

    Raises
    ------
    GcmError
        A file, a column, a country or a correction cannot be read, resolved or applied.
    """
    return gather_responses(forum, Findings(), as_of=as_of)


def gather_responses(
    forum: Forum, findings: Findings, *, as_of: dt.date | str | None = None
) -> Responses:
    """Read all files of a forum, errors raised or kept as `findings` will have it."""
    day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) and as_of else as_of or None
    assert not isinstance(day, str)
    corrections = load_corrections(forum)
    read_files = read_all_files(forum, corrections, findings)
    fail_unknown_files(corrections, read_files, findings)
    fail_unasked_questions(forum, read_files, findings)
    warn_of_dropped_questions(forum, read_files, findings)
    given = identify_submissions(forum, read_files, findings)
    on_time = drop_late(given, day, forum.timezone, findings)
    n_rows = {read.file.name: len(read.export.respondents) for read in read_files}
    in_force = keep_latest_versions(on_time, n_rows, findings)
    kept = {submission.key for submission in in_force}
    superseded = [submission for submission in on_time if submission.key not in kept]
    fail_superseded(corrections, superseded, read_files, findings)
    hints = [hint_question(forum, question) for question in forum.questions]
    read_files = correct_questions(read_files, in_force, hints, corrections, findings)
    answers = [
        row
        for read in read_files
        for row in build_answers(forum, read, submissions_of(read, in_force), findings)
    ]
    decided = find_decided(forum, given, findings)
    standings = settle_submissions(in_force, answers, decided, findings)
    answers = merge_pieces(answers, standings, in_force, findings)
    warn_of_personal(answers, find_known_names(read_files, in_force), findings)
    warn_of_strangers(forum, in_force, findings)
    return Responses(
        respondents=tabulate_respondents(forum, in_force, standings),
        answers=validate_answers(
            pd.DataFrame(answers, columns=list(ANSWERS.columns), dtype=object)
        ),
        issues=findings.table(),
        reconciliation=reconcile(forum, read_files, in_force, answers, findings),
        sources=tabulate_sources(read_files),
        cut_off=day or find_latest_day(in_force, forum.timezone),
    )


def read_all_files(
    forum: Forum, corrections: Sequence[Correction], findings: Findings
) -> list[ReadFile]:
    """Read every file of every source, its cells corrected."""
    read_files = []
    hints = [hint_question(forum, question) for question in forum.questions]
    for file in list_source_files(forum, findings):
        try:
            read = read_source_file(forum, file, findings)
        except GcmError as error:
            findings.fail(error)
            continue
        read_files.append(correct_cells(read, hints, corrections, findings))
    return read_files


def tabulate_sources(read_files: Iterable[ReadFile]) -> pd.DataFrame:
    """Return one row per file: its hash, the tool that wrote it, its submissions."""
    rows = [
        {
            "source_file": read.file.name,
            "sha256": read.file.sha256,
            "tool": "capture" if read.file.source.tool == "capture" else read.export.tool,
            "confidence": read.export.confidence,
            "n_rows": len(read.export.respondents),
        }
        for read in read_files
    ]
    return validate_sources(pd.DataFrame(rows, columns=list(SOURCES.columns)))


def submissions_of(read: ReadFile, submissions: Iterable[Submission]) -> list[Submission]:
    """Return the submissions of one file."""
    return [submission for submission in submissions if submission.file == read.file.name]


def find_decided(forum: Forum, given: Iterable[Submission], findings: Findings) -> dict[str, int]:
    """Return the submissions that people decided for, with the number of the decision."""
    known = [submission.respondent_id for submission in given]
    decided: dict[str, int] = {}
    for number, decision in enumerate(load_decisions(forum)):
        if decision.kind != "submission":
            continue
        if decision.target not in known:
            findings.fail(UnknownSubmission(decision.target, tuple(known)))
        decided[decision.target] = number
    return decided


def find_known_names(
    read_files: Iterable[ReadFile], submissions: Iterable[Submission]
) -> dict[str, frozenset[str]]:
    """Return the values of each submission's personal columns, for comparison only."""
    values: dict[tuple[str, int], set[str]] = {}
    for read in read_files:
        for row in read_rows(read.export.personal):
            key = read.file.name, row["respondent"]
            values.setdefault(key, set()).add(str(row["value"]))
    return {
        submission.respondent_id: frozenset(values.get(submission.key, ()))
        for submission in submissions
    }


def warn_of_strangers(forum: Forum, submissions: Iterable[Submission], findings: Findings) -> None:
    """Warn of governments that were not asked: they are kept, and not counted."""
    roster = set(expected_governments(forum))
    for submission in submissions:
        if submission.respondent_type == "government" and submission.country_iso3 not in roster:
            findings.warn(
                "not_on_roster",
                f"{submission.country_iso3} has answered but is not on the roster of forum.yml: "
                "its answers are kept and not counted.",
                source_file=submission.file,
                value=submission.country_iso3,
            )


def tabulate_respondents(
    forum: Forum, submissions: Iterable[Submission], standings: Mapping[str, Standing]
) -> pd.DataFrame:
    """Return the table `respondents`."""
    validation = {
        decision.target: decision.value
        for decision in load_decisions(forum)
        if decision.kind == "validation"
    }
    rows: list[Row] = [
        {
            "respondent_id": one.respondent_id,
            "respondent_type": one.respondent_type,
            "country_iso3": one.country_iso3,
            "conference": find_conference(one),
            "submitted_at": one.submitted_at,
            "is_complete": one.is_complete,
            "status": standings[one.respondent_id].status,
            "superseded_by": standings[one.respondent_id].superseded_by,
            "validation": validation.get(one.country_iso3 or "", "not_sent")
            if one.respondent_type == "government"
            else "not_sent",
            "source_file": one.file,
            "submission_id": one.submission_id,
            "language": one.language,
        }
        for one in submissions
    ]
    table = pd.DataFrame(rows, columns=list(RESPONDENTS.columns), dtype=object)
    table["submitted_at"] = pd.to_datetime(table["submitted_at"], utc=True)
    return validate_respondents(table)


def find_latest_day(submissions: Iterable[Submission], timezone: str) -> dt.date | None:
    """Return the day of the latest submission that tells one."""
    days = [local_day(submission.submitted_at, timezone) for submission in submissions]
    return max((day for day in days if day is not None), default=None)
