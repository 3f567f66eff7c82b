"""Rows of countries: a label, one mark per country, the count; the form of every counted list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.marks import MarkKind
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.theme import (
    BODY,
    GROUPS,
    NARROW_WIDTH,
    NOTE,
    STRONG,
    Group,
)
from gcm_analysis.charts.wording import write_range
from gcm_analysis.language import Language

WIDEST_STEP = 19.0
COUNT_GAP = 8.0
MARKS_HEIGHT = 18.0
ROW_GAP = 9.0
MARKED: tuple[Group, ...] = (*GROUPS, "ALL")
"""Whose marks there are, in the order of the legend."""


@dataclass(frozen=True)
class Tally:
    """How one group of countries stands to a topic or objective.

    Parameters
    ----------
    n_mentioning, n_could_mention, n_answered, n_expected : int
        Each at most as great as the next.
    n_possible : int
        How many more may mention it, where the count is told as a range.
    """

    n_mentioning: int
    n_could_mention: int
    n_answered: int
    n_expected: int
    n_possible: int = 0

    def kinds(self) -> tuple[tuple[MarkKind, int], ...]:
        """Return how many marks there are of each kind."""
        return (
            ("mentioned", self.n_mentioning),
            ("half", self.n_possible),
            ("not_mentioned", self.n_could_mention - self.n_mentioning - self.n_possible),
            ("not_offered", self.n_answered - self.n_could_mention),
            ("pending", self.n_expected - self.n_answered),
        )


@dataclass(frozen=True)
class DotRow:
    """One row.

    Parameters
    ----------
    label : str
        What was mentioned.
    tallies : mapping
        Per group of countries, in the order in which the groups are drawn.
    hover : str
        Markup.
    note : str
        A line below the marks ("" for none).
    link : str or None
        Where a click leads.
    """

    label: str
    tallies: Mapping[Group, Tally]
    hover: str
    note: str = ""
    link: str | None = None
    counts: tuple[int, int] = field(init=False)
    """Mentioning and answered, over all groups."""

    def __post_init__(self) -> None:
        mentioning = sum(tally.n_mentioning for tally in self.tallies.values())
        answered = sum(tally.n_answered for tally in self.tallies.values())
        object.__setattr__(self, "counts", (mentioning, answered))

    def write_count(self, reader: Language) -> str:
        """Return "6 of 8", over all groups; as a range where it is told as one."""
        low, base = self.counts
        could = sum(tally.n_could_mention for tally in self.tallies.values())
        possible = sum(tally.n_possible for tally in self.tallies.values())
        return write_range(low, low + possible, could, base, reader)

    def marks(self) -> tuple[tuple[MarkKind, Group], ...]:
        """Return the marks from left to right: who mentions it first, pending last."""
        kinds: tuple[MarkKind, ...] = (
            "mentioned", "half", "not_mentioned", "not_offered", "pending",
        )  # fmt: skip
        return tuple(
            (kind, group)
            for kind in kinds
            for group, tally in self.tallies.items()
            for _ in range(dict(tally.kinds())[kind])
        )


def split_tallies(total: Tally, parts: Mapping[Group, Tally]) -> dict[Group, Tally]:
    """Return the tallies of the groups, those of neither conference being what is left.

    Where no conference is told apart, all countries are one group.

    Parameters
    ----------
    total : Tally
        Over all countries.
    parts : mapping
        RCM and SACM, as far as they occur.
    """
    if not parts:
        return {"ALL": total}
    rest = Tally(
        total.n_mentioning - sum(part.n_mentioning for part in parts.values()),
        total.n_could_mention - sum(part.n_could_mention for part in parts.values()),
        total.n_answered - sum(part.n_answered for part in parts.values()),
        total.n_expected - sum(part.n_expected for part in parts.values()),
        total.n_possible - sum(part.n_possible for part in parts.values()),
    )
    tallies = {**parts, "OTHER": rest}
    return {
        group: tallies[group]
        for group in GROUPS
        if group in tallies and (tallies[group].n_expected or tallies[group].n_answered)
    }


def draw_dot_rows(canvas: Canvas, rows: Sequence[DotRow], reader: Language) -> None:
    """Draw the legend and the rows, as high as their labels need.

    Parameters
    ----------
    canvas : Canvas
        Drawn on from its cursor.
    rows : sequence of DotRow
        In the order in which they are drawn.
    reader : Language
    """
    draw_mark_legend(canvas, (mark for row in rows for mark in row.marks()), reader)
    most = max(len(row.marks()) for row in rows)
    widest_count = max(measure_text(row.write_count(reader), 12.5, bold=True) for row in rows)
    step = min(WIDEST_STEP, (NARROW_WIDTH - widest_count - COUNT_GAP) / most)
    for row in rows:
        draw_dot_row(canvas, row, step, most, reader)


def draw_dot_row(canvas: Canvas, row: DotRow, step: float, most: int, reader: Language) -> None:
    """Draw one row and move on below it."""
    top = canvas.cursor
    lines = wrap_text(row.label, NARROW_WIDTH, BODY.size)
    canvas.cursor += canvas.write(lines, canvas.cursor, anchor="top")
    middle = canvas.advance(MARKS_HEIGHT) + MARKS_HEIGHT / 2
    radius = min(step * 0.39, 6.8)
    for number, (kind, group) in enumerate(row.marks()):
        canvas.mark(kind, group, (number + 0.5) * step, middle, radius)
    count = row.write_count(reader)
    canvas.write(count, middle, x=most * step + COUNT_GAP, style=STRONG)
    if row.note:
        notes = wrap_text(row.note, NARROW_WIDTH, NOTE.size)
        canvas.cursor += canvas.write(notes, canvas.cursor, style=NOTE, anchor="top")
    canvas.answer(top, canvas.cursor, row.hover, link=row.link)
    canvas.advance(ROW_GAP)


def draw_mark_legend(
    canvas: Canvas, used: Iterable[tuple[MarkKind, Group]], reader: Language
) -> None:
    """Write what the marks that occur mean."""
    found = set(used)
    entries: list[tuple[Sequence[tuple[MarkKind, Group]], str]] = [
        ([("mentioned", group)], reader.text(f"charts.mark_mentioned_{group}"))
        for group in MARKED
        if found & {("mentioned", group), ("half", group), ("not_mentioned", group)}
    ]
    rest: tuple[MarkKind, ...] = ("half", "not_mentioned", "not_offered", "pending")
    for kind in rest:
        marks = [(kind, group) for group in MARKED if (kind, group) in found]
        if marks:
            shown = marks if kind in ("half", "not_mentioned") else marks[:1]
            entries.append((shown, reader.text(f"charts.mark_{kind}")))
    canvas.legend(entries)
