"""What kind of question columns hold, told from what was answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from gcm_analysis.survey.exports.layout import Heading, Kind, Rows
from gcm_analysis.survey.exports.places import read_rank_words
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.marks import MARKS, NO, YES
from gcm_analysis.survey.scales import (
    NUMBER,
    RatingScale,
    asks_for_rating,
    is_level,
    read_number,
    recognise_scale,
    recognise_words,
)
from gcm_analysis.survey.splitting import NUMBERING, ListReading, cut, read_codes, read_lists
from gcm_analysis.survey.workbook import Column, Sheet

RANK_WORDS = re.compile(
    r"\b(rank\w*|jerarqui\w+|(?:in|by) order|order of|orden[ea]n?|ordenar|orden de|en orden|"
    r"por orden|clasifi(?:que|quen|car|car por|quez)|class(?:ez|er|ifique|ifiquem|ificar)|"
    r"prioriti[sz]e|hierarchis\w+|hierarqui\w+|ordem de|em ordem|por ordem|ordre de|par ordre|"
    r"ordonn(?:ez|er)|numere|enumere)\b(?! y regular)"
)
OUTSIDE_SCALE = re.compile(
    r"n/a|unfamiliar|no opinion|sin opinion|no sabe|no conoce|no aplica|don'?t know|do not know|"
    r"not sure|not applicable|nao sei|nao se aplica|sem opiniao|ne sais? pas|sans opinion|"
    r"sans objet|prefer not|prefiero no"
)
COUNTS = re.compile(
    r"\b(cuant[oa]s?|how (?:many|much|old|long)|combien|quant[oa]s?|numero|number|nombre de|"
    r"cantidad|quantity|quantite|quantidade|total|edad|age|idade|ano|anos|year|years|annees?|"
    r"mes|meses|month|months|mois|dias?|days?|jours?|codigo|code)\b"
)
BEGINS_WITH_NUMBER = re.compile(r"[\W_]*\d")
LONG_TEXT = 160
FEW_CHOICES = 12
"""So many rows that each choose one option show that no more may be chosen."""
MOST_GRID_OPTIONS = 20
MOST_OPTIONS = 60
LOOKED_AT = 1000
HIGHEST_LEVEL = 10
MANY = 30
HARDLY_REPEATED = 1.2
"""So many answers of which hardly two are the same come from no list and no scale."""


@dataclass(frozen=True)
class Inference:
    """The kind of a question, and what shows it.

    Parameters
    ----------
    kind : Kind
        The kind.
    options : tuple of str
        Options met, as given.
    scale : RatingScale or None
        Of a rating.
    reading : ListReading or None
        How cells that hold lists are cut.
    """

    kind: Kind
    options: tuple[str, ...] = ()
    scale: RatingScale | None = None
    reading: ListReading | None = None


def count_answers(column: Column, rows: Rows, most: int | None = None) -> Counter[str]:
    """Return how many rows hold each distinct text of a column, non-answers left out.

    With `most`, only the first so many distinct texts are counted.
    """
    codes, counts = column.answered(rows)
    texts = column.texts
    return Counter(dict(zip([texts[code] for code in codes[:most]], counts[:most], strict=True)))


def infer_cell_kind(
    sheet: Sheet,
    rows: Rows,
    heading: Heading,
    separators: Sequence[str],
    *,
    rates_by_numbers: bool = False,
) -> Inference:
    """Return the kind of a question whose answers stand in one column.

    Where a tool `rates_by_numbers`, small whole numbers are ratings unless something is counted.
    """
    column = sheet.columns[heading.index]
    answers = count_answers(column, rows, LOOKED_AT)
    if not answers:
        return Inference("text")
    codes, counts = column.answered(rows)
    if heading.kind == "text":
        return Inference("text")
    if heading.kind == "multiple" and (listed := read_codes(answers)):
        return Inference("multiple", listed.options, reading=listed)
    if len(codes) >= MANY and sum(counts) < HARDLY_REPEATED * len(codes):
        return infer_list_kind(column, rows, heading, answers, separators) or Inference("text")
    folded: Counter[str] = Counter()
    wording: dict[str, str] = {}
    for code, count in zip(codes[:LOOKED_AT], counts[:LOOKED_AT], strict=True):
        word = column.folded[code]
        folded[word] += count
        wording.setdefault(word, column.texts[code])
    is_rated = rates_by_numbers and holds_few_numbers(folded, heading)
    if scale := find_cell_scale(folded, wording, heading, is_rated=is_rated):
        silent = find_silent_levels(sheet, rows, [heading])
        if silent and (whole := recognise_words([*wording.values(), *silent])):
            scale, wording = whole, {**wording, **{fold(word): word for word in silent}}
        options = sorted(wording, key=lambda word: scale.numbers.get(word, 0.0))
        return Inference("rating", tuple(wording[word] for word in options), scale)
    if inference := infer_list_kind(column, rows, heading, answers, separators):
        return inference
    if is_closed(folded, wording):
        options = [word for word, count in folded.most_common() if count > 1 or len(answers) < 20]
        return Inference("single", tuple(wording[word] for word in options[:MOST_OPTIONS]))
    return Inference("text")


def infer_list_kind(
    column: Column,
    rows: Rows,
    heading: Heading,
    answers: Counter[str],
    separators: Sequence[str],
) -> Inference | None:
    """Return the kind of a question whose cells hold lists; None where they hold none."""
    reading = read_lists(answers, separators)
    if reading is None:
        return None
    if len(answers) == LOOKED_AT:
        answers = count_answers(column, rows)
        reading = read_lists(answers, (reading.separator,)) or reading
    kind: Kind = "ranking" if is_ordered_list(answers, reading, heading) else "multiple"
    return Inference(kind, reading.options, reading=reading)


def holds_few_numbers(folded: Counter[str], heading: Heading) -> bool:
    """Tell whether a column holds whole numbers from 0 to 10 that count nothing."""
    if len(folded) < 2 or len(folded) > HIGHEST_LEVEL + 1 or folded.total() == len(folded):
        return False
    numbers = map(read_number, folded)
    is_small = all(n is not None and n.is_integer() and 0 <= n <= HIGHEST_LEVEL for n in numbers)
    return is_small and not COUNTS.search(fold(heading.question))


def find_cell_scale(
    folded: Counter[str], wording: dict[str, str], heading: Heading, *, is_rated: bool = False
) -> RatingScale | None:
    """Return the scale of a single column: known words, or numbers that the question asks for."""
    if scale := find_word_scale(folded, wording):
        return scale
    n_numbers = sum(1 for word in wording if NUMBER.match(word))
    if heading.kind == "single" and n_numbers == len(wording):
        return None
    with_words = n_numbers < len(wording)
    if with_words and not n_numbers:
        return None
    if not with_words and not is_rated and not asks_for_rating(heading.question):
        return None
    scale = recognise_scale(wording.values(), heading.question)
    return scale if scale and scale.low >= 0 and scale.high <= HIGHEST_LEVEL else None


def find_silent_levels(sheet: Sheet, rows: Rows, headings: Sequence[Heading]) -> list[str]:
    """Return words that elsewhere say nothing and are levels of a scale: "Nada"."""
    found: dict[str, str] = {}
    for heading in headings:
        column = sheet.columns[heading.index]
        for code in np.flatnonzero(column.statuses).tolist():
            folded = column.folded[code]
            if is_level(folded) and (column.codes[rows] == code).any():
                found.setdefault(folded, column.texts[code])
    return list(found.values())


def find_word_scale(folded: Counter[str], wording: dict[str, str]) -> RatingScale | None:
    """Return the scale in words that all answers are levels of, a few strange ones apart.

    Answers outside any scale ("no sabe") are left aside, and others too where they are less than
    one in seven.
    """
    if scale := recognise_words(wording.values()):
        return scale
    if not any(map(is_level, wording)):
        return None
    inside = [word for word in wording if not OUTSIDE_SCALE.search(word)]
    if len(inside) < len(wording) and (scale := recognise_words([wording[w] for w in inside])):
        return scale
    usual = [word for word in inside if is_level(word)]
    if len(usual) >= 2 and sum(folded[word] for word in usual) * 7 >= folded.total() * 6:
        return recognise_words([wording[word] for word in usual])
    return None


def is_closed(folded: Counter[str], wording: dict[str, str]) -> bool:
    """Tell whether the answers of a column come from a list."""
    total = folded.total()
    longest = max(map(len, wording.values()))
    if set(folded) <= MARKS:
        return True
    if all(read_number(word) is not None for word in folded) or longest > LONG_TEXT:
        return False
    repeated = [count for count in folded.values() if count > 1]
    if not repeated or len(repeated) > MOST_OPTIONS:
        return False
    return sum(repeated) >= 0.6 * total


def is_ordered_list(answers: Counter[str], reading: ListReading, heading: Heading) -> bool:
    """Tell whether lists in cells are rankings.

    They are where every cell numbers its items, where the question asks for an order, or where
    all rank all options in orders that differ.
    """
    cells = list(answers)
    if sum(map(bool, map(BEGINS_WITH_NUMBER.match, cells))) >= 0.8 * len(cells):
        lists = [cut(cell, reading.separator) for cell in cells]
        if sum(all(map(NUMBERING.match, parts)) for parts in lists) >= 0.8 * len(lists):
            return max(map(len, lists)) > 1

    def items(cell: str) -> set[str]:
        return {fold(part) for part in cut(cell, reading.separator)}

    first = items(cells[0])
    is_long = len(cells) >= 2 and len(cut(cells[0], reading.separator)) >= 3
    if is_long and all(items(cell) == first for cell in cells[1:]):
        return True
    if not RANK_WORDS.search(fold(heading.question)):
        return False
    return any(len(cut(cell, reading.separator)) > 1 for cell in cells)


def infer_items_kind(
    sheet: Sheet, rows: Rows, headings: Sequence[Heading], separators: Sequence[str]
) -> Inference:
    """Return the kind of a question that has a column for each item."""
    items = [heading for heading in headings if not heading.is_other]
    options = tuple(heading.item or heading.header for heading in items)
    told = next((heading.kind for heading in items if heading.kind), None)
    answers = [count_answers(sheet.columns[heading.index], rows) for heading in items]
    words = {fold(text): text for column in answers for text in column}
    if told is None and repeats_items(items, answers):
        is_one = chooses_one(sheet, rows, items, answers)
        return Inference("single" if is_one else "multiple", options)
    if told == "multiple" or (told is None and set(words) <= MARKS):
        return Inference("multiple", options)
    if told is None and numbers_items(sheet, rows, headings, answers):
        return Inference("multiple", options)
    if (
        words
        and all(read_rank(word) is not None for word in words)
        and (told == "ranking" or are_ranks(sheet, rows, items))
    ):
        return Inference("ranking", options)
    if told is None and (reading := read_item_lists(answers, separators)):
        return Inference("multiple", options, reading=reading)
    if words and all(read_number(word) is not None for word in words):
        scale = recognise_scale(words.values(), items[0].question)
        is_scale = scale is not None and scale.low >= 0 and scale.high <= HIGHEST_LEVEL
        return Inference("rating" if is_scale else "text", options, scale if is_scale else None)
    if scale := find_items_scale(items, answers, words):
        silent = find_silent_levels(sheet, rows, items)
        whole = recognise_words([*words.values(), *silent]) if silent else None
        return Inference("rating", options, whole or scale)
    if told:
        return Inference(told, options)
    total = sum(column.total() for column in answers)
    is_short = len(words) <= 12 and len(words) * 2 <= total
    return Inference("single" if is_short else "text", options)


def read_rank(text: str) -> float | None:
    """Return the place that a cell of an item's column gives it: a number, or "1ª prioridad"."""
    number = read_number(text)
    return number if number is not None else read_rank_words(text)


