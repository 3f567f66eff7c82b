"""Cells with several options in them, cut so that options keep the delimiters they contain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

from gcm_analysis.survey.fold import fold, tidy

SEPARATORS = (";", "\n", "|", ",")
ITS_OWN = ""
"""Separator of a column whose cells were filled in by many hands: each has its own."""
NUMBERING = re.compile(r"^\s*\(?(\d{1,2})\s*(?:[.)ºª°:]|[-–—]\s)[.)ºª°:\s]*(?=[^\d\s])")
COMMA_IN_NUMBER = re.compile(r"\d,\d")
LOOKED_AT = 1000
NAME = re.compile(r"^(?:[a-z0-9_][A-Za-z0-9_.-]*|[A-Z0-9_]+)$")
PROSE = re.compile(
    r"^(?:a|al|and|as|aux|by|com|con|das|del?|des|do|dos|du|e|el|em|en|et|for|from|in|is|las?|les?|"
    r"los?|na|nas|no|nos|of|on|or|os|ou|para|par|por|pour|que|sin|sobre|su|sur|the|to|una?|une|y)$"
)
"""Words that stand between others in prose, and are the names of no choices."""
MOST_NAMES = 60
LONGEST_LABELS = 400
CODES = re.compile(r"^\d{1,3}(,\d{1,3})*$")
OPENERS = {"(": ")", "[": "]"}


class Piece(NamedTuple):
    """One option, or words of one's own, in a cell.

    `is_known` tells whether it is an option of the list; `place` is the number written before
    it, where it is numbered.
    """

    text: str
    is_known: bool
    place: int | None = None


class CellSplit(NamedTuple):
    """The pieces of a cell in order, and whether another cut is as likely."""

    pieces: tuple[Piece, ...]
    is_certain: bool


@dataclass(frozen=True)
class ListReading:
    """How the cells of a column were found to be lists.

    Parameters
    ----------
    separator : str
        What stands between two options.
    options : tuple of str
        Options as first written, most frequent first.
    doubtful : frozenset of str
        Folded options that were always met together, so that they may be one.
    """

    separator: str
    options: tuple[str, ...]
    doubtful: frozenset[str] = frozenset()


def cut(cell: str, separator: str) -> list[str]:
    """Return the parts of a cell between separators outside brackets.

    >>> cut("Datos (censos, registros), Trata;", ",")
    ['Datos (censos, registros)', 'Trata;']
    """
    if separator == ITS_OWN:
        separator = next((sign for sign in SEPARATORS[:3] if sign in cell), ";")
    if separator not in cell:
        return [cell.strip()] if cell.strip() else []
    is_plain = "(" not in cell and "[" not in cell
    if is_plain and (separator != "," or not COMMA_IN_NUMBER.search(cell)):
        return [part for piece in cell.split(separator) if (part := piece.strip())]
    parts, start, closing = [], 0, ""
    for position, sign in enumerate(cell):
        if closing:
            closing = "" if sign == closing else closing
        elif sign in OPENERS and OPENERS[sign] in cell[position:]:
            closing = OPENERS[sign]
        elif sign == separator and not (separator == "," and is_in_number(cell, position)):
            parts.append(cell[start:position])
            start = position + 1
    parts.append(cell[start:])
    return [part.strip() for part in parts if part.strip()]


def is_in_number(cell: str, position: int) -> bool:
    """Tell whether a comma stands between two digits."""
    return cell[position - 1 : position].isdigit() and cell[position + 1 : position + 2].isdigit()


def split_by_options(
    cell: str, options: Mapping[str, str], separators: Sequence[str] = SEPARATORS
) -> CellSplit:
    """Cut a cell by the list of its options; what is left between them is words of one's own.

    Parameters
    ----------
    cell : str
        The cell.
    options : mapping
        Option as offered, by its folded wording.
    separators : sequence of str
        What may stand between two options, likeliest first.

    Returns
    -------
    CellSplit
        Uncertain where own words hold a separator: they may be one answer or two.

    >>> known = {fold(o): o for o in ("Trata, tráfico y explotación", "Datos")}
    >>> split = split_by_options("Datos, Trata, tráfico y explotación", known)
    >>> [piece.text for piece in split.pieces]
    ['Datos', 'Trata, tráfico y explotación']
    """
    if fold(cell) in options:
        return CellSplit((Piece(options[fold(cell)], is_known=True),), is_certain=True)
    separator = next((sign for sign in separators if sign in cell.strip().strip(sign)), None)
    if separator is None:
        return CellSplit(tuple(as_pieces(cell.strip(" ;|\n\r\t"), options)), is_certain=True)
    atoms = cell.split(separator)
    pieces: list[Piece] = []
    own: list[str] = []
    is_certain = True
    position = 0
    while position < len(atoms):
        length = match_longest(atoms, position, separator, options)
        if length:
            is_certain &= flush(own, separator, pieces)
            matched = separator.join(atoms[position : position + length])
            pieces.extend(as_pieces(matched, options))
        elif atom := atoms[position].strip():
            own.append(atom)
        position += max(length, 1)
    is_certain &= flush(own, separator, pieces)
    return CellSplit(tuple(pieces), is_certain)


def match_longest(
    atoms: Sequence[str], position: int, separator: str, options: Mapping[str, str]
) -> int:
    """Return how many atoms from a position on make one option; 0 where none do."""
    for length in range(len(atoms) - position, 0, -1):
        joined = separator.join(atoms[position : position + length])
        if fold(joined) in options or fold(NUMBERING.sub("", joined)) in options:
            return length
    return 0


def as_pieces(text: str, options: Mapping[str, str]) -> Iterable[Piece]:
    """Return a text as one piece: an option, numbered or not, or own words."""
    if not tidy(text):
        return ()
    if fold(text) in options:
        return (Piece(options[fold(text)], is_known=True),)
    numbered = NUMBERING.match(text)
    bare = text[numbered.end() :].strip() if numbered else text
    place = int(numbered[1]) if numbered and tidy(bare) else None
    if fold(bare) in options:
        return (Piece(options[fold(bare)], is_known=True, place=place),)
    return (Piece(tidy(bare) if place else tidy(text), is_known=False, place=place),)


def flush(own: list[str], separator: str, pieces: list[Piece]) -> bool:
    """Add own words gathered so far as one piece; return whether they can only be one."""
    if not own:
        return True
    is_one = len(own) == 1
    glue = separator if separator == "\n" else f"{separator} "
    pieces.extend(as_pieces(glue.join(own), {}))
    own.clear()
    return is_one


def read_lists(cells: Counter[str], separators: Sequence[str] = SEPARATORS) -> ListReading | None:
    """Find out whether the cells of a column are lists of options, and of which.

    A list is told from prose by its repeating parts: the same options come again and again in
    different company, while whole cells are seldom equal.

    Parameters
    ----------
    cells : Counter
        Number of rows that hold each distinct cell, non-answers left out.
    separators : sequence of str
        What may stand between two options, likeliest first.

    Returns
    -------
    ListReading or None
        None where the cells are no lists.
    """
    sample = Counter(dict(islice(cells.items(), LOOKED_AT)))
    used = {sign for cell in sample for sign in SEPARATORS[:3] if sign in cell}
    is_mixed = len(used & set(separators)) > 1 and "," in separators
    for separator in (*separators, ITS_OWN) if is_mixed else separators:
        holding = sum(separator in cell for cell in sample)
        if not holding or (separator == " " and not hold_names(sample)):
            continue
        ends = sum(cell.rstrip().endswith(separator) for cell in sample)
        parts = {cell: cut(cell, separator) for cell in sample}
        numbered = sum(map(is_numbered, parts.values()))
        is_marked = numbered >= 0.6 * len(sample) or (
            separator == ";" and (ends >= 0.8 * holding or joins_tightly(parts))
        )
        parts = parts if is_marked else join_continuations(parts, separator)
        if is_marked or repeats_in_parts(sample, parts, separator):
            parts = (
                parts
                if len(sample) == len(cells)
                else cut_all(cells, separator, is_marked=is_marked)
            )
            return name_options(cells, parts, separator)
    return None


def hold_names(cells: Iterable[str]) -> bool:
    """Tell whether cells hold names of choices parted by spaces, as a form's XML has them.

    Prose has capital letters, accents and small words, and says a word twice.
    """
    seen: set[str] = set()
    for cell in cells:
        names = cell.split()
        if len(set(names)) < len(names) or not all(map(NAME.match, names)):
            return False
        seen.update(names)
    return len(seen) <= MOST_NAMES and not any(map(PROSE.match, seen))


def join_others(cells: Iterable[str]) -> bool:
    """Tell whether one of the cells is two others joined by a space, as labels of choices are.

    >>> join_others(["Retorno", "Datos", "Datos Retorno"]), join_others(["Retorno", "Datos"])
    (True, False)
    """
    known = {tuple(cell.split()) for cell in cells if len(cell) <= LONGEST_LABELS}
    return any(
        words[:place] in known and words[place:] in known
        for words in known
        for place in range(1, len(words))
    )


def joins_tightly(parts: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether cells are joined by ";" without a space, and a part comes again alone.

    Survey tools join options so, people who write do not; who writes numbers refers to objectives.
    """
    is_tight = all(cell.count(";") == len(re.findall(r"\S;(?=\S|$)", cell)) for cell in parts)
    seen = Counter(fold(part) for found in parts.values() for part in found)
    in_company = {fold(part) for found in parts.values() if len(found) > 1 for part in found}
    return is_tight and any(seen[part] > 1 and not part.isdecimal() for part in in_company)


