"""From the earlier forum to this one, over the countries that answered both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from gcm_analysis.charts.canvas import Canvas, Side
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table, show_nothing
from gcm_analysis.charts.marks import PathStyle
from gcm_analysis.charts.measure import wrap_text
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import (
    BODY,
    LINE_HEIGHT,
    MUTED,
    NARROW_WIDTH,
    NOTE,
    STRONG,
    Group,
    TextStyle,
    make_markers,
)
from gcm_analysis.charts.wording import (
    choose_reader,
    label_objective,
    name_forum,
    title_objective,
    write_count,
    write_hover,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language

SIDE = 132.0
LIST_WIDTH = 104.0
COUNT_GAP = 10.0
LEAST_LEVEL = 26.0
GRADE_MARKS = {"same": "", "reworded": "*", "similar": "~", "new": ""}
NUMBERS = TextStyle(size=11.0)
RISING = PathStyle(line="#1f2328", width=1.8)
FALLING = PathStyle(line="#1f2328", width=1.8, dash="5px,4px")
LEVEL = PathStyle(line="#b9c0c8", width=1.4)
COLUMNS = ("objective", "before", "after", "change", "comparability")


@dataclass(frozen=True)
class Step:
    """One objective in both forums.

    Parameters
    ----------
    number : int
    before, after : int
        Countries that mention it, of those that answered both forums.
    grade : str
        same, reworded or similar.
    """

    number: int
    before: int
    after: int
    grade: str

    @property
    def sign(self) -> int:
        """1 where more countries mention it, -1 where fewer, 0 where as many."""
        return (self.after > self.before) - (self.after < self.before)

    @property
    def written(self) -> str:
        """The number with the mark of its comparability."""
        return f"{self.number}{GRADE_MARKS[self.grade]}"


def chart_trends(
    trends: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    scope: str = "ALL",
    earlier: str | None = None,
    earlier_title: str | None = None,
) -> Chart:
    """Draw how many of the countries that answered both forums mention each objective.

    Parameters
    ----------
    trends : DataFrame
        One row per earlier forum, conference and objective, with `n_both`,
        `n_mentioning_both` (then) and `n_mentioning_both_now`.
    forum : Forum
    language : Language or str
    scope : str
        ALL, RCM or SACM.
    earlier : str or None
        Which earlier forum; default: the first of forum.yml's `earlier_forums` that is there.
    earlier_title : str or None
        How that forum is called in the page's language; default: its folder's name.

    Returns
    -------
    Chart
        Key "trends-all-<earlier forum>" etc.
    """
    reader = choose_reader(forum, language)
    name = earlier or find_earlier(trends, forum)
    title = earlier_title or name
    own = trends[(trends["forum"] == name) & (trends["conference"] == scope)]
    steps = read_steps(own)
    n_both = int(own["n_both"].max()) if len(own) else 0
    canvas = Canvas(left=SIDE, right=SIDE)
    if n_both == 1:
        show_nothing(canvas, reader.text("charts.trends_single"))
    elif steps and n_both:
        draw_slope(canvas, steps, scope, (title, name_forum(forum, reader)), reader)
        draw_summary(canvas, steps, own, reader)
    else:
        show_nothing(canvas, reader.text("charts.trends_nothing"))
    group = reader.text(f"charts.trends_base_{scope}", n=n_both)
    return finish_chart(
        canvas,
        key=f"trends-{scope.lower()}-{name}",
        title=reader.text(
            "charts.title", subject=reader.text("charts.trends_title", earlier=title), base=group
        ),
        subtitle=reader.text("charts.trends_subtitle"),
        alt=describe_trends(steps, n_both, reader),
        table=make_table(write_rows(own, reader), COLUMNS, reader),
        links=[f"#objective-{number}" for number in sorted(own["objective_id"])],
        forum=forum,
        reader=reader,
    )


def find_earlier(trends: pd.DataFrame, forum: Forum) -> str:
    """Return the earlier forum that this one names first."""
    there = [name for name in trends["forum"].unique() if name != forum.forum]
    named = [name for name in forum.earlier_forums if name in there]
    return str((named or there or [""])[0])


def read_steps(own: pd.DataFrame) -> tuple[Step, ...]:
    """Return the objectives that can be compared, in number order."""
    return tuple(
        Step(
            int(row["objective_id"]),
            int(row["n_mentioning_both"]),
            int(row["n_mentioning_both_now"]),
            str(row["comparability"]),
        )
        for row in read_rows(own.sort_values("objective_id"))
        if row["comparability"] in ("same", "reworded", "similar")
        and not pd.isna(row["n_mentioning_both"])
        and not pd.isna(row["n_mentioning_both_now"])
    )


def draw_slope(
    canvas: Canvas,
    steps: Sequence[Step],
    scope: str,
    names: tuple[str, str],
    reader: Language,
) -> None:
    """Draw the two forums as columns of counts, and each objective's way between them."""
    top = canvas.cursor
    for side, name in zip(("left", "right"), names, strict=True):
        lines = wrap_text(name, NARROW_WIDTH / 2 - 6, STRONG.size, bold=True)
        height = canvas.write(
            lines, top, style=STRONG, side="left" if side == "left" else "right", anchor="top"
        )
        canvas.cursor = max(canvas.cursor, top + height + 8)
    before, after = gather(steps, "before"), gather(steps, "after")
    levels = sorted({*before, *after}, reverse=True)
    heights = {}
    for level in levels:
        left = draw_numbers(canvas, before.get(level, []), level, "left", reader)
        right = draw_numbers(canvas, after.get(level, []), level, "right", reader)
        height = max(LEAST_LEVEL, left, right)
        heights[level] = canvas.advance(height + 4) + 10
    for step in steps:
        style = {1: RISING, -1: FALLING, 0: LEVEL}[step.sign]
        canvas.path_at(style, f"M0,{heights[step.before]:g}L1,{heights[step.after]:g}")
    group: Group = scope  # type: ignore[assignment]
    ends = [(0.0, heights[level]) for level in before] + [(1.0, heights[level]) for level in after]
    canvas.trace(make_markers(group, ends, size=9))
    canvas.advance(8)


