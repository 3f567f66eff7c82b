"""The warm process: loads the libraries, then forks a kernel each time its driver asks.

It has one thread, keeps it so, and lives as long as the connection to its driver: when the driver
ends, however it ends, the connection closes and every kernel is killed with what it started.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any


class WarmServer:
    """Forks kernels for one driver.

    Parameters
    ----------
    connection : Connection
        To the driver. It asks with `{"id", "arguments", "environment", "folder"}`; it is told
        `{"born": id, "pid": pid}` and later `{"ended": pid, "code": exit code}`.
    set_by_libraries : mapping
        What kernels get in their environment besides what the driver asks for.
    """

    def __init__(self, connection: Connection, set_by_libraries: Mapping[str, str]) -> None:
        self.connection = connection
        self.set_by_libraries = set_by_libraries
        self.kernels: set[int] = set()
        self.wake_reader, self.wake_writer = os.pipe()

    def serve(self) -> None:
        """Serve until the driver is gone."""
        self.catch_ends()
        while True:
            ready = wait([self.connection, self.wake_reader])
            if self.wake_reader in ready:
                os.read(self.wake_reader, 1024)
                self.tell_ends()
            if self.connection in ready:
                try:
                    request = json.loads(self.connection.recv_bytes())
                except (EOFError, OSError):
                    break
                self.bear(request)
        self.end_kernels()

    def catch_ends(self) -> None:
        """Let the end of a child wake this process."""
        for end in (self.wake_reader, self.wake_writer):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self.wake_writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def bear(self, request: dict[str, Any]) -> None:
        """Fork a kernel and tell its process id."""
        pid = os.fork()
        if pid == 0:
            self.forget()
            from gcm_analysis.run.warm.kernel import live_as_kernel

            environment = {**request["environment"], **self.set_by_libraries}
            live_as_kernel(request["arguments"], environment, request["folder"])
        self.kernels.add(pid)
        self.tell({"born": request["id"], "pid": pid})

    def forget(self) -> None:
        """Drop, in a forked process, what belongs to the warm process."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.connection.close()
        os.close(self.wake_reader)
        os.close(self.wake_writer)

    def tell_ends(self) -> None:
        """Tell the driver which kernels have ended, and how."""
        for pid in list(self.kernels):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self.kernels.discard(pid)
                self.tell({"ended": pid, "code": os.waitstatus_to_exitcode(status)})

    def tell(self, event: dict[str, Any]) -> None:
        """Send an event; a driver that is gone is noticed by `serve`."""
        with contextlib.suppress(OSError):
            self.connection.send_bytes(json.dumps(event).encode())

    def end_kernels(self) -> None:
        """Kill every kernel with what it started."""
        for pid in self.kernels:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)


def leave_folder_off_path() -> None:
    """Take the folder that `python -m` puts first off the search path, as ipykernel does."""
    if sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]


def main() -> None:
    """Load the libraries, then serve the driver behind the file descriptor that is named."""
    leave_folder_off_path()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the driver
    from gcm_analysis.run.warm.preload import load

    WarmServer(Connection(int(sys.argv[1])), load()).serve()


if __name__ == "__main__":
    main()