def read_codes(cells: Collection[str]) -> ListReading | None:
    """Return how cells such as "1,3" are cut where all hold numbers of options in their order.

    >>> read_codes(["1,2", "2", "1,10"]).options, read_codes(["2,5", "1,0"])
    (('1', '2', '10'), None)
    """
    found = [cell.split(",") for cell in cells if CODES.match(cell)]
    numbers = [[int(part) for part in parts] for parts in found]
    rises = all(first < second for row in numbers for first, second in pairwise(row))
    if len(found) < len(cells) or not rises or max(map(len, found), default=0) < 2:
        return None
    return ListReading(",", tuple(map(str, sorted({n for row in numbers for n in row}))))


def is_numbered(parts: Sequence[str]) -> bool:
    """Tell whether the parts of a cell are numbered."""
    return len(parts) > 1 and all(map(NUMBERING.match, parts))


def cut_all(cells: Iterable[str], separator: str, *, is_marked: bool) -> dict[str, list[str]]:
    """Return the parts of each distinct cell."""
    parts = {cell: cut(cell, separator) for cell in cells}
    return parts if is_marked else join_continuations(parts, separator)


def join_continuations(parts: dict[str, list[str]], separator: str) -> dict[str, list[str]]:
    """Rejoin parts that begin in lower case, where every cell begins in upper case."""
    firsts = [found[0] for found in parts.values() if found]
    if separator != "," or not all(first[:1].isupper() or first[:1].isdigit() for first in firsts):
        return parts
    joined: dict[str, list[str]] = {}
    for cell, found in parts.items():
        whole: list[str] = []
        for part in found:
            if whole and part[:1].islower():
                whole[-1] += f"{separator} {part}"
            else:
                whole.append(part)
        joined[cell] = whole
    return joined


