"""A run that nobody watches: only while answers may come in, and its failure told for an e-mail."""

from __future__ import annotations

import datetime as dt
import io
import sys
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import load_forum
from gcm_analysis.language import LANGUAGES, Language, get_language
from gcm_analysis.run.disk import DiskRefused
from gcm_analysis.run.engine import InputRefusedInNotebook, NotebookFailed
from gcm_analysis.run.event_log import EventLog
from gcm_analysis.run.forum_run import CheckFailed, run_forums
from gcm_analysis.run.inputs import InputChanged
from gcm_analysis.run.lock import RunUnderWay
from gcm_analysis.run.manifest import read_manifest
from gcm_analysis.run.options import RunOptions
from gcm_analysis.run.order import UnknownForum
from gcm_analysis.run.period import NoPeriod, find_period
from gcm_analysis.workspace import Workspace

INPUT_IS_WRONG, FAILED = 2, 1


@dataclass(eq=False)
class NightlyIsInternal(GcmError):
    """A nightly run was asked for readers beyond the secretariat."""

    audience: str

    def sentence(self) -> str:
        """Say what to leave out."""
        return (
            f"--nightly goes with the audience internal only, not {self.audience!r}: leave "
            "--audience out, and let a person run and release what others are to read."
        )


def run_nightly(
    workspace: Workspace,
    options: RunOptions,
    *,
    log: EventLog | None = None,
    now: dt.datetime | None = None,
) -> int:
    """Run the forums whose period it is; tell a failure in one paragraph and go on with the next.

    Parameters
    ----------
    workspace : Workspace
    options : RunOptions
        With the audience `internal`; no forums named: all of them.
    log : EventLog or None
        None: nothing is shown but the outcome.
    now : datetime or None
        The clock; a test sets it.

    Returns
    -------
    int
        The exit code: 0 done or nothing to do, 2 the input of a forum is wrong, 1 another failure.

    Raises
    ------
    NightlyIsInternal, UnknownForum
        What is asked for cannot be done on any night.
    """
    options.check()
    if options.audience != "internal":
        raise NightlyIsInternal(options.audience)
    known = workspace.forum_names()
    for name in options.forums:
        if name not in known:
            raise UnknownForum(name=name, known=known)
    moment = now or dt.datetime.now(dt.UTC)
    codes = [run_one(workspace, name, options, log, moment) for name in options.forums or known]
    return min((code for code in codes if code), default=0)


def run_one(
    workspace: Workspace, name: str, options: RunOptions, log: EventLog | None, now: dt.datetime
) -> int:
    """Run one forum where it is its period; return its exit code."""
    shown = log or EventLog(io.StringIO(), as_json=False)
    try:
        forum = load_forum(workspace, name)
        period, today = find_period(forum), now.astimezone(ZoneInfo(forum.timezone)).date()
        if not period.first <= today <= period.last:
            shown.forum = name
            shown.note("not in its period", first=str(period.first), last=str(period.last))
            return 0
        run_forums(workspace, replace(options, forums=(name,)), progress=shown)
    except Exception as error:  # whatever it is, the person in charge must hear of it
        reader = choose_reader(workspace, name)
        shown.fail(name, type(error).__name__, find_place(error))
        sys.stderr.write(tell_failure(workspace, name, error, reader) + "\n")
        return INPUT_IS_WRONG if isinstance(error, GcmError) else FAILED
    return 0


def run_logged(workspace: Workspace, options: RunOptions, log: EventLog) -> int:
    """Run forums with a log of events, and log a failure by its kind and place.

    The sentence of an error may quote a cell: it is not shown where the log itself is what is
    shown (`--log-json` without `--log`), and raised as ever where the log is a file.

    Returns
    -------
    int
        The exit code.
    """
    try:
        run_forums(workspace, options, progress=log)
    except Exception as error:
        forum = getattr(error, "forum", "") or log.forum or " ".join(options.forums)
        log.fail(forum, type(error).__name__, find_place(error))
        if log.stream is not sys.stderr:
            raise
        return INPUT_IS_WRONG if isinstance(error, GcmError) else FAILED
    return 0


def choose_reader(workspace: Workspace, name: str) -> Language:
    """Return the forum's first language; the suite's where forum.yml cannot be read."""
    try:
        return get_language(load_forum(workspace, name).languages[0])
    except GcmError:
        return get_language(LANGUAGES[0])


def tell_failure(workspace: Workspace, name: str, error: Exception, reader: Language) -> str:
    """Return one paragraph for an e-mail: what failed, what stays, how to go on.

    It holds nothing that stands in a cell of the survey, only places.
    """
    last = read_manifest(workspace.processed_forum(name) / "run.json")
    what, how = describe_failure(name, error, reader)
    stays = (
        reader.text("nightly.none", forum=name)
        if last is None
        else reader.text("nightly.stays", number=str(last.number), day=last.cut_off or "–")
    )
    return " ".join((reader.text("nightly.failed", forum=name), what, stays, how))


def describe_failure(name: str, error: Exception, reader: Language) -> tuple[str, str]:
    """Return what failed, and how to go on."""
    fields = {"forum": name, "place": find_place(error), "kind": type(error).__name__}
    match error:
        case NotebookFailed() | InputRefusedInNotebook():
            kind = "notebook" if isinstance(error, NotebookFailed) else "refused"
        case RunUnderWay():
            kind = "under_way"
        case DiskRefused():
            kind = "disk"
        case NoPeriod():
            kind = "period"
        case InputChanged():
            kind = "changed"
        case GcmError():
            kind = "input"
            fields["forum"] = error.forum if isinstance(error, CheckFailed) else name
        case _:
            kind = "other"
    told = reader.text(f"nightly.{kind}", **fields, n=count_errors(error))
    return told, reader.text(f"nightly.{kind}_then", **fields)


def count_errors(error: Exception) -> int:
    """Return how many errors were found."""
    return len(error.problems) if isinstance(error, CheckFailed) else 1


def find_place(error: Exception) -> str:
    """Return where something failed: file, sheet and cell, or notebook and cell; else ""."""
    match error:
        case CheckFailed():
            first = error.problems[0]
            return ", ".join(part for part in (first.file, first.place) if part)
        case NotebookFailed() | InputRefusedInNotebook():
            failure = error.failure
            return f"{failure.notebook} ({failure.key}), {failure.cell}"
        case DiskRefused():
            return error.place
        case NoPeriod():
            return error.missing
        case InputChanged():
            return error.name
        case GcmError():
            from gcm_analysis.survey.check import split_error, tell_error

            first = tell_error(split_error(error)[0])
            return ", ".join(part for part in (first.file, first.place) if part)
    return ""
