"""The sheet that a country's focal point confirms or corrects, in Spanish and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from gcm_analysis.errors import GcmError
from gcm_analysis.language import LANGUAGES, Language, get_language
from gcm_analysis.mapping.decisions import hash_text
from gcm_analysis.mapping.review.cells import CellPlace, place_answers, read_standing_cells
from gcm_analysis.mapping.review.drawing import (
    BOLD,
    DATE_FORMAT,
    FILLED_CELL,
    GRID,
    ROW_HEIGHT,
    Value,
    add_lists,
    cell_at,
    count_lines,
    draw_stamp,
    draw_table,
    make_font,
    offer_yes_no,
)
from gcm_analysis.mapping.review.labels import join_languages
from gcm_analysis.mapping.review.layout import (
    COUNTRY_COLUMNS,
    REPLY_KEYS,
    AnswerFact,
    Meta,
    add_meta,
)
from gcm_analysis.mapping.review.workbook import write_counted
from gcm_analysis.reference import country as find_country
from gcm_analysis.reference import objective
from gcm_analysis.spreadsheet import save_workbook, write_text
from gcm_analysis.survey.rows import read_rows

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from gcm_analysis.forum.model import Forum

PROSE_COLUMNS = 8
PROSE_WIDTH = 200


@dataclass(eq=False)
class NothingToValidate(GcmError):
    """A country's sheet was asked for, and no submission of it counts."""

    forum: str
    country: str

    def sentence(self) -> str:
        """Name the country and say where to look."""
        return (
            f"No answers of {self.country} count in the forum {self.forum!r}, so there is nothing "
            f"to validate: see `gcm-analysis status {self.forum}`."
        )


@dataclass(frozen=True)
class CountryAnswer:
    """One answer of a country.

    Parameters
    ----------
    answer_id, question_id : str
    text : str
        As given; "" where the question was left blank.
    rank, rating : float or None
    place : CellPlace or None
    counted : tuple of (int, float)
        Objectives that are counted, with their weights.
    waiting : tuple of int
        Objectives that wait for a decision.
    """

    answer_id: str
    question_id: str
    text: str
    rank: float | None
    rating: float | None
    place: CellPlace | None
    counted: tuple[tuple[int, float], ...]
    waiting: tuple[int, ...]


def write_country_workbook(
    path: Path,
    *,
    forum: Forum,
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    language: Language,
    country: str,
) -> Path:
    """Write the sheet of one country.

    Parameters
    ----------
    path : Path
    forum : Forum
    answers, mentions : DataFrame
        The tables of these names; of `answers` only submissions that count.
    language : Language
        The language that comes first.
    country : str
        ISO3.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    NothingToValidate
    """
    given = gather_answers(answers, mentions, country)
    if not given:
        raise NothingToValidate(forum=forum.forum, country=country)
    others = [get_language(code) for code in LANGUAGES if code != language.code]
    languages = [language, *others]
    standing = read_standing_cells(forum, [one.place for one in given if one.place])
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = country
    top = draw_reply_block(sheet, forum, languages, country)
    headers = {
        column.key: join_languages(column.header(one) for one in languages)
        for column in COUNTRY_COLUMNS
    }
    rows = [describe_answer(one, forum, languages, standing) for one in given]
    draw_table(sheet, COUNTRY_COLUMNS, headers, rows, top=top, freezes=False)
    add_lists(workbook, languages)
    meta = Meta(
        kind="country",
        forum=forum.forum,
        language=language.code,
        country=country,
        headers={header: key for key, header in headers.items()},
        answers={
            one.answer_id: AnswerFact(hash_text(one.text), write_counted(one.counted))
            for one in given
        },
    )
    add_meta(workbook, meta)
    return save_workbook(workbook, path)