def repeats_in_parts(
    cells: Counter[str], parts: Mapping[str, Sequence[str]], separator: str
) -> bool:
    """Tell whether parts repeat much more than whole cells do.

    A few options that hold a comma, each chosen often, are no lists: their parts are as many as
    they are themselves.
    """
    seen: Counter[str] = Counter()
    for cell, count in cells.items():
        for part in parts[cell]:
            seen[fold(part)] += count
    total = seen.total()
    in_company = sum(count for cell, count in cells.items() if len(parts[cell]) > 1)
    if total == 0 or in_company < 2:
        return False
    repeat, whole_repeat = total / len(seen), cells.total() / len(cells)
    is_plain = separator == "," and whole_repeat >= 1.6 and len(seen) > 0.8 * len(cells)
    in_repeated = sum(count for count in seen.values() if count > 1) / total
    return not is_plain and repeat >= 1.4 and repeat >= 1.2 * whole_repeat and in_repeated >= 0.55


def name_options(
    cells: Counter[str], parts: Mapping[str, Sequence[str]], separator: str
) -> ListReading:
    """Return the options of a column of lists, and which of them may be parts of one."""
    seen: Counter[str] = Counter()
    wording: dict[str, str] = {}
    keys: dict[str, str] = {}
    neighbours: Counter[tuple[str, str]] = Counter()
    for cell, count in cells.items():
        for part in parts[cell]:
            if part not in keys:
                bare = NUMBERING.sub("", part)
                keys[part] = fold(bare)
                wording.setdefault(keys[part], tidy(bare))
            seen[keys[part]] += count
        if separator == ",":
            for pair in pairwise([keys[part] for part in parts[cell]]):
                neighbours[pair] += count
    doubtful = {
        key
        for (first, second), count in neighbours.items()
        if count >= 2 and seen[first] == seen[second] == count
        for key in (first, second)
    }
    options = tuple(wording[key] for key, _ in seen.most_common())
    return ListReading(separator, options, frozenset(doubtful))
