"""Tables as rows."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd


def read_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by column name."""
    return cast("list[dict[str, Any]]", table.to_dict("records"))
