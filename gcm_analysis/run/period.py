"""The days on which a forum is run by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import Forum


@dataclass(eq=False)
class NoPeriod(GcmError):
    """forum.yml does not say when answers come in."""

    forum: str
    missing: str

    def sentence(self) -> str:
        """Name the date that is missing."""
        return (
            f"data/raw/{self.forum}/forum.yml has no `{self.missing}` under `dates`: nightly runs "
            "go from the opening of the survey to the forum; add the day."
        )


@dataclass(frozen=True)
class Period:
    """The days on which a forum is run by itself, both ends included."""

    first: dt.date
    last: dt.date


def find_period(forum: Forum) -> Period:
    """Return the days from the opening of the survey to the beginning of the forum.

    Raises
    ------
    NoPeriod
        One of the two is not in forum.yml.
    """
    first, last = forum.dates.survey_opens, forum.dates.forum_starts
    if first is None or last is None:
        missing = "survey_opens" if first is None else "forum_starts"
        raise NoPeriod(forum.forum, missing)
    return Period(first, last)
