"""The Spanish and the English report say the same: structure, numbers, words each in their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol
from page_tree import UNREAD, Element, read_tree

from gcm_analysis import reference
from gcm_analysis.language import get_language
from gcm_analysis.report.packing import unpack_figures

pytestmark = pytest.mark.slow

FORUMS = ("ejemplo-2023", "ejemplo-2024")
LOCALES = {"es": "es_419", "en": "en"}
PAGES = ("index.html", *(f"countries/{iso3}.html" for iso3 in reference.champions()))
NO_ANSWER = [f"evidence.status_{one}" for one in ("skipped", "not_asked", "dont_know", "none")]
LAYOUT = ("class", "data-label")
"""Follows the length of the words: a table may be a list on a phone in one language alone."""
INLINE = {"a", "bdi", "span", "strong", "em", "b", "i", "abbr", "sup", "sub"}
ARTICLES = {
    "es": r"el|los|las|del|que|por|para|con|una|sus|como|entre|cuando|muy|sin|sobre|desde|todos|ni|"
    r"respuestas?|países|preguntas?|se|lo|ninguna|según|cada|está|son",
    "en": r"the|of|and|to|is|that|for|with|on|are|by|this|from|or|which|were|was|their|they|at|be|"
    r"has|have|its|it|who|what|not|each|answers?|country|countries|questions?",
}


def page_of(workspace: Path, forum: str, language: str, name: str) -> Path:
    return workspace / "reports" / forum / "internal" / language / name


def read_numbers(text: str, language: str) -> list[float]:
    """Return the numbers of a text, smallest first, each read as its language writes it."""
    locale = LOCALES[language]
    group, decimal = get_group_symbol(locale), get_decimal_symbol(locale)
    whole = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+|\d+"
    found = re.findall(rf"(?:{whole})(?:{re.escape(decimal)}\d+)?", number_months(text, locale))
    return sorted(float(one.replace(group, "").replace(decimal, ".")) for one in found)


def number_months(text: str, locale: str) -> str:
    """Return a text with the months of its dates as numbers."""
    for width in ("wide", "abbreviated"):
        for number, name in get_month_names(width, locale=locale).items():
            escaped = re.escape(name)
            text = re.sub(
                rf"(\d{{1,2}})(?: de)? {escaped}\.?(?: de)? (\d{{4}})", rf"\1 {number} \2", text
            )
            text = re.sub(rf"\b{escaped}\.? (\d{{1,2}}), (\d{{4}})", rf"{number} \1 \2", text)
    return text


def pair_elements(
    es: Element, en: Element, place: str = ""
) -> Iterator[tuple[Element, Element, str]]:
    """Yield what stands at one place of both pages, down to the lines of text."""
    here = f"{place}/{es.tag}{es.attributes.get('id', '')}"
    assert es.tag == en.tag, here
    names = [[name for name in one.attributes if name not in LAYOUT] for one in (es, en)]
    assert names[0] == names[1], here
    for name in ("id", "data-key", "scope", "colspan"):
        assert es.attributes.get(name) == en.attributes.get(name), here
    assert es.styles == en.styles, here
    yield es, en, here
    if es.tag in UNREAD or all(
        isinstance(one, str) or one.tag in INLINE for one in [*es.content, *en.content]
    ):
        return
    assert [one.tag for one in es.children()] == [one.tag for one in en.children()], here
    for one, other in zip(es.children(), en.children(), strict=True):
        yield from pair_elements(one, other, here)


def translations(repository: Path, forum: str) -> set[tuple[str, str]]:
    """Return the texts of a forum's file, each with its translation."""
    content = yaml.safe_load((repository / "data" / "raw" / forum / "forum.yml").read_text("utf-8"))

    def find(part: Any) -> Iterator[tuple[str, str]]:
        if isinstance(part, dict):
            if set(part) == {"es", "en"}:
                yield part["es"], part["en"]
            for one in part.values():
                yield from find(one)
        elif isinstance(part, list):
            for one in part:
                yield from find(one)

    return set(find(content))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("forum", FORUMS)
def test_both_languages_hold_the_same_numbers_at_the_same_places(
    workspace: Path, forum: str, name: str
) -> None:
    es, en = (read_tree(page_of(workspace, forum, language, name)) for language in LOCALES)
    n_compared = n_numbers = 0
    for one, other, place in pair_elements(es, en):
        is_line = all(isinstance(part, str) or part.tag in INLINE for part in one.content)
        if not is_line or one.tag in UNREAD:
            continue
        words = one.text(), other.text()
        assert bool(words[0]) == bool(words[1]), (place, words)
        numbers = read_numbers(words[0], "es"), read_numbers(words[1], "en")
        assert numbers[0] == numbers[1], (place, words)
        n_compared += 1
        n_numbers += len(numbers[0])
    assert n_compared > 60
    assert n_numbers > 25


@pytest.mark.parametrize("forum", FORUMS)
def test_words_of_respondents_stay_as_given_in_both_languages(
    workspace: Path, repository: Path, forum: str
) -> None:
    known = translations(repository, forum) | {
        (get_language("es").text(key), get_language("en").text(key)) for key in NO_ANSWER
    }
    n_given = 0
    for name in PAGES[1:]:
        es, en = (read_tree(page_of(workspace, forum, language, name)) for language in LOCALES)
        for one, other, place in pair_elements(es, en):
            if (
                one.is_verbatim
                and one.tag in ("td", "th")
                and "col" not in one.attributes.get("scope", "")
            ):
                words = one.text(), other.text()
                assert words[0] == words[1] or words in known, (place, words)
                n_given += words[0] == words[1]
    assert n_given > 30


