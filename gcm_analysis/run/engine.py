"""Executing notebooks: papermill drives, as many at once as there are workers.

Two engines differ only in how a kernel is born: `papermill` starts an interpreter for each
notebook, `warm` forks one from a process that has the libraries loaded.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from gcm_analysis.errors import GCM_ERROR_MARK, GcmError
from gcm_analysis.run.agenda import Agenda
from gcm_analysis.run.plan import Execution

if TYPE_CHECKING:
    from gcm_analysis.run.kernels import TrackedKernelManager

EngineName = Literal["warm", "papermill"]
ENGINES: tuple[EngineName, ...] = ("warm", "papermill") if hasattr(os, "fork") else ("papermill",)
"""The engines that this system has."""
CELL_TIMEOUT = 600
"""Seconds that one cell may take."""
LEAST_MEMORY = 4 * 2**30
"""Bytes that a kernel may always have: the libraries reserve more than they use."""
QUIET_KERNEL = "--IPKernelApp.log_level=CRITICAL"
NOTING = "--IPKernelApp.extra_extensions=['gcm_analysis.reads']"


def default_engine() -> EngineName:
    """Return the fastest engine that this system runs safely.

    macOS has `os.fork`, but its own libraries may fail in a forked process (the reason for which
    Python's multiprocessing does not fork there): warm is offered, not chosen.
    """
    return "warm" if sys.platform == "linux" else "papermill"


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


class Earlier(Protocol):
    """What earlier runs have executed."""

    def take(self, execution: Execution) -> float | None:
        """Put what an earlier run made in place; return its seconds, None where it is not it."""

    def keep(self, execution: Execution, seconds: float) -> None:
        """Note what an execution has read and made."""


class NothingEarlier:
    """Nothing is reused, and nothing kept."""

    def take(self, execution: Execution) -> float | None:
        """Take nothing."""
        del execution
        return None

    def keep(self, execution: Execution, seconds: float) -> None:
        """Forget what an execution has read."""
        del seconds
        reads_of(execution).unlink(missing_ok=True)


def reads_of(execution: Execution) -> Path:
    """Return the file in which a notebook's kernel notes what it reads."""
    return execution.output.with_suffix(".reads.json")


class Executor(Protocol):
    """Who executes notebooks: this machine, or a cluster."""

    def execute(self, execution: Execution) -> float | Failure:
        """Execute one notebook; return its seconds or why it failed."""

    def end(self) -> None:
        """End what is being executed, now and from now on."""


def execute_all(
    executions: Iterable[Execution],
    *,
    engine: EngineName,
    workers: int,
    on_done: Callable[[Execution, float], None],
    on_start: Callable[[Execution], None],
    on_reused: Callable[[Execution], None] = lambda _: None,
    earlier: Earlier | None = None,
    executor: Executor | None = None,
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
    on_start, on_done, on_reused : callable
        Told of each execution; `on_done` with its seconds.
    earlier : Earlier or None
        What need not be executed again; None: everything is.
    executor : Executor or None
        None: this machine.

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
    from gcm_analysis.run.parameters import check_parameters

    agenda = Agenda(list(executions))
    for execution in agenda.executions:
        check_parameters(execution.notebook, dict(execution.parameters))
    earlier = earlier or NothingEarlier()
    executor = executor or NotebookExecutor(engine, memory_limit=share_memory(workers))
    seconds: dict[str, float] = {}
    running: dict[Future[float | Failure], Execution] = {}
    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            while agenda.n_left:
                while len(running) < workers and (ready := agenda.take()):
                    if (taken := earlier.take(ready)) is not None:
                        seconds[ready.key] = taken
                        agenda.finish(ready)
                        on_reused(ready)
                        continue
                    on_start(ready)
                    running[pool.submit(executor.execute, ready)] = ready
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    execution = running.pop(future)
                    outcome = future.result()
                    if isinstance(outcome, Failure):
                        raise error_of(outcome)
                    earlier.keep(execution, outcome)
                    seconds[execution.key] = outcome
                    agenda.finish(execution)
                    on_done(execution, outcome)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            executor.end()
            raise
    return seconds


def error_of(failure: Failure) -> Exception:
    """Return the error that a failure stands for."""
    if failure.is_input_error:
        return InputRefusedInNotebook(failure=failure)
    return NotebookFailed(failure)


def prepare_engine(engine: EngineName) -> None:
    """Begin to load what an engine needs; returns at once.

    The warm process loads the libraries while the caller goes on with something else.
    """
    if engine == "warm":
        from gcm_analysis.run.warm.process import warm_process

        warm_process()


def share_memory(workers: int) -> int | None:
    """Return the bytes of data that each of several kernels may have: all but a tenth, in parts."""
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return None
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(LEAST_MEMORY, memory * 9 // 10 // workers)


class NotebookExecutor:
    """Executes notebooks with papermill in this process; safe to use from several threads.

    Parameters
    ----------
    engine : {"warm", "papermill"}
        How kernels are born.
    memory_limit : int or None
        Bytes of data that a kernel may have.
    cell_timeout : int
        Seconds that one cell may take.
    """

    def __init__(
        self,
        engine: EngineName,
        *,
        memory_limit: int | None = None,
        cell_timeout: int = CELL_TIMEOUT,
    ) -> None:
        from gcm_analysis.run.kernels import LiveKernels

        prepare_engine(engine)
        self.kernels = LiveKernels(memory_limit)
        self.manager_class = kernel_manager_of(engine).of_run(self.kernels)
        self.cell_timeout = cell_timeout

    def execute(self, execution: Execution) -> float | Failure:
        """Execute one notebook; return its seconds or why it failed."""
        started = time.perf_counter()
        failure = self.find_failure(execution)
        return failure or time.perf_counter() - started

    def find_failure(self, execution: Execution) -> Failure | None:
        """Execute one notebook; return why it failed, or None."""
        from nbclient.exceptions import CellTimeoutError, DeadKernelError
        from papermill.exceptions import PapermillExecutionError

        cells = CellCount()
        try:
            self.run_papermill(execution, cells)
        except PapermillExecutionError as error:
            is_input_error = bool(error.traceback) and error.traceback[0].startswith(GCM_ERROR_MARK)
            told = error.evalue if is_input_error else f"{error.ename}: {error.evalue}"
            return Failure(
                execution.key, execution.notebook.name, error.exec_count, told, is_input_error
            )
        except CellTimeoutError:
            told = f"the cell took longer than {self.cell_timeout} s"
        except DeadKernelError:
            told = "the kernel has died (killed, or out of memory?)"
        else:
            return None
        return Failure(execution.key, execution.notebook.name, cells.n, told, is_input_error=False)

    def run_papermill(self, execution: Execution, cells: CellCount) -> None:
        """Let papermill execute one notebook and write it."""
        import papermill

        logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
        execution.output.parent.mkdir(parents=True, exist_ok=True)
        with own_event_loop():
            papermill.execute_notebook(
                str(execution.notebook),
                str(execution.output),
                parameters=dict(execution.parameters),
                kernel_name="python3",
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                execution_timeout=self.cell_timeout,
                extra_arguments=[
                    QUIET_KERNEL,
                    NOTING,
                    f"--NotedReads.root={Path(dict(execution.parameters)['root']).resolve()}",
                    f"--NotedReads.target={reads_of(execution).resolve()}",
                ],
                resources={"metadata": {"path": dict(execution.parameters)["root"]}},
                kernel_manager_class=self.manager_class,
                on_cell_execute=cells.count,
            )

    def end(self) -> None:
        """Kill every kernel, now and from now on."""
        self.kernels.end()


@contextmanager
def own_event_loop() -> Iterator[None]:
    """Close the event loop that Jupyter's libraries open in this thread and leave open.

    A loop that runs already belongs to the caller, as in a notebook: it stays.
    """
    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    try:
        yield
    finally:
        if not loop.is_running():
            loop.close()


class CellCount:
    """How many code cells of a notebook have been started."""

    def __init__(self) -> None:
        self.n = 0

    def count(self, **_: object) -> None:
        """Count one more."""
        self.n += 1


def kernel_manager_of(engine: EngineName) -> type[TrackedKernelManager]:
    """Return the class that starts and ends the kernels of an engine."""
    if engine == "papermill":
        from gcm_analysis.run.kernels import TrackedKernelManager

        return TrackedKernelManager
    from gcm_analysis.run.warm.manager import WarmKernelManager

    return WarmKernelManager
