"""run.json: what went into a run and what came out."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
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
        Duration of each execution.
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


def are_outputs_intact(outputs: Mapping[str, str], base: Path) -> bool:
    """Tell whether every output of a run is still there as it was written."""
    return all(
        (base / name).is_file() and hash_file(base / name) == digest
        for name, digest in outputs.items()
    )
