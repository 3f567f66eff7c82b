"""One filled row: what a person decided about an answer, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gcm_analysis.forum import Decision
from gcm_analysis.mapping.codebook import Phrase
from gcm_analysis.mapping.decisions import write_shares
from gcm_analysis.mapping.learned import tell_unteachable
from gcm_analysis.mapping.redaction import find_words
from gcm_analysis.mapping.review.filled import Faults, FilledRow, FilledWorkbook, read_day
from gcm_analysis.mapping.review.labels import read_objective, read_yes_no
from gcm_analysis.mapping.review.layout import DECISION_KEYS, AnswerFact
from gcm_analysis.mapping.words import split_words, tell_language
from gcm_analysis.survey.fold import fold

DECIDING_KEYS = ("confirm", *DECISION_KEYS, "none", "redact", "circulate", "learn")
NEEDED_KEYS = (*DECIDING_KEYS, "reviewer", "date", "note")
SUBMISSION_KEYS = ("country", "counts", "reviewer", "date", "note")
EXPECTED_YES = "expected yes, or a blank cell"
EXPECTED_OBJECTIVE = "expected one of the 23 objectives, as the drop-down offers them"


@dataclass(frozen=True)
class Lesson:
    """A phrase that a reviewer wants the codebook to learn.

    Parameters
    ----------
    phrase : str
        Words of the answer.
    objective_id : int
        What they say.
    answer_id : str
    decided_by, decided_on : str
        Who, and the day as YYYY-MM-DD.
    """

    phrase: str
    objective_id: int
    answer_id: str
    decided_by: str
    decided_on: str


@dataclass(frozen=True)
class RowDecision:
    """What one row decides."""

    decisions: tuple[Decision, ...]
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True)
class KnownAnswers:
    """The answers that rows are checked against.

    Parameters
    ----------
    texts : dict of str to str
        Text by `answer_id`, as it is now.
    hashes : dict of str to str
        Its hash.
    exported : dict of str to AnswerFact
        What the answers were when the workbook was written.
    languages : dict of str to str
        Language by `answer_id`, "" where it is not known.
    phrases : tuple of Phrase
        What texts are read with.
    """

    texts: Mapping[str, str]
    hashes: Mapping[str, str]
    exported: Mapping[str, AnswerFact]
    languages: Mapping[str, str]
    phrases: tuple[Phrase, ...]


def read_doubt_rows(filled: FilledWorkbook, known: KnownAnswers, faults: Faults) -> RowDecision:
    """Return what all rows of the review sheets decide.

    Parameters
    ----------
    filled : FilledWorkbook
    known : KnownAnswers
    faults : Faults
        Gets every cell that cannot be taken in.
    """
    decisions: list[Decision] = []
    lessons: list[Lesson] = []
    seen: dict[str, FilledRow] = {}
    for row in filled.rows("answer_id", NEEDED_KEYS):
        if not row.filled((*DECIDING_KEYS, "note")):
            continue
        answer_id = row.text("answer_id")
        if not is_known(row, known, faults):
            continue
        if answer_id in seen:
            first = seen[answer_id]["answer_id"].place.cell
            faults.blame(
                row["answer_id"], f"this answer is decided in the row of {first} too; keep one row"
            )
            continue
        seen[answer_id] = row
        found = read_doubt_row(row, known, faults)
        decisions += found.decisions
        lessons += found.lessons
    return RowDecision(tuple(decisions), tuple(lessons))


def is_known(row: FilledRow, known: KnownAnswers, faults: Faults) -> bool:
    """Tell whether a row is about an answer whose words are as the reviewer saw them."""
    cell = row["answer_id"]
    if cell.text not in known.exported or cell.text not in known.hashes:
        faults.blame(
            cell, "expected the code of an answer of this forum, as the workbook was written"
        )
    elif known.exported[cell.text].text_sha256 != known.hashes[cell.text]:
        faults.blame(
            cell,
            "the words of this answer have changed since the workbook was written; "
            "export the review again and decide on the new words",
        )
    else:
        return True
    return False


def read_doubt_row(row: FilledRow, known: KnownAnswers, faults: Faults) -> RowDecision:
    """Return what one row decides about its answer."""
    answer_id, before = row.text("answer_id"), len(faults.found)
    text = known.texts[answer_id]
    decided: list[tuple[str, str]] = []
    value = read_objectives(row, known.exported[answer_id].counted, faults)
    if value is not None:
        decided.append(("mentions", value))
    decided += [("redact", words) for words in read_redactions(row, text, faults)]
    if row.text("circulate"):
        may = read_yes_no(row.text("circulate"))
        if may is None:
            faults.blame(row["circulate"], "expected yes or no")
        decided.append(("clear", "yes" if may else "no"))
    learned = read_lesson(row, value, known, faults)
    if not decided and not learned and len(faults.found) == before:
        faults.blame(
            row["note"], "a note is kept with a decision; decide the row or empty the note"
        )
    who, day = read_reviewer(row, faults)
    if len(faults.found) > before:
        return RowDecision(())
    return RowDecision(
        decisions=tuple(
            Decision(
                kind=kind,
                target=answer_id,
                value=value,
                text_sha256=known.hashes[answer_id],
                decided_by=who,
                decided_on=day,
                note=row.text("note"),
            )
            for kind, value in decided
        ),
        lessons=tuple(Lesson(row.text("learn"), number, answer_id, who, day) for number in learned),
    )


def read_objectives(row: FilledRow, counted: str, faults: Faults) -> str | None:
    """Return a row's objectives as a decision's value; None where none are decided."""
    chosen = read_chosen(row, faults)
    if not read_yes(row, "confirm", faults):
        return chosen
    if chosen is not None:
        faults.blame(row["confirm"], "the row decides otherwise as well; keep one of the two")
    if not counted:
        faults.blame(row["confirm"], "nothing is counted for this answer yet; choose objectives")
    return counted


def read_chosen(row: FilledRow, faults: Faults) -> str | None:
    """Return the objectives chosen in a row as a decision's value; None where none are."""
    chosen: list[int] = []
    for cell in row.filled(DECISION_KEYS):
        number = read_objective(cell.text)
        if number is None:
            faults.blame(cell, EXPECTED_OBJECTIVE)
        elif number in chosen:
            faults.blame(cell, f"objective {number} is chosen twice in this row; empty one cell")
        else:
            chosen.append(number)
    if not read_yes(row, "none", faults):
        return write_shares(chosen) if chosen else None
    if row.filled(DECISION_KEYS):
        faults.blame(row["none"], "the row names objectives as well; keep one of the two")
    return ""


