"""Answers, ledger and cells of many sheets put together as tables, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from gcm_analysis.survey.answer_parts import AnswerPart
from gcm_analysis.survey.export import Fate
from gcm_analysis.survey.exports.layout import Layout
from gcm_analysis.survey.nonanswers import STATUSES
from gcm_analysis.survey.text_columns import AddressColumn, SharedArrays, TextColumn
from gcm_analysis.survey.workbook import Sheet

FATES: tuple[Fate, ...] = get_args(Fate)
ANSWER_TEXTS = (
    "question_id", "kind", "item_id", "item", "text", "status", "source_sheet",
)  # fmt: skip


def build_answers(parts: Iterable[tuple[Sheet, AnswerPart]], shared: SharedArrays) -> pd.DataFrame:
    """Return the table of answers: question by question, within it respondent by respondent."""
    listed = [(sheet, part) for sheet, part in parts if len(part.respondent)]
    sizes = [len(part.respondent) for _, part in listed]
    texts = {name: TextColumn(shared) for name in ANSWER_TEXTS}
    addresses = AddressColumn(shared)
    for (sheet, part), n in zip(listed, sizes, strict=True):
        texts["question_id"].repeat(part.question.question_id, n)
        texts["kind"].repeat(part.question.kind, n)
        texts["item_id"].spread(part.item_id, part.item_ids)
        texts["item"].repeat(part.item, n)
        texts["text"].spread(part.text, part.texts)
        texts["status"].spread(part.status, STATUSES if part.status.any() else STATUSES[:1])
        texts["source_sheet"].repeat(sheet.name, n)
        addresses.add(sheet, part.column, part.row)

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
    done = {name: column.finish() for name, column in texts.items()}
    data = {
        "respondent": np.concatenate(respondents) if listed else np.zeros(0, np.int64),
        **{name: done[name] for name in ANSWER_TEXTS[:5]},
        "rank": floats("rank"),
        "rating": floats("rating"),
        "scale_low": ends("low"),
        "scale_high": ends("high"),
        **{name: done[name] for name in ANSWER_TEXTS[5:]},
        "source_cell": addresses.finish(),
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
    cells = AddressColumn(shared)
    fates: list[npt.NDArray[np.uint8]] = []
    for sheet, fate in sheets:
        for column in range(fate.shape[1]):
            rows = fate[:, column].nonzero()[0]
            if len(rows):
                names.append(sheet.name)
                sizes.append(len(rows))
                cells.add(sheet, column, rows)
                fates.append(fate[rows, column] - 1)
    codes = np.concatenate(fates) if fates else np.zeros(0, np.uint8)
    used = np.flatnonzero(np.bincount(codes, minlength=len(FATES)))
    renumbered = np.searchsorted(used, codes).astype(np.int8)
    categories = pd.Index([FATES[code] for code in used], dtype="str")
    return pd.DataFrame(
        {
            "source_sheet": as_categories(names, sizes),
            "source_cell": cells.finish(),
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
    values, cells = TextColumn(shared), AddressColumn(shared)
    for layout, of_row in layouts:
        for heading in layout.headings:
            if heading.role in {"personal", "empty"}:
                continue
            column = layout.sheet.columns[heading.index]
            codes = column.codes[layout.rows]
            is_written = codes.nonzero()[0]
            if not len(is_written):
                continue
            rows = layout.rows[is_written]
            headers.append(heading.header)
            names.append(layout.sheet.name)
            sizes.append(len(rows))
            respondents.append(of_row[is_written])
            values.spread(codes[is_written], column.texts)
            cells.add(layout.sheet, heading.index, rows)
    return pd.DataFrame(
        {
            "respondent": np.concatenate(respondents) if respondents else np.zeros(0, np.int64),
            "header": as_categories(headers, sizes),
            "value": values.finish(),
            "source_sheet": as_categories(names, sizes),
            "source_cell": cells.finish(),
        },
        copy=False,
    )
