"""Words that a person typed for an answer (captured or corrected), read as the question asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gcm_analysis.survey.export import HintedItem, QuestionHint
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.nonanswers import tell_status
from gcm_analysis.survey.scales import RatingScale, read_number, scale_of_labels
from gcm_analysis.survey.splitting import split_by_options
from gcm_analysis.survey.wordings import Wordings

LIST_SEPARATORS = (";", "\n", "|", ",")
ITEM_AND_VALUE = re.compile(r"^(.+?)\s*[:=]\s*([^:=]+)$")
UNMARKED = frozenset({"0", "no", "n", "false", "falso", "non", "nao", "☐", "✗", "✘"})
"""What says "not chosen" in the column of one topic."""
Row = dict[str, Any]


@dataclass(frozen=True)
class TypedWords:
    """Words typed, and the cell that they stand in.

    Parameters
    ----------
    text : str
        May be empty.
    sheet, cell : str or None
    """

    text: str
    sheet: str | None
    cell: str | None


def read_typed_question(
    hint: QuestionHint, typed: Mapping[str, TypedWords], respondent: int
) -> list[Row]:
    """Return the answers to a question whose columns hold what a person typed.

    Parameters
    ----------
    hint : QuestionHint
        The question.
    typed : mapping
        What stands under each header named by the question.
    respondent : int
        Position of the submission in its export.

    Returns
    -------
    list of dict
        Rows of `SurveyExport.answers`.
    """
    if hint.column is not None and hint.column in typed:
        return read_typed_words(hint, typed[hint.column], respondent)
    rows: list[Row] = []
    wordings = Wordings(hint.items)
    for place, header in enumerate(hint.place_columns, 1):
        if header in typed:
            row = blank_row(hint, typed[header], respondent)
            found = wordings.find(typed[header].text)
            rows.append({**row, "item_id": found, "rank": float(place)})
    for item in hint.items:
        if item.column is not None and item.column in typed:
            rows += read_item_cell(hint, item, typed[item.column], respondent)
    return rows


def read_typed_words(hint: QuestionHint, words: TypedWords, respondent: int) -> list[Row]:
    """Return the answers that words give to a question, all its items in one text.

    A text is one answer. Options and ranked topics are parted by lines, semicolons or commas,
    the first ranked first; ratings are written "topic: 4", one a line.
    """
    row = blank_row(hint, words, respondent)
    if row["status"] != "answered" or hint.kind == "text":
        return [row]
    if hint.kind == "rating":
        return read_ratings(hint, words, row)
    wordings = Wordings(hint.items)
    options = {fold(wording): wording for item in hint.items for wording in item.wordings}
    if hint.kind == "single":
        return [{**row, "item_id": wordings.find(words.text)}]
    split = split_by_options(words.text, options, LIST_SEPARATORS)
    rows = [
        {**row, "item_id": wordings.find(piece.text), "text": piece.text} for piece in split.pieces
    ]
    if hint.kind == "ranking":
        places = [piece.place or 0 for piece in split.pieces]
        is_numbered = all(place > 0 for place in places)
        for position, ranked in enumerate(rows):
            ranked["rank"] = float(places[position] if is_numbered else position + 1)
    return rows


def read_item_cell(
    hint: QuestionHint, item: HintedItem, words: TypedWords, respondent: int
) -> list[Row]:
    """Return the answer in the column of one item: a rank, a rating, or a mark.

    Its text are the item's words: what the cell says is in the rank or the rating.
    """
    row = {**blank_row(hint, words, respondent), "item_id": item.item_id}
    if row["status"] != "answered":
        return [row]
    row["text"] = item.wordings[0] if item.wordings else item.item_id
    if hint.kind == "ranking":
        rank = read_number(words.text)
        return [{**row, "rank": rank if rank is not None and rank > 0 else None}]
    if hint.kind == "rating":
        return [{**row, "rating": rate(words.text, scale_of_hint(hint))}]
    return [] if fold(words.text) in UNMARKED else [row]


def read_ratings(hint: QuestionHint, words: TypedWords, row: Row) -> list[Row]:
    """Return the ratings of a text of lines like "topic: 4"; a bare value rates the question."""
    scale, wordings = scale_of_hint(hint), Wordings(hint.items)
    rows = []
    for line in re.split(r"[;\n]", words.text):
        found = ITEM_AND_VALUE.match(line.strip())
        item = wordings.find(found[1]) if found else None
        value = found[2].strip() if found and item else line.strip()
        if value:
            rating = rate(value, scale)
            text = found[1] if found and item else value
            rows.append({**row, "item_id": item, "text": text, "rating": rating})
    return rows


def scale_of_hint(hint: QuestionHint) -> RatingScale:
    """Return the scale that forum.yml tells."""
    return scale_of_labels(hint.scale_labels, hint.scale_low, hint.scale_high)


def rate(text: str, scale: RatingScale) -> float | None:
    """Return the number of a rating: that of its word, else itself."""
    return scale.numbers.get(fold(text), read_number(text))


def blank_row(hint: QuestionHint, words: TypedWords, respondent: int) -> Row:
    """Return the row of a text, its status told."""
    text = words.text.strip()
    return {
        "respondent": respondent,
        "question_id": hint.question_id,
        "kind": hint.kind,
        "item_id": None,
        "text": text or None,
        "rank": None,
        "rating": None,
        "scale_low": hint.scale_low,
        "scale_high": hint.scale_high,
        "status": tell_status(text) if text else "skipped",
        "source_sheet": words.sheet,
        "source_cell": words.cell,
    }
