"""A run on a Dask cluster gives what a run on this machine gives, also when a worker is lost."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

from gcm_analysis.run.plan import STAGES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("distributed") is None, reason="the extra `cluster` is not installed"
    ),
]

FORUM = "ejemplo-2023"
CLUSTER = Path(__file__).with_name("cluster_of_two.py")
ASKED = ("run", FORUM, "--no-figures", "--language", "es", "--country", "MEX", "--log-json")
LONGEST = 400


class Outcome(NamedTuple):
    """A run: its workspace, exit code, and the notebooks that it executed, in order."""

    root: Path
    code: int
    err: str
    executed: list[str]


class Cluster(NamedTuple):
    """A scheduler's address and its workers' process ids."""

    address: str
    workers: list[int]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two workers of one thread each, in processes of their own."""
    command = [sys.executable, "-W", "ignore", str(CLUSTER)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        address, *pids = process.stdout.readline().split()
        yield Cluster(address, [int(pid) for pid in pids])
        process.stdin.close()


def run(root: Path, *options: str, kill: int | None = None) -> Outcome:
    """Run the forum; kill a process when the first notebook has been executed."""
    command = [sys.executable, "-m", "gcm_analysis", *ASKED, *options, "--root", str(root)]
    executed, lines = [], []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=root) as process:
        for line in process.stderr:
            lines.append(line)
            if line.startswith("{") and (event := json.loads(line))["event"] == "executed":
                executed.append(event["notebook"])
                if kill is not None and len(executed) == 1:
                    os.kill(kill, signal.SIGKILL)
        code = process.wait(timeout=LONGEST)
    return Outcome(root, code, "".join(lines), executed)


@pytest.fixture(scope="module")
def there(
    tmp_path_factory: pytest.TempPathFactory,
    new_workspace: Callable[..., Path],
    cluster: Cluster,
) -> Outcome:
    """The run on the cluster, whose first worker is killed after the first notebook."""
    root = new_workspace(tmp_path_factory.mktemp("there") / "root", (FORUM,))
    exchange = root.with_name("exchange").as_uri()
    options = ("--scheduler", cluster.address, "--exchange", exchange)
    outcome = run(root, *options, kill=cluster.workers[0])
    assert outcome.code == 0, outcome.err
    return outcome


def folder_of(root: Path) -> Path:
    return root / "data" / "processed" / FORUM


def hash_tables(root: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder_of(root).glob("*.parquet"))
    }


def test_a_worker_that_is_killed_in_mid_run_costs_nothing(workspace: Path, there: Outcome) -> None:
    assert set(there.executed) == {*(f"es/{stage}" for stage in STAGES), "es/country/MEX"}
    assert len(there.executed) == len(set(there.executed))
    assert len(hash_tables(there.root)) > 20
    assert hash_tables(there.root) == hash_tables(workspace)
    report = there.root / "reports" / FORUM / "internal" / "es"
    assert (report / "index.html").is_file()
    assert (report / "countries" / "MEX.html").is_file()


def test_executed_notebooks_are_those_of_one_machine(workspace: Path, there: Outcome) -> None:
    below = Path("notebooks") / "internal" / "es"
    names = [*(f"{stage}.ipynb" for stage in STAGES), "countries/MEX.ipynb"]
    for name in names:
        cells = [read_cells(folder_of(root) / below / name) for root in (workspace, there.root)]
        assert cells[0] == cells[1], name
        text = (folder_of(there.root) / below / name).read_text("utf-8")
        assert str(there.root) in text
        assert not re.search(r"/gcm-\w{8}\b", text), "the folder that a worker had"


def read_cells(notebook: Path) -> list[tuple[str, object]]:
    """Return a notebook's cells and outputs, but for the parameters, which name its folder."""
    return [
        (cell["source"], cell.get("outputs"))
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]
        if "injected-parameters" not in cell["metadata"].get("tags", ())
    ]


def test_nothing_is_left_of_what_has_travelled(there: Outcome) -> None:
    assert [*there.root.with_name("exchange").rglob("*.zip")] == []


def test_what_a_cluster_made_is_reused_here(there: Outcome) -> None:
    again = run(there.root)
    assert (again.code, again.executed) == (0, [])
    assert "nothing has changed" in again.err


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    program = "from gcm_analysis.run.cluster import *\nwith open_cluster('tcp://127.0.0.1:9'): pass"
    failed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert "ClusterUnfit: The scheduler 'tcp://127.0.0.1:9' does not answer" in failed.stderr
