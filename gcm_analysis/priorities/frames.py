"""Rows made into declared tables; the schemas are loaded only when a table is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import pandas as pd

BandName = Literal["pending", "reading", "country"]
BANDS: tuple[BandName, ...] = get_args(BandName)
"""In the order in which equally wide bands are named."""
Firmness = Literal["firm", "pending", "reading", "country", "rule"]
FIRMNESS: tuple[Firmness, ...] = get_args(Firmness)
Grade = Literal["same", "reworded", "similar", "new"]
GRADES: tuple[Grade, ...] = get_args(Grade)
"""How alike a question or topic is to an earlier one, most alike first."""
RULES = ("mentions", "points", "borda", "copeland", "schulze", "kemeny")
"""Counting rules whose ranks stand side by side."""


def make_table(rows: pd.DataFrame | Sequence[dict[str, Any]], name: str) -> pd.DataFrame:
    """Return rows as a declared table: its columns in their order, its types, its checks.

    Parameters
    ----------
    rows : DataFrame or sequence of dict
        Columns that are missing are null.
    name : str
        A key of `tables.SCHEMAS`.
    """
    import pandas as pd

    from gcm_analysis.priorities.tables import SCHEMAS

    schema = SCHEMAS[name]
    columns = list(schema.columns)
    checked: pd.DataFrame = schema.validate(pd.DataFrame(rows, columns=columns))
    return checked[columns].reset_index(drop=True)
