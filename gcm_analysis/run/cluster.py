"""Executions on a Dask cluster: Dask places and repeats them, files travel by fsspec.

The driver keeps the plan and what may be reused; each execution that is due becomes one task. What
a notebook reads travels in two archives (the forum's folder with the notebooks, the tables so
far), what it makes in one; all lie below one address that driver and workers reach. A worker keeps
a warm process of its own from one task to the next. A worker that is lost costs the tasks that it
had: Dask gives them to another.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tempfile
import threading
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gcm_analysis.errors import GcmError
from gcm_analysis.run.engine import EngineName, Failure, NotebookExecutor, share_memory
from gcm_analysis.run.manifest import hash_file, hash_program
from gcm_analysis.run.options import RunOptions
from gcm_analysis.run.plan import Execution
from gcm_analysis.workspace import Workspace

EXCHANGE = ".exchange"
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
LONGEST_CALL = 15
"""Seconds within which a scheduler must answer."""
RETRIES = 3
TEXTS = {".ipynb", ".json"}
"""What a notebook makes that names the folder in which it was executed."""


@dataclass(eq=False)
class NoDask(GcmError):
    """A scheduler is named, and Dask is not installed."""

    address: str

    def sentence(self) -> str:
        """Say how to get it."""
        return (
            f"--scheduler {self.address!r} needs Dask, which is not installed: "
            "`pip install 'gcm-analysis[cluster]'` here and on every worker."
        )


class ClusterUnfit(Exception):
    """The cluster cannot be reached, or its workers cannot do what this program does."""


@dataclass(frozen=True)
class Task:
    """One execution as a worker gets it.

    Parameters
    ----------
    execution : Execution
        With the driver's paths.
    engine : {"warm", "papermill"}
    root, tables : str
        The driver's workspace, and its folder of tables as seen from there.
    given : tuple of str
        Addresses of the archives to unpack in the workspace.
    made : str
        Address of the folder for what is made.
    """

    execution: Execution
    engine: EngineName
    root: str
    tables: str
    given: tuple[str, ...]
    made: str


@dataclass(frozen=True)
class Made:
    """What a worker has made: the seconds it took, and the address of the archive."""

    seconds: float
    archive: str


def execute_task(task: Task) -> Made | Failure:
    """Execute a notebook on a worker, in a workspace of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="gcm-") as scratch:
        root = Path(scratch).resolve()
        for address in task.given:
            unpack(read_bytes(address), root)
        execution = move(task.execution, Path(task.root), root)
        tables = root / task.tables
        before = {path: hash_file(path) for path in files_in(tables)}
        outcome = find_executor(task.engine).execute(execution)
        if isinstance(outcome, Failure):
            return outcome
        made = [
            path
            for path in files_in(tables)
            if path not in before or before[path] != hash_file(path)
        ]
        packed = pack(made, root, renamed=(str(root), task.root))
        address = f"{task.made}/{uuid.uuid4().hex}.zip"
        write_bytes(address, packed)
        return Made(outcome, address)


def find_executor(engine: EngineName) -> NotebookExecutor:
    """Return who executes on this worker: its share of memory is that of its threads."""
    from distributed import get_worker

    return NotebookExecutor(engine, memory_limit=share_memory(get_worker().state.nthreads))


def move(execution: Execution, root: Path, target: Path) -> Execution:
    """Return an execution in another workspace."""
    parameters = tuple(
        (name, value.replace(str(root), str(target))) for name, value in execution.parameters
    )
    return replace(
        execution,
        notebook=target / execution.notebook.relative_to(root),
        output=target / execution.output.relative_to(root),
        parameters=parameters,
    )


def files_in(folder: Path) -> list[Path]:
    """Return all files below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def pack(paths: Iterable[Path], base: Path, *, renamed: tuple[str, str] | None = None) -> bytes:
    """Return files as an archive, by their path below `base`; the same bytes for the same files.

    Parameters
    ----------
    paths : iterable of Path
    base : Path
    renamed : (str, str) or None
        In texts, a folder and what it is called elsewhere.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for path in paths:
            content = path.read_bytes()
            if renamed and path.suffix in TEXTS:
                here, there = (json.dumps(name)[1:-1].encode() for name in renamed)
                content = content.replace(here, there)
            packed.writestr(zipfile.ZipInfo(path.relative_to(base).as_posix(), FIXED_TIME), content)
    return archive.getvalue()


