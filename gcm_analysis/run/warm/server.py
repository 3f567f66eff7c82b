"""The warm process: Python's own fork server with our libraries loaded."""

from __future__ import annotations

import multiprocessing
import multiprocessing.forkserver
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext

START_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""Keeps libraries from starting threads when they are imported (forking wants there to be none),
and the debugger that ipykernel loads from talking about frozen modules."""


def warm_context() -> ForkServerContext:
    """Start the warm process if it is not there yet; return the context that forks from it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["gcm_analysis.run.warm.preload"])
    with start_environment():
        multiprocessing.forkserver.ensure_running()
    return context


@contextmanager
def start_environment() -> Iterator[None]:
    """Set `START_ENVIRONMENT` for the start of the warm process only."""
    before = {name: os.environ.get(name) for name in START_ENVIRONMENT}
    os.environ.update(START_ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
