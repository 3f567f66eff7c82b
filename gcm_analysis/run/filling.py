"""The folder of one run, filled: tables, executed notebooks, report and record."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from gcm_analysis.mapping.codebook import load_codebook
from gcm_analysis.priorities.splits import SPLIT_SEED
from gcm_analysis.priorities.stability.reading import READING_SEED
from gcm_analysis.run.assembling import Assembly
from gcm_analysis.run.changes import PREVIOUS, find_published, keep_forum, keep_previous
from gcm_analysis.run.engine import Executor, execute_all
from gcm_analysis.run.facts import Making
from gcm_analysis.run.fingerprints import Fingerprints
from gcm_analysis.run.kept_files import KeptFiles
from gcm_analysis.run.manifest import (
    Manifest,
    are_outputs_intact,
    hash_files,
    read_manifest,
    record_versions,
)
from gcm_analysis.run.plan import Execution, RunRequest, plan_executions
from gcm_analysis.run.reuse import Reuse, Traces, read_traces
from gcm_analysis.run.telling_changes import write_changes
from gcm_analysis.store import TableStore

if TYPE_CHECKING:
    from gcm_analysis.run.forum_run import ForumRun
    from gcm_analysis.run.publish import Staging


@dataclass(frozen=True)
class Filling:
    """What one run does between its check and its publication.

    Parameters
    ----------
    run : ForumRun
    staging : Staging
        The folder of this run.
    record : Manifest
        What went in.
    """

    run: ForumRun
    staging: Staging
    record: Manifest

    @cached_property
    def last(self) -> Traces:
        """What the last published run was made of; nothing where everything is asked anew."""
        return Traces() if self.run.options.force else read_traces(self.run.traces_path)

    @cached_property
    def reuse(self) -> Reuse:
        """Which executions are taken from the last published run."""
        fingerprints = Fingerprints(
            self.run.workspace,
            self.run.forum,
            tables=self.staging.tables,
            counted=self.run.counted_in(self.staging.tables),
            inputs=self.record.inputs,
            known=self.run.known,
        )
        return Reuse(
            self.last,
            live=self.run.live_tables,
            tables=self.staging.tables,
            fingerprints=fingerprints,
            known=self.run.known,
        )

    @cached_property
    def kept(self) -> KeptFiles:
        """Which files of the report are taken from the last published run."""
        return KeptFiles(
            self.last.files,
            live=self.run.live_report,
            report=self.staging.report,
            known=self.run.known,
        )

    @property
    def traces(self) -> Traces:
        """What this run was made of."""
        return replace(self.reuse.made, files=self.kept.made)

    @cached_property
    def executions(self) -> tuple[Execution, ...]:
        """The executions of the run."""
        request = RunRequest(
            root=self.run.workspace.root,
            forum=self.run.forum.forum,
            languages=self.run.options.languages_of(self.run.forum),
            audience=self.run.options.audience,
            countries=self.run.countries,
            as_of=self.run.options.as_of,
        )
        return plan_executions(request, self.run.workspace.notebooks, self.staging.tables)

    def fill(self) -> Manifest:
        """Execute and assemble; return the record, which is written as well."""
        run, counted = self.run, self.run.counted_in(self.staging.tables)
        self.keep_other_audiences()
        if self.is_last_whole():
            keep_previous(run.live_tables, run.counted_in(run.live_tables), counted / PREVIOUS)
        else:
            shutil.rmtree(counted / PREVIOUS, ignore_errors=True)
        keep_forum(run.forum, counted)
        run.progress.begin(run.forum.forum, len(self.executions))
        with self.open_executor() as (executor, workers):
            seconds = execute_all(
                self.executions,
                engine=run.options.engine_name,
                workers=workers,
                on_start=run.progress.start,
                on_done=run.progress.finish,
                on_reused=run.progress.reuse,
                earlier=self.reuse,
                executor=executor,
            )
        making = self.assemble()
        self.write_changes(making)
        manifest = replace(
            self.record,
            number=self.staging.number,
            cut_off=str(making.cut_off or ""),
            outputs=self.hash_outputs(),
            seconds={key: round(value, 3) for key, value in seconds.items()},
            reused=sorted(self.reuse.taken),
        )
        manifest.write(counted / "run.json")
        return manifest

    @contextmanager
    def open_executor(self) -> Iterator[tuple[Executor | None, int]]:
        """Give who executes (None: this machine), and how many notebooks at once."""
        options, forum = self.run.options, self.run.forum
        if not options.scheduler:
            yield None, options.n_workers
            return
        from gcm_analysis.run.cluster import executing_on

        names = (forum.forum, *forum.earlier_forums)
        with executing_on(
            options, self.run.workspace, tables=self.staging.tables, forums=names
        ) as cluster:
            yield cluster

    def write_changes(self, making: Making) -> None:
        """Write beside the tables what this run changes."""
        counted = self.run.counted_in(self.staging.tables)
        changes = find_published(
            self.staging.tables,
            counted,
            number=self.staging.number,
            cut_off=str(making.cut_off or ""),
            audience=self.run.options.audience_name,
        )
        language = self.run.options.languages_of(self.run.forum)[0]
        write_changes(changes, counted, language=language)

    def is_last_whole(self) -> bool:
        """Tell whether the tables of the last run still are what it wrote."""
        root, live = self.run.workspace.root, self.run.live_tables
        last = read_manifest(self.run.counted_in(live) / "run.json")
        if last is None:
            return False
        below = f"{live.relative_to(root).as_posix()}/"
        tables = {
            name: digest
            for name, digest in last.outputs.items()
            if name.startswith(below) and name.endswith(".parquet")
        }
        return are_outputs_intact(tables, root, self.run.known.hash_file)

    def tell(self) -> str:
        """Return how much was executed and how much was reused."""
        n_reused = len(self.reuse.taken)
        n_executed = len(self.executions) - n_reused
        n_kept = len(self.kept.taken)
        return (
            f"{n_executed} notebooks executed, {n_reused} reused; "
            f"{len(self.kept.made) - n_kept} files made, {n_kept} reused"
        )

    def keep_other_audiences(self) -> None:
        """Carry over what other audiences' runs left in the folder of tables."""
        live, tables, audience = (
            self.run.live_tables, self.staging.tables, self.run.options.audience,
        )  # fmt: skip
        if not live.exists():
            return
        shutil.copytree(live, tables, dirs_exist_ok=True)
        shutil.rmtree(tables / "notebooks" / audience, ignore_errors=True)
        if audience == "internal":
            for path in (*tables.glob("*.parquet"), *tables.glob("*.json")):
                path.unlink()
        else:
            shutil.rmtree(tables / audience, ignore_errors=True)

    def assemble(self) -> Making:
        """Write the report's folder from the executed notebooks."""
        run = self.run
        making = Making(
            forum=run.forum,
            audience=run.options.audience_name,
            as_of=run.options.as_of,
            store=TableStore(self.staging.tables),
            versions={
                **record_versions(),
                "codebook": load_codebook().version,
                "mapping_model": run.forum.mapping.model,
            },
            seeds={"permutation": SPLIT_SEED, "resampling": READING_SEED},
            with_pages=tuple({one.country for one in self.executions if one.country}),
        )
        assembly = Assembly(
            making=making,
            executions=self.executions,
            languages=run.options.languages_of(run.forum),
            report=self.staging.report,
            figures=run.figures(),
            counted=TableStore(run.counted_in(self.staging.tables)),
            kept=self.kept,
        )
        started = time.perf_counter()
        for step in assembly.assemble():
            run.progress.step(step, time.perf_counter() - started)
            started = time.perf_counter()
        return making

    def hash_outputs(self) -> dict[str, str]:
        """Return the sha256 of what this run publishes, by its place below the root."""
        hashed: dict[str, str] = {}
        for folder, live in (
            (self.staging.tables, self.run.live_tables),
            (self.staging.report, self.run.live_report),
        ):
            below = live.relative_to(self.run.workspace.root).as_posix()
            files = [path for path in folder.rglob("*") if path.is_file()]
            hashed |= {
                f"{below}/{name}": digest for name, digest in hash_files(files, folder).items()
            }
        return dict(sorted(hashed.items()))
