"""Forms whose questions stand below each other, the answers beside them: one country a column."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from gcm_analysis.errors import GcmError
from gcm_analysis.reference import resolve_country
from gcm_analysis.survey.exports.grouping import group_by_bracket, group_by_content
from gcm_analysis.survey.exports.headers import is_value
from gcm_analysis.survey.exports.layout import Aside, Heading, Layout
from gcm_analysis.survey.exports.metadata import name_metadata, tell_own_column
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.workbook import Sheet
from gcm_analysis.survey.workbook.sheet import code_columns

MOST_ROWS, MOST_COLUMNS = 500, 60
MOST_SINGLE = 3
"""A form without a row of countries has so many columns of answers and notes at most."""
FIELD = re.compile(
    r"[?:]$|^\W*(\d{1,2}(\.\d{1,2})*[.)ºª]?[-–.)]?|[a-z][.)])\s+\w|"
    r"^(pais|country|pays|estado|institucion|institution|instituicao|entidad|ministerio|nombre|"
    r"name|nome|nom|cargo|position|puesto|funcao|fonction|correo|e-?mail|courriel|telefono|phone|"
    r"telefone|telephone|fecha|date|data|punto focal|focal point|ponto focal|point focal)\b"
)
COUNTRY = re.compile(r"^(\d+\W+)?(pais|country|pays|state|estado)\b")
QUESTIONS = {
    "pregunta", "preguntas", "question", "questions", "pergunta", "perguntas", "campo", "field",
    "tema / pregunta", "item", "rubro",
}  # fmt: skip
ANSWERS = {
    "respuesta", "respuestas", "answer", "answers", "response", "responses", "resposta",
    "respostas", "reponse", "reponses", "respuesta del pais", "respuesta del estado",
}  # fmt: skip
NOTES = re.compile(
    r"^(nota|notas|note|notes|observacion|observaciones|observacoes|observations?|"
    r"comentarios? de la secretaria|instruccion|instrucciones|instructions?|instrucoes|fuente|"
    r"source)\b"
)


@dataclass(frozen=True)
class FormPlace:
    """Where a vertical form stands.

    Parameters
    ----------
    questions : int
        Column of the questions, counted from 0.
    head : int or None
        Row that names the columns: "Pregunta | Respuesta", or the countries.
    has_countries : bool
        Whether that row names countries.
    """

    questions: int
    head: int | None
    has_countries: bool


def find_form(sheet: Sheet, asked: frozenset[str] = frozenset()) -> FormPlace | None:
    """Return where a vertical form stands; None where the sheet is a table of submissions.

    It is one where a row names countries above the answers, where the columns are named
    "Pregunta" and "Respuesta", where what stands below each other are fields ("País:",
    "3. ¿Qué retos ...?"), or where the known questions stand below each other.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    asked : frozenset of str
        Folded headers of questions that are known to be asked.
    """
    if not 2 <= len(sheet.columns) <= MOST_COLUMNS or sheet.n_rows > MOST_ROWS:
        return None
    for index in range(min(3, len(sheet.columns) - 1)):
        texts = {row: text for row in range(sheet.n_rows) if (text := sheet.text(row, index))}
        named = [t for r, t in texts.items() if not is_value(sheet.columns[index].value(r))]
        if len(named) < 3 or len(set(named)) < 0.9 * len(named):
            continue
        head = find_head(sheet, index)
        if head is not None:
            return head
        folded = {fold(text) for text in named}
        known = asked & folded
        if len(known) >= 2 and len(known) >= 0.5 * len(asked):
            return FormPlace(index, None, has_countries=False)
        fields = sum(bool(FIELD.search(fold_field(text))) for text in named)
        widest = sum(column.is_filled.any() for column in sheet.columns[index + 1 :])
        is_form = fields >= max(3, 0.5 * len(named)) and widest <= MOST_SINGLE
        if is_form and not holds_list(sheet, index):
            return FormPlace(index, None, has_countries=False)
        return None
    return None


def fold_field(text: str) -> str:
    """Return a field's words folded, with the sign that ends them."""
    end = text.rstrip("* ")[-1:]
    return fold(text) + (end if end in "?:" else "")


