"""Corrections of what stands in the files: each names the value that it replaces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from gcm_analysis.errors import GcmError, Place, find_nearest, say_expected
from gcm_analysis.survey.binding import named_headers
from gcm_analysis.survey.export import QuestionHint, SurveyExport
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.fold import tidy
from gcm_analysis.survey.identity import Submission
from gcm_analysis.survey.rows import read_rows
from gcm_analysis.survey.speakers import ReadFile
from gcm_analysis.survey.typed_answers import TypedWords, read_typed_question
from gcm_analysis.survey.wordings import find_header

if TYPE_CHECKING:
    from gcm_analysis.forum import Correction

FILE = "corrections.csv"


@dataclass(eq=False)
class StaleCorrection(GcmError):
    """A correction expects a value that no longer stands."""

    place: Place
    expected: str
    found: tuple[str, ...]

    def sentence(self) -> str:
        """Say what was expected, what stands there, and what to do."""
        there = " or ".join(map(repr, self.found)) if self.found else "nothing"
        return (
            f"{FILE}: the correction of {self.place} expects {self.expected!r}, but there stands "
            f"{there}: look at it again and mend or delete its line."
        )


@dataclass(eq=False)
class MisplacedCorrection(GcmError):
    """A correction names a place that holds no answer."""

    place: Place
    reason: str

    def sentence(self) -> str:
        """Say what is wrong with the place."""
        return f"{FILE}: the correction of {self.place} cannot be applied: {self.reason}."


def is_of_cell(correction: Correction) -> bool:
    """Tell whether a correction names a cell, rather than a country and a question."""
    return bool(correction.cell)


def fail_unknown_files(
    corrections: Iterable[Correction], read_files: Sequence[ReadFile], findings: Findings
) -> None:
    """Fail on corrections of a cell in a file that the source does not have ("estados/9")."""
    files = [read.file.name for read in read_files]
    for correction in corrections:
        if is_of_cell(correction) and correction.source not in files:
            place = Place(correction.source, correction.sheet or None, correction.cell)
            hint = say_expected(files, find_nearest(correction.source, files))
            findings.fail(MisplacedCorrection(place, f"no file is known by this name; {hint}"))


def correct_cells(
    read: ReadFile,
    hints: Sequence[QuestionHint],
    corrections: Iterable[Correction],
    findings: Findings,
) -> ReadFile:
    """Apply the corrections that name a cell of one file.

    Parameters
    ----------
    read : ReadFile
    hints : sequence of QuestionHint
        The questions that the file's source may have asked.
    corrections : iterable of Correction
        All of the forum; those of other files are passed over.
    findings : Findings
        Gets a note for each applied, an error for each that is stale or misplaced.

    Returns
    -------
    ReadFile
        With the answers as corrected; cells keep their addresses.
    """
    for correction in corrections:
        if not is_of_cell(correction) or correction.source != read.file.name:
            continue
        place = Place(read.file.name, correction.sheet or None, correction.cell)
        try:
            export = correct_cell(read.export, hints, correction, place)
        except GcmError as error:
            findings.fail(error)
            continue
        read = replace(read, export=export)
        note_correction(place, correction.old_value, findings)
    return read


def correct_cell(
    export: SurveyExport, hints: Sequence[QuestionHint], correction: Correction, place: Place
) -> SurveyExport:
    """Return an export with one cell corrected."""
    respondent, header, sheet = locate_cell(export, correction, place)
    cells = export.cells
    is_cell = (cells["respondent"] == respondent) & (cells["header"] == header)
    standing = [str(value) for value in cells.loc[is_cell, "value"]]
    if tidy("".join(standing)) != tidy(correction.old_value):
        raise StaleCorrection(place, correction.old_value, tuple(standing))
    row = {
        "respondent": respondent, "header": header, "value": correction.new_value,
        "source_sheet": sheet, "source_cell": correction.cell,
    }  # fmt: skip
    corrected = replace(export, cells=append_rows(cells[~is_cell], [row]))
    hint = next((one for one in hints if header in find_headers(one, export)), None)
    if hint is not None:
        return reread_question(corrected, hint, respondent)
    role = export.columns.loc[export.columns["header"] == header, "role"].iloc[0]
    bound = export.columns.loc[export.columns["header"] == header, "question_id"].iloc[0]
    if role == "question" and bound in {one.question_id for one in hints}:
        raise MisplacedCorrection(
            place, "its column is one of several that tell one answer; name country and question"
        )
    return corrected


def locate_cell(
    export: SurveyExport, correction: Correction, place: Place
) -> tuple[int, str, str | None]:
    """Return submission, header and sheet of a cell, which may be empty."""
    letter = correction.cell.rstrip("0123456789")
    rows, columns = export.respondents, export.columns
    if correction.sheet:
        rows = rows[rows["source_sheet"] == correction.sheet]
        columns = columns[columns["source_sheet"] == correction.sheet]
    number = correction.cell[len(letter) :]
    if columns["letter"].str.isdigit().any():
        letter, number = number, str(read_letters(letter))
    rows = rows[rows["row"] == int(number)]
    columns = columns[columns["letter"] == letter]
    if rows.empty or columns.empty:
        raise MisplacedCorrection(place, "no submission has an answer there")
    row = read_rows(rows)[0]
    return row["respondent"], str(columns["header"].iloc[0]), row["source_sheet"]


def read_letters(letters: str) -> int:
    """Return the number of a column, counted from 1: a vertical form's submission stands in it."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def find_headers(hint: QuestionHint, export: SurveyExport) -> dict[str, str]:
    """Return the headers of a question as the sheet writes them, and as forum.yml does."""
    known = tuple(export.columns["header"])
    found = {find_header(header, known): header for header in named_headers(hint)}
    return {header: named for header, named in found.items() if header is not None}


