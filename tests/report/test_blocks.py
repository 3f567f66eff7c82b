"""Blocks: what a notebook shows is what the page reads."""

from typing import Any

import pandas as pd
import pytest

from gcm_analysis.report.blocks import BLOCK_MIME, Finding, Prose, Section, TableBlock, TableData
from gcm_analysis.report.reading import BrokenNotebook, ChartShown, count_figures, read_blocks
from gcm_analysis.report.sections import MisplacedBlock, arrange_blocks


def test_blocks_come_back_as_they_were_shown(demo: Any) -> None:
    table = TableBlock(
        "t", "Tabla", pd.DataFrame({"A": ["1", None], "B": ["x", "y"]}), "nota", ("MEX", None)
    )
    shown = [
        Section("asked", "Título", "Intro"),
        Prose("p", [Finding("Una.", "t"), "Dos."]),
        table,
        demo.make_bars("c", "es"),
    ]
    section, prose, read, chart = read_blocks(demo.make_notebook(shown))
    assert section == shown[0]
    assert prose.findings() == (Finding("Una.", "t"), Finding("Dos."))
    assert (
        read.data() == table.data() == TableData(("A", "B"), (("1", "x"), ("", "y")), ("MEX", None))
    )
    assert isinstance(chart, ChartShown)
    assert chart.height == 300


def test_a_table_refuses_numbers_that_are_not_written_in_the_page_s_language() -> None:
    with pytest.raises(TypeError, match=r"'A' holds 1\.5"):
        TableBlock("t", "T", pd.DataFrame({"A": [1.5]})).data()


def test_links_that_do_not_fit_the_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="1 links for 2 rows"):
        TableData(("A",), (("1",), ("2",)), links=("MEX",))


def test_a_cell_that_failed_makes_no_page(demo: Any) -> None:
    notebook = demo.make_notebook([])
    notebook["cells"][0]["outputs"] = [{"output_type": "error", "ename": "GcmError"}]
    with pytest.raises(BrokenNotebook, match="GcmError"):
        read_blocks(notebook)


def test_a_figure_that_is_no_chart_of_ours_is_counted(demo: Any) -> None:
    notebook = demo.make_notebook(demo.make_blocks("es"))
    plain = {"output_type": "display_data", "data": {"application/vnd.plotly.v1+json": {}}}
    n_charts = count_figures(notebook)
    notebook["cells"][0]["outputs"].append(plain)
    assert count_figures(notebook) == n_charts + 1


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        ([Section("nowhere", "?")], "is not a section"),
        ([Prose("p", ["x"])], "before any section"),
        ([Section("asked", "A"), Prose("p", ["x"]), Prose("p", ["y"])], "twice"),
    ],
)
def test_a_block_without_a_place_is_an_error(blocks: list[Any], reason: str) -> None:
    with pytest.raises(MisplacedBlock, match=reason):
        arrange_blocks(blocks)


def test_sections_stand_in_the_page_s_order_and_are_filled_by_several_notebooks() -> None:
    blocks = [
        Section("method", "Método"), Prose("a", ["1"]), Section("asked", "Qué"),
        Section("method", "Otro"), Prose("b", ["2"]),
    ]  # fmt: skip
    asked, method = arrange_blocks(blocks)
    assert (asked.key, method.title) == ("asked", "Método")
    assert [block.key for block in method.blocks] == ["a", "b"]


def test_the_mime_bundle_names_the_block_and_reads_as_plain_text() -> None:
    bundle = Prose("p", ["<b>"])._repr_mimebundle_()
    assert bundle[BLOCK_MIME]["kind"] == "prose"
    assert bundle["text/plain"] == "<b>"
    assert "<b>" not in bundle["text/html"]
