"""A run that is killed at any moment leaves a readable report, and the next run succeeds."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from .tiny_forum import (
    FIRST,
    FORUM,
    SOURCE,
    count_mentions,
    list_counts,
    make_workspace,
    read_published,
    read_record,
    read_workbook,
    write_rows,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no warm engine"),
]

SEED = 20241209
N_MOMENTS = 50
PROGRAM = Path(__file__).with_name("runs_to_kill.py")


class Runner:
    """Starts runs that can be killed."""

    def __init__(self, root: Path, said: Path) -> None:
        self.said = said.open("w")
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM), str(root), "MEX"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def run(self, kill_after: float | None = None) -> tuple[int, float]:
        """Run; return the exit code and the seconds."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print("-" if kill_after is None else kill_after, file=self.process.stdin, flush=True)
        code, seconds = self.process.stdout.readline().split()
        return int(code), float(seconds)

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait() == 0
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.said.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "root")


@pytest.fixture
def runner(root: Path, tmp_path: Path) -> Iterator[Runner]:
    started = Runner(root, tmp_path / "said.txt")
    yield started
    started.close()


def hash_source(root: Path) -> str:
    return hashlib.sha256((root / "data" / "raw" / FORUM / SOURCE).read_bytes()).hexdigest()


def read_report(root: Path) -> str:
    """Return the hash of the source that the report names; every part of it must tell the same."""
    folder = root / "reports" / FORUM / "internal" / "es"
    page = (folder / "index.html").read_text("utf-8")
    (packed,) = folder.glob("*.zip")
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert archive.read("es/index.html").decode("utf-8") == page
        country = archive.read("es/countries/MEX.html")
    assert (folder / "countries" / "MEX.html").read_bytes() == country
    assert openpyxl.load_workbook(folder / "tables.xlsx", read_only=True).worksheets
    named = [one for one in known_sources if one in page]
    assert len(named) == 1
    return named[0]


known_sources: set[str] = set()


def test_fifty_runs_killed_at_random_moments(root: Path, runner: Runner) -> None:
    random_moments = random.Random(SEED)
    rows = dict(FIRST)
    known_sources.clear()
    known_sources.add(hash_source(root))
    assert runner.run()[0] == 0
    write_rows(root, rows, note="how long does it take?")
    known_sources.add(hash_source(root))
    _, seconds = runner.run()
    assert read_report(root) == hash_source(root)
    possible = {hash_source(root)}
    n_killed = n_old = 0
    for number in range(N_MOMENTS):
        if number % 10 == 9:
            rows = {**rows, "Ecuador": {} if rows["Ecuador"] else {"retorno": "x"}}
        write_rows(root, rows, note=f"change {number}")
        after = hash_source(root)
        known_sources.add(after)
        possible.add(after)
        code, _ = runner.run(random_moments.uniform(0, seconds))
        n_killed += code < 0
        seen = read_report(root)
        assert seen in possible, f"moment {number}"
        n_old += seen != after
        if number % 3 != 1:  # the run that comes next is killed as well
            continue
        code, _ = runner.run()
        assert code == 0, f"moment {number}"
        assert read_report(root) == after
        assert read_published(root) == count_mentions(rows)
        possible = {after}
    assert n_killed > N_MOMENTS // 2
    assert n_old > N_MOMENTS // 2
    assert read_workbook(root) == list_counts(rows)
    left = [path.name for path in (root / "data" / "processed").iterdir()]
    assert sorted(left) == [".executions", f".{FORUM}.lock", FORUM]
    assert int(str(read_record(root)["number"])) >= N_MOMENTS // 3 + 2
