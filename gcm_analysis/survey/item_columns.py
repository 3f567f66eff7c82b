"""Answers from a column per item, or from a column per place of a ranking."""

from __future__ import annotations

import numpy as np

from gcm_analysis.survey.answer_parts import (
    ANSWERED,
    NOT_CHOSEN,
    SKIPPED,
    AnswerPart,
    Codes8,
    Flags,
    Floats,
    list_items,
    select,
)
from gcm_analysis.survey.answering import SheetAnswers, read_rating
from gcm_analysis.survey.exports.grouping import is_other_words
from gcm_analysis.survey.exports.layout import Heading
from gcm_analysis.survey.fold import fold, is_visible, tidy
from gcm_analysis.survey.kinds import read_rank
from gcm_analysis.survey.marks import NO, X_MARKS, YES
from gcm_analysis.survey.questions import PlannedQuestion
from gcm_analysis.survey.scales import NUMBERED


def take_answers(answers: SheetAnswers, question: PlannedQuestion) -> None:
    """Take the answers to a question, whatever columns it stands in."""
    if question.shape == "items" and question.reading is not None:
        take_grid_of_lists(answers, question)
    elif question.shape == "items":
        take_items(answers, question)
    elif question.shape == "places":
        take_places(answers, question)
    elif question.kind in {"multiple", "ranking"}:
        answers.take_lists(question)
    else:
        answers.take_cells(question)


def take_items(answers: SheetAnswers, question: PlannedQuestion) -> None:
    """Take choices, ranks, ratings or texts from a column per item."""
    answered = np.zeros(len(answers.respondents), bool)
    standing = np.full(len(answers.respondents), SKIPPED, np.int8)
    own_words = np.zeros(len(answers.respondents), bool)
    own = [h for h in question.headings if h.is_other and holds_own_words(answers, question, h)]
    stand_ins = [h for h in question.headings if h not in own and is_other_words(h.item or "")]
    for heading in question.headings:
        if heading in own:
            said = answers.take_other(question, heading)
            own_words |= said
            answered |= said
            if question.kind in {"multiple", "single"}:
                answered |= take_item(answers, question, heading, standing, ~said)
        elif heading not in stand_ins:
            answered |= take_item(answers, question, heading, standing, None)
    for heading in stand_ins:
        answered |= take_item(answers, question, heading, standing, ~own_words)
    answers.add_unanswered(question, answered, standing)


def take_grid_of_lists(answers: SheetAnswers, question: PlannedQuestion) -> None:
    """Take the choices of a grid each of whose rows offers several: the row is the item."""
    answered = np.zeros(len(answers.respondents), bool)
    standing = np.full(len(answers.respondents), SKIPPED, np.int8)
    for heading in question.headings:
        part = answers.read_lists(question, heading, question.item_words(heading))
        says = np.isin(answers.layout.rows, part.row[part.status == ANSWERED])
        for row, status in zip(part.row, part.status, strict=True):
            if status > SKIPPED:
                standing[answers.layout.rows == row] = status
        answers.parts.append(select(part, part.status == ANSWERED))
        answered |= says
    answers.add_unanswered(question, answered, standing)


def take_item(
    answers: SheetAnswers,
    question: PlannedQuestion,
    heading: Heading,
    standing: Codes8,
    where: Flags | None,
) -> Flags:
    """Take the answers of one item's column; return which rows hold one."""
    column = answers.layout.sheet.columns[heading.index]
    codes, used = answers.used_codes(heading)
    value = np.full(len(column.uniques), np.nan)
    status = np.full(len(column.uniques), NOT_CHOSEN, np.int8)
    for code in used:
        if is_visible(column.texts[code]):
            read_item(answers, question, heading, code, value, status)
    words = question.item_words(heading)
    item = question.item_ids.get(fold(words))
    mask = status[codes] == ANSWERED
    other = (status[codes] > ANSWERED) & (codes != 0)
    if where is not None:
        mask, other = mask & where, other & where
    standing[other] = status[codes][other]
    said: Flags = mask if question.kind in {"multiple", "text"} else mask | other
    if question.kind in {"text", "single"}:
        texts, position = [text.strip() for text in column.texts], codes[said]
    else:
        texts, position = [words], np.zeros(int(said.sum()), np.int32)
    numbers = value[codes][said]
    answers.add_plain(
        question, heading, said, position, texts, item=item,
        rank=numbers if question.kind == "ranking" else None,
        rating=numbers if question.kind == "rating" else None, status=status[codes][said],
    )  # fmt: skip
    return said


