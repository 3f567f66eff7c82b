"""Questions, topics and options of a forum.yml, drafted from what an export shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gcm_analysis.forum.faults import check_reserved
from gcm_analysis.survey.export import SurveyExport
from gcm_analysis.survey.fold import fold, slug
from gcm_analysis.survey.nonanswers import tell_status
from gcm_analysis.survey.rows import read_rows

PRIORITY = re.compile(r"\b(priori\w+|importan\w+|urgen\w+|rank|ordene|jerarqui\w+)\b")
"""What a question that asks for priorities says, folded."""
CHALLENGE = re.compile(r"\b(retos?|desafios?|obstacul\w+|challenges?|obstacles?|defis?)\b")
"""What a question that asks for challenges says, folded."""
NUMBERING = re.compile(r"^\W*\d{1,2}\W+(?=[^\W\d_])")
"""The number of a question or option: words follow it, not the rest of an amount."""
BRACKETS = re.compile(r"^(.*\S)\s*\[([^\[\]]+)\]\s*$", re.DOTALL)
"""A row of a grid in a column of its own: "Question [row]"."""
SURE_FROM = 30
"""From so many submissions on, an option met once is taken for somebody's own words."""
Part = dict[str, Any]


@dataclass
class Draft:
    """The parts of a forum.yml that an export tells.

    Parameters
    ----------
    language : str
        Of the questions.
    languages : tuple of str
        Of the report.
    mark : str
        What stands where a text of a language of the report is missing.
    objectives_mark : str
        What stands where the objectives of a topic are to be given.
    """

    language: str
    languages: tuple[str, ...]
    mark: str
    objectives_mark: str
    topics: list[Part] = field(default_factory=list)
    questions: list[Part] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    topic_ids: dict[str, str] = field(default_factory=dict)

    def say(self, text: str) -> dict[str, str]:
        """Return a text by language, a mark where it is missing."""
        missing = {code: self.mark for code in self.languages if code != self.language}
        return {self.language: text, **missing}

    def name(self, text: str, start: str) -> str:
        """Return an id made of a text's first words that is not taken yet."""
        base = slug(NUMBERING.sub("", text)) or start
        if any(check_reserved(base, ())):
            base = f"{start}-{base}"
        number = 1
        while (name := base if number == 1 else f"{base}-{number}") in self.ids:
            number += 1
        self.ids.add(name)
        return name

    def offer_topic(self, text: str) -> str:
        """Return the topic of a wording, drafted where it is new."""
        if fold(text) not in self.topic_ids:
            name = self.name(text, "tema")
            self.topic_ids[fold(text)] = name
            objectives = [self.objectives_mark]
            self.topics.append({"id": name, "name": self.say(text), "objectives": objectives})
        return self.topic_ids[fold(text)]


def draft_questions(export: SurveyExport, draft: Draft, left_out: Sequence[str]) -> None:
    """Draft every question of an export.

    The options of a question that asks for priorities become topics, those of others options.

    Parameters
    ----------
    export : SurveyExport
        Read without hints.
    draft : Draft
        Gets the topics and questions.
    left_out : sequence of str
        Headers that tell of the respondent and are no question.
    """
    columns = read_rows(export.columns)
    questions = []
    for question in read_rows(export.questions):
        own = [row for row in columns if row["question_id"] == question["question_id"]]
        own = [row for row in own if row["header"] and row["header"] not in left_out]
        if question["kind"] == "text" and len(own) > 1:
            questions += [{**question, "text": row["header"], "own": [{**row, "item": None}]}
                          for row in own]  # fmt: skip
        elif own:
            questions.append({**question, "own": own})
    draft.questions += [draft_question(export, one, draft) for one in join_grids(questions)]


def join_grids(questions: Sequence[Part]) -> list[Part]:
    """Join ratings that follow each other and are rows of one grid: "Question [row]"."""
    joined: list[Part] = []
    for question in questions:
        found = BRACKETS.match(question["text"])
        is_row = question["kind"] == "rating" and not any(row["item"] for row in question["own"])
        if found is None or not is_row:
            joined.append(question)
            continue
        own = [{**row, "item": found[2]} for row in question["own"]]
        last = joined[-1] if joined else {}
        ends = [question[end] for end in ("scale_low", "scale_high")]
        if last.get("stem") == found[1] and ends == [last["scale_low"], last["scale_high"]]:
            labels = {**last["scale_labels"], **question["scale_labels"]}
            parts = [*last["parts"], question["question_id"]]
            joined[-1] = {**last, "own": [*last["own"], *own], "scale_labels": labels,
                          "parts": parts}  # fmt: skip
        else:
            joined.append({**question, "text": found[1], "stem": found[1], "own": own,
                           "parts": [question["question_id"]]})  # fmt: skip
    return joined


