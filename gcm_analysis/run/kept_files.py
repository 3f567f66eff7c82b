"""Files of the report that would come out the same: taken from the last one, not made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from gcm_analysis.run.manifest import KnownFiles, hash_environment, hash_file, hash_program
from gcm_analysis.run.reuse import copy_whole


class KeptFiles:
    """Makes files of a report, or takes them from the last published one.

    Parameters
    ----------
    last : mapping
        Hash of what each file was put together from, and of the file, by its place.
    live : Path
        The last published report.
    report : Path
        The report of this run.
    known : KnownFiles
    """

    def __init__(
        self,
        last: Mapping[str, tuple[str, str]],
        *,
        live: Path,
        report: Path,
        known: KnownFiles,
    ) -> None:
        self.last = last
        self.live = live
        self.report = report
        self.known = known
        self.made: dict[str, tuple[str, str]] = {}
        self.taken: list[str] = []

    def put(self, name: str, parts: object, make: Callable[[], object]) -> None:
        """Put a file of the report in its place.

        Parameters
        ----------
        name : str
            Its place in the report, e.g. "es/countries/MEX.html".
        parts : object
            All that it is put together from, as JSON has it or as its `repr` tells it; the
            program and the installed versions go without saying.
        make : callable
            Makes the file, where the last one cannot be taken; it may find that it cannot.
        """
        recipe = hash_parts([hash_program(), hash_environment(), parts])
        kept = self.last.get(name)
        if kept is not None and kept[0] == recipe and self.is_there(name, kept[1]):
            copy_whole(self.live / name, self.report / name, kept[1])
            self.made[name] = kept
            self.taken.append(name)
            return
        make()
        if (self.report / name).is_file():
            self.made[name] = (recipe, hash_file(self.report / name))

    def is_there(self, name: str, digest: str) -> bool:
        """Tell whether the last report's file still is what it was."""
        path = self.live / name
        return path.is_file() and self.known.hash_file(path) == digest


def hash_parts(parts: object) -> str:
    """Return a hash that is the same for the same parts."""
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=repr)
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def hash_shown(notebook: Path) -> str:
    """Return the hash of all that an executed notebook shows, whenever it was executed."""
    cells = json.loads(notebook.read_bytes())["cells"]
    return hash_parts([cell.get("outputs") for cell in cells])
