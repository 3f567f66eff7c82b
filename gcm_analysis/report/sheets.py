"""Which sheets the workbook has, for whom, and how codes become words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from gcm_analysis import reference
from gcm_analysis.charts.wording import name_country, name_topic
from gcm_analysis.forum.model import Audience
from gcm_analysis.language import Language
from gcm_analysis.mapping.decisions import words_to_remove
from gcm_analysis.mapping.redaction import redact
from gcm_analysis.priorities.coded_counts import HIGH, NOT_TOLD, is_told
from gcm_analysis.report.evidence import show_words
from gcm_analysis.report.facts import RunFacts
from gcm_analysis.report.findings.teller import write_told
from gcm_analysis.report.questions import choose_text

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum import Decision

EVERYONE: tuple[Audience, ...] = ("internal", "participants", "public")
STATES: tuple[Audience, ...] = ("internal", "participants")
SECRETARIAT: tuple[Audience, ...] = ("internal",)
NOT_OFFERED = "–"
SHARES = ("share", "score", "reviewed_share", "rcm_score", "sacm_score", "difference",
          "score_both", "score_both_now", "p_exact", "p_adjusted", "smallest_p", "weight",
          "confidence")  # fmt: skip
DASHED = ("share", "score", "rcm_score", "sacm_score", "difference", "score_both",
          "score_both_now")  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook.

    Parameters
    ----------
    key : str
        Name of the table that it shows.
    columns : tuple of str
        Columns in order; `objective`, `topic`, `country`, ... are words made from codes.
    audiences : tuple of str
        Who finds it in the workbook.
    n_frozen : int
        Columns that stay in sight.
    sort_by : tuple of str
        Columns whose words decide the order of rows; empty: as the table has it.
    """

    key: str
    columns: tuple[str, ...]
    audiences: tuple[Audience, ...] = EVERYONE
    n_frozen: int = 2
    sort_by: tuple[str, ...] = ()


SHEETS = (
    Sheet("response_status", ("country", "conference", "status", "n_questions",
                              "n_questions_answered", "validation"), n_frozen=1,
          sort_by=("country",)),
    Sheet("topic_priorities", ("scope", "topic", "rank", "n_mentioning", "n_answered",
                               "n_could_mention", "share", "score")),
    Sheet("conference_priorities", ("conference", "objective_id", "objective", "rank",
                                    "n_mentioning", "n_answered", "n_could_mention", "n_expected",
                                    "share", "score", "rank_low", "rank_high", "firmness",
                                    "reviewed_share", "n_being_read"), n_frozen=3),
    Sheet("priorities", ("country", "conference", "objective_id", "objective", "is_offered",
                         "is_mentioned", "score", "rank", "n_answers", "n_being_read"), STATES, 4,
          ("country",)),
    Sheet("comparison", ("objective_id", "objective", "rcm_n_mentioning", "rcm_n_answered",
                         "sacm_n_mentioning", "sacm_n_answered", "rcm_score", "sacm_score",
                         "difference", "flip_count", "p_exact", "p_adjusted", "n_splits",
                         "smallest_p"), STATES),
    Sheet("principles", ("conference", "principle_id", "principle", "n_mentioning", "n_answered",
                         "n_expected", "share"), n_frozen=3),
    Sheet("groupings", ("grouping", "scope", "group", "n_mentioning", "n_answered", "share",
                        "n_mentions"), n_frozen=3),
    Sheet("respondent_priorities", ("respondent_type", "objective_id", "objective", "rank",
                                    "n_mentioning", "n_answered", "n_could_mention", "share",
                                    "score"), n_frozen=3),
    Sheet("trends", ("forum", "conference", "objective_id", "objective", "n_both",
                     "n_mentioning_both", "n_mentioning_both_now", "score_both", "score_both_now",
                     "comparability"), STATES, 4),
    Sheet("answers", ("country", "conference", "respondent_type", "question", "answer", "rank",
                      "rating", "answer_status", "source_file", "source_sheet", "source_cell",
                      "answer_id"), STATES, 1, ("country",)),
    Sheet("mentions", ("objective_id", "objective", "evidence", "method", "weight", "confidence",
                       "mention_status", "is_reviewed", "decided_by", "decided_on", "answer_id"),
          SECRETARIAT),
    Sheet("issues", ("severity", "what", "source_file", "source_sheet", "source_cell", "value"),
          SECRETARIAT, 1),
    Sheet("reconciliation", ("source_file", "source_sheet", "cells_in", "cells_used",
                             "cells_metadata", "cells_header", "cells_in_issues"), STATES),
)  # fmt: skip
HIDDEN: dict[tuple[str, Audience], tuple[str, ...]] = {
    ("answers", "participants"): ("answer_id",),
    ("response_status", "public"): ("n_questions", "n_questions_answered", "validation"),
    **{
        (name, "public"): NOT_TOLD
        for name in (
            "topic_priorities",
            "conference_priorities",
            "principles",
            "groupings",
            "respondent_priorities",
        )
    },
}
"""Columns of a sheet that an audience does not find."""
CODED = {
    "conference": "report.conference_",
    "status": "report.status_",
    "validation": "workbook.validation_",
    "firmness": "workbook.firmness_",
    "comparability": "workbook.comparability_",
    "respondent_type": "workbook.respondent_",
    "method": "evidence.method_",
    "severity": "report.severity_",
    "answer_status": "workbook.answer_status_",
    "mention_status": "workbook.mention_status_",
}


