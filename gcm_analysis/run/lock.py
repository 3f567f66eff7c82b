"""One run of a forum at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class RunUnderWay(Exception):
    """Another run of the same forum has not ended yet."""

    def __init__(self, forum: str) -> None:
        self.forum = forum
        super().__init__(
            f"A run of the forum {forum!r} is already under way: "
            "wait until it has ended, then try again."
        )


@contextmanager
def hold_forum(processed: Path, forum: str) -> Iterator[None]:
    """Hold the forum for one run.

    Raises
    ------
    RunUnderWay
        Another process holds it.
    """
    processed.mkdir(parents=True, exist_ok=True)
    lock = FileLock(processed / f".{forum}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise RunUnderWay(forum) from error
    try:
        yield
    finally:
        lock.release()
