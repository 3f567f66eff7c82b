"""Answers, ledger and cells of many sheets put together as tables, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gcm_analysis.survey.answer_parts import AnswerPart
from gcm_analysis.survey.export import Fate
from gcm_analysis.survey.exports.layout import Layout
from gcm_analysis.survey.nonanswers import STATUSES
from gcm_analysis.survey.workbook import Sheet, name_column

FATES: tuple[Fate, ...] = get_args(Fate)
STRING = pd.StringDtype(na_value=np.nan)


def as_series(chunks: Sequence[pa.Array]) -> pd.Series:
    """Return Arrow texts as a pandas column of strings, without a copy."""
    chunked = pa.chunked_array(chunks, type=pa.large_string())
    build: Any = STRING
    return pd.Series(build.__from_arrow__(chunked))


def spread(codes: npt.NDArray[np.int32], texts: Sequence[str]) -> pa.Array:
    """Return the text of each code; -1 is null."""
    values = pa.array(texts, pa.large_string())
    indices = pa.array(codes, mask=codes < 0) if len(codes) else pa.array([], pa.int32())
    if not len(values):
        return pa.nulls(len(codes), pa.large_string())
    return pc.take(values, indices)


class SharedArrays:
    """Columns of repeated texts and of addresses, each made once and shared by the tables."""

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

    def name_statuses(self, codes: npt.NDArray[np.int8]) -> pa.Array:
        """Return the name of each status."""
        if not codes.any():
            return self.repeat(STATUSES[0], len(codes))
        return spread(codes.astype(np.int32), STATUSES)

    def spread(self, codes: npt.NDArray[np.int32], texts: Sequence[str]) -> pa.Array:
        """Return the text of each code; -1 is null."""
        if not len(texts) or not (codes >= 0).any():
            return self.repeat(None, len(codes))
        return spread(codes, texts)

    def name_cells(self, column: int, rows: npt.NDArray[np.int64]) -> pa.Array:
        """Return the addresses of cells of one column."""
        if not len(rows) or int(rows[-1] - rows[0]) + 1 != len(rows):
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


def build_answers(parts: Iterable[tuple[str, AnswerPart]], shared: SharedArrays) -> pd.DataFrame:
    """Return the table of answers: question by question, within it respondent by respondent."""
    listed = [(sheet, part) for sheet, part in parts if len(part.respondent)]
    sizes = [len(part.respondent) for _, part in listed]

    def texts(columns: Iterable[pa.Array]) -> pd.Series:
        return as_series(list(columns))

    def floats(name: str) -> npt.NDArray[np.float64]:
        columns = [getattr(part, name) for _, part in listed]
        filled = [
            np.full(size, np.nan) if column is None else column
            for column, size in zip(columns, sizes, strict=True)
        ]
        return np.concatenate(filled) if filled else np.zeros(0)

    def ends(name: str) -> npt.NDArray[np.float64]:
        values = [
            getattr(part.question.scale, name)
            if part.question.scale and part.question.kind == "rating"
            else np.nan
            for _, part in listed
        ]
        return np.repeat(np.array(values, np.float64), sizes)

    respondents = [part.respondent for _, part in listed]
    data = {
        "respondent": np.concatenate(respondents) if listed else np.zeros(0, np.int64),
        "question_id": texts(shared.repeat(p.question.question_id, len(p.row)) for _, p in listed),
        "kind": texts(shared.repeat(p.question.kind, len(p.row)) for _, p in listed),
        "item_id": texts(shared.spread(p.item_id, p.item_ids) for _, p in listed),
        "item": texts(shared.repeat(p.item, len(p.row)) for _, p in listed),
        "text": texts(shared.spread(p.text, p.texts) for _, p in listed),
        "rank": floats("rank"),
        "rating": floats("rating"),
        "scale_low": ends("low"),
        "scale_high": ends("high"),
        "status": texts(shared.name_statuses(p.status) for _, p in listed),
        "source_sheet": texts(shared.repeat(sheet, len(p.row)) for sheet, p in listed),
        "source_cell": texts(shared.name_cells(p.column, p.row) for _, p in listed),
    }
    return pd.DataFrame(data, copy=False)


def as_categories(values: Sequence[str], sizes: Sequence[int]) -> pd.Categorical:
    """Return a column of few distinct texts, each repeated so many times, as categories."""
    names = list(dict.fromkeys(values))
    index = {name: code for code, name in enumerate(names)}
    codes = np.repeat(np.array([index[value] for value in values], np.int32), sizes)
    return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str"))


def build_ledger(
    sheets: Sequence[tuple[Sheet, npt.NDArray[np.uint8]]], shared: SharedArrays
) -> pd.DataFrame:
    """Return the fate of every cell that is not empty.

    Parameters
    ----------
    sheets : sequence
        Each sheet with the fate of each of its cells: rows by columns, 0 where the cell is
        empty, else 1 more than the position in `FATES`.
    """
    names: list[str] = []
    sizes: list[int] = []
    cells: list[pa.Array] = []
    fates: list[npt.NDArray[np.uint8]] = []
    for sheet, fate in sheets:
        for column in range(fate.shape[1]):
            rows = np.flatnonzero(fate[:, column])
            if len(rows):
                names.append(sheet.name)
                sizes.append(len(rows))
                cells.append(shared.name_cells(column, rows.astype(np.int64)))
                fates.append(fate[rows, column] - 1)
    codes = np.concatenate(fates) if fates else np.zeros(0, np.uint8)
    used = np.flatnonzero(np.bincount(codes, minlength=len(FATES)))
    renumbered = np.searchsorted(used, codes).astype(np.int8)
    categories = pd.Index([FATES[code] for code in used], dtype="str")
    return pd.DataFrame(
        {
            "source_sheet": as_categories(names, sizes),
            "source_cell": as_series(cells),
            "fate": pd.Categorical.from_codes(renumbered, categories=categories),
        },
        copy=False,
    )


def build_cells(
    layouts: Sequence[tuple[Layout, npt.NDArray[np.int64]]], shared: SharedArrays
) -> pd.DataFrame:
    """Return every data cell that holds something and nothing personal, by submission."""
    headers: list[str] = []
    names: list[str] = []
    sizes: list[int] = []
    respondents: list[npt.NDArray[np.int64]] = []
    values: list[pa.Array] = []
    cells: list[pa.Array] = []
    for layout, of_row in layouts:
        for heading in layout.headings:
            if heading.role in {"personal", "empty"}:
                continue
            column = layout.sheet.columns[heading.index]
            is_filled = column.is_written[layout.rows]
            rows = layout.rows[is_filled]
            if not len(rows):
                continue
            headers.append(heading.header)
            names.append(layout.sheet.name)
            sizes.append(len(rows))
            respondents.append(of_row[is_filled])
            values.append(spread(column.codes[rows], column.texts))
            cells.append(shared.name_cells(heading.index, rows))
    return pd.DataFrame(
        {
            "respondent": np.concatenate(respondents) if respondents else np.zeros(0, np.int64),
            "header": as_categories(headers, sizes),
            "value": as_series(values),
            "source_sheet": as_categories(names, sizes),
            "source_cell": as_series(cells),
        },
        copy=False,
    )
