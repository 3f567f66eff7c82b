"""Which rows are in force: none after the cut-off day, and of two exports the later."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.identity import Submission

LONG_AGO = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def drop_late(
    submissions: Iterable[Submission], as_of: dt.date | None, timezone: str, findings: Findings
) -> list[Submission]:
    """Return the submissions that had arrived by the end of a day.

    Parameters
    ----------
    submissions : iterable of Submission
    as_of : date or None
        The cut-off day, in the forum's time zone; None keeps all. What tells no day is kept.
    timezone : str
    findings : Findings
        Gets a note for each submission left out.

    Returns
    -------
    list of Submission
    """
    kept = []
    for submission in submissions:
        arrived = local_day(submission.submitted_at, timezone)
        if as_of is None or arrived is None or arrived <= as_of:
            kept.append(submission)
            continue
        findings.note(
            "after_cut_off",
            f"The submission {submission.respondent_id!r} arrived on {arrived.isoformat()}, after "
            f"the cut-off day {as_of.isoformat()}: it is left out.",
            source_file=submission.file,
            value=submission.respondent_id,
        )
    return kept


def local_day(moment: dt.datetime | None, timezone: str) -> dt.date | None:
    """Return the day of an instant in a time zone."""
    return None if moment is None else moment.astimezone(ZoneInfo(timezone)).date()


def keep_latest_versions(
    submissions: Iterable[Submission], n_rows: Mapping[str, int], findings: Findings
) -> list[Submission]:
    """Return one version of each submission: that of the latest export.

    The latest export of a source is the one with the latest submission; of two equal in
    that, the one with more rows; of two equal in both, the one named last.

    Parameters
    ----------
    submissions : iterable of Submission
        In the order of the files and their rows.
    n_rows : mapping of str to int
        Rows of each file.
    findings : Findings
        Gets one note per file of which rows are superseded, and a warning where a later row of
        the same id is another government's.

    Returns
    -------
    list of Submission
        In the order given.
    """
    given = list(submissions)
    files = list(dict.fromkeys(submission.file for submission in given))
    last_seen = dict.fromkeys(files, LONG_AGO)
    for submission in given:
        moment = submission.submitted_at or LONG_AGO
        last_seen[submission.file] = max(last_seen[submission.file], moment)
    age = {file: (last_seen[file], n_rows[file], files.index(file)) for file in files}
    current: dict[str, Submission] = {}
    for submission in given:
        known = current.get(submission.respondent_id)
        if known is None or age[submission.file] >= age[known.file]:
            current[submission.respondent_id] = submission
    kept = [one for one in given if current[one.respondent_id] is one]
    note_superseded(given, kept, findings)
    warn_of_other_governments(given, current, findings)
    return kept


def note_superseded(
    given: Iterable[Submission], kept: Iterable[Submission], findings: Findings
) -> None:
    """Note for each file how many of its rows stand in a later export, or again further down."""
    keys = {submission.key for submission in kept}
    counts = Counter(submission.file for submission in given if submission.key not in keys)
    for file, n_rows in counts.items():
        findings.note(
            "superseded_by_later_export",
            f"{n_rows} of the rows of {file!r} stand again in a later export of the same form or "
            "further down: the later row counts.",
            source_file=file,
            value=str(n_rows),
        )


def warn_of_other_governments(
    given: Iterable[Submission], current: Mapping[str, Submission], findings: Findings
) -> None:
    """Warn where a row gives way to one of the same id that is another government's.

    The tools number the submissions of each form from 1 on: a form that was copied begins anew.
    """
    for submission in given:
        later = current[submission.respondent_id]
        if submission.country_iso3 in {None, later.country_iso3}:
            continue
        findings.warn(
            "id_of_other_government",
            f"The submission {submission.respondent_id!r} is {submission.country_iso3}'s in "
            f"{submission.file!r} and {later.country_iso3 or 'nobody'}'s in {later.file!r}, which "
            "counts: where these are two forms and not two exports of one, make each a source "
            "of its own in forum.yml.",
            source_file=submission.file,
            value=submission.respondent_id,
        )
