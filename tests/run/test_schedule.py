"""Entries for schedulers run the command on the nights of the survey, whatever the paths hold."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from gcm_analysis.cli import app
from gcm_analysis.errors import GcmError
from gcm_analysis.forum import load_forum
from gcm_analysis.language import get_language
from gcm_analysis.run.period import Period
from gcm_analysis.run.schedule import (
    TASK_SPACE,
    Schedule,
    make_schedule,
    split_months,
    write_cron,
    write_entries,
    write_service,
    write_timer,
    write_windows,
)
from gcm_analysis.workspace import Workspace

FORUM = "ejemplo-2023"
PLACE = "foro 100% $HOME 'uno' & <dos> ñ"


@pytest.fixture
def schedule(tmp_path: Path) -> Schedule:
    """A schedule over the turn of a year, in a folder with every sign that needs quoting."""
    root = tmp_path / PLACE
    (root / "data" / "processed").mkdir(parents=True)
    program = root / "python que dice"
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n", "utf-8"
    )
    program.chmod(0o755)
    period = Period(dt.date(2024, 11, 20), dt.date(2025, 1, 1))
    return Schedule(FORUM, period, dt.time(2, 30), root, str(program), "100% de noche")


def nights_of(period: Period) -> set[dt.date]:
    n_days = (period.last - period.first).days + 1
    return {period.first + dt.timedelta(days=number) for number in range(n_days)}


def test_months_are_cut_at_both_ends(schedule: Schedule) -> None:
    assert list(split_months(schedule.period)) == [
        (2024, 11, 20, 30),
        (2024, 12, 1, 31),
        (2025, 1, 1, 1),
    ]


def test_cron_starts_every_night_of_the_period(schedule: Schedule) -> None:
    minute, hour, day, month, weekday, _ = write_cron(schedule).split(" ", 5)
    assert (minute, hour, day, weekday) == ("30", "2", "*", "*")
    assert {night.month for night in nights_of(schedule.period)} == set(map(int, month.split(",")))


@pytest.mark.skipif(sys.platform == "win32", reason="no cron")
def test_cron_hands_every_argument_over_as_it_is(schedule: Schedule) -> None:
    line = write_cron(schedule)
    assert line.count("\n") == 1
    assert not re.search(r"(?<!\\)%", line), "cron ends the command at a bare per cent"
    command = line.rstrip("\n").split(" ", 5)[5].replace(r"\%", "%")
    said = subprocess.run(["sh", "-c", command], capture_output=True, check=True)
    assert json.loads(said.stdout) == list(schedule.logged_command[1:])


def test_the_timer_names_the_nights_of_the_period_and_no_other(schedule: Schedule) -> None:
    named = set()
    for line in re.findall(r"^OnCalendar=(.*)$", write_timer(schedule), re.MULTILINE):
        day, clock = line.split(" ")
        assert clock == "02:30:00"
        first, _, last = day.partition("..")
        begin = dt.date.fromisoformat(first)
        named |= nights_of(Period(begin, begin.replace(day=int(last or begin.day))))
    assert named == nights_of(schedule.period)


def test_systemd_finds_no_fault_with_its_units(schedule: Schedule, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd here")
    for kind, text in (("service", write_service(schedule)), ("timer", write_timer(schedule))):
        (tmp_path / f"gcm-night.{kind}").write_text(text, "utf-8")
    units = [str(tmp_path / f"gcm-night.{kind}") for kind in ("service", "timer")]
    checked = subprocess.run(
        [program, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    about_ours = [line for line in checked.stderr.splitlines() if "gcm-night" in line]
    assert about_ours == []
    for line in re.findall(r"^OnCalendar=(.*)$", write_timer(schedule), re.MULTILINE):
        subprocess.run([program, "calendar", line], capture_output=True, check=True)


def test_systemd_is_given_no_sign_that_it_would_replace(schedule: Schedule) -> None:
    text = write_service(schedule)
    folder = str(schedule.root).replace("%", "%%")
    assert f"WorkingDirectory={folder}\n" in text
    assert f'"{folder.replace("$", "$$")}"' in text
    assert "Description=100%% de noche\n" in text


def test_the_task_of_windows_is_in_the_order_of_its_schema(schedule: Schedule) -> None:
    text = write_windows(schedule)
    assert text.isascii()
    task = ET.fromstring(text)
    names = [child.tag.removeprefix(f"{{{TASK_SPACE}}}") for child in task]
    assert names == ["RegistrationInfo", "Triggers", "Settings", "Actions"]
    (trigger,) = task.iterfind("t:Triggers/t:CalendarTrigger", {"t": TASK_SPACE})
    told = [(child.tag.removeprefix(f"{{{TASK_SPACE}}}"), child.text) for child in trigger]
    assert told[:3] == [
        ("Enabled", "true"),
        ("StartBoundary", "2024-11-20T02:30:00"),
        ("EndBoundary", "2025-01-01T23:59:59"),
    ]
    assert told[3][0] == "ScheduleByDay"


def test_the_task_of_windows_starts_the_command(schedule: Schedule) -> None:
    (action,) = ET.fromstring(write_windows(schedule)).iterfind(
        "t:Actions/t:Exec", {"t": TASK_SPACE}
    )
    command, arguments, folder = (child.text for child in action)
    assert command == schedule.python
    assert folder == str(schedule.root)
    assert arguments == subprocess.list2cmdline(schedule.logged_command[1:])


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_entry_is_internal_and_told_in_words(
    schedule: Schedule, language: str, repository: Path
) -> None:
    reader = get_language(language)
    text = write_entries(schedule, reader)
    for write in (write_cron, write_service, write_timer, write_windows):
        assert write(schedule).strip() in text
    assert text.count("--nightly") == 3
    assert "--audience" not in text
    forum = load_forum(Workspace(repository), FORUM)
    made = make_schedule(Workspace(repository), forum, reader, at="23:05")
    assert (made.period.first, made.period.last) == (dt.date(2023, 4, 1), dt.date(2023, 6, 1))
    assert made.at == dt.time(23, 5)


@pytest.mark.parametrize("kind", ["cron", "service", "timer", "windows"])
def test_one_entry_is_printed_alone(kind: str, repository: Path) -> None:
    arguments = ["schedule", FORUM, "--only", kind, "--root", str(repository)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0
    assert "#" not in done.output
    assert FORUM in done.output


@pytest.mark.parametrize("at", ["2:30", "24:00", "0230", "02:30; rm"])
def test_a_time_that_is_none_is_refused(at: str, repository: Path) -> None:
    workspace = Workspace(repository)
    forum = load_forum(workspace, FORUM)
    with pytest.raises(GcmError, match="HH:MM"):
        make_schedule(workspace, forum, get_language("en"), at=at)


def test_a_forum_without_days_is_not_scheduled(repository: Path) -> None:
    workspace = Workspace(repository)
    forum = load_forum(workspace, FORUM)
    timeless = forum.model_copy(
        update={"dates": forum.dates.model_copy(update={"forum_starts": None})}
    )
    with pytest.raises(GcmError, match="`forum_starts` under `dates`"):
        make_schedule(workspace, timeless, get_language("en"))
