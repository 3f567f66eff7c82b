"""A forked process becomes an ipykernel, as if it had been started afresh."""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

CONTROL_PATIENCE = 5
"""Seconds that the control thread may take to answer the request to end."""


def live_as_kernel(
    arguments: Sequence[str], environment: Mapping[str, str], folder: str
) -> NoReturn:
    """Be a kernel until it is asked to end, then end as an interpreter does.

    Parameters
    ----------
    arguments : sequence of str
        The kernel's command line after the launcher, as its kernelspec gives it.
    environment : mapping
        The whole environment of the kernel.
    folder : str
        Its working folder.
    """
    code = 1
    try:
        start_afresh(arguments, environment, folder)
        run_kernel(list(arguments))
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        end_as_interpreter()
        os._exit(code)


def start_afresh(arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
    """Give this process a session, surroundings and random numbers of its own."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    time.tzset()
    os.chdir(folder)
    wait_for_input_for_ever()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    launcher = importlib.util.find_spec("ipykernel_launcher")
    assert launcher is not None
    assert launcher.origin is not None
    sys.argv = [launcher.origin, *arguments]
    sys.orig_argv = [sys.executable, "-m", "ipykernel_launcher", *arguments]


def wait_for_input_for_ever() -> None:
    """Make standard input a pipe that nobody writes to, as jupyter_client does."""
    reader, writer = os.pipe()
    os.dup2(reader, 0)
    os.close(reader)
    del writer  # stays open: its end would be the end of the input


def run_kernel(arguments: list[str]) -> None:
    """Run ipykernel's application to its end."""
    from ipykernel.kernelapp import IPKernelApp

    application = IPKernelApp.instance(parent_handle=os.getppid())
    application.initialize(arguments)  # type: ignore[no-untyped-call]
    application.start()  # type: ignore[no-untyped-call]
    if application.kernel._shutdown_message is not None:
        # It is still answering the request to end. If the output channel that it answers through
        # were closed now, it would wait for it for ever, and the driver for this process.
        application.control_thread.join(CONTROL_PATIENCE)


def end_as_interpreter() -> None:
    """Do what an interpreter does at its end: wait for threads, then run the exit functions."""
    for step in (threading._shutdown, atexit._run_exitfuncs):  # type: ignore[attr-defined]
        try:
            step()
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()


def kernel_arguments(command: Sequence[str]) -> list[str]:
    """Return what follows the launcher in a kernelspec's command.

    >>> kernel_arguments(["python", "-m", "ipykernel_launcher", "-f", "connection.json"])
    ['-f', 'connection.json']
    """
    launcher = next(
        place for place, part in enumerate(command) if Path(part).stem == "ipykernel_launcher"
    )
    return list(command[launcher + 1 :])
