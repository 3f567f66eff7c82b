"""The reports as a reader sees them: in Chromium, from disk, with the network off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORUMS = ("ejemplo-2023", "ejemplo-2024")
LANGUAGES = {"es": "en", "en": "es"}
WIDTHS = (360, 768, 1440)
STAMP_IN_CHARTS = {"es": "DATOS ILUSTRATIVOS", "en": "ILLUSTRATIVE DATA"}
PDF = {"es": "{forum}-interno-es.pdf", "en": "{forum}-internal-en.pdf"}
LARGEST_PAGE = 2_500_000
MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")
BLOCK = "application/vnd.gcm-analysis.block+json"
FIGURE = "application/vnd.plotly.v1+json"
FITS = """() => [...document.querySelectorAll("figure.chart[data-state=drawn]")].every((chart) => {
  const room = chart.querySelector(".scroll").clientWidth, { minWidth, maxWidth } = chart.dataset;
  const width = Math.max(Math.min(room, Number(maxWidth)), Number(minWidth));
  return Number(chart.querySelector(".live .main-svg").getAttribute("width")) === width;
})"""


def page_of(workspace: Path, forum: str, language: str, name: str = "index.html") -> Path:
    return workspace / "reports" / forum / "internal" / language / name


def outputs_of(workspace: Path, forum: str, language: str) -> list[dict[str, Any]]:
    """Return what the executed stages show, read from their files as JSON."""
    folder = workspace / "data" / "processed" / forum / "notebooks" / "internal" / language
    notebooks = sorted(folder.glob("0*.ipynb"))
    assert len(notebooks) == 5
    return [
        output["data"]
        for notebook in notebooks
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]
        for output in cell.get("outputs", ())
        if "data" in output
    ]


def blocks_of(workspace: Path, forum: str, language: str, kind: str) -> list[dict[str, Any]]:
    shown = [data.get(BLOCK, {}) for data in outputs_of(workspace, forum, language)]
    return [block for block in shown if block.get("kind") == kind]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("forum", FORUMS)
def test_every_figure_is_drawn_whole_at_every_width(
    workspace: Path, open_reader: Any, forum: str, language: str
) -> None:
    reader = open_reader(WIDTHS[0])
    page = reader.open(page_of(workspace, forum, language))
    reader.draw_all()
    n_figures = sum(FIGURE in data for data in outputs_of(workspace, forum, language))
    assert n_figures >= 16
    assert page.locator("figure.chart[data-state=drawn] .live .plot-container").count() == n_figures
    problems = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(FITS)
        problems[width] = page.evaluate(MEASURE, {"figures": ".live .main-svg", "root": "body"})
    assert problems == {width: [] for width in WIDTHS}
    assert reader.requests == reader.complaints == []


PLANTED = """() => {
  const chart = document.querySelector("figure.chart .live .main-svg text");
  chart.closest(".scroll").style.width = "40px";
  const [first, second] = document.querySelectorAll("#figure-objectives-all .live text");
  second.parentElement.append(first.cloneNode(true));
  const intro = document.querySelector(".intro");
  intro.style.cssText = "white-space: nowrap; max-width: none";
  const lede = document.querySelector(".lede");
  lede.style.cssText = "overflow: hidden; white-space: nowrap; width: 90px";
  const heading = document.querySelector("#topics-title");
  heading.style.cssText = "position: relative; top: 2rem";
}"""


def test_what_cannot_be_read_is_found(workspace: Path, open_reader: Any) -> None:
    reader = open_reader(WIDTHS[0])
    page = reader.open(page_of(workspace, "ejemplo-2024", "es"))
    reader.draw_all()
    page.evaluate(PLANTED)
    found = page.evaluate(MEASURE, {"figures": ".live .main-svg", "root": "body"})
    assert any(one.startswith("the page is ") for one in found)
    assert any("figure-responses" in one and "is cut off" in one for one in found)
    assert any("figure-objectives-all" in one and "lies on" in one for one in found)
    assert any(one.startswith('cut off: "Encuesta a 9 Estados') for one in found)
    assert any('page: "Temas prioritarios' in one and "lies on" in one for one in found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("forum", FORUMS)
def test_a_country_page_can_be_read_at_every_width(
    workspace: Path, open_reader: Any, forum: str, language: str
) -> None:
    reader = open_reader(WIDTHS[0])
    names = ["countries/CRI.html", "countries/HND.html"]
    for name in names:
        page = reader.open(page_of(workspace, forum, language, name))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(MEASURE, {"figures": ".drawing svg", "root": "body"})
            assert found == [], (name, width)
    assert reader.requests == reader.complaints == []


@pytest.mark.parametrize("forum", FORUMS)
def test_every_page_fits_into_a_mail(workspace: Path, forum: str) -> None:
    pages = sorted((workspace / "reports" / forum).rglob("*.html"))
    assert len(pages) == 2 * (1 + 9)
    assert {path.name: path.stat().st_size for path in pages if too_large(path)} == {}


def too_large(path: Path) -> bool:
    return path.stat().st_size > (LARGEST_PAGE if path.name == "index.html" else 250_000)


@pytest.mark.parametrize(
    ("forum", "language", "width"),
    [("ejemplo-2024", "es", 360), ("ejemplo-2024", "en", 1440), ("ejemplo-2023", "en", 360)],
)
@pytest.mark.parametrize("name", ["index.html", "countries/CRI.html"])
def test_axe_finds_no_serious_violation(
    workspace: Path, open_reader: Any, forum: str, language: str, width: int, name: str
) -> None:
    reader = open_reader(width)
    page = reader.open(page_of(workspace, forum, language, name))
    if name == "index.html":
        reader.draw_all()
    results = Axe().run(page)
    serious = [
        (one["id"], one["impact"], [node["target"] for node in one["nodes"]][:5])
        for one in results.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_table_opens_and_is_copied_as_the_notebook_shows_it(
    workspace: Path, open_reader: Any, language: str
) -> None:
    reader = open_reader()
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open(page_of(workspace, "ejemplo-2024", language))
    charts = blocks_of(workspace, "ejemplo-2024", language, "chart")
    assert len(charts) == page.locator("figure.chart").count()
    for chart in charts:
        figure = page.locator(f"#figure-{chart['key']}")
        table = figure.locator("table")
        assert not table.is_visible()
        figure.locator("summary").first.press("Enter")
        assert table.is_visible()
        page.evaluate("navigator.clipboard.writeText('nothing yet')")
        figure.locator("button.copy").press("Enter")
        page.wait_for_function("async () => await navigator.clipboard.readText() !== 'nothing yet'")
        copied = page.evaluate("navigator.clipboard.readText()").split("\n")
        rows = [chart["table"]["columns"], *chart["table"]["rows"]]
        assert copied == ["\t".join(" ".join(cell.split()) for cell in row) for row in rows]


@pytest.mark.parametrize("name", ["index.html", "countries/MEX.html"])
def test_the_language_link_leads_to_the_same_page_and_back(
    workspace: Path, open_reader: Any, name: str
) -> None:
    page = open_reader().open(page_of(workspace, "ejemplo-2024", "es", name))
    for language in ("en", "es"):
        page.locator("a.language").press("Enter")
        page.wait_for_url(f"**/{language}/{name}")
        assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("forum", FORUMS)
def test_without_scripts_every_finding_table_and_figure_is_there(
    workspace: Path, open_reader: Any, forum: str, language: str
) -> None:
    reader = open_reader(360, scripts=False)
    page = reader.open(page_of(workspace, forum, language))
    shown = {" ".join(text.split()) for text in page.locator("li, p").all_inner_texts()}
    for block in blocks_of(workspace, forum, language, "prose"):
        for sentence in block["sentences"]:
            assert any(text.startswith(sentence["text"]) for text in shown), sentence
    for kind, place in (("chart", "#figure-{} table"), ("table", "#table-{} table")):
        for block in blocks_of(workspace, forum, language, kind):
            table = page.locator(place.format(block["key"]))
            assert table.is_visible(), block["key"]
            n_rows = table.locator("tbody tr:not(.group)").count()
            assert n_rows == len(block["table"]["rows"]), block["key"]
    for drawing in page.locator("figure.chart").all():
        box = drawing.locator(".drawing svg").bounding_box()
        assert box["width"] > 300
        assert box["height"] > 60
    assert not page.locator("button").first.is_visible()
    found = page.evaluate(MEASURE, {"figures": ".drawing svg", "root": "body"})
    assert found == []
    assert reader.requests == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("forum", FORUMS)
def test_the_pdf_keeps_every_chart(
    workspace: Path, chromium: Any, forum: str, language: str
) -> None:
    path = page_of(workspace, forum, language, PDF[language].format(forum=forum))
    texts = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    assert 10 <= len(texts) <= 45
    assert all(len(text) > 100 for text in texts), "a sheet is all but empty"
    whole = " ".join(" ".join(texts).split())
    charts = blocks_of(workspace, forum, language, "chart")
    assert [chart["key"] for chart in charts if squash(chart["title"]) not in squash(whole)] == []
    assert whole.count(STAMP_IN_CHARTS[language]) >= len(charts)


def squash(text: str) -> str:
    """Return text without spaces, which a PDF sets as it likes."""
    return "".join(text.split())
