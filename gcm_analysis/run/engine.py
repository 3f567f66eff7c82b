"""Executing notebooks: papermill drives, as many at once as there are workers.

Two engines differ only in how a kernel is born: `papermill` starts an interpreter for each
notebook, `warm` forks one from a process that has the libraries loaded.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Literal

from gcm_analysis.errors import GCM_ERROR_MARK, GcmError
from gcm_analysis.run.kernels import TrackedKernelManager, end_kernels
from gcm_analysis.run.parameters import check_parameters
from gcm_analysis.run.plan import Execution

EngineName = Literal["warm", "papermill"]
ENGINES: tuple[EngineName, ...] = ("warm", "papermill")
CELL_TIMEOUT = 600
"""Seconds that one cell may take."""
QUIET_KERNEL = "--IPKernelApp.log_level=CRITICAL"


def default_engine() -> EngineName:
    """Return the fastest engine that this system can run."""
    return "warm" if hasattr(os, "fork") else "papermill"


@dataclass(frozen=True)
class Failure:
    """Why an execution failed: facts that cross process borders."""

    key: str
    notebook: str
    cell: int
    message: str
    is_input_error: bool


class NotebookFailed(Exception):
    """A cell failed for a reason that is not the user's input."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(
            f"The notebook {failure.notebook} ({failure.key}) failed in cell {failure.cell}: "
            f"{failure.message}"
        )


@dataclass(eq=False)
class InputRefusedInNotebook(GcmError):
    """A notebook found that the user's input is wrong."""

    failure: Failure

    def sentence(self) -> str:
        """Repeat the sentence, and where it was said."""
        told = self.failure.message.rstrip(".")
        return f"{told} (found by {self.failure.notebook}, cell {self.failure.cell})."


def execute_all(
    executions: Iterable[Execution],
    *,
    engine: EngineName,
    workers: int,
    on_done: Callable[[Execution, float], None],
    on_start: Callable[[Execution], None],
) -> dict[str, float]:
    """Execute notebooks in the order of their dependencies, several at once.

    Parameters
    ----------
    executions : iterable of Execution
        Each after those it depends on.
    engine : {"warm", "papermill"}
        How kernels are born.
    workers : int
        Notebooks at once, at least 1.
    on_start, on_done : callable
        Told of each execution; `on_done` with its seconds.

    Returns
    -------
    dict
        Seconds by key.

    Raises
    ------
    InputRefusedInNotebook
        A `GcmError` was raised in a notebook.
    NotebookFailed
        Anything else failed in a notebook.
    """
    waiting = list(executions)
    for execution in waiting:
        check_parameters(execution.notebook, dict(execution.parameters))
    seconds: dict[str, float] = {}
    running: dict[Future[float | Failure], Execution] = {}
    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            while waiting or running:
                for execution in [e for e in waiting if all(key in seconds for key in e.after)]:
                    if len(running) >= workers:
                        break
                    waiting.remove(execution)
                    on_start(execution)
                    running[pool.submit(execute_one, execution, engine)] = execution
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    execution = running.pop(future)
                    outcome = future.result()
                    if isinstance(outcome, Failure):
                        raise error_of(outcome)
                    seconds[execution.key] = outcome
                    on_done(execution, outcome)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            end_kernels()
            raise
    return seconds


def error_of(failure: Failure) -> Exception:
    """Return the error that a failure stands for."""
    if failure.is_input_error:
        return InputRefusedInNotebook(failure=failure)
    return NotebookFailed(failure)


def execute_one(execution: Execution, engine: EngineName) -> float | Failure:
    """Execute one notebook with papermill in this process; return its seconds or why it failed."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    execution.output.parent.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    try:
        papermill.execute_notebook(
            str(execution.notebook),
            str(execution.output),
            parameters=dict(execution.parameters),
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=CELL_TIMEOUT,
            extra_arguments=[QUIET_KERNEL],
            resources={"metadata": {"path": dict(execution.parameters)["root"]}},
            kernel_manager_class=kernel_manager_of(engine),
        )
    except PapermillExecutionError as error:
        return Failure(
            key=execution.key,
            notebook=execution.notebook.name,
            cell=error.exec_count,
            message=f"{error.evalue}"
            if is_input_error(error.traceback)
            else f"{error.ename}: {error.evalue}",
            is_input_error=is_input_error(error.traceback),
        )
    return time.perf_counter() - started


def kernel_manager_of(engine: EngineName) -> type[TrackedKernelManager]:
    """Return the class that starts and ends the kernels of an engine."""
    if engine == "papermill":
        return TrackedKernelManager
    from gcm_analysis.run.warm.manager import WarmKernelManager

    return WarmKernelManager


def is_input_error(traceback: list[str]) -> bool:
    """Tell whether a cell's traceback is that of a `GcmError`."""
    return bool(traceback) and traceback[0].startswith(GCM_ERROR_MARK)
