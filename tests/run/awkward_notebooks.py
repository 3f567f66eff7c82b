"""Notebooks that try what an engine may get wrong, and executed notebooks made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

CELLS = Path(__file__).with_name("awkward_cells.txt")


def read_cells() -> dict[str, str]:
    """Return the cells of one notebook by what they try; none ends it."""
    parts = re.split(r"^#### (.+)$", CELLS.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {name: source.strip("\n") for name, source in zip(parts[::2], parts[1::2], strict=True)}


LIVELY = read_cells()
DEADLY = {
    "an exception": ["before = 1", "1 / 0", "print('never')"],
    "an exit": ["import sys", "sys.exit(3)", "print('never')"],
    "a good exit": ["import sys", "sys.exit(0)", "print('never')"],
    "a kill": ["import os, signal", "os.kill(os.getpid(), signal.SIGKILL)", "print('never')"],
    "a hard exit": ["import os", "os._exit(3)", "print('never')"],
    "no end": ["import time", "while True:\n    time.sleep(0.05)", "print('never')"],
}
"""Notebooks that fail, by what ends them; each in its second cell."""


def write_notebook(path: Path, cells: Iterable[str], *, may_fail: bool = False) -> Path:
    """Write a notebook of code cells after a cell of parameters."""
    tags = ["raises-exception"] if may_fail else []
    code = [new_code_cell(source.strip("\n"), metadata={"tags": tags}) for source in cells]
    start = new_code_cell('root = "."', metadata={"tags": ["parameters"]})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=[start, *code], metadata={"kernelspec": kernel})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    nbformat.write(notebook, path)
    return path


CHANGING = (
    (re.compile(r"/tmp/ipykernel_\d+/"), "/tmp/ipykernel/"),
    (re.compile(r"0x[0-9a-f]{6,}"), "0x"),
    (re.compile(r"kernel-[0-9a-f-]{36}"), "kernel"),
    (re.compile(r"IPY_MODEL_[0-9a-f]{32}|\b[0-9a-f]{32}\b"), "id"),
    (re.compile(r"Thread-\d+"), "Thread"),
    (re.compile(r"\bpid=\d+|\bpid \d+"), "pid"),
)


def normalise(path: Path) -> dict[str, Any]:
    """Return an executed notebook without process ids, addresses and times.

    What a stream says in one go may arrive in pieces: neighbours of one name are joined.
    """
    notebook = nbformat.read(path, as_version=4)
    papermill = notebook.metadata.papermill
    for key in ("start_time", "end_time", "duration", "output_path"):
        papermill.pop(key)
    for cell in notebook.cells:
        cell.pop("id", None)
        cell.metadata.pop("execution", None)
        for key in ("start_time", "end_time", "duration"):
            cell.metadata.get("papermill", {}).pop(key, None)
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
    for widgets in notebook.metadata.get("widgets", {}).values():  # keyed by random ids
        widgets["state"] = sorted(widgets["state"].values(), key=lambda one: one["model_name"])
    return mask(notebook)


def join_streams(outputs: list[Any]) -> list[Any]:
    """Join neighbouring outputs of one stream."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last.output_type == "stream" and last.name == output.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def mask(value: Any) -> Any:
    """Replace what changes from process to process, wherever it stands."""
    if isinstance(value, dict):
        return {mask(key): mask(part) for key, part in value.items()}
    if isinstance(value, list):
        return [mask(part) for part in value]
    if isinstance(value, str):
        for pattern, word in CHANGING:
            value = pattern.sub(word, value)
    return value