def gather_answers(
    answers: pd.DataFrame, mentions: pd.DataFrame, country: str
) -> list[CountryAnswer]:
    """Return a country's answers in the order of the table, blank questions included."""
    is_own = (answers["country_iso3"] == country) & (answers["respondent_type"] == "government")
    own = answers[is_own & (answers["status"] != "not_asked")]
    places = place_answers(own)
    known: dict[str, list[dict[str, Any]]] = {answer_id: [] for answer_id in own["answer_id"]}
    for row in read_rows(mentions[mentions["answer_id"].isin(list(known))]):
        known[row["answer_id"]].append(row)
    return [
        CountryAnswer(
            answer_id=row["answer_id"],
            question_id=row["question_id"],
            text=row["text"] or "",
            rank=row["rank"],
            rating=row["rating"],
            place=places[row["answer_id"]],
            counted=tuple(
                (one["objective_id"], one["weight"])
                for one in known[row["answer_id"]]
                if one["status"] == "accepted"
            ),
            waiting=tuple(
                one["objective_id"]
                for one in known[row["answer_id"]]
                if one["status"] == "to_review"
            ),
        )
        for row in read_rows(own)
    ]


def describe_answer(
    answer: CountryAnswer,
    forum: Forum,
    languages: Sequence[Language],
    standing: dict[CellPlace, str],
) -> dict[str, Value]:
    """Return the row of an answer by column key."""
    texts = dict(forum.question(answer.question_id).text)
    questions = [texts[one.code] for one in languages if one.code in texts]
    cell_text = standing.get(answer.place, "") if answer.place else ""
    return {
        "answer_id": answer.answer_id,
        "question": "\n".join(questions or list(texts.values())[:1]),
        "text": describe_text(answer, languages),
        "read": name_objectives((number for number, _ in answer.counted), languages),
        "waiting": name_objectives(answer.waiting, languages),
        "cell_text": "" if cell_text.strip() == answer.text else cell_text,
        "cell": " · ".join(filter(None, answer.place)) if answer.place else "",
    }


def describe_text(answer: CountryAnswer, languages: Sequence[Language]) -> str:
    """Return an answer as recorded, with its place or rating."""
    first = languages[0]
    if not answer.text and answer.rank is None and answer.rating is None:
        return join_languages(one.text("review.no_answer") for one in languages)
    if answer.rank is not None:
        return first.text("review.rank_shown", text=answer.text, rank=f"{answer.rank:g}")
    if answer.rating is not None:
        return first.text("review.rating_shown", text=answer.text, rating=f"{answer.rating:g}")
    return answer.text


def name_objectives(numbers: Iterable[int], languages: Sequence[Language]) -> str:
    """Return objectives in all languages, one below the other."""
    return "\n".join(
        languages[0].text(
            "review.objective_label",
            number=str(number),
            name=join_languages(objective(number).short[one.code] for one in languages),
        )
        for number in numbers
    )


def draw_reply_block(
    sheet: Worksheet, forum: Forum, languages: Sequence[Language], country: str
) -> int:
    """Write what the sheet is and the cells of the reply; return the row of the table."""
    row = 1
    for one in languages:
        title = one.text("review.country_title", country=find_country(country).name[one.code])
        draw_prose(sheet, row, title, make_font(14, bold=True))
        draw_prose(sheet, row + 1, one.text("review.country_intro"))
        draw_prose(sheet, row + 2, one.text("review.country_how"))
        row += 3
    if forum.illustrative:
        draw_stamp(sheet, join_languages(one.text("review.stamp") for one in languages), row)
        row += 1
    for key in REPLY_KEYS:
        label, cell = cell_at(sheet, row, 1), cell_at(sheet, row, 2)
        write_text(label, label_reply(key, languages))
        label.font = make_font(bold=True)
        label.alignment = Alignment(wrap_text=True, vertical="top")
        cell.fill = FILLED_CELL
        cell.border = GRID
        lines = count_lines(label_reply(key, languages), COUNTRY_COLUMNS[0].width * BOLD)
        sheet.row_dimensions[row].height = lines * ROW_HEIGHT
        if key == "all_right":
            offer_yes_no(sheet, cell)
        if key == "date":
            cell.number_format = DATE_FORMAT
        row += 1
    return row + 1


def label_reply(key: str, languages: Iterable[Language]) -> str:
    """Return the label of one cell of the reply."""
    return join_languages(one.text(f"review.country_{key}") for one in languages)


def draw_prose(sheet: Worksheet, row: int, text: str, font: Font | None = None) -> None:
    """Write a paragraph across the sheet."""
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=PROSE_COLUMNS)
    cell = cell_at(sheet, row, 1)
    write_text(cell, text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = font or make_font()
    sheet.row_dimensions[row].height = count_lines(text, PROSE_WIDTH) * ROW_HEIGHT * 1.3
