"""Whether an objective's place depends on the counting rule: the rules side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.finish import finish_chart, make_table, show_nothing
from gcm_analysis.charts.marks import PathStyle, draw_box
from gcm_analysis.charts.measure import measure_text, wrap_text
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import (
    GROUP_INKS,
    INK,
    LINE_HEIGHT,
    NARROW_WIDTH,
    NOTE,
    WHITE,
    Group,
    TextStyle,
    make_markers,
)
from gcm_analysis.charts.wording import (
    choose_reader,
    label_objective,
    title_objective,
    write_hover,
)
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language

RULES = ("mentions", "points", "borda", "copeland", "schulze", "kemeny")
LABEL_WIDTH = 124.0
END_WIDTH = 20.0
LABEL = TextStyle(size=11.0)
LABEL_STRONG = TextStyle(size=11.0, bold=True)
RULE_NAME = TextStyle(size=11.0)
SLOT = 33.0
TOP = 8
LINES = {
    True: PathStyle(line=INK, width=2.0, order=0),
    False: PathStyle(line="#b9c0c8", width=1.6, order=0),
}
NODE_SIZES: dict[Group, float] = {"RCM": 20.0, "SACM": 23.0, "ALL": 18.0}
NODE_TEXTS = {
    True: TextStyle(size=10.5, colour=WHITE, bold=True),
    False: TextStyle(size=10.5),
}
COLUMNS = ("objective", *(f"rule_{rule}" for rule in RULES), "depends_on_rule")


def chart_sensitivity(
    sensitivity: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    scope: str = "ALL",
    top: int = TOP,
) -> Chart:
    """Draw the places of the first objectives under every counting rule.

    Parameters
    ----------
    sensitivity : DataFrame
        `conference`, `objective_id`, `n_mentioning`, a place per rule (mentions, points, borda,
        copeland, schulze, kemeny) and `depends_on_rule`.
    forum : Forum
    language : Language or str
    scope : str
        ALL, RCM or SACM.
    top : int
        Objectives in one of the first `top` places by mentions; ties whole. What nobody
        mentions is none of them.

    Returns
    -------
    Chart
        Key "sensitivity-all" etc.; the table holds every objective.
    """
    reader = choose_reader(forum, language)
    own = sensitivity[sensitivity["conference"] == scope]
    rows = read_rows(own.sort_values("objective_id"))
    shown = [row for row in rows if row["n_mentioning"] and row["mentions"] <= top]
    rules = [rule for rule in RULES if any(not pd.isna(row[rule]) for row in shown)]
    canvas = Canvas(left=LABEL_WIDTH, right=END_WIDTH, x_range=(0.0, float(max(len(rules), 1))))
    if shown:
        draw_rule_names(canvas, rules, reader)
        draw_bump(canvas, shown, rules, scope, reader)
        draw_line_legend(canvas, reader)
    else:
        show_nothing(canvas, reader.text("charts.nothing_mentioned"))
    moving = [row["objective_id"] for row in shown if row["depends_on_rule"]]
    written = [
        {
            "objective": title_objective(row["objective_id"], reader),
            **{f"rule_{rule}": write_place(row[rule], reader) for rule in RULES},
            "depends_on_rule": reader.text(
                "charts.said_yes" if row["depends_on_rule"] else "charts.said_no"
            ),
        }
        for row in rows
    ]
    return finish_chart(
        canvas,
        key=f"sensitivity-{scope.lower()}",
        title=reader.text(
            "charts.sensitivity_title" if shown else "charts.sensitivity_title_none",
            n=len(shown),
            scope=reader.text(f"charts.trends_scope_{scope}"),
        ),
        subtitle=reader.text("charts.sensitivity_subtitle"),
        alt=describe_sensitivity(moving, len(shown), reader),
        table=make_table(written, COLUMNS, reader),
        links=[f"#objective-{row['objective_id']}" for row in rows],
        forum=forum,
        reader=reader,
    )


def draw_rule_names(canvas: Canvas, rules: Sequence[str], reader: Language) -> None:
    """Write the rules, upright."""
    names = [reader.text(f"charts.rule_{rule}") for rule in rules]
    canvas.advance(max(measure_text(name, RULE_NAME.size) for name in names) + 12)
    for place, name in enumerate(names):
        canvas.write(
            name,
            canvas.cursor - 4,
            style=RULE_NAME,
            side="centre",
            fraction=(place + 0.5) / len(rules),
            angle=-90,
            anchor="bottom",
        )


def draw_bump(
    canvas: Canvas,
    rows: Sequence[Mapping[str, Any]],
    rules: Sequence[str],
    scope: str,
    reader: Language,
) -> None:
    """Draw each objective's way through the rules: its places, and at the end its number."""
    top = canvas.advance(SLOT * len(rows))
    slots = {rule: order_slots(rows, rule) for rule in rules}
    group: Group = scope  # type: ignore[assignment]
    for row in sorted(rows, key=lambda row: bool(row["depends_on_rule"])):
        number = row["objective_id"]
        points = [
            (place + 0.5, top + (slots[rule][number] + 0.5) * SLOT)
            for place, rule in enumerate(rules)
        ]
        way = "L".join(f"{x:g},{y:g}" for x, y in points)
        canvas.path_at(LINES[bool(row["depends_on_rule"])], f"M{way}")
        draw_label(canvas, row, points[0][1], reader)
        end = LABEL_STRONG if row["depends_on_rule"] else LABEL
        canvas.write(reader.number(number), points[-1][1], style=end, side="right")
        ink = GROUP_INKS[group]
        fill = ink if row["depends_on_rule"] else WHITE
        canvas.trace(make_markers(group, points, size=NODE_SIZES[group], fill=fill, line=ink))
        for rule, (x, y) in zip(rules, points, strict=True):
            place = write_place(row[rule], reader)
            canvas.write_at(x, y, place, NODE_TEXTS[bool(row["depends_on_rule"])])
            name = reader.text(f"charts.rule_{rule}")
            hover = write_hover([title_objective(number, reader), f"{name}: {place}"])
            canvas.answer(y - 12, y + 12, hover, span=(x - 0.4, x + 0.4))


