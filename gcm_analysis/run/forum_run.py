"""One run: check, execute, assemble, publish, forum after forum."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from gcm_analysis.charts.static import StaticDrawer
from gcm_analysis.errors import GcmError
from gcm_analysis.forum import Forum, expected_governments
from gcm_analysis.priorities.splits import SPLIT_SEED
from gcm_analysis.priorities.stability.reading import READING_SEED
from gcm_analysis.run.assembling import Assembly
from gcm_analysis.run.changes import PREVIOUS, keep_forum, keep_previous
from gcm_analysis.run.drawing import FigureFiles
from gcm_analysis.run.engine import execute_all
from gcm_analysis.run.facts import Making
from gcm_analysis.run.inputs import hash_inputs
from gcm_analysis.run.lock import hold_forum
from gcm_analysis.run.manifest import (
    Manifest,
    are_outputs_intact,
    hash_files,
    hash_program,
    read_manifest,
    record_versions,
)
from gcm_analysis.run.options import RunOptions
from gcm_analysis.run.order import choose_audience, choose_forums
from gcm_analysis.run.plan import Execution, RunRequest, plan_executions
from gcm_analysis.run.progress import RunProgress
from gcm_analysis.run.publish import Staging, complete_publication, open_staging, publish
from gcm_analysis.store import TableStore
from gcm_analysis.survey import Problem, check_forum
from gcm_analysis.workspace import Workspace


@dataclass(eq=False)
class CheckFailed(GcmError):
    """A forum's folder has errors: nothing was executed."""

    forum: str
    problems: tuple[Problem, ...]

    def sentence(self) -> str:
        """Tell the first error, and how to see the others."""
        first, n_more = self.problems[0], len(self.problems) - 1
        more = f" ({n_more} more: `gcm-analysis check {self.forum}`)" if n_more else ""
        return f"{self.forum}: {first.told}{more}"


def run_forums(
    workspace: Workspace, options: RunOptions, *, progress: RunProgress | None = None
) -> tuple[str, ...]:
    """Make the reports of forums.

    Parameters
    ----------
    workspace : Workspace
    options : RunOptions
    progress : RunProgress or None
        Where to show how far it is; none: standard error.

    Returns
    -------
    tuple of str
        The forums that were published; those where nothing changed are left out.

    Raises
    ------
    GcmError
        The user's input is wrong.
    RunUnderWay, NotebookFailed, PageRefused
        Something else failed; the last good report stays.
    """
    options.check()
    forums = choose_forums(workspace, options.forums)
    audiences = [
        choose_audience(
            forum,
            options.audience_name,
            is_asked=not options.forums or forum.forum in options.forums,
        )
        for forum in forums
    ]
    published = []
    with ExitStack() as stack:
        shown = stack.enter_context(progress or RunProgress())
        drawer = stack.enter_context(StaticDrawer()) if options.with_figures else None
        if drawer is not None and drawer.hint:
            shown.say(drawer.hint)
        for forum, audience in zip(forums, audiences, strict=True):
            own = replace(options, audience=audience)
            one = ForumRun(workspace, forum, own, shown, drawer)
            stack.enter_context(hold_forum(workspace.processed, forum.forum))
            if one.run():
                published.append(forum.forum)
    return tuple(published)


