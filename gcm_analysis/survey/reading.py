"""One file of a source read with what forum.yml knows of it."""

from __future__ import annotations

from collections.abc import Sequence

from gcm_analysis.errors import Place, find_nearest, say_expected
from gcm_analysis.forum.model import Forum
from gcm_analysis.survey.binding import MissingColumn, find_asked, hint_questions, named_columns
from gcm_analysis.survey.capture import read_capture
from gcm_analysis.survey.cell_fates import warn_of_unused_columns
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.read import read_export
from gcm_analysis.survey.sources import SourceFile
from gcm_analysis.survey.speakers import ReadFile


def read_source_file(forum: Forum, file: SourceFile, findings: Findings) -> ReadFile:
    """Read one file of a source.

    Parameters
    ----------
    forum : Forum
    file : SourceFile
    findings : Findings
        Gets the reader's issues, the columns of forum.yml that the sheet lacks, and the
        columns of the sheet that forum.yml does not name.

    Returns
    -------
    ReadFile

    Raises
    ------
    GcmError
        The file cannot be read.
    """
    source = file.source
    if source.tool == "capture":
        export = read_capture(file.path, forum, file=file.name, findings=findings)
        return ReadFile(file, export, asked=())
    export = read_export(
        file.path,
        tool=source.tool,
        form=forum.folder / source.form if source.form else None,
        sheet=source.sheet,
        hints=hint_questions(forum, source),
        header_row=source.header_row,
        header_rows=source.header_rows,
        timezone=source.timezone,
        assumed_timezone=forum.timezone,
        ignore_columns=source.ignore_columns,
        file=file.name,
    )
    findings.add_table(export.issues, file.name)
    asked, missing = find_asked(forum, source, export.columns["header"])
    headers = tuple(export.columns["header"])
    for question, column in missing:
        place = Place(file.name, source.sheet)
        findings.fail(MissingColumn(place, f"the question {question.id!r}", column, headers))
    read = ReadFile(file, export, asked)
    warn_of_unused_columns(forum, read, findings)
    return read


def fail_unasked_questions(
    forum: Forum, read_files: Sequence[ReadFile], findings: Findings
) -> None:
    """Fail on every question that names no source and whose columns no file holds."""
    sheets = [read for read in read_files if read.file.source.tool != "capture"]
    asked = {question_id for read in sheets for question_id in read.asked}
    headers = tuple(header for read in sheets for header in read.export.columns["header"])
    for question in forum.questions:
        if question.sources or question.id in asked or not sheets:
            continue
        for column in named_columns(question):
            place = Place(", ".join(read.file.name for read in sheets))
            findings.fail(MissingColumn(place, f"the question {question.id!r}", column, headers))


def warn_of_dropped_questions(
    forum: Forum, read_files: Sequence[ReadFile], findings: Findings
) -> None:
    """Warn of each file without a question that another file of its source holds.

    Its column was renamed, or the form changed: answers of the two files are not one column.
    """
    sheets = [read for read in read_files if read.file.source.tool != "capture"]
    for read in sheets:
        source = read.file.source
        holding = {
            question_id: other.file.name
            for other in reversed(sheets)
            if other.file.source.alias == source.alias
            for question_id in other.asked
        }
        headers = tuple(read.export.columns["header"])
        for question in forum.questions:
            if question.id in read.asked or question.id not in holding:
                continue
            columns = named_columns(question)
            findings.warn(
                "question_dropped",
                f"The question {question.id!r} is in {holding[question.id]!r} but has no column "
                f"in {read.file.name!r}, an export of the same source: "
                f"{say_expected(headers, find_nearest(columns[0], headers))}",
                source_file=read.file.name,
                value=question.id,
            )
