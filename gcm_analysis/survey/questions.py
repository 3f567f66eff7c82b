"""The questions of a sheet: which columns make each, of what kind, with which options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from gcm_analysis.survey.export import QuestionHint
from gcm_analysis.survey.exports.layout import Heading, Kind, Layout
from gcm_analysis.survey.fold import fold, slug, tidy
from gcm_analysis.survey.issue_log import IssueLog
from gcm_analysis.survey.kinds import (
    MOST_OPTIONS,
    Inference,
    count_answers,
    infer_cell_kind,
    infer_items_kind,
)
from gcm_analysis.survey.scales import (
    RatingScale,
    recognise_scale,
    recognise_words,
    scale_of_labels,
)
from gcm_analysis.survey.splitting import ListReading, join_others
from gcm_analysis.survey.workbook import name_column

Shape = Literal["cell", "items", "places"]


@dataclass(frozen=True)
class PlannedQuestion:
    """One question, and how its answers are taken from the sheet.

    Parameters
    ----------
    question_id, text, kind
        As in the table of questions.
    shape : {"cell", "items", "places"}
        One column, a column per item, or a column per place.
    headings : tuple of Heading
        Its columns.
    options : tuple of str
        Options or items, as offered or as met.
    wording : dict
        Option as offered, by each folded wording.
    item_ids : dict
        Id of a hinted item, by each folded wording.
    scale : RatingScale or None
        Of a rating.
    reading : ListReading or None
        How cells that hold lists were found to be cut.
    separators : tuple of str
        What may stand between two options.
    is_list_known : bool
        Whether the options come from the form rather than from the answers.
    """

    question_id: str
    text: str
    kind: Kind
    shape: Shape
    headings: tuple[Heading, ...]
    options: tuple[str, ...] = ()
    wording: Mapping[str, str] = field(default_factory=dict)
    item_ids: Mapping[str, str] = field(default_factory=dict)
    scale: RatingScale | None = None
    reading: ListReading | None = None
    separators: tuple[str, ...] = (";", "\n", "|", ",")
    is_list_known: bool = False

    def item_words(self, heading: Heading) -> str:
        """Return the words of the item that a column is for, as it was offered."""
        return tidy(heading.item or heading.header)


def plan_questions(
    layout: Layout, hints: Sequence[QuestionHint], log: IssueLog
) -> list[PlannedQuestion]:
    """Return the questions of a sheet in the order of its columns.

    Parameters
    ----------
    layout : Layout
        Roles of rows and columns.
    hints : sequence of QuestionHint
        What forum.yml knows; a hint whose columns are not in the sheet is passed over.
    log : IssueLog
        Where assumptions are noted.

    Returns
    -------
    list of PlannedQuestion
        Each column that is a question belongs to exactly one.
    """
    taken: set[int] = set()
    planned: list[PlannedQuestion] = []
    for hint in hints:
        headings = find_hinted(layout, hint, taken)
        if headings:
            taken |= {heading.index for heading in headings}
            planned.append(plan_hinted(layout, hint, headings))
    names = {question.question_id for question in planned} | {hint.question_id for hint in hints}
    free = [h for h in layout.headings if h.role == "question" and h.index not in taken]
    blocks: dict[str, list[Heading]] = {}
    for heading in free:
        blocks.setdefault(heading.block, []).append(heading)
    planned += [plan_found(layout, tuple(members), names, log) for members in blocks.values()]
    return sorted(planned, key=lambda question: question.headings[0].index)


def find_hinted(layout: Layout, hint: QuestionHint, taken: set[int]) -> list[Heading]:
    """Return the columns that a hint names; none where the sheet lacks one that it needs."""
    free = [heading for heading in layout.headings if heading.index not in taken]
    if hint.place_columns:
        places = [find_column(free, name) for name in hint.place_columns]
        return [
            replace(heading, place=place, kind="ranking", role="question")
            for place, heading in enumerate(places, 1)
            if heading
        ]
    if any(item.column for item in hint.items):
        found: list[Heading] = []
        for item in hint.items:
            heading = find_column(free, item.column) if item.column else None
            if heading and heading.index not in {known.index for known in found}:
                words = item.wordings[0] if item.wordings else item.item_id
                found.append(replace(heading, item=words, role="question"))
        return found
    if hint.column is None:
        return []
    column = find_column(free, hint.column)
    block = [h for h in free if h.item is not None and fold(h.question) == fold(hint.column)]
    if block and (column is None or column in block or column.role != "question"):
        return [replace(heading, role="question") for heading in block]
    if column is None:
        block = [h for h in free if h.code is not None and fold(h.code) == fold(hint.column)]
        return [replace(heading, role="question") for heading in block]
    others = [h for h in free if h.block == column.block and h.is_other and h.item is not None]
    return [replace(column, role="question"), *others] if column not in others else [column]


def find_column(headings: Iterable[Heading], name: str) -> Heading | None:
    """Return the column of a header: as written, by one of its levels, or by its code."""
    wanted = fold(name)
    headings = list(headings)
    for heading in headings:
        if fold(heading.header) == wanted:
            return heading
    for heading in headings:
        if wanted in {fold(part) for level in heading.levels for part in split_level(level)}:
            return heading
    coded = [h for h in headings if h.code is not None and fold(h.code) == wanted]
    return coded[0] if len(coded) == 1 else None


def split_level(level: str) -> tuple[str, ...]:
    """Return a level of a header and, where it is bilingual ("País / Country"), each half."""
    return (level, *level.split(" / "))


def plan_hinted(layout: Layout, hint: QuestionHint, headings: Sequence[Heading]) -> PlannedQuestion:
    """Return a question as forum.yml tells it."""
    wording: dict[str, str] = {}
    item_ids: dict[str, str] = {}
    for item in hint.items:
        for words in (*item.wordings, *([item.column] if item.column else [])):
            wording.setdefault(fold(words), tidy(item.wordings[0] if item.wordings else words))
            item_ids.setdefault(fold(words), item.item_id)
    for words, label in layout.known_options.get(headings[0].block, {}).items():
        if fold(label) in item_ids:
            wording.setdefault(words, wording[fold(label)])
            item_ids.setdefault(words, item_ids[fold(label)])
    shape = tell_shape(hint, headings)
    scale = find_hinted_scale(layout, hint, headings) if hint.kind == "rating" else None
    text = headings[0].question or headings[0].header
    return PlannedQuestion(
        hint.question_id,
        tidy(text),
        hint.kind,
        shape,
        tuple(headings),
        tuple(
            dict.fromkeys(wording[fold(item.wordings[0])] for item in hint.items if item.wordings)
        ),
        wording,
        item_ids,
        scale,
        separators=tuple(dict.fromkeys((*layout.separators, ";", "\n", "|", ","))),
        is_list_known=bool(hint.items),
    )


def tell_shape(hint: QuestionHint, headings: Sequence[Heading]) -> Shape:
    """Return whether a hinted question has one column, one per item, or one per place."""
    are_places = all(heading.place is not None for heading in headings)
    if hint.place_columns or (are_places and hint.kind == "ranking"):
        return "places"
    own = [heading for heading in headings if not heading.is_other]
    if any(item.column for item in hint.items) or len(own) > 1:
        return "items"
    return "cell"


def find_hinted_scale(
    layout: Layout, hint: QuestionHint, headings: Sequence[Heading]
) -> RatingScale | None:
    """Return the scale that forum.yml tells, or the one that the answers show within its ends."""
    if hint.scale_labels:
        return scale_of_labels(hint.scale_labels, hint.scale_low, hint.scale_high)
    seen = {
        text
        for heading in headings
        for text in count_answers(layout.sheet.columns[heading.index], layout.rows)
    }
    found = recognise_scale(seen, headings[0].question)
    if hint.scale_low is None or hint.scale_high is None:
        return found
    numbers = found.numbers if found and found.high == hint.scale_high else {}
    return RatingScale(hint.scale_low, hint.scale_high, dict(numbers))


def plan_found(
    layout: Layout,
    headings: tuple[Heading, ...],
    names: set[str],
    log: IssueLog,
) -> PlannedQuestion:
    """Return a question of which nothing was told, as its columns show it."""
    sheet, rows = layout.sheet, layout.rows
    first = headings[0]
    shape = find_shape(headings)
    wording = layout.known_options.get(first.block, {})
    known = tuple(dict.fromkeys(wording.values()))
    if shape == "places":
        answers = [count_answers(sheet.columns[h.index], rows) for h in headings]
        met = {fold(text): tidy(text) for column in answers for text in column}
        inference = Inference("ranking", known or tuple(met.values()))
    elif shape == "items":
        inference = infer_items_kind(sheet, rows, headings, layout.separators)
    else:
        inference = infer_cell_kind(
            sheet, rows, first, layout.separators, rates_by_numbers=layout.rates_by_numbers
        )
        inference = heed_form(inference, first, headings, wording)
    options = known if known and shape != "items" else inference.options
    if inference.kind == "single" and not options:
        options = tuple(count_answers(sheet.columns[first.index], rows, MOST_OPTIONS))
    text = tidy(first.question or first.header)
    wanted = slug(first.code or text or (first.item or "")) or f"column-{name_column(first.index)}"
    question_id = make_unique(wanted.lower(), names)
    question = PlannedQuestion(
        question_id, text, inference.kind, shape, headings, tuple(map(tidy, options)),
        dict(wording) or name_options(shape, inference, options), {}, inference.scale,
        inference.reading, layout.separators, bool(known),
    )  # fmt: skip
    note_assumptions(question, layout, log)
    return question


def find_offered_scale(wording: Mapping[str, str]) -> RatingScale | None:
    """Return the scale of choices that a form offers, all of them levels: 1 is the lowest."""
    found = recognise_words(set(wording.values()))
    if found is None:
        return None
    levels = sorted(set(map(fold, wording.values())), key=found.numbers.__getitem__)
    place = {level: float(number) for number, level in enumerate(levels, 1)}
    numbers = {word: place[fold(label)] for word, label in wording.items()}
    low, high = wording[levels[0]], wording[levels[-1]]
    return RatingScale(1.0, float(len(levels)), numbers, low, high)


def name_options(shape: Shape, inference: Inference, options: Sequence[str]) -> dict[str, str]:
    """Return options by their folded words; in a grid of lists those of its cells."""
    is_grid = shape == "items" and inference.reading is not None
    listed = inference.reading.options if is_grid and inference.reading else options
    return {fold(option): tidy(option) for option in listed}


def heed_form(
    inference: Inference,
    first: Heading,
    headings: Sequence[Heading],
    wording: Mapping[str, str],
) -> Inference:
    """Return what cells show, and what the form tells: it knows a choice, they know a scale."""
    told = first.kind
    if told is None and any(heading.is_other for heading in headings):
        told = "single"
    if wording and told == "single" and (scale := find_offered_scale(wording)):
        return Inference("rating", inference.options, scale)
    if told is None or told == inference.kind:
        return inference
    is_seen = inference.kind != "text" and not wording
    if told == "single" and is_seen:
        return inference
    return Inference(told, inference.options)


def find_shape(headings: Sequence[Heading]) -> Shape:
    """Return whether a block is one column, one per item, or one per place."""
    if all(heading.place is not None for heading in headings):
        return "places"
    own = [heading for heading in headings if not heading.is_other]
    return "items" if len(own) > 1 or (own and own[0].item is not None) else "cell"


def make_unique(name: str, names: set[str]) -> str:
    """Return a name that no other question has, and take it."""
    unique, number = name, 2
    while unique in names:
        unique, number = f"{name}-{number}", number + 1
    names.add(unique)
    return unique


def holds_joined_labels(question: PlannedQuestion, layout: Layout) -> bool:
    """Tell whether a column of single answers seems to hold several choices in its cells."""
    is_one = question.shape == "cell" and question.kind in {"single", "text"}
    if question.is_list_known or not is_one:
        return False
    column = layout.sheet.columns[question.headings[0].index]
    return join_others(count_answers(column, layout.rows, MOST_OPTIONS))


def note_assumptions(question: PlannedQuestion, layout: Layout, log: IssueLog) -> None:
    """Say where a scale's ends or a list's options could not be seen."""
    place = layout.sheet.name_cell((layout.header_rows or (0,))[-1], question.headings[0].index)
    if question.scale and question.scale.is_assumed:
        scale = question.scale
        log.add(
            "note", "scale_assumed",
            f"The scale was taken to run from {scale.low:g} to {scale.high:g}: not all of its "
            "levels were chosen.",
            sheet=layout.sheet.name, cell=place,
        )  # fmt: skip
    if layout.separators == (" ",) and holds_joined_labels(question, layout):
        log.add(
            "warning", "uncertain_split",
            "Cells of this column seem to hold several choices joined by spaces, as their labels "
            "are: export each choice in a column of its own, or give the form.",
            sheet=layout.sheet.name, cell=place,
        )  # fmt: skip
    if question.reading and question.reading.doubtful:
        log.add(
            "warning", "uncertain_split",
            "Some parts of these lists were always chosen together and may be one option that "
            "holds a comma: give the options in forum.yml.",
            sheet=layout.sheet.name, cell=place,
            value="; ".join(o for o in question.options if fold(o) in question.reading.doubtful),
        )  # fmt: skip
