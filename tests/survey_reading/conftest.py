"""Small exports made by code, in the conventions of each tool."""

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from gcm_analysis.survey.export import SurveyExport

Rows = Sequence[Sequence[Any]]
WriteSheet = Callable[..., Path]


@pytest.fixture
def fixtures(shared: Path) -> Path:
    """The folder of real exports, where there is one."""
    folder = shared / "fixtures"
    if not folder.is_dir():
        pytest.skip("no folder `fixtures` in the material beside this checkout")
    return folder


@pytest.fixture
def write_sheet(tmp_path: Path) -> WriteSheet:
    """Write rows as a workbook of one sheet, or of several."""

    def write(
        rows: Rows, name: str = "export.xlsx", title: str = "Sheet1", merges: Sequence[str] = (),
        **others: Rows,
    ) -> Path:  # fmt: skip
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.title = title
        for row in rows:
            sheet.append(list(row))
        for span in merges:
            sheet.merge_cells(span)
        for other, its_rows in others.items():
            further = workbook.create_sheet(other)
            for row in its_rows:
                further.append(list(row))
        path = tmp_path / name
        workbook.save(path)
        return path

    return write


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteSheet:
    """Write rows as a text file."""

    def write(
        rows: Rows, name: str = "export.csv", delimiter: str = ",", encoding: str = "utf-8"
    ) -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=delimiter).writerows(rows)
        return path

    return write


@pytest.fixture
def microsoft_forms() -> Callable[..., list[list[Any]]]:
    """Build the rows of a Microsoft Forms export: each question its header and its answers."""

    def build(*questions: Sequence[Any]) -> list[list[Any]]:
        start = dt.datetime(2024, 5, 2, 9, 30)
        rows: list[list[Any]] = [["ID", "Start time", "Completion time", "Email", "Name"]]
        for number in range(1, len(questions[0])):
            sent = start + dt.timedelta(hours=number)
            mail, name = f"persona{number}@example.org", f"Persona {number}"
            rows.append([number, start, sent, mail, name])
        for question in questions:
            for row, value in zip(rows, question, strict=True):
                row.append(value)
        return rows

    return build


@pytest.fixture
def said() -> Callable[[SurveyExport, str], pd.DataFrame]:
    """Find the answers to a question."""

    def find(export: SurveyExport, question_id: str) -> pd.DataFrame:
        found = export.answers[export.answers["question_id"] == question_id]
        assert len(found), f"{question_id} not in {export.questions['question_id'].tolist()}"
        return found.reset_index(drop=True)

    return find
