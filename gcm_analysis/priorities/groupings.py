"""The objectives seen in groups: stages of migration, areas, round tables, SDG targets."""

from __future__ import annotations

import pandas as pd

from gcm_analysis import reference
from gcm_analysis.priorities.scopes import CONFERENCES, is_in_scope
from gcm_analysis.priorities.tables import make_table


def group_priorities(key: str, priorities: pd.DataFrame) -> pd.DataFrame:
    """Count the governments that mention any objective of each group, each government once.

    Parameters
    ----------
    key : str
        A grouping of `reference.groupings()`: stage, forum_area, round_table, thematic_area,
        vision_360, sdg.
    priorities : DataFrame
        The table `priorities`.

    Returns
    -------
    DataFrame
        `grouping`, `scope` (RCM, SACM, ALL, then each country that answered), `group`,
        `n_answered`, `n_mentioning` (governments), `share`, `n_mentions` (mentions of an
        objective by a government). An objective of two groups counts in both, so shares do
        not add up to 1.
    """
    countries = tuple(sorted(priorities["country_iso3"].unique()))
    mentioned = priorities[priorities["is_mentioned"]]
    rows: list[dict[str, object]] = []
    for scope in (*CONFERENCES, *countries):
        members = set(select_members(countries, scope))
        inside = mentioned[mentioned["country_iso3"].isin(members)]
        for group in reference.grouping(key).groups:
            within = inside[inside["objective_id"].isin(group.objectives)]
            n_mentioning = within["country_iso3"].nunique()
            rows.append(
                {
                    "grouping": key,
                    "scope": scope,
                    "group": str(group.key),
                    "n_answered": len(members),
                    "n_mentioning": n_mentioning,
                    "share": n_mentioning / len(members) if members else None,
                    "n_mentions": len(within),
                }
            )
    return make_table(pd.DataFrame(rows), "groupings")


def select_members(countries: tuple[str, ...], scope: str) -> tuple[str, ...]:
    """Return the countries of a scope: a conference, or one country."""
    if scope not in CONFERENCES:
        return (scope,)
    inside = is_in_scope(countries, scope)
    return tuple(iso3 for iso3, keep in zip(countries, inside, strict=True) if keep)
