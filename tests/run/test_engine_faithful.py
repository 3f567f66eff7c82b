"""A notebook executed by the warm engine is what stock papermill makes of it."""

from __future__ import annotations

import asyncio
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from gcm_analysis.run.engine import Failure, NotebookExecutor
from gcm_analysis.run.kernels import ONE_THREAD
from gcm_analysis.run.plan import Execution

from .awkward_notebooks import DEADLY, LIVELY, normalise, write_notebook

pytestmark = pytest.mark.slow

SHORT = 4
"""Seconds that a cell of a deadly notebook may take."""


def execute_warm(notebook: Path, output: Path, folder: Path, timeout: int) -> float | Failure:
    leave_pytest()
    executor = NotebookExecutor("warm", cell_timeout=timeout)
    execution = Execution("key", notebook, (("root", str(folder)),), output, ())
    return executor.execute(execution)


def leave_pytest() -> None:
    """Let kernels capture what is written to descriptors: under pytest, ipykernel does not."""
    os.environ.pop("PYTEST_CURRENT_TEST", None)


def execute_stock(
    notebook: Path, output: Path, folder: Path, timeout: int, monkeypatch: pytest.MonkeyPatch
) -> Exception | None:
    """Execute with nothing of ours but the options."""
    leave_pytest()
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    for name, value in ONE_THREAD.items():
        monkeypatch.setenv(name, value)
    try:
        papermill.execute_notebook(
            str(notebook),
            str(output),
            parameters={"root": str(folder)},
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=timeout,
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
            resources={"metadata": {"path": str(folder)}},
        )
    except (PapermillExecutionError, CellTimeoutError, DeadKernelError) as error:
        return error
    return None


def outputs_by_name(executed: dict[str, Any]) -> dict[str, Any]:
    cells = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    return dict(zip(("parameters", "injected", *LIVELY), cells, strict=True))


def test_awkward_cells_give_what_they_give_under_stock_papermill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = write_notebook(tmp_path / "lively.ipynb", LIVELY.values(), may_fail=True)
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.setenv("GCM_GIVEN", "1")
    warm, stock = tmp_path / "warm.ipynb", tmp_path / "stock.ipynb"
    outcome = execute_warm(notebook, warm, folder, 60)
    (folder / "note.txt").unlink()
    error = execute_stock(notebook, stock, folder, 60, monkeypatch)
    assert isinstance(outcome, Failure)
    assert isinstance(error, PapermillExecutionError)
    assert (outcome.cell, outcome.message) == (error.exec_count, f"{error.ename}: {error.evalue}")
    ours, theirs = normalise(warm), normalise(stock)
    assert ours["metadata"] == theirs["metadata"]
    one, other = outputs_by_name(ours), outputs_by_name(theirs)
    differing = {name: (one[name], other[name]) for name in one if one[name] != other[name]}
    assert not differing


@pytest.mark.parametrize("end", DEADLY)
def test_a_notebook_that_fails_fails_as_under_stock_papermill(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = write_notebook(tmp_path / "deadly.ipynb", DEADLY[end])
    warm, stock = tmp_path / "warm.ipynb", tmp_path / "stock.ipynb"
    outcome = execute_warm(notebook, warm, tmp_path, SHORT)
    error = execute_stock(notebook, stock, tmp_path, SHORT, monkeypatch)
    assert warm.exists() == stock.exists()
    if warm.exists():
        assert normalise(warm) == normalise(stock)
    if error is None:
        assert isinstance(outcome, float)
        return
    assert isinstance(outcome, Failure)
    assert not outcome.is_input_error
    n_before = 3  # parameters, injected parameters, the first cell
    assert outcome.cell == n_before + 1
    if isinstance(error, PapermillExecutionError):
        assert outcome.message == f"{error.ename}: {error.evalue}"
    else:
        told = {CellTimeoutError: f"longer than {SHORT} s", DeadKernelError: "died"}
        assert told[type(error)] in outcome.message


def test_each_notebook_starts_afresh(tmp_path: Path) -> None:
    leave = [
        "import os, random, sys\nos.environ['GCM_LEFT'] = '1'\nos.chdir('/')",
        "sys.path.append('/left')\nsys.modules['left'] = sys\nrandom.seed(1)",
        "import pandas, plotly.io\npandas.options.display.max_rows = 3",
        "plotly.io.renderers.default = 'json'",
    ]
    look = [
        "import os, random, sys, pandas, plotly.io",
        "print(os.environ.get('GCM_LEFT'), os.getcwd())",
        "print('left' in sys.modules, '/left' in sys.path)",
        "print(pandas.options.display.max_rows, plotly.io.renderers.default)",
        "print(random.random())",
    ]
    execute_warm(
        write_notebook(tmp_path / "leave.ipynb", leave), tmp_path / "x.ipynb", tmp_path, 60
    )
    notebook = write_notebook(tmp_path / "look.ipynb", look)
    found = []
    for number in range(2):
        output = tmp_path / f"looked-{number}.ipynb"
        execute_warm(notebook, output, tmp_path, 60)
        cells = nbformat.read(output, as_version=4).cells
        found.append([cell.outputs[0].text for cell in cells if cell.outputs])
    told = [f"None {tmp_path}\n", "False False\n", "60 plotly_mimetype\n"]
    assert [first[:3] for first in found] == [told, told]
    assert found[0][3] != found[1][3]


def test_what_a_cell_leaves_open_is_written_when_its_kernel_ends(tmp_path: Path) -> None:
    cells = [
        "import atexit, threading, time\nleft = open('left.txt', 'w')\nleft.write('kept')",
        "from pathlib import Path\natexit.register(Path('exit.txt').write_text, 'run at the end')",
        "late = threading.Timer(0.5, Path('late.txt').write_text, ['by a thread'])\nlate.start()",
    ]
    notebook = write_notebook(tmp_path / "leave.ipynb", cells)
    execute_warm(notebook, tmp_path / "out.ipynb", tmp_path, 60)
    assert (tmp_path / "left.txt").read_text() == "kept"
    assert (tmp_path / "exit.txt").read_text() == "run at the end"
    assert (tmp_path / "late.txt").read_text() == "by a thread"


def test_an_event_loop_that_runs_already_stays(tmp_path: Path) -> None:
    """As where a run is started from a notebook, or beside a browser under test."""
    notebook = write_notebook(tmp_path / "asked.ipynb", ["print(6 * 7)"])
    output = tmp_path / "answered.ipynb"

    async def run_within() -> float | Failure:
        return execute_warm(notebook, output, tmp_path, 60)

    with ThreadPoolExecutor(1) as alone:
        outcome = alone.submit(asyncio.run, run_within()).result()
    assert isinstance(outcome, float)
    assert nbformat.read(output, as_version=4).cells[-1].outputs[0].text == "42\n"
