"""The committed notebooks are pages, not programs."""

import ast
import json
from pathlib import Path

import pytest

from gcm_analysis.notebook import PARAMETERS
from gcm_analysis.run.parameters import read_parameters

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def code_cells(path: Path) -> list[dict]:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_the_seven_notebooks_are_there() -> None:
    assert {path.stem for path in NOTEBOOKS} >= {
        "01_responses", "02_objectives", "03_priorities", "04_conferences", "05_forums",
        "country", "explore",
    }  # fmt: skip


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_is_committed_without_outputs_or_counts(self, path: Path) -> None:
        for cell in code_cells(path):
            assert cell["outputs"] == []
            assert cell["execution_count"] is None

    def test_has_stable_ids(self, path: Path) -> None:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        ids = [cell["id"] for cell in cells]
        prefix = path.stem.split("_")[0]
        assert ids == [f"{prefix}-{number:02d}" for number in range(1, len(ids) + 1)]

    def test_first_code_cell_holds_flat_literals(self, path: Path) -> None:
        first = code_cells(path)[0]
        assert first["metadata"]["tags"] == ["parameters"]
        parameters = read_parameters(path)
        assert set(parameters) <= set(PARAMETERS)
        assert all(isinstance(value, str) for value in parameters.values())

    def test_second_code_cell_checks_the_parameters(self, path: Path) -> None:
        assert "open_notebook(globals())" in "".join(code_cells(path)[1]["source"])

    def test_defines_nothing_and_reads_no_file(self, path: Path) -> None:
        for cell in code_cells(path):
            source = "".join(cell["source"])
            assert not any(isinstance(node, FORBIDDEN) for node in ast.walk(ast.parse(source)))
            for word in ("pd.", "read_parquet", "read_csv", "Path(", "open("):
                assert word not in source.replace("open_notebook(", "")

    def test_says_its_question_in_both_languages(self, path: Path) -> None:
        first = json.loads(path.read_text("utf-8"))["cells"][0]
        title = "".join(first["source"]).splitlines()[0]
        assert title.startswith("# ¿")
        assert " · " in title
