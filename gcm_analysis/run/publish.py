"""Replacing what readers open: all of it at once, finished by the next run if interrupted.

A run writes into a numbered folder beside. When everything in it is complete and checked, a
journal is written that names each folder to put in place; then each is exchanged with the one
that readers open. A run that dies before the journal leaves the last report as it was; one that
dies after it is completed by the next run.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

RENAME_EXCHANGE = 2
AT_FDCWD = -100


@dataclass(frozen=True)
class Staging:
    """The numbered folder of one run of one forum.

    Parameters
    ----------
    home : Path
        Folder of the forum's runs, beside what it will replace.
    number : int
        Number of the run, from 1.
    """

    home: Path
    number: int

    @property
    def folder(self) -> Path:
        """The folder of this run."""
        return self.home / f"{self.number:04d}"

    @property
    def tables(self) -> Path:
        """Where tables and executed notebooks are written."""
        return self.folder / "processed"

    @property
    def report(self) -> Path:
        """Where the report is written."""
        return self.folder / "report"


def open_staging(home: Path, *, last_number: int) -> Staging:
    """Make the folder of a new run, after finishing or clearing what an earlier one left.

    Parameters
    ----------
    home : Path
        Folder of the forum's runs.
    last_number : int
        Number of the last published run, 0 where there is none.
    """
    complete_publication(home)
    shutil.rmtree(home, ignore_errors=True)
    staging = Staging(home=home, number=last_number + 1)
    staging.tables.mkdir(parents=True)
    staging.report.mkdir()
    return staging


def publish(staging: Staging, replacements: dict[Path, Path]) -> None:
    """Put complete folders in the place of those that readers open.

    Parameters
    ----------
    staging : Staging
        The run.
    replacements : dict
        New folder -> folder that readers open; both on one file system.
    """
    entries = [[str(new), str(live), new.stat().st_ino] for new, live in replacements.items()]
    journal = journal_of(staging.home)
    scratch = journal.with_suffix(".tmp")
    with scratch.open("w", encoding="utf-8") as handle:
        json.dump(entries, handle)
        handle.flush()
        os.fsync(handle.fileno())
    scratch.replace(journal)
    complete_publication(staging.home)
    shutil.rmtree(staging.home, ignore_errors=True)


def complete_publication(home: Path) -> bool:
    """Finish a publication whose journal is there.

    Returns
    -------
    bool
        Whether there was one.
    """
    journal = journal_of(home)
    if not journal.exists():
        return False
    for new, live, identity in json.loads(journal.read_text("utf-8")):
        replace_folder(Path(new), Path(live), identity)
    journal.unlink()
    return True


def journal_of(home: Path) -> Path:
    """Return the journal of a forum's runs."""
    return home / "journal.json"


def replace_folder(new: Path, live: Path, identity: int) -> None:
    """Put `new` in the place of `live`; at no moment is `live` unreadable.

    Where the system can exchange two folders in one step it does so. Elsewhere each file is
    replaced for itself, then files that are no more are removed.

    Parameters
    ----------
    new, live : Path
        The complete folder, and the one that readers open.
    identity : int
        Inode of the complete folder: where `live` has it, the exchange is done and `new` holds
        what readers opened before.
    """
    if live.exists() and live.stat().st_ino == identity:
        shutil.rmtree(new, ignore_errors=True)
    elif new.exists():
        live.parent.mkdir(parents=True, exist_ok=True)
        if not live.exists():
            new.rename(live)
        elif exchange(new, live):
            shutil.rmtree(new)
        else:
            copy_over(new, live)


def copy_over(new: Path, live: Path) -> None:
    """Replace files one by one, remove what is no more."""
    wanted = {path.relative_to(new) for path in new.rglob("*") if path.is_file()}
    for relative in sorted(wanted):
        target = live / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = target.with_name(f".{target.name}.tmp")
        shutil.copy2(new / relative, scratch)
        scratch.replace(target)
    for path in sorted(live.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(live) not in wanted:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    shutil.rmtree(new)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; tell whether the system could."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    result = renameat2(
        AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), ctypes.c_uint(RENAME_EXCHANGE)
    )
    return bool(result == 0)
