"""A country's sheet that came back: corrections, decisions, and whether it validates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gcm_analysis.errors import Place
from gcm_analysis.forum import Correction, Decision, load_corrections
from gcm_analysis.language import LANGUAGES, get_language
from gcm_analysis.mapping.decisions import hash_text
from gcm_analysis.mapping.review.cells import CellPlace, place_answers, read_standing_cells
from gcm_analysis.mapping.review.country_sheet import label_reply
from gcm_analysis.mapping.review.filled import (
    Faults,
    FilledCell,
    FilledRow,
    FilledWorkbook,
    read_day,
)
from gcm_analysis.mapping.review.labels import read_yes_no
from gcm_analysis.mapping.review.layout import DECISION_KEYS, REPLY_KEYS
from gcm_analysis.mapping.review.rows import KnownAnswers, is_known, read_chosen

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum

Verdict = Literal["validated", "corrected"]
CORRECTING_KEYS = (*DECISION_KEYS, "none", "new_text")
NEEDED_KEYS = ("right", *CORRECTING_KEYS, "note")


@dataclass(frozen=True)
class Reply:
    """Who replied for a country, and in what.

    Parameters
    ----------
    country : str
        ISO3.
    is_all_right : bool
    who, document, date : str
        Name and post; the note or e-mail; YYYY-MM-DD.
    """

    country: str
    is_all_right: bool
    who: str
    document: str
    date: str

    @property
    def signature(self) -> str:
        """Who decided, as decisions name it: the State first."""
        return f"{self.country}: {self.who}"


@dataclass(frozen=True)
class CountryReply:
    """What a country's sheet brings."""

    decisions: tuple[Decision, ...]
    corrections: tuple[Correction, ...]
    validation: Verdict


@dataclass(frozen=True)
class AnswerPlace:
    """Where an answer stands, and what a correction of it replaces.

    Parameters
    ----------
    question_id, file : str
    cell : CellPlace or None
    standing : str
        What stands in the cell now.
    corrected_to : str or None
        What the last correction put there.
    is_own_words : bool
        Whether the cell holds this answer alone, in the country's own words.
    """

    question_id: str
    file: str
    cell: CellPlace | None
    standing: str
    corrected_to: str | None
    is_own_words: bool


def read_country_reply(
    forum: Forum,
    filled: FilledWorkbook,
    answers: pd.DataFrame,
    known: KnownAnswers,
    faults: Faults,
) -> CountryReply:
    """Return what a country's sheet brings.

    Parameters
    ----------
    forum : Forum
    filled : FilledWorkbook
    answers : DataFrame
        The table `answers`.
    known : KnownAnswers
    faults : Faults
        Gets every cell that cannot be taken in; then the result is not to be used.
    """
    reply, all_right = read_reply(filled, faults)
    places = find_places(forum, answers, reply.country)
    decisions: list[Decision] = []
    asked: list[tuple[FilledRow, Correction]] = []
    remarks = [reply.document]
    has_applied = False
    for row in filled.rows("answer_id", NEEDED_KEYS):
        place = places.get(row.text("answer_id"))
        is_filled = bool(row.filled(NEEDED_KEYS))
        if not (is_filled or reply.is_all_right):
            continue
        is_applied = place is not None and is_in_place(row, place)
        if not (is_applied or is_known(row, known, faults)):
            continue
        if place is None:
            faults.blame(row["answer_id"], f"expected the code of an answer of {reply.country}")
            continue
        has_applied = has_applied or is_applied
        decided = read_decision(row, reply, known, place, faults)
        correction = make_correction(row, reply, place)
        decisions += decided
        if correction is not None:
            asked.append((row, correction))
        if row.text("note") and not decided:
            remarks.append(f"{place.question_id}: {row.text('note')}")
    corrections = gather_corrections(asked, faults)
    is_corrected = (
        has_applied
        or bool(corrections)
        or any(decision.value != known.exported[decision.target].counted for decision in decisions)
    )
    if all_right is not None and all_right.text and reply.is_all_right == is_corrected:
        said = "corrects something" if is_corrected else "corrects nothing"
        faults.blame(all_right, f"the sheet {said}; mend this cell, or the rows")
    verdict: Verdict = "corrected" if is_corrected else "validated"
    validation = Decision(
        kind="validation",
        target=reply.country,
        value=verdict,
        text_sha256="",
        decided_by=reply.signature,
        decided_on=reply.date,
        note="; ".join(remarks),
    )
    return CountryReply((*decisions, validation), corrections, verdict)


def read_reply(filled: FilledWorkbook, faults: Faults) -> tuple[Reply, FilledCell | None]:
    """Return who replied, and the cell that says whether all is right."""
    cells = {key: find_reply_cell(filled, key, faults) for key in REPLY_KEYS}
    all_right = cells["all_right"]
    said = read_yes_no(all_right.text) if all_right and all_right.text else None
    if all_right and said is None:
        faults.blame(all_right, "expected yes or no: is everything on the sheet right?")
    for key, expected in (("who", "who replies"), ("document", "the note or e-mail")):
        cell = cells[key]
        if cell and not cell.text:
            faults.blame(cell, f"expected {expected}")
    day = read_day(cells["date"]) if cells["date"] else None
    if cells["date"] and day is None:
        faults.blame(cells["date"], "expected a date, such as 2024-07-31")
    texts = {key: cell.text if cell else "" for key, cell in cells.items()}
    reply = Reply(
        country=filled.meta.country,
        is_all_right=bool(said),
        who=texts["who"],
        document=texts["document"],
        date=day or "",
    )
    return reply, all_right


