"""Wall time, CPU time and peak memory of a command with everything that it starts."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
INTERVAL = 0.5
NO_TELEMETRY = {"PLOOMBER_STATS_ENABLED": "false"}


@dataclass(frozen=True)
class Measured:
    """What a command took.

    Parameters
    ----------
    wall, cpu : float
        Seconds; CPU of the command and of all its descendants, None where it cannot be told.
    peak_mb : float or None
        Megabytes; shared pages are counted once. None where the system has no /proc.
    said, complained : str
        Its standard output and its standard error.
    """

    wall: float
    cpu: float | None
    peak_mb: float | None
    said: str
    complained: str = ""


class CommandFailed(RuntimeError):
    """A command that was to be measured has failed."""


def measure(command: Sequence[str], *, folder: Path) -> Measured:
    """Run a command and measure it.

    Raises
    ------
    CommandFailed
        It ended with an error.
    """
    used, started = children_cpu(), time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **NO_TELEMETRY},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        watcher = MemoryWatcher(process.pid)
        watcher.start()
        said, complained = process.communicate()
        wall = time.perf_counter() - started
        watcher.stop()
    if process.returncode:
        raise CommandFailed(complained.strip()[-400:])
    now = children_cpu()
    cpu = None if now is None or used is None else now - used
    return Measured(wall, cpu, watcher.peak_mb, said, complained)


def children_cpu() -> float | None:
    """Return the CPU seconds of this process's ended descendants."""
    try:
        import resource
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class MemoryWatcher(threading.Thread):
    """Looks at the memory of a process and its descendants again and again.

    Parameters
    ----------
    pid : int
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak_mb: float | None = None
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while PROC.is_dir() and not self._stopped.wait(INTERVAL):
            now = sum(map(read_memory, family(self.pid)))
            self.peak_mb = max(self.peak_mb or 0.0, now)

    def stop(self) -> None:
        """Stop looking."""
        self._stopped.set()
        self.join()


def family(pid: int) -> Iterator[int]:
    """Yield a process and its descendants."""
    yield pid
    for task in PROC.glob(f"{pid}/task/*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                yield from family(int(child))


def read_memory(pid: int) -> float:
    """Return a process's proportional share of memory in megabytes."""
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    return 0.0


def tell_load() -> str:
    """Say how busy the machine is."""
    cores = os.cpu_count()
    if not hasattr(os, "getloadavg"):
        return f"{cores} cores"
    return f"{cores} cores, load {os.getloadavg()[0]:.1f}"