def draft_question(export: SurveyExport, question: Part, draft: Draft) -> Part:
    """Return one question: where it stands, of what kind, with what it offers."""
    columns = question["own"]
    items = [row for row in columns if row["item"]]
    if items:
        offered = [row["item"] for row in items]
    else:
        offered = [] if question["kind"] == "rating" else list_options(export, question)
    kind = question["kind"] if offered or question["kind"] == "rating" else "text"
    role = guess_role(question["text"], offered, draft)
    if kind == "rating" and role == "priority" and not offered:
        offered = [question["text"]]
    drafted: Part = {
        "id": draft.name(question["text"], "pregunta"),
        "role": role,
        "kind": kind,
        "text": draft.say(question["text"]),
    }
    ids = offer(drafted, offered if kind != "text" else [], draft)
    if items:
        headers = [row["header"] for row in items]
        drafted["columns"] = dict(zip(ids, headers, strict=True))
    elif kind == "ranking" and len(columns) > 1:
        drafted["place_columns"] = [row["header"] for row in columns]
    else:
        drafted["column"] = columns[0]["header"]
    if kind == "rating":
        drafted["scale"] = draft_scale(export, question)
    return drafted


def guess_role(text: str, offered: Sequence[str], draft: Draft) -> str:
    """Return what a question seems to be for; a person confirms it."""
    if CHALLENGE.search(fold(text)):
        return "challenge"
    known = sum(fold(option) in draft.topic_ids for option in offered)
    asks_again = known >= 2 and 2 * known >= len(offered)
    return "priority" if asks_again or PRIORITY.search(fold(text)) else "other"


def offer(drafted: Part, offered: Sequence[str], draft: Draft) -> list[str]:
    """Add topics or options to a question; return their ids, in the order given."""
    if drafted["role"] == "priority" or drafted["kind"] == "ranking":
        ids = [draft.offer_topic(text) for text in offered]
        if ids:
            drafted["topics"] = list(dict.fromkeys(ids))
        return ids
    own = Draft(draft.language, draft.languages, draft.mark, draft.objectives_mark)
    options = [{"id": own.name(text, "opcion"), "as_asked": [text]} for text in offered]
    if options:
        drafted["options"] = options
    return [str(option["id"]) for option in options]


def list_options(export: SurveyExport, question: Part) -> list[str]:
    """Return the options of a question, each once; rare words of many respondents are none."""
    answers = export.answers[export.answers["question_id"] == question["question_id"]]
    met = Counter(fold(row["text"]) for row in read_rows(answers) if row["text"])
    is_sure = len(export.respondents) >= SURE_FROM
    options: dict[str, str] = {}
    for option in question["options"]:
        is_offered = fold(option) and tell_status(option) == "answered"
        if is_offered and (not is_sure or met[fold(option)] != 1):
            options.setdefault(fold(option), option)
    return list(options.values())


def draft_scale(export: SurveyExport, question: Part) -> Part:
    """Return the scale of a rating, its words as they were written."""
    written: dict[str, str] = {}
    parts = question.get("parts", [question["question_id"]])
    for row in read_rows(export.answers[export.answers["question_id"].isin(parts)]):
        if row["text"]:
            written.setdefault(fold(row["text"]), row["text"])
    labels = {
        written.get(word, word): number
        for word, number in (question.get("scale_labels") or {}).items()
        if not is_number(word)
    }
    low, high = question["scale_low"], question["scale_high"]
    scale: Part = {"low": tidy_number(low), "high": tidy_number(high)}
    if labels:
        scale["labels"] = {word: tidy_number(number) for word, number in labels.items()}
    return scale


def is_number(text: str) -> bool:
    """Tell whether a word of a scale is nothing but its number."""
    return bool(re.fullmatch(r"\d+([.,]\d+)?", text))


def tidy_number(number: float) -> float | int:
    """Return a whole number as such."""
    return int(number) if float(number).is_integer() else float(number)
