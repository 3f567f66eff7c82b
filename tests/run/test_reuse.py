"""What is executed again after a change, and that what is not is right."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gcm_analysis.errors import GcmError
from gcm_analysis.run import RunOptions, run_forums
from gcm_analysis.run.plan import COUNTRY, STAGES, Execution, RunRequest, plan_executions
from gcm_analysis.run.progress import RunProgress
from gcm_analysis.run.reuse import read_traces
from gcm_analysis.workspace import Workspace

from .tiny_forum import (
    FIRST,
    FORUM,
    count_mentions,
    make_workspace,
    read_published,
    read_record,
    write_rows,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no warm engine"),
]

PAGES = ("MEX", "COL")
ALL = {f"es/{name}" for name in (*STAGES, *(f"{COUNTRY}/{iso3}" for iso3 in PAGES))}


class Watch(RunProgress):
    """Notes what is executed; calls `meanwhile` when a notebook begins."""

    def __init__(self, meanwhile: Callable[[str], object] = lambda _: None) -> None:
        super().__init__()
        self.executed: set[str] = set()
        self.meanwhile = meanwhile

    def start(self, execution: Execution) -> None:
        super().start(execution)
        self.executed.add(execution.key)
        self.meanwhile(execution.key)


def run(root: Path, watch: Watch | None = None, *, force: bool = False) -> set[str]:
    """Run the forum; return the keys of what was executed."""
    watch = watch or Watch()
    options = RunOptions(engine="warm", with_figures=False, countries=PAGES, force=force)
    run_forums(Workspace(root), options, progress=watch)
    return watch.executed


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that has been run once."""
    root = make_workspace(tmp_path_factory.mktemp("ready") / "root")
    assert run(root) == ALL
    assert read_published(root) == count_mentions(FIRST)
    return root


@pytest.fixture
def root(ready: Path) -> Iterator[Path]:
    """The same workspace; what a test changes in it is put back."""
    kept = ready.with_name("kept")
    shutil.copytree(ready, kept)
    yield ready
    shutil.rmtree(ready)
    kept.rename(ready)


def hash_published(root: Path) -> dict[str, str]:
    """Return what was published, but for what a run says of itself."""
    folders = (root / "reports", root / "data" / "processed" / FORUM)
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix != ".ipynb"
        and path.name not in ("run.json", "changes.md", "changes.json")
        and "previous" not in path.parts
    }


def test_every_notebook_waits_for_what_it_reads_and_for_nothing_else(ready: Path) -> None:
    traces = read_traces(
        ready / "data" / "processed" / ".executions" / f"{FORUM}.internal.json"
    ).executions
    request = RunRequest(ready, FORUM, ("es", "en"), "internal", PAGES, "")
    plan = {one.key: one for one in plan_executions(request, ready / "notebooks", ready)}
    own_rows = {f"table:{name}.parquet" for name in ("answers", "mentions", "priorities")}
    writer = {f"table:{name}": key for key, trace in traces.items() for name in trace.written}
    assert set(traces) == ALL
    for key, trace in traces.items():
        parts = [own_rows if name.startswith("country:") else {name} for name in trace.reads]
        read = set().union(*parts)
        needed = {writer[name] for name in read if name in writer}
        assert set(plan[key].after) <= needed, key
        assert needed <= list_ancestors(plan, key), key
    for key, execution in plan.items():
        assert execution.after == plan[f"es/{key.partition('/')[2]}"].after, key


def list_ancestors(plan: dict[str, Execution], key: str) -> set[str]:
    """Return all executions that must be done before one."""
    direct = plan[key].after
    return {*direct, *(one for before in direct for one in list_ancestors(plan, before))}


def test_a_touched_country_runs_what_depends_on_it_and_a_reused_run_equals_a_forced_one(
    root: Path,
) -> None:
    rows = {**FIRST, "Ecuador": {"retorno": "x"}}
    write_rows(root, rows)
    assert run(root) == {f"es/{stage}" for stage in STAGES}
    assert read_published(root) == count_mentions(rows)
    assert set(read_record(root)["reused"]) == {"es/country/COL", "es/country/MEX"}
    reused = hash_published(root)
    assert len(reused) > 20
    assert run(root, force=True) == ALL
    assert hash_published(root) == reused


def test_a_touched_country_runs_its_own_page(root: Path) -> None:
    write_rows(root, {**FIRST, "México": {"laboral": "x", "words": "Objetivo 8"}})
    assert ALL - run(root) == {"es/country/COL"}