def gather(steps: Sequence[Step], side: str) -> dict[int, list[Step]]:
    """Return the objectives at each count of one side."""
    found: defaultdict[int, list[Step]] = defaultdict(list)
    for step in steps:
        found[step.before if side == "before" else step.after].append(step)
    return dict(found)


def draw_numbers(
    canvas: Canvas, steps: Sequence[Step], level: int, side: Side, reader: Language
) -> float:
    """Write a count and the objectives that stand at it; return their height."""
    if not steps:
        return 0.0
    middle = canvas.cursor + 10
    inward: Side
    edge, inward = (0.0, "right") if side == "left" else (1.0, "left")
    shift = -COUNT_GAP if side == "left" else COUNT_GAP
    canvas.write(reader.number(level), middle, x=shift, style=STRONG, side=inward, fraction=edge)
    lines = wrap_text(", ".join(step.written for step in steps), LIST_WIDTH, NUMBERS.size)
    top = middle - NUMBERS.size * LINE_HEIGHT / 2
    hover = [label_objective(step.number, reader) for step in steps]
    height = canvas.write(lines, top, style=NUMBERS, side=side, anchor="top")
    place = (-0.05, 0.05) if side == "left" else (0.95, 1.05)
    canvas.answer(middle - 9, middle + 9, write_hover([reader.number(level), *hover]), span=place)
    return height + 4


def draw_summary(
    canvas: Canvas, steps: Sequence[Step], own: pd.DataFrame, reader: Language
) -> None:
    """Write out what rises, what falls, what stays, and what cannot be compared."""
    canvas.advance(6)
    for sign, key in ((1, "rising"), (-1, "falling")):
        moved = [step for step in steps if step.sign == sign]
        if moved:
            heading = reader.text(f"charts.trends_{key}")
            canvas.write(heading, canvas.advance(19) + 8, style=STRONG)
        for step in moved:
            words = reader.text(
                "charts.trends_step",
                objective=label_objective(step.number, reader) + GRADE_MARKS[step.grade],
                before=step.before,
                after=step.after,
            )
            lines = wrap_text(words, NARROW_WIDTH, BODY.size)
            canvas.cursor += canvas.write(lines, canvas.cursor, anchor="top") + 2
    compared = {step.number for step in steps}
    new = sorted(int(number) for number in own["objective_id"] if number not in compared)
    notes = [
        reader.text(f"charts.trends_mark_{grade}")
        for grade in ("reworded", "similar")
        if any(step.grade == grade for step in steps)
    ]
    if new:
        numbers = reader.list([str(number) for number in new])
        notes.append(reader.text("charts.trends_new", n=len(new), numbers=numbers))
    canvas.advance(6)
    for note in notes:
        lines = wrap_text(note, NARROW_WIDTH, NOTE.size)
        style = TextStyle(size=NOTE.size, colour=MUTED)
        canvas.cursor += canvas.write(lines, canvas.cursor, style=style, anchor="top") + 3


def write_rows(own: pd.DataFrame, reader: Language) -> list[Mapping[str, str]]:
    """Return the rows of the table."""
    steps = {step.number: step for step in read_steps(own)}
    rows: list[Mapping[str, str]] = []
    for row in read_rows(own.sort_values("objective_id")):
        step = steps.get(row["objective_id"])
        n_both = int(row["n_both"])
        grade = row["comparability"]
        rows.append(
            {
                "objective": title_objective(row["objective_id"], reader),
                "before": write_count(step.before, n_both, reader) if step else "–",
                "after": write_count(step.after, n_both, reader) if step else "–",
                "change": write_change(step.after - step.before, reader) if step else "–",
                "comparability": "–" if pd.isna(grade) else reader.text(f"charts.grade_{grade}"),
            }
        )
    return rows


def write_change(change: int, reader: Language) -> str:
    """Return a difference of counts with its sign."""
    return ("+" if change > 0 else "−" if change < 0 else "") + reader.number(abs(change))


def describe_trends(steps: Sequence[Step], n_both: int, reader: Language) -> str:
    """Return the alt text: what rises and what falls most."""
    if n_both == 1:
        return reader.text("charts.trends_single")
    if not steps or not n_both:
        return reader.text("charts.trends_nothing")
    rising = sum(step.sign > 0 for step in steps)
    falling = sum(step.sign < 0 for step in steps)
    sentence = reader.text(
        "charts.trends_alt",
        n=n_both,
        n_rising=rising,
        n_falling=falling,
        n_level=len(steps) - rising - falling,
    )
    most = max(abs(step.after - step.before) for step in steps)
    if not most:
        return sentence
    moved = [
        reader.text(
            "charts.trends_step",
            objective=label_objective(step.number, reader),
            before=step.before,
            after=step.after,
        )
        for step in steps
        if abs(step.after - step.before) == most
    ]
    return sentence + " " + reader.text("charts.trends_alt_most", objectives="; ".join(moved))
