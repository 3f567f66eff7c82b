"""What a report says about its own making, gathered from the tables of its run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from gcm_analysis import __version__, reference
from gcm_analysis.forum.model import Audience, Forum
from gcm_analysis.mapping import counted_mentions
from gcm_analysis.priorities import Disclosure, decide_disclosure, list_counted
from gcm_analysis.report import CountryFact, Edition, RunFacts, SourceFact
from gcm_analysis.store import TableStore
from gcm_analysis.survey import list_documents

CELLS = ("cells_in", "cells_used", "cells_metadata", "cells_header", "cells_in_issues")


@dataclass(frozen=True)
class Making:
    """What is the same on the pages of all languages of one run."""

    forum: Forum
    audience: Audience
    as_of: str
    store: TableStore
    versions: dict[str, str]
    seeds: dict[str, int]
    with_pages: tuple[str, ...]
    edition: Edition | None = None
    """Set by a release."""

    def facts(self, language: str) -> RunFacts:
        """Return the facts of a page in one language."""
        mentions = self.store.read("mentions")
        accepted = mentions[mentions["status"] == "accepted"]
        return RunFacts(
            forum=self.forum,
            audience=self.audience,
            language=language,
            cut_off=self.cut_off,
            countries=tuple(self.describe_countries(language)),
            sources=tuple(self.describe_sources()),
            versions={"program": __version__, **self.versions},
            seeds=self.seeds,
            counted=self.counted,
            n_accepted=len(counted_mentions(mentions, self.audience)),
            n_unreviewed=int((~accepted["is_reviewed"]).sum()),
            n_to_review=int((mentions["status"] == "to_review").sum()),
            edition=self.edition,
        )

    @property
    def counted(self) -> tuple[str, ...]:
        """The governments that the figures speak of."""
        tables = self.store.read("respondents"), self.store.read("answers")
        return list_counted(self.forum, *tables)

    @property
    def disclosure(self) -> Disclosure:
        """What the audience may see."""
        return decide_disclosure(self.forum, self.audience, self.counted)

    @property
    def cut_off(self) -> dt.date | None:
        """The day up to which answers are counted: the one asked for, else the latest one's."""
        if self.as_of:
            return dt.date.fromisoformat(self.as_of)
        latest = self.store.read("respondents")["submitted_at"].max()
        if pd.isna(latest):
            return None
        return pd.Timestamp(latest).tz_convert(self.forum.timezone).date()

    def describe_countries(self, language: str) -> list[CountryFact]:
        """Return the roster as the page tells it."""
        status = self.disclosure.cut("response_status", self.store.read("response_status"))
        with_pages = self.with_pages if self.disclosure.may_show("countries") else ()
        return [
            CountryFact(
                iso3=row["country_iso3"],
                name=reference.country(row["country_iso3"]).name[language],
                conference=none_if_missing(row["conference"]),
                status=row["status"],
                validation=none_if_missing(row["validation"]),
                has_page=row["country_iso3"] in with_pages,
                n_answered=int(row["n_answered"]),
            )
            for row in status.to_dict("records")
        ]

    def describe_sources(self) -> list[SourceFact]:
        """Return each file with its hash, those of documents it cites, and its sums of cells."""
        cited = list_documents(self.forum)
        sums = self.store.read("reconciliation").groupby("source_file")[list(CELLS)].sum()
        return [
            SourceFact(
                alias=row["source_file"],
                sha256=(
                    row["sha256"],
                    *dict.fromkeys(
                        one.sha256
                        for one in cited
                        if one.sha256 and one.source_file == row["source_file"]
                    ),
                ),
                tool=row["tool"],
                n_rows=row["n_rows"],
                **{name: int(sums.loc[row["source_file"], name]) for name in CELLS},
            )
            for row in self.store.read("sources").to_dict("records")
        ]


def none_if_missing(value: object) -> str | None:
    """Return a text, or None where the table has none."""
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]