@pytest.mark.parametrize("forum", FORUMS)
def test_figures_hold_the_same_numbers_in_both_languages(workspace: Path, forum: str) -> None:
    figures = {
        language: unpack_figures(
            page_of(workspace, forum, language, "index.html").read_text("utf-8")
        )
        for language in LOCALES
    }
    assert list(figures["es"]) == list(figures["en"])
    for key in figures["es"]:
        shown = {
            language: [
                number
                for text in find_texts(figures[language][key])
                for number in read_numbers(text.replace("<br>", " "), language)
            ]
            for language in LOCALES
        }
        assert sorted(shown["es"]) == sorted(shown["en"]), key


def find_texts(part: Any, name: str = "") -> Iterator[str]:
    """Yield every text of a figure that a reader may see."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from find_texts(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from find_texts(value, name)
    elif isinstance(part, str) and name in ("text", "hovertext", "ticktext", "title", "name"):
        yield part


def proper_names(repository: Path, forum: str, language: str) -> list[str]:
    """Return names that are the same in every language, longest first."""
    content = yaml.safe_load((repository / "data" / "raw" / forum / "forum.yml").read_text("utf-8"))
    names = {source["alias"] for source in content["sources"]}
    names |= {source["sheet"] for source in content["sources"] if "sheet" in source}
    names |= {topic["mapped_by"] for topic in content["topics"]}
    names |= {country.name[language] for country in reference.countries()}
    return sorted(names, key=len, reverse=True)


def find_foreign(texts: Iterator[str] | list[str], other: str, names: list[str]) -> list[str]:
    """Return the texts that hold a common word of the other language."""
    pattern = re.compile(rf"(?<![\w-])(?:{ARTICLES[other]})(?![\w-])", re.I)
    found = []
    for text in texts:
        rest = text.replace("<br>", " ")
        for name in names:
            rest = rest.replace(name, " ")
        if pattern.search(rest):
            found.append(text.strip())
    return found


@pytest.mark.parametrize(("language", "other"), [("es", "en"), ("en", "es")])
@pytest.mark.parametrize("forum", FORUMS)
def test_no_page_or_figure_holds_words_of_the_other_language(
    workspace: Path, repository: Path, forum: str, language: str, other: str
) -> None:
    names = proper_names(repository, forum, language)
    texts: list[str] = []
    for name in PAGES:
        path = page_of(workspace, forum, language, name)
        texts += read_tree(path).own_words()
        texts += find_texts(unpack_figures(path.read_text("utf-8")))
    assert len(texts) > 2000
    assert find_foreign(texts, other, names) == []


def read_sheets(workspace: Path, forum: str, language: str) -> list[list[list[Any]]]:
    book: Any = openpyxl.load_workbook(page_of(workspace, forum, language, "tables.xlsx"))
    return [[list(row) for row in sheet.iter_rows()] for sheet in book]


AS_GIVEN = {"Respuesta", "Palabras", "Valor", "Decidió", "Clave", "Fuente", "Hoja", "Celda", "Foro"}


@pytest.mark.parametrize("forum", FORUMS)
def test_both_workbooks_hold_the_same_numbers_in_the_same_cells(
    workspace: Path, forum: str
) -> None:
    es, en = (read_sheets(workspace, forum, language) for language in LOCALES)
    assert len(es) == len(en) >= 10
    n_numbers = 0
    for sheet_es, sheet_en in zip(es, en, strict=True):
        assert len(sheet_es) == len(sheet_en)
        for row_es, row_en in zip(sheet_es, sheet_en, strict=True):
            for one, other in zip(row_es, row_en, strict=True):
                assert type(one.value) is type(other.value), (one, other.value)
                assert one.data_type != "f"
                assert one.number_format == other.number_format
                if isinstance(one.value, str):
                    numbers = read_numbers(one.value, "es"), read_numbers(other.value, "en")
                    assert numbers[0] == numbers[1], (one.value, other.value)
                else:
                    assert one.value == other.value
                    n_numbers += one.value is not None
    assert n_numbers > 1000


@pytest.mark.parametrize(("language", "other"), [("es", "en"), ("en", "es")])
@pytest.mark.parametrize("forum", FORUMS)
def test_no_sheet_holds_words_of_the_other_language(
    workspace: Path, repository: Path, forum: str, language: str, other: str
) -> None:
    names = proper_names(repository, forum, language)
    es, own = (read_sheets(workspace, forum, code) for code in ("es", language))
    texts: list[str] = []
    for sheet_es, sheet in zip(es, own, strict=True):
        given = {cell.column for row in sheet_es[:2] for cell in row if cell.value in AS_GIVEN}
        texts += [
            str(cell.value)
            for row in sheet
            for cell in row
            if isinstance(cell.value, str) and cell.column not in given
        ]
    assert len(texts) > 500
    assert find_foreign(texts, other, names) == []
