"""What the engine promises without executing anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gcm_analysis.run import engine
from gcm_analysis.run.kernels import LiveKernels
from gcm_analysis.run.warm.kernel import kernel_arguments
from gcm_analysis.run.warm.process import ForkedProcess


@pytest.mark.parametrize(
    ("platform", "expected"), [("linux", "warm"), ("darwin", "papermill"), ("win32", "papermill")]
)
def test_the_warm_engine_is_chosen_where_forking_is_safe(
    platform: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.sys, "platform", platform)
    assert engine.default_engine() == expected


def test_kernels_share_the_memory_there_is() -> None:
    alone, together = engine.share_memory(1), engine.share_memory(10_000)
    if alone is not None:
        assert together == engine.LEAST_MEMORY <= alone


def test_a_run_that_has_ended_gets_no_kernel_any_more() -> None:
    kernels = LiveKernels()
    kernels.end()
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as late:
        kernels.add(late.pid)
    assert late.returncode < 0


def test_a_kernel_that_has_come_to_its_end_is_left_alone() -> None:
    kernels = LiveKernels()
    with subprocess.Popen(["sleep", "0.3"], start_new_session=True) as process:
        kernels.add(process.pid)
        kernels.discard(process.pid)
        kernels.end()
    assert process.returncode == 0


def test_the_end_of_a_kernel_is_told_once_also_to_those_who_come_late() -> None:
    kernel, told = ForkedProcess(1), []
    kernel.when_ended(lambda: told.append("early"))
    kernel.end(3)
    kernel.when_ended(lambda: told.append("late"))
    assert told == ["early", "late"]
    assert (kernel.poll(), kernel.wait()) == (3, 3)


def test_a_kernel_is_given_what_follows_its_launcher() -> None:
    command = [sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "c.json"]
    assert kernel_arguments(command) == ["-f", "c.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no warm engine")
def test_sockets_lie_where_only_their_owner_can_reach_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from gcm_analysis.run.warm import manager

    monkeypatch.setattr(manager.tempfile, "tempdir", str(tmp_path))
    uncached = manager.socket_folder.__wrapped__
    if len(str(tmp_path)) <= manager.LONGEST_FOLDER:
        assert Path(uncached()).stat().st_mode & 0o077 == 0
    long = tmp_path / ("long" * 20)
    long.mkdir()
    monkeypatch.setattr(manager.tempfile, "tempdir", str(long))
    assert uncached() is None


LOOK = """
import os, sys, warnings
from pathlib import Path
warnings.simplefilter("error")
from gcm_analysis.run.warm.preload import SHELL_BOUND, START_ENVIRONMENT, load
set_by_libraries = load()
tasks = Path("/proc/self/task")
print(len(list(tasks.iterdir())) if tasks.is_dir() else 1)
print([name for name in SHELL_BOUND if name in sys.modules])
print(set(START_ENVIRONMENT) & set(set_by_libraries))
"""


def test_loading_starts_no_thread_and_asks_for_no_shell_and_says_nothing(tmp_path: Path) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert loaded.stderr == ""
    assert loaded.stdout.splitlines() == ["1", "[]", "set()"]
