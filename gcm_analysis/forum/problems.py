"""What is wrong in the files of a forum's folder, told with file, line and place."""

from __future__ import annotations

from dataclasses import dataclass

from gcm_analysis.errors import GcmError, Place

MOST_NAMED = 12
"""Marks to fill in that one sentence names."""


@dataclass(eq=False)
class ForumProblem(GcmError):
    """One thing wrong in a file of a forum's folder.

    Parameters
    ----------
    file : str
        The file, from the root folder downward.
    line : int or None
        Line, counted from 1.
    key : str
        The place as a dotted path, e.g. "questions[2].topics[0]", or a column of a table.
    what : str
        What is wrong: the end of a sentence that begins with `key`.
    expected : str
        What was expected, as half a sentence; may be empty.
    nearest : str or None
        The valid value that looks most like the one given.
    """

    file: str
    line: int | None
    key: str
    what: str
    expected: str = ""
    nearest: str | None = None

    @property
    def place(self) -> Place:
        """File and line."""
        return Place(self.file, None, f"line {self.line}" if self.line else None)

    def sentence(self) -> str:
        """Say where, what, and what was expected."""
        subject = f"{self.key} {self.what}" if self.key else self.what
        return f"{self.place}: {subject}{self._hint()}"

    def _hint(self) -> str:
        expected = f", expected {self.expected}" if self.expected else ""
        if self.nearest is not None:
            return f"{expected}: did you mean {self.nearest!r}?"
        return f"{expected}."


@dataclass(eq=False)
class UnfilledMark(ForumProblem):
    """A mark of a drafted file that nobody has filled in yet."""

    @property
    def told(self) -> str:
        """The place and its line."""
        return f"{self.key} (line {self.line})"


@dataclass(eq=False)
class ForumErrors(GcmError):
    """All that is wrong in one file of a forum's folder.

    Parameters
    ----------
    problems : tuple of ForumProblem
        In the order of the file; at least one.
    """

    problems: tuple[ForumProblem, ...]

    def sentence(self) -> str:
        """Say the first and how many more there are; of unfilled marks, all."""
        marks = [problem for problem in self.problems if isinstance(problem, UnfilledMark)]
        if marks:
            return self._say_marks(marks)
        first = str(self.problems[0])
        if len(self.problems) == 1:
            return first
        rest = count_things(len(self.problems) - 1, "further problem")
        return f"{first.rstrip('.')} (and {rest}: `gcm-analysis check` tells all)."

    def _say_marks(self, marks: list[UnfilledMark]) -> str:
        named = ", ".join(mark.told for mark in marks[:MOST_NAMED])
        more = len(marks) - MOST_NAMED
        others = len(self.problems) - len(marks)
        end = f" and {more} more" if more > 0 else ""
        end += f" (and {count_things(others, 'other problem')})" if others else ""
        return f"{marks[0].file} still has marks to fill in: {named}{end}."


def count_things(number: int, noun: str) -> str:
    """Return "1 further problem" or "3 further problems"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
