"""run.json: what went into a run and what came out."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from gcm_analysis import __version__

RECORDED_PACKAGES = (
    "babel", "ipykernel", "kaleido", "nbclient", "numpy", "openpyxl", "pandas", "pandera",
    "papermill", "plotly", "pyarrow", "python-calamine", "scipy",
)  # fmt: skip
CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """The record of one run of one forum.

    Parameters
    ----------
    forum : str
        The forum's name.
    number : int
        Number of the run, from 1.
    parameters : dict
        What the run was asked for.
    inputs : dict
        sha256 of every file that went in, by its name; spreadsheets by their alias.
    versions : dict
        Versions of the program and of the libraries that make numbers or files.
    mapping_model : str
        The model that read the open answers.
    cut_off : str
        Day of the latest submission that counts, YYYY-MM-DD or "".
    outputs : dict
        sha256 of every file that came out, by its path below the root.
    seconds : dict
        Duration of each execution; of one that was reused, what it took when it was executed.
    reused : list of str
        Executions that an earlier run had made from the same.
    """

    forum: str
    number: int
    parameters: dict[str, object]
    inputs: dict[str, str]
    versions: dict[str, str]
    mapping_model: str
    cut_off: str
    outputs: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    reused: list[str] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Write the record as JSON."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")


def read_manifest(path: Path) -> Manifest | None:
    """Return the record of the last published run, or None where there is none."""
    if not path.exists():
        return None
    return Manifest(**json.loads(path.read_text("utf-8")))


def hash_file(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def hash_files(paths: Iterable[Path], base: Path) -> dict[str, str]:
    """Return the sha256 of files by their path below `base`."""
    return {path.relative_to(base).as_posix(): hash_file(path) for path in sorted(paths)}


@cache
def hash_program() -> str:
    """Return one sha256 over the package's own files."""
    folder = Path(str(files("gcm_analysis")))
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def record_versions() -> dict[str, str]:
    """Return the versions of everything that makes numbers or files."""
    versions = {"gcm-analysis": __version__, "python": platform.python_version()}
    for name in RECORDED_PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


KERNEL_SETTINGS = ("GCM_READ_", "TZ")
"""How the variables begin by which the environment changes what a notebook reads."""


@cache
def hash_environment() -> str:
    """Return one sha256 over every installed package's version and the settings of readers."""
    installed = {
        entry.name
        for folder in map(Path, dict.fromkeys(sys.path))
        if folder.is_dir()
        for entry in folder.iterdir()
        if entry.name.endswith((".dist-info", ".egg-info"))
    }
    settings = {name: os.environ[name] for name in os.environ if name.startswith(KERNEL_SETTINGS)}
    described = json.dumps([sorted(installed), settings, sys.version], sort_keys=True)
    return hashlib.sha256(described.encode("utf-8")).hexdigest()


def are_outputs_intact(
    outputs: Mapping[str, str], base: Path, hash_one: Callable[[Path], str] = hash_file
) -> bool:
    """Tell whether every output of a run is still there as it was written."""
    return all(
        (base / name).is_file() and hash_one(base / name) == digest
        for name, digest in outputs.items()
    )


class KnownFiles:
    """Hashes of files that were hashed before and have not been touched since.

    A file counts as untouched while its size, its inode and both its times are the same. Only
    for what the program itself has written: what people put into `data/raw` is always read.

    Parameters
    ----------
    path : Path
        Where the hashes are kept; may be deleted at any time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.hashes: dict[str, list[object]] = {}
        self.is_changed = False
        try:
            self.hashes = dict(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError):
            self.is_changed = True

    def hash_file(self, path: Path) -> str:
        """Return the sha256 of a file, from what is kept where it was not touched."""
        kept = self.hashes.get(str(path))
        if kept is not None and kept[:-1] == look_at(path):
            return str(kept[-1])
        digest = hash_file(path)
        self.add(path, digest)
        return digest

    def add(self, path: Path, digest: str) -> None:
        """Keep a hash that was found otherwise."""
        self.hashes[str(path)] = [*look_at(path), digest]
        self.is_changed = True

    def keep(self) -> None:
        """Write the hashes; where that cannot be done they are found anew next time."""
        if not self.is_changed:
            return
        there = {path: kept for path, kept in self.hashes.items() if Path(path).is_file()}
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            scratch = self.path.with_name(f"{self.path.name}.{os.getpid()}.tmp")
            scratch.write_text(json.dumps(there), encoding="utf-8")
            scratch.replace(self.path)


def look_at(path: Path) -> list[object]:
    """Return what tells that a file was touched."""
    stat = path.stat()
    return [stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns]
