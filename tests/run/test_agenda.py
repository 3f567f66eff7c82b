"""Every execution comes after those it waits for, and none waits for longer."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from gcm_analysis.run.agenda import Agenda
from gcm_analysis.run.plan import Execution, RunRequest, plan_executions

HERE = Path()


def plan(languages: tuple[str, ...], countries: tuple[str, ...]) -> tuple[Execution, ...]:
    request = RunRequest(HERE, "foro", languages, "internal", countries, "")
    return plan_executions(request, HERE, HERE)


def work_off(executions: tuple[Execution, ...], workers: int, chance: random.Random) -> list[str]:
    """Work off a plan with executions that end in any order; return the keys as they ended."""
    agenda, running, ended = Agenda(executions), [], []
    while agenda.n_left:
        while len(running) < workers and (ready := agenda.take()):
            assert set(ready.after) <= set(ended)
            running.append(ready)
        done = running.pop(chance.randrange(len(running)))
        agenda.finish(done)
        ended.append(done.key)
    return ended


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_all_is_done_once_whatever_ends_first(workers: int) -> None:
    executions = plan(("es", "en"), ("MEX", "COL", "PER"))
    for seed in range(20):
        ended = work_off(executions, workers, random.Random(seed))
        assert sorted(ended) == sorted(one.key for one in executions)


def test_with_enough_workers_a_run_takes_four_steps_in_any_number_of_languages() -> None:
    """Responses, objectives, priorities, then all the rest at once."""
    executions = plan(("es", "en"), ("MEX", "COL"))
    agenda, steps = Agenda(executions), []
    while agenda.n_left:
        step = []
        while ready := agenda.take():
            step.append(ready)
        for execution in step:
            agenda.finish(execution)
        steps.append(sorted(one.key.partition("/")[2] for one in step))
    assert len(steps) == 4
    assert steps[0] == ["01_responses"] * 2
    assert steps[2] == ["03_priorities"] * 2 + ["05_forums"] * 2


def test_the_second_language_waits_for_tables_of_the_first_alone() -> None:
    executions = plan(("es", "en"), ("MEX",))
    assert {key.partition("/")[0] for one in executions for key in one.after} == {"es"}


def test_a_plan_that_waits_for_what_is_not_in_it_is_refused() -> None:
    (first, second, *_) = plan(("es",), ())
    assert Agenda([first, second]).n_left == 2
    with pytest.raises(AssertionError, match="not planned"):
        Agenda([second])
