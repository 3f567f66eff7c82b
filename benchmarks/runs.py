"""Time, CPU and memory of executing the suite's notebooks: papermill, ploomber-engine, this engine.

    python benchmarks/runs.py [--countries 1 9 23] [--without NAME ...] [--lab PYTHON]

A forum of 23 governments is made in a temporary workspace; its five stages and the pages of so
many countries are executed in two languages by each contender, in processes of its own and into
folders of its own. Ratios hold within one call; the load of the machine is printed with them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contenders import CONTENDERS
from measuring import CommandFailed, Measured, measure, tell_load
from synthetic_forum import EARLIER, FORUM, ROOT, change_answer, make_workspace

from gcm_analysis.run.plan import Execution, RunRequest, plan_executions

LANGUAGES = ("es", "en")
HERE = Path(__file__).resolve().parent
PROGRAM = HERE / "contenders.py"
COMMAND_LINE, LAB = "papermill, command line", "papermill, command line, with JupyterLab"
PLOOMBER = "ploomber-engine, 1 process"
PYTHONS = ("bin/python", "Scripts/python.exe")
BASES = {
    "gcm-analysis, 1 worker, cold": "papermill, API, 1 process",
    "gcm-analysis, 1 worker, warm": "papermill, API, 1 process",
    "gcm-analysis, 2 workers, cold": "papermill, API, 2 processes",
    "gcm-analysis, 2 workers, warm": "papermill, API, 2 processes",
}
"""Which contender has as many processes."""


@dataclass(frozen=True)
class Trial:
    """One contender on one plan.

    Parameters
    ----------
    contender : str
    n_countries : int
        Countries with a page in each language.
    n_notebooks : int
    measured : Measured
    """

    contender: str
    n_countries: int
    n_notebooks: int
    measured: Measured


class Course:
    """The workspace that every contender runs in.

    Parameters
    ----------
    root : Path
    lab : Path or None
        Interpreter of an environment with JupyterLab and papermill.
    """

    def __init__(self, root: Path, lab: Path | None) -> None:
        self.root = root
        self.governments = make_workspace(root)
        self.pythons = {LAB: lab, PLOOMBER: install_ploomber(root / "ploomber")}

    def python_of(self, contender: str) -> Path | None:
        """Return the interpreter of a contender; None: it cannot run here."""
        return self.pythons.get(contender, Path(sys.executable))

    def plan(self, forum: str, tables: Path, n_countries: int) -> tuple[Execution, ...]:
        """Return the executions of a forum, the tables of each language in a folder of its own."""
        return tuple(
            execution
            for language in LANGUAGES
            for execution in plan_executions(
                RunRequest(
                    root=self.root,
                    forum=forum,
                    languages=(language,),
                    audience="internal",
                    countries=self.governments[:n_countries],
                    as_of="",
                ),
                self.root / "notebooks",
                tables / language,
            )
        )

    def prepare(self) -> None:
        """Execute the earlier forum, whose tables the last stage reads."""
        tables = self.root / "data" / "processed" / EARLIER
        request = RunRequest(self.root, EARLIER, ("es",), "internal", (), "")
        executions = plan_executions(request, self.root / "notebooks", tables)
        plan = self.write_plan("earlier", executions)
        measure(
            [sys.executable, str(PROGRAM), "gcm-analysis, 1 worker, cold", str(plan)],
            folder=self.root,
        )

    def write_plan(self, name: str, executions: Sequence[Execution]) -> Path:
        """Write a plan as contenders read it."""
        items = [
            {
                "key": one.key,
                "notebook": str(one.notebook),
                "parameters": one.parameters,
                "output": str(one.output),
                "after": one.after,
            }
            for one in executions
        ]
        path = self.root / f"{name}.json"
        path.write_text(json.dumps(items), "utf-8")
        return path

    def try_out(self, contender: str, n_countries: int) -> Trial:
        """Let a contender execute the forum with so many country pages."""
        name = f"{contender.replace(', ', '-').replace(' ', '-')}-{n_countries}"
        executions = self.plan(FORUM, self.root / "trials" / name, n_countries)
        plan = self.write_plan(name, executions)
        python = self.python_of(contender)
        measured = measure([str(python), str(PROGRAM), contender, str(plan)], folder=self.root)
        if contender.endswith("warm"):
            last = json.loads(measured.said.splitlines()[-1])
            measured = replace(measured, wall=last["seconds"], cpu=last["cpu"])
        return Trial(contender, n_countries, len(executions), measured)


def install_ploomber(folder: Path) -> Path | None:
    """Return an interpreter that has ploomber-engine and this environment's packages."""
    import site

    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        python = next(path for name in PYTHONS if (path := folder / name).exists())
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        packages = subprocess.run([str(python), "-c", where], check=True, capture_output=True)
        ours = "\n".join([*site.getsitepackages(), str(ROOT)])
        (Path(packages.stdout.decode().strip()) / "ours.pth").write_text(ours)
        install = [str(python), "-m", "pip", "install", "--quiet", "ploomber-engine"]
        subprocess.run(install, check=True, capture_output=True, timeout=300)
        check = [str(python), "-c", "import ploomber_engine"]
        subprocess.run(check, check=True, capture_output=True)
    except (subprocess.SubprocessError, OSError, StopIteration):
        return None
    return python


