"""The kernels of one run: what they all get, and how none of them outlives it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from typing import Any

from jupyter_client.manager import AsyncKernelManager

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Notebooks run side by side, and a sum must not depend on how many cores there are."""


class LiveKernels:
    """The kernels that are alive, so that an interrupted run leaves none behind.

    Parameters
    ----------
    memory_limit : int or None
        Bytes of data that a kernel may have; enforced where the system can (Linux).
    """

    def __init__(self, memory_limit: int | None = None) -> None:
        self.memory_limit = memory_limit
        self._alive: set[int] = set()
        self._is_ended = False
        self._lock = threading.Lock()

    def add(self, pid: int) -> None:
        """Note a kernel's start; a run that has ended gets none any more."""
        limit_memory(pid, self.memory_limit)
        with self._lock:
            self._alive.add(pid)
            is_late = self._is_ended
        if is_late:
            self.end()

    def discard(self, pid: int) -> None:
        """Note a kernel's end."""
        with self._lock:
            self._alive.discard(pid)

    def end(self) -> None:
        """Kill every kernel that is alive, with what it started, now and from now on."""
        with self._lock:
            self._is_ended = True
            alive, self._alive = self._alive, set()
        for pid in alive:
            kill_group(pid)


def kill_group(pid: int) -> None:
    """Kill a process with what it started."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            os.kill(pid, signal.SIGTERM)
        else:
            os.killpg(pid, signal.SIGKILL)


def limit_memory(pid: int, limit: int | None) -> None:
    """Limit the data of a process, where the system can do so from outside (Linux)."""
    if limit is None or sys.platform != "linux":
        return
    import resource

    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(pid, resource.RLIMIT_DATA, (limit, limit))


class TrackedKernelManager(AsyncKernelManager):
    """Stock, but for the run that its kernels belong to."""

    kernels: LiveKernels
    _pid: int | None = None

    @classmethod
    def of_run(cls, kernels: LiveKernels) -> type[TrackedKernelManager]:
        """Return this class for the kernels of one run (nbclient takes a class)."""
        return type(cls.__name__, (cls,), {"kernels": kernels})

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple[list[str], dict[str, Any]]:
        environment = {**(kwargs.pop("env", None) or os.environ), **ONE_THREAD}
        command, rest = await super()._async_pre_start_kernel(env=environment, **kwargs)
        return command, rest

    pre_start_kernel = _async_pre_start_kernel

    async def _async_post_start_kernel(self, **kwargs: Any) -> None:
        self._pid = getattr(self.provisioner, "pid", None)
        if self._pid is not None:
            self.kernels.add(self._pid)
        await super()._async_post_start_kernel(**kwargs)

    post_start_kernel = _async_post_start_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        if self._pid is not None:
            self.kernels.discard(self._pid)
        await super()._async_cleanup_resources(restart=restart)

    cleanup_resources = _async_cleanup_resources
