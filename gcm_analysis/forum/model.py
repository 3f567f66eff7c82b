"""One forum as its forum.yml tells it: the shapes, strictly checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from gcm_analysis.forum.faults import (
    Fault,
    check_country_of,
    check_dates,
    check_governments,
    check_paths,
    check_scale,
    check_timezone,
    refuse_no_day,
    spread_shares,
    tell_governments,
    tell_respondent_type,
)
from gcm_analysis.forum.question_faults import check_question

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]
Iso3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Words = Annotated[str, StringConstraints(pattern=r"\S")]
"""A text that says something."""
TextLanguage = Literal["es", "en", "fr", "pt"]
Texts = dict[TextLanguage, Words]
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


ObjectiveNumber = Annotated[int, Field(ge=1, le=23)]
ObjectiveWeights = Annotated[
    dict[ObjectiveNumber, Annotated[float, Field(gt=0, strict=True)]],
    BeforeValidator(spread_shares),
]
"""Shares of a topic's points by objective; they are brought to a sum of 1."""
WholeNumber = Annotated[int, Field(strict=True, ge=1)]
Number = Annotated[float, Field(strict=True)]
Day = Annotated[dt.date, BeforeValidator(refuse_no_day)]


class Part(BaseModel):
    """What every part of a forum.yml shares: unknown keys are errors, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    def faults(self) -> Iterator[Fault]:
        """Tell what is wrong with the part although each of its values is well formed."""
        yield from ()

    @model_validator(mode="after")
    def refuse_faults(self) -> Self:
        """Refuse a part with faults; the error carries all of them."""
        if faults := tuple(self.faults()):
            raise PydanticCustomError(
                "faults", "{first}", {"first": str(faults[0]), "faults": faults}
            )
        return self


class Dates(Part):
    """The days of a forum. Survey days may be unknown for a forum long past."""

    survey_opens: Day | None = None
    survey_closes: Day | None = None
    forum_starts: Day | None = None
    forum_ends: Day | None = None

    def faults(self) -> Iterator[Fault]:
        """Tell days that stand in the wrong order."""
        yield from check_dates(self)


class Roster(Part):
    """Which governments were asked: a named set, or a list of ISO 3166-1 alpha-3 codes."""

    governments: Annotated[
        Annotated[RosterSet, Tag("@named")] | Annotated[tuple[Iso3, ...], Tag("@listed")],
        Discriminator(tell_governments),
    ] = "champions"

    def faults(self) -> Iterator[Fault]:
        """Tell codes that are no American State, and codes that stand twice."""
        yield from check_governments(self.governments)


class CountryOf(Part):
    """How the country of a row is told: a column, or one value for the whole source."""

    column: Words | None = None
    value: Iso3 | None = None

    def faults(self) -> Iterator[Fault]:
        """Tell where not exactly one of the two is given."""
        yield from check_country_of(self)


class TypeOf(Part):
    """How the respondent's type is told: one type, or a column whose values are mapped."""

    column: Words
    values: dict[Words, RespondentType] = Field(min_length=1)


class Source(Part):
    """Spreadsheets as received, known by an alias: file names carry people's names."""

    alias: Identifier
    files: tuple[Words, ...] = Field(min_length=1)
    """Names or globs inside the forum's folder; later exports of the same form supersede
    earlier ones row by row."""
    tool: Tool | None = None
    """The survey tool; found out from the file where it is not given."""
    form: Words | None = None
    """The form's own definition (an XLSForm), where the tool has one."""
    sheet: Words | None = None
    header_row: WholeNumber | None = None
    """First header row of a hand-made table, counted from 1."""
    header_rows: WholeNumber | None = None
    respondent_type: Annotated[
        Annotated[RespondentType, Tag("@named")] | Annotated[TypeOf, Tag("@mapped")],
        Discriminator(tell_respondent_type),
    ] = "government"
    country: CountryOf | None = None
    timezone: str | None = None
    language: TextLanguage | None = None
    """Language of the open answers, where all are in one."""
    received_on: Day | None = None
    """Day of arrival: the date of submissions whose file tells none."""
    ignore_columns: tuple[Words, ...] = ()
    """Columns that hold no answer and are known to be of no use."""

    def faults(self) -> Iterator[Fault]:
        """Tell files outside the forum's folder and time zones that do not exist."""
        yield from check_paths(self)
        yield from check_timezone(self.timezone)


