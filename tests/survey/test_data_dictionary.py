"""The data dictionary and the declared tables say the same."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

ROOMS = ("survey", "mapping", "priorities")
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
HEADING = re.compile(r"^### `(\w+)`$", re.MULTILINE)


def declared() -> dict[str, list[str]]:
    """Return the columns of every declared table."""
    modules = [importlib.import_module(f"gcm_analysis.{room}.tables") for room in ROOMS]
    return {
        name: list(schema.columns) for module in modules for name, schema in module.SCHEMAS.items()
    }


def documented() -> dict[str, list[str]]:
    """Return the columns that the dictionary lists under each table."""
    page = (Path(__file__).parents[2] / "docs" / "data-dictionary.md").read_text("utf-8")
    _, *parts = HEADING.split(page)
    return {
        name: ROW.findall(text.split("\n## ")[0])
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_table_and_column_is_explained_in_its_order():
    assert documented() == declared()


def test_the_tables_stand_in_the_order_of_the_rooms():
    assert list(documented()) == list(declared())
