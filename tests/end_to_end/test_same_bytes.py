"""The same spreadsheets give the same files, whichever engine ran the notebooks."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

FORUM = "ejemplo-2023"
ASKED = ("run", FORUM, "--language", "es", "--country", "MEX")


@pytest.fixture(scope="module")
def runs(share: Any, new_workspace: Any, command: Any) -> dict[str, Path]:
    """One forum in two workspaces, by the warm engine and by papermill."""

    def make(engine: str) -> Path:
        def run(root: Path) -> None:
            new_workspace(root, (FORUM,))
            outcome = command(root, *ASKED, "--engine", engine, "--force")
            assert outcome.code == 0, outcome.err

        return Path(share(f"by-{engine}", run))

    return {engine: make(engine) for engine in ("warm", "papermill")}


def hash_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hash_report(root: Path) -> dict[str, str]:
    """Return what a report's files hold; PDFs carry the time of day, in a zip as well."""
    folder, hashed = root / "reports" / FORUM, {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for entry in archive.infolist():
                    if not entry.filename.endswith(".pdf"):
                        place = f"{name}!{entry.filename}"
                        hashed[place] = f"{entry.date_time} {hash_bytes(archive.read(entry))}"
        elif path.suffix != ".pdf":
            hashed[name] = hash_bytes(path.read_bytes())
    return hashed


def read_record(root: Path) -> dict[str, Any]:
    path = root / "data" / "processed" / FORUM / "run.json"
    return dict(json.loads(path.read_text("utf-8")))


def test_reports_are_equal_byte_for_byte(runs: dict[str, Path]) -> None:
    warm, papermill = (hash_report(root) for root in runs.values())
    assert {path.rsplit(".", 1)[1] for path in warm} >= {"html", "xlsx"}
    assert len(warm) > 5
    assert warm == papermill


def test_tables_are_equal_byte_for_byte(runs: dict[str, Path]) -> None:
    tables = {
        engine: {
            path.name: hash_bytes(path.read_bytes())
            for path in (root / "data" / "processed" / FORUM).glob("*.parquet")
        }
        for engine, root in runs.items()
    }
    assert len(tables["warm"]) >= 15
    assert tables["warm"] == tables["papermill"]


def test_records_differ_in_nothing_but_times_and_what_holds_them(runs: dict[str, Path]) -> None:
    warm, papermill = (read_record(root) for root in runs.values())
    assert (warm["number"], papermill["number"]) == (1, 1)
    for name in ("forum", "inputs", "parameters", "mapping_model", "cut_off"):
        assert warm[name] == papermill[name], name
    assert set(warm["outputs"]) == set(papermill["outputs"])
    exempt = (".ipynb", ".pdf", ".zip")
    for name, digest in warm["outputs"].items():
        assert name.endswith(exempt) or digest == papermill["outputs"][name], name


def test_nothing_is_run_again_when_nothing_changed(
    runs: dict[str, Path], command: Any, hash_tree: Any
) -> None:
    root = runs["papermill"]
    before = hash_tree(root)
    outcome = command(root, *ASKED)
    assert outcome.code == 0
    assert "nothing has changed since run 1" in outcome.err + outcome.out
    assert hash_tree(root) == before
