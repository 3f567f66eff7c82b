"""What any survey tool's export becomes: submissions, questions, answers, issues, a ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

Fate = Literal["answer", "metadata", "header", "issue"]
"""The one fate of every cell that is not empty."""

ExportTool = Literal[
    "microsoft_forms",
    "google_forms",
    "kobotoolbox",
    "surveymonkey",
    "limesurvey",
    "qualtrics",
    "table",
]


@dataclass(frozen=True)
class HintedItem:
    """One item (topic or option) of a question, as forum.yml knows it.

    Parameters
    ----------
    item_id : str
        The id that answers carry in their `item_id`.
    wordings : tuple of str
        Every wording under which the spreadsheet may offer it; compared folded (case,
        accents, spaces, end punctuation).
    column : str or None
        Header of the item's own column, where each item has one.
    """

    item_id: str
    wordings: tuple[str, ...]
    column: str | None = None


@dataclass(frozen=True)
class QuestionHint:
    """What forum.yml knows of a question, so that nothing has to be guessed.

    Parameters
    ----------
    question_id : str
        The id that answers of this question carry.
    kind : {"single", "multiple", "ranking", "rating", "text"}
        Overrides the kind that the reader would infer.
    column : str or None
        Header of the single column, where the question stands in one.
    place_columns : tuple of str
        Headers of the columns of places, first place first.
    items : tuple of HintedItem
        Topics or options offered, in the order of the form; empty for a text.
    scale_labels : dict
        Number for each word of a rating scale.
    scale_low, scale_high : float or None
        Ends of the rating scale.
    """

    question_id: str
    kind: Literal["single", "multiple", "ranking", "rating", "text"]
    column: str | None = None
    place_columns: tuple[str, ...] = ()
    items: tuple[HintedItem, ...] = ()
    scale_labels: dict[str, float] = field(default_factory=dict)
    scale_low: float | None = None
    scale_high: float | None = None


@dataclass(frozen=True)
class SurveyExport:
    """One file of a survey tool, read.

    Parameters
    ----------
    tool : str
        The tool that wrote the file, or "table" where none can be told.
    evidence : tuple of str
        What in the file speaks for that tool.
    confidence : float
        How sure the detection is, 0 to 1.
    respondents : DataFrame
        One row per submission, in file order: `respondent` (0, 1, ... in file order),
        `submission_id` (the tool's own id as text, or null), `submitted_at` (UTC, or null),
        `started_at`, `is_complete`, `language`, `row` (1-based row in its sheet), `source_sheet`.
    questions : DataFrame
        `question_id`, `text`, `kind`, `options` (list), `columns` (list of headers),
        `scale_low`, `scale_high`, `scale_low_words`, `scale_high_words` (its ends as given),
        `scale_labels` (dict: number of each folded level), `source_sheet`.
    answers : DataFrame
        One atomic answer a row: `respondent`, `question_id`, `kind`, `item_id` (of a hinted
        item, else null), `item` (words of the item, where each item has a column of its own),
        `text` (as given; of a choice, a ranked or a rated item the item's words), `rank`,
        `rating`, `scale_low`, `scale_high`,
        `status` (answered, skipped, not_asked, dont_know, none), `source_sheet`, `source_cell`.
    issues : DataFrame
        `severity`, `code`, `message`, `source_sheet`, `source_cell`, `value`. Personal data is
        told without the value.
    ledger : DataFrame
        One row per cell that is not empty: `source_sheet`, `source_cell`, `fate`.
    columns : DataFrame
        One row per column of the data: `source_sheet`, `header` (as written, levels joined by
        " / "), `letter`, `role` (metadata, personal, question, empty), `question_id`, `item`.
    personal : DataFrame
        Personal cells kept apart for the resolver of focal points only, never written anywhere:
        `respondent`, `header`, `value`.
    cells : DataFrame
        Every data cell by submission and column, for looking up the country and the type of a
        respondent: `respondent`, `header`, `value` (text), `source_sheet`, `source_cell`.
    """

    tool: ExportTool
    evidence: tuple[str, ...]
    confidence: float
    respondents: pd.DataFrame
    questions: pd.DataFrame
    answers: pd.DataFrame
    issues: pd.DataFrame
    ledger: pd.DataFrame
    columns: pd.DataFrame
    personal: pd.DataFrame
    cells: pd.DataFrame
