"""The three bands of every rank, kept apart and together, and what moves a rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

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
from gcm_analysis.priorities.tables import BANDS, make_table

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
    moves: list[pd.DataFrame] = []
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
    rows = pd.concat(moves, ignore_index=True) if moves else pd.DataFrame()
    return Stability(bands, ranks, make_table(rows, "rank_moves"))


@dataclass(frozen=True)
class Mover:
    """What moves a rank: a country left out, or one of its codes decided the other way."""

    band: str
    country_iso3: str
    answer_id: str | None = None
    objective_id: int | None = None


def list_country_moves(
    conference: str, countries: tuple[str, ...], ranks: Floats, without: Floats
) -> list[pd.DataFrame]:
    """List the ranks that change when a country is left out."""
    if len(countries) < FEWEST:
        return []
    return [
        describe_moves(conference, ranks, after, Mover("country", iso3))
        for iso3, after in zip(countries, without, strict=True)
        if has_moved(ranks, after).any()
    ]


def list_code_moves(
    conference: str, doubtful: DoubtfulCodes, inside: Booleans, ranks: Floats, turned: Floats
) -> list[pd.DataFrame]:
    """List the ranks that change when one doubtful code is decided the other way."""
    codes = doubtful.codes
    return [
        describe_moves(conference, ranks, turned[row], Mover("reading", iso3, answer_id, number))
        for row, (iso3, answer_id, number) in enumerate(
            zip(codes["unit"], codes["answer_id"], codes["objective_id"], strict=True)
        )
        if inside[doubtful.unit[row]] and has_moved(ranks, turned[row]).any()
    ]


def has_moved(before: Floats, after: Floats) -> Booleans:
    """Tell which ranks differ; a rank that comes or goes does."""
    return np.asarray((before != after) & ~(np.isnan(before) & np.isnan(after)))


def describe_moves(conference: str, before: Floats, after: Floats, mover: Mover) -> pd.DataFrame:
    """Return rows of `rank_moves` for the ranks that differ."""
    moved = has_moved(before, after)
    rows = pd.DataFrame(
        {
            "conference": conference,
            "objective_id": np.array(OBJECTIVES)[moved],
            "band": mover.band,
            "country_iso3": mover.country_iso3,
            "answer_id": mover.answer_id,
            "code_objective_id": mover.objective_id,
            "rank": write_ranks(before[moved]),
            "rank_after": write_ranks(after[moved]),
        }
    )
    return rows.astype({"answer_id": "str", "code_objective_id": "Int64"})
