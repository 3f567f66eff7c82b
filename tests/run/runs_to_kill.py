"""Runs of a small forum, each in a forked process, so that many can be killed in little time.

    python runs_to_kill.py ROOT COUNTRY ...

Everything is loaded once. Each line on standard input is a number of seconds after which the run
is killed with SIGKILL, or "-" to let it end; the answer is its exit code (negative: the signal)
and its seconds. The warm process of a run is forked from here as well instead of being started.
"""

# ruff: noqa: E402, T201 - libraries come after `load`, answers go to standard output
from __future__ import annotations

import os
import signal
import socket
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from gcm_analysis.run.warm import preload

preload.load()

import papermill
import papermill.execute

from gcm_analysis.cli import guard
from gcm_analysis.run import RunOptions, filling, forum_run
from gcm_analysis.run.warm import manager, process, server
from gcm_analysis.survey import check_forum
from gcm_analysis.workspace import Workspace

LOADED = (papermill, filling, manager, check_forum)


class ForkedServer:
    """A warm process that was forked: what `WarmProcess` asks of it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        return os.waitpid(self.pid, 0)[1]


class ForkedWarmProcess(process.WarmProcess):
    """Forks its server: the libraries are loaded here already."""

    def start_server(self, there: socket.socket) -> Any:
        pid = os.fork()
        if pid == 0:
            os.setsid()
            self._socket.close()
            server.WarmServer(Connection(os.dup(there.fileno())), {}).serve()
            os._exit(0)
        return ForkedServer(pid)


def run(root: Path, countries: tuple[str, ...]) -> int:
    """Run the forum as the command line does; return its exit code."""
    process._started[:] = [ForkedWarmProcess()]
    options = RunOptions(engine="warm", with_figures=False, countries=countries, workers=2)
    code = guard(lambda: forum_run.run_forums(Workspace(root), options), debug=False)
    process._started[-1].close()
    return code


def try_run(root: Path, countries: tuple[str, ...], moment: float | None) -> int:
    """Run in a process of its own, killed at a moment; return how it ended."""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.dup2(2, 1)
        os._exit(run(root, countries))
    if moment is not None:
        time.sleep(moment)
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    """Answer until the input ends."""
    root, countries = Path(sys.argv[1]), tuple(sys.argv[2:])
    print("ready", flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        code = try_run(root, countries, None if line.strip() == "-" else float(line))
        print(code, time.perf_counter() - started, flush=True)


if __name__ == "__main__":
    main()
