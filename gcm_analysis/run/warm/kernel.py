"""A forked process becomes an ipykernel, as if it had been started afresh."""

from __future__ import annotations

import atexit
import multiprocessing
import multiprocessing.process
import os
import random
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import wait
from pathlib import Path

MAIN_PROCESS = multiprocessing.current_process()
"""What a process of its own calls the current process: read where this is loaded first, in the
warm process."""


def become_kernel(arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
    """Run an ipykernel in this process until it is asked to end.

    Parameters
    ----------
    arguments : sequence of str
        The kernel's command line after the interpreter, as its kernelspec gives it.
    environment : mapping
        The whole environment of the kernel.
    folder : str
        Its working folder.
    """
    os.setsid()
    end_with_parent()
    os.environ.clear()
    os.environ.update(environment)
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    forget_multiprocessing()
    reseed()
    sys.argv = ["ipykernel_launcher.py", *arguments]
    from ipykernel.kernelapp import IPKernelApp

    application = IPKernelApp.instance()
    application.initialize(list(arguments))  # type: ignore[no-untyped-call]
    application.start()  # type: ignore[no-untyped-call]
    atexit._run_exitfuncs()


def end_with_parent() -> None:
    """End this process and what it started when the process that asked for it is gone."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os.killpg(os.getpgid(0), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="end-with-parent").start()


def forget_multiprocessing() -> None:
    """Let code in a notebook see a main process, as in a kernel of its own."""
    multiprocessing.process._current_process = MAIN_PROCESS  # type: ignore[attr-defined]
    multiprocessing.process._parent_process = None  # type: ignore[attr-defined]


def reseed() -> None:
    """Give this process random numbers of its own."""
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def kernel_arguments(command: Sequence[str]) -> list[str]:
    """Return what follows the launcher in a kernelspec's command.

    >>> kernel_arguments(["python", "-m", "ipykernel_launcher", "-f", "connection.json"])
    ['-f', 'connection.json']
    """
    launcher = next(
        place for place, part in enumerate(command) if Path(part).stem == "ipykernel_launcher"
    )
    return list(command[launcher + 1 :])
