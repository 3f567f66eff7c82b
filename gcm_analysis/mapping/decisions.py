"""What people have decided about answers, and whether it still holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gcm_analysis.errors import GcmError

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.forum import Decision

ANSWER_KINDS = ("mentions", "redact", "clear")
"""Kinds of decision whose target is an answer."""
_SHARE = re.compile(r"^(\d{1,2})(?::(\d+(?:\.\d+)?))?$")


@dataclass(eq=False)
class WrongObjectives(GcmError):
    """A decision names its objectives in a way that cannot be read."""

    target: str
    value: str
    part: str

    def sentence(self) -> str:
        """Name the file, the answer, the part that is wrong and the form expected."""
        return (
            f"decisions.csv: the decision on the answer {self.target!r} has the value "
            f"{self.value!r}, whose part {self.part!r} is no objective: write numbers from "
            "1 to 23 parted by ';', each at most once, with shares if need be (5;6 or "
            "5:0.7;6:0.3), or nothing for none of the 23."
        )


def hash_text(text: str | None) -> str:
    """Return the SHA-256 by which a decision knows the text it was made on."""
    return hashlib.sha256((text or "").encode("utf-8", "surrogatepass")).hexdigest()


def read_shares(value: str, target: str) -> dict[int, float]:
    """Read the objectives of a decision, with shares that sum to 1.

    Parameters
    ----------
    value : str
        "5;6", "5:0.7;6:0.3", or "" for none of the 23. An objective without a share weighs
        as much as any other without one: 1 before all are brought to a sum of 1.
    target : str
        The answer, for the message.

    Returns
    -------
    dict of int to float
        In order of the numbers.

    Raises
    ------
    WrongObjectives

    Examples
    --------
    >>> read_shares("6;5", "mex")
    {5: 0.5, 6: 0.5}
    """
    shares: dict[int, float] = {}
    for part in filter(None, (part.strip() for part in value.split(";"))):
        found = _SHARE.match(part)
        number = int(found.group(1)) if found else 0
        share = float(found.group(2) or 1) if found else 0.0
        if not 1 <= number <= 23 or number in shares or share <= 0:
            raise WrongObjectives(target=target, value=value, part=part)
        shares[number] = share
    return share_out(shares)


def share_out(weights: Mapping[int, float]) -> dict[int, float]:
    """Bring weights to a sum of 1, in order of the objectives."""
    total = sum(weights.values())
    return {number: weights[number] / total for number in sorted(weights)}


def write_shares(objectives: Iterable[int]) -> str:
    """Write objectives of equal share as a decision's value.

    >>> write_shares([6, 5])
    '5;6'
    """
    return ";".join(str(number) for number in sorted(objectives))


def latest_decisions(decisions: Iterable[Decision], kind: str) -> dict[str, Decision]:
    """Return the last decision of a kind on each target: a later line overrules an earlier."""
    return {decision.target: decision for decision in decisions if decision.kind == kind}


def words_to_remove(decisions: Iterable[Decision]) -> dict[str, tuple[str, ...]]:
    """Return all words that people removed from each answer, first decided first."""
    words: dict[str, tuple[str, ...]] = {}
    for decision in decisions:
        if decision.kind == "redact" and decision.value.strip():
            kept = words.get(decision.target, ())
            words[decision.target] = tuple(dict.fromkeys((*kept, decision.value.strip())))
    return words


def cleared_answers(
    decisions: Iterable[Decision], answers: pd.DataFrame | None = None
) -> frozenset[str]:
    """Return the answers whose words may circulate beyond the secretariat.

    Parameters
    ----------
    decisions : iterable of Decision
    answers : DataFrame or None
        The table `answers`. Where it is given, a clearance of words that have changed since
        does not count: whoever cleared them did not see the new ones.

    Returns
    -------
    frozenset of str
        Values of `answer_id`.
    """
    cleared = {
        target: decision
        for target, decision in latest_decisions(decisions, "clear").items()
        if decision.value.strip().casefold() == "yes"
    }
    if answers is None:
        return frozenset(cleared)
    hashes = hash_answers(answers)
    return frozenset(target for target, decision in cleared.items() if is_current(decision, hashes))


def hash_answers(answers: pd.DataFrame) -> dict[str, str]:
    """Return the hash of every answer's text by `answer_id`."""
    texts = answers["text"].astype(object).where(answers["text"].notna(), None)
    return dict(zip(answers["answer_id"], map(hash_text, texts), strict=True))


def is_current(decision: Decision, hashes: Mapping[str, str]) -> bool:
    """Tell whether a decision was made on the text that the answer has now."""
    return hashes.get(decision.target) == decision.text_sha256
