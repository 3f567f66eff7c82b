"""What was asked: the questions with their rule of counting, and the map of topics."""

from __future__ import annotations

from gcm_analysis.forum.model import Forum, Question, RespondentType, Texts, Topic
from gcm_analysis.language import Language
from gcm_analysis.report.blocks import TableBlock, TableData

DEFAULT_MENTION_TOP = 5
UPPER_THIRD = 2 / 3


def choose_text(texts: Texts, reader: Language) -> str:
    """Return a text of forum.yml in the page's language, else in the first that it has."""
    by_code = {str(code): text for code, text in texts.items()}
    return by_code.get(reader.code) or next(iter(by_code.values()), "")


def describe_questions(forum: Forum, reader: Language) -> TableBlock:
    """Return the table of questions: about what, in which form, when an answer is a mention."""
    columns = tuple(
        reader.text(f"report.questions_{name}")
        for name in ("column", "asked", "role", "kind", "rule", "weight")
    )
    rows = tuple(
        (
            choose_text(question.text, reader),
            reader.list(
                [reader.text(f"report.asked_{one}") for one in find_asked(forum, question)]
            ),
            reader.text(f"report.role_{question.role}"),
            reader.text(f"report.kind_{question.kind}"),
            describe_rule(question, reader),
            _write_plain(question.weight, reader) if question.role == "priority" else "–",
        )
        for question in forum.questions
    )
    title = reader.text("report.questions_title")
    return TableBlock("questions", title, TableData(columns, rows))


def find_asked(forum: Forum, question: Question) -> tuple[RespondentType, ...]:
    """Return which respondents a question was put to, by the sources that asked it."""
    asked: dict[RespondentType, None] = {}
    for source in forum.sources:
        if question.sources and source.alias not in question.sources:
            continue
        if isinstance(source.respondent_type, str):
            asked[source.respondent_type] = None
        else:
            asked |= dict.fromkeys(source.respondent_type.values.values())
    return tuple(asked)


def offers_topics(forum: Forum) -> bool:
    """Tell whether governments could choose topics, or told priorities in their own words alone."""
    asked = [
        question
        for question in forum.priority_questions()
        if "government" in find_asked(forum, question)
    ]
    return not asked or any(question.topics for question in asked)


def describe_rule(question: Question, reader: Language) -> str:
    """Say when an answer to a question is a mention (rule 3)."""
    if question.role != "priority":
        return reader.text("report.mention_none")
    if question.kind == "text":
        return reader.text("report.mention_text")
    if question.kind == "rating":
        return _describe_rating(question, reader)
    if question.kind == "ranking":
        offered = len(question.topics) or len(question.columns)
        places = question.places or offered
        if places and offered and places < offered and question.mention_top is None:
            return reader.text("report.mention_all_places", places=places)
        top = question.mention_top or DEFAULT_MENTION_TOP
        return reader.text("report.mention_top", top=min(top, places) if places else top)
    return reader.text("report.mention_chosen")


def _describe_rating(question: Question, reader: Language) -> str:
    if question.scale is None:
        return reader.text("report.mention_chosen")
    low, high = question.scale.low, question.scale.high
    least = low + UPPER_THIRD * (high - low)
    if question.mention_if is not None:
        least = question.mention_if.at_least
    low_text, high_text, least_text = (_write_plain(value, reader) for value in (low, high, least))
    return reader.text("report.mention_rating", least=least_text, low=low_text, high=high_text)


def describe_topic_map(forum: Forum, reader: Language) -> TableBlock:
    """Return the map from topics as asked to the objectives read in them."""
    columns = tuple(
        reader.text(f"report.topic_map_{name}") for name in ("topic", "objectives", "by")
    )
    rows = tuple(
        (
            choose_text(topic.name, reader),
            write_weights(topic, reader),
            topic.mapped_by or reader.text("report.topic_map_nobody"),
        )
        for topic in forum.topics
    )
    return TableBlock(
        "topic-map",
        reader.text("report.topic_map_title"),
        TableData(columns, rows),
        reader.text("report.topic_map_note"),
    )


def write_weights(topic: Topic, reader: Language) -> str:
    """Write a topic's objectives with their parts of it: "5 (0.5), 6 (0.5)"."""
    if not topic.objectives:
        return reader.text("report.topic_map_no_objective")
    total = sum(topic.objectives.values())
    return ", ".join(
        f"{number} ({reader.number(weight / total, 2)})"
        for number, weight in sorted(topic.objectives.items())
    )


def _write_plain(value: float, reader: Language) -> str:
    return reader.number(value, 0 if float(value).is_integer() else 1)
