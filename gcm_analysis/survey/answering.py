"""Cells into atomic answers: one option, one ranked item, one rating, one text."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gcm_analysis.survey.answer_parts import (
    ANSWERED,
    SKIPPED,
    STATUS_CODE,
    AnswerPart,
    Codes8,
    Flags,
    Floats,
    Ints,
    Numbering,
    list_items,
    select,
)
from gcm_analysis.survey.exports.grouping import is_other_words
from gcm_analysis.survey.exports.layout import Heading, Layout
from gcm_analysis.survey.fold import fold, tidy
from gcm_analysis.survey.issue_log import IssueLog
from gcm_analysis.survey.kinds import OUTSIDE_SCALE
from gcm_analysis.survey.marks import MARKS
from gcm_analysis.survey.nonanswers import is_code_among_codes, tell_status
from gcm_analysis.survey.questions import PlannedQuestion
from gcm_analysis.survey.scales import NUMBERED, read_number
from gcm_analysis.survey.splitting import NUMBERING, CellSplit, Piece, cut, split_by_options

OTHERS_NUMBER = re.compile(r"_(\d+)_TEXT$")
"""A column of words of one's own of Qualtrics names the number of its option."""
MOST_CODES = 250
"""A column of country codes holds no more distinct values than there are countries."""


