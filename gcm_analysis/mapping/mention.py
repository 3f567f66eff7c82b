"""One answer saying one objective, before it is a row of the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Literal

import pandas as pd

from gcm_analysis.mapping.tables import validate_mentions

Method = Literal["reference", "option", "phrase", "suggestion", "review"]
MentionStatus = Literal["accepted", "to_review", "rejected"]


@dataclass(frozen=True)
class Mention:
    """One answer saying one objective.

    Parameters
    ----------
    answer_id : str
    objective_id : int
        1 to 23.
    weight : float
        Share of the answer's one point; 0 unless accepted.
    method : str
        How it was read.
    confidence : float
        Probability, 0 to 1, that a person would read it so; 1 where a person did.
    evidence : str
        The words.
    status : {"accepted", "to_review", "rejected"}
    is_reviewed : bool
        Whether a person decided it.
    decided_by, decided_on : str or None
        Who, and the day as YYYY-MM-DD.
    """

    answer_id: str
    objective_id: int
    weight: float
    method: Method
    confidence: float
    evidence: str
    status: MentionStatus
    is_reviewed: bool = False
    decided_by: str | None = None
    decided_on: str | None = None


def make_mentions_table(mentions: Iterable[Mention]) -> pd.DataFrame:
    """Return mentions as the table `mentions`, sorted by answer and objective."""
    ordered = sorted(mentions, key=lambda mention: (mention.answer_id, mention.objective_id))
    columns = [field.name for field in fields(Mention)]
    return validate_mentions(
        pd.DataFrame([asdict(mention) for mention in ordered], columns=columns)
    )
