"""A forum of 23 governments in a workspace of its own, made from the illustrative one."""

from __future__ import annotations

import importlib.util
import itertools
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
FORUM, EARLIER = "ejemplo-2024", "ejemplo-2023"


def make_workspace(root: Path) -> tuple[str, ...]:
    """Write a workspace whose forum every member of both conferences has answered.

    The invented answers of nine governments are given again by the others.

    Returns
    -------
    tuple of str
        ISO 3166-1 alpha-3 codes of the governments.
    """
    from gcm_analysis.reference import country, members

    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    governments = (*members("RCM"), *members("SACM"))
    examples = load_examples()
    answers = yaml.safe_load((examples.ANSWERS / "answers_2024.yml").read_text("utf-8"))
    given = itertools.cycle(answers["submissions"])
    names = [country(iso3).name["es"] for iso3 in governments]
    answers["submissions"] = [
        {**submission, "country": name} for name, submission in zip(names, given, strict=False)
    ]
    folder = root / "data" / "raw" / FORUM
    examples.write_form(answers, folder / answers["file"])
    forum = folder / "forum.yml"
    forum.write_text(ask_all(forum.read_text("utf-8"), governments), "utf-8")
    return governments


def change_answer(root: Path) -> None:
    """Add a word to the last government's longest answer."""
    import openpyxl

    folder = root / "data" / "raw" / FORUM
    answers = yaml.safe_load((load_examples().ANSWERS / "answers_2024.yml").read_text("utf-8"))
    book: Any = openpyxl.load_workbook(folder / answers["file"])
    sheet = book.worksheets[0]
    cells = [cell for cell in sheet[sheet.max_row] if isinstance(cell.value, str)]
    longest = max(cells, key=lambda cell: len(cell.value))
    longest.value += " también"
    book.save(folder / answers["file"])


def ask_all(text: str, governments: tuple[str, ...]) -> str:
    """Return a forum.yml with these governments on its roster and no focal points."""
    content: dict[str, Any] = yaml.safe_load(text)
    content["roster"] = {"governments": list(governments)}
    content.pop("focal_points", None)
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def load_examples() -> ModuleType:
    """Return the script that writes the illustrative spreadsheets."""
    spec = importlib.util.spec_from_file_location("examples", ROOT / "scripts" / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
