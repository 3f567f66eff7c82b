"""What stands around the figure, as HTML: every word of a survey is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from gcm_analysis.charts import Chart
from gcm_analysis.charts.rows import read_rows
from gcm_analysis.charts.theme import GROUP_INKS, GROUP_TINTS, GROUPS
from gcm_analysis.charts.wording import (
    group_of,
    list_countries,
    name_country,
    title_objective,
    write_points,
)
from gcm_analysis.explorer.behind import list_answers_behind, list_silent
from gcm_analysis.explorer.links import Focus
from gcm_analysis.explorer.material import Material
from gcm_analysis.language import Language
from gcm_analysis.report.evidence import TEXT_METHODS
from gcm_analysis.report.questions import choose_text

COLUMNS = (
    "country", "question", "answer", "method", "state", "review", "source", "sheet", "cell",
)  # fmt: skip
PIECES = " … "
"""What parts two pieces of evidence."""


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


def write_answers(
    material: Material, countries: Sequence[str], focus: Focus | None, language: Language
) -> str:
    """Return the answers behind an objective as a table, and who says nothing of it.

    Parameters
    ----------
    material : Material
    countries : sequence of str
        ISO3 codes of the chosen countries.
    focus : Focus or None
        None: a line that says how to choose one.
    language : Language
    """
    if focus is None:
        return f'<p class="note">{escape(language.text("explorer.hint"))}</p>'
    asked = (focus.country,) if focus.country else tuple(countries)
    rows = read_rows(list_answers_behind(material, asked, focus.objective, language))
    who = (
        name_country(focus.country, language)
        if focus.country
        else language.text("explorer.who_countries", n=len({row["country_iso3"] for row in rows}))
    )
    title = language.text(
        "explorer.answers_title",
        n=len(rows),
        who=who if rows or focus.country else language.text("explorer.from_all"),
        objective=title_objective(focus.objective, language),
    )
    parts = [f'<h3 class="sought">{escape(title)}</h3>']
    if rows:
        columns = [escape(language.text(f"explorer.column_{name}")) for name in COLUMNS]
        parts.append(write_table(columns, [write_row(row, material, language) for row in rows]))
    parts += write_silent(material, asked, focus.objective, language)
    return "".join(parts)


def write_row(row: Mapping[str, Any], material: Material, language: Language) -> list[str]:
    """Return the cells of one answer."""
    question = material.forum.question(row["question_id"])
    asked = escape(choose_text(question.text, language))
    points = write_points(float(row["points"]), language)
    confidence = language.percent(float(row["confidence"]))
    is_text = row["method"] in TEXT_METHODS
    review = "reviewed" if row["is_reviewed"] else "unreviewed"
    group = group_of(row["country_iso3"])
    state = "reading" if row["state"] == "reading" else "counted"
    return [
        f'<td class="country-{group}">{escape(name_country(row["country_iso3"], language))}</td>',
        f'<td class="question"><span class="clamped" title="{asked}">{asked}</span></td>',
        f'<td class="answer">{write_words(row, language)}</td>',
        escape(language.text(f"evidence.method_{row['method']}"))
        + write_detail(language.text("explorer.confidence", share=confidence) if is_text else ""),
        f'<span class="{state}">'
        + escape(language.text(f"explorer.state_{row['state']}", points=points))
        + "</span>",
        escape(language.text(f"evidence.{review}")),
        *(escape(write_place(row[f"source_{name}"])) for name in ("file", "sheet")),
        f'<td class="cell">{escape(write_place(row["source_cell"]))}</td>',
    ]


def write_place(value: object) -> str:
    """Return a part of a place, "" where there is none."""
    return value if isinstance(value, str) else ""


def write_words(row: Mapping[str, Any], language: Language) -> str:
    """Return an answer's words, those that say the objective marked."""
    words, pieces = row["words"], row["evidence"].split(PIECES)
    is_text = row["method"] in TEXT_METHODS and bool(row["evidence"])
    is_found = is_text and all(piece in words for piece in pieces)
    marked = mark_pieces(words, pieces) if is_found else escape(words)
    note = ""
    if is_text and not is_found:
        note = language.text("explorer.read_in", words=row["evidence"])
    return (
        f'<bdi dir="auto" class="long">{marked}</bdi>'
        + write_detail(row["detail"])
        + write_detail(note)
    )


def write_detail(text: str) -> str:
    """Return a smaller line below, or nothing."""
    return f'<span class="detail"><bdi dir="auto">{escape(text)}</bdi></span>' if text else ""


def mark_pieces(words: str, pieces: Iterable[str]) -> str:
    """Return words as markup, the first place of each piece marked.

    >>> mark_pieces("La trata <hoy>", ["trata"])
    'La <mark>trata</mark> &lt;hoy&gt;'
    """
    markup, position = "", 0
    places = sorted((words.index(piece), piece) for piece in pieces if piece)
    for start, piece in places:
        if start >= position:
            markup += escape(words[position:start]) + f"<mark>{escape(piece)}</mark>"
            position = start + len(piece)
    return markup + escape(words[position:])


def write_silent(
    material: Material, countries: Sequence[str], objective: int, language: Language
) -> list[str]:
    """Return a line each for those that do not say it, and those that were not offered it."""
    asked, not_offered = list_silent(material, countries, objective)
    return [
        '<p class="note">'
        + escape(
            language.text(
                f"explorer.{key}", n=len(found), countries=list_countries(found, language)
            )
        )
        + "</p>"
        for key, found in (("silent", asked), ("silent_not_offered", not_offered))
        if found
    ]
