"""The review workbook: what needs a person's decision, as Excel and LibreOffice open it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from gcm_analysis.language import Language
from gcm_analysis.mapping.decisions import hash_text
from gcm_analysis.mapping.review.doubts import Counted, Doubt, Suggestion
from gcm_analysis.mapping.review.drawing import Value, add_lists, draw_lines, draw_table
from gcm_analysis.mapping.review.labels import label_objective
from gcm_analysis.mapping.review.layout import (
    DOUBT_COLUMNS,
    SUBMISSION_COLUMNS,
    SUGGESTION_KEYS,
    AnswerFact,
    Meta,
    add_meta,
)
from gcm_analysis.reference import country
from gcm_analysis.spreadsheet import save_workbook
from gcm_analysis.survey.rows import read_rows

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum

HOW_TO_LINES = tuple(f"howto_{number}" for number in range(1, 11))
EVIDENCE_LENGTH = 160
COUNTED_LENGTH = 80
SHOWN_PROBABILITIES = (0.01, 0.99)
"""What a probability is shown as at least and at most: no reading is certain."""


def write_review_workbook(
    path: Path,
    *,
    forum: Forum,
    language: Language,
    doubts: Iterable[Doubt],
    submissions: pd.DataFrame,
) -> Path:
    """Write the workbook of what needs a decision.

    Parameters
    ----------
    path : Path
    forum : Forum
    language : Language
        Of headers, drop-downs and reasons; answers stay as they were given.
    doubts : iterable of Doubt
        In the order to be shown; open ones go to the first sheet, the others to the second.
    submissions : DataFrame
        Rows of `respondents` among which a person has to choose; may be empty.

    Returns
    -------
    Path
        The file.
    """
    doubts = tuple(doubts)
    columns = (*DOUBT_COLUMNS, *(SUBMISSION_COLUMNS if len(submissions) else ()))
    headers = {column.key: column.header(language) for column in columns}
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    stamp = language.text("review.stamp") if forum.illustrative else ""
    for key, is_open in (("doubts", True), ("others", False)):
        sheet = workbook.create_sheet(language.text(f"review.sheet_{key}"))
        shown = [doubt for doubt in doubts if doubt.is_open == is_open]
        rows = [describe_doubt(doubt, forum, language) for doubt in shown]
        draw_table(sheet, DOUBT_COLUMNS, headers, rows, stamp=stamp)
    if len(submissions):
        sheet = workbook.create_sheet(language.text("review.sheet_submissions"))
        rows = describe_submissions(submissions, language)
        draw_table(sheet, SUBMISSION_COLUMNS, headers, rows, stamp=stamp)
    how_to = workbook.create_sheet(language.text("review.sheet_howto"))
    draw_lines(how_to, write_how_to(forum, language, has_submissions=len(submissions) > 0))
    add_lists(workbook, [language])
    add_meta(workbook, make_meta(forum, language, doubts, headers))
    return save_workbook(workbook, path)


def make_meta(
    forum: Forum, language: Language, doubts: Iterable[Doubt], headers: Mapping[str, str]
) -> Meta:
    """Return what the workbook is made from."""
    return Meta(
        kind="review",
        forum=forum.forum,
        language=language.code,
        country="",
        headers={header: key for key, header in headers.items()},
        answers={doubt.answer_id: state_fact(doubt) for doubt in doubts},
    )


def state_fact(doubt: Doubt) -> AnswerFact:
    """Return what an answer is when the workbook is written."""
    counted = write_counted((one.objective_id, one.weight) for one in doubt.counted)
    return AnswerFact(text_sha256=hash_text(doubt.text), counted=counted)


def write_counted(counted: Iterable[tuple[int, float]]) -> str:
    """Return objectives and their weights as a decision's value.

    >>> write_counted([(5, 0.5), (6, 0.5)]), write_counted([(5, 0.7), (6, 0.3)])
    ('5;6', '5:0.7;6:0.3')
    """
    pairs = list(counted)
    are_equal = len({round(weight, 6) for _, weight in pairs}) == 1
    return ";".join(
        str(number) if are_equal else f"{number}:{weight:.6g}" for number, weight in pairs
    )


def describe_doubt(doubt: Doubt, forum: Forum, language: Language) -> dict[str, Value]:
    """Return the row of a doubt by column key."""
    question = forum.question(doubt.question_id)
    return {
        "answer_id": doubt.answer_id,
        "country": name_respondent(
            doubt.country_iso3, doubt.respondent_type, doubt.respondent_id, language
        ),
        "question": choose_text(question.text, language),
        "text": (doubt.text, [(span.start, span.end) for span in doubt.marked]),
        "reason": language.text(f"review.doubt_{doubt.reason}"),
        "moves": "" if doubt.moves is None else language.number(doubt.moves),
        "counted": describe_counted(doubt.counted, language),
        **{
            key: describe_suggestion(suggestion, language)
            for key, suggestion in zip(SUGGESTION_KEYS, doubt.suggestions, strict=False)
        },
    }


def choose_text(texts: Mapping[Any, str], language: Language) -> str:
    """Return the text of a language, else the first there is."""
    return texts.get(language.code) or next(iter(texts.values()))


def name_respondent(
    country_iso3: str | None, respondent_type: str, respondent_id: str, language: Language
) -> str:
    """Return whose answer it is: the State, or the kind of respondent."""
    if country_iso3 is not None and respondent_type == "government":
        return country(country_iso3).name[language.code]
    return language.text(f"review.respondent_{respondent_type}", id=respondent_id)


def describe_counted(counted: Iterable[Counted], language: Language) -> str:
    """Return what is counted for an answer, how it was read and whether it was reviewed."""
    lines = [
        language.text(
            "review.counted_line",
            objective=label_objective(one.objective_id, language.code),
            method=language.text(f"review.method_{one.method}"),
            review=language.text(
                "review.is_reviewed" if one.is_reviewed else "review.is_not_reviewed"
            ),
            evidence=cut_words(one.evidence, COUNTED_LENGTH),
        )
        for one in counted
    ]
    return "\n".join(lines) or language.text("review.counted_none")


def describe_suggestion(suggestion: Suggestion, language: Language) -> str:
    """Return an objective with its confidence, method, words and what speaks against it."""
    least, most = SHOWN_PROBABILITIES
    text = language.text(
        "review.suggestion",
        objective=label_objective(suggestion.objective_id, language.code),
        confidence=language.percent(min(max(suggestion.confidence, least), most)),
        method=language.text(f"review.method_{suggestion.method}"),
        evidence=cut_words(suggestion.evidence, EVIDENCE_LENGTH),
    )
    if not suggestion.reason:
        return text
    reason = language.text(f"review.reason_{suggestion.reason}")
    return language.text("review.suggestion_reason", suggestion=text, reason=reason)


def cut_words(words: str, length: int) -> str:
    """Return words, or as many letters of them as are shown."""
    return words if len(words) <= length else words[:length].rstrip() + "…"


def describe_submissions(submissions: pd.DataFrame, language: Language) -> list[dict[str, Value]]:
    """Return the rows of the submissions among which a person has to choose."""
    return [
        {
            "respondent_id": row["respondent_id"],
            "country": name_respondent(
                row["country_iso3"], row["respondent_type"], row["respondent_id"], language
            ),
            "submitted_at": f"{row['submitted_at']:%Y-%m-%d %H:%M}" if row["submitted_at"] else "",
            "source": row["source_file"],
            "status": language.text(f"review.submission_{row['status']}"),
        }
        for row in read_rows(submissions)
    ]


def write_how_to(forum: Forum, language: Language, *, has_submissions: bool) -> list[str]:
    """Return the lines of the sheet that explains the workbook."""
    fields = {
        "doubts": language.text("review.sheet_doubts"),
        "others": language.text("review.sheet_others"),
        "submissions": language.text("review.sheet_submissions"),
        "yes": language.text("review.say_yes"),
        "none": language.text("review.column_none"),
        "confirm": language.text("review.column_confirm"),
        "moves": language.text("review.column_moves"),
        "redact": language.text("review.column_redact"),
        "circulate": language.text("review.column_circulate"),
        "learn": language.text("review.column_learn"),
        "command": f"gcm-analysis review import {forum.forum} "
        + language.text("review.file_review", forum=forum.forum),
    }
    title = choose_text(forum.title, language)
    lines = [language.text("review.title_review", title=title)]
    if forum.illustrative:
        lines.append(language.text("review.stamp"))
    lines += [language.text(f"review.{key}", **fields) for key in HOW_TO_LINES]
    if has_submissions:
        lines.append(language.text("review.howto_submissions", **fields))
    return lines
