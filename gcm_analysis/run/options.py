"""What a run is asked for."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from typing import get_args

from gcm_analysis.errors import GcmError, find_nearest, say_expected
from gcm_analysis.forum.model import Audience, Forum
from gcm_analysis.language import LANGUAGES
from gcm_analysis.run.engine import ENGINES, EngineName

AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@dataclass(eq=False)
class UnknownChoice(GcmError):
    """An option of the command has a value that is not offered."""

    option: str
    value: str
    valid: tuple[str, ...]

    def sentence(self) -> str:
        """Name the option, the value and what is offered."""
        hint = say_expected(self.valid, find_nearest(self.value, self.valid))
        return f"{self.option} {self.value!r} is not offered: {hint}."


@dataclass(eq=False)
class NoCountryPages(GcmError):
    """Pages of countries were asked for the public, which sees no single government."""

    countries: tuple[str, ...]

    def sentence(self) -> str:
        """Say what to leave out."""
        return (
            f"--country {' '.join(self.countries)} goes with the audiences internal and "
            "participants: the public report has no page of a country; leave --country out."
        )


@dataclass(eq=False)
class ExchangeAlone(GcmError):
    """An address for files that travel was given, and no cluster to which they would."""

    exchange: str

    def sentence(self) -> str:
        """Say what is missing."""
        return f"--exchange {self.exchange!r} goes with --scheduler: name the cluster as well."


@dataclass(eq=False)
class WrongDay(GcmError):
    """A date given to a command is not one."""

    value: str
    option: str = "--as-of"

    def sentence(self) -> str:
        """Say how a day is written."""
        return (
            f"{self.option} {self.value!r} is not a day: expected YYYY-MM-DD, "
            "for example 2024-08-31."
        )


@dataclass(frozen=True)
class RunOptions:
    """The options of `gcm-analysis run`.

    Parameters
    ----------
    forums : tuple of str
        Names; empty: every forum (examples only where there is nothing else).
    languages : tuple of str
        Empty: those that each forum.yml names.
    audience : str
        "internal", "participants" or "public".
    countries : tuple of str
        ISO 3166-1 alpha-3 codes whose pages are made; empty: the whole roster.
    engine : str
        "warm" or "papermill".
    workers : int
        Notebooks at once; 0: one per core.
    as_of : str
        Cut-off date as YYYY-MM-DD; "": the latest submission.
    with_figures : bool
        Whether figures are drawn as files and the page printed as PDF.
    force : bool
        Run even where nothing changed.
    scheduler : str
        Address of the Dask scheduler whose workers execute; "": this machine.
    exchange : str
        Address of fsspec below which files travel to and from workers; "": a folder of this
        workspace.
    """

    forums: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audience: str = "internal"
    countries: tuple[str, ...] = ()
    engine: str = "papermill"
    workers: int = 0
    as_of: str = ""
    with_figures: bool = True
    force: bool = False
    scheduler: str = ""
    exchange: str = ""

    def check(self) -> None:
        """Refuse values that are not offered.

        Raises
        ------
        ExchangeAlone
            An exchange is named without a scheduler.
        NoCountryPages
            Countries are asked for the public.
        UnknownChoice
            An engine, audience or language that there is not.
        WrongDay
            The cut-off date is not written as YYYY-MM-DD.
        """
        audience = check_audience(self.audience)
        if audience == "public" and self.countries:
            raise NoCountryPages(countries=self.countries)
        expect("--engine", self.engine, ENGINES)
        for language in self.languages:
            expect("--language", language, LANGUAGES)
        if self.as_of:
            check_day(self.as_of)
        if self.exchange and not self.scheduler:
            raise ExchangeAlone(self.exchange)

    @property
    def engine_name(self) -> EngineName:
        """The engine, checked."""
        return next(name for name in ENGINES if name == self.engine)

    @property
    def audience_name(self) -> Audience:
        """The audience, checked."""
        return check_audience(self.audience)

    @property
    def n_workers(self) -> int:
        """Notebooks at once."""
        return self.workers or os.cpu_count() or 1

    def languages_of(self, forum: Forum) -> tuple[str, ...]:
        """Return the languages that a forum is published in."""
        return self.languages or forum.languages

    def countries_of(self, roster: tuple[str, ...]) -> tuple[str, ...]:
        """Return the countries of a roster whose pages are made.

        Raises
        ------
        UnknownChoice
            A country is asked for that is not on the roster.
        """
        for country in self.countries:
            expect("--country", country, roster)
        return self.countries or roster


def check_day(text: str, *, option: str = "--as-of") -> None:
    """Refuse a date that is not written as YYYY-MM-DD."""
    try:
        dt.date.fromisoformat(text)
    except ValueError as error:
        raise WrongDay(text, option) from error


def expect(option: str, value: str, valid: tuple[str, ...]) -> None:
    """Refuse a value that is not offered."""
    if value not in valid:
        raise UnknownChoice(option=option, value=value, valid=valid)


def check_audience(value: str) -> Audience:
    """Return an audience, or refuse what is none."""
    expect("--audience", value, AUDIENCES)
    return next(name for name in AUDIENCES if name == value)
