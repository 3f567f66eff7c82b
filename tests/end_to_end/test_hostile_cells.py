"""What a survey cell holds comes out as text, whatever it looks like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from page_tree import read_tree

from gcm_analysis.report.packing import unpack_figures

pytestmark = pytest.mark.slow

LONG = "Fortalecer la protección consular y el retorno digno. " * 190
HOSTILE = {
    "Q2": '<script>alert(1)</script> Ampliar las vías regulares <b>ya</b> {{7*7}} ]]> &lt;i&gt; "',
    "Q3": '=HYPERLINK("http://x.example","Ampliar las vías regulares")',
    "Q4": LONG.strip(),
    "Q5": "🧑‍🌾🌎 Regularización \u202eodarreiv\u202c مرحبا \u200f‏ fin",
    "Q6": "x" * 600 + " integración",
    "Q7": "+cmd|' /C calc'!A0",
    "Q8": "Gestión de fronteras _x0000_ \u2400 {% raw %} ${7*7} <!-- -->",
    "S2": "@SUM(1+1)*cmd",
    "S3": "-2+3; <img src=x onerror=alert(2)>",
    "S5": "javascript:alert(3) http://x.example/?q=<svg/onload=alert(4)>",
}
COUNTRIES = {"2": "CRI", "3": "MEX", "4": "SLV", "5": "CAN", "6": "HND", "7": "COL", "8": "ECU"}
SHEET = "<i>1&2 =A1"
TOPIC = 'Border <b>management</b> & {{7*7}} <script>alert(5)</script> "x"'
OTHER = "<iframe src=http://x.example></iframe>"
MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")


def make_hostile(folder: Path) -> None:
    """Put into the received workbook, and into a topic's name, what a page must not obey."""
    (path,) = folder.glob("Encuesta*.xlsx")
    book: Any = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for place, text in HOSTILE.items():
        sheet[place].value = text
        sheet[place].data_type = "s"
    sheet["J5"].value = f"{sheet['J5'].value}{OTHER};"
    book.save(path)
    text = (folder / "forum.yml").read_text("utf-8")
    changed = text.replace('en: "Border management"', f"en: '{TOPIC}'")
    assert changed != text
    (folder / "forum.yml").write_text(changed, "utf-8")


@pytest.fixture(scope="module")
def report(solo: Any) -> Path:
    asked = [f"--country={iso3}" for iso3 in COUNTRIES.values()]
    root = solo("hostile", make_hostile, "--language=en", *asked)
    return Path(root / "reports" / "ejemplo-2024" / "internal" / "en")


def pages_of(report: Path) -> list[Path]:
    return [report / "index.html", *sorted((report / "countries").glob("*.html"))]


def squash(text: str) -> str:
    """Return text without doubled spaces, nor Excel's way of writing a character that is none."""
    return " ".join(text.replace("_x0000_", "\N{REPLACEMENT CHARACTER}").split())


@pytest.mark.parametrize("place", HOSTILE)
def test_words_stand_on_the_country_page_as_they_were_written(report: Path, place: str) -> None:
    page = read_tree(report / "countries" / f"{COUNTRIES[place[1:]]}.html")
    cells = [squash(cell.text()) for cell in page.find("table-country-answers").find_all("bdi")]
    assert squash(HOSTILE[place]) in cells


def test_no_page_holds_a_character_that_is_none(report: Path) -> None:
    for path in pages_of(report):
        assert {ord(letter) for letter in path.read_text("utf-8") if letter < " "} == {10}


def test_nothing_of_it_becomes_an_element(report: Path) -> None:
    for path in pages_of(report):
        elements = list(read_tree(path).walk())
        tags = {one.tag for one in elements}
        assert tags.isdisjoint({"img", "iframe", "object", "embed", "form", "b", "i"}), path.name
        scripts = [one for one in elements if one.tag == "script"]
        assert len(scripts) == 3, path.name
        assert not any(name.startswith("on") for one in elements for name in one.attributes)


@pytest.mark.browser
def test_pages_stay_quiet_and_fit_a_phone(report: Path, open_reader: Any) -> None:
    reader = open_reader(360)
    for path in pages_of(report):
        page = reader.open(path)
        reader.draw_all()
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        page.wait_for_timeout(200)
        found = page.evaluate(MEASURE, {"figures": ".live .main-svg", "root": "body"})
        assert found == [], path.name
    assert reader.requests == reader.complaints == reader.dialogs == []


@pytest.mark.browser
def test_a_topic_stands_in_its_figure_as_it_was_written(report: Path, open_reader: Any) -> None:
    reader = open_reader(1440)
    page = reader.open(report / "index.html")
    reader.draw_all()
    drawn = page.locator("#figure-topics-all .live").text_content()
    assert "".join(TOPIC.split()) in "".join(drawn.split())
    bold = page.locator("#figure-topics-all .live tspan[style*=bold]").all_text_contents()
    assert not [words for words in bold if words == "management"]
    figures = unpack_figures((report / "index.html").read_text("utf-8"))
    assert "x.example" not in str(figures)


def test_the_workbook_holds_text_and_no_formula(report: Path) -> None:
    book: Any = openpyxl.load_workbook(report / "tables.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    texts = {squash(cell.value) for cell in cells if cell.data_type == "s"}
    for place, words in HOSTILE.items():
        assert squash(words) in texts, place
    assert OTHER in texts
    links = {cell.hyperlink.location or cell.hyperlink.target for cell in cells if cell.hyperlink}
    assert all(one.startswith(("#", "'")) for one in links), links