def draw_label(canvas: Canvas, row: Mapping[str, Any], middle: float, reader: Language) -> None:
    """Write an objective's name before its first point."""
    style = LABEL_STRONG if row["depends_on_rule"] else LABEL
    label = label_objective(row["objective_id"], reader)
    lines = wrap_text(label, LABEL_WIDTH - 6, style.size, bold=style.bold)
    fitting = (
        style
        if len(lines) * style.size * LINE_HEIGHT <= SLOT + 2
        else TextStyle(size=9.0, bold=style.bold)
    )
    lines = wrap_text(label, LABEL_WIDTH - 6, fitting.size, bold=fitting.bold)
    canvas.write(lines, middle, style=fitting)


def order_slots(rows: Sequence[Mapping[str, Any]], rule: str) -> dict[int, int]:
    """Return each objective's row under one rule: by place, ties in number order."""

    def sort_key(row: Mapping[str, Any]) -> tuple[float, int]:
        place = row[rule]
        return (float("inf") if pd.isna(place) else float(place), row["objective_id"])

    return {row["objective_id"]: slot for slot, row in enumerate(sorted(rows, key=sort_key))}


def draw_line_legend(canvas: Canvas, reader: Language) -> None:
    """Write what filled and open points mean."""
    canvas.advance(8)
    for key in ("sensitivity_moving", "sensitivity_firm"):
        lines = wrap_text(reader.text(f"charts.{key}"), NARROW_WIDTH - 30, NOTE.size)
        middle = canvas.cursor + 8
        fill = GROUP_INKS["ALL"] if key == "sensitivity_moving" else WHITE
        box = draw_box(1 - canvas.left, middle - 6, 13 - canvas.left, middle + 6)
        canvas.path(PathStyle(fill=fill, line=GROUP_INKS["ALL"], width=1.2), box)
        height = canvas.write(lines, canvas.cursor + 1, x=20, style=NOTE, anchor="top")
        canvas.advance(max(height, 14) + 5)


def write_place(place: Any, reader: Language) -> str:
    """Return a place, or a dash where a rule gives none."""
    return "–" if pd.isna(place) else reader.number(int(place))


def describe_sensitivity(moving: Sequence[int], n_shown: int, reader: Language) -> str:
    """Return the alt text: which places depend on the rule."""
    if not n_shown:
        return reader.text("charts.nothing_mentioned")
    if not moving:
        return reader.text("charts.sensitivity_alt_none", n=n_shown)
    if len(moving) == n_shown:
        return reader.text("charts.sensitivity_alt_all", n=n_shown)
    return reader.text(
        "charts.sensitivity_alt",
        n=len(moving),
        n_base=n_shown,
        objectives=reader.list([label_objective(number, reader) for number in moving]),
    )
