"""Columns of text put together part by part: long parts as they are, short ones gathered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gcm_analysis.survey.workbook import Sheet, name_column

STRING = pd.StringDtype(na_value=np.nan)
SHORT = 512
"""A part of fewer rows is handled faster by Python than by Arrow, whose calls cost more each."""


def as_series(chunks: Sequence[pa.Array]) -> pd.Series:
    """Return Arrow texts as a pandas column of strings, without a copy."""
    chunked = pa.chunked_array(chunks, type=pa.large_string())
    build: Any = STRING
    return pd.Series(build.__from_arrow__(chunked))


def list_as_series(texts: Iterable[str | None]) -> pd.Series:
    """Return a list of texts as a pandas column of strings."""
    return as_series([pa.array(texts, pa.large_string())])


class SharedArrays:
    """Long repeated texts and addresses, each made once and shared by the tables."""

    def __init__(self) -> None:
        self.repeated: dict[tuple[str | None, int], pa.Array] = {}
        self.addresses: dict[tuple[int, int, int], pa.Array] = {}

    def repeat(self, text: str | None, n: int) -> pa.Array:
        """Return one text n times."""
        if (text, n) not in self.repeated:
            if text is None:
                found = pa.nulls(n, pa.large_string())
            else:
                found = pc.cast(pa.repeat(pa.scalar(text, pa.large_string()), n), pa.large_string())
            self.repeated[text, n] = found
        return self.repeated[text, n]

    def name_cells(self, column: int, rows: npt.NDArray[np.int64]) -> pa.Array:
        """Return the addresses of cells of one column."""
        if int(rows[-1] - rows[0]) + 1 != len(rows):
            return name_cells_of(column, rows)
        key = (column, int(rows[0]), len(rows))
        if key not in self.addresses:
            self.addresses[key] = name_cells_of(column, rows)
        return self.addresses[key]


def name_cells_of(column: int, rows: npt.NDArray[np.int64]) -> pa.Array:
    """Return the addresses of cells of one column."""
    numbers = pc.cast(pa.array(rows + 1), pa.large_string())
    letters = pa.scalar(name_column(column), pa.large_string())
    return pc.binary_join_element_wise(letters, numbers, pa.scalar("", pa.large_string()))


class TextColumn:
    """A column of a table while its parts are added."""

    def __init__(self, shared: SharedArrays) -> None:
        self.shared = shared
        self.chunks: list[pa.Array] = []
        self.gathered: list[str | None] = []

    def repeat(self, text: str | None, n: int) -> None:
        """Add one text n times."""
        if n < SHORT:
            self.gathered += [text] * n
        else:
            self.append(self.shared.repeat(text, n))

    def spread(self, codes: npt.NDArray[Any], texts: Sequence[str]) -> None:
        """Add the text of each code; -1 is null."""
        if len(codes) < SHORT:
            self.gathered += [texts[code] if code >= 0 else None for code in codes.tolist()]
        elif not len(texts) or not (codes >= 0).any():
            self.append(self.shared.repeat(None, len(codes)))
        elif len(texts) == 1 and not codes.any():
            self.append(self.shared.repeat(texts[0], len(codes)))
        else:
            indices = pa.array(codes, mask=codes < 0)
            self.append(pc.take(pa.array(texts, pa.large_string()), indices))

    def name_cells(self, sheet: Sheet, column: int, rows: npt.NDArray[np.int64]) -> None:
        """Add the addresses of cells of one column of a sheet."""
        if sheet.turned_from is not None:
            self.gathered += [sheet.name_cell(row, column) for row in rows.tolist()]
        elif len(rows) < SHORT:
            letters = name_column(column)
            self.gathered += [f"{letters}{row}" for row in (rows + 1).tolist()]
        else:
            self.append(self.shared.name_cells(column, rows))

    def append(self, chunk: pa.Array) -> None:
        """Add a long part after those that were gathered."""
        self.flush()
        self.chunks.append(chunk)

    def flush(self) -> None:
        """Make one array of the short parts that were gathered."""
        if self.gathered:
            self.chunks.append(pa.array(self.gathered, pa.large_string()))
            self.gathered = []

    def finish(self) -> pd.Series:
        """Return the column."""
        self.flush()
        return as_series(self.chunks)
