"""Freezing the current report as a numbered edition that no rerun touches.

The pages are put together once more from the executed notebooks and tables of the published run,
now with the edition's number and code; nothing is executed and nothing is counted anew.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from gcm_analysis.charts.static import StaticDrawer
from gcm_analysis.errors import GcmError
from gcm_analysis.forum import Forum, load_forum
from gcm_analysis.forum.model import Audience
from gcm_analysis.mapping.codebook import load_codebook
from gcm_analysis.priorities.splits import SPLIT_SEED
from gcm_analysis.priorities.stability.reading import READING_SEED
from gcm_analysis.report import Edition
from gcm_analysis.report.edition import stamp_figures
from gcm_analysis.run.assembling import AUDIENCE_TABLES, Assembly
from gcm_analysis.run.changes import FORUM_FILE
from gcm_analysis.run.editions import (
    RELEASE_FILE,
    ReleaseRecord,
    hash_record,
    list_editions,
    records_of,
    releases_of,
)
from gcm_analysis.run.facts import Making
from gcm_analysis.run.forum_run import ForumRun
from gcm_analysis.run.inputs import WHOLE_FOLDER
from gcm_analysis.run.lock import hold_forum
from gcm_analysis.run.manifest import (
    Manifest,
    are_outputs_intact,
    hash_files,
    read_manifest,
    record_versions,
)
from gcm_analysis.run.options import RunOptions
from gcm_analysis.run.order import choose_audience
from gcm_analysis.run.plan import Execution, RunRequest, plan_executions
from gcm_analysis.run.progress import RunProgress
from gcm_analysis.run.publish import complete_publication
from gcm_analysis.run.unreviewed import refuse_unreviewed
from gcm_analysis.store import TableStore
from gcm_analysis.workspace import Workspace

FACTS_FILE = "facts.json"
OF_ALL_AUDIENCES = (*AUDIENCE_TABLES, "mapping_issues", "sources")
READ_ONLY = 0o444


@dataclass(eq=False)
class NothingToRelease(GcmError):
    """There is no report, or it is not what the forum's folder gives now."""

    forum: str
    audience: Audience
    reason: str

    def sentence(self) -> str:
        """Say which command makes the report."""
        return (
            f"The forum {self.forum!r} is not released for {self.audience}: {self.reason}; "
            f"`gcm-analysis run {self.forum} --audience {self.audience}` brings its report up to "
            "date (`--as-of DATE` leaves later answers out)."
        )


def release_forum(
    workspace: Workspace,
    name: str,
    *,
    audience: Audience = "internal",
    released_on: dt.date,
    progress: RunProgress | None = None,
) -> tuple[ReleaseRecord, bool]:
    """Freeze the current report of a forum for an audience.

    Parameters
    ----------
    workspace : Workspace
    name : str
        The forum.
    audience : {"internal", "participants", "public"}
    released_on : date
        The day that the edition bears.
    progress : RunProgress or None
        Where to show how far it is; none: standard error.

    Returns
    -------
    tuple of ReleaseRecord and bool
        The edition, and whether it is new: a report that has been released already is not
        released twice.

    Raises
    ------
    NothingToRelease
        There is no report, or it is out of date.
    TextUnreviewed
        A text that would count for a wider audience is unreviewed.
    RunUnderWay
        A run of the forum has not ended.
    """
    forum = load_forum(workspace, name)
    choose_audience(forum, audience, is_asked=True)
    with ExitStack() as stack:
        shown = stack.enter_context(progress or RunProgress())
        stack.enter_context(hold_forum(workspace.processed, name))
        complete_publication(workspace.processed / f".{name}.{audience}")
        one = ForumRun(workspace, forum, RunOptions(audience=audience), shown, None)
        if (one.live_tables / "mentions.parquet").exists():
            base = TableStore(one.live_tables)
            tables = {key: base.read(key) for key in ("respondents", "answers", "mentions")}
            refuse_unreviewed(forum, audience, **tables)
        last = read_manifest(one.counted_in(one.live_tables) / "run.json")
        if last is None:
            raise NothingToRelease(name, audience, "it has no report for this audience")
        require_current(one, last)
        if last.parameters["with_figures"]:
            one = replace(one, drawer=stack.enter_context(StaticDrawer()))
        return Releasing(one, last, released_on).release()


