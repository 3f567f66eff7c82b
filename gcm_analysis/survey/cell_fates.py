"""What became of every cell of a forum's files, once it is known which answers count."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from gcm_analysis.forum.model import Forum, TypeOf
from gcm_analysis.survey.answers import Row
from gcm_analysis.survey.binding import hint_questions
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.identity import Submission
from gcm_analysis.survey.reconciliation import (
    Cell,
    ColumnPlace,
    change_fates,
    find_cells,
    find_column_cells,
    find_header_cell,
    place_columns,
    read_fates,
    sum_fates,
)
from gcm_analysis.survey.rows import read_rows
from gcm_analysis.survey.speakers import ReadFile, guess_country_header
from gcm_analysis.survey.wordings import find_header

CODES_OF_UNUSED_CELLS = frozenset({"item_not_answered", "repeated_item", "told_by_other_piece"})
"""Issues that tell of a cell which no answer is made of."""


def reconcile(
    forum: Forum,
    read_files: Iterable[ReadFile],
    in_force: Iterable[Submission],
    answers: Iterable[Row],
    findings: Findings,
) -> pd.DataFrame:
    """Return the table `reconciliation`: cells in = used + metadata + headers + in issues.

    What a reader took for an answer is none where its submission was left out (an issue tells
    of it), where the column tells the country or the respondent's type, or is to be ignored
    (metadata), and where a rule left the answer out (an issue tells of the cell).
    """
    kept = {submission.key for submission in in_force}
    used = {(row["source_file"], row["source_sheet"], row["source_cell"]) for row in answers}
    set_aside = {
        (issue.source_file, issue.source_sheet, issue.source_cell)
        for issue in findings.issues
        if issue.code in CODES_OF_UNUSED_CELLS
    } - used
    fates = {}
    for read in read_files:
        name, export = read.file.name, read.export
        cells = read_fates(export)
        metadata = find_metadata_columns(forum, read)
        cells = change_fates(cells, find_column_cells(export, metadata), "metadata")
        unused = [place for place, _ in find_unused_columns(forum, read)]
        cells = change_fates(cells, find_column_cells(export, unused), "issue")
        dropped = [n for n in export.respondents["respondent"] if (name, n) not in kept]
        cells = change_fates(cells, find_cells(export, dropped), "issue")
        aside: list[Cell] = [
            (sheet, cell) for file, sheet, cell in set_aside if file == name and cell is not None
        ]
        fates[name] = change_fates(cells, aside, "issue")
        for file, sheet, cell in used:
            is_known = file == name and (sheet, cell) in fates[name]
            assert not is_known or fates[name][sheet, cell] == "answer", (
                f"an answer stands in {name}, {sheet}, {cell}, whose fate is "
                f"{fates[name][sheet, cell]}"
            )
    return sum_fates(fates)


def find_metadata_columns(forum: Forum, read: ReadFile) -> list[ColumnPlace]:
    """Return the columns that tell of the respondent, or that are to be ignored.

    A column that a question reads stays that question's.
    """
    source = read.file.source
    known = tuple(read.export.columns["header"])
    named = list(source.ignore_columns)
    if source.country is not None and source.country.column is not None:
        named.append(source.country.column)
    elif source.country is None and (guessed := guess_country_header(read.export)):
        named.append(guessed)
    if isinstance(source.respondent_type, TypeOf):
        named.append(source.respondent_type.column)
    found = [find_header(header, known) for header in named]
    places = place_columns(read.export, [header for header in found if header is not None])
    return [place for place in places if place not in find_asked_columns(forum, read)]


def find_asked_columns(forum: Forum, read: ReadFile) -> set[ColumnPlace]:
    """Return the columns that a question of forum.yml reads."""
    ids = {hint.question_id for hint in hint_questions(forum, read.file.source)}
    return {
        (row["source_sheet"], row["letter"])
        for row in read_rows(read.export.columns)
        if row["question_id"] in ids
    }


def find_unused_columns(forum: Forum, read: ReadFile) -> list[tuple[ColumnPlace, str]]:
    """Return place and header of the columns with answers that no question of forum.yml names."""
    if read.file.source.tool == "capture":
        return []
    known = find_asked_columns(forum, read) | set(find_metadata_columns(forum, read))
    return [
        ((row["source_sheet"], row["letter"]), row["header"])
        for row in read_rows(read.export.columns)
        if row["role"] == "question" and (row["source_sheet"], row["letter"]) not in known
    ]


def warn_of_unused_columns(forum: Forum, read: ReadFile, findings: Findings) -> None:
    """Warn of every column with answers that no question of forum.yml names."""
    for (sheet, letter), header in find_unused_columns(forum, read):
        findings.warn(
            "unused_column",
            f"No question of forum.yml names the column {header!r}: its answers are not used; "
            "name it in a question, or under ignore_columns.",
            source_file=read.file.name,
            source_sheet=sheet,
            source_cell=find_header_cell(read.export, sheet, letter),
            value=header,
        )