def find_items_scale(
    items: Sequence[Heading], answers: Sequence[Counter[str]], words: dict[str, str]
) -> RatingScale | None:
    """Return the scale that all items are rated on."""
    folded: Counter[str] = Counter()
    for column in answers:
        for text, count in column.items():
            folded[fold(text)] += count
    if scale := find_word_scale(folded, words):
        return scale
    inside = [text for word, text in words.items() if not OUTSIDE_SCALE.search(word)]
    return recognise_scale(inside, items[0].question) if inside else None


def repeats_items(items: Sequence[Heading], answers: Sequence[Counter[str]]) -> bool:
    """Tell whether the cells of each column say its own item."""
    pairs = [(item, column) for item, column in zip(items, answers, strict=True) if column]
    same = sum(
        len(column) == 1 and fold(next(iter(column))) == fold(item.item or "")
        for item, column in pairs
    )
    return bool(pairs) and same >= 0.8 * len(pairs)


def read_item_lists(
    answers: Sequence[Counter[str]], separators: Sequence[str]
) -> ListReading | None:
    """Return how the cells of a grid are cut, each of whose rows offers several choices."""
    cells: Counter[str] = Counter()
    for column in answers:
        cells.update(column)
    numbered = read_codes(cells) if "," in separators[:1] else None
    reading = numbered or read_lists(cells, separators)
    is_list = reading is not None and len(reading.options) <= MOST_GRID_OPTIONS
    return reading if is_list else None


