"""Executed notebooks and run facts in, one self-contained HTML page out."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gcm_analysis.language import get_language
from gcm_analysis.report import packing
from gcm_analysis.report.country_page import describe_corrections, describe_status
from gcm_analysis.report.facts import RunFacts
from gcm_analysis.report.method import describe_method
from gcm_analysis.report.provenance import describe_sources
from gcm_analysis.report.reading import Block, Notebook, read_blocks
from gcm_analysis.report.roster import find_groups
from gcm_analysis.report.sections import (
    COUNTRY_SECTIONS,
    PAGE_SECTIONS,
    FilledSection,
    arrange_blocks,
    charts_of,
)
from gcm_analysis.report.shown import PageLinks, Presenter, pick_headlines

ICON = "data:image/svg+xml;base64," + base64.b64encode(
    b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='5' cy='8' r='4' "
    b"fill='#1b6ca8'/><path d='M11.5 3.5L16 8l-4.5 4.5L7 8z' fill='#c8641b'/></svg>"
).decode("ascii")

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that a spreadsheet's cell can hold and a page cannot."""


@dataclass(frozen=True)
class Surroundings:
    """What stands beside a page, so that its links lead somewhere.

    Parameters
    ----------
    languages : sequence of str
        All languages the forum is published in; each other one becomes a link.
    country_pages : sequence of str
        ISO3 of the countries that have a page.
    downloads : mapping
        "workbook", "pdf" or "figures" to an address relative to the page.
    """

    languages: Sequence[str] = ()
    country_pages: Sequence[str] = ()
    downloads: Mapping[str, str] = field(default_factory=dict)


def build_page(
    notebooks: Iterable[Notebook],
    facts: RunFacts,
    *,
    drawings: Mapping[str, str] | None = None,
    surroundings: Surroundings | None = None,
) -> str:
    """Return the page of one forum, audience and language.

    Parameters
    ----------
    notebooks : iterable of Path or mapping
        Executed, in the order of the run.
    facts : RunFacts
        What the page says about its own making.
    drawings : mapping or None
        Chart key to static SVG.
    surroundings : Surroundings or None
        What stands beside the page.

    Raises
    ------
    BrokenNotebook, MisplacedBlock
        The notebooks do not hold what a page is made of.
    """
    around = surroundings or Surroundings()
    blocks = [block for notebook in notebooks for block in read_blocks(notebook)]
    made = blocks
    if facts.disclosure.may_show("answers"):
        made = [*describe_method(facts), *blocks, *describe_sources(facts)]
    sections = arrange_blocks(made, PAGE_SECTIONS)
    reader = facts.reader
    host = facts.forum.host
    lede_key = "report.asked_of" if host else "report.asked_of_without_host"
    title = reader.text(
        "report.page_title",
        title=facts.title,
        audience=reader.text(f"report.audience_{facts.audience}"),
    )
    return _render(
        "page.html.j2",
        facts,
        sections,
        drawings=drawings or {},
        around=around,
        folder="countries/",
        page={
            "title": title,
            "lede": reader.text(lede_key, n=facts.n_roster, host=host),
            "groups": find_groups(facts),
            "cut_off_day": reader.date(facts.cut_off)
            if facts.cut_off
            else reader.text("report.label_day_none"),
            "downloads": [
                {"href": href, "name": reader.text(f"report.download_{kind}")}
                for kind, href in around.downloads.items()
            ],
            "language_links": _link_languages(around, facts, "../{code}/index.html"),
        },
    )


