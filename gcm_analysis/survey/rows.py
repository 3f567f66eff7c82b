"""Tables taken row by row."""

from __future__ import annotations

from typing import Any

import pandas as pd


def read_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, every null as None.

    >>> read_rows(pd.DataFrame({"rank": [1.0, None]}))
    [{'rank': 1.0}, {'rank': None}]
    """
    plain = table.astype(object)
    rows = plain.where(table.notna(), None).to_dict("records")
    return [{str(column): value for column, value in row.items()} for row in rows]
