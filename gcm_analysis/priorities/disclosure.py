"""What each audience may be shown, so that nobody can tell what a single government said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from gcm_analysis import reference
from gcm_analysis.priorities.coded_counts import (
    HIGH,
    REST,
    Knowledge,
    code_apart,
    code_standings,
    know_nothing,
    know_sum,
    know_totals,
)

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Audience, Forum

Part = Literal["answers", "points", "countries", "comparison", "positions", "cells"]
SCOPES = ("ALL", "RCM", "SACM")
"""In the order of the report."""


def list_groups(scopes: Iterable[str], sizes: Mapping[str, int]) -> tuple[int, ...]:
    """Return the sizes of all groups that figures of some scopes show or give by subtraction.

    Parameters
    ----------
    scopes : iterable of str
        ALL, RCM, SACM, as far as they are shown.
    sizes : mapping
        Governments in each of the three.

    Examples
    --------
    ALL beside RCM gives everybody else; ALL beside both gives the States of neither.

    >>> list_groups(("ALL", "RCM"), {"ALL": 9, "RCM": 6, "SACM": 3})
    (9, 6, 3)
    """
    shown = [scope for scope in SCOPES if scope in set(scopes)]
    groups = [sizes[scope] for scope in shown]
    parts = [sizes[scope] for scope in shown if scope != "ALL"]
    if "ALL" in shown:
        groups += [sizes["ALL"] - part for part in parts]
        groups += [sizes["ALL"] - sum(parts)] if len(parts) > 1 else []
    return tuple(groups)


def is_safe(scopes: Iterable[str], sizes: Mapping[str, int], minimum: int) -> bool:
    """Tell whether figures of some scopes speak of nobody or of enough, however subtracted."""
    return all(n == 0 or n >= minimum for n in list_groups(scopes, sizes))


def choose_scopes(sizes: Mapping[str, int], minimum: int) -> tuple[str, ...]:
    """Return the scopes that the public may see side by side; ALL is one of them, or none is.

    Where both conferences are large enough but the States of neither are too few, both are
    left out: to show one of the two would be a choice between them.

    Examples
    --------
    >>> choose_scopes({"ALL": 9, "RCM": 6, "SACM": 3}, 5)
    ('ALL',)
    >>> choose_scopes({"ALL": 11, "RCM": 6, "SACM": 5}, 5)
    ('ALL', 'RCM', 'SACM')
    """
    if sizes["ALL"] < max(minimum, 1):
        return ()
    if is_safe(SCOPES, sizes, minimum):
        return SCOPES
    single = [
        scope for scope in SCOPES[1:] if sizes[scope] and is_safe(("ALL", scope), sizes, minimum)
    ]
    return ("ALL", *single) if len(single) == 1 else ("ALL",)


@dataclass(frozen=True)
class Disclosure:
    """What may be shown to one audience of one forum.

    Parameters
    ----------
    audience : str
        "internal", "participants" or "public".
    n_answered : mapping
        Governments that answered, in ALL, RCM and SACM.
    minimum : int
        `disclosure.public_minimum`: fewer governments are no group for the public.
    threshold : int
        `disclosure.response_threshold`: below it only the roster is circulated.
    """

    audience: Audience
    n_answered: Mapping[str, int]
    minimum: int
    threshold: int

    @property
    def is_public(self) -> bool:
        """Whether single governments must not be recognised."""
        return self.audience == "public"

    @property
    def is_roster_only(self) -> bool:
        """Whether this audience sees who answered, and nothing of what."""
        if self.audience == "internal":
            return False
        return self.n_answered["ALL"] < self.threshold or (self.is_public and not self._chosen)

    @property
    def _chosen(self) -> tuple[str, ...]:
        return choose_scopes(self.n_answered, self.minimum) if self.is_public else SCOPES

    @property
    def parts(self) -> tuple[str, ...]:
        """The conferences whose figures are shown beside those of all."""
        return tuple(scope for scope in self.scopes if scope != "ALL")

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes whose figures are shown, ALL first."""
        return () if self.is_roster_only else self._chosen

    def may_show(self, part: Part) -> bool:
        """Tell whether a part of the report is for this audience.

        Parameters
        ----------
        part : {"answers", "points", "countries", "comparison", "positions", "cells"}
            Anything counted from answers; whatever would narrow the public's ranges (points,
            bands, rules, change); what single countries said; RCM and SACM side by side; who
            stands near whom and which country moves a rank; places in the files.
        """
        if part == "positions":
            return self.audience == "internal"
        if part in ("points", "countries", "cells"):
            return bool(self.scopes) and not self.is_public
        if part == "comparison":
            return len(self.scopes) == len(SCOPES)
        return bool(self.scopes)

    def is_group(self, sizes: Mapping[str, int]) -> bool:
        """Tell whether a figure over these numbers of governments speaks of no small group."""
        return not self.is_public or (
            sizes["ALL"] > 0 and is_safe(self.scopes, sizes, self.minimum)
        )

    def cut(
        self, name: str, table: pd.DataFrame, *, priorities: pd.DataFrame | None = None
    ) -> pd.DataFrame:
        """Return what this audience may see of a table; what it may not see is not in it.

        Parameters
        ----------
        name : str
            Of the table: a key of `CUTS`; any other table is returned as it is.
        table : DataFrame
        priorities : DataFrame or None
            The table of that name: how many objectives each government mentions, which a form
            may fix. Without it a reader is taken to know how many mentions there are in all.
        """
        if name == "conference_priorities" and priorities is not None:
            return cut_objectives(self, table, priorities)
        return CUTS[name](self, table) if name in CUTS else table


