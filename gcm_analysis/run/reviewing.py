"""The review round trip from the command line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from gcm_analysis import reference
from gcm_analysis.forum import load_decisions, load_forum
from gcm_analysis.language import get_language
from gcm_analysis.mapping import map_answers
from gcm_analysis.mapping.review import export_review, import_review, promote_lessons
from gcm_analysis.priorities import count_priorities
from gcm_analysis.survey import read_responses
from gcm_analysis.workspace import Workspace


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
    """Return, of each doubtful answer, the most places that deciding it would move a rank."""
    codes = rank_moves.dropna(subset=["answer_id"])
    moved = (codes["rank_after"] - codes["rank"]).abs().astype(float)
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
    promote_lessons(forum, taken.lessons, answers=answers)
    return get_language(forum.languages[0]).text(
        "status.imported",
        n_decisions=len(taken.decisions),
        n_corrections=len(taken.corrections),
        n_lessons=len(taken.lessons),
        n_known=taken.n_known,
    )
