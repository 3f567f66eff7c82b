"""The questions of forum.yml bound to the columns of a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gcm_analysis.errors import GcmError, Place, find_nearest, say_expected
from gcm_analysis.forum.model import Forum, Question, Source
from gcm_analysis.survey.export import HintedItem, QuestionHint
from gcm_analysis.survey.wordings import find_header


@dataclass(eq=False)
class MissingColumn(GcmError):
    """forum.yml names a column that the sheet does not have."""

    place: Place
    used_by: str
    column: str
    headers: tuple[str, ...]

    def sentence(self) -> str:
        """Name the column, who asks for it, the sheet, and the nearest header."""
        hint = say_expected(self.headers, find_nearest(self.column, self.headers))
        return (
            f"{self.place}: {self.used_by} in forum.yml names the column {self.column!r}, "
            f"which is not there: {hint}"
        )


def hint_questions(forum: Forum, source: Source) -> tuple[QuestionHint, ...]:
    """Return what forum.yml knows of every question that a source may have asked.

    A question that names its sources is hinted to these alone; one that names none, to all.

    Parameters
    ----------
    forum : Forum
    source : Source
        One of the forum's sources.

    Returns
    -------
    tuple of QuestionHint
        In the order of forum.yml.
    """
    return tuple(
        hint_question(forum, question)
        for question in forum.questions
        if not question.sources or source.alias in question.sources
    )


def hint_question(forum: Forum, question: Question) -> QuestionHint:
    """Return what forum.yml knows of one question."""
    scale = question.scale
    return QuestionHint(
        question_id=question.id,
        kind=question.kind,
        column=question.column,
        place_columns=question.place_columns,
        items=hint_items(forum, question),
        scale_labels=dict(scale.labels) if scale else {},
        scale_low=scale.low if scale else None,
        scale_high=scale.high if scale else None,
    )


def hint_items(forum: Forum, question: Question) -> tuple[HintedItem, ...]:
    """Return the topics, then the options, that a question offers."""
    topics = [forum.topic(topic_id) for topic_id in question.topics]
    offered = [(t.id, (*t.name.values(), *t.as_asked)) for t in topics]
    offered += [(o.id, (*o.as_asked, *o.text.values())) for o in question.options]
    return tuple(
        HintedItem(item_id, tuple(dict.fromkeys(wordings)), question.columns.get(item_id))
        for item_id, wordings in offered
    )


def named_columns(question: Question) -> tuple[str, ...]:
    """Return the headers that a question names."""
    single = (question.column,) if question.column is not None else ()
    return (*single, *question.columns.values(), *question.place_columns)


def named_headers(hint: QuestionHint) -> tuple[str, ...]:
    """Return the headers that a hint names, in the order of the form."""
    single = (hint.column,) if hint.column is not None else ()
    items = (item.column for item in hint.items if item.column is not None)
    return (*single, *hint.place_columns, *items)


def find_asked(
    forum: Forum, source: Source, headers: Iterable[str]
) -> tuple[tuple[str, ...], tuple[tuple[Question, str], ...]]:
    """Tell which questions a source asked, and which of their columns it lacks.

    A question that names no sources and of which the sheet holds no column was not asked here.

    Parameters
    ----------
    forum : Forum
    source : Source
    headers : iterable of str
        Headers of the sheet as written.

    Returns
    -------
    asked : tuple of str
        Ids of the questions asked, in the order of forum.yml.
    missing : tuple of (Question, str)
        Columns named but not there.
    """
    known = tuple(headers)
    asked: list[str] = []
    missing: list[tuple[Question, str]] = []
    for question in forum.questions:
        columns = named_columns(question)
        absent = [column for column in columns if find_header(column, known) is None]
        is_named = source.alias in question.sources
        if question.sources and not is_named:
            continue
        if is_named or len(absent) < len(columns):
            asked.append(question.id)
            missing += [(question, column) for column in absent]
    return tuple(asked), tuple(missing)
