"""However a run ends, no kernel outlives it; before the fork there is one thread."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gcm_analysis.run.engine import (
    EngineName,
    Failure,
    NotebookExecutor,
    NotebookFailed,
    execute_all,
)
from gcm_analysis.run.plan import Execution
from gcm_analysis.run.warm.process import ForkedProcess, WarmProcess, WarmProcessLost

from .awkward_notebooks import write_notebook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc"),
]

PATIENCE = 40.0
ENDLESS = [
    "import os, subprocess, sys\nfrom pathlib import Path",
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])",
    "Path(f'kernel-{os.getpid()}.pid').touch()\nPath(f'child-{child.pid}.pid').touch()",
    "import time\nwhile True:\n    time.sleep(0.05)",
]
STUBBORN = [*ENDLESS[:3], "import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')"]
"""Never lets go of the interpreter: no thread and no signal handler gets a turn."""

DRIVER = """
import sys
from pathlib import Path
from gcm_analysis.run.engine import execute_all
from gcm_analysis.run.plan import Execution

engine, notebook, folder = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
parameters = (("root", folder),)
executions = [
    Execution(str(n), notebook, parameters, Path(folder) / f"out-{n}.ipynb", ()) for n in range(2)
]
execute_all(
    executions, engine=engine, workers=2, on_start=lambda _: None, on_done=lambda *_: None
)
"""


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def noted(folder: Path) -> list[int]:
    """Return the processes that notebooks have noted: kernels and their children."""
    return [int(path.stem.partition("-")[2]) for path in folder.glob("*.pid")]


@pytest.fixture(params=["warm", "papermill"])
def engine(request: pytest.FixtureRequest) -> EngineName:
    chosen: EngineName = request.param
    return chosen


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for pid in noted(tmp_path):
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def start_driver(engine: EngineName, folder: Path, cells: list[str]) -> subprocess.Popen[bytes]:
    notebook = write_notebook(folder / "endless.ipynb", cells)
    command = [sys.executable, "-c", DRIVER, engine, str(notebook), str(folder)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)


def test_an_interrupted_driver_leaves_no_process(engine: EngineName, folder: Path) -> None:
    driver = start_driver(engine, folder, ENDLESS)
    wait_until(lambda: len(noted(folder)) == 4)
    driver.send_signal(signal.SIGINT)
    _, said = driver.communicate(timeout=PATIENCE)
    assert driver.returncode != 0
    assert said.rstrip().endswith(b"KeyboardInterrupt")
    wait_until(lambda: not any(map(is_alive, noted(folder))))


@pytest.mark.parametrize("cells", [ENDLESS, STUBBORN], ids=["endless", "stubborn"])
def test_a_killed_driver_leaves_no_process(cells: list[str], folder: Path) -> None:
    driver = start_driver("warm", folder, cells)
    wait_until(lambda: len(noted(folder)) == 4)
    driver.kill()
    driver.communicate()
    wait_until(lambda: not any(map(is_alive, noted(folder))))


def test_a_failing_notebook_ends_its_siblings(engine: EngineName, folder: Path) -> None:
    waits_for_kernel = "from pathlib import Path\nwhile not list(Path().glob('child-*')): pass"
    notebooks = [
        write_notebook(folder / "endless.ipynb", ENDLESS),
        write_notebook(folder / "failing.ipynb", [waits_for_kernel, "1 / 0"]),
    ]
    executions = [
        Execution(path.stem, path, (("root", str(folder)),), folder / f"out-{path.name}", ())
        for path in notebooks
    ]
    started = time.monotonic()
    with pytest.raises(NotebookFailed) as caught:
        execute_all(
            executions,
            engine=engine,
            workers=2,
            on_start=lambda _: None,
            on_done=lambda _, __: None,
        )
    assert caught.value.failure == Failure(
        "failing", "failing.ipynb", 4, "ZeroDivisionError: division by zero", is_input_error=False
    )
    assert time.monotonic() - started < PATIENCE
    wait_until(lambda: not any(map(is_alive, noted(folder))))


def test_a_kernel_over_time_is_ended_with_its_children(folder: Path) -> None:
    notebook = write_notebook(folder / "endless.ipynb", ENDLESS)
    executor = NotebookExecutor("warm", cell_timeout=2)
    execution = Execution("x", notebook, (("root", str(folder)),), folder / "out.ipynb", ())
    outcome = executor.execute(execution)
    assert isinstance(outcome, Failure)
    assert (outcome.cell, outcome.message) == (6, "the cell took longer than 2 s")
    wait_until(lambda: not any(map(is_alive, noted(folder))))


def test_a_kernel_has_no_more_memory_than_it_may(engine: EngineName, folder: Path) -> None:
    cells = ["block = bytearray(2**30)", "print(len(block))", "more = bytearray(8 * 2**30)"]
    notebook = write_notebook(folder / "large.ipynb", cells)
    executor = NotebookExecutor(engine, memory_limit=6 * 2**30)
    execution = Execution("x", notebook, (("root", str(folder)),), folder / "out.ipynb", ())
    outcome = executor.execute(execution)
    assert isinstance(outcome, Failure)
    assert (outcome.cell, outcome.message) == (5, "MemoryError: ")


@pytest.fixture
def warm() -> Iterator[WarmProcess]:
    process = WarmProcess()
    yield process
    process.close()
    assert not is_alive(process.pid)


def test_a_warm_process_has_one_thread_and_kernels_tell_how_they_end(
    warm: WarmProcess, tmp_path: Path
) -> None:
    kernel = warm.fork(["--help"], dict(os.environ), str(tmp_path))
    assert kernel.wait() == 0
    assert len(list(Path(f"/proc/{warm.pid}/task").iterdir())) == 1
    kernel = warm.fork(["-f", str(tmp_path / "connection.json")], dict(os.environ), str(tmp_path))
    ended = threading.Event()
    kernel.when_ended(ended.set)
    kernel.send_signal(signal.SIGKILL)
    assert ended.wait(PATIENCE)
    assert kernel.poll() == -signal.SIGKILL


def test_a_lost_warm_process_is_told(warm: WarmProcess, tmp_path: Path) -> None:
    kernel = warm.fork(["-f", str(tmp_path / "c.json")], dict(os.environ), str(tmp_path))
    os.kill(warm.pid, signal.SIGKILL)
    assert kernel.wait() == -signal.SIGKILL
    with pytest.raises(WarmProcessLost, match="--engine papermill"):
        warm.fork([], dict(os.environ), str(tmp_path))
    wait_until(lambda: not is_alive(kernel.pid))


def test_kernels_end_by_themselves_when_they_are_asked_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that does not is killed after 2.5 seconds: time that the whole run would wait."""
    codes, end = [], ForkedProcess.end

    def note(kernel: ForkedProcess, code: int) -> None:
        codes.append(code)
        end(kernel, code)

    monkeypatch.setattr(ForkedProcess, "end", note)
    notebook = write_notebook(tmp_path / "short.ipynb", ["print(1)"])
    executions = [
        Execution(str(n), notebook, (("root", str(tmp_path)),), tmp_path / f"out-{n}.ipynb", ())
        for n in range(40)
    ]
    execute_all(
        executions, engine="warm", workers=4, on_start=lambda _: None, on_done=lambda *_: None
    )
    assert codes == [0] * 40
