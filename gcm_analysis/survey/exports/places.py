"""Places of a ranking in words: "Prioridad 2", "2ª prioridad", "Segundo lugar", "2º"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gcm_analysis.survey.exports.layout import Heading, Layout, Rows
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.marks import MARKS
from gcm_analysis.survey.scales import is_level, read_number
from gcm_analysis.survey.workbook import Sheet

PLACE_WORD = (
    r"(?:prioridad(?:es)?|priority|prioridades?|priorite|rank(?:ing)?|rango|puesto|lugar|place|"
    r"choice|eleccion|choix|escolha|posicion|position|posicao|orden|ordem|top|opcion|rang|tema|"
    r"topic|objetivo|objective|objectif|area)"
)
IMPORTANT = r"(?:[\s_]+(?:prioritari[oa]s?|prioritaires?|principal|principale|priority))?"
ORDINAL = {
    word: place
    for place, words in enumerate(
        (
            "primer primera primero first 1st premier premiere primeira primeiro 1ro 1ra 1er 1ere",
            "segundo segunda second 2nd deuxieme 2do 2da 2e 2eme",
            "tercer tercera tercero third 3rd troisieme terceira terceiro 3ro 3ra 3er 3e 3eme",
            "cuarto cuarta fourth 4th quatrieme quarta quarto 4to 4ta 4e 4eme",
            "quinto quinta fifth 5th cinquieme 5to 5ta 5e 5eme",
            "sexto sexta sixth 6th sixieme 6to 6ta 6e 6eme",
            "septimo septima seventh 7th septieme setima setimo 7mo 7ma 7e 7eme",
            "octavo octava eighth 8th huitieme oitava oitavo 8vo 8va 8e 8eme",
            "noveno novena ninth 9th neuvieme nona nono 9no 9na 9e 9eme",
            "decimo decima tenth 10th dixieme 10mo 10ma 10e 10eme",
        ),
        start=1,
    )
    for word in words.split()
}
NUMBERED_PLACE = re.compile(
    rf"(?:\b|_){PLACE_WORD}{IMPORTANT}[\s_]*(?:n[.º°o]*|nro\.?|num\.?|number|#)?\s*(\d{{1,2}})(?:\b|[.ªº°])"
)
ORDINAL_PLACE = re.compile(
    rf"\b(?:({'|'.join(sorted(ORDINAL, key=len, reverse=True))})|(\d{{1,2}})[.]?[ªº°ao]?)"
    rf"\s+{PLACE_WORD}\b"
)
STRONG_PLACE = re.compile(
    r"prioridad|priorit|priorid|rank|rang|puesto|lugar|place|choice|eleccion|choix|escolha|posic|"
    r"orden|ordem|top"
)
LOOKED_AT = 1000
MOST_REPEATING = 0.2
"""A row names each item in one place only, but for slips of few."""
BARE_ORDINAL = re.compile(
    rf"^(?:({'|'.join(sorted(ORDINAL, key=len, reverse=True))})|"
    r"(\d{1,2})\s*(?:[ºª°]|[oa]|er|ro|ra|do|da|to|ta|st|nd|rd|th|e|eme|ere)\.?)$"
)


def read_place(header: str) -> tuple[str, int] | None:
    """Return a header without its place, and the place; None where it names none.

    >>> read_place("Prioridad 2"), read_place("Segunda prioridad")
    (('', 2), ('', 2))
    """
    folded = fold(header)
    if found := NUMBERED_PLACE.search(folded):
        rest = folded[: found.start()] + folded[found.end() :]
        return fold(rest), int(found[1])
    if found := ORDINAL_PLACE.search(folded):
        place = ORDINAL[found[1]] if found[1] else int(found[2])
        return fold(folded[: found.start()] + folded[found.end() :]), place
    return None


def place_of(heading: Heading) -> tuple[str, int] | None:
    """Return what `read_place` finds in the first level of a header that names a place."""
    levels = heading.levels[1:] or (heading.header,)
    return next((place for level in levels if (place := read_place(level))), None)


def read_rank_words(text: str) -> int | None:
    """Return the place that a cell names in words, None where it names none or says more.

    >>> read_rank_words("1ª prioridad"), read_rank_words("Tercero"), read_rank_words("Trata")
    (1, 3, None)
    """
    folded = fold(text)
    if found := BARE_ORDINAL.match(folded):
        return ORDINAL[found[1]] if found[1] else int(found[2])
    place = read_place(text)
    return place[1] if place and not place[0] else None


def join_named_places(layout: Layout) -> Layout:
    """Tell rankings whose items are places: "Ordene [Primera prioridad]", "Ordene [2º]".

    The cells then hold the options of one list; numbers in them would be something else.
    """
    blocks: dict[str, list[Heading]] = {}
    for heading in layout.headings:
        if heading.role == "question" and heading.item is not None and not heading.is_other:
            blocks.setdefault(heading.block, []).append(heading)
    headings = list(layout.headings)
    for members in blocks.values():
        places = [read_rank_words(heading.item or "") for heading in members]
        if len(members) < 2 or places != list(range(1, len(members) + 1)):
            continue
        if not share_options(layout, members):
            continue
        for place, heading in enumerate(members, 1):
            headings[heading.index] = replace(heading, place=place, item=None, kind="ranking")
    return replace(layout, headings=tuple(headings))


def share_options(layout: Layout, members: Sequence[Heading]) -> bool:
    """Tell whether columns hold words, some of them in more than one column."""
    seen: list[set[str]] = []
    for heading in members:
        column = layout.sheet.columns[heading.index]
        codes, _ = column.answered(layout.rows)
        seen.append({column.folded[code] for code in codes})
    words = set().union(*seen)
    is_words = bool(words) and not any(read_number(word) is not None for word in words)
    is_scale = words <= MARKS or all(map(is_level, words))
    are_shared = is_words and sum(map(len, seen)) > len(words) and not is_scale
    return are_shared and seldom_repeats(layout.sheet, layout.rows, members)


def seldom_repeats(sheet: Sheet, rows: Rows, headings: Sequence[Heading]) -> bool:
    """Tell whether hardly a row says the same in two of the columns."""
    columns = [sheet.columns[heading.index] for heading in headings]
    n_several = n_repeating = 0
    for row in rows[:LOOKED_AT].tolist():
        codes = [int(column.codes[row]) for column in columns]
        pairs = zip(columns, codes, strict=True)
        said = [column.folded[code] for column, code in pairs if not column.statuses[code]]
        n_several += len(said) > 1
        n_repeating += len(set(said)) < len(said)
    return n_repeating <= MOST_REPEATING * n_several
