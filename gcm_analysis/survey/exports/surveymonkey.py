"""SurveyMonkey: two header rows, or one with "Question - Option"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from gcm_analysis.survey.exports.detection import SECOND_ROW
from gcm_analysis.survey.exports.grouping import is_other_words
from gcm_analysis.survey.exports.layout import Heading, Kind, Layout, find_filled_rows
from gcm_analysis.survey.exports.metadata import name_metadata, tell_meaning
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.workbook import Sheet

OTHERS = ("other", "otr", "outr", "autre", "sonstiges")
ONE_ANSWER = {word for word in SECOND_ROW if not word.startswith(OTHERS)}
CLOSED = {"response", "respuesta", "resposta", "reponse", "antwort"}
"""What stands below a question that offers options of which one is chosen."""
OPEN = ("open-ended", "respuesta abierta", "respuesta de composicion", "respuestas abiertas",
        "resposta aberta", "respostas abertas", "resposta de formato", "reponse ouverte",
        "reponses ouvertes", "reponse a composition", "offene antwort")  # fmt: skip
DASH = " - "


def lay_out(sheet: Sheet, row: int) -> Layout:
    """Return how an export of SurveyMonkey is to be read."""
    first = sheet.row_texts(row)
    second = sheet.row_texts(row + 1) if row + 1 < sheet.n_rows else []
    if has_second_row(first, second):
        headings = name_two_rows(first, second)
        rows = find_filled_rows(sheet, row + 1)
        return Layout(sheet, (row, row + 1), rows, tuple(headings), separators=(";", ","))
    headings = name_one_row(first)
    rows = find_filled_rows(sheet, row)
    return Layout(sheet, (row,), rows, tuple(headings), separators=(";", ","))


def has_second_row(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether the row below the questions holds options rather than a submission."""
    if any(fold(text) in SECOND_ROW for text in second):
        return True
    blanks = [index for index, text in enumerate(first) if not text]
    named = sum(bool(second[index]) for index in blanks if index < len(second))
    is_id_empty = bool(second) and not second[0]
    return is_id_empty and bool(blanks) and named >= 0.8 * len(blanks)


def name_two_rows(first: Sequence[str], second: Sequence[str]) -> list[Heading]:
    """Return the headings of two rows: a question's words stand above its first option only."""
    headings: list[Heading] = []
    question, start = "", 0
    is_leading = True
    for index, (upper, lower) in enumerate(zip(first, second, strict=True)):
        is_leading = is_leading and bool(upper) and not lower
        if is_leading:
            meaning = tell_meaning(upper) or ("submission_id" if index == 0 else "other")
            headings.append(name_metadata(index, upper, meaning))
            continue
        if upper:
            question, start = upper, index
        item = None if fold(lower) in ONE_ANSWER or not lower else lower
        header = " / ".join(filter(None, (question, item)))
        headings.append(
            Heading(
                index, header, question=question, item=item, block=f"block{start}",
                is_other=bool(item) and is_other_words(item or ""),
                kind=tell_kind(fold(lower)),
                levels=tuple(filter(None, (header, item, upper))),
            )
        )  # fmt: skip
    return [lone_item(heading, headings) for heading in headings]


def tell_kind(below: str) -> Kind | None:
    """Return the kind of a question that the words below it tell, folded."""
    if below in CLOSED:
        return "single"
    return "text" if below.startswith(OPEN) else None


def lone_item(heading: Heading, headings: Sequence[Heading]) -> Heading:
    """Return a column that alone makes its question without an item: "Date / Time" is none."""
    is_alone = sum(other.block == heading.block for other in headings) == 1
    if heading.role != "question" or heading.item is None or not is_alone:
        return heading
    return replace(heading, item=None, is_other=False)


def name_one_row(first: Sequence[str]) -> list[Heading]:
    """Return the headings of the flattened export: "Question - Option"."""
    headings: list[Heading] = []
    is_leading = True
    for index, header in enumerate(first):
        meaning = tell_meaning(header)
        is_leading = is_leading and meaning is not None
        if is_leading and meaning:
            headings.append(name_metadata(index, header, meaning))
        else:
            headings.append(
                Heading(index, header, question=header, block=str(index), levels=(header,))
            )
    return join_by_dash(headings)


def join_by_dash(headings: list[Heading]) -> list[Heading]:
    """Join neighbours that share what stands before a dash."""

    def stem(heading: Heading) -> str:
        question, dash, _ = heading.header.partition(DASH)
        return question if dash and heading.role == "question" else f"\0{heading.index}"

    joined: list[Heading] = []
    for question, run in groupby(headings, key=stem):
        members = list(run)
        if len(members) == 1:
            joined.extend(members)
            continue
        for heading in members:
            item = heading.header[len(question) + len(DASH) :].strip()
            joined.append(
                replace(
                    heading, question=question, item=item, block=f"dash{members[0].index}",
                    is_other=is_other_words(item), levels=(heading.header, item),
                )
            )  # fmt: skip
    return joined
