"""A run on a Dask cluster gives what a run on this machine gives, also when a worker is lost."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = pytest.mark.slow

FORUM = "ejemplo-2023"
CLUSTER = Path(__file__).with_name("cluster_of_two.py")
ASKED = ("run", FORUM, "--no-figures", "--language", "en", "--country", "MEX", "--log-json")
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


def make_workspace(repository: Path, root: Path) -> Path:
    shutil.copytree(repository / "data" / "raw" / FORUM, root / "data" / "raw" / FORUM)
    shutil.copytree(repository / "notebooks", root / "notebooks")
    return root


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
def here(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    outcome = run(make_workspace(repository, tmp_path_factory.mktemp("here")))
    assert outcome.code == 0, outcome.err
    return outcome


@pytest.fixture(scope="module")
def there(repository: Path, tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Outcome:
    """The run on the cluster, whose first worker is killed after the first notebook."""
    root = make_workspace(repository, tmp_path_factory.mktemp("there"))
    exchange = tmp_path_factory.mktemp("exchange").as_uri()
    options = ("--scheduler", cluster.address, "--exchange", exchange)
    outcome = run(root, *options, kill=cluster.workers[0])
    assert outcome.code == 0, outcome.err
    return outcome


def hash_files(root: Path) -> dict[str, str]:
    """Return what the tables and the report hold; run.json and archives hold times."""
    folders = (root / "data" / "processed" / FORUM, root / "reports" / FORUM)
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".parquet", ".html", ".xlsx", ".md")
    }


def test_a_worker_that_is_killed_in_mid_run_costs_nothing(here: Outcome, there: Outcome) -> None:
    assert sorted(there.executed) == sorted(here.executed)
    assert hash_files(there.root) == hash_files(here.root)
    assert len(hash_files(here.root)) > 20


def test_executed_notebooks_are_those_of_this_machine(here: Outcome, there: Outcome) -> None:
    folder = Path("data") / "processed" / FORUM / "notebooks"
    names = sorted(
        path.relative_to(here.root / folder) for path in (here.root / folder).rglob("*.ipynb")
    )
    assert len(names) == 6
    for name in names:
        texts = [
            (one.root / folder / name).read_text("utf-8").replace(str(one.root), "ROOT")
            for one in (here, there)
        ]
        cells = [
            [(cell["source"], cell.get("outputs")) for cell in json.loads(text)["cells"]]
            for text in texts
        ]
        assert cells[0] == cells[1], name


def test_nothing_is_left_of_what_has_travelled(there: Outcome, tmp_path_factory: object) -> None:
    exchange = there.root.parent / "exchange0"
    assert [path for path in exchange.rglob("*") if path.is_file()] == []


def test_what_a_cluster_made_is_reused_here(there: Outcome) -> None:
    again = run(there.root)
    assert (again.code, again.executed) == (0, [])
    assert "nothing has changed" in again.err


def test_a_scheduler_that_does_not_answer_is_told(repository: Path, tmp_path: Path) -> None:
    root = make_workspace(repository, tmp_path)
    started = time.monotonic()
    failed = run(root, "--scheduler", "tcp://127.0.0.1:9")
    assert failed.code == 1
    assert "The scheduler 'tcp://127.0.0.1:9' does not answer" in failed.err
    assert time.monotonic() - started < LONGEST
    assert not (root / "reports").exists()
