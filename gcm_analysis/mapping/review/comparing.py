"""Two reviewers' agreement in words: the table of the 23, and the answers to talk about."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from gcm_analysis.language import Language
from gcm_analysis.mapping.decisions import read_shares
from gcm_analysis.mapping.review.agreement import Agreement
from gcm_analysis.mapping.review.drawing import Value, draw_lines, draw_table
from gcm_analysis.mapping.review.labels import label_objective
from gcm_analysis.mapping.review.layout import ReviewColumn
from gcm_analysis.mapping.review.workbook import choose_text, name_respondent
from gcm_analysis.spreadsheet import save_workbook
from gcm_analysis.survey.rows import read_rows

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum

COUNTS = ("n_both", "n_only_first", "n_only_second", "n_neither")
MEASURES = ("observed", "cohen_kappa", "krippendorff_alpha")
OBJECTIVE_COLUMNS = (
    ReviewColumn("objective", "shown", 46),
    *(ReviewColumn(key, "shown", 16) for key in (*COUNTS, *MEASURES)),
)
DISAGREEMENT_COLUMNS = (
    ReviewColumn("answer_id", "id", 16),
    ReviewColumn("country", "shown", 18),
    ReviewColumn("question", "shown", 30),
    ReviewColumn("text", "shown", 70),
    ReviewColumn("first", "shown", 34),
    ReviewColumn("second", "shown", 34),
)
HEADERS = {"answer_id", "country", "question", "text"}
"""Columns whose headers are those of the review workbook."""


def head_columns(
    agreement: Agreement, columns: tuple[ReviewColumn, ...], language: Language
) -> dict[str, str]:
    """Return the headers of a table, with the reviewers' names in them."""
    first, second = agreement.names
    return {
        column.key: column.header(language)
        if column.key in HEADERS
        else language.text(f"review.compare_{column.key}", first=first, second=second)
        for column in columns
    }


def describe_objectives(
    agreement: Agreement, language: Language, *, chosen_only: bool = False
) -> list[dict[str, str]]:
    """Return the rows of the objectives by column key, in words and numbers as read.

    Parameters
    ----------
    agreement : Agreement
    language : Language
    chosen_only : bool
        Leave out the objectives that neither reviewer chose.
    """
    rows = read_rows(agreement.objectives)
    return [
        {
            "objective": label_objective(row["objective_id"], language.code),
            **{key: language.number(row[key]) for key in COUNTS},
            **{key: write_measure(row[key], language) for key in MEASURES},
        }
        for row in rows
        if not chosen_only or row["n_neither"] < agreement.n_answers
    ]


def write_measure(value: float | None, language: Language) -> str:
    """Return a measure of agreement with two decimals, or that there is none."""
    if value is None or math.isnan(value):
        return language.text("review.compare_undefined")
    return language.number(value, 2)


def summarize(agreement: Agreement, language: Language) -> list[str]:
    """Return what was compared, in sentences."""
    first, second = agreement.names
    alpha = agreement.krippendorff_alpha
    return [
        language.text(
            "review.compare_summary",
            n=agreement.n_answers,
            first=first,
            second=second,
            n_first=agreement.n_only_first,
            n_second=agreement.n_only_second,
        ),
        language.text("review.compare_apart", n=len(agreement.disagreements)),
        language.text("review.compare_whole", alpha=write_measure(alpha, language)),
        language.text("review.compare_note", undefined=language.text("review.compare_undefined")),
    ]


def write_comparison(
    path: Path, agreement: Agreement, *, forum: Forum, answers: pd.DataFrame, language: Language
) -> Path:
    """Write the agreement of two reviewers as a workbook.

    Parameters
    ----------
    path : Path
    agreement : Agreement
        Of `compare_reviews`.
    forum : Forum
    answers : DataFrame
        The table `answers`, for the words of those on which they disagree.
    language : Language
        Of headers and sentences; answers stay as they were given.

    Returns
    -------
    Path
        The file.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    stamp = language.text("review.stamp") if forum.illustrative else ""
    apart = describe_disagreements(agreement, forum, answers, language)
    sheet = workbook.create_sheet(language.text("review.compare_sheet_apart"))
    headers = head_columns(agreement, DISAGREEMENT_COLUMNS, language)
    draw_table(sheet, DISAGREEMENT_COLUMNS, headers, apart, stamp=stamp)
    sheet = workbook.create_sheet(language.text("review.compare_sheet_objectives"))
    headers = head_columns(agreement, OBJECTIVE_COLUMNS, language)
    rows = describe_objectives(agreement, language)
    draw_table(sheet, OBJECTIVE_COLUMNS, headers, rows, stamp=stamp, freezes=False)
    title = language.text("review.compare_title", title=choose_text(forum.title, language))
    last = workbook.create_sheet(language.text("review.compare_sheet_summary"))
    draw_lines(last, [title, *([stamp] if stamp else []), *summarize(agreement, language)])
    return save_workbook(workbook, path)


def describe_disagreements(
    agreement: Agreement, forum: Forum, answers: pd.DataFrame, language: Language
) -> list[dict[str, Value]]:
    """Return the answers to which the reviewers gave other objectives."""
    known = {row["answer_id"]: row for row in read_rows(answers)}
    rows: list[dict[str, Value]] = []
    for apart in read_rows(agreement.disagreements):
        answer = known[apart["answer_id"]]
        rows.append(
            {
                "answer_id": apart["answer_id"],
                "country": name_respondent(
                    answer["country_iso3"],
                    answer["respondent_type"],
                    answer["respondent_id"],
                    language,
                ),
                "question": choose_text(forum.question(answer["question_id"]).text, language),
                "text": answer["text"] or "",
                "first": name_decided(apart["first"], language),
                "second": name_decided(apart["second"], language),
            }
        )
    return rows


def name_decided(value: str | None, language: Language) -> str:
    """Return the objectives of a decision's value, one below the other."""
    numbers = read_shares(value or "", "")
    lines = [label_objective(number, language.code) for number in numbers]
    return "\n".join(lines) or language.text("review.column_none")
