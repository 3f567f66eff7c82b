"""What changed since the last run or release, and why."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from gcm_analysis.errors import GcmError
from gcm_analysis.forum.model import Audience, Forum
from gcm_analysis.priorities import CountedRun, explain_changes
from gcm_analysis.priorities.attribution import find_same
from gcm_analysis.run.editions import find_last, records_of
from gcm_analysis.run.manifest import read_manifest
from gcm_analysis.store import TableStore
from gcm_analysis.workspace import Workspace

Against = Literal["run", "release"]
PREVIOUS = "previous"
BASE_TABLES = ("respondents", "answers", "mentions")
FORUM_FILE = "forum.json"


@dataclass(eq=False)
class NothingToCompare(GcmError):
    """A forum has been run once at the most, or never released."""

    forum: str
    against: Against = "run"

    def sentence(self) -> str:
        """Say what to do."""
        made = "whenever something has changed" if self.against == "run" else "of its report"
        return (
            f"The forum {self.forum!r} has no earlier {self.against} to compare with: "
            f"`gcm-analysis {self.against} {self.forum}` makes one {made}."
        )


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: a run, or an edition.

    Parameters
    ----------
    kind : {"run", "release"}
    number : int
        Of the run or the edition.
    cut_off : str
        Day up to which answers are counted, or "".
    """

    kind: Against
    number: int
    cut_off: str


@dataclass(frozen=True)
class Changes:
    """What is another than before.

    Parameters
    ----------
    forum : Forum
        As it is understood now.
    audience : str
    earlier : Side or None
        None: there was nothing before.
    latest : Side
    answered, withdrawn, changed : tuple of str
        Governments (ISO3) that have answered since; whose answers are gone; whose answers are
        not what they were.
    n_others : int
        Other respondents than governments that have answered since.
    n_to_review : tuple of (int, int)
        Readings that wait for a decision, before and now.
    moved : DataFrame
        The rows of `explain_changes` whose objective has another count or place.
    """

    forum: Forum
    audience: Audience
    earlier: Side | None
    latest: Side
    answered: tuple[str, ...]
    withdrawn: tuple[str, ...]
    changed: tuple[str, ...]
    n_others: int
    n_to_review: tuple[int, int]
    moved: pd.DataFrame


def keep_forum(forum: Forum, folder: Path) -> None:
    """Write how a run understood its forum, without names of persons or files."""
    sources = tuple(source.model_copy(update={"files": ("-",)}) for source in forum.sources)
    bare = forum.model_copy(update={"focal_points": {}, "sources": sources})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FORUM_FILE).write_text(bare.model_dump_json(indent=1) + "\n", encoding="utf-8")


def keep_previous(tables: Path, counted: Path, folder: Path) -> None:
    """Copy into a folder what a published run counted, and from what.

    Parameters
    ----------
    tables, counted : Path
        The run's folder of tables, and that of the tables of its audience.
    folder : Path
        Where the copy goes; an earlier one is replaced.
    """
    shutil.rmtree(folder, ignore_errors=True)
    if not (counted / FORUM_FILE).exists():
        return
    folder.mkdir(parents=True)
    for name in BASE_TABLES:
        shutil.copy2(tables / f"{name}.parquet", folder)
    for name in ("conference_priorities.parquet", FORUM_FILE, "run.json"):
        shutil.copy2(counted / name, folder)


def read_run(tables: Path, counted: Path) -> CountedRun:
    """Return what a run counted, and from what."""
    store = TableStore(tables)
    return CountedRun(
        forum=Forum.model_validate_json((counted / FORUM_FILE).read_text("utf-8")),
        respondents=store.read("respondents"),
        answers=store.read("answers"),
        mentions=store.read("mentions"),
        conference_priorities=TableStore(counted).read("conference_priorities"),
    )


