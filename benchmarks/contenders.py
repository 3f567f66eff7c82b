"""The ways to execute a plan of notebooks that `runs.py` compares; each runs in a new process.

    python benchmarks/contenders.py NAME PLAN

PLAN is a JSON file: `[{"key", "notebook", "parameters", "output", "after"}, ...]`. What is worth
telling besides wall and CPU time goes to standard output, as JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Item = dict[str, Any]
Plan = list[Item]


def run_command_line(plan: Plan) -> None:
    """Call papermill's command once for each notebook, as a loop in a script would."""
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--log-level", "ERROR"]
    for item in plan:
        prepare(item)
        given = [part for pair in item["parameters"] for part in ("-r", *pair)]
        subprocess.run([*command, item["notebook"], item["output"], *given], check=True)


def run_api(plan: Plan) -> None:
    """Call papermill's function for each notebook, in this process."""
    import logging

    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    for item in plan:
        prepare(item)
        papermill.execute_notebook(
            item["notebook"],
            item["output"],
            parameters=dict(item["parameters"]),
            progress_bar=False,
        )


def run_api_by_language(plan: Plan) -> None:
    """Call papermill's function in two processes, one for each language."""
    languages = sorted({dict(item["parameters"])["language"] for item in plan})
    parts = [
        [item for item in plan if dict(item["parameters"])["language"] == language]
        for language in languages
    ]
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=run_api, args=(part,)) for part in parts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not any(worker.exitcode for worker in workers)


def run_ploomber(plan: Plan) -> None:
    """Call ploomber-engine's function for each notebook: one process, no kernel."""
    from ploomber_engine import execute_notebook

    for item in plan:
        prepare(item)
        execute_notebook(
            item["notebook"],
            item["output"],
            parameters=dict(item["parameters"]),
            progress_bar=False,
            verbose=False,
        )


def run_ours(plan: Plan, *, workers: int, times: int) -> None:
    """Execute with the warm engine, several times over; tell the time and CPU of the last."""
    from gcm_analysis.run.engine import execute_all
    from gcm_analysis.run.plan import Execution

    executions = [
        Execution(
            key=item["key"],
            notebook=Path(item["notebook"]),
            parameters=tuple((name, value) for name, value in item["parameters"]),
            output=Path(item["output"]),
            after=tuple(item["after"]),
        )
        for item in plan
    ]
    for _ in range(times):
        started, used = time.perf_counter(), count_cpu()
        execute_all(
            executions,
            engine="warm",
            workers=workers,
            on_start=lambda _: None,
            on_done=lambda _, __: None,
        )
        seconds, cpu = time.perf_counter() - started, count_cpu() - used
    print(json.dumps({"seconds": seconds, "cpu": cpu}))


def count_cpu() -> float:
    """Return the CPU seconds of this process and of the warm process with its kernels so far."""
    from gcm_analysis.run.warm.process import warm_process

    stat = Path(f"/proc/{warm_process().pid}/stat")
    if not stat.exists():
        return time.process_time()
    fields = stat.read_text().rpartition(")")[2].split()
    ticks = sum(int(field) for field in fields[11:15])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def prepare(item: Item) -> None:
    """Make the folder of an executed notebook."""
    Path(item["output"]).parent.mkdir(parents=True, exist_ok=True)


CONTENDERS: dict[str, Callable[[Plan], None]] = {
    "papermill, command line": run_command_line,
    "papermill, command line, with JupyterLab": run_command_line,
    "papermill, API, 1 process": run_api,
    "papermill, API, 2 processes": run_api_by_language,
    "ploomber-engine, 1 process": run_ploomber,
    "gcm-analysis, 1 worker, cold": lambda plan: run_ours(plan, workers=1, times=1),
    "gcm-analysis, 2 workers, cold": lambda plan: run_ours(plan, workers=2, times=1),
    "gcm-analysis, 1 worker, warm": lambda plan: run_ours(plan, workers=1, times=2),
    "gcm-analysis, 2 workers, warm": lambda plan: run_ours(plan, workers=2, times=2),
}

if __name__ == "__main__":
    CONTENDERS[sys.argv[1]](json.loads(Path(sys.argv[2]).read_text("utf-8")))
