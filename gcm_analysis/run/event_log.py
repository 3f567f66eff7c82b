"""A run told line by line to a log: when, what, of which forum and notebook, how many seconds.

Nothing that was read from a spreadsheet is ever written here: an event names forums, notebooks,
files that are made, and kinds of errors with their place.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TextIO

from gcm_analysis.run.plan import Execution
from gcm_analysis.run.progress import RunProgress


class EventLog(RunProgress):
    """Writes a line for each event of a run, in place of the display in the terminal.

    Parameters
    ----------
    stream : file
        Where lines go.
    as_json : bool
        One JSON object a line, for machines; else words.
    """

    def __init__(self, stream: TextIO, *, as_json: bool) -> None:
        self.stream = stream
        self.as_json = as_json
        self.forum = ""

    def __enter__(self) -> EventLog:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return

    def begin(self, forum: str, steps: int) -> None:
        """Write that a forum is executed, in how many steps."""
        self.forum = forum
        self.note("begun", steps=steps)

    def start(self, execution: Execution) -> None:
        """Write that a notebook has begun."""
        self.note("started", notebook=execution.key)

    def finish(self, execution: Execution, seconds: float) -> None:
        """Write that a notebook is done."""
        self.note("executed", notebook=execution.key, seconds=round(seconds, 3))

    def reuse(self, execution: Execution) -> None:
        """Write that a notebook need not be executed."""
        self.note("reused", notebook=execution.key)

    def step(self, what: str, seconds: float) -> None:
        """Write that a file is made."""
        self.note("made", file=what, seconds=round(seconds, 3))

    def say(self, line: str) -> None:
        """Write what the program says of itself."""
        self.note("said", text=line)

    def fail(self, forum: str, kind: str, place: str) -> None:
        """Write that a forum's run failed: the kind of error and where, never what was found."""
        self.forum = forum
        self.note("failed", kind=kind, place=place)

    def note(self, event: str, **facts: str | float) -> None:
        """Write one event; a log that cannot be written stops no run."""
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        given = {key: value for key, value in facts.items() if value != ""}
        whole = {"at": at, "event": event, "forum": self.forum, **given}
        if self.as_json:
            line = json.dumps(whole, ensure_ascii=False)
        else:
            line = " ".join(write_fact(value) for value in whole.values() if value != "")
        with contextlib.suppress(OSError):
            self.stream.write(line + "\n")
            self.stream.flush()


def write_fact(value: str | float) -> str:
    """Write one fact of an event in words.

    >>> write_fact(1.25), write_fact("foro-2025")
    ('1.2 s', 'foro-2025')
    """
    return f"{value:.1f} s" if isinstance(value, float) else str(value)


@contextmanager
def open_log(file: Path | None, *, as_json: bool) -> Iterator[EventLog | None]:
    """Give the log of a run, or None where none is asked for and the terminal shows it.

    Parameters
    ----------
    file : Path or None
        Lines are added at its end; None: standard error.
    as_json : bool
        Whether lines are JSON.
    """
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            yield EventLog(stream, as_json=as_json)
    else:
        yield EventLog(sys.stderr, as_json=True) if as_json else None
