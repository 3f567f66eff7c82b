"""Open a spreadsheet of any kind."""

from __future__ import annotations

from pathlib import Path

from gcm_analysis.survey.workbook.delimited import read_delimited
from gcm_analysis.survey.workbook.kind_of_file import tell_format
from gcm_analysis.survey.workbook.limits import ReadingLimits
from gcm_analysis.survey.workbook.refusals import EmptyFile
from gcm_analysis.survey.workbook.sheet import Workbook
from gcm_analysis.survey.workbook.spreadsheet import read_spreadsheet


def open_workbook(
    path: Path | str, *, limits: ReadingLimits | None = None, file: str | None = None
) -> Workbook:
    """Return the sheets of a spreadsheet: .xlsx, .xlsm, .xls, .xlsb, .ods, .csv or .tsv.

    Macros never run and links are never followed.

    Parameters
    ----------
    path : Path or str
        The file.
    limits : ReadingLimits, optional
        How large it may be; by default as the environment sets them.
    file : str, optional
        How messages name it, where its own name may carry personal data.

    Returns
    -------
    Workbook
        At least one of its sheets holds a cell.

    Raises
    ------
    UnreadableFile
        Where it cannot be read, in one sentence.
    """
    path = Path(path)
    file = file or path.name
    limits = limits or ReadingLimits.from_environment()
    format_ = tell_format(path, file, limits)
    if format_ == "csv":
        workbook = read_delimited(path, file, limits)
    else:
        workbook = read_spreadsheet(path, format_, file, limits)
    if not any(sheet.n_written for sheet in workbook.sheets):
        raise EmptyFile(file)
    return workbook