def read_yes(row: FilledRow, key: str, faults: Faults) -> bool:
    """Return whether a cell says yes."""
    cell = row[key]
    if not cell.text:
        return False
    said = read_yes_no(cell.text)
    if said is None:
        faults.blame(cell, EXPECTED_YES)
    return bool(said)


def read_redactions(row: FilledRow, text: str, faults: Faults) -> list[str]:
    """Return the words to remove, each of which must stand in the answer."""
    words = [part.strip() for part in row.text("redact").split(";") if part.strip()]
    for phrase in words:
        if not find_words(text, [phrase]):
            faults.blame(
                row["redact"],
                f"{phrase!r} does not stand in the answer; copy the words as they stand there, "
                "several parted by ';'",
            )
    return words


def read_lesson(
    row: FilledRow, value: str | None, known: KnownAnswers, faults: Faults
) -> list[int]:
    """Return the one objective that a phrase to learn says, as a list; empty without a phrase."""
    cell = row["learn"]
    if not cell.text:
        return []
    answer_id = row.text("answer_id")
    if fold(cell.text) not in fold(known.texts[answer_id]):
        faults.blame(cell, "expected words that stand in the answer")
    numbers = [part.partition(":")[0] for part in (value or "").split(";") if part]
    if len(numbers) != 1:
        faults.blame(cell, "a phrase can be learned where the row decides exactly one objective")
        return []
    language = known.languages[answer_id] or tell_language(split_words(cell.text))
    reason = tell_unteachable(cell.text, int(numbers[0]), language, known.phrases)
    if reason is not None:
        faults.blame(cell, f"it cannot be learned: {reason}")
    return [int(numbers[0])]


def read_reviewer(row: FilledRow, faults: Faults) -> tuple[str, str]:
    """Return who decided and on which day."""
    if not row.text("reviewer"):
        faults.blame(row["reviewer"], "expected who decides")
    day = read_day(row["date"])
    if day is None:
        faults.blame(row["date"], "expected a date, such as 2024-07-31")
    return row.text("reviewer"), day or ""


def read_submission_rows(
    filled: FilledWorkbook, respondents: frozenset[str], faults: Faults
) -> tuple[Decision, ...]:
    """Return which submissions a person decided for."""
    decisions: list[Decision] = []
    chosen: dict[str, str] = {}
    for row in filled.rows("respondent_id", SUBMISSION_KEYS):
        if not row.text("counts"):
            continue
        before = len(faults.found)
        cell, country = row["respondent_id"], row.text("country")
        if cell.text not in respondents:
            faults.blame(cell, "expected the code of a submission of this forum")
        if not read_yes(row, "counts", faults):
            continue
        if country in chosen:
            faults.blame(row["counts"], f"{chosen[country]} is chosen for {country} too; keep one")
        chosen[country] = cell.text
        who, day = read_reviewer(row, faults)
        if len(faults.found) == before:
            decisions.append(
                Decision(
                    kind="submission",
                    target=cell.text,
                    value="",
                    text_sha256="",
                    decided_by=who,
                    decided_on=day,
                    note=row.text("note"),
                )
            )
    return tuple(decisions)
