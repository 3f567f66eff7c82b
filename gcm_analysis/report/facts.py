"""What a page must say about its own making; the run fills it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from gcm_analysis.forum.model import Audience, Forum
from gcm_analysis.language import Language, get_language

if TYPE_CHECKING:
    from gcm_analysis.priorities import Disclosure

ResponseStatus = Literal["answered", "in_part", "pending", "awaiting_decision"]
CODE_LENGTH = 12
"""Signs of an edition's hash that stand on its pages and figures."""


@dataclass(frozen=True)
class CountryFact:
    """One government on the roster.

    Parameters
    ----------
    iso3 : str
        ISO 3166-1 alpha-3.
    name : str
        In the page's language.
    conference : str or None
        "RCM", "SACM" or None.
    status : str
        How far its answer is.
    validation : str or None
        not_sent, sent, validated, corrected; None where nothing was answered.
    has_page : bool
        Whether `countries/<iso3>.html` is published beside this page.
    n_answered : int
        Priority questions with an answer of it that counts.
    """

    iso3: str
    name: str
    conference: str | None
    status: ResponseStatus
    validation: str | None = None
    has_page: bool = True
    n_answered: int = 1

    @property
    def has_answered(self) -> bool:
        """Whether an answer of it counts: of two that await a decision, the first (rule 8)."""
        return self.status != "pending" and self.n_answered > 0

    @property
    def is_validated(self) -> bool:
        """Whether its focal point has confirmed what was recorded."""
        return self.has_answered and self.validation in ("validated", "corrected")


@dataclass(frozen=True)
class SourceFact:
    """One source as read: no file name, which may carry a person's name.

    Parameters
    ----------
    alias : str
        As in forum.yml.
    sha256 : tuple of str
        One per file.
    tool : str
        The survey tool found out or given.
    n_rows : int
        Submissions.
    cells_in, cells_used, cells_metadata, cells_header, cells_in_issues : int
        `cells_in` is the sum of the rest.
    """

    alias: str
    sha256: tuple[str, ...]
    tool: str
    n_rows: int
    cells_in: int
    cells_used: int
    cells_metadata: int
    cells_header: int
    cells_in_issues: int

    @property
    def is_reconciled(self) -> bool:
        """Whether every cell is accounted for."""
        told = (self.cells_used, self.cells_metadata, self.cells_header, self.cells_in_issues)
        return self.cells_in == sum(told)


@dataclass(frozen=True)
class Edition:
    """A numbered release that no rerun touches.

    Parameters
    ----------
    number : int
        Within the forum, from 1.
    sha256 : str
        Of the tables and the record of the run: a page cannot hold its own hash.
    released_on : date
    """

    number: int
    sha256: str
    released_on: dt.date

    @property
    def code(self) -> str:
        """The beginning of the hash: what stands on every page and figure."""
        return self.sha256[:CODE_LENGTH]


@dataclass(frozen=True)
class RunFacts:
    """One page's facts: the same run gives one of these per audience and language.

    Parameters
    ----------
    forum : Forum
        As forum.yml tells it.
    audience, language : str
        Whom this page is for, and in which language.
    cut_off : date or None
        The latest submission counted, or `--as-of`; None where nothing has been answered.
    countries : tuple of CountryFact
        The roster, in any order.
    sources : tuple of SourceFact
        In the order of forum.yml.
    versions : mapping
        Name of a part (program, codebook, mapping_model, plotly, ...) to its version.
    seeds : mapping
        Name of a draw (permutation, resampling) to its seed.
    n_accepted, n_unreviewed, n_to_review : int
        Accepted mentions; those of them that no person has reviewed; mentions still to be reviewed.
    counted : tuple of str or None
        Governments that the figures speak of; none told: all that answered.
    contact : str or None
        Where to write for a correction.
    edition : Edition or None
        Set by a release.
    """

    forum: Forum
    audience: Audience
    language: str
    cut_off: dt.date | None
    countries: tuple[CountryFact, ...]
    sources: tuple[SourceFact, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    seeds: Mapping[str, int] = field(default_factory=dict)
    n_accepted: int = 0
    n_unreviewed: int = 0
    n_to_review: int = 0
    counted: tuple[str, ...] | None = None
    contact: str | None = None
    edition: Edition | None = None

    @property
    def reader(self) -> Language:
        """The page's language with the forum's number format."""
        formats = {str(code): name for code, name in self.forum.number_format.items()}
        return get_language(self.language, formats.get(self.language))

    @property
    def title(self) -> str:
        """The forum's title in the page's language, else in the first it has."""
        titles = {str(code): title for code, title in self.forum.title.items()}
        return titles.get(self.language) or next(iter(titles.values()))

    @property
    def n_roster(self) -> int:
        """Governments asked."""
        return len(self.countries)

    @property
    def n_answered(self) -> int:
        """Governments that answered, whole or in part."""
        return sum(country.has_answered for country in self.countries)

    @property
    def n_validated(self) -> int:
        """Governments whose focal point confirmed what was recorded."""
        return sum(country.is_validated for country in self.countries)

    @property
    def disclosure(self) -> Disclosure:
        """What the page may show of the answers."""
        from gcm_analysis.priorities import decide_disclosure

        answered = [country.iso3 for country in self.countries if country.has_answered]
        counted = answered if self.counted is None else self.counted
        return decide_disclosure(self.forum, self.audience, counted)

    def members(self, conference: str) -> tuple[CountryFact, ...]:
        """Return the governments of one conference, alphabetically."""
        return self.reader.sort(
            (country for country in self.countries if country.conference == conference),
            key=lambda country: country.name,
        )

    def in_order(self) -> tuple[CountryFact, ...]:
        """Return the roster in the alphabetical order of the page's language."""
        return self.reader.sort(self.countries, key=lambda country: country.name)

    def find_country(self, iso3: str) -> CountryFact:
        """Return one government of the roster."""
        return next(country for country in self.countries if country.iso3 == iso3)

    def status_line(self) -> str:
        """Say draft, or validated by n of N."""
        if self.n_validated == 0:
            return self.reader.text("report.status_draft")
        return self.reader.text(
            "report.status_validated", n=self.n_validated, n_answered=self.n_answered
        )

    def edition_line(self) -> str:
        """Name the edition, its day and its code; "" before a release."""
        if self.edition is None:
            return ""
        return self.reader.text(
            "report.edition",
            number=str(self.edition.number),
            day=self.reader.date(self.edition.released_on),
            code=self.edition.code,
        )

    def cut_off_line(self) -> str:
        """Say up to which day answers are counted."""
        if self.cut_off is None:
            return self.reader.text("report.cut_off_none")
        return self.reader.text("report.cut_off", day=self.reader.date(self.cut_off))
