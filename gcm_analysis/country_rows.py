"""What a country's page is made of: the country's own rows, and nothing of other countries.

A page that cannot see the rows of others need not be made again when only those change. The run
asks the same functions which rows a page would read now.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from gcm_analysis.forum.decisions import Decision, load_decisions

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Forum
    from gcm_analysis.store import TableStore


@dataclass(frozen=True)
class CountryRows:
    """One country's rows.

    Parameters
    ----------
    answers : DataFrame
        Of the submissions that count.
    mentions : DataFrame
        Of those answers.
    priorities : DataFrame
        Of the table of that name, as the audience sees it.
    decisions : tuple of Decision
        On those answers.
    """

    answers: pd.DataFrame
    mentions: pd.DataFrame
    priorities: pd.DataFrame
    decisions: tuple[Decision, ...]

    def fingerprint(self) -> str:
        """Return a hash that is the same for the same rows."""
        frames = (self.answers, self.mentions, self.priorities)
        content = [describe_frame(frame) for frame in frames]
        content.append([asdict(decision) for decision in self.decisions])
        text = json.dumps(content, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def describe_frame(frame: pd.DataFrame) -> object:
    """Return a table's columns, their types and its values."""
    return [[[name, str(kind)] for name, kind in frame.dtypes.items()], frame.to_numpy().tolist()]


@dataclass(frozen=True)
class CountryTables:
    """The tables that country pages are cut from.

    Parameters
    ----------
    respondents, answers, mentions, priorities : DataFrame
        The tables of these names.
    decisions : tuple of Decision
    """

    respondents: pd.DataFrame
    answers: pd.DataFrame
    mentions: pd.DataFrame
    priorities: pd.DataFrame
    decisions: tuple[Decision, ...]

    def rows_of(self, country: str) -> CountryRows:
        """Return the rows of a country.

        Parameters
        ----------
        country : str
            ISO 3166-1 alpha-3.
        """
        counted = self.respondents["status"] == "counted"
        ids = self.respondents.loc[counted, "respondent_id"]
        is_own = self.answers["country_iso3"] == country
        answers = self.answers[is_own & self.answers["respondent_id"].isin(ids)]
        own = set(answers["answer_id"])
        return CountryRows(
            answers=answers.reset_index(drop=True),
            mentions=self.mentions[self.mentions["answer_id"].isin(list(own))].reset_index(
                drop=True
            ),
            priorities=self.priorities[self.priorities["country_iso3"] == country].reset_index(
                drop=True
            ),
            decisions=tuple(one for one in self.decisions if one.target in own),
        )


def read_country_tables(forum: Forum, store: TableStore, counted: TableStore) -> CountryTables:
    """Return the tables that country pages are cut from.

    Parameters
    ----------
    forum : Forum
    store, counted : TableStore
        Tables that are the same for every audience, and those of one audience.
    """
    return CountryTables(
        respondents=store.read("respondents"),
        answers=store.read("answers"),
        mentions=store.read("mentions"),
        priorities=counted.read("priorities"),
        decisions=load_decisions(forum),
    )
