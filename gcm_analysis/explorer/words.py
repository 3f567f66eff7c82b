"""What stands around the figure, as HTML: every word of a survey is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from gcm_analysis.charts import Chart
from gcm_analysis.charts.theme import GROUP_INKS, GROUP_TINTS, GROUPS
from gcm_analysis.explorer.material import Material
from gcm_analysis.language import Language


def write_style() -> str:
    """Return the style sheet of the page; its colours follow JupyterLab's theme."""
    sheet = files("gcm_analysis.explorer").joinpath("page.css").read_text("utf-8")
    groups = "".join(
        f".gcm .country-{group} {{ border-left: 4px solid {GROUP_INKS[group]}; }}"
        f".gcm .chip-{group}.mod-active {{ background: {GROUP_INKS[group]}; color: #fff; }}"
        f".gcm .chip-{group} {{ border: 1px solid {GROUP_INKS[group]};"
        f" background: {GROUP_TINTS[group]}40; color: inherit; }}"
        for group in GROUPS
    )
    return f"<style>{sheet}{groups}</style>"


def write_head(material: Material, language: Language, title: str) -> str:
    """Return the head: the forum, and whether its answers are invented."""
    parts = [f"<h2>{escape(title)}</h2>"]
    if material.forum.illustrative:
        parts.append(f'<span class="stamp">{escape(language.text("report.stamp"))}</span>')
    if material.audience != "internal":
        parts.append(f'<p class="note">{escape(language.text("explorer.audience_note"))}</p>')
    return "".join(parts)


def write_chart_head(chart: Chart) -> str:
    """Return a chart's title with its base, and how to read it."""
    return f'<h3>{escape(chart.title)}</h3><p class="note">{escape(chart.subtitle)}</p>'


def write_chart_table(chart: Chart, language: Language) -> str:
    """Return a chart's numbers as a table behind a toggle."""
    rows = [[escape(value) for value in row] for row in chart.table.itertuples(index=False)]
    table = write_table([escape(str(column)) for column in chart.table], rows)
    summary = escape(language.text("explorer.as_table"))
    return (
        f'<p class="unseen">{escape(chart.alt)}</p>'
        f"<details><summary>{summary}</summary>{table}</details>"
    )


def write_table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of cells that are markup already."""
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    body = "".join("<tr>" + "".join(map(wrap_cell, row)) + "</tr>" for row in rows)
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div>"
    )


def wrap_cell(markup: str) -> str:
    """Return a table's cell; one that brings its own is left as it is."""
    return markup if markup.startswith("<td") else f"<td>{markup}</td>"
