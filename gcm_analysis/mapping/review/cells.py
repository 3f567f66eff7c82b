"""What stands in the cells that answers come from: a correction names it to replace it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.utils.cell import coordinate_to_tuple

from gcm_analysis.forum import load_corrections
from gcm_analysis.survey.sources import list_source_files
from gcm_analysis.survey.workbook import Workbook, open_workbook
from gcm_analysis.survey.workbook.sheet import write_value

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum


class CellPlace(NamedTuple):
    """Where an answer stands: the source's alias, the sheet, the cell."""

    file: str
    sheet: str
    cell: str


def place_answers(answers: pd.DataFrame) -> dict[str, CellPlace | None]:
    """Return the cell of every answer by `answer_id`; None where an answer has none."""
    columns = ["source_file", "source_sheet", "source_cell"]
    cells = answers[columns].astype(object).where(answers[columns].notna(), "")
    places = [CellPlace(*row) for row in cells.itertuples(index=False, name=None)]
    return {
        answer_id: place if place.cell else None
        for answer_id, place in zip(answers["answer_id"], places, strict=True)
    }


def read_standing_cells(forum: Forum, places: Iterable[CellPlace]) -> dict[CellPlace, str]:
    """Return what stands in cells of the forum's files, corrections applied.

    Parameters
    ----------
    forum : Forum
    places : iterable of CellPlace

    Returns
    -------
    dict of CellPlace to str
        Cells that no file has are left out.
    """
    wanted = sorted(set(places))
    files = {file.name: file for file in list_source_files(forum)}
    opened: dict[str, Workbook] = {}
    standing: dict[CellPlace, str] = {}
    for place in wanted:
        if place.file not in files:
            continue
        if place.file not in opened:
            opened[place.file] = open_workbook(files[place.file].path, file=place.file)
        found = find_cell(opened[place.file], place)
        if found is not None:
            standing[place] = found
    for correction in load_corrections(forum):
        place = CellPlace(correction.source, correction.sheet, correction.cell)
        if place in standing:
            standing[place] = correction.new_value
    return standing


def find_cell(workbook: Workbook, place: CellPlace) -> str | None:
    """Return what a cell holds as text, None where there is no such cell."""
    row, column = coordinate_to_tuple(place.cell)
    for sheet in workbook.sheets:
        if place.sheet not in ("", sheet.name):
            continue
        if row <= sheet.n_rows and column <= len(sheet.columns):
            return write_value(sheet.columns[column - 1].value(row - 1))
    return None
