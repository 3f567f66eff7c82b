"""One progress display for a run, and one line per notebook."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gcm_analysis.run.plan import Execution


class RunProgress:
    """Shows how far a run is: a bar where there is a terminal, lines in any case.

    Parameters
    ----------
    console : Console or None
        Where to show it; none: standard error.
    """

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True, highlight=False)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
        )
        self._task = self._progress.add_task("", total=0)
        self._forum = ""

    def __enter__(self) -> RunProgress:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def begin(self, forum: str, steps: int) -> None:
        """Begin a forum with this many steps."""
        self._forum = forum
        self._progress.reset(self._task, total=steps, description=forum)

    def start(self, execution: Execution) -> None:
        """Show which notebook has begun."""
        forum = dict(execution.parameters)["forum"]
        self._progress.update(self._task, description=f"{forum} · {execution.key}")

    def finish(self, execution: Execution, seconds: float) -> None:
        """Write the line of a notebook that is done."""
        self.say(f"  {self._forum} {execution.key:<28} {seconds:5.1f} s")
        self._progress.advance(self._task)

    def reuse(self, execution: Execution) -> None:
        """Count a notebook that need not be executed; it gets no line."""
        del execution
        self._progress.advance(self._task)

    def step(self, what: str, seconds: float) -> None:
        """Write the line of a step that is no notebook."""
        self.say(f"  {self._forum} {what:<28} {seconds:5.1f} s")
        self._progress.advance(self._task)

    def say(self, line: str) -> None:
        """Write a line."""
        self.console.print(line, markup=False, soft_wrap=True)