def test_equal_tables_end_what_a_change_brings_about(root: Path) -> None:
    write_rows(root, FIRST, note="a remark that nothing is counted from")
    assert run(root) == {"es/01_responses"}
    assert read_published(root) == count_mentions(FIRST)


def test_a_decision_on_one_answer_runs_that_country_alone(root: Path) -> None:
    answers = root / "data" / "processed" / FORUM / "answers.parquet"
    import pandas as pd

    table = pd.read_parquet(answers)
    is_own = (table["country_iso3"] == "COL") & (table["question_id"] == "palabras")
    (target,) = table.loc[is_own, "answer_id"]
    (root / "data" / "raw" / FORUM / "decisions.csv").write_text(
        "kind,target,value,text_sha256,decided_by,decided_on,note\n"
        f"clear,{target},yes,,A. Mora,2024-05-02,\n",
        "utf-8",
    )
    executed = run(root)
    assert "es/country/COL" in executed
    assert not executed & {"es/country/MEX", "es/03_priorities", "es/04_conferences"}


def test_a_changed_notebook_is_executed_alone(root: Path) -> None:
    path = root / "notebooks" / "country.ipynb"
    content = json.loads(path.read_text("utf-8"))
    content["cells"][0]["source"] += ["\n", "Una línea más. · One more line."]
    path.write_text(json.dumps(content), "utf-8")
    assert run(root) == {"es/country/MEX", "es/country/COL"}


def test_what_was_tampered_with_is_made_again(root: Path) -> None:
    before = hash_published(root)
    tables = root / "data" / "processed" / FORUM
    (tables / "mentions.parquet").write_bytes(b"no table any more")
    assert run(root) == {"es/02_objectives"}
    assert hash_published(root) == before


def test_a_notebook_that_starts_a_program_is_executed_every_time(root: Path) -> None:
    path = root / "notebooks" / "05_forums.ipynb"
    content = json.loads(path.read_text("utf-8"))
    content["cells"][-1]["source"] += ["\n", "import os\n", "os.system('true')"]
    path.write_text(json.dumps(content), "utf-8")
    assert run(root) == {"es/05_forums"}
    write_rows(root, FIRST, note="again")
    assert run(root) == {"es/01_responses", "es/05_forums"}


def test_a_file_beside_the_tables_counts_as_read(root: Path) -> None:
    beside = root / "beside.txt"
    beside.write_text("one", "utf-8")
    os.utime(beside, (1, 1))
    path = root / "notebooks" / "05_forums.ipynb"
    content = json.loads(path.read_text("utf-8"))
    content["cells"][-1]["source"] += ["\n", f"print(open({str(beside)!r}).read())"]
    path.write_text(json.dumps(content), "utf-8")
    run(root)
    trace = read_traces(
        root / "data" / "processed" / ".executions" / f"{FORUM}.internal.json"
    ).executions["es/05_forums"]
    assert "file:beside.txt" in trace.reads
    beside.write_text("two", "utf-8")
    write_rows(root, FIRST, note="again")
    assert run(root) == {"es/01_responses", "es/05_forums"}


@pytest.mark.parametrize("change", ["another answer", "taken away"])
def test_an_input_that_changes_under_a_run_stops_it(root: Path, change: str) -> None:
    before = hash_published(root)
    source = root / "data" / "raw" / FORUM / "respuestas.csv"

    def meddle(key: str) -> None:
        if key == "es/02_objectives":
            if change == "taken away":
                source.unlink()
            else:
                write_rows(root, {**FIRST, "Ecuador": {}})

    write_rows(root, {**FIRST, "Honduras": {"trata": "x"}})
    with pytest.raises(GcmError) as stopped:
        run(root, Watch(meddle))
    assert FORUM in str(stopped.value)
    assert hash_published(root) == before
    write_rows(root, FIRST)
    assert run(root) == set()


UNCHANGED = """
import sys
from gcm_analysis.cli import guard, app
code = guard(lambda: app(sys.argv[1:], standalone_mode=False), debug=True)
heavy = {"pandas", "numpy", "pyarrow", "scipy", "plotly", "papermill", "jupyter_client", "jinja2"}
print(code, sorted(heavy & set(sys.modules)))
"""


def test_a_run_without_changes_loads_nothing_heavy(root: Path) -> None:
    asked = ["run", FORUM, "--no-figures", "--root", str(root)]
    asked += [part for iso3 in PAGES for part in ("--country", iso3)]
    done = subprocess.run(
        [sys.executable, "-c", UNCHANGED, *asked], capture_output=True, text=True, check=True
    )
    assert "nothing has changed since run 1" in done.stderr
    assert done.stdout.splitlines()[-1] == "0 []"