def decide_disclosure(forum: Forum, audience: Audience, answered: Iterable[str]) -> Disclosure:
    """Decide what an audience may see once these governments have answered.

    Parameters
    ----------
    forum : Forum
        Its `disclosure` holds the two numbers.
    audience : {"internal", "participants", "public"}
    answered : iterable of str
        ISO3 codes of the governments that answered a priority question.
    """
    conferences = [reference.conference_of(iso3) for iso3 in set(answered)]
    sizes = {scope: conferences.count(scope) for scope in ("RCM", "SACM")}
    return Disclosure(
        audience=audience,
        n_answered={"ALL": len(conferences), **sizes},
        minimum=forum.disclosure.public_minimum,
        threshold=forum.disclosure.response_threshold,
    )


def keep_scopes(shown: Disclosure, table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Keep the rows of the scopes shown, and those of countries where countries are shown."""
    of_all = table[column].isin(list(SCOPES))
    kept = table[column].isin(list(shown.scopes)) | (~of_all & shown.may_show("countries"))
    return table[kept].reset_index(drop=True)


def cut_topics(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the scopes shown, without what too few could mention; for the public, coded counts."""
    knowledge = know_totals(count_items(shown, table, "scope")) if shown.is_public else know_sum
    return cut_standings(shown, table, "scope", "topic_id", knowledge)


def cut_objectives(
    shown: Disclosure, table: pd.DataFrame, priorities: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Keep the scopes shown, without what too few could mention; for the public, coded counts."""
    knowledge: Knowledge = know_sum
    if shown.is_public and priorities is not None and len(priorities):
        said = priorities.assign(n_mentioning=priorities["is_mentioned"].astype(int))
        knowledge = know_totals(count_items(shown, said, "country_iso3"))
    return cut_standings(shown, table, "conference", "objective_id", knowledge)


def cut_standings(
    shown: Disclosure, table: pd.DataFrame, column: str, item: str, knowledge: Knowledge
) -> pd.DataFrame:
    """Keep the scopes shown of a table of topics or objectives; for the public, coded counts."""
    kept = keep_scopes(shown, table, column)
    if not shown.is_public or not len(kept) or HIGH in kept:
        return kept
    could = kept.pivot(index=item, columns=column, values="n_could_mention")
    hidden = [key for key, row in could.iterrows() if not shown.is_group(count_by_scope(row))]
    left = kept[~kept[item].isin(hidden)].reset_index(drop=True)
    return code_standings(left, shown.parts, scope=column, item=item, knowledge=knowledge)


def cut_principles(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the scopes shown; for the public, coded counts."""
    kept = keep_scopes(shown, table, "conference")
    if not shown.is_public or not len(kept) or HIGH in kept:
        return kept
    return code_standings(
        kept, shown.parts, scope="conference", item="principle_id", knowledge=know_nothing
    )


def cut_groupings(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the scopes shown; for the public, coded counts, each grouping by itself."""
    kept = keep_scopes(shown, table, "scope")
    if not shown.is_public or not len(kept) or HIGH in kept:
        return kept
    coded = [
        code_standings(
            kept[kept["grouping"] == key],
            shown.parts,
            scope="scope",
            item="group",
            knowledge=know_totals(count_items(shown, table[table["grouping"] == key], "scope")),
        )
        for key in dict.fromkeys(kept["grouping"])
    ]
    return pd.concat(coded, ignore_index=True)


def count_items(shown: Disclosure, table: pd.DataFrame, column: str) -> dict[str, list[int]]:
    """Return how many items each government mentions, by the groups that are told apart."""
    of_one = table[~table[column].isin(list(SCOPES))]
    totals: dict[str, list[int]] = {}
    for iso3, n in of_one.groupby(column)["n_mentioning"].sum().items():
        conference = reference.conference_of(str(iso3))
        part = conference if conference in shown.parts else REST
        totals.setdefault(str(part), []).append(int(n))
    return totals


def count_by_scope(numbers: pd.Series[int]) -> dict[str, int]:
    """Return numbers of governments by scope."""
    return {str(scope): int(n) for scope, n in numbers.items()}


def cut_respondents(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the types of respondents that are groups, and what enough of them could mention.

    For the public, counts are coded.
    """
    if not shown.may_show("answers"):
        return table.iloc[:0]
    if not shown.is_public:
        return table
    if HIGH in table:
        return table
    kept = table[table["n_could_mention"] >= shown.minimum].reset_index(drop=True)
    return code_apart(kept, "respondent_type", "objective_id") if len(kept) else kept


def cut_agreement(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the agreement of groups: that of two or three governments is who stands near whom.

    Full agreement of any number tells what each of them answered: none for the public.
    """
    kept = keep_scopes(shown, table, "conference")
    if shown.may_show("positions"):
        return kept
    if shown.is_public:
        return kept.iloc[:0]
    return kept[kept["n_raters"] >= shown.minimum].reset_index(drop=True)


def cut_comparison(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the objectives on which both conferences are groups.

    For the public nothing but which they are: their counts stand in `conference_priorities`.
    """
    if not shown.may_show("comparison"):
        return table.iloc[:0]
    if not shown.is_public:
        return table
    told = ["objective_id", "rcm_n_answered", "sacm_n_answered", "is_comparable"]
    if list(table.columns) == told:
        return table
    has_score = table["rcm_score"].notna() | table["sacm_score"].notna()
    return table.loc[has_score, told].reset_index(drop=True)


def cut_points(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the scopes shown of what is reckoned from points, and change; for the public, nothing.

    Beside the counts of all that answered, those of the governments that answered two forums
    tell of the ones that answered one alone, and the change of a range tells of its ends.
    """
    return keep_scopes(shown, table, "conference") if shown.may_show("points") else table.iloc[:0]


def cut_countries(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep what single countries said, or nothing."""
    return table if shown.may_show("countries") else table.iloc[:0]


def cut_positions(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep who stands near whom and what moves a rank, or nothing."""
    return table if shown.may_show("positions") else table.iloc[:0]


def cut_status(shown: Disclosure, table: pd.DataFrame) -> pd.DataFrame:
    """Keep who answered; the public is not told who answered in part, how much and when."""
    if not shown.is_public:
        return table
    has_answered = (table["status"] != "pending") & (table["n_answered"] > 0)
    status = has_answered.map({True: "answered", False: "pending"}).astype(table["status"].dtype)
    answered = table["n_questions"].where(has_answered, 0)
    return table.assign(status=status, n_answered=answered, submitted_at=None, validation=None)


CUTS: dict[str, Callable[[Disclosure, pd.DataFrame], pd.DataFrame]] = {
    "topic_priorities": cut_topics,
    "conference_priorities": cut_objectives,
    "stability": cut_points,
    "sensitivity": cut_points,
    "principles": cut_principles,
    "groupings": cut_groupings,
    "agreement": cut_agreement,
    "respondent_priorities": cut_respondents,
    "comparison": cut_comparison,
    "trends": cut_points,
    "priorities": cut_countries,
    "respondents": cut_countries,
    "answers": cut_countries,
    "mentions": cut_countries,
    "principle_mentions": cut_countries,
    "issues": cut_countries,
    "reconciliation": cut_countries,
    "pair_agreement": cut_positions,
    "rank_moves": cut_positions,
    "response_status": cut_status,
}
"""How each table is cut."""