def holds_list(sheet: Sheet, index: int) -> bool:
    """Tell whether answers beside fields repeat, as those of a table do and a form's do not."""
    column = sheet.columns[index + 1]
    codes = column.codes[column.is_filled]
    return len(codes) < 2 or len(np.unique(codes)) < 0.5 * len(codes)


def find_head(sheet: Sheet, index: int) -> FormPlace | None:
    """Return the form below a row that names countries, or "Pregunta" and "Respuesta"."""
    rows = [row for row in range(min(sheet.n_rows, 12)) if sheet.fill[row] >= 1]
    for row in rows:
        first = fold(sheet.text(row, index))
        written = [text for column in sheet.columns[index + 1 :] if (text := column.text(row))]
        beside = [text for text in written if not NOTES.match(fold(text))]
        if first in QUESTIONS and beside and fold(beside[0]) in ANSWERS:
            return FormPlace(index, row, has_countries=False)
        is_title = not first or first in QUESTIONS or bool(COUNTRY.match(first))
        least = 1 if first in QUESTIONS else 2
        if is_title and len(beside) >= least and all(map(is_country, beside)):
            return FormPlace(index, row, has_countries=True)
    return None


def is_country(text: str) -> bool:
    """Tell whether a cell names a State."""
    if len(text) > 60:
        return False
    try:
        resolve_country(text)
    except GcmError:
        return False
    return True


def turn(sheet: Sheet) -> Sheet:
    """Return a sheet with its rows and columns exchanged; each cell keeps its address."""
    rows = [[column.uniques[code] for code in column.codes.tolist()] for column in sheet.columns]
    return Sheet(
        sheet.name,
        code_columns(rows),
        len(sheet.columns),
        is_visible=sheet.is_visible,
        merges=tuple((left, top, right, bottom) for top, left, bottom, right in sheet.merges),
        hidden_rows=sheet.hidden_columns,
        hidden_columns=sheet.hidden_rows,
        errors={(column, row): error for (row, column), error in sheet.errors.items()},
        unvalued_formulas=frozenset((column, row) for row, column in sheet.unvalued_formulas),
        turned_from=sheet,
    )


def lay_out(sheet: Sheet, place: FormPlace) -> Layout:
    """Return how a vertical form is to be read: each column of answers is a submission."""
    turned = turn(sheet)
    filled = [row for row in range(place.questions + 1, turned.n_rows) if turned.fill[row]]
    asides = [
        Aside(row, "note_row", "A column of notes beside the answers is no submission.")
        for row in filled
        if place.head is not None and NOTES.match(fold(turned.text(row, place.head)))
    ]
    apart = {aside.row for aside in asides}
    rows = np.array([row for row in filled if row not in apart], np.int64)
    headings = [name_heading(turned, place, rows.tolist(), index) for index in range(sheet.n_rows)]
    headings = group_by_content(turned, rows, group_by_bracket(headings))
    header = tuple(range(place.questions + 1))
    return Layout(turned, header, rows, tuple(headings), tuple(asides))


def name_heading(turned: Sheet, place: FormPlace, rows: list[int], index: int) -> Heading:
    """Return the heading of one row of a form."""
    text = turned.text(place.questions, index)
    is_answered = any(turned.text(row, index) for row in rows)
    if index == place.head:
        if not place.has_countries:
            return name_metadata(index, text, "other")
        header = text if COUNTRY.match(fold(text)) else "País"
        levels = tuple(dict.fromkeys(filter(None, (header, text))))
        return Heading(index, header, question=header, block=str(index), levels=levels)
    if not is_answered and not FIELD.search(fold_field(text)):
        return Heading(index, text, "empty", text, block=str(index))
    if meaning := tell_own_column(text):
        return name_metadata(index, text, meaning)
    bare = text.rstrip(" :")
    levels = tuple(dict.fromkeys((text, bare)))
    return replace(Heading(index, text, question=bare, block=str(index)), levels=levels)
