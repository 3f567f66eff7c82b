"""A country's way back: from an objective to the words, from the words to the cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from gcm_analysis.charts.wording import choose_reader, label_objective, name_topic
from gcm_analysis.forum.model import Audience, Forum
from gcm_analysis.language import Language
from gcm_analysis.mapping import being_read, cleared_answers, counted_mentions, shown_text
from gcm_analysis.mapping.decisions import words_to_remove
from gcm_analysis.mapping.redaction import redact
from gcm_analysis.report.audiences import withhold_words
from gcm_analysis.report.blocks import TableBlock, TableData
from gcm_analysis.report.provenance import write_place
from gcm_analysis.report.questions import choose_text, find_asked

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum import Decision

TEXT_METHODS = ("reference", "phrase", "suggestion", "review")


def describe_answers(
    answers: pd.DataFrame,
    *,
    forum: Forum,
    country: str,
    audience: Audience,
    language: Language | str,
    decisions: Iterable[Decision] = (),
) -> TableBlock:
    """Return what a country answered, in the form's order, each with its cell.

    Parameters
    ----------
    answers : DataFrame
        Answers of the submissions that count.
    forum : Forum
    country : str
        ISO3.
    audience : str
        Beyond `internal`, free words appear only where cleared.
    language : Language or str
    decisions : iterable of Decision
        What people redacted and cleared.
    """
    reader = choose_reader(forum, language)
    rows = order_answers(answers, forum, country)
    words = dict(zip(rows["answer_id"], show_words(rows, audience, decisions, reader), strict=True))
    cells = []
    for row in rows.to_dict("records"):
        question = forum.question(row["question_id"])
        cells.append(
            (
                choose_text(question.text, reader),
                write_answer(row, words[row["answer_id"]], forum, reader),
                write_detail(row, reader),
                write_place(row["source_file"], row["source_sheet"], row["source_cell"]),
            )
        )
    columns = tuple(
        reader.text(f"evidence.{name}") for name in ("question", "answer", "detail", "cell")
    )
    anchors = tuple(name_anchors(rows["answer_id"]).values())
    return TableBlock(
        "country-answers",
        reader.text("evidence.answers_title", n=len(cells)),
        TableData(columns, tuple(cells), anchors=anchors, verbatim=(columns[1],), is_grouped=True),
        "" if audience == "internal" else reader.text("evidence.withheld_note"),
    )


def describe_country_objectives(
    priorities: pd.DataFrame,
    mentions: pd.DataFrame,
    answers: pd.DataFrame,
    *,
    forum: Forum,
    country: str,
    audience: Audience,
    language: Language | str,
) -> TableBlock:
    """Return the 23 objectives of a country; each that was read leads to its evidence.

    Parameters
    ----------
    priorities : DataFrame
        The table of that name, counted for `audience`.
    mentions, answers : DataFrame
        The tables of those names.
    forum, country, audience, language
        As for `describe_answers`.
    """
    reader = choose_reader(forum, language)
    own = mentions[mentions["answer_id"].isin(_ids_of(answers, country))]
    shown = own[own["status"] != "rejected"]
    with_evidence = set(shown["objective_id"])
    waiting = being_read(own, audience)["objective_id"].value_counts().to_dict()
    rows, links, anchors = [], [], []
    for row in priorities[priorities["country_iso3"] == country].to_dict("records"):
        number = int(row["objective_id"])
        rows.append(
            (
                label_objective(number, reader),
                write_standing(row, reader),
                reader.number(row["score"], 2) if row["is_offered"] else "–",
                reader.number(int(row["n_answers"])),
                reader.number(int(waiting.get(number, 0))),
            )
        )
        links.append(f"#evidence-{number}" if number in with_evidence else None)
        anchors.append(f"objective-{number}")
    names = ("objective", "standing", "points", "n_answers", "being_read")
    columns = tuple(reader.text(f"evidence.{name}") for name in names)
    return TableBlock(
        "country-objectives-table",
        reader.text("evidence.objectives_title"),
        TableData(columns, tuple(rows), tuple(links), tuple(anchors)),
        reader.text("evidence.objectives_note"),
    )


def describe_evidence(
    mentions: pd.DataFrame,
    answers: pd.DataFrame,
    *,
    forum: Forum,
    country: str,
    audience: Audience,
    language: Language | str,
    decisions: Iterable[Decision] = (),
) -> TableBlock:
    """Return which words gave a country which objective, by which method, from which cell.

    Parameters
    ----------
    mentions, answers : DataFrame
        The tables of those names.
    forum, country, audience, language, decisions
        As for `describe_answers`.
    """
    reader = choose_reader(forum, language)
    decisions = tuple(decisions)
    rows = order_answers(answers, forum, country)
    anchors_of = name_anchors(rows["answer_id"])
    by_id = {row["answer_id"]: row for row in rows.to_dict("records")}
    own = mentions[
        mentions["answer_id"].isin(list(by_id)) & (mentions["status"] != "rejected")
    ].sort_values(["objective_id", "answer_id"], kind="stable")
    counted = set(map(tuple, counted_mentions(own, audience)[["answer_id", "objective_id"]].values))
    cleared = cleared_answers(decisions, answers)
    removed = words_to_remove(decisions)
    cells, links, anchors = [], [], []
    for row in own.to_dict("records"):
        answer, number = by_id[row["answer_id"]], int(row["objective_id"])
        is_open = audience == "internal" or row["answer_id"] in cleared
        is_free = row["method"] in TEXT_METHODS
        words = redact(row["evidence"], removed.get(row["answer_id"], ()))
        if is_free and not is_open:
            words = reader.text("report.withheld")
        state = "counted" if (row["answer_id"], row["objective_id"]) in counted else "in_reading"
        if state == "counted" and forum.question(answer["question_id"]).role != "priority":
            state = "counted_elsewhere"
        cells.append(
            (
                label_objective(number, reader),
                words,
                reader.text(f"evidence.method_{row['method']}"),
                reader.text(f"evidence.{state}"),
                reader.text("evidence.reviewed" if row["is_reviewed"] else "evidence.unreviewed"),
                write_place(answer["source_file"], answer["source_sheet"], answer["source_cell"]),
            )
        )
        links.append(f"#{anchors_of[row['answer_id']]}")
        name = f"evidence-{number}"
        anchors.append(None if name in anchors else name)
    names = ("objective", "words", "method", "state", "review", "cell")
    columns = tuple(reader.text(f"evidence.{name}") for name in names)
    return TableBlock(
        "country-evidence",
        reader.text("evidence.evidence_title", n=len(cells)),
        TableData(
            columns, tuple(cells), tuple(links), tuple(anchors), (columns[1],), is_grouped=True
        ),
        reader.text("evidence.evidence_note"),
    )


def order_answers(answers: pd.DataFrame, forum: Forum, country: str) -> pd.DataFrame:
    """Return a government's answers to what it was asked, in the form's order, best place first."""
    put = [one.id for one in forum.questions if "government" in find_asked(forum, one)]
    order = {question: place for place, question in enumerate(put)}
    own = answers[
        (answers["country_iso3"] == country)
        & (answers["respondent_type"] == "government")
        & answers["question_id"].isin(put)
    ]
    ordered = own.assign(_place=own["question_id"].map(order), _rating=-own["rating"])
    ordered = ordered.sort_values(["_place", "rank", "_rating", "answer_id"], kind="stable")
    return ordered.drop(columns=["_place", "_rating"]).reset_index(drop=True)


def _ids_of(answers: pd.DataFrame, country: str) -> list[str]:
    is_own = (answers["country_iso3"] == country) & (answers["respondent_type"] == "government")
    return [str(answer_id) for answer_id in answers.loc[is_own, "answer_id"]]


def show_words(
    rows: pd.DataFrame, audience: Audience, decisions: Iterable[Decision], reader: Language
) -> pd.Series[str]:
    """Return answers' free words: redacted, and withheld where not cleared."""
    decisions = tuple(decisions)
    texts = shown_text(rows, decisions)
    is_free = rows["topic_id"].isna() & rows["option_id"].isna()
    withheld = withhold_words(
        texts,
        rows["answer_id"],
        audience=audience,
        cleared=cleared_answers(decisions, rows),
        placeholder=reader.text("report.withheld"),
    )
    return texts.where(~is_free, withheld)