def read_item(
    answers: SheetAnswers,
    question: PlannedQuestion,
    heading: Heading,
    code: int,
    value: Floats,
    status: Codes8,
) -> None:
    """Read one distinct cell of an item's column."""
    column = answers.layout.sheet.columns[heading.index]
    text = column.texts[code]
    told = int(column.statuses[code])
    if question.kind == "multiple":
        status[code] = read_mark(answers, question, heading, code)
        return
    status[code] = told
    if question.kind == "rating":
        status[code] = told
        answers.rate(question, heading, code, value, status)
    elif question.kind == "ranking" and told == ANSWERED:
        number = read_rank(text)
        found = NUMBERED.match(tidy(text))
        number = float(found[1]) if number is None and found else number
        if number is None or number < 1:
            status[code] = NOT_CHOSEN
            answers.report("rank_not_understood", "This is no place in a ranking.",
                        heading, code)  # fmt: skip
        else:
            value[code] = number


def read_mark(answers: SheetAnswers, question: PlannedQuestion, heading: Heading, code: int) -> int:
    """Return what one distinct cell of an option's column says: chosen, not chosen, a status."""
    column = answers.layout.sheet.columns[heading.index]
    folded, told = column.folded[code], int(column.statuses[code])
    own = {fold(question.item_words(heading)), fold(heading.item or "")}
    if folded in YES | X_MARKS | own:
        return ANSWERED
    if folded in NO:
        return NOT_CHOSEN
    if told != ANSWERED:
        return told
    if heading.is_other:
        return NOT_CHOSEN
    if not question.item_ids and holds_own_number(answers, heading):
        return ANSWERED
    if folded[:1] == "x" and not folded[1:2].isalnum():
        message = "A mark with words beside it was taken for a choice."
        answers.report("mark_with_words", message, heading, code, is_lost=False)
        return ANSWERED
    answers.report("mark_not_understood", "This is neither a mark nor a no.", heading, code)
    return NOT_CHOSEN


def holds_own_words(answers: SheetAnswers, question: PlannedQuestion, heading: Heading) -> bool:
    """Tell whether the column of "Other" holds words rather than a rank or a rating of it."""
    if question.kind in {"multiple", "single"}:
        return True
    column = answers.layout.sheet.columns[heading.index]
    codes, _ = column.answered(answers.layout.rows)
    texts = [column.texts[code] for code in codes]
    if question.kind == "ranking":
        return all(read_rank(text) is None for text in texts)
    return question.kind == "rating" and all(read_rating(question, text) is None for text in texts)


def holds_own_number(answers: SheetAnswers, heading: Heading) -> bool:
    """Tell whether all that stands in an option's column is one number: the option's own."""
    column = answers.layout.sheet.columns[heading.index]
    codes, _ = column.answered(answers.layout.rows)
    return len(codes) == 1 and column.texts[codes[0]].strip().isdecimal()


def take_places(answers: SheetAnswers, question: PlannedQuestion) -> None:
    """Take a ranking from a column per place."""
    answered = np.zeros(len(answers.respondents), bool)
    standing = np.full(len(answers.respondents), SKIPPED, np.int8)
    item_ids = list_items(question)
    for heading in question.headings:
        column = answers.layout.sheet.columns[heading.index]
        codes, used = answers.used_codes(heading)
        texts = [text.strip() for text in column.texts]
        status = np.full(len(column.uniques), SKIPPED, np.int8)
        item_of = np.full(len(column.uniques), -1, np.int32)
        for code in used:
            folded = column.folded[code]
            status[code] = column.statuses[code]
            if folded in question.wording:
                texts[code], status[code] = question.wording[folded], ANSWERED
            if folded in question.item_ids:
                item_of[code] = item_ids.index(question.item_ids[folded])
        mask = status[codes] == ANSWERED
        other = (status[codes] > SKIPPED) & ~mask
        standing[other] = status[codes][other]
        place = float(heading.place or 0)
        n = int(mask.sum())
        answers.parts.append(
            AnswerPart(
                question,
                heading.index,
                answers.respondents[mask],
                answers.layout.rows[mask],
                codes[mask],
                texts,
                item_of[codes[mask]],
                item_ids,
                np.full(n, place),
                None,
                np.zeros(n, np.int8),
            )
        )
        answered |= mask
    answers.add_unanswered(question, answered, standing)
