"""Time and memory of planning the executions of up to a thousand forums.

    python benchmarks/scale.py [--forums 1 10 100 1000]

Each forum has 23 countries and two languages: 56 executions. They are planned, put on one agenda
and worked off without being executed, as a cluster with a worker for each would ask for them.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gcm_analysis.reference import members
from gcm_analysis.run.agenda import Agenda
from gcm_analysis.run.plan import Execution, RunRequest, plan_executions

HERE = Path()


def plan_forums(n_forums: int) -> Iterator[Execution]:
    """Yield the executions of many forums, each forum's keys its own."""
    countries = (*members("RCM"), *members("SACM"))
    for number in range(n_forums):
        name = f"forum-{number}"
        request = RunRequest(HERE, name, ("es", "en"), "internal", countries, "")
        for one in plan_executions(request, HERE / "notebooks", HERE / name):
            after = tuple(f"{name}/{key}" for key in one.after)
            yield replace(one, key=f"{name}/{one.key}", after=after)


def work_off(n_forums: int) -> int:
    """Plan and work off; return how many executions there were."""
    executions = list(plan_forums(n_forums))
    agenda = Agenda(executions)
    while agenda.n_left:
        while ready := agenda.take():
            agenda.finish(ready)
    return len(executions)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forums", nargs="+", type=int, default=[1, 10, 100, 1000])
    work_off(1)
    print("| forums | executions | seconds | microseconds each | peak MB | kB each |")
    print("|---:|---:|---:|---:|---:|---:|")
    for n_forums in parser.parse_args().forums:
        started = time.process_time()
        n = work_off(n_forums)
        seconds = time.process_time() - started
        tracemalloc.start()
        work_off(n_forums)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"| {n_forums} | {n} | {seconds:.3f} | {1e6 * seconds / n:.1f} "
            f"| {peak / 1e6:.2f} | {peak / 1e3 / n:.2f} |"
        )


if __name__ == "__main__":
    main()
