"""How the answers were read: by which method, and what a person has reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table, show_nothing
from gcm_analysis.charts.marks import PathStyle
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.theme import (
    BODY,
    FAINT,
    GROUP_COLOURS,
    NARROW_WIDTH,
    NOTE,
    PENDING,
    STRONG,
    WHITE,
)
from gcm_analysis.charts.wording import choose_reader, write_hover
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language

State = Literal["reviewed", "unreviewed", "to_review"]
STATES: tuple[State, ...] = ("reviewed", "unreviewed", "to_review")
METHODS = ("reference", "option", "phrase", "suggestion", "review")
STYLES: dict[State, PathStyle] = {
    "reviewed": PathStyle(fill=GROUP_COLOURS["ALL"]),
    "unreviewed": PathStyle(fill="#b9c0c8", line=GROUP_COLOURS["ALL"], width=0.8),
    "to_review": PathStyle(fill=WHITE, line=PENDING, width=1.0),
}
BAR = 14.0
ROW_GAP = 11.0
COLUMNS = ("method", "reviewed", "unreviewed", "to_review", "rejected", "total")


def chart_coverage(mentions: pd.DataFrame, *, forum: Forum, language: Language | str) -> Chart:
    """Draw how many mentions each method of reading gave, reviewed by a person or not.

    Parameters
    ----------
    mentions : DataFrame
    forum : Forum
    language : Language or str

    Returns
    -------
    Chart
        Key "coverage".
    """
    reader = choose_reader(forum, language)
    counts = {method: count_states(mentions, method) for method in METHODS}
    used = {method: states for method, states in counts.items() if sum(states.values())}
    longest = max((sum(states[name] for name in STATES) for states in used.values()), default=1)
    canvas = Canvas(left=1, right=1, x_range=(0.0, float(max(longest, 1))))
    if used:
        draw_state_legend(canvas, reader)
        for method, states in used.items():
            draw_method(canvas, method, states, reader)
    else:
        show_nothing(canvas, reader.text("charts.nothing_mentioned"))
    totals = {name: sum(states[name] for states in counts.values()) for name in STATES}
    accepted = totals["reviewed"] + totals["unreviewed"]
    rows = [
        {
            "method": reader.text(f"charts.method_{method}"),
            **{name: reader.number(states[name]) for name in (*STATES, "rejected")},
            "total": reader.number(sum(states.values())),
        }
        for method, states in used.items()
    ]
    return finish_chart(
        canvas,
        key="coverage",
        title=reader.text("charts.coverage_title", n=totals["reviewed"], n_accepted=accepted),
        subtitle=reader.text("charts.coverage_subtitle"),
        alt=reader.text(
            "charts.coverage_alt",
            n=accepted,
            n_reviewed=totals["reviewed"],
            n_to_review=totals["to_review"],
        ),
        table=make_table(rows, COLUMNS, reader),
        forum=forum,
        reader=reader,
    )


def count_states(mentions: pd.DataFrame, method: str) -> dict[str, int]:
    """Count a method's mentions by what became of them."""
    own = mentions[mentions["method"] == method]
    accepted = own["status"] == "accepted"
    return {
        "reviewed": int((accepted & own["is_reviewed"]).sum()),
        "unreviewed": int((accepted & ~own["is_reviewed"]).sum()),
        "to_review": int((own["status"] == "to_review").sum()),
        "rejected": int((own["status"] == "rejected").sum()),
    }


def draw_method(canvas: Canvas, method: str, states: Mapping[str, int], reader: Language) -> None:
    """Draw one method's bar with its numbers in words above."""
    top = canvas.cursor
    name = reader.text(f"charts.method_{method}")
    total = reader.number(sum(states[state] for state in STATES))
    room = measure_text(total, STRONG.size, bold=True) + 12
    lines = wrap_text(name, NARROW_WIDTH - room, BODY.size)
    canvas.write(total, top + 8, side="right", style=STRONG)
    canvas.cursor += canvas.write(lines, top, anchor="top") + 2
    bar = canvas.advance(BAR)
    canvas.path_at(PathStyle(fill=FAINT, order=0), write_box(0, canvas.x_range[1], bar))
    start = 0.0
    for state in STATES:
        if states[state]:
            canvas.path_at(STYLES[state], write_box(start, start + states[state], bar))
            start += states[state]
    said = [
        reader.text(f"charts.state_{state}_n", n=states[state]) for state in STATES if states[state]
    ]
    notes = wrap_text(" · ".join(said), NARROW_WIDTH, NOTE.size)
    canvas.cursor += canvas.write(notes, canvas.cursor + 2, style=NOTE, anchor="top") + 2
    canvas.answer(top, canvas.cursor, write_hover([name, *said]))
    canvas.advance(ROW_GAP)


def write_box(start: float, end: float, top: float) -> str:
    """Return a piece of a bar as a path."""
    return f"M{start:g},{round(top, 1):g}H{end:g}V{round(top + BAR, 1):g}H{start:g}Z"


def draw_state_legend(canvas: Canvas, reader: Language) -> None:
    """Write what the three fills mean."""
    x = 0.0
    for state in STATES:
        words = reader.text(f"charts.state_{state}")
        width = 25 + measure_text(words, NOTE.size)
        if x and x + width > NARROW_WIDTH:
            x = 0.0
            canvas.advance(18)
        y = canvas.cursor + 8
        canvas.path(STYLES[state], f"M{x + 1:g},{y - 5:g}H{x + 19:g}V{y + 5:g}H{x + 1:g}Z")
        canvas.write(words, y, x=x + 25, style=NOTE)
        x += width + 14
    canvas.advance(26)
