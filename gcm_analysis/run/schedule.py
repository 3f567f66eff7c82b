"""Entries for the schedulers of Linux and Windows: one run a night while answers may come in."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import Forum
from gcm_analysis.language import Language
from gcm_analysis.run.period import Period, find_period
from gcm_analysis.workspace import Workspace

Entry = Literal["cron", "service", "timer", "windows"]
TASK_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
LONGEST_RUN = "PT4H"
CLOCK = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$")


@dataclass(eq=False)
class WrongTime(GcmError):
    """The time of day is not one."""

    value: str

    def sentence(self) -> str:
        """Say how a time is written."""
        return f"--at {self.value!r} is not a time of day: expected HH:MM, for example 02:30."


@dataclass(frozen=True)
class Schedule:
    """When and how a forum is run by itself.

    Parameters
    ----------
    forum : str
    period : Period
        The days, both ends included.
    at : time
        By the machine's clock.
    root : Path
        The workspace.
    python : str
        The interpreter that has the program.
    description : str
        What the scheduler's own list shows.
    """

    forum: str
    period: Period
    at: dt.time
    root: Path
    python: str
    description: str

    @property
    def command(self) -> tuple[str, ...]:
        """The command; the audience is always `internal`."""
        run = ("run", self.forum, "--nightly", "--root", str(self.root))
        return (self.python, "-m", "gcm_analysis", *run, "--log-json")

    @property
    def logged_command(self) -> tuple[str, ...]:
        """The command with a file for its events, where the scheduler keeps none."""
        log = self.root / "data" / "processed" / f"{self.forum}.log"
        return (*self.command, "--log", str(log))


def make_schedule(
    workspace: Workspace, forum: Forum, reader: Language, *, at: str = "02:30"
) -> Schedule:
    """Return the schedule of a forum, from the opening of the survey to the forum.

    Parameters
    ----------
    workspace : Workspace
    forum : Forum
    reader : Language
        Of the description.
    at : str
        Time of day by the machine's clock, HH:MM.

    Raises
    ------
    NoPeriod
        forum.yml lacks one of the two dates.
    WrongTime
        The time is not written as HH:MM.
    """
    if not CLOCK.match(at):
        raise WrongTime(at)
    return Schedule(
        forum=forum.forum,
        period=find_period(forum),
        at=dt.time.fromisoformat(at),
        root=workspace.root,
        python=sys.executable,
        description=reader.text("schedule.description", forum=forum.forum),
    )


def write_cron(schedule: Schedule) -> str:
    """Return the line of a crontab: every night of the months of the period.

    cron knows no years and no ranges of days across months: on the other nights of these months
    the command does nothing (`--nightly`).
    """
    months = sorted({month for _, month, _, _ in split_months(schedule.period)})
    named = ",".join(map(str, months)) if len(months) < 12 else "*"
    command = shlex.join(schedule.logged_command).replace("%", r"\%")
    return f"{schedule.at.minute} {schedule.at.hour} * {named} * {command}\n"


def split_months(period: Period) -> Iterator[tuple[int, int, int, int]]:
    """Yield year, month, first and last day of each month of a period."""
    year, month = period.first.year, period.first.month
    while (year, month) <= (period.last.year, period.last.month):
        last = calendar.monthrange(year, month)[1]
        is_first = (year, month) == (period.first.year, period.first.month)
        is_last = (year, month) == (period.last.year, period.last.month)
        yield year, month, period.first.day if is_first else 1, period.last.day if is_last else last
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def write_service(schedule: Schedule) -> str:
    """Return the systemd service: one run.

    systemd takes no program whose path holds quotes: `env` starts one that is not a plain word.
    """
    words = [quote_systemd(argument) for argument in schedule.command]
    starter = [] if words[0] == schedule.python else ["/usr/bin/env"]
    command = " ".join([*starter, *words])
    return (
        "[Unit]\n"
        f"Description={escape_systemd(schedule.description)}\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"WorkingDirectory={escape_systemd(str(schedule.root))}\n"
        f"ExecStart={command}\n"
        "Nice=10\n"
    )


def write_timer(schedule: Schedule) -> str:
    """Return the systemd timer: the nights of the period, and no other."""
    lines = "".join(
        f"OnCalendar={year:04d}-{month:02d}-{first:02d}..{last:02d} {schedule.at:%H:%M}:00\n"
        if first < last
        else f"OnCalendar={year:04d}-{month:02d}-{first:02d} {schedule.at:%H:%M}:00\n"
        for year, month, first, last in split_months(schedule.period)
    )
    return (
        "[Unit]\n"
        f"Description={escape_systemd(schedule.description)}\n"
        "\n"
        "[Timer]\n"
        f"{lines}"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def escape_systemd(text: str) -> str:
    """Return text in which systemd finds no specifier.

    >>> escape_systemd("100%")
    '100%%'
    """
    return text.replace("%", "%%")


def quote_systemd(argument: str) -> str:
    r"""Return an argument of ExecStart, quoted where it is more than one plain word.

    >>> quote_systemd("run"), quote_systemd("a b$1")
    ('run', '"a b$$1"')
    """
    if re.fullmatch(r"[\w./=:@+-]+", argument):
        return argument
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escape_systemd(escaped)}"'


def write_windows(schedule: Schedule) -> str:
    """Return the task for Windows' Task Scheduler, as `schtasks /Create /XML` takes it.

    Letters beyond ASCII are written as references: a console may write a file in any encoding.
    """
    first = f"{schedule.period.first}T{schedule.at:%H:%M}:00"
    arguments = subprocess.list2cmdline(schedule.logged_command[1:])
    task = f"""<?xml version="1.0"?>
<Task version="1.2" xmlns="{TASK_SPACE}">
  <RegistrationInfo>
    <Description>{escape(schedule.description)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>{first}</StartBoundary>
      <EndBoundary>{schedule.period.last}T23:59:59</EndBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>{LONGEST_RUN}</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(schedule.python)}</Command>
      <Arguments>{escape(arguments)}</Arguments>
      <WorkingDirectory>{escape(str(schedule.root))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
    return task.encode("ascii", "xmlcharrefreplace").decode("ascii")


WRITERS: dict[Entry, Callable[[Schedule], str]] = {
    "cron": write_cron,
    "service": write_service,
    "timer": write_timer,
    "windows": write_windows,
}


def write_entries(schedule: Schedule, reader: Language) -> str:
    """Return all entries, each with what is done with it."""
    name = f"gcm-analysis-{schedule.forum}"
    first, last = (reader.date(day) for day in (schedule.period.first, schedule.period.last))
    parts = [reader.text("schedule.intro", forum=schedule.forum, first=first, last=last)]
    for entry, write in WRITERS.items():
        parts += [reader.text(f"schedule.{entry}", name=name, forum=schedule.forum)]
        parts += [write(schedule).rstrip("\n")]
    return "\n\n".join(parts) + "\n"
