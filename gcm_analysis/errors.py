"""What can be wrong with the user's input, told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

GCM_ERROR_MARK = "GcmError: "
"""How the traceback of an executed notebook begins where the user's input was wrong."""


class GcmError(Exception):
    """The user's input is wrong: the command ends with exit code 2.

    Children are dataclasses (`eq=False`: an exception keeps its identity, and Python must be
    free to set its traceback) that carry facts as fields; `sentence` builds the one
    sentence a reader sees: what is wrong, where, what was expected, how to mend it.
    """

    def sentence(self) -> str:
        """Return the message as one sentence."""
        return super().__str__()

    def __str__(self) -> str:
        return self.sentence()

    def _render_traceback_(self) -> list[str]:
        """Show one sentence in a notebook instead of a traceback (IPython's own hook)."""
        return [f"{GCM_ERROR_MARK}{self.sentence()}"]

    def __reduce__(self) -> tuple[object, ...]:
        facts: dict[str, object] = getattr(type(self), "__dataclass_fields__", {})
        return type(self), tuple(getattr(self, name) for name in facts) or self.args


@dataclass(frozen=True)
class Place:
    """Where in the user's files something stands.

    Parameters
    ----------
    file : str
        The file's name, or the source's alias where the name may carry personal data.
    sheet : str or None
        Sheet of a workbook.
    cell : str or None
        Cell in A1 style, or "line 12" of a text file.
    """

    file: str
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet {self.sheet!r}")
        if self.cell:
            parts.append(self.cell if " " in self.cell else f"cell {self.cell}")
        return ", ".join(parts)


def find_nearest(value: object, valid: Iterable[object]) -> str | None:
    """Return the valid value that looks most like `value`, or None where nothing is near.

    >>> find_nearest("prioriti", ["priority", "challenge"])
    'priority'
    """
    options = [str(option) for option in valid]
    found = get_close_matches(str(value), options, n=1, cutoff=0.6)
    return found[0] if found else None


def say_expected(valid: Sequence[object], nearest: str | None, most: int = 12) -> str:
    """Return the half-sentence that names what was expected, nearest first."""
    if nearest is not None:
        return f"did you mean {nearest!r}?"
    listed = ", ".join(str(value) for value in valid[:most])
    return f"expected one of: {listed}" + (", ..." if len(valid) > most else "")
