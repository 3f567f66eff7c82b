"""What the analyst has chosen, and how the 23 objectives stand among the chosen countries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from gcm_analysis.explorer.material import Material
from gcm_analysis.priorities.questions import OBJECTIVES, Floats
from gcm_analysis.priorities.scopes import Conference
from gcm_analysis.priorities.sensitivity import rank_by_rules
from gcm_analysis.priorities.standings import write_ranks
from gcm_analysis.priorities.tally import summarize

Rule = Literal["mentions", "points", "borda", "copeland", "schulze", "kemeny"]
Order = Literal["place", "number"]
RULES: tuple[Rule, ...] = ("mentions", "points", "borda", "copeland", "schulze", "kemeny")
ORDERS: tuple[Order, ...] = ("place", "number")
SCOPES: tuple[Conference, ...] = ("ALL", "RCM", "SACM")


@dataclass(frozen=True)
class Choice:
    """What is looked at.

    Parameters
    ----------
    scope : str
        ALL, RCM or SACM.
    countries : tuple of str
        ISO3 codes of governments of the scope that answered.
    rule : str
        The counting rule.
    order : str
        Whether the objectives stand by place or by number.
    """

    scope: Conference
    countries: tuple[str, ...]
    rule: Rule = "mentions"
    order: Order = "place"

    def is_whole(self, material: Material) -> bool:
        """Tell whether every government of the scope that answered is chosen."""
        return set(self.countries) == set(material.answered_in(self.scope))


def choose_scope(material: Material, scope: Conference, rule: Rule = "mentions") -> Choice:
    """Return the choice of all governments of a scope that answered."""
    return Choice(scope, material.answered_in(scope), rule)


def stand_objectives(
    priorities: pd.DataFrame, countries: tuple[str, ...], rule: Rule = "mentions"
) -> pd.DataFrame:
    """Return how the 23 objectives stand among some countries under a counting rule.

    Parameters
    ----------
    priorities : DataFrame
        Country x objective.
    countries : tuple of str
        ISO3 codes of countries that answered.
    rule : str
        "mentions" orders by the number of countries, "points" by the mean score; the others
        by the order that the countries' own lists make together.

    Returns
    -------
    DataFrame
        In order of the objectives: `objective_id`, `n_answered`, `n_could_mention`,
        `n_mentioning`, `score` (mean, null where nobody could name it), `rank` (competition
        rank under the rule), `n_behind` (objectives that stand behind it under the rule).
    """
    mentioned = spread(priorities, countries, "is_mentioned") == 1.0
    scores = spread(priorities, countries, "score")
    n_mentioning, score = summarize(mentioned, scores)
    ranks = rank_by_rules(mentioned, scores)[rule]
    with np.errstate(invalid="ignore"):
        n_behind = (ranks[None, :] > ranks[:, None]).sum(axis=1)
    return pd.DataFrame(
        {
            "objective_id": OBJECTIVES,
            "n_answered": len(countries),
            "n_could_mention": (~np.isnan(scores)).sum(axis=0),
            "n_mentioning": n_mentioning.astype(np.int64),
            "score": score,
            "rank": write_ranks(ranks),
            "n_behind": n_behind,
        }
    )


def spread(priorities: pd.DataFrame, countries: tuple[str, ...], column: str) -> Floats:
    """Return a column of priorities as an array, countries x 23."""
    own = priorities[priorities["country_iso3"].isin(countries)]
    table = own.astype({column: float}).pivot(
        index="country_iso3", columns="objective_id", values=column
    )
    return np.asarray(table.reindex(index=list(countries), columns=list(OBJECTIVES)), dtype=float)


def order_objectives(standings: pd.DataFrame, order: Order) -> pd.DataFrame:
    """Return the objectives by place (ties in number order, what has no place last) or number."""
    keys = ["rank", "objective_id"] if order == "place" else ["objective_id"]
    return standings.sort_values(keys, na_position="last").reset_index(drop=True)
