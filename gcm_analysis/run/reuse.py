"""Executions that need not be repeated: same notebook, same parameters, same of all that it read.

An execution is described by its recipe (notebook, parameters, the package's code, every installed
version) and by what it read, each with its hash. A notebook is no dice: where the recipe and all
that it read are the same again, it would read the same and make the same. What it made is then
taken from the last published run, if that still is what it was. What stands before it in the plan
may have been executed anew: equal tables are equal, whenever they were written.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from gcm_analysis.run.engine import reads_of
from gcm_analysis.run.fingerprints import COUNTRY, FILE, Fingerprints
from gcm_analysis.run.manifest import KnownFiles, hash_environment, hash_file, hash_program
from gcm_analysis.run.plan import Execution

UNSEEN_READERS = re.compile(r"parquet|feather|pyarrow|calamine|sqlite|duckdb|polars|%%|!\w", re.A)
"""What a notebook may read files with that nobody sees: its executions are never reused."""


@dataclass(frozen=True)
class Trace:
    """One execution: from what, and what it made.

    Parameters
    ----------
    recipe : str
        Hash of the notebook, its parameters, the program and all versions.
    reads : dict
        Hash of each thing read, by its name.
    written : dict
        Hash of each table written, by its place in the folder of tables.
    executed : str
        Hash of the executed notebook.
    seconds : float
        What it took.
    """

    recipe: str
    reads: dict[str, str]
    written: dict[str, str]
    executed: str
    seconds: float


@dataclass
class Traces:
    """What the last run of a forum for an audience was made of.

    Parameters
    ----------
    executions : dict of str to Trace
        By key.
    files : dict of str to (str, str)
        Hash of what each file of the report was put together from, and of the file, by its place
        in the report.
    """

    executions: dict[str, Trace] = field(default_factory=dict)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write them; where that cannot be done, the next run executes everything."""
        content = {
            "executions": {key: asdict(trace) for key, trace in self.executions.items()},
            "files": self.files,
        }
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            scratch = path.with_name(f"{path.name}.{os.getpid()}.tmp")
            scratch.write_text(json.dumps(content, sort_keys=True, indent=1), encoding="utf-8")
            scratch.replace(path)


def read_traces(path: Path) -> Traces:
    """Return what was kept; nothing where it is missing or not of this shape."""
    try:
        content = json.loads(path.read_text("utf-8"))
        executions = {key: Trace(**trace) for key, trace in content["executions"].items()}
        files = {name: (recipe, digest) for name, (recipe, digest) in content["files"].items()}
        return Traces(executions, files)
    except (OSError, ValueError, TypeError, KeyError):
        return Traces()


class Reuse:
    """Takes executions from the last published run, and keeps those of this one for the next.

    Parameters
    ----------
    last : Traces
        Of the last published run; empty: everything is executed.
    live : Path
        Its folder of tables.
    tables : Path
        The folder of tables of this run.
    fingerprints : Fingerprints
    known : KnownFiles
    """

    def __init__(
        self,
        last: Traces,
        *,
        live: Path,
        tables: Path,
        fingerprints: Fingerprints,
        known: KnownFiles,
    ) -> None:
        self.last = last
        self.live = live
        self.tables = tables
        self.fingerprints = fingerprints
        self.known = known
        self.made = Traces()
        self.taken: list[str] = []
        self.started = time.time()

    def take(self, execution: Execution) -> float | None:
        """Put what the last run made in place; None where it would not be the same."""
        trace = self.last.executions.get(execution.key)
        if trace is None or trace.recipe != write_recipe(execution):
            return None
        executed = execution.output.relative_to(self.tables).as_posix()
        made = {executed: trace.executed, **trace.written}
        if not self.is_there(made) or not self.is_read_again(trace.reads):
            return None
        for name, digest in made.items():
            copy_whole(self.live / name, self.tables / name, digest)
        self.made.executions[execution.key] = trace
        self.taken.append(execution.key)
        return trace.seconds

    def is_there(self, made: Mapping[str, str]) -> bool:
        """Tell whether the last run's files still are what they were."""
        return all(
            (self.live / name).is_file() and self.known.hash_file(self.live / name) == digest
            for name, digest in made.items()
        )

    def is_read_again(self, reads: Mapping[str, str]) -> bool:
        """Tell whether everything that was read is the same now."""
        return all(self.fingerprints.hash(name) == digest for name, digest in reads.items())

    def keep(self, execution: Execution, seconds: float) -> None:
        """Keep what an execution has read and made, as far as it can be followed."""
        path = reads_of(execution)
        try:
            noted = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return
        finally:
            path.unlink(missing_ok=True)
        if noted["unfollowed"] or UNSEEN_READERS.search(read_sources(execution.notebook)):
            return
        reads = self.name_reads(noted)
        if self.is_too_new(reads):
            return
        self.made.executions[execution.key] = Trace(
            recipe=write_recipe(execution),
            reads={name: self.fingerprints.hash(name) for name in sorted(reads)},
            written={
                Path(path).relative_to(self.fingerprints.tables).as_posix(): hash_file(Path(path))
                for path in noted["written"]
            },
            executed=hash_file(execution.output),
            seconds=round(seconds, 3),
        )

    def name_reads(self, noted: Mapping[str, list[str]]) -> set[str]:
        """Return the names of everything that was read."""
        folders = (self.fingerprints.name_folder(path) for path in noted["folders"])
        return {
            *(self.fingerprints.name_file(path) for path in noted["files"]),
            *(name for name in folders if name is not None),
            *(f"{COUNTRY}:{iso3}" for iso3 in noted["countries"]),
        }

    def is_too_new(self, reads: set[str]) -> bool:
        """Tell whether a file was changed after this run began: which state was read is unknown."""
        files = (
            self.fingerprints.root / name.partition(":")[2]
            for name in reads
            if name.startswith(f"{FILE}:")
        )
        return any(path.is_file() and path.stat().st_mtime >= self.started for path in files)


def write_recipe(execution: Execution) -> str:
    """Return the hash of what decides an execution apart from what it reads.

    The folder that it writes to carries the number of the run, and decides nothing.
    """
    parameters = [pair for pair in execution.parameters if pair[0] != "output"]
    parts = [
        hash_file(execution.notebook), sorted(parameters), hash_program(), hash_environment(),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode("utf-8")).hexdigest()


def read_sources(notebook: Path) -> str:
    """Return the code of a notebook."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def copy_whole(source: Path, target: Path, digest: str) -> None:
    """Copy a file whole or not at all; the same file is left where it is."""
    if target.is_file() and hash_file(target) == digest:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{target.name}.tmp")
    shutil.copy2(source, scratch)
    scratch.replace(target)
