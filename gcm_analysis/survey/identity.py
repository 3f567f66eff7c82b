"""The submissions of a forum, each with an id that survives reruns and corrections."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from gcm_analysis.forum.model import Forum, RespondentType, Source
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.rows import read_rows
from gcm_analysis.survey.speakers import (
    ReadFile,
    find_focal_rows,
    tell_countries,
    tell_types,
)


@dataclass(frozen=True)
class Submission:
    """One submission: a row of an export, or a day's answers of one State in a capture workbook.

    Parameters
    ----------
    respondent_id : str
    respondent_type : str
    country_iso3 : str or None
    submitted_at : datetime or None
        In UTC.
    is_complete : bool
    submission_id : str or None
        The tool's own id.
    language : str or None
    file : str
        `SourceFile.name`.
    alias : str
        Of the source.
    respondent : int
        Position in its export.
    is_focal : bool
        Sent by the focal point whom forum.yml names for the country.
    is_timed : bool
        Its time is the tool's own, not the day on which the file arrived.
    is_captured : bool
        Typed into a capture workbook: by its nature a piece beside the form.
    """

    respondent_id: str
    respondent_type: RespondentType
    country_iso3: str | None
    submitted_at: dt.datetime | None
    is_complete: bool
    submission_id: str | None
    language: str | None
    file: str
    alias: str
    respondent: int
    is_focal: bool
    is_timed: bool
    is_captured: bool

    @property
    def key(self) -> tuple[str, int]:
        """File and position: where its answers stand."""
        return self.file, self.respondent


def identify_submissions(
    forum: Forum, read_files: Iterable[ReadFile], findings: Findings
) -> list[Submission]:
    """Return the submissions of all files, each with its id.

    Parameters
    ----------
    forum : Forum
    read_files : iterable of ReadFile
    findings : Findings
        Where countries and types that cannot be told go.

    Returns
    -------
    list of Submission
        In the order of the files and of their rows. Versions of one submission in two
        exports share an id. What a government without a country sent is not among them.
    """
    submissions = [
        submission for read in read_files for submission in identify_rows(forum, read, findings)
    ]
    return number_submissions(submissions)


def identify_rows(forum: Forum, read: ReadFile, findings: Findings) -> list[Submission]:
    """Return the submissions of one file; their ids are not set yet."""
    source = read.file.source
    types = tell_types(read, findings)
    countries = tell_countries(read, types, findings)
    focal = find_focal_rows(forum, read.export, countries)
    arrival = to_arrival(source, forum.timezone)
    submissions = []
    for row in read_rows(read.export.respondents):
        number = row["respondent"]
        if number not in types or (types[number] == "government" and number not in countries):
            continue
        submissions.append(
            Submission(
                respondent_id="",
                respondent_type=types[number],
                country_iso3=countries.get(number),
                submitted_at=row["submitted_at"] or arrival,
                is_complete=bool(row["is_complete"]),
                submission_id=row["submission_id"],
                language=row["language"],
                file=read.file.name,
                alias=source.alias,
                respondent=number,
                is_focal=number in focal,
                is_timed=row["submitted_at"] is not None,
                is_captured=source.tool == "capture",
            )
        )
    return submissions


def number_submissions(submissions: list[Submission]) -> list[Submission]:
    """Give every submission its id.

    `alias#id` where the tool gives an id; else `alias:ISO3` for a government and `alias:type`
    for others, and from the second of a kind on `-2`, `-3`. Without the tool's id, rows of one
    kind and instant in two files of a source are versions of one submission.
    """
    numbers: dict[tuple[str, str], dict[object, int]] = {}
    seen: Counter[object] = Counter()
    numbered = []
    for submission in submissions:
        if submission.submission_id is not None:
            name = f"{submission.alias}#{submission.submission_id}"
            numbered.append(replace(submission, respondent_id=name))
            continue
        is_state = submission.respondent_type == "government"
        label = str(submission.country_iso3) if is_state else submission.respondent_type
        seen[submission.file, label, submission.submitted_at] += 1
        occurrence = seen[submission.file, label, submission.submitted_at]
        version = submission.submitted_at if submission.is_timed else submission.file
        known = numbers.setdefault((submission.alias, label), {})
        number = known.setdefault((version, submission.country_iso3, occurrence), len(known) + 1)
        suffix = f"-{number}" if number > 1 else ""
        numbered.append(replace(submission, respondent_id=f"{submission.alias}:{label}{suffix}"))
    return numbered


def to_arrival(source: Source, timezone: str) -> dt.datetime | None:
    """Return the first instant of the day on which a source arrived, in UTC."""
    if source.received_on is None:
        return None
    local = dt.datetime.combine(source.received_on, dt.time(), ZoneInfo(timezone))
    return local.astimezone(dt.UTC)
