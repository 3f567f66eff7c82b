"""The driver's side of the warm process: starts it, asks for kernels, hears of their ends."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any


class WarmProcessLost(RuntimeError):
    """The process that kernels are forked from has ended."""

    def __init__(self) -> None:
        super().__init__("the warm process has ended: run again, or with --engine papermill")


class ForkedProcess:
    """A forked kernel, behind the part of `subprocess.Popen` that a provisioner uses.

    Parameters
    ----------
    pid : int
        Of the kernel; also of its session and process group.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], object]] = []

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel lives."""
        return self.returncode

    def wait(self) -> int | None:
        """Wait for the end and return the exit code."""
        self._ended.wait()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel alone."""
        os.kill(self.pid, number)

    def when_ended(self, listener: Callable[[], object]) -> None:
        """Call `listener` once, from another thread, when the kernel has ended."""
        with self._lock:
            if self.returncode is None:
                self._listeners.append(listener)
                return
        listener()

    def end(self, code: int) -> None:
        """Note that the kernel has ended."""
        with self._lock:
            self.returncode = code
            listeners, self._listeners = self._listeners, []
        self._ended.set()
        for listener in listeners:
            with contextlib.suppress(RuntimeError):  # the listener's event loop is closed
                listener()


class WarmProcess:
    """The hold of this process on a warm process of its own.

    Starting it returns at once: the libraries load while the caller goes on.
    """

    def __init__(self) -> None:
        self._socket, there = socket.socketpair()
        with there:
            self._server = self.start_server(there)
        self.pid = self._server.pid
        self.is_lost = False
        self._connection = Connection(os.dup(self._socket.fileno()))
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._born: dict[int, ForkedProcess] = {}
        self._alive: dict[int, ForkedProcess] = {}
        self._has_borne = False
        self._listener = threading.Thread(target=self._listen, daemon=True, name="warm-process")
        self._listener.start()

    def start_server(self, there: socket.socket) -> subprocess.Popen[bytes]:
        """Start the process behind the other end of the connection."""
        return subprocess.Popen(
            [sys.executable, "-m", "gcm_analysis.run.warm.server", str(there.fileno())],
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def fork(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str
    ) -> ForkedProcess:
        """Fork a kernel.

        Parameters
        ----------
        arguments, environment, folder
            As `gcm_analysis.run.warm.kernel.live_as_kernel` takes them.

        Raises
        ------
        WarmProcessLost
            The warm process has ended.
        """
        request = {
            "arguments": list(arguments),
            "environment": dict(environment),
            "folder": folder,
        }
        with self._changed:
            number = next(self._numbers)
            self._send({"id": number, **request})
            self._changed.wait_for(lambda: number in self._born or self.is_lost)
            if number not in self._born:
                raise WarmProcessLost
            return self._born.pop(number)

    def close(self) -> None:
        """End the warm process and every kernel that it forked."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if not self._has_borne:  # it may still be loading: nobody needs that any more
            self._server.kill()
        self._listener.join()
        self._server.wait()
        self._connection.close()
        self._socket.close()

    def _send(self, request: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # `_listen` notices that the warm process has ended
            self._connection.send_bytes(json.dumps(request).encode())

    def _listen(self) -> None:
        """Note births and ends until the connection closes."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                event = json.loads(self._connection.recv_bytes())
                self._note_birth(event) if "born" in event else self._note_end(event)
        with self._changed:
            self.is_lost = True
            lost = list(self._alive.values())
            self._changed.notify_all()
        for kernel in lost:
            kernel.end(-signal.SIGKILL)

    def _note_birth(self, event: dict[str, int]) -> None:
        with self._changed:
            self._has_borne = True
            kernel = ForkedProcess(event["pid"])
            self._alive[kernel.pid] = self._born[event["born"]] = kernel
            self._changed.notify_all()

    def _note_end(self, event: dict[str, int]) -> None:
        with self._changed:
            kernel = self._alive.pop(event["ended"])
        kernel.end(event["code"])


_started: list[WarmProcess] = []
_starting = threading.Lock()


def warm_process() -> WarmProcess:
    """Return this process's warm process; start it where there is none or it was lost."""
    with _starting:
        if not _started or _started[-1].is_lost:
            _started[:] = [WarmProcess()]
            atexit.register(_started[-1].close)
        return _started[-1]
