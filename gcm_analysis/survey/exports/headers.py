"""Where the header of a hand-made table stands, and how many rows it has."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np

from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.marks import X_MARKS
from gcm_analysis.survey.workbook import Sheet

LOOKED_AT = 60
LOOKED_FOR_TAGS = 25
NUMBER = re.compile(r"^[+-]?[\d.,\s]*\d%?$")
YEAR = re.compile(r"^(19|20)\d\d$")
HASHTAG = re.compile(r"^#\s*[A-Za-z][A-Za-z0-9_]*(\s*\+\s*[A-Za-z0-9_]+)*$")
LEXICON = {
    "pais", "paises", "country", "countries", "pays", "estado", "state", "etat", "tema", "temas",
    "topic", "topics", "theme", "themes", "prioridad", "prioridades", "priority", "priorities",
    "prioridade", "priorite", "priorites", "objetivo", "objetivos", "objective",
    "objectives", "objectif", "objectifs", "institucion", "institution", "instituicao",
    "ministerio",
    "ministry", "ministere", "organizacion", "organization", "organisation", "organizacao",
    "fecha", "date", "data", "observaciones", "observacoes", "observations", "comments",
    "comentarios", "commentaires", "remarks", "notas", "notes", "nombre", "name", "nome", "nom",
    "region", "conferencia", "conference", "no", "n", "nr", "id", "respuesta", "response",
    "answer", "resposta", "reponse", "desafios", "challenges", "retos", "defis", "practicas",
    "practices", "praticas", "pratiques", "practica", "challenge", "desafio", "reto", "defi",
    "tipo", "type", "delegacion", "delegation", "email", "correo", "cargo", "position",
    "gobierno", "government", "governo", "gouvernement", "ciudad", "city", "idioma", "language",
    "category", "categoria", "categorie", "other", "otro", "otros", "outro", "autre", "titulo",
}  # fmt: skip


@dataclass(frozen=True)
class HeaderPlace:
    """First row of the header, its last row, and the row that names the columns."""

    first: int
    last: int
    leaf: int


def find_header(sheet: Sheet) -> HeaderPlace | None:
    """Return where the header stands, or None where no row names the columns.

    The header is the first row that is as wide as the data, holds distinct texts and no values,
    and whose cells do not come again below it. Merged or half-empty rows just above it are
    upper levels; rows just below it that say it again in another language, or hold HXL
    tags, are lower ones.
    """
    rows = [int(row) for row in np.flatnonzero(sheet.fill > 0)[:LOOKED_AT]]
    if not rows:
        return None
    width = typical_width(sheet)
    if tags := [row for row in rows[:LOOKED_FOR_TAGS] if is_tag_row(sheet, row)]:
        leaf = max((row for row in rows if row < tags[0]), default=tags[0])
        return HeaderPlace(find_first_level(sheet, leaf), tags[0], leaf)
    candidates = [row for row in rows if could_name_columns(sheet, row, width)]
    row = choose_row(sheet, candidates)
    if row is None or (row == rows[-1] and len(rows) > 1):
        return None
    if sum(holds_values_only(sheet, above) for above in rows[: rows.index(row)]) >= 2:
        return None
    last = leaf = row
    for below in rows[rows.index(row) + 1 :]:
        if below != last + 1 or not is_lower_level(sheet, row, last, below, width):
            break
        last = below
        if not is_tag_row(sheet, below):
            leaf = below
    return HeaderPlace(find_first_level(sheet, row), last, leaf)


def choose_row(sheet: Sheet, candidates: list[int]) -> int | None:
    """Return the first row that could name the columns.

    A later one is taken where it names more of them and all that it names are followed by
    another kind of cell in some column: the earlier was a title written over several cells.
    """
    if not candidates:
        return None
    first = candidates[0]
    for row in candidates[1:]:
        named, names = name_cells(sheet, row), name_cells(sheet, first)
        has_values = any(is_value(sheet.columns[index].value(row)) for index in named)
        if len(named) > len(names) and not has_values and has_contrast(sheet, row, named):
            return row
    return first


def typical_width(sheet: Sheet) -> float:
    """Return how many cells a row of data fills: most rows of a table are about as wide."""
    fill = sheet.fill[sheet.fill > 0][: LOOKED_AT * 4]
    wide = fill[fill >= 2]
    return float(np.percentile(wide, 75)) if len(wide) else 1.0


def could_name_columns(sheet: Sheet, row: int, width: float) -> bool:
    """Tell whether a row holds names of columns: wide, text, distinct, never met below."""
    cells = name_cells(sheet, row)
    if not cells or len(cells) < max(1.0, 0.5 * width) or (width >= 2 and len(cells) < 2):
        return False
    texts = [fold(text) for text in cells.values()]
    if sum(map(is_value, (sheet.columns[column].value(row) for column in cells))) > 0.2 * len(
        texts
    ):
        return False
    if len(set(texts)) < 0.6 * len(texts) and not spans_sideways(sheet, row):
        return False
    return not comes_again(sheet, row, cells)


def name_cells(sheet: Sheet, row: int) -> dict[int, str]:
    """Return the filled cells of a row by their column."""
    return {index: text for index, text in enumerate(sheet.row_texts(row)) if text}


def is_value(value: object) -> bool:
    """Tell whether a cell is a number or a time rather than a name; years may be names."""
    if isinstance(value, str):
        text = value.strip()
        return bool(NUMBER.match(text)) and not YEAR.match(text)
    if isinstance(value, float | int):
        return not (1900 <= value <= 2100)
    return isinstance(value, dt.date | dt.time | dt.timedelta)


def comes_again(sheet: Sheet, row: int, cells: dict[int, str]) -> bool:
    """Tell whether the cells of a row are met again below them, as answers are.

    Rows that say the whole row again are headers of further pages, no answers.
    """
    columns = [sheet.columns[index].codes for index in cells]
    same = np.array([codes[row + 1 :] == codes[row] for codes in columns])
    is_said_again = same.all(axis=0) if len(columns) >= 2 else np.zeros(same.shape[1], bool)
    again = (same & ~is_said_again).any(axis=1).sum()
    return bool(again > 0.4 * len(cells))


def holds_values_only(sheet: Sheet, row: int) -> bool:
    """Tell whether a row holds nothing but numbers and times, as no title does."""
    return all(is_value(sheet.columns[index].value(row)) for index in name_cells(sheet, row))


def spans_sideways(sheet: Sheet, row: int) -> bool:
    """Tell whether cells of a row are merged across columns."""
    return any(top <= row <= bottom and right > left for top, left, bottom, right in sheet.merges)


def is_tag_row(sheet: Sheet, row: int) -> bool:
    """Tell whether a row holds HXL hashtags."""
    texts = list(name_cells(sheet, row).values())
    tags = sum(bool(HASHTAG.match(text)) for text in texts)
    return tags >= 1 and tags >= 0.5 * len(texts)


def is_lower_level(sheet: Sheet, first: int, last: int, row: int, width: float) -> bool:
    """Tell whether a row continues the header above it."""
    if is_tag_row(sheet, row):
        return True
    if is_tag_row(sheet, last) or row - first >= 4:
        return False
    cells = name_cells(sheet, row)
    values = [sheet.columns[index].value(row) for index in cells]
    if not cells or any(map(is_value, values)) or comes_again(sheet, row, cells):
        return False
    above = name_cells(sheet, last)
    if fills_spans(sheet, last, above, cells) or fills_gaps(sheet, row, above, cells):
        return True
    if heads_marks(sheet, row, above, cells):
        return True
    texts = [fold(text) for text in cells.values()]
    known = sum(any(word in LEXICON for word in re.split(r"\W+", text)) for text in texts)
    known_above = sum(
        any(word in LEXICON for word in re.split(r"\W+", fold(text))) for text in above.values()
    )
    in_brackets = sum(text.startswith("(") for text in cells.values())
    if in_brackets >= 0.5 * len(cells):
        return True
    is_name_of_first = any(
        fold(text) in LEXICON for index, text in cells.items() if index <= min(cells) + 1
    )
    return (
        len(cells) >= 0.5 * width
        and known >= max(2, 0.3 * len(texts))
        and known_above >= 2
        and is_name_of_first
    )


def fills_spans(sheet: Sheet, above_row: int, above: dict[int, str], cells: dict[int, str]) -> bool:
    """Tell whether a row names the columns that cells merged above it span.

    Each cell then stands below a span, or below nothing; the columns that the upper row names on
    its own are merged downward, or empty in the lower row.
    """
    spans = [
        (left, right)
        for top, left, bottom, right in sheet.merges
        if top <= above_row <= bottom and right > left
    ]
    spanned = {column for left, right in spans for column in range(left, right + 1)}
    if not spanned:
        return False
    inside = sum(index in spanned or index not in above for index in cells)
    return len(cells.keys() & spanned) >= 2 and inside >= 0.5 * len(cells)


def fills_gaps(sheet: Sheet, row: int, above: dict[int, str], cells: dict[int, str]) -> bool:
    """Tell whether a row names columns that the row above it leaves unnamed.

    What stands below must differ in kind: a first submission fills unnamed columns as well.
    """
    if len(above) > 0.75 * len(cells) or max(map(len, cells.values())) > 80:
        return False
    return has_contrast(sheet, row, cells)


def heads_marks(sheet: Sheet, row: int, above: dict[int, str], cells: dict[int, str]) -> bool:
    """Tell whether a row names columns of X marks below a row that leaves most of them unnamed.

    The column that says whose answers they are is named above and empty here.
    """
    unnamed = cells.keys() - above.keys()
    if not unnamed or min(above) in cells:
        return False
    below = range(row + 1, min(row + 40, sheet.n_rows))
    met = {index: {fold(text) for r in below if (text := sheet.text(r, index))} for index in cells}
    marked = sum(bool(words & X_MARKS) for words in met.values())
    return marked >= max(2, 0.5 * len(cells)) and not {fold(t) for t in cells.values()} & X_MARKS


def has_contrast(sheet: Sheet, row: int, cells: dict[int, str]) -> bool:
    """Tell whether numbers or times stand below a row of names in one column at least."""
    below = range(row + 1, min(row + 40, sheet.n_rows))
    for index in cells:
        values = [value for r in below if (value := sheet.columns[index].value(r)) != ""]
        if len(values) >= 2 and sum(map(is_value, values)) >= 0.8 * len(values):
            return True
    return False


def find_first_level(sheet: Sheet, row: int) -> int:
    """Return the first row of the header: rows above that group its columns belong to it."""
    first = row
    while first > 0 and is_upper_level(sheet, first - 1, first):
        first -= 1
    return first


def is_upper_level(sheet: Sheet, row: int, below: int) -> bool:
    """Tell whether a row groups the columns that the next row names."""
    cells = name_cells(sheet, row)
    named = name_cells(sheet, below)
    values = [sheet.columns[index].value(row) for index in cells]
    if len(cells) < 2 or any(map(is_value, values)):
        return False
    inside = sum(index <= max(named) for index in cells)
    if max(map(len, cells.values())) > 200 or inside < 0.7 * len(cells):
        return False
    spans = [
        right - left + 1 for top, left, bottom, right in sheet.merges if top == row and right > left
    ]
    if spans and max(spans) >= len(set(cells) | set(named)):
        return False
    if sheet.merges:
        return bool(spans) and len(cells) <= len(named) and is_near(cells, named)
    is_sparse = len(cells) <= 0.75 * len(named)
    is_said_again = len({fold(text) for text in cells.values()}) <= 0.5 * len(cells)
    is_tagged = is_tag_row(sheet, below + 1) if below + 1 < sheet.n_rows else False
    return (is_sparse or is_said_again or is_tagged) and is_near(cells, named)


def is_near(cells: dict[int, str], named: dict[int, str]) -> bool:
    """Tell whether most cells of a row stand above columns that are named."""
    return sum(index in named for index in cells) >= 0.5 * len(cells)
