"""Forums of what governments announced, run once through the command line for all tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from announcements import MEETINGS, read_announcements
from meeting_forums import make_workspace, write_forum
from run_meetings import Meetings, call

EARLIER = {"may-2024": "june-2022", "september-2024": "may-2024"}


@pytest.fixture(scope="session")
def meetings(tmp_path_factory: pytest.TempPathFactory, repository: Path, shared: Path) -> Meetings:
    """The three meetings in English, June 2022 and May 2024 with a crosswalk, run together."""
    root = make_workspace(tmp_path_factory.mktemp("meetings"), repository)
    announced = {meeting: read_announcements(shared, meeting, "en") for meeting in MEETINGS}
    for meeting, found in announced.items():
        write_forum(root, meeting, found.by_country, earlier=EARLIER.get(meeting))
    done = call(root, "run", "--no-figures", "--country", "USA")
    assert done.returncode == 0, done.stderr
    return Meetings(root, announced)


@pytest.fixture(scope="session")
def spanish(tmp_path_factory: pytest.TempPathFactory, repository: Path, shared: Path) -> Meetings:
    """June 2022 as the Spanish document has it."""
    root = make_workspace(tmp_path_factory.mktemp("spanish"), repository)
    found = read_announcements(shared, "june-2022", "es")
    write_forum(root, "june-2022", found.by_country, language="es")
    done = call(root, "run", "--no-figures", "--language", "es", "--country", "COL")
    assert done.returncode == 0, done.stderr
    return Meetings(root, {"june-2022": found})
