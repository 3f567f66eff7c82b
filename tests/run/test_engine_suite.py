"""The suite's own notebooks: equal under both engines, and nothing left to load in a kernel."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from gcm_analysis.run.engine import EngineName, execute_all
from gcm_analysis.run.plan import Execution, RunRequest, plan_executions

from .awkward_notebooks import normalise

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FORUM, EARLIER = "ejemplo-2024", "ejemplo-2023"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the illustrative forums, the earlier one executed."""
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    execute(plan(root, EARLIER), "warm")
    return root


def plan(root: Path, forum: str, countries: tuple[str, ...] = ()) -> tuple[Execution, ...]:
    request = RunRequest(root, forum, ("es",), "internal", countries, "")
    return plan_executions(request, root / "notebooks", root / "data" / "processed" / forum)


def execute(executions: tuple[Execution, ...], engine: EngineName) -> None:
    execute_all(
        executions,
        engine=engine,
        workers=2,
        on_start=lambda _: None,
        on_done=lambda _, __: None,
    )


def read_results(root: Path, executions: tuple[Execution, ...]) -> dict[str, Any]:
    """Return the executed notebooks and the hashes of the tables, then remove them."""
    tables = root / "data" / "processed" / FORUM
    results: dict[str, Any] = {one.key: normalise(one.output) for one in executions}
    for path in sorted(tables.rglob("*.parquet")):
        results[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    shutil.rmtree(tables)
    return results


def test_every_notebook_of_the_suite_is_equal_under_both_engines(root: Path) -> None:
    executions = plan(root, FORUM, ("MEX",))
    found = {}
    for engine in ("warm", "papermill"):
        execute(executions, engine)
        found[engine] = read_results(root, executions)
    executed = {one.notebook.stem for one in executions}
    assert {path.stem for path in (root / "notebooks").glob("*.ipynb")} == executed | {"explore"}
    assert any(name.endswith(".parquet") for name in found["warm"])
    assert found["warm"].keys() == found["papermill"].keys()
    assert not [
        name for name, result in found["warm"].items() if result != found["papermill"][name]
    ]


def test_notebooks_of_the_suite_find_every_module_loaded(root: Path, tmp_path: Path) -> None:
    """What is missing belongs into `gcm_analysis.run.warm.preload`: each kernel would load it."""
    executions = [with_count(one, tmp_path) for one in plan(root, FORUM, ("MEX",))]
    execute(tuple(executions), "warm")
    for execution in executions:
        last = nbformat.read(execution.output, as_version=4).cells[-1]
        assert last.outputs[0].text.strip() == "[]", execution.key


def with_count(execution: Execution, folder: Path) -> Execution:
    """Let a notebook say at its end which modules it has loaded."""
    notebook = nbformat.read(execution.notebook, as_version=4)
    start = nbformat.v4.new_code_cell("import sys as _sys\n_loaded = frozenset(_sys.modules)")
    end = nbformat.v4.new_code_cell("print(sorted(set(_sys.modules) - _loaded))")
    place = next(
        n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", ())
    )
    notebook.cells.insert(place + 1, start)
    notebook.cells.append(end)
    changed = folder / execution.notebook.name
    nbformat.write(notebook, changed)
    return Execution(
        execution.key, changed, execution.parameters, execution.output, execution.after
    )
