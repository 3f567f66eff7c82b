"""One run: check, execute, assemble, publish, forum after forum.

What a run needs only once something has changed is loaded then: a night in which nothing was
received takes less than a second.
"""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import Forum, expected_governments
from gcm_analysis.run.disk import told_of_disk
from gcm_analysis.run.inputs import hash_inputs, require_same_inputs
from gcm_analysis.run.lock import hold_forum
from gcm_analysis.run.manifest import (
    KnownFiles,
    Manifest,
    are_outputs_intact,
    hash_environment,
    hash_program,
    read_manifest,
    record_versions,
)
from gcm_analysis.run.options import RunOptions
from gcm_analysis.run.order import choose_audience, choose_forums
from gcm_analysis.run.progress import RunProgress
from gcm_analysis.run.publish import (
    Staging,
    complete_publication,
    journal_of,
    open_staging,
    publish,
)
from gcm_analysis.workspace import Workspace

if TYPE_CHECKING:
    from gcm_analysis.run.drawing import Drawer, FigureFiles, LateDrawer
    from gcm_analysis.survey import Problem


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
    RunUnderWay, NotebookFailed, PageRefused, DiskRefused
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
        drawer = stack.enter_context(open_drawer()) if options.with_figures else None
        for forum, audience in zip(forums, audiences, strict=True):
            own = replace(options, audience=audience)
            one = ForumRun(workspace, forum, own, shown, drawer)
            with told_of_disk(workspace.root):
                stack.enter_context(hold_forum(workspace.processed, forum.forum))
                if one.run():
                    published.append(forum.forum)
    return tuple(published)


def open_drawer() -> LateDrawer:
    """Return who draws figures, once there is one to be drawn."""
    from gcm_analysis.run.drawing import LateDrawer

    return LateDrawer()


@dataclass(frozen=True)
class ForumRun:
    """One run of one forum.

    Parameters
    ----------
    workspace : Workspace
    forum : Forum
    options : RunOptions
    progress : RunProgress
    drawer : Drawer or None
        None: no figure files.
    """

    workspace: Workspace
    forum: Forum
    options: RunOptions
    progress: RunProgress
    drawer: Drawer | None

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

    @property
    def staging_home(self) -> Path:
        """The folder of this forum's runs for this audience, beside what they replace."""
        return self.workspace.processed / f".{self.forum.forum}.{self.options.audience}"

    @property
    def traces_path(self) -> Path:
        """Where it is kept what the last run was made of; may be deleted at any time."""
        name = f"{self.forum.forum}.{self.options.audience}.json"
        return self.workspace.processed / ".executions" / name

    @cached_property
    def known(self) -> KnownFiles:
        """Hashes of the files that earlier runs have written."""
        return KnownFiles(self.workspace.processed / ".executions" / f"{self.forum.forum}.files")

    def run(self) -> bool:
        """Run the forum; tell whether anything was published."""
        started = time.perf_counter()
        name = self.forum.forum
        complete_publication(self.staging_home)
        record = self.look()
        last = read_manifest(self.counted_in(self.live_tables) / "run.json")
        if last is not None and not self.options.force and self.is_unchanged(record, last):
            self.known.keep()
            self.progress.say(f"{name}: nothing has changed since run {last.number}")
            return False
        self.prepare()
        staging = open_staging(self.staging_home, last_number=last.number if last else 0)
        try:
            told = self.fill(staging, record)
        except BaseException:
            if not journal_of(self.staging_home).exists():
                shutil.rmtree(self.staging_home, ignore_errors=True)
            raise
        seconds = time.perf_counter() - started
        self.progress.say(f"{name}: published as run {staging.number} in {seconds:.0f} s: {told}")
        self.tell_changes()
        return True

    def look(self) -> Manifest:
        """Return what would go into a run.

        Raises
        ------
        CheckFailed
            Something that should is not there, or cannot be read.
        """
        try:
            return self.describe()
        except GcmError:
            self.prepare()
            raise

    def prepare(self) -> None:
        """Begin to load what executes, and meanwhile look through the folder.

        Raises
        ------
        CheckFailed
            It has errors.
        """
        from gcm_analysis.run.checking import check_all
        from gcm_analysis.run.engine import prepare_engine

        if not self.options.scheduler:
            prepare_engine(self.options.engine_name)
        if self.drawer is not None and self.drawer.hint:
            self.progress.say(self.drawer.hint)
        problems = check_all(self.workspace, self.forum.forum)
        if errors := tuple(one for one in problems if one.severity == "error"):
            raise CheckFailed(self.forum.forum, errors)

    def fill(self, staging: Staging, record: Manifest) -> str:
        """Execute, assemble and publish; return what was done, in words."""
        from gcm_analysis.run.filling import Filling

        filling = Filling(self, staging, record)
        manifest = filling.fill()
        require_same_inputs(self.workspace, self.forum, record.inputs)
        publish(staging, {staging.tables: self.live_tables, staging.report: self.live_report})
        filling.traces.write(self.traces_path)
        for place, digest in manifest.outputs.items():
            self.known.add(self.workspace.root / place, digest)
        self.known.keep()
        return filling.tell()

    def tell_changes(self) -> None:
        """Write on standard output what the published run has changed."""
        from gcm_analysis.run.telling_changes import tell_published

        tell_published(self.counted_in(self.live_tables))

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
            versions={
                **record_versions(),
                "program_sha256": hash_program(),
                "environment_sha256": hash_environment(),
            },
            mapping_model=self.forum.mapping.model,
            cut_off="",
        )

    def is_unchanged(self, record: Manifest, last: Manifest) -> bool:
        """Tell whether a run would give what the last one gave."""
        return (
            (record.parameters, record.inputs, record.versions)
            == (last.parameters, last.inputs, last.versions)
        ) and are_outputs_intact(last.outputs, self.workspace.root, self.known.hash_file)

    def figures(self) -> FigureFiles | None:
        """Return who draws this run's figures."""
        if self.drawer is None:
            return None
        from gcm_analysis.run.drawing import FigureFiles

        return FigureFiles(self.drawer, kept=self.workspace.processed / ".drawings")
