"""Which columns a review workbook has, and the hidden sheet that says what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from gcm_analysis.language import Language

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

ColumnKind = Literal["id", "shown", "objective", "yes", "yes_no", "words", "date"]
"""`id` and `shown` are read; the others are a person's to fill in."""

WorkbookKind = Literal["review", "country"]
KINDS: dict[str, WorkbookKind] = {"review": "review", "country": "country"}
META_SHEET = "meta"
LISTS_SHEET = "lists"
FORMAT = "1"
SUGGESTION_KEYS = tuple(f"suggestion_{place}" for place in (1, 2, 3))
DECISION_KEYS = tuple(f"decision_{place}" for place in (1, 2, 3, 4, 5))


@dataclass(frozen=True)
class ReviewColumn:
    """One column of a sheet.

    Parameters
    ----------
    key : str
        Its name in the program, kept in the hidden sheet beside its header.
    kind : str
        What its cells hold.
    width : float
        In characters.
    """

    key: str
    kind: ColumnKind
    width: float

    def header(self, language: Language) -> str:
        """Return what the first row says."""
        stem, _, place = self.key.rpartition("_")
        if place.isdigit():
            return language.text(f"review.column_{stem}", n=int(place))
        return language.text(f"review.column_{self.key}")


REVIEWER_COLUMNS = (
    ReviewColumn("reviewer", "words", 18),
    ReviewColumn("date", "date", 12),
)
DOUBT_COLUMNS = (
    ReviewColumn("answer_id", "id", 16),
    ReviewColumn("country", "shown", 16),
    ReviewColumn("question", "shown", 28),
    ReviewColumn("text", "shown", 60),
    ReviewColumn("reason", "shown", 22),
    ReviewColumn("moves", "shown", 12),
    ReviewColumn("counted", "shown", 28),
    *(ReviewColumn(key, "shown", 28) for key in SUGGESTION_KEYS),
    ReviewColumn("confirm", "yes", 13),
    *(ReviewColumn(key, "objective", 24) for key in DECISION_KEYS),
    ReviewColumn("none", "yes", 13),
    *REVIEWER_COLUMNS,
    ReviewColumn("redact", "words", 20),
    ReviewColumn("circulate", "yes_no", 12),
    ReviewColumn("learn", "words", 24),
    ReviewColumn("note", "words", 30),
)
SUBMISSION_COLUMNS = (
    ReviewColumn("respondent_id", "id", 24),
    ReviewColumn("country", "shown", 20),
    ReviewColumn("submitted_at", "shown", 18),
    ReviewColumn("source", "shown", 18),
    ReviewColumn("status", "shown", 28),
    ReviewColumn("counts", "yes", 14),
    *REVIEWER_COLUMNS,
    ReviewColumn("note", "words", 30),
)
COUNTRY_COLUMNS = (
    ReviewColumn("question", "shown", 34),
    ReviewColumn("text", "shown", 50),
    ReviewColumn("read", "shown", 34),
    ReviewColumn("waiting", "shown", 34),
    ReviewColumn("right", "yes_no", 12),
    *(ReviewColumn(key, "objective", 26) for key in DECISION_KEYS),
    ReviewColumn("none", "yes", 13),
    ReviewColumn("cell_text", "shown", 40),
    ReviewColumn("new_text", "words", 50),
    ReviewColumn("note", "words", 34),
    ReviewColumn("cell", "shown", 22),
    ReviewColumn("answer_id", "id", 16),
)
REPLY_KEYS = ("all_right", "who", "document", "date")
"""What the person who replies for a country fills in above the table."""


@dataclass(frozen=True)
class AnswerFact:
    """What an answer was when the workbook was written.

    Parameters
    ----------
    text_sha256 : str
        Hash of its text.
    counted : str
        The objectives counted, as a decision's value.
    """

    text_sha256: str
    counted: str


@dataclass(frozen=True)
class Meta:
    """What a workbook was made from.

    Parameters
    ----------
    kind : {"review", "country"}
    forum : str
    language : str
    country : str
        ISO3 of a country's sheet, else "".
    headers : dict of str to str
        Key of a column by its header.
    answers : dict of str to AnswerFact
        By `answer_id`.
    """

    kind: WorkbookKind
    forum: str
    language: str
    country: str
    headers: Mapping[str, str]
    answers: Mapping[str, AnswerFact]

    @property
    def sha256(self) -> str:
        """Hash of all that the workbook was made from."""
        lines = [self.kind, self.forum, self.country]
        lines += [
            f"{answer_id}\t{fact.text_sha256}\t{fact.counted}"
            for answer_id, fact in sorted(self.answers.items())
        ]
        return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows of the hidden sheet."""
        return [
            ("fact", "format", FORMAT),
            ("fact", "kind", self.kind),
            ("fact", "forum", self.forum),
            ("fact", "language", self.language),
            ("fact", "country", self.country),
            ("fact", "sha256", self.sha256),
            *(("header", header, key) for header, key in self.headers.items()),
            *(
                ("answer", answer_id, fact.text_sha256, fact.counted)
                for answer_id, fact in sorted(self.answers.items())
            ),
        ]


def read_meta(rows: Iterable[tuple[str, str, str, str]]) -> Meta | None:
    """Return what the hidden sheet says; None where it is not whole."""
    facts: dict[str, str] = {}
    headers: dict[str, str] = {}
    answers: dict[str, AnswerFact] = {}
    for what, key, value, extra in rows:
        if what == "fact":
            facts[key] = value
        elif what == "header":
            headers[key] = value
        elif what == "answer":
            answers[key] = AnswerFact(text_sha256=value, counted=extra)
    kind = KINDS.get(facts.get("kind", ""))
    if facts.get("format") != FORMAT or kind is None:
        return None
    meta = Meta(
        kind=kind,
        forum=facts.get("forum", ""),
        language=facts.get("language", ""),
        country=facts.get("country", ""),
        headers=headers,
        answers=answers,
    )
    return meta if meta.sha256 == facts.get("sha256") else None


def add_meta(workbook: Workbook, meta: Meta) -> None:
    """Write the hidden sheet."""
    from gcm_analysis.spreadsheet import write_text

    sheet = workbook.create_sheet(META_SHEET)
    sheet.sheet_state = "hidden"
    for row, values in enumerate(meta.rows(), start=1):
        for column, value in enumerate(values, start=1):
            write_text(cast("Cell", sheet.cell(row, column)), value)
