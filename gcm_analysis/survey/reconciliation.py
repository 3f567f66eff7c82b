"""Cells in = cells used + metadata + headers + cells in issues, for every sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from gcm_analysis.survey.export import Fate, SurveyExport
from gcm_analysis.survey.rows import read_rows
from gcm_analysis.survey.tables import RECONCILIATION, validate_reconciliation

Cell = tuple[str | None, str]
"""Sheet and address."""
ColumnPlace = tuple[str | None, str]
"""Sheet and letter (of a vertical form: number of the row): two columns may have one header."""
COLUMN_OF_FATE: dict[Fate, str] = {
    "answer": "cells_used",
    "metadata": "cells_metadata",
    "header": "cells_header",
    "issue": "cells_in_issues",
}


def read_fates(export: SurveyExport) -> dict[Cell, Fate]:
    """Return the fate of every cell of a file that is not empty, as its reader tells it."""
    ledger = export.ledger
    fates: dict[Cell, Fate] = {
        (row["source_sheet"], row["source_cell"]): row["fate"] for row in read_rows(ledger)
    }
    assert len(fates) == len(ledger), "a cell has two fates"
    return fates


def change_fates(fates: Mapping[Cell, Fate], cells: Iterable[Cell], fate: Fate) -> dict[Cell, Fate]:
    """Return the fates with those of some cells changed; headers stay headers.

    Cells that the ledger does not know are empty ones: they have no fate.
    """
    changed = dict(fates)
    for cell in cells:
        if changed.get(cell) in {"answer", "metadata"}:
            changed[cell] = fate
    return changed


def find_cells(export: SurveyExport, respondents: Iterable[int]) -> list[Cell]:
    """Return the cells of some rows of a file."""
    cells = export.cells
    chosen = cells[cells["respondent"].isin(list(respondents))]
    return [(row["source_sheet"], row["source_cell"]) for row in read_rows(chosen)]


def find_column_cells(export: SurveyExport, columns: Iterable[ColumnPlace]) -> list[Cell]:
    """Return the cells of some columns of a file."""
    wanted = set(columns)
    cells = export.cells
    places = zip(cells["source_sheet"], cells["source_cell"], strict=True)
    return [
        (sheet, cell)
        for sheet, cell in places
        if (sheet, letters_of(cell)) in wanted or (sheet, number_of(cell)) in wanted
    ]


def place_columns(export: SurveyExport, headers: Iterable[str]) -> list[ColumnPlace]:
    """Return sheet and letter of the first column of each header."""
    places: dict[str, ColumnPlace] = {}
    for row in read_rows(export.columns):
        places.setdefault(row["header"], (row["source_sheet"], row["letter"]))
    return [places[header] for header in headers]


def letters_of(cell: str) -> str:
    """Return the column of a cell: "AB" of "AB12"."""
    return cell.rstrip("0123456789")


def number_of(cell: str) -> str:
    """Return the row of a cell, "12" of "AB12": a question of a vertical form stands in one."""
    return cell[len(letters_of(cell)) :]


def find_header_cell(export: SurveyExport, sheet: str | None, letter: str) -> str | None:
    """Return the last header cell of a column."""
    headers = export.ledger[export.ledger["fate"] == "header"]
    if letter.isdigit():
        places = zip(headers["source_sheet"], headers["source_cell"], strict=True)
        beside = [cell for place, cell in places if place == sheet and number_of(cell) == letter]
        return beside[-1] if beside else None
    pattern = re.compile(rf"^{letter}(\d+)$")
    rows = [
        int(found.group(1))
        for row in read_rows(headers)
        if row["source_sheet"] == sheet and (found := pattern.match(row["source_cell"]))
    ]
    return f"{letter}{max(rows)}" if rows else None


def sum_fates(fates: Mapping[str, Mapping[Cell, Fate]]) -> pd.DataFrame:
    """Return the table `reconciliation`.

    Parameters
    ----------
    fates : mapping
        For each file the fates of its cells.

    Returns
    -------
    DataFrame
        One row per file and sheet; every sum is exact.
    """
    rows: dict[tuple[str, str | None], dict[str, int]] = {}
    columns = list(RECONCILIATION.columns)
    for file, cells in fates.items():
        for (sheet, _), fate in cells.items():
            sums = rows.setdefault((file, sheet), dict.fromkeys(columns[2:], 0))
            sums["cells_in"] += 1
            sums[COLUMN_OF_FATE[fate]] += 1
    table = [[file, sheet, *sums.values()] for (file, sheet), sums in rows.items()]
    return validate_reconciliation(pd.DataFrame(table, columns=columns))
