"""What commands tell in the terminal: problems of a folder, who has answered, schedules."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from gcm_analysis import reference
from gcm_analysis.forum import Forum, load_forum
from gcm_analysis.language import Language, get_language
from gcm_analysis.run.schedule import WRITERS, Entry, make_schedule, write_entries
from gcm_analysis.survey import Problem, read_responses, response_status
from gcm_analysis.workspace import Workspace

SEVERITIES = ("error", "warning", "note")
STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def tell_problems(problems: Iterable[Problem], *, console: Console | None = None) -> int:
    """Tell everything that is wrong with a folder, errors first.

    Returns
    -------
    int
        The number of errors.
    """
    shown = console or Console(highlight=False, soft_wrap=True)
    ordered = sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity))
    for problem in ordered:
        shown.print(f"{problem.severity:<8}", style=STYLES[problem.severity], end="")
        shown.print(problem.told, markup=False)
    counts = {name: sum(one.severity == name for one in ordered) for name in SEVERITIES}
    shown.print(", ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in counts.items()))
    return counts["error"]


def tell_status(
    workspace: Workspace,
    name: str,
    *,
    language: str | None = None,
    console: Console | None = None,
    today: dt.date | None = None,
) -> None:
    """Tell who has answered, what is pending, and the days to the forum.

    Parameters
    ----------
    workspace : Workspace
    name : str
        The forum.
    language : str or None
        None: the forum's first.
    console : Console or None
    today : date or None
        The only place where the clock is read; a test sets it.
    """
    forum = load_forum(workspace, name)
    reader = get_language(language or forum.languages[0])
    responses = read_responses(forum)
    status = response_status(forum, responses.respondents, responses.answers)
    shown = console or Console(highlight=False)
    table = Table(title=titles_of(forum)[reader.code])
    for column in ("country", "conference", "status", "received", "questions", "validation"):
        table.add_column(reader.text(f"status.{column}"))
    rows = [*status.itertuples(index=False)]
    for row in reader.sort(rows, key=lambda row: name_country(str(row.country_iso3), reader)):
        table.add_row(*describe_row(row, reader))
    shown.print(table)
    n_answered = int((status["n_answered"] > 0).sum())
    shown.print(reader.text("status.summary", n=n_answered, n_expected=len(status)))
    for line in tell_days(forum, today or dt.datetime.now(dt.UTC).date(), reader):
        shown.print(line)


def tell_schedule(
    workspace: Workspace,
    name: str,
    *,
    at: str = "02:30",
    only: Entry | None = None,
    language: str | None = None,
) -> None:
    """Write on standard output the entries that run a forum every night, or one of them.

    Parameters
    ----------
    workspace : Workspace
    name : str
        The forum.
    at : str
        Time of day, HH:MM.
    only : {"cron", "service", "timer", "windows"} or None
        None: all, each with what is done with it.
    language : str or None
        None: the forum's first.
    """
    forum = load_forum(workspace, name)
    reader = get_language(language or forum.languages[0])
    schedule = make_schedule(workspace, forum, reader, at=at)
    sys.stdout.write(WRITERS[only](schedule) if only else write_entries(schedule, reader))


def titles_of(forum: Forum) -> dict[str, str]:
    """Return the forum's title by language, the first one where a language has none."""
    titles = {str(code): title for code, title in forum.title.items()}
    first = next(iter(titles.values()))
    return {code: titles.get(code, first) for code in ("es", "en")}


def describe_row(row: Any, reader: Language) -> tuple[str, ...]:
    """Return one government's row of the table `response_status` in words."""
    received = row.submitted_at
    return (
        name_country(row.country_iso3, reader),
        ""
        if pd.isna(row.conference)
        else reader.text(f"report.conference_{row.conference.lower()}"),
        reader.text(f"report.status_{row.status}"),
        "" if pd.isna(received) else reader.date(received.date(), "medium"),
        reader.text("status.questions_of", n=row.n_answered, n_questions=row.n_questions),
        reader.text(f"status.validation_{row.validation}"),
    )


def name_country(iso3: str, reader: Language) -> str:
    """Return a country's name in the reader's language."""
    return reference.country(iso3).name[reader.code]


def tell_days(forum: Forum, today: dt.date, reader: Language) -> list[str]:
    """Return how far the forum and the end of the survey are."""
    told = []
    for key, day in (("survey", forum.dates.survey_closes), ("forum", forum.dates.forum_starts)):
        if day is None:
            continue
        n_days = (day - today).days
        when = "ahead" if n_days >= 0 else "past"
        told.append(reader.text(f"status.{key}_{when}", n=abs(n_days), day=reader.date(day)))
    return told
