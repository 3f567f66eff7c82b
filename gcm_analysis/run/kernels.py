"""The kernels that are alive, so that an interrupted run leaves none behind."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import Any

from jupyter_client.manager import AsyncKernelManager

_alive: set[int] = set()
_lock = threading.Lock()


class TrackedKernelManager(AsyncKernelManager):
    """Stock, but for remembering which process groups are alive."""

    _group: int | None = None

    async def _async_post_start_kernel(self, **kwargs: Any) -> None:
        self._group = getattr(self.provisioner, "pid", None)
        if self._group is not None:
            with _lock:
                _alive.add(self._group)
        await super()._async_post_start_kernel(**kwargs)

    post_start_kernel = _async_post_start_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        if self._group is not None:
            with _lock:
                _alive.discard(self._group)
        await super()._async_cleanup_resources(restart=restart)

    cleanup_resources = _async_cleanup_resources


def end_kernels() -> None:
    """Kill every kernel that is alive, with what it started."""
    with _lock:
        groups, killed = _alive.copy(), getattr(os, "killpg", os.kill)
        _alive.clear()
    for group in groups:
        with contextlib.suppress(OSError):
            killed(group, getattr(signal, "SIGKILL", signal.SIGTERM))
