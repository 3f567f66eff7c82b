"""The answers behind an objective as a table: every word of a survey is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from gcm_analysis.charts.rows import read_rows
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
from gcm_analysis.explorer.words import write_table
from gcm_analysis.language import Language
from gcm_analysis.report.evidence import TEXT_METHODS
from gcm_analysis.report.questions import choose_text

COLUMNS = ("country", "question", "answer", "method", "state", "source", "sheet", "cell")
PIECES = " … "
"""What parts two pieces of evidence."""


def write_answers(
    material: Material,
    countries: Sequence[str],
    focus: Focus | None,
    language: Language,
    *,
    pending: Sequence[str] = (),
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
    pending : sequence of str
        ISO3 codes of countries whose answer is pending, to be named so.
    """
    if focus is None:
        return f'<p class="note">{escape(language.text("explorer.hint"))}</p>'
    asked = (focus.country,) if focus.country else tuple(countries)
    rows = read_rows(list_answers_behind(material, asked, focus.objective, language))
    title = write_title(rows, asked, focus.objective, language)
    parts = [f'<h3 class="sought">{escape(title)}</h3>']
    if rows:
        columns = [escape(language.text(f"explorer.column_{name}")) for name in COLUMNS]
        parts.append(write_table(columns, [write_row(row, material, language) for row in rows]))
    silent, not_offered = list_silent(material, asked, focus.objective)
    waiting = () if focus.country else pending
    for name, found in (("silent", silent), ("not_offered", not_offered), ("pending", waiting)):
        if found:
            parts.append(write_names(name, found, language))
    return "".join(parts)


def write_title(
    rows: Sequence[Mapping[str, Any]], asked: Sequence[str], objective: int, language: Language
) -> str:
    """Return how many answers there are, and of whom."""
    speaking = sorted({str(row["country_iso3"]) for row in rows})
    if len(asked) == 1:
        who = name_country(asked[0], language)
    elif speaking:
        who = language.text("explorer.who_countries", n=len(speaking))
    else:
        who = language.text("explorer.from_all")
    key = "explorer.answers_title" if rows else "explorer.answers_none"
    return language.text(key, n=len(rows), who=who, objective=title_objective(objective, language))


def write_row(row: Mapping[str, Any], material: Material, language: Language) -> list[str]:
    """Return the cells of one answer."""
    asked = escape(choose_text(material.forum.question(row["question_id"]).text, language))
    country, group = row["country_iso3"], group_of(row["country_iso3"])
    return [
        f'<td class="country-{group}">{escape(name_country(country, language))}</td>',
        f'<td class="question"><span class="clamped" title="{asked}">{asked}</span></td>',
        f'<td class="answer">{write_words(row, language)}</td>',
        f'<td class="fact">{write_method(row, language)}</td>',
        f'<td class="fact">{write_state(row, language)}</td>',
        *(escape(write_place(row[f"source_{name}"])) for name in ("file", "sheet")),
        f'<td class="cell">{escape(write_place(row["source_cell"]))}</td>',
    ]


def write_method(row: Mapping[str, Any], language: Language) -> str:
    """Return how an answer was read, how surely, and whether a person has looked at it."""
    parts = [escape(language.text(f"evidence.method_{row['method']}"))]
    if row["method"] in TEXT_METHODS:
        share = language.percent(float(row["confidence"]))
        parts.append(write_detail(language.text("explorer.confidence", share=share)))
    review = "reviewed" if row["is_reviewed"] else "unreviewed"
    parts.append(write_detail(language.text(f"evidence.{review}")))
    return "".join(parts)


def write_state(row: Mapping[str, Any], language: Language) -> str:
    """Return what an answer counts for, with its points."""
    words = f"<span>{escape(language.text('explorer.state_' + row['state']))}</span>"
    if row["state"] not in ("mention", "points"):
        return words
    points = write_points(float(row["points"]), language)
    return words + write_detail(language.text("explorer.points", points=points))


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


def write_names(name: str, countries: Sequence[str], language: Language) -> str:
    """Return a line that names the countries of which there is no answer, and why."""
    names = list_countries(countries, language)
    line = language.text(f"explorer.{name}", n=len(countries), countries=names)
    return f'<p class="note">{escape(line)}</p>'