def find_changes(
    workspace: Workspace, name: str, *, audience: Audience = "internal", against: Against = "run"
) -> Changes:
    """Compare the published run of a forum with the one before it, or with the last edition.

    Raises
    ------
    NothingToCompare
        There is nothing to compare with.
    """
    tables = workspace.processed_forum(name)
    counted = tables if audience == "internal" else tables / audience
    latest = read_manifest(counted / "run.json")
    if against == "release":
        release = find_last(workspace, name, audience)
        folder = records_of(workspace, name) / release.name if release else None
        side = Side("release", release.number, release.cut_off) if release else None
    else:
        folder = counted / PREVIOUS
        earlier = read_manifest(folder / "run.json")
        side = Side("run", earlier.number, earlier.cut_off) if earlier else None
    if latest is None or side is None or folder is None:
        raise NothingToCompare(name, against)
    return compare_runs(
        read_run(folder, folder),
        read_run(tables, counted),
        earlier=side,
        latest=Side("run", latest.number, latest.cut_off),
        audience=audience,
    )


def find_published(
    tables: Path, counted: Path, *, number: int, cut_off: str, audience: Audience
) -> Changes:
    """Compare a run that is about to be published with the one whose place it takes.

    Parameters
    ----------
    tables, counted : Path
        The run's folder of tables, and that of the tables of its audience.
    number : int
        Of the run.
    cut_off : str
        Day up to which it counts answers, or "".
    audience : str
    """
    now, latest = read_run(tables, counted), Side("run", number, cut_off)
    earlier = read_manifest(counted / PREVIOUS / "run.json")
    if earlier is None:
        return tell_first(now, latest, audience)
    return compare_runs(
        read_run(counted / PREVIOUS, counted / PREVIOUS),
        now,
        earlier=Side("run", earlier.number, earlier.cut_off),
        latest=latest,
        audience=audience,
    )


def compare_runs(
    before: CountedRun, now: CountedRun, *, earlier: Side, latest: Side, audience: Audience
) -> Changes:
    """Return what changed from one run to another."""
    had, have = ids_of(before.respondents), ids_of(now.respondents)
    same = find_same(before.answers, now.answers)
    other = [run.answers[~run.answers["answer_id"].isin(same)] for run in (before, now)]
    touched = set(pd.concat([one["respondent_id"] for one in other])) & had & have
    new = now.respondents[now.respondents["respondent_id"].isin(have - had)]
    return Changes(
        forum=now.forum,
        audience=audience,
        earlier=earlier,
        latest=latest,
        answered=governments_of(now.respondents, have - had),
        withdrawn=governments_of(before.respondents, had - have),
        changed=governments_of(now.respondents, touched),
        n_others=int((new["respondent_type"] != "government").sum()),
        n_to_review=(count_waiting(before), count_waiting(now)),
        moved=select_moved(explain_changes(before, now, audience=audience)),
    )


def tell_first(now: CountedRun, latest: Side, audience: Audience) -> Changes:
    """Return what there is to tell of a first run: who has answered."""
    is_other = now.respondents["respondent_type"] != "government"
    return Changes(
        forum=now.forum,
        audience=audience,
        earlier=None,
        latest=latest,
        answered=governments_of(now.respondents, ids_of(now.respondents)),
        withdrawn=(),
        changed=(),
        n_others=int(is_other.sum()),
        n_to_review=(0, count_waiting(now)),
        moved=pd.DataFrame(),
    )


def ids_of(respondents: pd.DataFrame) -> set[str]:
    """Return the submissions of a run."""
    return set(respondents["respondent_id"])


def governments_of(respondents: pd.DataFrame, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the governments among some submissions."""
    chosen = respondents[
        respondents["respondent_id"].isin(list(ids))
        & (respondents["respondent_type"] == "government")
    ]
    return tuple(sorted(set(chosen["country_iso3"].dropna())))


def count_waiting(run: CountedRun) -> int:
    """Return how many readings wait for a decision."""
    return int((run.mentions["status"] == "to_review").sum())


def select_moved(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the objectives whose count or place is another than before."""
    same_count = changes["n_mentioning_before"] == changes["n_mentioning_now"]
    same_place = (changes["rank_before"] == changes["rank_now"]) | (
        changes["rank_before"].isna() & changes["rank_now"].isna()
    )
    return changes[~(same_count & same_place)]
