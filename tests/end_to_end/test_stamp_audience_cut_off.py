"""Invented answers are stamped, other audiences see less, later answers are left out and said."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from page_tree import Element, read_tree

from gcm_analysis.report.packing import unpack_figures

pytestmark = pytest.mark.slow

FORUM = "ejemplo-2024"
STAMP = {
    "es": "Ejemplo ilustrativo: respuestas inventadas, no son la posición de ningún gobierno",
    "en": "Illustrative example: invented answers, not the position of any government",
}
STAMP_IN_CHARTS = {"es": "DATOS ILUSTRATIVOS", "en": "ILLUSTRATIVE DATA"}
CLEARED = "Q3"
LONGEST_NAME = 28
"""Letters of the longest answer that is no more than the name of a guiding principle."""


@pytest.mark.parametrize("language", STAMP)
@pytest.mark.parametrize("forum", ["ejemplo-2023", FORUM])
def test_every_page_sheet_and_chart_says_that_answers_are_invented(
    workspace: Path, forum: str, language: str
) -> None:
    folder = workspace / "reports" / forum / "internal" / language
    pages = [folder / "index.html", *(folder / "countries").glob("*.html")]
    assert len(pages) == 10
    for path in pages:
        asides = [one.text() for one in read_tree(path).find_all("aside")]
        assert STAMP[language] in asides, path.name
    for sheet in openpyxl.load_workbook(folder / "tables.xlsx"):
        assert sheet["A1"].value == STAMP[language], sheet.title
    figures = unpack_figures((folder / "index.html").read_text("utf-8"))
    assert len(figures) >= 16
    for key, figure in figures.items():
        assert STAMP_IN_CHARTS[language] in json.dumps(figure["layout"]["annotations"]), key
    for drawing in (folder / "figures").glob("*.svg"):
        assert STAMP_IN_CHARTS[language] in drawing.read_text("utf-8"), drawing.name


def read_cell(folder: Path, place: str) -> str:
    (path,) = folder.glob("Encuesta*.xlsx")
    return str(openpyxl.load_workbook(path).worksheets[0][place].value)


def clear_one(folder: Path) -> None:
    """Clear one open answer of Mexico for other audiences."""
    digest = hashlib.sha256(read_cell(folder, CLEARED).encode("utf-8")).hexdigest()
    row = f"clear,encuesta-estados#2:prioridades:text,yes,{digest},secretaría,2024-09-01,"
    header = "kind,target,value,text_sha256,decided_by,decided_on,note"
    (folder / "decisions.csv").write_text(f"{header}\n{row}\n", "utf-8")


@pytest.fixture(scope="module")
def delegations(solo: Any) -> Path:
    asked = [f"--country={iso3}" for iso3 in ("MEX", "CRI", "PAN")]
    return Path(solo("delegations", clear_one, "--audience=participants", "--language=es", *asked))


def report_of(root: Path, audience: str = "participants") -> Path:
    return root / "reports" / FORUM / audience / "es"


def evidence_of(report: Path, iso3: str) -> list[list[str]]:
    page = read_tree(report / "countries" / f"{iso3}.html")
    rows = page.find("table-country-evidence").find_all("tr")
    return [[cell.text() for cell in row.children()] for row in rows if "group" not in row.styles]


def test_delegations_read_no_words_that_were_not_cleared(delegations: Path) -> None:
    folder = delegations / "data" / "raw" / FORUM
    report = report_of(delegations)
    html = [path.read_text("utf-8") for path in sorted(report.rglob("*.html"))]
    texts = [read_tree(path).text() for path in sorted(report.rglob("*.html"))]
    texts += [json.dumps(unpack_figures(one), ensure_ascii=False) for one in html]
    book: Any = openpyxl.load_workbook(report / "tables.xlsx")
    texts += [
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    ]
    whole = " ".join(" ".join(texts).split())
    shown = []
    for place in (f"{letter}{row}" for letter in "QRS" for row in range(2, 11)):
        words = " ".join(read_cell(folder, place).split())
        if len(words) > LONGEST_NAME and words in whole:
            shown.append(place)
    assert shown == [CLEARED]
    assert "Uso productivo de las remesas" not in whole


def test_delegations_see_no_reading_that_nobody_has_reviewed(delegations: Path) -> None:
    states = set()
    for iso3 in ("MEX", "CRI", "PAN"):
        for _, method, state, *_ in evidence_of(report_of(delegations), iso3)[1:]:
            states.add((method, state))
    assert ("frase del libro de códigos", "en lectura") in states
    assert ("frase del libro de códigos", "aceptada") not in states
    assert ("número de objetivo escrito", "aceptada") in states
    matrix = read_tree(report_of(delegations) / "index.html").find("figure-matrix").table()
    panama = matrix[0].index("Panamá")
    by_number = {row[0].split(" ·")[0]: row[panama] for row in matrix[1:]}
    assert not by_number["4"].startswith("lo menciona"), "said by nothing but an unreviewed phrase"


def test_the_audience_is_named_on_page_and_file(delegations: Path) -> None:
    page = read_tree(report_of(delegations) / "index.html")
    badges = [one.text() for one in page.walk() if "audience" in one.styles]
    assert badges == ["Delegaciones"]
    assert [path.name for path in report_of(delegations).glob("*.zip")] == [
        f"{FORUM}-delegaciones-es.zip"
    ]
    assert not (delegations / "reports" / FORUM / "internal").exists()


@pytest.fixture(scope="module")
def early(solo: Any) -> Element:
    root = solo(
        "early", lambda folder: None, "--as-of=2024-07-30", "--language=es", "--country=MEX"
    )
    return read_tree(report_of(root, "internal") / "index.html")


def test_answers_after_the_cut_off_are_left_out(early: Element) -> None:
    table = early.find("figure-responses").table()
    status = {row[0]: row[2] for row in table[1:]}
    answered = {name for name, said in status.items() if said != "respuesta pendiente"}
    assert answered == {"Costa Rica", "México", "El Salvador", "Canadá"}
    assert len(status) == 9


def test_the_page_says_its_cut_off_and_what_it_leaves_out(early: Element) -> None:
    text = early.text()
    assert "30 de julio de 2024" in text
    assert "4 de 9" in text
    issues = early.find("table-issues").table()
    told = [row for row in issues if "corte" in row[1]]
    assert told, issues
