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

Rows = npt.NDArray[np.int64]
STRING = pd.StringDtype(na_value=np.nan)
SHORT = 512
"""Parts of fewer rows wait and are made together: a call of Arrow costs more than their rows."""


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
        self.numbers: dict[tuple[int, int], pa.Array] = {}
        self.listed: dict[int, tuple[Sequence[str], pa.Array]] = {}

    def repeat(self, text: str | None, n: int) -> pa.Array:
        """Return one text n times."""
        if (text, n) not in self.repeated:
            if text is None:
                found = pa.nulls(n, pa.large_string())
            else:
                found = pc.cast(pa.repeat(pa.scalar(text, pa.large_string()), n), pa.large_string())
            self.repeated[text, n] = found
        return self.repeated[text, n]

    def array_of(self, texts: Sequence[str]) -> pa.Array:
        """Return texts as an array; the list is kept too, so that no other takes its identity."""
        if id(texts) not in self.listed:
            self.listed[id(texts)] = texts, pa.array(texts, pa.large_string())
        return self.listed[id(texts)][1]

    def name_cells(self, column: int, rows: Rows) -> pa.Array:
        """Return the addresses of cells of one column."""
        if int(rows[-1] - rows[0]) + 1 != len(rows):
            return join_addresses(letters_of(column), number_rows(rows))
        key = (column, int(rows[0]), len(rows))
        if key not in self.addresses:
            if key[1:] not in self.numbers:
                self.numbers[key[1:]] = number_rows(rows)
            numbers = self.numbers[key[1:]]
            self.addresses[key] = join_addresses(letters_of(column), numbers)
        return self.addresses[key]


def letters_of(column: int) -> pa.Scalar:
    """Return the letters of a column."""
    return pa.scalar(name_column(column), pa.large_string())


def number_rows(rows: Rows) -> pa.Array:
    """Return the numbers of rows as texts."""
    return pc.cast(pa.array(rows + 1), pa.large_string())


def join_addresses(letters: pa.Array | pa.Scalar, numbers: pa.Array) -> pa.Array:
    """Return addresses of cells."""
    return pc.binary_join_element_wise(letters, numbers, pa.scalar("", pa.large_string()))


class TextColumn:
    """A column of a table while its parts are added.

    Of parts that wait the texts stand in one list, beside which of them each row holds.
    """

    def __init__(self, shared: SharedArrays) -> None:
        self.shared = shared
        self.chunks: list[pa.Array] = []
        self.texts: list[str | None] = []
        self.starts: list[int] = []
        self.sizes: list[int] = []
        self.codes: list[npt.NDArray[Any] | None] = []

    def repeat(self, text: str | None, n: int) -> None:
        """Add one text n times."""
        if n < SHORT:
            self.wait([text], n)
        else:
            self.append(self.shared.repeat(text, n))

    def spread(self, codes: npt.NDArray[Any], texts: Sequence[str]) -> None:
        """Add the text of each code; -1 is null."""
        n = len(codes)
        if not len(texts):
            self.repeat(None, n)
        elif n < SHORT and len(texts) <= SHORT:
            self.wait(texts, n, codes)
        elif n < SHORT:
            met = [texts[code] if code >= 0 else None for code in codes.tolist()]
            self.wait(met, n, np.arange(n))
        elif not (codes >= 0).any():
            self.append(self.shared.repeat(None, n))
        elif len(texts) == 1 and not codes.any():
            self.append(self.shared.repeat(texts[0], n))
        else:
            indices = pa.array(codes, mask=codes < 0)
            self.append(self.shared.array_of(texts).take(indices))

    def wait(
        self, texts: Sequence[str | None], n: int, codes: npt.NDArray[Any] | None = None
    ) -> None:
        """Add a short part; without codes all its rows hold the first text."""
        self.starts.append(len(self.texts))
        self.sizes.append(n)
        self.codes.append(codes)
        self.texts += texts

    def append(self, chunk: pa.Array) -> None:
        """Add a long part after those that wait."""
        self.flush()
        self.chunks.append(chunk)

    def flush(self) -> None:
        """Make one array of the short parts that wait."""
        if not self.sizes:
            return
        positions, mask = np.repeat(np.array(self.starts, np.int64), self.sizes), None
        if any(codes is not None for codes in self.codes):
            parts = zip(self.codes, self.sizes, strict=True)
            codes = np.concatenate([np.zeros(n, int) if c is None else c for c, n in parts])
            positions, mask = positions + codes, codes < 0
        texts = pa.array(self.texts, pa.large_string())
        self.chunks.append(texts.take(pa.array(positions, mask=mask)))
        self.texts, self.starts, self.sizes, self.codes = [], [], [], []

    def finish(self) -> pd.Series:
        """Return the column."""
        self.flush()
        return as_series(self.chunks)


class AddressColumn:
    """A column of addresses of cells while those of each column of a sheet are added."""

    def __init__(self, shared: SharedArrays) -> None:
        self.shared = shared
        self.chunks: list[pa.Array] = []
        self.letters: list[Rows] = []
        self.numbers: list[Rows] = []

    def add(self, sheet: Sheet, column: int, rows: Rows) -> None:
        """Add cells of one column of a sheet; of a sheet that was turned it is a row."""
        if len(rows) >= SHORT and sheet.turned_from is None:
            self.flush()
            self.chunks.append(self.shared.name_cells(column, rows))
            return
        letters = np.full(len(rows), column)
        if sheet.turned_from is not None:
            letters, rows = rows, letters
        self.letters.append(letters)
        self.numbers.append(rows)

    def flush(self) -> None:
        """Make one array of the short parts that wait."""
        if self.letters:
            letters = np.concatenate(self.letters)
            names = list(map(name_column, range(int(letters.max(initial=0)) + 1)))
            of_each = pa.array(names, pa.large_string()).take(pa.array(letters))
            self.chunks.append(join_addresses(of_each, number_rows(np.concatenate(self.numbers))))
            self.letters, self.numbers = [], []

    def finish(self) -> pd.Series:
        """Return the column."""
        self.flush()
        return as_series(self.chunks)
