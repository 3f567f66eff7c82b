"""An XLSForm: names, labels and choices of the questions of a KoboToolbox form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gcm_analysis.survey.exports.layout import Kind
from gcm_analysis.survey.fold import fold, tidy
from gcm_analysis.survey.workbook import ReadingLimits, Sheet, Workbook, open_workbook
from gcm_analysis.survey.workbook.refusals import BrokenFile

SELECT = re.compile(r"^(select_one|select_multiple|rank|select one|select multiple)\s+(\S+)", re.I)
LABEL = re.compile(r"^label(?:::?\s*(.*))?$", re.I)
KINDS: dict[str, Kind] = {
    "select_one": "single",
    "select one": "single",
    "select_multiple": "multiple",
    "select multiple": "multiple",
    "rank": "ranking",
}


@dataclass(frozen=True)
class Choice:
    """One choice of a list: its name, and its labels, the form's own language first."""

    name: str
    labels: tuple[str, ...]

    @property
    def label(self) -> str:
        """The label in the form's own language; the name where there is none."""
        return self.labels[0] if self.labels else self.name


@dataclass(frozen=True)
class FormQuestion:
    """One question of a form."""

    name: str
    labels: tuple[str, ...]
    kind: Kind | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def label(self) -> str:
        """The label in the form's own language; the name where there is none."""
        return self.labels[0] if self.labels else self.name

    def wording(self) -> dict[str, str]:
        """Return each choice's label by its folded name and by each of its folded labels."""
        words: dict[str, str] = {}
        for choice in self.choices:
            for text in (*choice.labels, choice.name):
                words.setdefault(fold(text), tidy(choice.label))
        return words


@dataclass(frozen=True)
class Form:
    """A form's questions, in order."""

    questions: tuple[FormQuestion, ...] = ()
    by_words: dict[str, FormQuestion] = field(default_factory=dict)

    def find(self, words: str) -> FormQuestion | None:
        """Return the question of a name or of a label."""
        return self.by_words.get(fold(words))


def read_form(path: Path | str, limits: ReadingLimits | None = None) -> Form:
    """Return the questions and choices of an XLSForm.

    Raises
    ------
    UnreadableFile
        Where the file cannot be read, or has no sheet `survey` with a type and a name.
    """
    workbook = open_workbook(path, limits=limits)
    survey = list(read_records(find_sheet(workbook, "survey")))
    if not any("type" in record and "name" in record for record in survey):
        raise BrokenFile(workbook.file, "an XLSForm needs a sheet 'survey' with type and name")
    language = find_language(workbook)
    lists: dict[str, list[Choice]] = {}
    for record in read_records(find_sheet(workbook, "choices")):
        name = record.get("list_name") or record.get("list name") or ""
        choice = Choice(record.get("name", ""), read_labels(record, language))
        lists.setdefault(name, []).append(choice)
    questions = []
    for record in survey:
        type_, name = record.get("type", ""), record.get("name", "")
        if not name or type_.lower().startswith(("begin", "end", "note")):
            continue
        found = SELECT.match(type_)
        kind = KINDS[found[1].lower()] if found else "text" if type_.lower() == "text" else None
        choices = tuple(lists.get(found[2], ())) if found else ()
        questions.append(FormQuestion(name, read_labels(record, language), kind, choices))
    by_words: dict[str, FormQuestion] = {}
    for words in ("name", "labels"):
        for question in questions:
            names = (question.name,) if words == "name" else question.labels
            for text in names:
                by_words.setdefault(fold(text), question)
    return Form(tuple(questions), by_words)


def find_sheet(workbook: Workbook, name: str) -> Sheet | None:
    """Return a sheet of a form by its name."""
    return next((sheet for sheet in workbook.sheets if fold(sheet.name) == name), None)


def read_records(sheet: Sheet | None) -> Iterator[dict[str, str]]:
    """Yield the rows of a sheet with one header row, by their headers."""
    if sheet is None or sheet.n_rows == 0:
        return
    headers = [text.strip() for text in sheet.row_texts(0)]
    names = [header if LABEL.match(header) else header.lower() for header in headers]
    for row in range(1, sheet.n_rows):
        yield dict(zip(names, sheet.row_texts(row), strict=True))


def find_language(workbook: Workbook) -> str:
    """Return the form's own language as its settings name it, empty where they do not."""
    for record in read_records(find_sheet(workbook, "settings")):
        return record.get("default_language", "")
    return ""


def read_labels(record: dict[str, str], language: str) -> tuple[str, ...]:
    """Return the labels of a record, that of the form's own language first."""
    labels: list[tuple[bool, str]] = []
    for header, text in record.items():
        if (found := LABEL.match(header)) and text:
            is_own = fold(found[1] or "") in {fold(language), ""}
            labels.append((not is_own, tidy(text)))
    return tuple(text for _, text in sorted(labels, key=lambda label: label[0]))
