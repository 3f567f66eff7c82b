"""Executing notebooks: papermill, as many at once as there are workers."""

from __future__ import annotations

import logging
import multiprocessing
import os
import time
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass

from gcm_analysis.errors import GCM_ERROR_MARK, GcmError
from gcm_analysis.run.parameters import check_parameters
from gcm_analysis.run.plan import Execution

CELL_TIMEOUT = 600
"""Seconds that one cell may take."""


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
    workers: int,
    on_done: Callable[[Execution, float], None],
    on_start: Callable[[Execution], None],
) -> dict[str, float]:
    """Execute notebooks in the order of their dependencies, several at once.

    Parameters
    ----------
    executions : iterable of Execution
        Each after those it depends on.
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
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        try:
            while waiting or running:
                for execution in [e for e in waiting if all(key in seconds for key in e.after)]:
                    if len(running) >= workers:
                        break
                    waiting.remove(execution)
                    on_start(execution)
                    running[pool.submit(execute_one, execution)] = execution
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    execution = running.pop(future)
                    outcome = future.result()
                    if isinstance(outcome, Failure):
                        raise error_of(outcome)
                    seconds[execution.key] = outcome
                    on_done(execution, outcome)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return seconds


def error_of(failure: Failure) -> Exception:
    """Return the error that a failure stands for."""
    if failure.is_input_error:
        return InputRefusedInNotebook(failure=failure)
    return NotebookFailed(failure)


def execute_one(execution: Execution) -> float | Failure:
    """Execute one notebook with papermill in this process; return its seconds or why it failed."""
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    import papermill
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    execution.output.parent.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            papermill.execute_notebook(
                str(execution.notebook),
                str(execution.output),
                parameters=dict(execution.parameters),
                kernel_name="python3",
                progress_bar=False,
                cwd=dict(execution.parameters)["root"],
                execution_timeout=CELL_TIMEOUT,
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


def is_input_error(traceback: list[str]) -> bool:
    """Tell whether a cell's traceback is that of a `GcmError`."""
    return bool(traceback) and traceback[0].startswith(GCM_ERROR_MARK)
