"""What changed, in words: in the terminal, and in a file beside the tables of each run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from gcm_analysis import reference
from gcm_analysis.forum.model import Audience
from gcm_analysis.language import Language, get_language
from gcm_analysis.run.changes import Against, Changes, Side, find_changes
from gcm_analysis.workspace import Workspace

COLUMNS = ("conference", "objective", "mentions", "place", "why")
WORDS_FILE, DATA_FILE = "changes.md", "changes.json"
FIGURES = ("n_mentioning", "score", "rank")


def tell_changes(
    workspace: Workspace,
    name: str,
    *,
    audience: Audience = "internal",
    against: Against = "run",
    language: str | None = None,
    console: Console | None = None,
) -> None:
    """Tell what changed in a forum since the run before the last, or since its last edition.

    Raises
    ------
    NothingToCompare
        There is nothing to compare with.
    """
    changes = find_changes(workspace, name, audience=audience, against=against)
    reader = get_language(language or changes.forum.languages[0])
    shown = console or Console(highlight=False)
    for line in list_lines(changes, reader):
        shown.print(line, markup=False, soft_wrap=True)
    if len(changes.moved):
        table = Table()
        for column in COLUMNS:
            table.add_column(reader.text(f"changes.{column}"))
        for row in list_rows(changes.moved, reader):
            table.add_row(*row)
        shown.print(table)


def write_changes(changes: Changes, folder: Path, *, language: str) -> None:
    """Write what changed beside the tables: `changes.md` in words, `changes.json` for programs."""
    reader = get_language(language)
    (folder / WORDS_FILE).write_text(write_words(changes, reader), encoding="utf-8", newline="\n")
    text = json.dumps(list_data(changes), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / DATA_FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def tell_published(folder: Path) -> None:
    """Write on standard output what a run that was published has changed."""
    sys.stdout.write((folder / WORDS_FILE).read_text("utf-8"))
    sys.stdout.flush()


def write_words(changes: Changes, reader: Language) -> str:
    """Return what changed as a page of Markdown, which an e-mail can hold as it is."""
    audience = reader.text(f"report.audience_{changes.audience}")
    lines = [f"# {reader.text('changes.title', forum=changes.forum.forum, audience=audience)}", ""]
    lines += [f"- {line}" for line in list_lines(changes, reader)]
    if len(changes.moved):
        header = [reader.text(f"changes.{column}") for column in COLUMNS]
        rows = [header, ["---"] * len(header), *map(list, list_rows(changes.moved, reader))]
        lines += ["", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def list_lines(changes: Changes, reader: Language) -> list[str]:
    """Return what is compared, who answered or corrected, and what waits for a decision."""
    lines = [describe_sides(changes.earlier, changes.latest, reader)]
    for kind in ("answered", "withdrawn", "changed"):
        countries: tuple[str, ...] = getattr(changes, kind)
        if countries:
            names = reader.sort(reference.country(iso3).name[reader.code] for iso3 in countries)
            lines.append(
                reader.text(f"changes.{kind}", n=len(names), countries=reader.list(list(names)))
            )
    if changes.n_others:
        lines.append(reader.text("changes.others", n=changes.n_others))
    before, now = changes.n_to_review
    if now or before:
        lines.append(reader.text("changes.to_review", n=now, before=before))
    if changes.earlier is not None and changes.moved.empty:
        lines.append(reader.text("changes.none"))
    return lines


def describe_sides(earlier: Side | None, latest: Side, reader: Language) -> str:
    """Return which two runs, or which run and edition, are compared."""
    if earlier is None:
        return reader.text(
            "changes.first", latest=str(latest.number), latest_day=latest.cut_off or "–"
        )
    return reader.text(
        "changes.runs" if earlier.kind == "run" else "changes.release",
        earlier=str(earlier.number),
        latest=str(latest.number),
        earlier_day=earlier.cut_off or "–",
        latest_day=latest.cut_off or "–",
    )


def list_rows(moved: pd.DataFrame, reader: Language) -> Iterator[tuple[str, ...]]:
    """Yield one row per conference and objective that moved."""
    for rows in split_objectives(moved):
        first = rows[0]
        number = int(first["objective_id"])
        yield (
            reader.text(f"changes.scope_{first['conference']}"),
            f"{number} · {reference.objective(number).short[reader.code]}",
            write_step(first["n_mentioning_before"], first["n_mentioning_now"], reader),
            write_step(first["rank_before"], first["rank_now"], reader),
            write_causes(rows, reader),
        )


def split_objectives(moved: pd.DataFrame) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of each conference and objective, one per cause."""
    if moved.empty:
        return
    for _, causes in moved.groupby(["conference", "objective_id"], sort=False):
        rows: list[dict[str, Any]] = causes.to_dict("records")  # type: ignore[assignment]
        yield rows


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


def list_data(changes: Changes) -> dict[str, Any]:
    """Return what changed in plain types of JSON, in no language."""
    objectives = [list_objective(rows) for rows in split_objectives(changes.moved)]
    before, now = changes.n_to_review
    return {
        "forum": changes.forum.forum,
        "audience": changes.audience,
        "earlier": asdict(changes.earlier) if changes.earlier else None,
        "latest": asdict(changes.latest),
        "answered": list(changes.answered),
        "withdrawn": list(changes.withdrawn),
        "changed": list(changes.changed),
        "n_others": changes.n_others,
        "to_review": {"before": before, "now": now},
        "objectives": objectives,
    }


def list_objective(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what changed of one objective in plain types of JSON, by cause."""
    first = rows[0]
    return {
        "conference": first["conference"],
        "objective_id": int(first["objective_id"]),
        **{
            f"{figure}_{when}": write_number(first[f"{figure}_{when}"])
            for figure in FIGURES
            for when in ("before", "now")
        },
        "causes": {
            row["cause"]: {figure: write_number(row[f"{figure}_change"]) for figure in FIGURES}
            for row in rows
        },
    }


def write_number(value: float) -> float | int | None:
    """Return a figure as JSON writes it: null where there is none, no decimals of sums."""
    if pd.isna(value):
        return None
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded
