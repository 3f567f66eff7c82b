"""A small forum on disk, read and counted as a run does; JupyterLab and a browser for the rest."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from gcm_analysis.explorer import Material, read_material
from gcm_analysis.language import Language, get_language
from gcm_analysis.store import TableStore
from gcm_analysis.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent))

from small_forum import FORUM, run_forum, write_forum


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose forum has been run for two audiences."""
    found = write_forum(tmp_path_factory.mktemp("explorer"))
    run_forum(found)
    run_forum(found, audience="participants")
    return found


@pytest.fixture(scope="session")
def material(workspace: Workspace) -> Material:
    return read_material(workspace, FORUM)


@pytest.fixture(scope="session")
def counted(workspace: Workspace) -> TableStore:
    """The tables of the run, to hold the explorer's figures against."""
    return TableStore(workspace.processed_forum(FORUM))


@pytest.fixture(params=["es", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    return get_language(request.param)


def miss(what: str) -> None:
    """Skip where something is missing; fail where nothing may be."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def lab_python(repository: Path) -> Path:
    """The interpreter of the environment that `make lab` builds."""
    for relative in (".venv-lab/bin/python", ".venv-lab/Scripts/python.exe"):
        if (repository / relative).exists():
            return repository / relative
    miss("no .venv-lab in this checkout: type `make .venv-lab/.ready`")
    raise AssertionError
