"""The objectives seen in groups: stages of migration, areas, round tables, SDG targets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gcm_analysis import reference
from gcm_analysis.priorities.frames import make_table
from gcm_analysis.priorities.questions import N_OBJECTIVES, OBJECTIVES, Booleans
from gcm_analysis.priorities.scopes import CONFERENCES, is_in_scope


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
    countries, mentioned = lay_out_mentions(priorities)
    groups = reference.grouping(key).groups
    rows: list[dict[str, object]] = []
    for scope in (*CONFERENCES, *countries):
        inside = (
            is_in_scope(countries, scope)
            if scope in CONFERENCES
            else np.array([iso3 == scope for iso3 in countries])
        )
        n_answered = int(inside.sum())
        for group in groups:
            within = mentioned[inside][:, [number - 1 for number in group.objectives]]
            n_mentioning = int(within.any(axis=1).sum())
            rows.append(
                {
                    "grouping": key,
                    "scope": scope,
                    "group": str(group.key),
                    "n_answered": n_answered,
                    "n_mentioning": n_mentioning,
                    "share": n_mentioning / n_answered if n_answered else None,
                    "n_mentions": int(within.sum()),
                }
            )
    return make_table(rows, "groupings")


def group_all(priorities: pd.DataFrame) -> pd.DataFrame:
    """Count the governments in every grouping there is; as `group_priorities`."""
    tables = [group_priorities(one.key, priorities) for one in reference.groupings()]
    return pd.concat(tables, ignore_index=True)


def lay_out_mentions(priorities: pd.DataFrame) -> tuple[tuple[str, ...], Booleans]:
    """Return the countries that answered, sorted, and what each mentions, countries x 23."""
    table = priorities.pivot(index="country_iso3", columns="objective_id", values="is_mentioned")
    table = table.sort_index().reindex(columns=list(OBJECTIVES))
    return tuple(table.index), table.to_numpy(bool).reshape(-1, N_OBJECTIVES)
