"""Which mentions count for whom: the machine does not speak for a government (rule 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum.model import Audience

PLAIN_METHODS = ("reference", "option", "review")
"""Methods that repeat what a government wrote or chose, or that a person decided."""


def counted_mentions(mentions: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    """Return the mentions that count for an audience.

    Parameters
    ----------
    mentions : DataFrame
        The table `mentions`.
    audience : {"internal", "participants", "public"}
        Within the secretariat every accepted mention counts; beyond it only explicit
        references, mapped options and what a person has reviewed.

    Returns
    -------
    DataFrame
        The same columns, accepted rows only.
    """
    counted = mentions["status"] == "accepted"
    if audience != "internal":
        counted &= mentions["method"].isin(PLAIN_METHODS) | mentions["is_reviewed"]
    return mentions[counted].reset_index(drop=True)


def being_read(mentions: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    """Return the mentions that an audience sees only as "being read".

    Parameters
    ----------
    mentions : DataFrame
        The table `mentions`.
    audience : {"internal", "participants", "public"}

    Returns
    -------
    DataFrame
        Rows neither counted for the audience nor rejected by a person.
    """
    counted = counted_mentions(mentions, audience)
    keys = ["answer_id", "objective_id"]
    is_counted = mentions.set_index(keys).index.isin(counted.set_index(keys).index)
    return mentions[~is_counted & (mentions["status"] != "rejected")].reset_index(drop=True)
