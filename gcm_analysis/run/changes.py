"""What changed since the last run, and why."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from gcm_analysis import reference
from gcm_analysis.errors import GcmError
from gcm_analysis.forum.model import Audience, Forum
from gcm_analysis.language import Language, get_language
from gcm_analysis.priorities import CountedRun, explain_changes
from gcm_analysis.run.manifest import Manifest, read_manifest
from gcm_analysis.store import TableStore
from gcm_analysis.workspace import Workspace

PREVIOUS = "previous"
BASE_TABLES = ("respondents", "answers", "mentions")
FORUM_FILE = "forum.json"


@dataclass(eq=False)
class NothingToCompare(GcmError):
    """A forum has been run once at the most."""

    forum: str

    def sentence(self) -> str:
        """Say what to do."""
        return (
            f"The forum {self.forum!r} has no earlier run to compare with: "
            f"`gcm-analysis run {self.forum}` makes one whenever something has changed."
        )


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


def tell_changes(
    workspace: Workspace,
    name: str,
    *,
    audience: Audience = "internal",
    language: str | None = None,
    console: Console | None = None,
) -> None:
    """Tell what changed between the last two runs of a forum, and why.

    Raises
    ------
    NothingToCompare
        There are not two runs.
    """
    tables = workspace.processed_forum(name)
    counted = tables if audience == "internal" else tables / audience
    earlier = read_manifest(counted / PREVIOUS / "run.json")
    latest = read_manifest(counted / "run.json")
    if earlier is None or latest is None:
        raise NothingToCompare(name)
    now = read_run(tables, counted)
    before = read_run(counted / PREVIOUS, counted / PREVIOUS)
    reader = get_language(language or now.forum.languages[0])
    shown = console or Console(highlight=False)
    shown.print(describe_runs(earlier, latest, reader))
    moved = select_moved(explain_changes(before, now, audience=audience))
    if moved.empty:
        shown.print(reader.text("changes.none"))
        return
    shown.print(tabulate(moved, reader))


def describe_runs(earlier: Manifest, latest: Manifest, reader: Language) -> str:
    """Return which two runs are compared."""
    return reader.text(
        "changes.runs",
        earlier=str(earlier.number),
        latest=str(latest.number),
        earlier_day=earlier.cut_off or "–",
        latest_day=latest.cut_off or "–",
    )


def select_moved(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the objectives whose count or place is another than before."""
    same_count = changes["n_mentioning_before"] == changes["n_mentioning_now"]
    same_place = (changes["rank_before"] == changes["rank_now"]) | (
        changes["rank_before"].isna() & changes["rank_now"].isna()
    )
    return changes[~(same_count & same_place)]


def tabulate(moved: pd.DataFrame, reader: Language) -> Table:
    """Return one row per conference and objective that moved."""
    table = Table()
    for column in ("conference", "objective", "mentions", "place", "why"):
        table.add_column(reader.text(f"changes.{column}"))
    for _, causes in moved.groupby(["conference", "objective_id"], sort=False):
        rows: list[dict[str, Any]] = causes.to_dict("records")  # type: ignore[assignment]
        first = rows[0]
        number = int(first["objective_id"])
        table.add_row(
            reader.text(f"changes.scope_{first['conference']}"),
            f"{number} · {reference.objective(number).short[reader.code]}",
            write_step(first["n_mentioning_before"], first["n_mentioning_now"], reader),
            write_step(first["rank_before"], first["rank_now"], reader),
            write_causes(rows, reader),
        )
    return table


def write_step(before: float, now: float, reader: Language) -> str:
    """Write a figure before and now."""
    told = ["–" if pd.isna(value) else reader.number(value) for value in (before, now)]
    return " → ".join(told)


def write_causes(rows: list[dict[str, Any]], reader: Language) -> str:
    """Write what each cause brought: governments that mention it, else places."""
    told = []
    for row in rows:
        if row["n_mentioning_change"]:
            told.append((row["cause"], "changes.by_mentions", row["n_mentioning_change"]))
        elif row["rank_change"] and not pd.isna(row["rank_change"]):
            told.append((row["cause"], "changes.by_places", row["rank_change"]))
    return "; ".join(
        reader.text(key, cause=reader.text(f"changes.cause_{cause}"), change=write_sign(change))
        for cause, key, change in told
    )


def write_sign(change: float) -> str:
    """Write a whole difference with its sign.

    >>> write_sign(2.0), write_sign(-1.0)
    ('+2', '−1')
    """
    return f"{'+' if change > 0 else '−'}{abs(change):.0f}"
