"""What a notebook reads and writes while it is executed, noted for the next run.

The engine loads this module as an IPython extension into every kernel. From then on each file
that is opened in Python is noted by the interpreter itself (PEP 578); tables and a country's own
rows are noted by those who read them, because libraries written in C open files unseen. What the
notebook has read decides later whether its execution may be reused. What cannot be followed (a
program started, a connection opened, a file written beside the tables) is named as `unfollowed`:
such an execution is never reused.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

UNFOLLOWED = frozenset(
    (
        "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.spawn",
        "socket.connect", "sqlite3.connect", "subprocess.Popen",
    )
)  # fmt: skip
LISTINGS = frozenset(("os.listdir", "os.scandir"))
WRITING = os.O_WRONLY | os.O_RDWR
SYSTEM_FOLDERS = ("/proc/", "/sys/", "/dev/")


@dataclass
class Reads:
    """What has been read and written so far.

    Parameters
    ----------
    root : str
        The workspace.
    target : str
        The file that it is written to after every cell.
    files, folders : set of str
        Files opened or looked for, and folders listed.
    countries : set of str
        Countries whose own rows were read.
    written : set of str
        Tables written.
    unfollowed : str
        What was done that cannot be followed; "" for nothing.
    """

    root: str
    target: str
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    unfollowed: str = ""
    paused: int = 0

    def hear(self, event: str, details: tuple[Any, ...]) -> None:
        """Note one event of the interpreter."""
        if self.paused:
            return
        if event == "open":
            self.note_open(*details)
        elif event in LISTINGS:
            self.note_place(self.folders, details[0] if details[0] is not None else ".")
        elif event in UNFOLLOWED:
            self.unfollowed = self.unfollowed or event

    def note_open(self, path: object, mode: str | None, flags: int) -> None:
        """Note a file that is opened; for writing it must be one that nobody keeps."""
        if flags & WRITING or (mode is not None and mode.strip("rbtU")):
            place = find_place(path)
            if place and not self.is_scratch(place):
                self.unfollowed = self.unfollowed or "a file was written"
        else:
            self.note_place(self.files, path)

    def note_place(self, kind: set[str], path: object) -> None:
        """Note a path that does not belong to the program itself, nor was made here."""
        place = find_place(path)
        if place and place not in self.written:
            kind.add(place)

    def is_scratch(self, place: str) -> bool:
        """Tell whether a file lies among the system's temporary ones."""
        scratch = f"{Path(tempfile.gettempdir()).resolve()}{os.sep}"
        return place.startswith(scratch) and not place.startswith(self.root + os.sep)

    def write(self, *_: object) -> None:
        """Write what has been noted."""
        with self.pause():
            noted = {
                "files": sorted(self.files),
                "folders": sorted(self.folders),
                "countries": sorted(self.countries),
                "written": sorted(self.written),
                "unfollowed": self.unfollowed,
            }
            Path(self.target).write_text(json.dumps(noted), encoding="utf-8")

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Note nothing for a while."""
        self.paused += 1
        try:
            yield
        finally:
            self.paused -= 1


@cache
def list_own_folders() -> tuple[str, ...]:
    """Return the folders of the program, of its libraries and of the shell."""
    named = ("stdlib", "platstdlib", "purelib", "platlib")
    own = [Path(sysconfig.get_path(name)) for name in named]
    own += [Path(__file__).parent, Path(os.environ.get("IPYTHONDIR", Path.home() / ".ipython"))]
    return (*(f"{folder.resolve()}{os.sep}" for folder in own), *SYSTEM_FOLDERS)


def find_place(path: object) -> str:
    """Return the whole path of a file; "" where versions stand for it, or it is none."""
    if not isinstance(path, str | bytes | os.PathLike) or not path:
        return ""
    place = os.path.realpath(os.fsdecode(path))
    return "" if place == os.devnull or place.startswith(list_own_folders()) else place


NOTING: list[Reads] = []
"""What this process notes into: nothing, or one."""


def note_read(path: Path) -> None:
    """Note a file that is read by a library written in C, or that was looked for in vain."""
    for reads in NOTING:
        if not reads.paused:
            reads.note_place(reads.files, path)


def note_written(path: Path) -> None:
    """Note a table that stands now as this notebook made it."""
    for reads in NOTING:
        reads.note_place(reads.written, path)


@contextmanager
def note_only_country(country: str) -> Iterator[None]:
    """Note, of all that is read within, that it was the own rows of a country.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-3.
    """
    with unnoted():
        yield
    for reads in NOTING:
        reads.countries.add(country)


@contextmanager
def unnoted() -> Iterator[None]:
    """Note nothing of what is opened within."""
    for reads in NOTING:
        reads.paused += 1
    try:
        yield
    finally:
        for reads in NOTING:
            reads.paused -= 1


def load_ipython_extension(shell: Any) -> None:
    """Begin to note; IPython calls this where the engine has asked for it."""
    told = shell.config.NotedReads
    reads = Reads(root=str(told.root), target=str(told.target))
    NOTING[:] = [reads]
    find_place(reads.target)  # its own reads come before those that are noted
    tempfile.gettempdir()
    sys.addaudithook(reads.hear)
    shell.events.register("post_run_cell", reads.write)
