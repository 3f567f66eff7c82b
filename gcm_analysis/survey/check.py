"""Everything that is wrong with a forum's folder, told at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gcm_analysis.errors import GcmError, Place
from gcm_analysis.forum import (
    ForumErrors,
    expected_governments,
    load_crosswalk,
    load_decisions,
    load_forum,
    load_phrases,
    objectives_not_reached,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.survey.capture import is_blank_capture
from gcm_analysis.survey.findings import Findings, Issue, Severity
from gcm_analysis.survey.responses import Responses, gather_responses
from gcm_analysis.survey.sources import hash_file, is_survey_file, list_source_files
from gcm_analysis.survey.stale import find_stale_decisions
from gcm_analysis.workspace import Workspace

FORUM_FILE = "forum.yml"
ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a forum's folder, or worth knowing.

    Parameters
    ----------
    severity : {"error", "warning", "note"}
        An error stops `run` before anything is executed; the others go on as issues.
    file : str
        A file of the folder, or the alias of a source.
    place : str
        Sheet, cell or line; empty where the whole file is meant.
    sentence : str
        What is wrong, what was expected, how to mend it.
    """

    severity: Severity
    file: str
    place: str
    sentence: str

    @property
    def told(self) -> str:
        """The sentence after its place, told once where the sentence begins with it."""
        place = ", ".join(part for part in (self.file, self.place) if part)
        return self.sentence if self.sentence.startswith(place) else f"{place}: {self.sentence}"


def check_forum(workspace: Workspace, name: str) -> tuple[Problem, ...]:
    """Tell everything that is wrong with a forum's folder.

    Parameters
    ----------
    workspace : Workspace
    name : str
        Name of the forum's folder in data/raw.

    Returns
    -------
    tuple of Problem
        Errors first, then warnings, then notes; empty where nothing is to be said. Where
        forum.yml itself is wrong the spreadsheets are not looked at.
    """
    try:
        forum = load_forum(workspace, name)
    except GcmError as error:
        return tuple(tell_error(one) for one in split_error(error))
    problems = [*check_files(forum), *check_map(forum), *check_focal_points(forum)]
    findings = Findings(keeps_going=True)
    try:
        load_crosswalk(forum)
        load_phrases(forum)
        responses = gather_responses(forum, findings)
    except GcmError as error:
        problems += [tell_error(one) for one in split_error(error)]
    else:
        problems += check_decisions(forum, responses)
    problems += [tell_error(one) for error in findings.errors for one in split_error(error)]
    problems += [tell_issue(issue) for issue in findings.issues]
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: ORDER[problem.severity]))


def split_error(error: GcmError) -> tuple[GcmError, ...]:
    """Return the errors that an error holds, or itself."""
    return tuple(error.problems) if isinstance(error, ForumErrors) else (error,)


def tell_error(error: GcmError) -> Problem:
    """Return an error as a problem, with the place that it carries."""
    place = getattr(error, "place", None)
    if isinstance(place, Place):
        return Problem("error", place.file, say_place(place.sheet, place.cell), str(error))
    return Problem("error", str(getattr(error, "file", FORUM_FILE)), "", str(error))


def tell_issue(issue: Issue) -> Problem:
    """Return an issue as a problem."""
    place = say_place(issue.source_sheet, issue.source_cell)
    return Problem(issue.severity, issue.source_file or FORUM_FILE, place, issue.message)


def say_place(sheet: str | None, cell: str | None) -> str:
    """Return sheet and cell as they are told."""
    return ", ".join(part for part in (sheet, cell) if part)


def check_files(forum: Forum) -> Iterator[Problem]:
    """Tell of spreadsheets in the folder that no source names, blank capture workbooks apart."""
    files = list_source_files(forum, Findings(keeps_going=True))
    hashes = {file.sha256 for file in files}
    for path in sorted(forum.folder.iterdir()):
        is_stranger = path.is_file() and is_survey_file(path) and hash_file(path) not in hashes
        if is_stranger and not is_blank_capture(path):
            yield Problem(
                "warning", path.name, "",
                f"{path.name} lies in the forum's folder, but no source of {FORUM_FILE} names it: "
                "it is not read; name it under files of a source, or move it away.",
            )  # fmt: skip


def check_map(forum: Forum) -> Iterator[Problem]:
    """Tell of objectives that no option reaches, of topics without one and of topics not asked."""
    if unreached := objectives_not_reached(forum):
        numbers = ", ".join(map(str, unreached))
        has_text = any(question.kind == "text" for question in forum.priority_questions())
        how = "only answers in own words can name them" if has_text else "they are not offered"
        yield Problem(
            "note", FORUM_FILE, "topics",
            f"No option of a priority question reaches the objectives {numbers}: {how}.",
        )  # fmt: skip
    asked = {topic for question in forum.questions for topic in question.topics}
    counted = {topic for question in forum.priority_questions() for topic in question.topics}
    for topic in forum.topics:
        if topic.id in counted and not topic.objectives:
            yield Problem(
                "warning", FORUM_FILE, f"topics, {topic.id}",
                f"The topic {topic.id!r} stands for no objective: a choice of it counts for the "
                "topic alone; give its objectives.",
            )  # fmt: skip
        elif topic.id not in asked:
            yield Problem(
                "note", FORUM_FILE, f"topics, {topic.id}",
                f"The topic {topic.id!r} is offered by no question.",
            )  # fmt: skip


def check_decisions(forum: Forum, responses: Responses) -> Iterator[Problem]:
    """Tell of decisions whose answer is not there any more, or has other words now."""
    for decision, reason in find_stale_decisions(load_decisions(forum), forum, responses.answers):
        yield Problem(
            "warning", "decisions.csv", decision.target,
            f"The decision {decision.kind!r} on {decision.target!r} is stale: {reason}.",
        )  # fmt: skip


def check_focal_points(forum: Forum) -> Iterator[Problem]:
    """Tell of focal points of governments that were not asked."""
    for iso3 in sorted(set(forum.focal_points) - set(expected_governments(forum))):
        yield Problem(
            "warning", FORUM_FILE, f"focal_points, {iso3}",
            f"{iso3} has a focal point but is not on the roster.",
        )  # fmt: skip