def find_reply_cell(filled: FilledWorkbook, key: str, faults: Faults) -> FilledCell | None:
    """Return the cell beside a label of the reply, whichever language comes first."""
    first = filled.meta.language
    codes = sorted(LANGUAGES, key=lambda code: code != first)
    label = label_reply(key, [get_language(code) for code in codes])
    cell = filled.value_beside(label)
    if cell is None:
        missing = FilledCell(value="", text="", place=Place(filled.file, filled.meta.country))
        faults.blame(missing, f"expected the line {label!r}, which was deleted; restore it")
    return cell


def find_places(forum: Forum, answers: pd.DataFrame, country: str) -> dict[str, AnswerPlace]:
    """Return where a country's answers stand, and what stands there."""
    own = answers[answers["country_iso3"] == country]
    cells = place_answers(own)
    standing = read_standing_cells(forum, [cell for cell in cells.values() if cell])
    corrected = find_corrected(forum)
    is_own_words = own["topic_id"].isna() & own["option_id"].isna()
    rows = zip(
        own["answer_id"],
        own["question_id"],
        own["source_file"],
        own["text"].fillna(""),
        is_own_words,
        strict=True,
    )
    places = {}
    for answer_id, question_id, file, text, own_words in rows:
        cell = cells[answer_id]
        there = standing.get(cell, text) if cell else text
        is_alone = bool(own_words) and there.strip() == text.strip()
        key = cell or (country, question_id)
        places[answer_id] = AnswerPlace(
            question_id, file, cell, there, corrected.get(key), is_alone
        )
    return places


def find_corrected(forum: Forum) -> dict[tuple[str, ...], str]:
    """Return what corrections put in place, by cell, or by country and question."""
    return {
        (
            CellPlace(one.source, one.sheet, one.cell) if one.cell else (one.country, one.question)
        ): one.new_value.strip()
        for one in load_corrections(forum)
    }


def read_decision(
    row: FilledRow, reply: Reply, known: KnownAnswers, place: AnswerPlace, faults: Faults
) -> list[Decision]:
    """Return what a row decides on its answer's objectives: one decision or none."""
    answer_id = row.text("answer_id")
    counted = known.exported[answer_id].counted
    is_right = read_right(row, reply, faults)
    value = read_chosen(row, faults)
    if value is None and is_right and counted and place.is_own_words:
        value = counted
    if value is None:
        return []
    has_new_words = bool(row.text("new_text"))
    if has_new_words and not place.is_own_words:
        faults.blame(
            row["new_text"],
            "the row chooses objectives as well, and the cell holds more than this answer; "
            "keep one of the two",
        )
    return [
        Decision(
            kind="mentions",
            target=answer_id,
            value=value,
            text_sha256=hash_text(new_words(row)) if has_new_words else known.hashes[answer_id],
            decided_by=reply.signature,
            decided_on=reply.date,
            note="; ".join(filter(None, (reply.document, row.text("note")))),
        )
    ]


def read_right(row: FilledRow, reply: Reply, faults: Faults) -> bool:
    """Return whether a row is said to be right; a blank row is where the whole sheet is."""
    cell, is_corrected = row["right"], bool(row.filled(CORRECTING_KEYS))
    if not cell.text:
        return reply.is_all_right and not is_corrected
    is_right = read_yes_no(cell.text)
    if is_right is None:
        faults.blame(cell, "expected yes or no")
    elif is_right and is_corrected:
        faults.blame(cell, "the row corrects something as well; keep one of the two")
    elif not is_right and not is_corrected:
        faults.blame(cell, "expected what would be right: objectives, or the corrected cell")
    return bool(is_right)


def new_words(row: FilledRow) -> str:
    """Return the words that a correction puts in place, as written."""
    cell = row["new_text"]
    return (cell.value if isinstance(cell.value, str) else cell.text).strip()


def is_in_place(row: FilledRow, place: AnswerPlace) -> bool:
    """Tell whether a row's correction was imported before."""
    return bool(row.text("new_text")) and new_words(row) == place.corrected_to


def make_correction(row: FilledRow, reply: Reply, place: AnswerPlace) -> Correction | None:
    """Return the correction that a row asks for; None where it changes nothing."""
    words = new_words(row)
    if not words or words == place.standing.strip():
        return None
    cell = place.cell
    return Correction(
        source=place.file,
        sheet=cell.sheet if cell else "",
        cell=cell.cell if cell else "",
        country="" if cell else reply.country,
        question="" if cell else place.question_id,
        old_value=place.standing,
        new_value=words,
        who=reply.who,
        document=reply.document,
        date=reply.date,
    )


def gather_corrections(
    asked: Iterable[tuple[FilledRow, Correction]], faults: Faults
) -> tuple[Correction, ...]:
    """Return one correction a cell; rows of one cell must ask for the same."""
    kept: dict[tuple[str, str, str, str], tuple[FilledRow, Correction]] = {}
    for row, correction in asked:
        key = (correction.source, correction.sheet, correction.cell, correction.question)
        first, other = kept.setdefault(key, (row, correction))
        if other.new_value != correction.new_value:
            faults.blame(
                row["new_text"],
                f"{first['new_text'].place.cell} corrects the same cell of the survey otherwise; "
                "keep one of the two",
            )
    return tuple(correction for _, correction in kept.values())
