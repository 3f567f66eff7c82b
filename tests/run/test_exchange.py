"""What travels to a worker and back: the same files, under the names that they have here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gcm_analysis.errors import GcmError
from gcm_analysis.run import cluster
from gcm_analysis.run.cluster import Made, Task, execute_task, list_tables, pack, unpack
from gcm_analysis.run.engine import Failure
from gcm_analysis.run.options import RunOptions
from gcm_analysis.run.plan import Execution


def test_an_archive_is_the_same_for_the_same_files_and_unpacks_to_them(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    for name, content in {"a/ñ.parquet": b"\x00\xff", "b.json": b"{}"}.items():
        (there / name).parent.mkdir(parents=True, exist_ok=True)
        (there / name).write_bytes(content)
    paths = cluster.files_in(there)
    archive = pack(paths, there)
    assert archive == pack(paths, there)
    unpack(archive, here)
    found = {
        path.relative_to(here).as_posix(): path.read_bytes() for path in cluster.files_in(here)
    }
    assert found == {"a/ñ.parquet": b"\x00\xff", "b.json": b"{}"}


def test_tables_travel_without_notebooks_and_earlier_runs(tmp_path: Path) -> None:
    for name in ("answers.parquet", "forum.json", "public/priorities.parquet",
                 "previous/answers.parquet", "notebooks/internal/en/01.ipynb",
                 "notebooks/internal/en/01.reads.json"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    names = [path.relative_to(tmp_path).as_posix() for path in list_tables(tmp_path)]
    assert names == ["answers.parquet", "forum.json", "public/priorities.parquet"]


class Worker:
    """Stands for the engine on a worker: notes where it works, and writes two files."""

    def __init__(self, outcome: float | Failure) -> None:
        self.outcome = outcome
        self.root = Path()

    def execute(self, execution: Execution) -> float | Failure:
        self.root = Path(dict(execution.parameters)["root"])
        assert execution.notebook == self.root / "notebooks" / "01_responses.ipynb"
        assert execution.notebook.read_text() == "{}"
        tables = Path(dict(execution.parameters)["output"])
        assert (tables / "known.parquet").read_bytes() == b"known"
        (tables / "answers.parquet").write_bytes(b"rows")
        execution.output.parent.mkdir(parents=True)
        execution.output.write_text(json.dumps({"root": str(self.root)}))
        return self.outcome


@pytest.fixture
def task(tmp_path: Path) -> Task:
    pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")
    root, exchange = tmp_path / "root", tmp_path / "exchange"
    tables = root / "data" / "processed" / ".forum" / "0001"
    (root / "notebooks").mkdir(parents=True)
    (root / "notebooks" / "01_responses.ipynb").write_text("{}")
    tables.mkdir(parents=True)
    (tables / "known.parquet").write_bytes(b"known")
    cluster.write_bytes(f"{exchange}/given.zip", pack(cluster.files_in(root), root))
    execution = Execution(
        "en/01_responses",
        root / "notebooks" / "01_responses.ipynb",
        (("root", str(root)), ("language", "en"), ("output", str(tables))),
        tables / "notebooks" / "01_responses.ipynb",
        (),
    )
    below = tables.relative_to(root).as_posix()
    return Task(execution, "papermill", str(root), below, (f"{exchange}/given.zip",), str(exchange))


def test_what_a_worker_makes_comes_back_under_the_names_it_has_here(
    task: Task, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker = Worker(1.5)
    monkeypatch.setattr(cluster, "find_executor", lambda engine: worker)
    made = execute_task(task)
    assert isinstance(made, Made)
    assert made.seconds == 1.5
    assert not worker.root.exists(), "the worker keeps nothing"
    back = tmp_path / "back"
    unpack(cluster.read_bytes(made.archive), back)
    names = [path.relative_to(back).as_posix() for path in cluster.files_in(back)]
    assert names == [
        f"{task.tables}/answers.parquet",
        f"{task.tables}/notebooks/01_responses.ipynb",
    ]
    assert json.loads((back / names[1]).read_text()) == {"root": task.root}


def test_a_failure_comes_back_as_it_is(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = Failure("en/01_responses", "01_responses.ipynb", 3, "ValueError", False)
    monkeypatch.setattr(cluster, "find_executor", lambda engine: Worker(failure))
    assert execute_task(task) == failure


def test_an_exchange_without_a_cluster_is_refused() -> None:
    with pytest.raises(GcmError, match="goes with --scheduler"):
        RunOptions(exchange="s3://bucket/gcm").check()
