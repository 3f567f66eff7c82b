"""run.json tells the truth, and what a run writes names no official and no file as received."""

from __future__ import annotations

import hashlib
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pypdf
import pytest
import yaml

from gcm_analysis.report.packing import unpack_figures

pytestmark = pytest.mark.slow

FORUMS = ("ejemplo-2023", "ejemplo-2024")


def hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_record(workspace: Path, forum: str) -> dict[str, Any]:
    path = workspace / "data" / "processed" / forum / "run.json"
    return dict(json.loads(path.read_text("utf-8")))


def files_of(workspace: Path, forum: str) -> list[Path]:
    folders = (workspace / "data" / "processed" / forum, workspace / "reports" / forum)
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("forum", FORUMS)
def test_every_file_that_came_out_is_recorded_with_its_hash(workspace: Path, forum: str) -> None:
    recorded = read_record(workspace, forum)["outputs"]
    found = {
        path.relative_to(workspace).as_posix(): hash_file(path)
        for path in files_of(workspace, forum)
        if path != workspace / "data" / "processed" / forum / "run.json"
    }
    assert recorded == found


@pytest.mark.parametrize("forum", FORUMS)
def test_every_file_that_went_in_is_recorded_by_its_alias(workspace: Path, forum: str) -> None:
    inputs = read_record(workspace, forum)["inputs"]
    folder = workspace / "data" / "raw" / forum
    described = yaml.safe_load((folder / "forum.yml").read_text("utf-8"))
    for source in described["sources"]:
        (path,) = folder.glob(source["files"][0])
        assert inputs[f"{forum}/{source['alias']}"] == hash_file(path)
    assert inputs[f"{forum}/forum.yml"] == hash_file(folder / "forum.yml")
    for notebook in (workspace / "notebooks").glob("[0c]*.ipynb"):
        assert inputs[f"notebooks/{notebook.name}"] == hash_file(notebook)


def find_private(workspace: Path) -> set[str]:
    """Return what the received files hold of persons and institutions, and how they are called."""
    private = {"Persona Inventada"}
    for path in (workspace / "data" / "raw").rglob("*.xlsx"):
        private.add(path.stem)
        sheet: Any = openpyxl.load_workbook(path).worksheets[0]
        header = next(
            row for row in sheet.iter_rows() if sum(cell.value is not None for cell in row) > 2
        )
        for cell in header:
            if cell.value in ("Email", "Name", "Institución que responde", "Organización"):
                column = sheet.iter_rows(
                    cell.row + 1, min_col=cell.column, max_col=cell.column, values_only=True
                )
                private |= {value for (value,) in column if value and "Nota:" not in value}
    return private


@cache
def read_texts(path: Path) -> str:
    """Return everything that a file says, unpacked."""
    match path.suffix:
        case ".parquet":
            return pd.read_parquet(path).to_csv()
        case ".xlsx":
            with zipfile.ZipFile(path) as archive:
                return " ".join(archive.read(name).decode("utf-8") for name in archive.namelist())
        case ".pdf":
            reader = pypdf.PdfReader(path)
            pages = " ".join(page.extract_text() for page in reader.pages)
            return f"{pages} {reader.metadata}"
        case ".zip":
            with zipfile.ZipFile(path) as archive:
                return " ".join(archive.namelist())
        case ".html":
            html = path.read_text("utf-8")
            return html + json.dumps(unpack_figures(html), ensure_ascii=False)
        case ".png":
            return ""
        case ".ipynb" | ".json":
            return json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False)
        case _:
            return path.read_text("utf-8")


@pytest.mark.parametrize("forum", FORUMS)
def test_nothing_personal_leaves_the_received_files(workspace: Path, forum: str) -> None:
    private = find_private(workspace)
    assert len(private) > 20
    leaks = {}
    for path in files_of(workspace, forum):
        text = read_texts(path)
        if found := sorted(one for one in private if one in text):
            leaks[path.relative_to(workspace).as_posix()] = found
    assert leaks == {}


@pytest.mark.parametrize("forum", FORUMS)
def test_no_report_names_a_folder_of_the_machine(workspace: Path, forum: str) -> None:
    names = (str(workspace), str(Path.home()), str(Path(__file__).parents[2]))
    for path in files_of(workspace, forum):
        if "reports" in path.relative_to(workspace).parts:
            assert not [one for one in names if one in read_texts(path)], path.name