@dataclass
class SheetAnswers:
    """Answers of one sheet, and the cells of questions that could not be understood."""

    layout: Layout
    respondents: Ints
    log: IssueLog
    parts: list[AnswerPart] = field(default_factory=list)
    not_understood: set[tuple[int, int]] = field(default_factory=set)

    def report(
        self, code: str, message: str, heading: Heading, unique: int, *, is_lost: bool = True
    ) -> None:
        """Take note of every cell of a column that holds a value which is not understood."""
        column = self.layout.sheet.columns[heading.index]
        rows = self.layout.rows[column.codes[self.layout.rows] == unique]
        for row in rows.tolist():
            self.log.add(
                "warning", code, message, sheet=self.layout.sheet.name,
                cell=self.layout.sheet.name_cell(row, heading.index), value=column.texts[unique],
            )  # fmt: skip
            if is_lost:
                self.not_understood.add((row, heading.index))

    def used_codes(self, heading: Heading) -> tuple[npt.NDArray[np.int32], list[int]]:
        """Return the codes of a column's data cells, and which distinct ones occur."""
        column = self.layout.sheet.columns[heading.index]
        return column.codes[self.layout.rows], column.used(self.layout.rows)

    def take_cells(self, question: PlannedQuestion) -> None:
        """Take a single choice, a rating or a text from one column."""
        heading = question.headings[0]
        column = self.layout.sheet.columns[heading.index]
        codes, used = self.used_codes(heading)
        texts = [text.strip() for text in column.texts]
        if not question.wording and texts == column.texts:
            texts = column.texts
        status = column.statuses.copy()
        item_ids, item_of = list_items(question), np.full(len(column.uniques), -1, np.int32)
        rating = np.full(len(column.uniques), np.nan)
        for code in used if question.wording else ():
            folded = column.folded[code]
            if folded in question.wording:
                texts[code], status[code] = question.wording[folded], ANSWERED
                if folded in question.item_ids:
                    item_of[code] = item_ids.index(question.item_ids[folded])
        said = [column.texts[code] for code in used if status[code] == ANSWERED]
        for code in used if said and len(said) <= MOST_CODES else ():
            if status[code] != ANSWERED and is_code_among_codes(column.texts[code], said):
                status[code] = ANSWERED
        if question.kind == "rating":
            for code in used:
                self.rate(question, heading, code, rating, status)
        positions = np.where(column.is_filled[self.layout.rows], codes, -1).astype(np.int32)
        part = AnswerPart(
            question, heading.index, self.respondents, self.layout.rows, positions, texts,
            item_of[codes], item_ids, None, rating[codes] if question.kind == "rating" else None,
            status[codes],
        )  # fmt: skip
        position = len(self.parts)
        self.parts.insert(position, self.with_other(question, part))

    def with_other(self, question: PlannedQuestion, part: AnswerPart) -> AnswerPart:
        """Add the words of one's own that stand in columns beside a choice."""
        others = [heading for heading in question.headings[1:] if heading.is_other]
        if not others:
            return part
        said = np.zeros(len(self.respondents), bool)
        for heading in others:
            said |= self.take_other(question, heading)
        says = np.isin(part.row, self.layout.rows[said])
        found = (OTHERS_NUMBER.search(heading.header) for heading in others)
        stands_in = find_other_options(part, {number[1] for number in found if number})
        return select(part, ~(says & (stands_in | (part.status == SKIPPED))))

    def take_other(self, question: PlannedQuestion, heading: Heading) -> Flags:
        """Take words of one's own from their column; return which rows hold some."""
        column = self.layout.sheet.columns[heading.index]
        codes, used = self.used_codes(heading)
        says = np.zeros(len(column.uniques), bool)
        for code in used:
            is_mark = column.folded[code] in MARKS
            says[code] = column.statuses[code] == ANSWERED and not is_mark
        mask = says[codes]
        self.add_plain(
            question, heading, mask, codes[mask], [text.strip() for text in column.texts]
        )
        return mask

    def add_plain(
        self,
        question: PlannedQuestion,
        heading: Heading,
        mask: Flags,
        text: npt.NDArray[np.int32],
        texts: list[str],
        *,
        item: str | None = None,
        rank: Floats | None = None,
        rating: Floats | None = None,
        status: Codes8 | None = None,
    ) -> None:
        """Add answers of one column, all for the same item."""
        n = int(mask.sum())
        if n == 0:
            return
        self.parts.append(
            AnswerPart(
                question,
                heading.index,
                self.respondents[mask],
                self.layout.rows[mask],
                text.astype(np.int32),
                texts,
                np.full(n, -1 if item is None else 0, np.int32),
                [item or ""],
                rank,
                rating,
                np.zeros(n, np.int8) if status is None else status,
                question.item_words(heading) if question.shape == "items" else None,
            )
        )

    def rate(
        self,
        question: PlannedQuestion,
        heading: Heading,
        code: int,
        rating: Floats,
        status: Codes8,
    ) -> None:
        """Read one distinct cell of a rating."""
        column = self.layout.sheet.columns[heading.index]
        number = read_rating(question, column.texts[code])
        if number is not None:
            rating[code], status[code] = number, ANSWERED
        elif status[code] == ANSWERED and OUTSIDE_SCALE.search(column.folded[code]):
            status[code] = STATUS_CODE["dont_know"]
        elif status[code] == ANSWERED and column.folded[code]:
            self.report(
                "rating_not_understood", "This is no level of the question's scale.", heading, code,
                is_lost=False,
            )  # fmt: skip

    def take_lists(self, question: PlannedQuestion) -> None:
        """Take choices or ranks from cells that hold several."""
        part = self.read_lists(question, question.headings[0])
        position = len(self.parts)
        self.parts.insert(position, self.with_other(question, part))

    def read_lists(
        self, question: PlannedQuestion, heading: Heading, item: str | None = None
    ) -> AnswerPart:
        """Return the choices or ranks of a column whose cells hold several."""
        column = self.layout.sheet.columns[heading.index]
        codes, used = self.used_codes(heading)
        texts = Numbering()
        item_ids = list_items(question)
        flat: list[tuple[int, int, float, int]] = []
        met: dict[Piece, tuple[int, int, int]] = {}
        starts = np.zeros(len(column.uniques), np.int64)
        lengths = np.zeros(len(column.uniques), np.int64)
        for code in used:
            starts[code] = len(flat)
            flat.extend(self.read_list(question, heading, code, texts, item_ids, met))
            lengths[code] = len(flat) - starts[code]
        repeats = lengths[codes]
        offsets = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        table = np.array(flat, np.float64).reshape(-1, 4)[
            np.repeat(starts[codes], repeats) + offsets
        ]
        return AnswerPart(
            question, heading.index,
            np.repeat(self.respondents, repeats), np.repeat(self.layout.rows, repeats),
            table[:, 0].astype(np.int32), texts.texts, table[:, 1].astype(np.int32), item_ids,
            table[:, 2] if question.kind == "ranking" else None, None,
            table[:, 3].astype(np.int8), item,
        )  # fmt: skip

    def read_list(
        self,
        question: PlannedQuestion,
        heading: Heading,
        code: int,
        texts: Numbering,
        item_ids: list[str],
        met: dict[Piece, tuple[int, int, int]],
    ) -> list[tuple[int, int, float, int]]:
        """Return text, item, rank and status of each piece of one distinct cell."""
        column = self.layout.sheet.columns[heading.index]
        cell = column.texts[code]
        status = int(column.statuses[code])
        if status != ANSWERED and column.folded[code] not in question.wording:
            position = texts.number(cell) if tidy(cell) else -1
            return [(position, -1, np.nan, status)]
        split = split_cell(question, cell)
        if not split.is_certain:
            self.report(
                "uncertain_split",
                "Words that are no option hold a delimiter: they were kept as one answer.",
                heading, code, is_lost=False,
            )  # fmt: skip
        pieces = list(dict.fromkeys(split.pieces))
        if question.kind == "ranking":
            self.check_places(heading, code, pieces)
        found = []
        for place, piece in enumerate(pieces, 1):
            if piece not in met:
                item = question.item_ids.get(fold(piece.text))
                position = item_ids.index(item) if item is not None else -1
                said = ANSWERED if piece.is_known else STATUS_CODE[tell_status(piece.text)]
                met[piece] = (texts.number(piece.text), position, said)
            number, position, said = met[piece]
            rank = float(piece.place or place) if said == ANSWERED else np.nan
            found.append((number, position, rank, said))
        return found or [(-1, -1, np.nan, SKIPPED)]

    def check_places(self, heading: Heading, code: int, pieces: list[Piece]) -> None:
        """Say where an ordered list numbers some of its items only, or one twice."""
        places = [piece.place for piece in pieces]
        numbered = [place for place in places if place]
        if numbered and (None in places or len(set(numbered)) < len(numbered)):
            self.report(
                "uncertain_order",
                "The numbers before these items leave their order unsure.",
                heading, code, is_lost=False,
            )  # fmt: skip

    def add_unanswered(
        self,
        question: PlannedQuestion,
        answered: Flags,
        standing: Codes8,
    ) -> None:
        """Add one row for each respondent who answered no item of a question."""
        mask = ~answered
        empty = np.full(int(mask.sum()), -1, np.int32)
        heading = question.headings[0]
        rank = np.full(len(empty), np.nan)
        self.add_plain(question, heading, mask, empty, [""], rank=rank, rating=rank,
                       status=standing[mask])  # fmt: skip


