"""The notebooks in a real JupyterLab, read in Chromium with no network but this machine's own."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pandas as pd
import pytest
from laboratory import KERNEL_PATIENCE, Notebook, Server, isolate, start_lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FORUMS = ("ejemplo-2023", "ejemplo-2024")
BARS = ".gcm .barlayer .points path"
MARKS = ".gcm .scatterlayer .points path"
ANSWERS = ".gcm tbody tr:has(td.cell)"


@pytest.fixture(scope="module")
def root(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the sample forums that has been run."""
    found = tmp_path_factory.mktemp("workspace")
    copytree(repository / "notebooks", found / "notebooks")
    for forum in FORUMS:
        copytree(repository / "data" / "raw" / forum, found / "data" / "raw" / forum)
    command = [sys.executable, "-m", "gcm_analysis", "run", *FORUMS]
    options = ["--root", str(found), "--no-figures", "--language", "es"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return found


@pytest.fixture(scope="module")
def server(
    lab_python: Path, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with start_lab(lab_python, root, tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def open_notebook(chromium: Any, server: Server) -> Iterator[Callable[[str], Notebook]]:
    """Opens notebooks, and ends them and their kernels after the test."""
    opened: list[Notebook] = []

    def start(name: str) -> Notebook:
        opened.append(Notebook(chromium, server, name))
        return opened[-1]

    yield start
    for notebook in opened:
        notebook.close()


def table_of(root: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(root / "data" / "processed" / "ejemplo-2024" / f"{name}.parquet")


def click(page: Any, selector: str, place: int) -> None:
    """Click in the middle of an area: plotly looks for a point under the pointer first."""
    area = page.locator(selector).nth(place)
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.wait_for_selector(".gcm .hoverlayer .hovertext")
    page.mouse.click(*middle)


def wait_for_count(page: Any, selector: str, n: int) -> None:
    page.wait_for_function(
        "([selector, n]) => document.querySelectorAll(selector).length === n",
        arg=[selector, n],
        timeout=KERNEL_PATIENCE,
    )


def n_areas(n_countries: int) -> int:
    """Return how many areas answer a click: names, rows, marks."""
    return n_countries + 23 + 23 * n_countries


def test_a_click_leads_from_an_objective_to_its_cells(
    open_notebook: Callable[[str], Notebook], root: Path, tmp_path: Path
) -> None:
    notebook = open_notebook("explore.ipynb")
    page = notebook.page
    notebook.run()
    priorities = table_of(root, "priorities")
    answered = priorities["country_iso3"].nunique()
    wait_for_count(page, BARS, n_areas(answered))
    assert page.locator(MARKS).count() >= priorities["is_offered"].sum()
    assert (
        f"los {answered} Países Campeones que respondieron" in page.locator(".gcm h3").inner_text()
    )
    assert page.locator(ANSWERS).count() == 0

    page.get_by_role("button", name="Miembros de la CRM").click()
    members = priorities.loc[priorities["conference"] == "RCM", "country_iso3"].nunique()
    wait_for_count(page, BARS, n_areas(members))

    click(page, BARS, members)  # the first row, after the names
    page.wait_for_selector(ANSWERS)
    cells = page.locator(f"{ANSWERS} td.cell").all_inner_texts()
    answers, shown = table_of(root, "answers"), page.locator(ANSWERS).first.inner_text()
    assert set(cells) <= set(answers["source_cell"])
    assert all(word in shown for word in ("encuesta-estados", "Sheet1"))

    everyone = len(cells)
    click(page, BARS, members + 1)  # the first mark of that row
    page.wait_for_function(
        "([selector, n]) => document.querySelectorAll(selector).length < n", arg=[ANSWERS, everyone]
    )
    countries = set(page.locator(f"{ANSWERS} td:first-child").all_inner_texts())
    assert countries == {"Canadá"}
    page.screenshot(path=tmp_path / "explore.png")
    assert notebook.errors() == []
    assert notebook.complaints == []
    assert notebook.strangers == []


def test_the_page_follows_every_control(
    open_notebook: Callable[[str], Notebook], root: Path
) -> None:
    notebook = open_notebook("explore.ipynb")
    page = notebook.page
    notebook.run()
    priorities = table_of(root, "priorities")
    answered = priorities["country_iso3"].nunique()
    wait_for_count(page, BARS, n_areas(answered))
    title = page.locator(".gcm h3").first

    def wait_for_title(words: str) -> None:
        page.wait_for_function(
            "(words) => document.querySelector('.gcm h3').innerText.includes(words)", arg=words
        )

    page.get_by_role("button", name="Honduras").click()
    wait_for_title(f"{answered - 1} de los {answered}")
    wait_for_count(page, BARS, n_areas(answered - 1))
    selects = page.locator(".gcm select")
    selects.nth(1).select_option("Kemeny")
    page.wait_for_function(
        "() => document.querySelector('.gcm .note').innerText.length"
        " && [...document.querySelectorAll('.gcm text')].some((text) =>"
        " text.textContent.includes('deja detrás'))"
    )
    page.get_by_role("button", name="Ninguno").click()
    wait_for_title("Elija al menos un país")
    page.get_by_role("button", name="Todo el grupo").click()
    wait_for_title(f"los {answered}")
    wait_for_count(page, BARS, n_areas(answered))
    click(page, BARS, 0)  # a country's name
    wait_for_title("Canadá")
    page.get_by_role("button", name="Inglés").click()
    wait_for_title("Canada")
    selects.nth(2).select_option("5 · Regular pathways")
    page.wait_for_selector(ANSWERS)
    selects.nth(0).select_option("2023 sample forum")
    page.wait_for_function("document.querySelector('.gcm h2').innerText === '2023 sample forum'")
    wait_for_title("The 23 objectives")
    assert title.is_visible()
    assert notebook.errors() == []
    assert notebook.complaints == []


@pytest.mark.parametrize(
    "name", ["01_responses", "02_objectives", "03_priorities", "04_conferences", "05_forums",
             "country"],
)  # fmt: skip
def test_the_notebooks_of_the_report_draw_their_figures(
    open_notebook: Callable[[str], Notebook], name: str, tmp_path: Path
) -> None:
    notebook = open_notebook(f"{name}.ipynb")
    notebook.run()
    assert notebook.errors() == []
    n_figures = notebook.draw_all()
    assert n_figures > 0
    figures = ".jp-RenderedPlotly .svg-container"
    wait_for_count(notebook.page, figures, n_figures)
    titles = notebook.page.locator(".jp-RenderedPlotly .annotation-text").all_text_contents()
    assert any("respondi" in title or "mencion" in title for title in titles)
    first = notebook.page.locator(".jp-RenderedPlotly").first
    first.evaluate("(figure) => figure.scrollIntoView({ block: 'start' })")
    notebook.page.screenshot(path=tmp_path / f"{name}.png")
    assert notebook.complaints == []
    assert notebook.strangers == []


def test_without_a_browser_the_widgets_do_no_harm(
    lab_python: Path, root: Path, tmp_path: Path
) -> None:
    target = tmp_path / "explore.ipynb"
    command = [str(lab_python), "-m", "papermill", str(root / "notebooks" / "explore.ipynb")]
    done = subprocess.run(
        [*command, str(target), "-k", "python3", "--cwd", str(root / "notebooks")],
        env=isolate(tmp_path, lab_python),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    cells = json.loads(target.read_text("utf-8"))["cells"]
    shown = [output["data"] for cell in cells for output in cell.get("outputs", ())]
    assert any("application/vnd.jupyter.widget-view+json" in data for data in shown)
