"""The review round trip from the command line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from gcm_analysis import reference
from gcm_analysis.forum import load_decisions, load_forum
from gcm_analysis.language import get_language
from gcm_analysis.mapping import map_answers
from gcm_analysis.mapping.review import (
    compare_reviews,
    export_review,
    import_review,
    promote_lessons,
    promote_reviewed,
)
from gcm_analysis.mapping.review.comparing import (
    OBJECTIVE_COLUMNS,
    describe_objectives,
    head_columns,
    summarize,
    write_comparison,
)
from gcm_analysis.mapping.review.labels import label_objective
from gcm_analysis.priorities import count_priorities
from gcm_analysis.survey import read_responses
from gcm_analysis.workspace import Workspace

TOLD = ("n_both", "n_only_first", "n_only_second", "cohen_kappa", "krippendorff_alpha")
"""What a terminal has room for; the workbook has the rest."""
LAST_PLACE = 23.0


def write_review(
    workspace: Workspace, name: str, language: str = "es", country: str | None = None
) -> Path:
    """Write the workbook of what needs a decision, or one country's sheet.

    Parameters
    ----------
    workspace : Workspace
    name : str
        The forum.
    language : str
        Of the workbook; a country's sheet is bilingual.
    country : str or None
        ISO 3166-1 alpha-3 code: the sheet for its focal point.

    Returns
    -------
    Path
        Below `reports/<forum>/review`.
    """
    forum = load_forum(workspace, name)
    reader = get_language(language)
    iso3 = reference.resolve_country(country) if country else None
    responses = read_responses(forum)
    mapped = map_answers(forum, responses.answers, load_decisions(forum))
    counted = count_priorities(forum, responses.respondents, responses.answers, mapped.mentions)
    file_name = reader.text(
        "review.file_country" if iso3 else "review.file_review", forum=name, country=iso3
    )
    folder = workspace.reports / name / "review"
    folder.mkdir(parents=True, exist_ok=True)
    return export_review(
        folder / file_name,
        forum=forum,
        answers=responses.answers,
        respondents=responses.respondents,
        mentions=mapped.mentions,
        language=reader,
        influence=measure_influence(counted.rank_moves),
        country=iso3,
    )


def measure_influence(rank_moves: pd.DataFrame) -> dict[str, float]:
    """Return, of each doubtful answer, the most places that deciding it would move a rank.

    An objective that has no place before or after counts as last.
    """
    codes = rank_moves.dropna(subset=["answer_id"])
    ranks = codes[["rank", "rank_after"]].astype(float).fillna(LAST_PLACE)
    moved = (ranks["rank_after"] - ranks["rank"]).abs()
    return {str(key): float(most) for key, most in moved.groupby(codes["answer_id"]).max().items()}


def read_review(workspace: Workspace, name: str, path: Path) -> str:
    """Take the decisions of a workbook into the forum's folder; say what was taken.

    Raises
    ------
    GcmError
        A row cannot be read: nothing is written.
    """
    forum = load_forum(workspace, name)
    answers = read_responses(forum).answers
    taken = import_review(forum, path, answers=answers)
    learned = promote_lessons(forum, taken.lessons, answers=answers)
    return get_language(forum.languages[0]).text(
        "status.imported",
        n_decisions=len(taken.decisions),
        n_corrections=len(taken.corrections),
        n_lessons=len(learned),
        n_known=taken.n_known,
    )


def learn_phrase(
    workspace: Workspace, name: str, answer_id: str, phrase: str, objective_id: int | None = None
) -> str:
    """Learn words of a reviewed answer, with the review as their source; say what was learned.

    Raises
    ------
    GcmError
        The answer is not reviewed, does not hold the words, or they cannot be learned.
    """
    forum = load_forum(workspace, name)
    answers = read_responses(forum).answers
    learned = promote_reviewed(forum, answer_id, phrase, answers=answers, objective_id=objective_id)
    reader = get_language(forum.languages[0])
    if learned is None:
        return reader.text("status.phrase_known", phrase=phrase)
    return reader.text(
        "status.phrase_learned",
        phrase=learned.phrase,
        objective=label_objective(int(learned.objective), reader.code),
        who=learned.decided_by,
        day=reader.date(dt.date.fromisoformat(learned.decided_on)),
    )


def tell_comparison(
    workspace: Workspace,
    name: str,
    first: Path,
    second: Path,
    *,
    language: str | None = None,
    console: Console | None = None,
) -> Path:
    """Tell how far two reviewers agree, and write where they do not; nothing is imported.

    The table in the terminal has the objectives that one of them chose, the workbook all 23.

    Parameters
    ----------
    workspace : Workspace
    name : str
        The forum.
    first, second : Path
        Two copies of one review workbook, each decided by one person.
    language : str or None
        None: the forum's first.
    console : Console or None

    Returns
    -------
    Path
        The workbook, below `reports/<forum>/review`.

    Raises
    ------
    GcmError
        A workbook cannot be read, or they have no decided answer in common.
    """
    forum = load_forum(workspace, name)
    reader = get_language(language or forum.languages[0])
    answers = read_responses(forum).answers
    agreement = compare_reviews(forum, first, second, answers=answers)
    path = workspace.reports / name / "review" / reader.text("review.file_compare", forum=name)
    write_comparison(path, agreement, forum=forum, answers=answers, language=reader)
    shown = console or Console(highlight=False)
    table = Table(title=reader.text("review.compare_sheet_objectives"), box=SIMPLE, pad_edge=False)
    headers = head_columns(agreement, OBJECTIVE_COLUMNS, reader)
    table.add_column(headers["objective"])
    for key in TOLD:
        table.add_column(headers[key], justify="right")
    for row in describe_objectives(agreement, reader, chosen_only=True):
        table.add_row(row["objective"], *(row[key] for key in TOLD))
    shown.print(table)
    for line in (*summarize(agreement, reader), reader.text("review.compare_written", path=path)):
        shown.print(line, markup=False, soft_wrap=True)
    return path
