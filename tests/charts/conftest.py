"""Forums of three sizes: nine Champions, all members, and one that nobody has answered yet."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from frames import CHAMPIONS, MEMBERS, Tables, make_tables


@pytest.fixture(scope="session")
def champions() -> Tables:
    return make_tables()


@pytest.fixture(scope="session")
def members() -> Tables:
    return make_tables(MEMBERS, pending=("SLV", "URY", "BOL"), roster="members", illustrative=False)


@pytest.fixture(scope="session")
def unanswered() -> Tables:
    return make_tables(CHAMPIONS, pending=CHAMPIONS)


@pytest.fixture(scope="session", params=["champions", "members", "unanswered"])
def tables(request: pytest.FixtureRequest) -> Tables:
    found: Tables = request.getfixturevalue(request.param)
    return found
