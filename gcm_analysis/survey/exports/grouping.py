"""Columns that belong to one question, told from their headers and from what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from gcm_analysis.survey.exports.layout import Heading, Rows
from gcm_analysis.survey.exports.places import STRONG_PLACE, place_of, seldom_repeats
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.marks import MARKS, X_MARKS
from gcm_analysis.survey.scales import is_level, recognise_words
from gcm_analysis.survey.workbook import Sheet

BRACKETED = re.compile(r"^(.*?)\s*\[(.*)\]\s*$", re.DOTALL)
OTHER_WORDS = re.compile(
    r"^(-oth-|otr[oa]s?|other|others|outr[oa]s?|autres?|sonstiges)(\b|$).{0,50}$|"
    r"^(especifique|especificar|please specify|specify|precisez|especificar)\b.{0,40}$"
)
PLACE = re.compile(r"^\d{1,2}[ªº°oa]?$")
MOST_DISTINCT = 1000
MOST_PLACES = 60
MOST_LEVELS = 200
LONGEST_MARK = 24


def is_other_words(item: str) -> bool:
    """Tell whether an item stands for words of one's own.

    >>> is_other_words("Otro (especifique)"), is_other_words("Otros países de la región andina")
    (True, True)
    """
    return bool(OTHER_WORDS.match(fold(item)))


def group_by_bracket(headings: Iterable[Heading]) -> list[Heading]:
    """Join neighbours whose headers are "Question [item]" with one question."""

    def stem(heading: Heading) -> str:
        found = BRACKETED.match(heading.header) if heading.role == "question" else None
        return fold(found[1]) if found and found[1] else f"\0{heading.index}"

    grouped: list[Heading] = []
    for _, run in groupby(headings, key=stem):
        members = list(run)
        if len(members) == 1:
            grouped.extend(members)
            continue
        for heading in members:
            found = BRACKETED.match(heading.header)
            if not found:
                raise AssertionError(heading.header)
            grouped.append(
                replace(
                    heading,
                    question=found[1],
                    item=found[2].strip(),
                    block=f"grid{members[0].index}",
                    is_other=is_other_words(found[2]),
                    levels=(heading.header, found[2].strip()),
                )
            )
    return grouped


def group_by_content(sheet: Sheet, rows: Rows, headings: Sequence[Heading]) -> list[Heading]:
    """Join neighbours of a table that make one question.

    A run of columns is joined where headers number its places; where all that stands in it are
    X marks; or where several statements are rated in the words of one scale.
    """
    grouped = join_places(sheet, rows, headings)
    grouped = join_runs(grouped, lambda heading: is_marked(sheet, rows, heading), "marks", 2)
    grouped = join_ranked(sheet, rows, grouped)
    return join_scales(sheet, rows, grouped)


def join_ranked(sheet: Sheet, rows: Rows, headings: Sequence[Heading]) -> list[Heading]:
    """Join a run of columns that every row fills with the places from 1 to their number."""
    grouped: list[Heading] = []
    for found, run in groupby(headings, key=lambda heading: holds_places(sheet, rows, heading)):
        members = list(run)
        if found and are_permutations(sheet, rows, members):
            block = f"ranks{members[0].index}"
            grouped.extend(replace(item, kind="ranking") for item in as_items(members, block))
        else:
            grouped.extend(members)
    return grouped


def holds_places(sheet: Sheet, rows: Rows, heading: Heading) -> bool:
    """Tell whether a free column holds nothing but small whole numbers."""
    if not is_free(heading):
        return False
    column = sheet.columns[heading.index]
    codes, _ = column.answered(rows)
    texts = (column.texts[code] for code in codes)
    return 0 < len(codes) <= MOST_PLACES and all(PLACE.match(fold(text)) for text in texts)


def are_permutations(sheet: Sheet, rows: Rows, members: Sequence[Heading]) -> bool:
    """Tell whether columns give each row's items all places, not in one order throughout."""
    if len(members) < 3:
        return False
    columns = [sheet.columns[heading.index] for heading in members]
    given = [tuple(fold(c.text(int(row))).strip("ªº°ao") for c in columns) for row in rows]
    filled = [places for places in given if any(places)]
    all_places = sorted(map(str, range(1, len(members) + 1)))
    is_whole = all(sorted(places) == all_places for places in filled)
    return is_whole and len(set(filled)) >= 2


def is_free(heading: Heading) -> bool:
    """Tell whether a column is a question that has not been joined with others yet."""
    return heading.role == "question" and heading.item is None and heading.place is None


def distinct(sheet: Sheet, rows: Rows, heading: Heading) -> set[str]:
    """Return the distinct folded answers of a column, non-answers left out.

    None are returned where they are so many that they come from no list.
    """
    column = sheet.columns[heading.index]
    codes, _ = column.answered(rows)
    if len(codes) > MOST_DISTINCT:
        return set()
    return {column.folded[code] for code in codes}