@dataclass(frozen=True)
class ForumRun:
    """One run of one forum.

    Parameters
    ----------
    workspace : Workspace
    forum : Forum
    options : RunOptions
    progress : RunProgress
    drawer : StaticDrawer or None
        None: no figure files.
    """

    workspace: Workspace
    forum: Forum
    options: RunOptions
    progress: RunProgress
    drawer: StaticDrawer | None

    @property
    def live_tables(self) -> Path:
        """The folder of tables that this run replaces."""
        return self.workspace.processed_forum(self.forum.forum)

    @property
    def live_report(self) -> Path:
        """The folder that readers open."""
        return self.workspace.reports / self.forum.forum / self.options.audience

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries whose pages are made; for the public, none."""
        if self.options.audience == "public":
            return ()
        return self.options.countries_of(expected_governments(self.forum))

    def run(self) -> bool:
        """Run the forum; tell whether anything was published."""
        name, started = self.forum.forum, time.perf_counter()
        staging_home = self.workspace.processed / f".{name}.{self.options.audience}"
        complete_publication(staging_home)
        problems = check_forum(self.workspace, name)
        if errors := tuple(one for one in problems if one.severity == "error"):
            raise CheckFailed(name, errors)
        record = self.describe()
        last = read_manifest(self.counted_in(self.live_tables) / "run.json")
        if last is not None and not self.options.force and self.is_unchanged(record, last):
            self.progress.say(f"{name}: nothing has changed since run {last.number}")
            return False
        staging = open_staging(staging_home, last_number=last.number if last else 0)
        self.fill(staging, record)
        publish(staging, {staging.tables: self.live_tables, staging.report: self.live_report})
        seconds = time.perf_counter() - started
        self.progress.say(f"{name}: published as run {staging.number} in {seconds:.0f} s")
        return True

    def counted_in(self, tables: Path) -> Path:
        """Return the folder of the tables that depend on the audience."""
        is_internal = self.options.audience == "internal"
        return tables if is_internal else tables / self.options.audience

    def describe(self) -> Manifest:
        """Return the record of this run as far as it is known before it runs."""
        return Manifest(
            forum=self.forum.forum,
            number=0,
            parameters={
                "audience": self.options.audience,
                "languages": list(self.options.languages_of(self.forum)),
                "countries": list(self.countries),
                "as_of": self.options.as_of,
                "with_figures": self.options.with_figures,
            },
            inputs=hash_inputs(self.workspace, self.forum),
            versions={**record_versions(), "program_sha256": hash_program()},
            mapping_model=self.forum.mapping.model,
            cut_off="",
        )

    def is_unchanged(self, record: Manifest, last: Manifest) -> bool:
        """Tell whether a run would give what the last one gave."""
        return (
            (record.parameters, record.inputs, record.versions)
            == (last.parameters, last.inputs, last.versions)
        ) and are_outputs_intact(last.outputs, self.workspace.root)

    def fill(self, staging: Staging, record: Manifest) -> None:
        """Execute and assemble into the folder of this run."""
        self.keep_other_audiences(staging)
        keep_previous(
            self.live_tables,
            self.counted_in(self.live_tables),
            self.counted_in(staging.tables) / PREVIOUS,
        )
        keep_forum(self.forum, self.counted_in(staging.tables))
        executions = plan_executions(
            RunRequest(
                root=self.workspace.root,
                forum=self.forum.forum,
                languages=self.options.languages_of(self.forum),
                audience=self.options.audience,
                countries=self.countries,
                as_of=self.options.as_of,
            ),
            self.workspace.notebooks,
            staging.tables,
        )
        self.progress.begin(self.forum.forum, len(executions))
        seconds = execute_all(
            executions,
            engine=self.options.engine_name,
            workers=self.options.n_workers,
            on_start=self.progress.start,
            on_done=self.progress.finish,
        )
        making = self.assemble(staging, executions)
        Manifest(
            **{
                **record.__dict__,
                "number": staging.number,
                "cut_off": str(making.cut_off or ""),
                "outputs": self.hash_outputs(staging),
                "seconds": {key: round(value, 3) for key, value in seconds.items()},
            }
        ).write(self.counted_in(staging.tables) / "run.json")

    def keep_other_audiences(self, staging: Staging) -> None:
        """Carry over what other audiences' runs left in the folder of tables."""
        if not self.live_tables.exists():
            return
        shutil.copytree(self.live_tables, staging.tables, dirs_exist_ok=True)
        shutil.rmtree(staging.tables / "notebooks" / self.options.audience, ignore_errors=True)
        if self.options.audience == "internal":
            for path in (*staging.tables.glob("*.parquet"), *staging.tables.glob("*.json")):
                path.unlink()
        else:
            shutil.rmtree(staging.tables / self.options.audience, ignore_errors=True)

    def assemble(self, staging: Staging, executions: tuple[Execution, ...]) -> Making:
        """Write the report's folder from the executed notebooks."""
        store = TableStore(staging.tables)
        making = Making(
            forum=self.forum,
            audience=self.options.audience_name,
            as_of=self.options.as_of,
            store=store,
            versions={**record_versions(), "mapping_model": self.forum.mapping.model},
            seeds={"permutation": SPLIT_SEED, "resampling": READING_SEED},
            with_pages=tuple({one.country for one in executions if one.country}),
        )
        assembly = Assembly(
            making=making,
            executions=executions,
            languages=self.options.languages_of(self.forum),
            report=staging.report,
            figures=self.figures(),
            counted=TableStore(self.counted_in(staging.tables)),
        )
        started = time.perf_counter()
        for step in assembly.assemble():
            self.progress.step(step, time.perf_counter() - started)
            started = time.perf_counter()
        return making

    def figures(self) -> FigureFiles | None:
        """Return who draws this run's figures."""
        if self.drawer is None:
            return None
        return FigureFiles(self.drawer, kept=self.workspace.processed / ".drawings")

    def hash_outputs(self, staging: Staging) -> dict[str, str]:
        """Return the sha256 of what this run publishes, by its place below the root."""
        hashed: dict[str, str] = {}
        for folder, live in (
            (staging.tables, self.live_tables),
            (staging.report, self.live_report),
        ):
            below = live.relative_to(self.workspace.root).as_posix()
            files = [path for path in folder.rglob("*") if path.is_file()]
            hashed |= {
                f"{below}/{name}": digest for name, digest in hash_files(files, folder).items()
            }
        return dict(sorted(hashed.items()))
