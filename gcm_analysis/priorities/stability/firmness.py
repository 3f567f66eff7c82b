"""How firm a rank is: the bands together, the widest one, and the word for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gcm_analysis.priorities.frames import Firmness
from gcm_analysis.priorities.questions import N_OBJECTIVES, Booleans, Floats
from gcm_analysis.priorities.stability.band import Band
from gcm_analysis.priorities.stability.left_out import FEWEST


@dataclass(frozen=True)
class RankBand:
    """The bands of the 23 ranks, together.

    Parameters
    ----------
    low, high : arrays
        Best and worst rank over all bands and the observed one; NaN where there is no rank.
    driver : list
        The widest band by name; None where no band moves the rank.
    firmness : list
        What the rank depends on: the widest band, else the counting rule, else nothing.
    """

    low: Floats
    high: Floats
    driver: list[str | None]
    firmness: list[Firmness | None]


def judge_ranks(
    ranks: Floats, bands: dict[str, Band], depends_on_rule: Booleans, n_answered: int
) -> RankBand:
    """Say of each rank how far it may move and what it depends on.

    A rank is firm where it is the same whoever is left out, whatever the pending governments
    answer, however doubtful codes are read, and where no two counting rules put the
    objective on different sides of another. Where a single country answered, it depends on it.

    Parameters
    ----------
    ranks : array
    bands : dict of str to Band
        In the order in which equally wide ones are named.
    depends_on_rule : array
    n_answered : int
    """
    ends = [(np.fmin(band.low, ranks), np.fmax(band.high, ranks)) for band in bands.values()]
    low = np.min([low for low, _ in ends], axis=0)
    high = np.max([high for _, high in ends], axis=0)
    widths = np.array([high - low for low, high in ends])
    names = list(bands)
    driver: list[str | None] = []
    firmness: list[Firmness | None] = []
    for objective in range(N_OBJECTIVES):
        if np.isnan(ranks[objective]):
            driver.append(None)
            firmness.append(None)
            continue
        widest = int(np.argmax(widths[:, objective]))
        named = names[widest] if widths[widest, objective] > 0 else None
        driver.append(named)
        firmness.append(name_firmness(named, bool(depends_on_rule[objective]), n_answered))
    has_rank = ~np.isnan(ranks)
    return RankBand(
        np.where(has_rank, low, np.nan), np.where(has_rank, high, np.nan), driver, firmness
    )


def name_firmness(driver: str | None, depends_on_rule: bool, n_answered: int) -> Firmness:
    """Return the word for one rank."""
    if driver == "pending":
        return "pending"
    if driver == "reading":
        return "reading"
    if driver == "country" or n_answered < FEWEST:
        return "country"
    return "rule" if depends_on_rule else "firm"
