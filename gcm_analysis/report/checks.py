"""What must hold before a page is published; where it does not, nothing is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gcm_analysis.language import all_strings
from gcm_analysis.report.packing import unpack_figures
from gcm_analysis.report.page_text import PageText, read_page
from gcm_analysis.report.reading import Notebook, count_figures

LARGEST_PAGE = 2_500_000
"""Bytes that a mail gateway and a phone still take."""
LOADING = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping", "href",
           "xlink:href", "manifest", "cite"}  # fmt: skip
NETWORK = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:https?|ftp|wss?|javascript):", re.I)
STYLE_LOAD = re.compile(r"@import|url\(\s*['\"]?(?!#|data:)", re.I)
MARKER = re.compile(r"\{[a-z_][\w.]*\}")


@dataclass(frozen=True)
class PageProblem:
    """One thing wrong with a page: which check, and what it found."""

    check: str
    found: str

    def __str__(self) -> str:
        return f"{self.check}: {self.found}"


@dataclass(eq=False)
class PageRefused(Exception):
    """A page is not fit to be published: a bug of ours, so that the last good report stays."""

    page: str
    problems: tuple[PageProblem, ...]

    def __str__(self) -> str:
        return f"{self.page} is not published: " + "; ".join(map(str, self.problems))


def require_fit_page(
    name: str,
    html: str,
    *,
    language: str,
    notebooks: Iterable[Notebook],
    beside: Collection[str] = (),
    stamp: str | None = None,
) -> None:
    """Refuse a page that is not fit to be published.

    Parameters
    ----------
    name : str
        The page's address inside the report, e.g. "countries/MEX.html".
    html : str
        The page.
    language : str
        Its language.
    notebooks : iterable of Path or mapping
        The executed notebooks that it was made of.
    beside : collection of str
        Addresses, relative to the page, of what will lie beside it. Empty: links are not followed.
    stamp : str or None
        Words that an illustrative page must carry.

    Raises
    ------
    PageRefused
        With every problem found.
    """
    n_figures = sum(map(count_figures, notebooks))
    problems = tuple(
        find_problems(html, language=language, n_figures=n_figures, beside=beside, stamp=stamp)
    )
    if problems:
        raise PageRefused(name, problems)


def find_problems(
    html: str,
    *,
    language: str,
    n_figures: int,
    beside: Collection[str] = (),
    stamp: str | None = None,
) -> Iterator[PageProblem]:
    """Yield everything that is wrong with a page."""
    page = read_page(html)
    yield from _check_figures(html, page, n_figures)
    yield from _check_network(page)
    yield from _check_strings(page, language)
    yield from _check_words([*page.words, *_list_texts(unpack_figures(html))], language)
    yield from _check_links(page, beside)
    if stamp and stamp not in page.words:
        yield PageProblem("stamp", "the page does not say that its answers are invented")
    if (size := len(html.encode("utf-8"))) > LARGEST_PAGE:
        yield PageProblem("size", f"{size} bytes, at most {LARGEST_PAGE}")


def _check_figures(html: str, page: PageText, n_figures: int) -> Iterator[PageProblem]:
    if len(page.figures) != n_figures:
        yield PageProblem(
            "figures", f"{len(page.figures)} on the page, {n_figures} in the notebooks"
        )
    packed = unpack_figures(html)
    drawn = html.count('<div class="drawing"')
    if packed and set(packed) != set(page.figures):
        yield PageProblem("figures", "those packed for the scripts are not those on the page")
    if not packed and drawn != len(page.figures):
        yield PageProblem("figures", f"{len(page.figures) - drawn} can be drawn by nothing")


def _check_network(page: PageText) -> Iterator[PageProblem]:
    for one in page.attributes:
        if one.name in LOADING and NETWORK.search(one.value):
            yield PageProblem("network", f"<{one.tag} {one.name}={one.value[:80]!r}>")
        if one.name == "style" and STYLE_LOAD.search(one.value):
            yield PageProblem("network", f"<{one.tag} style={one.value[:80]!r}>")
    for style in page.styles:
        if found := STYLE_LOAD.search(style):
            yield PageProblem("network", f"style sheet: {style[found.start() :][:80]!r}")


def _check_strings(page: PageText, language: str) -> Iterator[PageProblem]:
    known = all_strings(language)
    for text in page.words:
        if text.strip() in known:
            yield PageProblem("strings", f"the key {text.strip()!r} stands in place of its text")
        elif found := MARKER.search(text):
            yield PageProblem("strings", f"a field was not filled in: {found[0]!r}")


def _list_texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from _list_texts(part)


def _check_words(texts: Iterable[str], language: str) -> Iterator[PageProblem]:
    text = fold(" ".join(texts))
    for words, pattern in forbidden_words(language).items():
        if fold(words) in text and pattern.search(text):
            yield PageProblem("words", f"{words!r} must not appear")


def _check_links(page: PageText, beside: Collection[str]) -> Iterator[PageProblem]:
    if doubled := [name for name, times in Counter(page.ids).items() if times > 1]:
        yield PageProblem("links", f"ids that stand twice: {', '.join(sorted(doubled)[:5])}")
    targets = {one.value for one in page.attributes if one.tag == "a" and one.name == "href"}
    for target in sorted(targets):
        path, _, place = target.partition("#")
        if not path and place not in page.ids:
            yield PageProblem("links", f"#{place} leads nowhere")
        if path and beside and path not in beside:
            yield PageProblem("links", f"{path} is not part of the report")


@cache
def forbidden_words(language: str) -> dict[str, re.Pattern[str]]:
    """Return the words that never appear, each with its pattern on folded text."""
    import yaml

    content = yaml.safe_load((files("gcm_analysis.report") / "forbidden.yml").read_text("utf-8"))
    return {
        entry["words"]: re.compile(
            rf"\b{re.escape(fold(entry['words']))}\b"
            + (rf"(?! {re.escape(entry['unless_before'])})" if "unless_before" in entry else "")
        )
        for entry in content[language]
    }


def fold(text: str) -> str:
    """Return text without case, accents and doubled spaces.

    >>> fold("Decidió  ya")
    'decidio ya'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.split())
