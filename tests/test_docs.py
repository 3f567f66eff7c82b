"""Every command that the documentation shows does what it says."""

import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gcm_analysis.cli import app, review

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROGRAMS = {"gcm-analysis": "gcm_analysis", "papermill": "papermill"}
FENCE = re.compile(r"```sh\n(.*?)```", re.DOTALL)
NAMED = re.compile(
    r"(?:`|^[ \t]*)gcm-analysis ((?:review )?(?!review)[a-z]+)([^`\n]*)", re.MULTILINE
)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def commands_of(page: Path) -> list[list[str]]:
    lines = "\n".join(FENCE.findall(page.read_text("utf-8"))).splitlines()
    return [shlex.split(line) for line in lines if line.strip() and not line.startswith("#")]


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    return root


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_runs(page: Path, workspace: Path) -> None:
    for command in commands_of(page):
        program, *arguments = command
        if program == "make":
            assert set(arguments) <= make_targets()
            continue
        assert program in PROGRAMS, f"{page.name}: {shlex.join(command)}"
        done = subprocess.run(
            [sys.executable, "-m", PROGRAMS[program], *arguments],
            cwd=workspace,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{shlex.join(command)}: {done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_named_in_words_exists(page: Path) -> None:
    for name, rest in NAMED.findall(page.read_text("utf-8")):
        command = tuple(name.split())
        assert command in help_of_commands(), f"{page.name}: gcm-analysis {name}"
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in help_of_commands()[command], f"{page.name}: {name} {option}"


@cache
def help_of_commands() -> dict[tuple[str, ...], str]:
    runner = CliRunner()
    names = [(one.name or one.callback.__name__,) for one in app.registered_commands]
    names += [("review", one.name) for one in review.registered_commands]
    return {name: runner.invoke(app, [*name, "--help"]).output for name in names}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_help_of_make_lists_every_target() -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for target in ("report", "test", "check", "lab", "clean", "help"):
        assert f"make {target}" in listed