def try_all(course: Course, sizes: Sequence[int], without: Sequence[str]) -> Iterator[Trial]:
    """Yield the trials, the contenders one after the other for each size."""
    for n_countries in sizes:
        for contender in CONTENDERS:
            if contender in without:
                continue
            if course.python_of(contender) is None:
                print(f"{contender}: not installed here, left out", file=sys.stderr)
                continue
            try:
                trial = course.try_out(contender, n_countries)
            except CommandFailed as error:
                print(f"{contender}: failed: {error}", file=sys.stderr)
                continue
            taken = trial.measured
            said = (
                f"{contender}, {n_countries} countries: {taken.wall:.1f} s, "
                f"CPU {tell(taken.cpu)} s, {tell(taken.peak_mb, 0)} MB"
            )
            print(f"{said} ({tell_load()})", file=sys.stderr)
            yield trial


def write_trials(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield the lines of the table of all trials."""
    yield (
        "| contender | notebooks | wall s | CPU s | peak MB | notebooks/min "
        "| x papermill's API, wall | CPU |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    known = {(trial.contender, trial.n_countries): trial.measured for trial in trials}
    for trial in trials:
        taken = trial.measured
        base = known.get((BASES.get(trial.contender, ""), trial.n_countries))
        pace = 60 * trial.n_notebooks / taken.wall
        yield (
            f"| {trial.contender} | {trial.n_notebooks} | {taken.wall:.1f} | {tell(taken.cpu)} "
            f"| {tell(taken.peak_mb, 0)} | {pace:.0f} "
            f"| {tell(base and base.wall / taken.wall)} "
            f"| {tell(base and base.cpu and taken.cpu and base.cpu / taken.cpu)} |"
        )


def write_growth(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield, for each contender, what one further country page takes."""
    yield "| contender | CPU s per further country page | wall s per further country page |"
    yield "|---|---:|---:|"
    for contender in CONTENDERS:
        own = [trial for trial in trials if trial.contender == contender]
        if len(own) < 2 or own[0].measured.cpu is None or own[-1].measured.cpu is None:
            continue
        n_more = own[-1].n_notebooks - own[0].n_notebooks
        cpu = (own[-1].measured.cpu - own[0].measured.cpu) / n_more
        wall = (own[-1].measured.wall - own[0].measured.wall) / n_more
        yield f"| {contender} | {cpu:.2f} | {wall:.2f} |"


def write_commands(root: Path) -> Iterator[str]:
    """Yield what the whole command takes: cold, with nothing changed, with one answer changed."""
    yield "| command | wall s | CPU s | peak MB | what it said |"
    yield "|---|---:|---:|---:|---|"
    program = [sys.executable, "-m", "gcm_analysis"]
    run = [*program, "run", "--no-figures", FORUM]
    measure([*program, "run", "--no-figures", EARLIER], folder=root)
    trials: tuple[tuple[str, list[str], bool], ...] = (
        (f"`run` of {FORUM}, 23 country pages in two languages", run, False),
        ("the same again, nothing changed", run, False),
        ("the same again, one government's answer in words changed", run, True),
        ("the same again, everything (`--force`)", [*run, "--force"], False),
        ("`--help`", [*program, "--help"], False),
    )
    for name, command, is_touched in trials:
        if is_touched:
            change_answer(root)
        taken = measure(command, folder=root)
        told = taken.complained.strip().splitlines()[-1:] or [""]
        said = told[0].partition(": ")[2]
        yield (
            f"| {name} | {taken.wall:.2f} | {tell(taken.cpu, 2)} | {tell(taken.peak_mb, 0)} "
            f"| {said} |"
        )


def tell(value: float | None, digits: int = 1) -> str:
    """Write a number, or a dash for none."""
    return "–" if value is None else f"{value:.{digits}f}"


def find_lab() -> Path | None:
    """Return the interpreter of the checkout's environment with JupyterLab."""
    candidates = (ROOT / ".venv-lab" / name for name in PYTHONS)
    return next((path for path in candidates if path.exists()), None)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--countries", nargs="+", type=int, default=[1, 9, 23])
    parser.add_argument("--without", nargs="*", default=[], choices=list(CONTENDERS))
    parser.add_argument("--lab", type=Path, default=find_lab())
    parser.add_argument("--commands", action="store_true", help="Only what the command takes.")
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="gcm-runs-") as folder:
        if options.commands:
            make_workspace(Path(folder))
            print(*write_commands(Path(folder)), f"{tell_load()} after", sep="\n")
            return
        course = Course(Path(folder), options.lab)
        course.prepare()
        before = tell_load()
        trials = list(try_all(course, sorted(options.countries), options.without))
        print(f"{before} before, {tell_load()} after\n")
        for table in (write_trials(trials), write_growth(trials), write_commands(course.root)):
            print(*table, "", sep="\n")
    print(f"measured in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
