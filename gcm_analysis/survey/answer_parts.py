"""Answers taken from one column, kept as arrays until the tables are built."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gcm_analysis.survey.nonanswers import STATUSES
from gcm_analysis.survey.questions import PlannedQuestion

STATUS_CODE = {status: code for code, status in enumerate(STATUSES)}
ANSWERED, SKIPPED = 0, 1
NOT_CHOSEN = -1
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Codes8 = npt.NDArray[np.int8]


@dataclass(frozen=True)
class AnswerPart:
    """Answers of one question from one column.

    Arrays have one entry per answer; texts and item ids are positions in lists, -1 for none.
    """

    question: PlannedQuestion
    column: int
    respondent: Ints
    row: Ints
    text: npt.NDArray[np.int32]
    texts: list[str]
    item_id: npt.NDArray[np.int32]
    item_ids: list[str]
    rank: Floats | None
    rating: Floats | None
    status: npt.NDArray[np.int8]
    item: str | None = None


class Numbering:
    """Texts, each numbered once."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.positions: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text."""
        position = self.positions.setdefault(text, len(self.texts))
        if position == len(self.texts):
            self.texts.append(text)
        return position


def list_items(question: PlannedQuestion) -> list[str]:
    """Return the ids of a question's hinted items."""
    return list(dict.fromkeys(question.item_ids.values()))


def select(part: AnswerPart, keep: npt.NDArray[np.bool_]) -> AnswerPart:
    """Return some of the answers of a part."""
    return AnswerPart(
        part.question, part.column, part.respondent[keep], part.row[keep], part.text[keep],
        part.texts, part.item_id[keep], part.item_ids,
        None if part.rank is None else part.rank[keep],
        None if part.rating is None else part.rating[keep],
        part.status[keep], part.item,
    )  # fmt: skip