def build_country_page(
    notebook: Notebook,
    facts: RunFacts,
    iso3: str,
    *,
    drawings: Mapping[str, str] | None = None,
    surroundings: Surroundings | None = None,
) -> str:
    """Return the page of one country.

    Where every chart has a drawing the page carries no plotly.js: it stays small enough for
    a mail, and prints. Where a drawing is missing, plotly.js comes along.

    Parameters
    ----------
    notebook : Path or mapping
        The country's executed notebook.
    facts, drawings, surroundings
        As for `build_page`.
    iso3 : str
        A country of `facts.countries`.
    """
    around = surroundings or Surroundings()
    country = facts.find_country(iso3)
    made: list[Block] = [
        *describe_status(facts, country),
        *read_blocks(notebook),
        *describe_corrections(facts),
    ]
    sections = arrange_blocks(made, COUNTRY_SECTIONS)
    return _render(
        "country.html.j2",
        facts,
        sections,
        drawings=drawings or {},
        around=around,
        folder="",
        page={
            "title": facts.reader.text(
                "report.country_title", country=country.name, title=facts.title
            ),
            "country": country,
            "language_links": _link_languages(
                around, facts, "../../{code}/countries/" + f"{iso3}.html"
            ),
        },
    )


def _link_languages(around: Surroundings, facts: RunFacts, address: str) -> list[dict[str, str]]:
    return [
        {
            "code": code,
            "href": address.format(code=code),
            "name": get_language(code).text("report.language_name"),
            "hint": get_language(code).text("report.language_hint"),
        }
        for code in around.languages
        if code != facts.language
    ]


def _render(
    name: str,
    facts: RunFacts,
    sections: tuple[FilledSection, ...],
    *,
    drawings: Mapping[str, str],
    around: Surroundings,
    folder: str,
    page: dict[str, Any],
) -> str:
    presenter = Presenter(facts.reader, PageLinks(around.country_pages, folder), drawings)
    shown = presenter.present(sections)
    charts = charts_of(sections)
    is_live = bool(charts) and (bool(folder) or any(one.key not in drawings for one in charts))
    script = read_asset("page.js")
    hashes = [packing.hash_script(script), *([packing.hash_plotly()] if is_live else [])]
    page |= {
        "sections": shown,
        "headlines": pick_headlines(shown),
        "has_charts": is_live,
        "figures": packing.pack_figures(charts) if is_live else "",
        "plotly": packing.pack_plotly() if is_live else "",
        "policy": packing.write_policy(hashes),
        "script": Markup(script),  # noqa: S704
        "css": Markup(read_asset("page.css") + write_margins(facts) + presenter.styles.css()),  # noqa: S704
        "icon": ICON,
        "country_pages": sorted(around.country_pages),
        "countries_folder": folder,
    }
    template = load_environment().get_template(name)
    text = template.render(facts=facts, page=page, t=facts.reader.text)
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text) + "\n"


def write_margins(facts: RunFacts) -> str:
    """Return the style that prints stamp, status and page number on every sheet of paper."""
    reader = facts.reader
    audience = reader.text(f"report.audience_{facts.audience}")
    named = (facts.title, audience, facts.status_line(), facts.edition_line())
    foot = " · ".join(part for part in named if part)
    head = reader.text("report.stamp_short") if facts.forum.illustrative else ""
    small = "font: 7.5pt sans-serif; color: #51606f;"
    return (
        "@media print { @page {"
        f"@top-center {{ content: {quote_css(head)}; font: bold 9pt sans-serif; color: #7a2e0e }}"
        f"@bottom-left {{ content: {quote_css(foot)}; {small} width: 80% }}"
        f"@bottom-right {{ content: counter(page) ' / ' counter(pages); {small} }}"
        "} }"
    )


def quote_css(text: str) -> str:
    r"""Return text as a CSS string that can end neither itself nor its style element.

    >>> quote_css('a "b" </style>')
    '"a \\22 b\\22  \\3c /style>"'
    """
    escaped = "".join(f"\\{ord(sign):x} " if sign in '"\\<\n\r' else sign for sign in text)
    return f'"{escaped}"'


@cache
def read_asset(name: str) -> str:
    """Return a style sheet or script of the templates."""
    return (files("gcm_analysis.report") / "templates" / name).read_text("utf-8")


@cache
def load_environment() -> Environment:
    """Return the templates: whatever is put into them is escaped."""
    return Environment(
        loader=PackageLoader("gcm_analysis.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
