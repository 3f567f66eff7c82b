"""Tables taken row by row."""

from __future__ import annotations

from typing import Any

import pandas as pd


def read_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, every null as None.

    >>> read_rows(pd.DataFrame({"rank": [1.0, None]}))
    [{'rank': 1.0}, {'rank': None}]
    """
    plain = table.astype(object).where(table.notna(), None)
    names = [str(name) for name in plain.columns]
    columns = (plain[name].tolist() for name in plain.columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