def format_of(column: str) -> str:
    """Return Excel's number format of a column."""
    return "0.00" if column in SHARES else "General" if column in ("rank", "rating") else "#,##0"


def visible_columns(sheet: Sheet, facts: RunFacts) -> tuple[str, ...]:
    """Return the columns of a sheet that an audience finds."""
    hidden = HIDDEN.get((sheet.key, facts.audience), ())
    return tuple(column for column in sheet.columns if column not in hidden)


def prepare_sheet(
    sheet: Sheet, table: pd.DataFrame, facts: RunFacts, decisions: Sequence[Decision]
) -> pd.DataFrame:
    """Return a table with the sheet's columns: numbers as numbers, codes as words.

    Parameters
    ----------
    sheet : Sheet
    table : DataFrame
        As its room made it.
    facts : RunFacts
    decisions : sequence of Decision
        What people redacted and cleared.
    """
    import pandas as pd

    source = table.reset_index(drop=True)
    makers = _make_words(source, facts, decisions)
    columns = {
        name: makers[name]() if name in makers else _plain(source[name], name)
        for name in visible_columns(sheet, facts)
    }
    shown = pd.DataFrame(columns, dtype=object)
    if sheet.sort_by:
        keys = ["\x1f".join(map(str, row)) for row in shown[list(sheet.sort_by)].to_numpy()]
        order = facts.reader.sort(range(len(keys)), key=keys.__getitem__)
        shown = shown.iloc[list(order)].reset_index(drop=True)
    return shown


def _plain(values: pd.Series[Any], name: str) -> list[object]:
    missing = NOT_OFFERED if name in DASHED else None
    return [
        missing if value != value or value is None else _to_python(value)
        for value in values.astype(object).where(values.notna(), None)
    ]


def _to_python(value: object) -> object:
    return value.item() if hasattr(value, "item") else value


def _make_words(
    table: pd.DataFrame, facts: RunFacts, decisions: Sequence[Decision]
) -> dict[str, Callable[[], list[object]]]:
    reader, forum = facts.reader, facts.forum

    def each(column: str, write: Callable[[Any], object]) -> Callable[[], list[object]]:
        return lambda: [
            None if value is None else write(value) for value in _plain(table[column], "")
        ]

    makers: dict[str, Callable[[], list[object]]] = {
        "country": each("country_iso3", lambda iso3: name_country(iso3, reader)),
        "n_questions_answered": each("n_answered", int),
        "objective": each("objective_id", lambda n: reference.objective(n).short[reader.code]),
        "principle": each("principle_id", lambda n: reference.principle(n).name[reader.code]),
        "topic": each("topic_id", lambda topic: name_topic(forum, topic, reader)),
        "scope": each("scope", lambda scope: name_scope(scope, reader)),
        "question": each("question_id", lambda q: choose_text(forum.question(q).text, reader)),
        "what": each("code", lambda code: reader.text(f"issues.{code}", n=1)),
        "conference": each("conference", lambda scope: name_scope(scope, reader)),
        "grouping": each("grouping", lambda key: reference.grouping(key).name[reader.code]),
        "group": lambda: [
            reference.grouping(grouping).group(group).name[reader.code]
            for grouping, group in zip(table["grouping"], table["group"], strict=True)
        ],
        "answer": lambda: _show_answers(table, facts, decisions),
        "evidence": lambda: _show_evidence(table, decisions),
        "answer_status": each("status", lambda code: reader.text(f"workbook.answer_status_{code}")),
        "mention_status": each(
            "status", lambda code: reader.text(f"workbook.mention_status_{code}")
        ),
    }
    for name in ("is_offered", "is_mentioned", "is_reviewed"):
        makers[name] = each(
            name, lambda yes: reader.text("workbook.is_so" if yes else "workbook.is_not_so")
        )
    if HIGH in table:
        makers["n_mentioning"] = lambda: _show_counts(table, reader)
    for name, prefix in CODED.items():
        if name not in makers:
            makers[name] = each(name, partial(_say_code, reader, prefix))
    return makers


def _show_counts(table: pd.DataFrame, reader: Language) -> list[object]:
    """Return numbers; ranges as words, a dash where a range says nothing."""
    base = table["n_could_mention" if "n_could_mention" in table else "n_answered"]
    return [
        int(low)
        if low == high
        else write_told(low, high, reader)
        if is_told((low, high), n)
        else NOT_OFFERED
        for low, high, n in zip(table["n_mentioning"], table[HIGH], base, strict=True)
    ]


def _say_code(reader: Language, prefix: str, code: str) -> str:
    return reader.text(f"{prefix}{code}")


def name_scope(scope: str, reader: Language) -> str:
    """Return how a scope is called: all, a conference, or a country."""
    if scope in ("ALL", "RCM", "SACM"):
        return reader.text(f"workbook.scope_{scope}")
    return name_country(scope, reader)


def _show_answers(
    table: pd.DataFrame, facts: RunFacts, decisions: Sequence[Decision]
) -> list[object]:
    words = show_words(table, facts.audience, decisions, facts.reader)
    topics = table["topic_id"]
    return [
        name_topic(facts.forum, topic, facts.reader) if isinstance(topic, str) else text
        for topic, text in zip(topics, _plain(words, ""), strict=True)
    ]


def _show_evidence(table: pd.DataFrame, decisions: Sequence[Decision]) -> list[object]:
    removed = words_to_remove(decisions)
    return [
        redact(words, removed.get(answer_id, ()))
        for answer_id, words in zip(table["answer_id"], table["evidence"], strict=True)
    ]