def find_other_options(part: AnswerPart, numbers: Set[str]) -> Flags:
    """Tell which answers are the option "Other" itself: its words stand beside it.

    Where options are given as numbers, it is one of those that the columns of words name.
    """
    is_other = np.array([is_other_words(text) or text in numbers for text in part.texts] or [False])
    found: Flags = is_other[np.maximum(part.text, 0)] & (part.text >= 0)
    return found


def read_rating(question: PlannedQuestion, text: str) -> float | None:
    """Return the number that a cell stands for on a question's scale, or None."""
    scale = question.scale
    folded = fold(text)
    if scale and folded in scale.numbers:
        return scale.numbers[folded]
    number = read_number(text)
    if number is None and (found := NUMBERED.match(tidy(text))):
        number = float(found[1])
    if number is None or (scale and not scale.low <= number <= scale.high):
        return None
    return number


def split_cell(question: PlannedQuestion, cell: str) -> CellSplit:
    """Cut a cell by the question's options, or as its column was found to be cut."""
    if question.reading is not None and not question.is_list_known:
        pieces = [as_known(part) for part in split_found(question, cell)]
        return CellSplit(tuple(pieces), is_certain=True)
    return split_by_options(cell, question.wording, question.separators)


@lru_cache(maxsize=8192)
def as_known(part: str) -> Piece:
    """Return a part of a list whose options are those that were met, its number apart."""
    numbered = NUMBERING.match(part)
    if numbered is None:
        return Piece(tidy(part), is_known=True)
    return Piece(tidy(part[numbered.end() :]), is_known=True, place=int(numbered[1]))


def split_found(question: PlannedQuestion, cell: str) -> list[str]:
    """Cut a cell by the separator of its column, keeping options whole that were found to be."""
    reading = question.reading
    if reading is None:
        raise AssertionError(question.question_id)
    if reading.separator == ",":
        return [piece.text for piece in split_by_options(cell, question.wording, (",",)).pieces]
    return cut(cell, reading.separator)
