"""The page as a reader sees it: in Chromium, from disk, with the network off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe

from gcm_analysis.report.pdf import print_pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (360, 768, 1440)


@pytest.fixture(scope="module")
def folder(demo: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of two languages, as it lies on disk."""
    root = tmp_path_factory.mktemp("report")
    for language in ("es", "en"):
        countries = root / language / "countries"
        countries.mkdir(parents=True)
        (root / language / "index.html").write_text(demo.make_page(language), "utf-8")
        for iso3 in demo.COUNTRIES:
            html = demo.make_country_page(language)
            (countries / f"{iso3}.html").write_text(html, "utf-8")
    (root / "es" / "undrawn.html").write_text(demo.make_page(drawn=False), "utf-8")
    return root


class Reader:
    """One reader with a screen; notes what the page asks of the network and complains of."""

    def __init__(self, browser: Any, width: int, *, scripts: bool = True) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, offline=True, java_script_enabled=scripts
        )
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: Path) -> Any:
        self.page.goto(path.as_uri())
        return self.page

    def scroll_through(self) -> None:
        for figure in self.page.locator("figure.chart").all():
            figure.scroll_into_view_if_needed()
            self.page.wait_for_function(
                "key => document.querySelector(`[data-key='${key}'] .live .main-svg`)",
                arg=figure.get_attribute("data-key"),
            )


@pytest.fixture
def open_reader(chromium: Any) -> Iterator[Any]:
    """Opens readers, and closes them after the test."""
    readers: list[Reader] = []

    def start(width: int = 768, **options: Any) -> Reader:
        readers.append(Reader(chromium, width, **options))
        return readers[-1]

    yield start
    for reader in readers:
        reader.context.close()


FIND_CLIPPED = """() => [...document.querySelectorAll('main *, header *')].filter((element) => {
  if (!element.getClientRects().length || element.closest('svg, .scroll, .live')) return false;
  const box = element.getBoundingClientRect();
  return box.right > innerWidth + 1 || box.left < -1;
}).map((element) => element.tagName + ': ' + element.textContent.slice(0, 40))"""


@pytest.mark.parametrize("width", WIDTHS)
def test_every_figure_is_drawn_and_nothing_is_asked_of_the_network(
    folder: Path, open_reader: Any, width: int
) -> None:
    reader = open_reader(width)
    path = folder / "es" / "index.html"
    page = reader.open(path)
    reader.scroll_through()
    n_figures = page.locator("figure.chart").count()
    assert page.locator("figure.chart[data-state=drawn] .live .plot-container").count() == n_figures
    local = [url for url in reader.requests if not url.startswith(("data:", "blob:"))]
    assert local == [path.as_uri()]
    assert reader.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(FIND_CLIPPED) == []


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("name", ["index.html", "countries/MEX.html"])
def test_axe_finds_nothing(folder: Path, open_reader: Any, width: int, name: str) -> None:
    reader = open_reader(width)
    page = reader.open(folder / "es" / name)
    page.wait_for_timeout(300)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_without_scripts_everything_can_be_read(folder: Path, open_reader: Any) -> None:
    reader = open_reader(360, scripts=False)
    page = reader.open(folder / "es" / "index.html")
    figures = page.locator("figure.chart")
    for place in range(figures.count()):
        assert figures.nth(place).locator("table").is_visible()
        assert figures.nth(place).locator(".drawing svg").is_visible()
    assert not page.locator("button").first.is_visible()
    findings = page.locator(".findings li")
    assert findings.count() > 20
    assert all(one.is_visible() for one in findings.all())
    assert page.evaluate(FIND_CLIPPED) == []


def test_without_scripts_and_drawings_a_line_leads_to_the_table(
    folder: Path, open_reader: Any
) -> None:
    page = open_reader(scripts=False).open(folder / "es" / "undrawn.html")
    assert page.locator(".no-drawing").first.is_visible()


def test_tables_wait_behind_their_toggle(folder: Path, open_reader: Any) -> None:
    page = open_reader().open(folder / "es" / "index.html")
    figure = page.locator("figure.chart").first
    table = figure.locator("table")
    assert not table.is_visible()
    figure.locator("summary").press("Enter")
    assert table.is_visible()


def test_a_table_is_copied_as_a_spreadsheet_takes_it(folder: Path, open_reader: Any) -> None:
    reader = open_reader()
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open(folder / "es" / "index.html")
    page.locator("button.copy").first.press("Enter")
    page.wait_for_function("document.querySelector('button.copy').textContent === 'Copiada'")
    rows = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert rows[0].split("\t") == ["Tema", "CRM", "CSM"]
    assert len(rows) == 7


def test_languages_countries_and_places_are_reached_by_their_links(
    folder: Path, open_reader: Any
) -> None:
    """By keyboard: charts that are drawn meanwhile move what a mouse would aim at."""
    page = open_reader().open(folder / "es" / "index.html")
    page.locator("a.language").press("Enter")
    page.wait_for_url("**/en/index.html")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".countries a", has_text="Mexico").press("Enter")
    page.wait_for_url("**/en/countries/MEX.html")
    page.goto(page.url + "#objective-9")
    assert page.locator("#objective-9").is_visible()
    page.locator(".back a").press("Enter")
    page.wait_for_url("**/en/index.html")


def test_a_link_to_a_row_opens_the_table_that_holds_it(folder: Path, open_reader: Any) -> None:
    path = folder / "es" / "index.html"
    page = open_reader().open(path)
    page.evaluate("document.querySelector('figure.chart tr:nth-child(2)').id = 'hidden-row'")
    page.evaluate("location.hash = 'hidden-row'")
    page.wait_for_function("document.querySelector('#hidden-row').closest('details').open")


def test_a_mark_leads_where_its_data_says(folder: Path, open_reader: Any) -> None:
    page = open_reader(1440).open(folder / "es" / "index.html")
    page.wait_for_selector("figure.chart[data-state=drawn] .points path")
    box = page.locator("figure.chart .points path").first.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.wait_for_timeout(200)
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    page.wait_for_function("location.hash === '#objective-5'")


@pytest.mark.parametrize("name", ["index.html", "undrawn.html"])
def test_the_pdf_keeps_every_chart_and_the_stamp(
    folder: Path, demo: Any, chromium: Any, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "page.pdf"
    assert print_pdf(folder / "es" / name, target)
    pages = pypdf.PdfReader(target).pages
    texts = [page.extract_text() for page in pages]
    assert all("EJEMPLO ILUSTRATIVO" in text for text in texts)
    whole = "\n".join(texts)
    assert all(topic in whole for topic in demo.TOPICS["es"])
    assert "Vías regulares de migración" in whole
    if name == "undrawn.html":
        n_bars = sum(block.__class__.__name__ == "Chart" for block in demo.make_blocks("es")) - 1
        in_tables_and_charts = whole.count("Protección consular")
        assert in_tables_and_charts >= 2 * n_bars


def test_focus_can_be_seen_and_the_content_skipped_to(folder: Path, open_reader: Any) -> None:
    page = open_reader().open(folder / "es" / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