def name_anchors(answer_ids: Iterable[str]) -> dict[str, str]:
    """Return an id for each answer's row: question and item, the same in every run.

    >>> name_anchors(["gov#1:q1:t1", "gov#2:q1:t1"])
    {'gov#1:q1:t1': 'answer-q1-t1', 'gov#2:q1:t1': 'answer-q1-t1-2'}
    """
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for answer_id in answer_ids:
        _, question, item = str(answer_id).rsplit(":", 2)
        name = f"answer-{question}-{item}"
        free = (name if n == 1 else f"{name}-{n}" for n in count(1))
        anchors[str(answer_id)] = next(one for one in free if one not in taken)
        taken.add(anchors[str(answer_id)])
    return anchors


def write_answer(row: Mapping[Any, Any], words: object, forum: Forum, reader: Language) -> str:
    """Write one answer: the topic or option in the page's language, else the words as given."""
    if row["status"] != "answered":
        return reader.text(f"evidence.status_{row['status']}")
    if isinstance(row["topic_id"], str):
        return name_topic(forum, row["topic_id"], reader)
    if isinstance(row["option_id"], str):
        options = {option.id: option for option in forum.question(row["question_id"]).options}
        option = options.get(row["option_id"])
        if option is not None and option.text:
            return choose_text(option.text, reader)
    return words if isinstance(words, str) else ""


def write_detail(row: Mapping[Any, Any], reader: Language) -> str:
    """Write the place or rating that an answer was given; nothing for other answers."""
    rank, rating = row["rank"], row["rating"]
    if rank == rank and rank is not None:
        decimals = 0 if float(rank).is_integer() else 1
        return reader.text("evidence.rank", rank=reader.number(rank, decimals))
    if rating == rating and rating is not None:
        return reader.text(
            "evidence.rating",
            rating=_write_plain(rating, reader),
            low=_write_plain(row["scale_low"], reader),
            high=_write_plain(row["scale_high"], reader),
        )
    return ""


def _write_plain(value: float, reader: Language) -> str:
    return reader.number(value, 0 if float(value).is_integer() else 1)


def write_standing(row: Mapping[Any, Any], reader: Language) -> str:
    """Say whether a country mentions an objective, or whether it could not."""
    if not row["is_offered"]:
        return reader.text("evidence.not_offered")
    return reader.text("evidence.mentioned" if row["is_mentioned"] else "evidence.not_mentioned")
