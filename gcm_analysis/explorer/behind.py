"""The answers behind an objective: whose, in which words, how they were read, from which cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from gcm_analysis.charts.wording import sort_countries
from gcm_analysis.explorer.material import Material
from gcm_analysis.language import Language
from gcm_analysis.mapping import cleared_answers
from gcm_analysis.mapping.decisions import words_to_remove
from gcm_analysis.mapping.redaction import redact
from gcm_analysis.report.evidence import TEXT_METHODS, show_words, write_answer, write_detail

if TYPE_CHECKING:
    from collections.abc import Mapping

State = Literal["mention", "points", "nothing", "reading"]
PLACES = ["source_file", "source_sheet", "source_cell"]
VALUES = ["rank", "rating", "scale_low", "scale_high", "option_id", "text", "status"]
COLUMNS = [
    "answer_id", "country_iso3", "conference", "question_id", "objective_id", "words", "detail",
    "evidence", "method", "confidence", "points", "state", "is_reviewed", *PLACES,
]  # fmt: skip


def list_answers_behind(
    material: Material,
    countries: Sequence[str],
    objective: int,
    language: Language,
) -> pd.DataFrame:
    """Return the answers to priority questions in which an objective was read.

    Parameters
    ----------
    material : Material
    countries : sequence of str
        ISO3 codes.
    objective : int
        1 to 23.
    language : Language
        Of topics and options; words stay as they were given.

    Returns
    -------
    DataFrame
        One row per answer, countries in alphabetical order, questions in the form's:
        `answer_id`, `country_iso3`, `conference`, `question_id`, `objective_id`, `words`,
        `detail` (place or rating), `evidence` (the words that say it), `method`,
        `confidence` (0 to 1), `points` (0 to 1), `state`, `is_reviewed`, `source_file`,
        `source_sheet`, `source_cell`. `state` is "mention", "points" (points, but no
        mention), "nothing" (no points either) or "reading" (waits for a person).
    """
    codes = material.codes
    own = codes[codes["country_iso3"].isin(countries) & (codes["objective_id"] == objective)]
    own = own.merge(
        material.answers[["answer_id", "respondent_type", *VALUES, *PLACES]].rename(
            columns={"status": "answer_status"}
        ),
        on="answer_id",
    )
    rows = order_rows(own, material, language)
    answers = rows.drop(columns="status").rename(columns={"answer_status": "status"})
    shown = show_words(answers, material.audience, material.decisions, language)
    records = answers.to_dict("records")
    rows["words"] = [
        write_answer(record, words, material.forum, language)
        for record, words in zip(records, shown, strict=True)
    ]
    rows["detail"] = [write_detail(record, language) for record in records]
    rows["evidence"] = show_evidence(rows, material)
    rows["state"] = [tell_state(record) for record in records]
    return rows[COLUMNS].astype({"words": "str", "detail": "str", "state": "str"})


def order_rows(rows: pd.DataFrame, material: Material, language: Language) -> pd.DataFrame:
    """Return rows by country (alphabetical), question (as in the form), place, rating."""
    countries = sort_countries(rows["country_iso3"].unique(), language)
    questions = [question.id for question in material.forum.questions]
    keys = {
        "_country": rows["country_iso3"].map({iso3: n for n, iso3 in enumerate(countries)}),
        "_question": rows["question_id"].map({name: n for n, name in enumerate(questions)}),
        "_rating": -rows["rating"],
    }
    ordered = rows.assign(**keys).sort_values(
        ["_country", "_question", "rank", "_rating", "answer_id"], kind="stable"
    )
    return ordered.drop(columns=list(keys)).reset_index(drop=True)


def tell_state(row: Mapping[Any, Any]) -> State:
    """Say what an answer counts for."""
    if not row["is_counted"]:
        return "reading"
    if row["is_mention"]:
        return "mention"
    return "points" if row["points"] > 0 else "nothing"


def show_evidence(rows: pd.DataFrame, material: Material) -> list[str]:
    """Return the words that say the objective, without those removed, withheld or not."""
    removed = words_to_remove(material.decisions)
    cleared = cleared_answers(material.decisions, material.answers)
    is_open = [
        material.audience == "internal" or method not in TEXT_METHODS or answer_id in cleared
        for answer_id, method in zip(rows["answer_id"], rows["method"], strict=True)
    ]
    return [
        redact(words, removed.get(answer_id, ())) if is_shown and isinstance(words, str) else ""
        for answer_id, words, is_shown in zip(
            rows["answer_id"], rows["evidence"], is_open, strict=True
        )
    ]


def list_silent(
    material: Material, countries: Sequence[str], objective: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the countries with no answer behind an objective.

    Parameters
    ----------
    material : Material
    countries : sequence of str
        ISO3 codes of countries that answered.
    objective : int

    Returns
    -------
    asked, not_offered : tuple of str
        Those whose questions could name the objective, and those to whom it was not offered.
    """
    codes = material.codes
    speaking = set(codes.loc[codes["objective_id"] == objective, "country_iso3"])
    own = material.priorities[material.priorities["objective_id"] == objective]
    offered = set(own.loc[own["is_offered"].astype(bool), "country_iso3"])
    silent = [iso3 for iso3 in countries if iso3 not in speaking]
    return (
        tuple(iso3 for iso3 in silent if iso3 in offered),
        tuple(iso3 for iso3 in silent if iso3 not in offered),
    )