def join_places(sheet: Sheet, rows: Rows, headings: Sequence[Heading]) -> list[Heading]:
    """Join runs of columns whose headers say place 1, place 2, ..."""
    grouped = list(headings)
    start = 0
    while start < len(grouped):
        run = find_place_run(grouped, start)
        if len(run) >= 2 and are_places(sheet, rows, run):
            question = name_run(run)
            for place, heading in enumerate(run, 1):
                grouped[start + place - 1] = replace(
                    heading,
                    question=question,
                    place=place,
                    kind="ranking",
                    block=f"places{run[0].index}",
                )
        start += max(len(run), 1)
    return grouped


def find_place_run(headings: Sequence[Heading], start: int) -> list[Heading]:
    """Return the free neighbours from a column on whose headers say place 1, place 2, ..."""
    run: list[Heading] = []
    stem = ""
    for heading in headings[start:]:
        place = place_of(heading) if is_free(heading) else None
        if place is None or place[1] != len(run) + 1 or (run and place[0] != stem):
            break
        run.append(heading)
        stem = place[0]
    return run


def are_places(sheet: Sheet, rows: Rows, run: Sequence[Heading]) -> bool:
    """Tell whether columns numbered 1, 2, ... are places of one ranking.

    They share answers, or their headers speak of priority and not each of its own matter; and no
    row says one thing twice, as it does of the levels of "Objetivo 1", "Objetivo 2".
    """
    if any("?" in heading.header for heading in run):
        return False
    seen = [distinct(sheet, rows, heading) for heading in run]
    everything = set().union(*seen)
    shares = sum(len(answers) for answers in seen) > len(everything)
    is_named = all(STRONG_PLACE.search(fold(heading.header)) for heading in run)
    if not everything or everything <= MARKS or all(map(is_level, everything)):
        return False
    is_ranked = (is_named or shares) and not numbers_only(everything)
    return is_ranked and seldom_repeats(sheet, rows, run)


def numbers_only(answers: set[str]) -> bool:
    """Tell whether all answers are numbers."""
    return all(re.fullmatch(r"\d+([.,]\d+)?", answer) for answer in answers)


def name_run(run: Sequence[Heading]) -> str:
    """Return what the headers of a run have in common."""
    first, last = run[0].header, run[-1].header
    length = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    common = first[:length].strip(" -–:/([#nNº°.")
    return common if len(common) > 2 else first


def is_marked(sheet: Sheet, rows: Rows, heading: Heading) -> bool:
    """Tell whether all that stands in a column are X marks."""
    if not is_free(heading) or heading.header.rstrip().endswith("?"):
        return False
    column = sheet.columns[heading.index]
    codes, _ = column.answered(rows)
    if any(len(column.texts[code]) > LONGEST_MARK for code in codes):
        return False
    answers = distinct(sheet, rows, heading)
    return bool(answers) and answers <= X_MARKS and len(answers) <= 2 and bool(answers & {
        "x", "xx", "✓", "✔", "☑", "☒", "●", "■", "×"
    })  # fmt: skip


def join_runs(
    headings: Sequence[Heading], belongs: Callable[[Heading], bool], name: str, least: int
) -> list[Heading]:
    """Join runs of free columns that belong together as the items of one question."""
    grouped: list[Heading] = []
    for found, run in groupby(headings, key=belongs):
        members = list(run)
        if not found or len(members) < least:
            grouped.extend(members)
            continue
        grouped.extend(as_items(members, f"{name}{members[0].index}"))
    return grouped


def as_items(members: Sequence[Heading], block: str) -> list[Heading]:
    """Return columns as the items of one question.

    Words that stand above the first of them only are the question's.
    """
    first, *others = members
    is_headed = len(first.levels) > 2 and all(len(other.levels) <= 2 for other in others)
    question = first.levels[1] if is_headed else ""
    items = [first.levels[-1] if is_headed else first.header, *(h.header for h in others)]
    return [
        replace(heading, item=item, question=question, block=block, is_other=is_other_words(item))
        for heading, item in zip(members, items, strict=True)
    ]


def find_levels(sheet: Sheet, rows: Rows, heading: Heading) -> set[str]:
    """Return the distinct folded answers of a column, none where one is no level of a scale."""
    column = sheet.columns[heading.index]
    codes, _ = column.answered(rows)
    if len(codes) > MOST_LEVELS or not all(is_level(fold(column.texts[code])) for code in codes):
        return set()
    return {column.folded[code] for code in codes}


def join_scales(sheet: Sheet, rows: Rows, headings: Sequence[Heading]) -> list[Heading]:
    """Join runs of statements that are rated in the words of one scale."""
    grouped: list[Heading] = []
    run: list[Heading] = []
    words: set[str] = set()

    def close() -> None:
        grouped.extend(as_items(run, f"scale{run[0].index}") if len(run) >= 2 else run)
        run.clear()
        words.clear()

    for heading in headings:
        answers = find_levels(sheet, rows, heading) if is_free(heading) else set()
        is_rated = bool(answers) and "?" not in heading.header and bool(recognise_words(answers))
        if is_rated and (not words or (answers & words and recognise_words(answers | words))):
            run.append(heading)
            words |= answers
            continue
        close()
        if is_rated:
            run.append(heading)
            words |= answers
        else:
            grouped.append(heading)
    close()
    return grouped
