"""What is explored: the tables of a forum's last run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import Decision, expected_governments, load_decisions, load_forum
from gcm_analysis.forum.model import Audience, Forum
from gcm_analysis.priorities.coding import code_answers
from gcm_analysis.priorities.scopes import is_in_scope, list_governments
from gcm_analysis.reference import conference_of
from gcm_analysis.store import TableStore
from gcm_analysis.workspace import Workspace

COUNTED_TABLE = "priorities"
"""The table without which there is nothing to explore."""


@dataclass(eq=False)
class NotForPublic(GcmError):
    """Exploring was asked for as the public sees the figures."""

    def sentence(self) -> str:
        """Say why, and which audiences there are."""
        return (
            "The explorer shows single countries, which the public edition never does: "
            "set the parameter 'audience' to 'internal' or 'participants'."
        )


@dataclass(frozen=True)
class Material:
    """A forum with the tables that its last run wrote.

    Parameters
    ----------
    forum : Forum
    audience : str
        Decides which mentions count, and whose words are shown.
    priorities, respondents, answers, mentions : DataFrame
        The tables of these names.
    decisions : tuple of Decision
        What people redacted and cleared.
    """

    forum: Forum
    audience: Audience
    priorities: pd.DataFrame
    respondents: pd.DataFrame
    answers: pd.DataFrame
    mentions: pd.DataFrame
    decisions: tuple[Decision, ...]

    @cached_property
    def answered(self) -> tuple[str, ...]:
        """ISO3 codes of the governments that answered a priority question, sorted."""
        return tuple(sorted(self.priorities["country_iso3"].unique()))

    @cached_property
    def pending(self) -> tuple[str, ...]:
        """ISO3 codes of the governments of the roster whose answer is pending, sorted."""
        return tuple(sorted(set(expected_governments(self.forum)) - set(self.answered)))

    @cached_property
    def codes(self) -> pd.DataFrame:
        """Every reading of a priority answer that counts or is still being read.

        `answer_id`, `country_iso3`, `conference`, `question_id`, `topic_id`, `objective_id`,
        `points` (0 to 1), `is_mention` (rule 3), `is_counted` (rule 12), `method`,
        `confidence`, `is_reviewed`, `evidence`.
        """
        units = list_governments(self.forum, self.respondents)
        coding = code_answers(
            self.forum, units, self.answers, self.mentions, audience=self.audience
        )
        words = self.mentions[["answer_id", "objective_id", "evidence"]]
        codes = coding.codes.merge(words, on=["answer_id", "objective_id"], how="left")
        conference = codes["unit"].map(conference_of)
        return codes.rename(columns={"unit": "country_iso3"}).assign(conference=conference)

    def answered_in(self, scope: str) -> tuple[str, ...]:
        """Return the governments of a scope (ALL, RCM, SACM) that answered."""
        return keep_scope(self.answered, scope)

    def pending_in(self, scope: str) -> tuple[str, ...]:
        """Return the governments of a scope whose answer is pending."""
        return keep_scope(self.pending, scope)


def keep_scope(countries: tuple[str, ...], scope: str) -> tuple[str, ...]:
    """Return the countries that belong to a scope: membership decides (rule 10).

    >>> keep_scope(("COL", "MEX"), "SACM")
    ('COL',)
    """
    inside = is_in_scope(countries, scope)  # type: ignore[arg-type]
    return tuple(iso3 for iso3, is_in in zip(countries, inside, strict=True) if is_in)


def list_forums(workspace: Workspace, audience: Audience = "internal") -> tuple[str, ...]:
    """Return the forums that have been run for an audience, sorted.

    Parameters
    ----------
    workspace : Workspace
    audience : str
    """
    return tuple(
        name
        for name in workspace.forum_names()
        if COUNTED_TABLE in find_stores(workspace, name, audience)[1].names()
    )


def find_stores(
    workspace: Workspace, name: str, audience: Audience
) -> tuple[TableStore, TableStore]:
    """Return a forum's tables for everyone, and those counted for an audience."""
    folder = workspace.processed_forum(name)
    return TableStore(folder), TableStore(folder if audience == "internal" else folder / audience)


def read_material(workspace: Workspace, name: str, audience: Audience = "internal") -> Material:
    """Read the tables of a forum's last run.

    Parameters
    ----------
    workspace : Workspace
    name : str
        Folder of the forum.
    audience : {"internal", "participants"}

    Raises
    ------
    MissingTable
        The forum has not been run for this audience.
    NotForPublic
        The audience is the public.
    """
    if audience == "public":
        raise NotForPublic
    forum = load_forum(workspace, name)
    store, counted = find_stores(workspace, name, audience)
    return Material(
        forum=forum,
        audience=audience,
        priorities=counted.read(COUNTED_TABLE),
        respondents=store.read("respondents"),
        answers=store.read("answers"),
        mentions=store.read("mentions"),
        decisions=load_decisions(forum),
    )