def reread_question(export: SurveyExport, hint: QuestionHint, respondent: int) -> SurveyExport:
    """Return an export in which one submission's answers to a question are read anew."""
    typed = find_typed(export, hint, respondent)
    rows = read_typed_question(hint, typed, respondent)
    return replace_answers(export, hint.question_id, respondent, rows)


def find_typed(export: SurveyExport, hint: QuestionHint, respondent: int) -> dict[str, TypedWords]:
    """Return what a submission's cells of a question hold, by header as forum.yml writes it."""
    headers = find_headers(hint, export)
    cells = export.cells
    mine = cells[(cells["respondent"] == respondent) & cells["header"].isin(list(headers))]
    return {
        headers[row["header"]]: TypedWords(
            str(row["value"]), row["source_sheet"], row["source_cell"]
        )
        for row in read_rows(mine)
    }


def replace_answers(
    export: SurveyExport, question_id: str, respondent: int, rows: list[dict[str, object]]
) -> SurveyExport:
    """Return an export with other answers of one submission to one question."""
    answers = export.answers
    is_old = (answers["respondent"] == respondent) & (answers["question_id"] == question_id)
    return replace(export, answers=append_rows(answers[~is_old], rows))


def append_rows(table: pd.DataFrame, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Return a table with further rows, its columns as they were."""
    added = pd.DataFrame(rows, columns=list(table.columns), dtype=object)
    return pd.concat([table.astype(object), added], ignore_index=True)


def correct_questions(
    read_files: Sequence[ReadFile],
    submissions: Sequence[Submission],
    hints: Sequence[QuestionHint],
    corrections: Iterable[Correction],
    findings: Findings,
) -> list[ReadFile]:
    """Apply the corrections that name a country and a question.

    The words to be replaced must be those of one of the country's submissions: the whole cell,
    or, where the question stands in several, their contents joined by "; ".

    Parameters
    ----------
    read_files : sequence of ReadFile
    submissions : sequence of Submission
        Those in force.
    hints : sequence of QuestionHint
        All questions of the forum.
    corrections : iterable of Correction
        Those that name a cell are passed over.
    findings : Findings
        Gets a note for each applied, an error for each that is stale or misplaced.

    Returns
    -------
    list of ReadFile
    """
    current = {read.file.name: read for read in read_files}
    by_id = {hint.question_id: hint for hint in hints}
    for correction in corrections:
        if is_of_cell(correction):
            continue
        place = Place(
            correction.source or FILE, None, f"{correction.country} {correction.question}"
        )
        try:
            read = correct_question(
                current, submissions, by_id[correction.question], correction, place
            )
        except GcmError as error:
            findings.fail(error)
            continue
        current[read.file.name] = read
        note_correction(Place(read.file.name, None, place.cell), correction.old_value, findings)
    return list(current.values())


def correct_question(
    current: dict[str, ReadFile],
    submissions: Sequence[Submission],
    hint: QuestionHint,
    correction: Correction,
    place: Place,
) -> ReadFile:
    """Return the file in which a country's answer to a question was corrected."""
    found: list[str] = []
    for submission in submissions:
        is_meant = (
            submission.country_iso3 == correction.country
            and submission.respondent_type == "government"
        )
        if not is_meant or correction.source not in {"", submission.alias, submission.file}:
            continue
        read = current[submission.file]
        typed = find_typed(read.export, hint, submission.respondent)
        words = "; ".join(tidy(one.text) for one in typed.values())
        if words != tidy(correction.old_value):
            found.append(words)
            continue
        first = next(iter(typed.values()), TypedWords("", None, None))
        new = TypedWords(correction.new_value, first.sheet, first.cell)
        rows = read_typed_question(
            replace(hint, column=hint.question_id), {hint.question_id: new}, submission.respondent
        )
        export = replace_answers(read.export, hint.question_id, submission.respondent, rows)
        return replace(read, export=export)
    raise StaleCorrection(place, correction.old_value, tuple(dict.fromkeys(found)))


def note_correction(place: Place, old_value: str, findings: Findings) -> None:
    """Note that a value was corrected."""
    findings.note(
        "corrected",
        f"{place} was corrected by {FILE}: it said {old_value!r}.",
        source_file=place.file,
        source_sheet=place.sheet,
        source_cell=place.cell,
        value=old_value,
    )


def fail_superseded(
    corrections: Iterable[Correction],
    superseded: Iterable[Submission],
    read_files: Iterable[ReadFile],
    findings: Findings,
) -> None:
    """Fail on corrections of rows that stand again in a later export: there they have no effect.

    Parameters
    ----------
    corrections : iterable of Correction
    superseded : iterable of Submission
        Versions of submissions of which a later one counts.
    read_files : iterable of ReadFile
    findings : Findings
    """
    old = {submission.key for submission in superseded}
    reads = {read.file.name: read for read in read_files}
    for correction in corrections:
        read = reads.get(correction.source)
        if not is_of_cell(correction) or read is None:
            continue
        place = Place(read.file.name, correction.sheet or None, correction.cell)
        try:
            respondent, _, _ = locate_cell(read.export, correction, place)
        except MisplacedCorrection:
            continue  # told when it was to be applied
        if (read.file.name, respondent) in old:
            reason = "a later export of the same form holds this submission; correct it there"
            findings.fail(MisplacedCorrection(place, reason))
