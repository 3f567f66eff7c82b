"""The standing of the 23 objectives in a group: how many mention each, its score, its rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gcm_analysis.mapping.audiences import PLAIN_METHODS
from gcm_analysis.priorities.questions import N_OBJECTIVES, OBJECTIVES, Floats
from gcm_analysis.priorities.ranks import rank_standings
from gcm_analysis.priorities.tally import Tally, summarize


@dataclass(frozen=True)
class Standing:
    """How the 23 objectives stand in one group of units.

    Parameters
    ----------
    n_answered : int
        Units that answered at least one priority question.
    n_could_mention : array
        Of these, the units that answered a question that could name the objective.
    n_mentioning, score, rank, reviewed_share : arrays
        NaN where there is none.
    """

    n_answered: int
    n_could_mention: Floats
    n_mentioning: Floats
    score: Floats
    rank: Floats
    reviewed_share: Floats

    @property
    def share(self) -> Floats:
        """Share of the units that answered which mention the objective."""
        return self.n_mentioning / (self.n_answered or np.nan)

    def columns(self) -> dict[str, object]:
        """Return the figures as columns of a table, 23 rows."""
        return {
            "n_answered": self.n_answered,
            "n_could_mention": self.n_could_mention.astype(np.int64),
            "n_mentioning": self.n_mentioning.astype(np.int64),
            "share": self.share,
            "score": self.score,
            "rank": write_ranks(self.rank),
            "reviewed_share": self.reviewed_share,
        }


def stand(tally: Tally) -> Standing:
    """Return the standing of the objectives among all units of a tally."""
    scores = tally.scores()
    n_mentioning, score = summarize(tally.mentioned, scores)
    return Standing(
        n_answered=len(tally.units),
        n_could_mention=(~np.isnan(scores)).sum(axis=0).astype(float),
        n_mentioning=n_mentioning,
        score=score,
        rank=rank_standings(n_mentioning, score),
        reviewed_share=share_reviewed(tally),
    )


def mark_reviewed(codes: pd.DataFrame) -> pd.Series[bool]:
    """Tell which codes wait for nobody: explicit references, mapped options, reviewed codes.

    These are the codes that count for every audience (rule 12).
    """
    return codes["is_reviewed"].astype(bool) | codes["method"].isin(PLAIN_METHODS)


def review_cells(codes: pd.DataFrame) -> pd.Series[bool]:
    """Tell of every unit and objective mentioned whether one reviewed code is enough for it.

    Returns
    -------
    Series of bool
        Indexed by unit and objective_id; only what is mentioned.
    """
    said = codes[codes["is_mention"].astype(bool)]
    return mark_reviewed(said).groupby([said["unit"], said["objective_id"]]).any()


def share_reviewed(tally: Tally) -> Floats:
    """Return, of the units that mention each objective, the share that rests on reviewed codes."""
    shares = review_cells(tally.codes).groupby(level="objective_id").mean()
    return np.asarray(shares.reindex(list(OBJECTIVES)), dtype=float).reshape(N_OBJECTIVES)


def write_ranks(ranks: Floats) -> pd.Series[int]:
    """Return ranks as nullable whole numbers."""
    return pd.Series(np.ravel(ranks)).astype("Int64")
