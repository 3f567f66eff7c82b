"""The three bands of every rank, kept apart and together, and what moves a rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gcm_analysis.priorities.frames import BANDS, make_table
from gcm_analysis.priorities.questions import OBJECTIVES, Booleans, Floats
from gcm_analysis.priorities.scopes import CONFERENCES, count_expected, is_in_scope
from gcm_analysis.priorities.stability.band import Band
from gcm_analysis.priorities.stability.left_out import (
    FEWEST,
    measure_left_out,
    rank_without_each,
)
from gcm_analysis.priorities.stability.pending import measure_pending
from gcm_analysis.priorities.stability.reading import DoubtfulCodes, measure_reading
from gcm_analysis.priorities.standings import stand, write_ranks

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum
    from gcm_analysis.priorities.tally import Tally


@dataclass(frozen=True)
class Stability:
    """How far ranks can move, and for which reason.

    Parameters
    ----------
    bands : dict
        Of each conference, the bands by their name: pending, reading, country.
    ranks : dict
        Of each conference, the observed ranks.
    rank_moves : DataFrame
        The table of this name: which country, left out, and which code, decided the other way,
        moves which rank.
    """

    bands: dict[str, dict[str, Band]]
    ranks: dict[str, Floats]
    rank_moves: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """Return the table `stability`: each band of each rank apart."""
        rows = [
            pd.DataFrame(
                {
                    "conference": conference,
                    "objective_id": OBJECTIVES,
                    "band": name,
                    "rank": write_ranks(self.ranks[conference]),
                    "rank_low": write_ranks(bands[name].low),
                    "rank_high": write_ranks(bands[name].high),
                    "is_exact": bands[name].is_exact,
                    "n_cases": bands[name].n_cases,
                    "seed": bands[name].seed,
                }
            ).astype({"seed": "Int64"})
            for conference, bands in self.bands.items()
            for name in BANDS
        ]
        return make_table(pd.concat(rows, ignore_index=True), "stability")


def measure_stability(forum: Forum, tally: Tally, doubtful: DoubtfulCodes) -> Stability:
    """Measure the three bands of the 23 ranks of RCM, SACM and ALL.

    Parameters
    ----------
    forum : Forum
    tally : Tally
        Of all governments that answered, with the codes that count.
    doubtful : DoubtfulCodes
        Of the same governments.
    """
    scopes: dict[str, Booleans] = {name: is_in_scope(tally.units, name) for name in CONFERENCES}
    expected = count_expected(forum)
    drawn = doubtful.rank(doubtful.draw(), scopes)
    turned = doubtful.rank(doubtful.turn_each(), scopes)
    bands: dict[str, dict[str, Band]] = {}
    ranks: dict[str, Floats] = {}
    moves: list[Move] = []
    for name in CONFERENCES:
        inside = scopes[name]
        part = tally.select(inside)
        ranks[name] = stand(part).rank
        without = rank_without_each(part)
        n_pending = expected[name] - len(part.units)
        bands[name] = {
            "pending": measure_pending(forum, tally, part, n_pending),
            "reading": measure_reading(drawn[name]),
            "country": measure_left_out(without),
        }
        moves += list_country_moves(name, part.units, ranks[name], without)
        moves += list_code_moves(name, doubtful, inside, ranks[name], turned[name])
    rows = [row for move in moves for row in move.rows()]
    return Stability(bands, ranks, make_table(rows, "rank_moves"))


@dataclass(frozen=True)
class Move:
    """The ranks of a conference without a country, or with one code decided the other way."""

    conference: str
    band: str
    country_iso3: str
    answer_id: str | None
    code_objective_id: int | None
    before: Floats
    after: Floats

    def rows(self) -> list[dict[str, object]]:
        """Return rows of `rank_moves` for the ranks that differ; one that comes or goes does."""
        both_missing = np.isnan(self.before) & np.isnan(self.after)
        moved = np.flatnonzero((self.before != self.after) & ~both_missing)
        return [
            {
                "conference": self.conference,
                "objective_id": OBJECTIVES[index],
                "band": self.band,
                "country_iso3": self.country_iso3,
                "answer_id": self.answer_id,
                "code_objective_id": self.code_objective_id,
                "rank": self.before[index],
                "rank_after": self.after[index],
            }
            for index in moved.tolist()
        ]


def list_country_moves(
    conference: str, countries: tuple[str, ...], ranks: Floats, without: Floats
) -> list[Move]:
    """List the ranks without each country."""
    if len(countries) < FEWEST:
        return []
    return [
        Move(conference, "country", iso3, None, None, ranks, after)
        for iso3, after in zip(countries, without, strict=True)
    ]


def list_code_moves(
    conference: str, doubtful: DoubtfulCodes, inside: Booleans, ranks: Floats, turned: Floats
) -> list[Move]:
    """List the ranks with each doubtful code of the conference decided the other way."""
    codes = doubtful.codes
    named = zip(codes["unit"], codes["answer_id"], codes["objective_id"], strict=True)
    return [
        Move(conference, "reading", iso3, answer_id, number, ranks, turned[row])
        for row, (iso3, answer_id, number) in enumerate(named)
        if inside[doubtful.unit[row]]
    ]