def require_current(one: ForumRun, last: Manifest) -> None:
    """Refuse a report that is not what the forum's folder gives now, or that was damaged.

    Raises
    ------
    NothingToRelease
        With the first thing that differs.
    """
    now, forum = one.describe(), one.forum.forum
    changed = [
        key
        for key in now.inputs.keys() | last.inputs.keys()
        if now.inputs.get(key) != last.inputs.get(key)
    ]
    if changed:
        named = min(changed, key=lambda key: (key.endswith(WHOLE_FOLDER), key))
        told = f"{named.removesuffix('/' + WHOLE_FOLDER)} has changed since run {last.number}"
        raise NothingToRelease(forum, one.options.audience_name, told)
    if now.versions != last.versions:
        told = f"the program has changed since run {last.number}"
        raise NothingToRelease(forum, one.options.audience_name, told)
    places = (one.live_report, executed_in(one), *sorted(tables_in(one)))
    below = tuple(place.relative_to(one.workspace.root).as_posix() for place in places)
    outputs = {
        key: value
        for key, value in last.outputs.items()
        if any(key == place or key.startswith(f"{place}/") for place in below)
    }
    if not are_outputs_intact(outputs, one.workspace.root):
        told = f"files of run {last.number} were changed or removed"
        raise NothingToRelease(forum, one.options.audience_name, told)


def executed_in(one: ForumRun) -> Path:
    """Return the folder of the executed notebooks of a report."""
    return one.live_tables / "notebooks" / one.options.audience


def tables_in(one: ForumRun) -> set[Path]:
    """Return the tables that a report was counted from."""
    counted = one.counted_in(one.live_tables)
    shared = {one.live_tables / f"{name}.parquet" for name in OF_ALL_AUDIENCES}
    return {path for path in shared if path.exists()} | set(counted.glob("*.parquet"))