def count_chosen(sheet: Sheet, rows: Rows, items: Sequence[Heading]) -> npt.NDArray[np.int64]:
    """Return in how many of the items' columns each row says something, silent rows left out."""
    filled = np.array([sheet.columns[item.index].is_filled[rows] for item in items])
    counts: npt.NDArray[np.int64] = filled.sum(axis=0)
    return counts[counts > 0]


def chooses_one(
    sheet: Sheet, rows: Rows, items: Sequence[Heading], answers: Sequence[Counter[str]]
) -> bool:
    """Tell whether a choice spread over columns is one of one option: many rows, never two.

    Where the options are yes and no, a few rows show it.
    """
    chosen = count_chosen(sheet, rows, items)
    is_yes_or_no = {fold(text) for column in answers for text in column} <= YES | NO
    return len(chosen) >= (2 if is_yes_or_no else FEW_CHOICES) and int(chosen.max()) == 1


def numbers_items(
    sheet: Sheet, rows: Rows, headings: Sequence[Heading], answers: Sequence[Counter[str]]
) -> bool:
    """Tell whether each column holds nothing but its own option's number.

    Ranks would begin with 1 in every row and leave none out.
    """
    met = [next(iter(column)) if len(column) == 1 else "" for column in answers if column]
    numbers = [number for text in met if (number := read_number(text)) is not None]
    rises = all(first < second for first, second in pairwise(numbers))
    if len(met) < 2 or len(numbers) < len(met) or not rises:
        return False
    columns = [sheet.columns[heading.index] for heading in headings]
    for row in rows[:LOOKED_AT].tolist():
        read = (read_number(column.text(row)) for column in columns)
        said = sorted(number for number in read if number is not None)
        if said and said != list(range(1, len(said) + 1)):
            return True
    return False


def are_ranks(sheet: Sheet, rows: Rows, items: Sequence[Heading]) -> bool:
    """Tell whether numbers in the columns of items are places: each row's differ, 1 the first."""
    if len(items) < 2 or not len(rows):
        return False
    table = np.full((len(rows), len(items)), np.nan)
    for position, heading in enumerate(items):
        column = sheet.columns[heading.index]
        numbers = np.array([read_rank(text) or np.nan for text in column.texts], float)
        table[:, position] = numbers[column.codes[rows]]
    seen = table[~np.isnan(table)]
    if not len(seen) or seen.min() < 1 or seen.max() > len(items) or (seen % 1).any():
        return False
    answered = table[(~np.isnan(table)).sum(axis=1) >= 2]
    differ = sum(len(set(row)) == len(row) for row in (r[~np.isnan(r)] for r in answered))
    begins = sum(np.nanmin(row) == 1 for row in answered)
    asked = bool(RANK_WORDS.search(fold(items[0].question)))
    share = 0.5 if asked else 0.85
    return len(answered) > 0 and differ >= share * len(answered) and begins >= share * len(answered)
