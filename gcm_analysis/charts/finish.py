"""The last step of every chart: the stamp of invented answers, and the Chart itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from gcm_analysis.charts.canvas import Canvas
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.measure import wrap_text
from gcm_analysis.charts.theme import BODY, NARROW_WIDTH, make_stamps
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language


def make_table(
    rows: Sequence[Mapping[str, str]], columns: Sequence[str], reader: Language
) -> pd.DataFrame:
    """Return the table of a chart with headers in the page's language.

    Parameters
    ----------
    rows : sequence of mapping
        Per row, text by column key.
    columns : sequence of str
        Keys `charts.column_<key>`, in order.
    reader : Language
    """
    headers = {column: reader.text(f"charts.column_{column}") for column in columns}
    content = {header: [row[column] for row in rows] for column, header in headers.items()}
    return pd.DataFrame(content, columns=list(headers.values()), dtype="str")


def finish_chart(
    canvas: Canvas,
    *,
    key: str,
    title: str,
    subtitle: str,
    alt: str,
    table: pd.DataFrame,
    forum: Forum,
    reader: Language,
    links: Sequence[str | None] = (),
    min_width: int = NARROW_WIDTH,
) -> Chart:
    """Return the chart, stamped where the forum's answers are invented."""
    content = canvas.finish()
    if forum.illustrative:
        stamps = make_stamps(content["layout"], reader.text("charts.stamp"))
        content["layout"]["annotations"] += stamps
        alt = reader.text("charts.alt_illustrative", alt=alt)
    return Chart(
        key=key,
        title=title,
        subtitle=subtitle,
        alt=alt,
        content=content,
        table=table,
        links=tuple(links),
        min_width=min_width,
    )


def show_nothing(canvas: Canvas, text: str) -> None:
    """Say in the figure that there is nothing to show yet."""
    lines = wrap_text(text, NARROW_WIDTH - 20, BODY.size)
    height = canvas.write(lines, canvas.cursor + 28, x=10, anchor="top")
    canvas.advance(height + 70)
