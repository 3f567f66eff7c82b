"""What too few governments could mention: for the public, taken out before anything is counted.

Taken out afterwards, it would still be told by the gap that it leaves among the ranks.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gcm_analysis.priorities.coding import Coding
from gcm_analysis.priorities.disclosure import Disclosure
from gcm_analysis.priorities.questions import Booleans
from gcm_analysis.priorities.scopes import CONFERENCES, is_in_scope


def hide_small_groups(coding: Coding, shown: Disclosure) -> Coding:
    """Return what governments said without the objectives that too few could mention.

    Parameters
    ----------
    coding : Coding
        Of governments.
    shown : Disclosure
        For an audience that sees single governments nothing is hidden.
    """
    if not shown.is_public:
        return coding
    could = ~np.isnan(coding.count().scores())
    return take_out(coding, ~find_groups(could, coding.units, shown))


def hide_small_bases(coding: Coding, minimum: int) -> Coding:
    """Return what other respondents said without the objectives that too few could mention."""
    n_could = (~np.isnan(coding.count().scores())).sum(axis=0)
    return take_out(coding, n_could < minimum)


def find_groups(could: Booleans, units: tuple[str, ...], shown: Disclosure) -> Booleans:
    """Tell of each column whether those that could mention it are groups, however subtracted.

    Parameters
    ----------
    could : array, governments x columns
    units : tuple of str
        ISO3 codes of the rows.
    shown : Disclosure
    """
    sizes = {scope: could[is_in_scope(units, scope)].sum(axis=0) for scope in CONFERENCES}
    return np.array(
        [
            shown.is_group({scope: int(sizes[scope][column]) for scope in CONFERENCES})
            for column in range(could.shape[1])
        ],
        dtype=bool,
    )


def take_out(coding: Coding, hidden: Booleans) -> Coding:
    """Return what was said as if the form had not let anybody name some objectives."""
    numbers = np.flatnonzero(hidden) + 1
    return replace(
        coding,
        nameable=coding.nameable & ~hidden,
        codes=coding.codes[~coding.codes["objective_id"].isin(numbers)].reset_index(drop=True),
    )
