"""What the disk refuses: no room, no right to write. Said in one sentence."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gcm_analysis.run.engine import NotebookFailed

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


class DiskRefused(Exception):
    """The disk took no more: full, or not to be written on."""

    def __init__(self, place: str, number: int) -> None:
        self.place = place
        self.number = number
        if number in NO_ROOM:
            told = f"There is no room left to write {place}: free some"
        else:
            told = f"{place} cannot be written (read-only, or no right to): allow it"
        super().__init__(f"{told}, then run again; nothing was published.")


@contextmanager
def told_of_disk(root: Path) -> Iterator[None]:
    """Say in one sentence what the disk refuses.

    Parameters
    ----------
    root : Path
        Places are told from here on.

    Raises
    ------
    DiskRefused
    """
    try:
        yield
    except NotebookFailed as error:
        if number := find_number(error.failure.message):
            raise DiskRefused(f"what {error.failure.notebook} makes", number) from error
        raise
    except shutil.Error as error:  # of a folder that was copied: a list of what failed
        _, target, told = error.args[0][0]
        if number := find_number(told):
            raise DiskRefused(tell_place(target, root), number) from error
        raise
    except OSError as error:
        if error.errno not in (*NO_ROOM, *NO_RIGHT):
            raise
        raise DiskRefused(tell_place(error.filename, root), error.errno) from error


def find_number(message: str) -> int | None:
    """Return the number of the disk's refusal that a message tells, or None."""
    return next((one for one in (*NO_ROOM, *NO_RIGHT) if f"[Errno {one}]" in message), None)


def tell_place(path: object, root: Path) -> str:
    """Return a place from the root folder downward, as far as it is known."""
    if not isinstance(path, str | Path):
        return "the report"
    place = Path(path)
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else str(place)