class Scale(Part):
    """The ends of a rating scale, and the number that each word of it stands for."""

    low: Number
    high: Number
    labels: dict[Words, Number] = {}

    def faults(self) -> Iterator[Fault]:
        """Tell a scale that does not rise, and words of it that stand outside."""
        yield from check_scale(self)


class MentionRule(Part):
    """When a rating is a mention: at least this value of the scale."""

    at_least: Number


class Option(Part):
    """One option of a closed question that is no topic (e.g. yes or no)."""

    id: Identifier
    as_asked: tuple[Words, ...] = Field(min_length=1)
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
    text: Texts = Field(min_length=1)
    sources: tuple[Identifier, ...] = ()
    """Aliases of the sources that asked it; none named: all that hold its column."""
    column: Words | None = None
    columns: dict[Identifier, Words] = {}
    """Header of the column of each topic or option, by its id."""
    place_columns: tuple[Words, ...] = ()
    topics: tuple[Identifier, ...] = ()
    """Topics offered, in the order of the form; where they are left out, those of `columns`."""
    options: tuple[Option, ...] = ()
    scale: Scale | None = None
    weight: float = Field(default=1.0, gt=0, strict=True)
    mention_top: WholeNumber | None = None
    mention_if: MentionRule | None = None
    places: WholeNumber | None = None
    """How many topics may be ranked; none: all that are offered."""

    @model_validator(mode="before")
    @classmethod
    def take_topics_from_columns(cls, data: Any) -> Any:
        """Let the columns of a grid say which topics it offers."""
        if not isinstance(data, dict) or data.get("topics") is not None:
            return data
        columns, options = data.get("columns"), data.get("options")
        if not isinstance(columns, dict) or not isinstance(options or [], list | tuple):
            return data
        known = {
            option.id if isinstance(option, Option) else option.get("id")
            for option in options or ()
            if isinstance(option, Option | dict)
        }
        return data | {"topics": [key for key in columns if key not in known]}

    def faults(self) -> Iterator[Fault]:
        """Tell what does not fit the kind of the question."""
        yield from check_question(self)


class Topic(Part):
    """A topic in the forum's own words, and the objectives that the secretariat reads in it."""

    id: Identifier
    name: Texts = Field(min_length=1)
    as_asked: tuple[Words, ...] = ()
    """Every wording under which the spreadsheets offer it; its names count as well."""
    objectives: ObjectiveWeights = {}
    mapped_by: Words | None = None
    """Who read these objectives in it, and when."""


class Disclosure(Part):
    """What leaves the secretariat."""

    response_threshold: int = Field(default=1, strict=True, ge=0)
    """Below this many governments only the roster is circulated."""
    public_minimum: WholeNumber = 5
    """A conference is shown to the public only where this many answered."""


class Mapping(Part):
    """How open answers are read."""

    model: Identifier = "codebook"
    languages: tuple[TextLanguage, ...] = ("es", "en", "fr", "pt")


class Forum(Part):
    """One forum: what was asked, of whom, where the answers lie."""

    forum: Identifier
    illustrative: bool = False
    title: Texts = Field(min_length=1)
    short_title: Texts = {}
    host: Words | None = None
    dates: Dates = Dates()
    languages: tuple[Literal["es", "en"], ...] = Field(default=("es", "en"), min_length=1)
    number_format: dict[Literal["es", "en"], str] = {}
    """CLDR locale of numbers and dates per language, e.g. `es: es_SV`."""
    timezone: str = "UTC"
    roster: Roster = Roster()
    focal_points: dict[Iso3, Words] = {}
    """Name or e-mail, as it stands in the spreadsheet, of the person who answers for a State."""
    sources: tuple[Source, ...] = Field(min_length=1)
    topics: tuple[Topic, ...] = ()
    questions: tuple[Question, ...] = Field(min_length=1)
    earlier_forums: tuple[Identifier, ...] = ()
    audiences: tuple[Audience, ...] = Field(default=("internal",), min_length=1)
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
