"""Every cell that is not empty has exactly one fate."""

import csv
from pathlib import Path

import openpyxl
import pandas as pd
from python_calamine import CalamineWorkbook

from gcm_analysis.errors import GcmError
from gcm_analysis.survey import SurveyExport, read_export
from gcm_analysis.survey.workbook import name_cell

SPREADSHEETS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"}


def list_filled_cells(path: Path, encoding: str | None) -> set[tuple[str, str]]:
    """Return sheet and address of every cell that is not empty, by another reader."""
    found: set[tuple[str, str]] = set()
    if path.suffix == ".csv":
        with path.open(encoding=encoding, errors="replace", newline="") as stream:
            sample = stream.read()
        delimiter = ";" if sample.count(";") > sample.count(",") else ","
        rows = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
        for row, cells in enumerate(rows):
            found |= {
                (path.stem, name_cell(row, column)) for column, cell in enumerate(cells) if cell
            }
        return found
    workbook = CalamineWorkbook.from_path(path)
    for about in workbook.sheets_metadata:
        if not str(about.typ).endswith("WorkSheet"):
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
            found |= {
                (about.name, name_cell(row, column))
                for column, value in enumerate(values)
                if value != ""
            }
    return found


def check_ledger(export: SurveyExport, filled: set[tuple[str, str]]) -> None:
    """Hold an export's ledger against the cells that another reader finds filled."""
    places = pd.MultiIndex.from_frame(export.ledger[["source_sheet", "source_cell"]].astype(str))
    assert places.is_unique
    errors = export.issues[export.issues["code"].isin(["formula_error", "formula_without_value"])]
    unread = set(zip(errors["source_sheet"], errors["source_cell"], strict=True))
    assert set(places) == filled | unread


def test_every_filled_cell_of_every_fixture_has_one_fate(fixtures: Path) -> None:
    read = 0
    for path in sorted(fixtures.rglob("*")):
        if path.suffix.lower() not in SPREADSHEETS or "ranking" in path.parts:
            continue
        try:
            export = read_export(path)
        except GcmError:
            continue
        encoding = "utf-16" if "utf-16" in path.name else "cp1252" if "spanish" in path.name else (
            "utf-8-sig"
        )  # fmt: skip
        if path.name in {"StarWars.csv", "input-valid-latin1.csv"}:
            encoding = "latin-1"
        check_ledger(export, list_filled_cells(path, encoding))
        read += 1
    assert read >= 90


def test_answers_stand_in_cells_whose_fate_is_answer(fixtures: Path) -> None:
    export = read_export(fixtures / "google_forms" / "spack-user-survey-2020-responses.xlsx")
    answered = export.answers[export.answers["status"] == "answered"]
    fate = export.ledger.set_index("source_cell")["fate"].astype(str)
    assert set(fate.loc[answered["source_cell"].unique()]) == {"answer"}


def test_openpyxl_finds_the_same_cells(fixtures: Path) -> None:
    for name in ("readxl/deaths.xlsx", "calamine/errors.xlsx", "readxl/type-me.xlsx"):
        path = fixtures / "messy" / name
        workbook = openpyxl.load_workbook(path, data_only=True)
        filled = {
            (sheet.title, cell.coordinate)
            for sheet in workbook
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and cell.value != ""
        }
        ledger = read_export(path).ledger
        assert set(zip(ledger["source_sheet"], ledger["source_cell"], strict=True)) == filled
