"""One forum as its forum.yml tells it: the shapes, strictly checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]
Iso3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
TextLanguage = Literal["es", "en", "fr", "pt"]
Texts = dict[TextLanguage, str]
Role = Literal["priority", "challenge", "practice", "other"]
Kind = Literal["single", "multiple", "ranking", "rating", "text"]
RespondentType = Literal[
    "government", "civil_society", "international_organization", "academia",
    "private_sector", "other",
]  # fmt: skip
Audience = Literal["internal", "participants", "public"]
Tool = Literal[
    "microsoft_forms", "google_forms", "kobotoolbox", "surveymonkey", "limesurvey",
    "qualtrics", "table", "capture",
]  # fmt: skip
RosterSet = Literal["champions", "RCM", "SACM", "members", "americas"]


def spread_equal_shares(value: Any) -> Any:
    """Turn a list of objectives into equal weights: `[5, 6]` is `{5: 0.5, 6: 0.5}`."""
    if isinstance(value, list):
        return {number: 1 / len(value) for number in value}
    return value


ObjectiveNumber = Annotated[int, Field(ge=1, le=23)]
ObjectiveWeights = Annotated[
    dict[ObjectiveNumber, Annotated[float, Field(gt=0)]], BeforeValidator(spread_equal_shares)
]


class Part(BaseModel):
    """What every part of a forum.yml shares: unknown keys are errors, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Dates(Part):
    """The days of a forum. Survey days may be unknown for a forum long past."""

    survey_opens: dt.date | None = None
    survey_closes: dt.date | None = None
    forum_starts: dt.date | None = None
    forum_ends: dt.date | None = None


class Roster(Part):
    """Which governments were asked: a named set, or a list of ISO 3166-1 alpha-3 codes."""

    governments: RosterSet | tuple[Iso3, ...] = "champions"


class CountryOf(Part):
    """How the country of a row is told: a column, or one value for the whole source."""

    column: str | None = None
    value: Iso3 | None = None


class TypeOf(Part):
    """How the respondent's type is told: one type, or a column whose values are mapped."""

    column: str
    values: dict[str, RespondentType]


class Source(Part):
    """Spreadsheets as received, known by an alias: file names carry people's names."""

    alias: Identifier
    files: tuple[str, ...] = Field(min_length=1)
    """Names or globs inside the forum's folder; later exports of the same form supersede
    earlier ones row by row."""
    tool: Tool | None = None
    """The survey tool; found out from the file where it is not given."""
    form: str | None = None
    """The form's own definition (an XLSForm), where the tool has one."""
    sheet: str | None = None
    header_row: int | None = Field(default=None, ge=1)
    """First header row of a hand-made table, counted from 1."""
    header_rows: int | None = Field(default=None, ge=1)
    respondent_type: RespondentType | TypeOf = "government"
    country: CountryOf | None = None
    timezone: str | None = None
    language: TextLanguage | None = None
    """Language of the open answers, where all are in one."""
    received_on: dt.date | None = None
    """Day of arrival: the date of submissions whose file tells none."""
    ignore_columns: tuple[str, ...] = ()
    """Columns that hold no answer and are known to be of no use."""


class Scale(Part):
    """The ends of a rating scale, and the number that each word of it stands for."""

    low: float
    high: float
    labels: dict[str, float] = {}


class MentionRule(Part):
    """When a rating is a mention: at least this value of the scale."""

    at_least: float


class Option(Part):
    """One option of a closed question that is no topic (e.g. yes or no)."""

    id: Identifier
    as_asked: tuple[str, ...] = Field(min_length=1)
    text: Texts = {}


class Question(Part):
    """One question of the survey.

    Exactly one of `column` (one column: a single or multiple choice, an ordered list, a
    text), `columns` (one column per topic: ratings, ranks, X marks, 0/1) or
    `place_columns` (one column per place, first place first) says where its answers stand.
    """

    id: Identifier
    role: Role
    kind: Kind
    text: Texts
    sources: tuple[Identifier, ...] = ()
    """Aliases of the sources that asked it; none named: all that hold its column."""
    column: str | None = None
    columns: dict[Identifier, str] = {}
    place_columns: tuple[str, ...] = ()
    topics: tuple[Identifier, ...] = ()
    """Topics offered, in the order of the form."""
    options: tuple[Option, ...] = ()
    scale: Scale | None = None
    weight: float = Field(default=1.0, gt=0)
    mention_top: int | None = Field(default=None, ge=1)
    mention_if: MentionRule | None = None
    places: int | None = Field(default=None, ge=1)
    """How many topics may be ranked; none: all that are offered."""


class Topic(Part):
    """A topic in the forum's own words, and the objectives that the secretariat reads in it."""

    id: Identifier
    name: Texts
    as_asked: tuple[str, ...] = ()
    """Every wording under which the spreadsheets offer it; its names count as well."""
    objectives: ObjectiveWeights = {}
    mapped_by: str | None = None
    """Who read these objectives in it, and when."""


class Disclosure(Part):
    """What leaves the secretariat."""

    response_threshold: int = Field(default=1, ge=0)
    """Below this many governments only the roster is circulated."""
    public_minimum: int = Field(default=5, ge=1)
    """A conference is shown to the public only where this many answered."""


class Mapping(Part):
    """How open answers are read."""

    model: Identifier = "codebook"
    languages: tuple[TextLanguage, ...] = ("es", "en", "fr", "pt")


class Forum(Part):
    """One forum: what was asked, of whom, where the answers lie."""

    forum: Identifier
    illustrative: bool = False
    title: Texts
    short_title: Texts = {}
    host: str | None = None
    dates: Dates = Dates()
    languages: tuple[Literal["es", "en"], ...] = ("es", "en")
    number_format: dict[Literal["es", "en"], str] = {}
    """CLDR locale of numbers and dates per language, e.g. `es: es_SV`."""
    timezone: str = "UTC"
    roster: Roster = Roster()
    focal_points: dict[Iso3, str] = {}
    """Name or e-mail, as it stands in the spreadsheet, of the person who answers for a State."""
    sources: tuple[Source, ...] = Field(min_length=1)
    topics: tuple[Topic, ...] = ()
    questions: tuple[Question, ...] = Field(min_length=1)
    earlier_forums: tuple[Identifier, ...] = ()
    audiences: tuple[Audience, ...] = ("internal",)
    disclosure: Disclosure = Disclosure()
    mapping: Mapping = Mapping()
    folder: Path = Field(default=Path(), exclude=True)
    """The forum's folder below `data/raw`: set by the loader, never written in forum.yml."""

    def topic(self, topic_id: str) -> Topic:
        """Return the topic of an id."""
        return next(topic for topic in self.topics if topic.id == topic_id)

    def question(self, question_id: str) -> Question:
        """Return the question of an id."""
        return next(question for question in self.questions if question.id == question_id)

    def priority_questions(self) -> tuple[Question, ...]:
        """Return the questions that make priorities (rule 2)."""
        return tuple(question for question in self.questions if question.role == "priority")