@dataclass(frozen=True)
class Releasing:
    """The making of one edition.

    Parameters
    ----------
    one : ForumRun
        The forum, its folders, and who draws.
    last : Manifest
        The run that readers saw.
    released_on : date
    """

    one: ForumRun
    last: Manifest
    released_on: dt.date

    @property
    def forum(self) -> Forum:
        """The forum."""
        return self.one.forum

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that were published together."""
        return tuple(map(str, self.listed("languages")))

    def listed(self, parameter: str) -> list[object]:
        """Return a parameter of the run that is a list."""
        value = self.last.parameters[parameter]
        assert isinstance(value, list)
        return value

    def release(self) -> tuple[ReleaseRecord, bool]:
        """Make the edition, or return the one that holds this report already."""
        name, workspace = self.forum.forum, self.one.workspace
        made, audience = list_editions(workspace, name), self.one.options.audience_name
        number = max((edition.number for edition in made), default=0) + 1
        folder = releases_of(workspace, name) / f"{number}-{audience}"
        record = records_of(workspace, name) / folder.name
        clear(folder.parent)
        clear(record.parent)
        shutil.rmtree(record, ignore_errors=True)  # of a release that died between two renames
        tables = scratch_of(record)
        self.keep_record(tables)
        sha256 = hash_record(tables)
        for earlier in made:
            if (earlier.sha256, earlier.audience) == (sha256, audience):
                shutil.rmtree(tables)
                return earlier, False
        edition = Edition(number, sha256, self.released_on)
        written = scratch_of(folder)
        making = self.assemble(written, edition)
        release = self.describe(written, edition, making)
        release.write(written)
        tables.rename(record)
        written.rename(folder)
        for path in (*folder.rglob("*"), *record.rglob("*")):
            if path.is_file():
                path.chmod(READ_ONLY)
        return release, True

    def keep_record(self, folder: Path) -> None:
        """Copy the tables of the run and what they were counted from and with."""
        folder.mkdir(parents=True)
        for path in sorted(tables_in(self.one)):
            shutil.copyfile(path, folder / path.name)
        counted = self.one.counted_in(self.one.live_tables)
        for name in (FORUM_FILE, "run.json"):
            shutil.copyfile(counted / name, folder / name)
        kept = ("forum", "parameters", "inputs", "versions", "mapping_model", "cut_off")
        facts = {name: getattr(self.last, name) for name in kept}
        text = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / FACTS_FILE).write_text(text + "\n", encoding="utf-8", newline="\n")

    def assemble(self, folder: Path, edition: Edition) -> Making:
        """Write the edition's pages, workbook, figures and archives."""
        executions = self.list_executions()
        making = Making(
            forum=self.forum,
            audience=self.one.options.audience_name,
            as_of=str(self.last.parameters["as_of"]),
            store=TableStore(self.one.live_tables),
            versions={
                **record_versions(),
                "codebook": load_codebook().version,
                "mapping_model": self.forum.mapping.model,
            },
            seeds={"permutation": SPLIT_SEED, "resampling": READING_SEED},
            with_pages=tuple({one.country for one in executions if one.country}),
            edition=edition,
        )
        stamped = folder / ".notebooks"
        copies = tuple(
            replace(execution, output=self.stamp(execution, stamped, making))
            for execution in executions
        )
        assembly = Assembly(
            making=making,
            executions=copies,
            languages=self.languages,
            report=folder,
            figures=self.one.figures(),
            counted=TableStore(self.one.counted_in(self.one.live_tables)),
        )
        steps = 3 if self.one.drawer is None else 4
        self.one.progress.begin(self.forum.forum, steps * len(self.languages))
        started = time.perf_counter()
        for step in assembly.assemble():
            self.one.progress.step(step, time.perf_counter() - started)
            started = time.perf_counter()
        shutil.rmtree(stamped)
        return making

    def list_executions(self) -> tuple[Execution, ...]:
        """Return the executions of the run, as it planned them."""
        request = RunRequest(
            root=self.one.workspace.root,
            forum=self.forum.forum,
            languages=self.languages,
            audience=self.one.options.audience,
            countries=tuple(map(str, self.listed("countries"))),
            as_of=str(self.last.parameters["as_of"]),
        )
        return plan_executions(request, self.one.workspace.notebooks, self.one.live_tables)

    def stamp(self, execution: Execution, folder: Path, making: Making) -> Path:
        """Copy an executed notebook with the edition's line under each figure."""
        target = folder / execution.output.relative_to(executed_in(self.one))
        stamp_figures(execution.output, target, making.facts(execution.language).edition_line())
        return target

    def describe(self, folder: Path, edition: Edition, making: Making) -> ReleaseRecord:
        """Return what release.json says."""
        paths = (path for path in folder.rglob("*") if path.is_file() and path.name != RELEASE_FILE)
        return ReleaseRecord(
            forum=self.forum.forum,
            number=edition.number,
            audience=making.audience,
            released_on=edition.released_on.isoformat(),
            cut_off=self.last.cut_off,
            sha256=edition.sha256,
            run=self.last.number,
            languages=list(self.languages),
            versions={**making.versions, **self.last.versions},
            files=hash_files(paths, folder),
        )


def scratch_of(folder: Path) -> Path:
    """Return where a folder is written before it takes its place."""
    return folder.with_name(f".{folder.name}.tmp")


def clear(home: Path) -> None:
    """Remove what releases that did not come to their end have left."""
    for path in home.glob(".*.tmp"):
        shutil.rmtree(path)