def unpack(archive: bytes, base: Path) -> None:
    """Write the files of an archive below `base`, each whole or not at all."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        for name in packed.namelist():
            target = base / name
            target.parent.mkdir(parents=True, exist_ok=True)
            scratch = target.with_name(f".{target.name}.tmp")
            scratch.write_bytes(packed.read(name))
            scratch.replace(target)


def read_bytes(address: str) -> bytes:
    """Read what lies at an address of fsspec."""
    import fsspec

    with fsspec.open(address, "rb") as handle:
        content: bytes = handle.read()
    return content


def write_bytes(address: str, content: bytes) -> None:
    """Write to an address of fsspec."""
    import fsspec

    with fsspec.open(address, "wb") as handle:
        handle.write(content)


class ClusterExecutor:
    """Executes notebooks on a cluster; safe to use from several threads.

    Parameters
    ----------
    client : distributed.Client
    engine : {"warm", "papermill"}
        How kernels are born on the workers.
    workspace : Workspace
    tables : Path
        The folder that the run fills.
    forums : tuple of str
        The forum and the earlier ones that it is compared with.
    exchange : str
        Address that driver and workers reach.
    """

    def __init__(
        self,
        client: Any,
        engine: EngineName,
        *,
        workspace: Workspace,
        tables: Path,
        forums: tuple[str, ...],
        exchange: str,
    ) -> None:
        self.client = client
        self.engine = engine
        self.root = workspace.root
        self.tables = tables
        self.exchange = f"{exchange.rstrip('/')}/{uuid.uuid4().hex}"
        self._lock = threading.Lock()
        self._sent: set[str] = set()
        self._inputs = self.send(pack(list_inputs(workspace, forums), workspace.root))

    def execute(self, execution: Execution) -> float | Failure:
        """Have one notebook executed; return its seconds or why it failed."""
        from distributed import KilledWorker

        with self._lock:
            tables = self.send(pack(list_tables(self.tables), self.root))
        task = Task(
            execution,
            self.engine,
            root=str(self.root),
            tables=self.tables.relative_to(self.root).as_posix(),
            given=(self._inputs, tables),
            made=f"{self.exchange}/made",
        )
        try:
            outcome = self.client.submit(execute_task, task, pure=False, retries=RETRIES).result()
        except KilledWorker:
            told = "every worker that executed it was lost"
            return Failure(execution.key, execution.notebook.name, 0, told, is_input_error=False)
        if isinstance(outcome, Failure):
            return outcome
        assert isinstance(outcome, Made)
        with self._lock:
            unpack(read_bytes(outcome.archive), self.root)
        return outcome.seconds

    def send(self, archive: bytes) -> str:
        """Put an archive where workers find it, once; return its address."""
        address = f"{self.exchange}/given/{hashlib.sha256(archive).hexdigest()}.zip"
        if address not in self._sent:
            write_bytes(address, archive)
            self._sent.add(address)
        return address

    def end(self) -> None:
        """Take back what has not been executed."""
        self.client.close()

    def clear(self) -> None:
        """Remove what has travelled."""
        import fsspec

        system, path = fsspec.core.url_to_fs(self.exchange)
        if system.exists(path):
            system.rm(path, recursive=True)


def list_inputs(workspace: Workspace, forums: tuple[str, ...]) -> Iterator[Path]:
    """Yield what notebooks read besides the tables of their own run."""
    yield from sorted(workspace.notebooks.glob("*.ipynb"))
    for name in forums:
        yield from files_in(workspace.raw_forum(name))
    for name in forums[1:]:
        yield from list_tables(workspace.processed_forum(name))


def list_tables(folder: Path) -> list[Path]:
    """Return the tables of a run, of all audiences, and how it understood its forum."""
    return [
        path
        for path in files_in(folder)
        if path.suffix == ".parquet" or (path.suffix == ".json" and path.parent == folder)
        if "previous" not in path.relative_to(folder).parts
    ]


@contextmanager
def open_cluster(address: str) -> Iterator[Any]:
    """Give the client of a scheduler whose workers have this program.

    Raises
    ------
    NoDask
        Dask is not installed.
    ClusterUnfit
        The scheduler does not answer, has no workers, or they have another version.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise NoDask(address) from error
    try:
        client = Client(address, timeout=LONGEST_CALL, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterUnfit(f"The scheduler {address!r} does not answer: is it running?") from error
    with client:
        try:
            programs = client.run(hash_program)
        except ImportError as error:
            raise ClusterUnfit(
                f"Workers of {address!r} have no gcm-analysis: install it on every one."
            ) from error
        if not programs:
            raise ClusterUnfit(f"The scheduler {address!r} has no workers: start some.")
        if set(programs.values()) != {hash_program()}:
            raise ClusterUnfit(
                f"Workers of {address!r} have another version of gcm-analysis than this machine: "
                "install the same everywhere."
            )
        yield client


@contextmanager
def executing_on(
    options: RunOptions, workspace: Workspace, *, tables: Path, forums: tuple[str, ...]
) -> Iterator[tuple[ClusterExecutor, int]]:
    """Give who executes on the cluster of `--scheduler`, and how many notebooks at once.

    Parameters
    ----------
    options : RunOptions
        With a scheduler's address.
    workspace : Workspace
    tables : Path
        The folder that the run fills.
    forums : tuple of str
        The forum and the earlier ones that it is compared with.

    Raises
    ------
    NoDask, ClusterUnfit
        There is no cluster that could execute.
    """
    shared = workspace.processed / EXCHANGE / forums[0]
    shutil.rmtree(shared, ignore_errors=True)  # what a run left that was killed
    exchange = options.exchange or str(shared)
    with open_cluster(options.scheduler) as client:
        executor = ClusterExecutor(
            client,
            options.engine_name,
            workspace=workspace,
            tables=tables,
            forums=forums,
            exchange=exchange,
        )
        try:
            yield executor, options.workers or max(1, sum(client.nthreads().values()))
        finally:
            executor.clear()
