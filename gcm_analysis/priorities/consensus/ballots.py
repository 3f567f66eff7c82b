"""Ballots: orders of preference with ties, and what is left off them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

import numpy as np

from gcm_analysis.errors import GcmError
from gcm_analysis.priorities.questions import TOLERANCE, Floats

Candidate = TypeVar("Candidate", bound=Hashable)
Ballot = Sequence[Sequence[Candidate]]
"""Tied groups, best first."""
Unranked = Literal["tied_last", "ignored"]


@dataclass(eq=False)
class WrongBallot(GcmError):
    """A ballot cannot be counted."""

    ballot: int
    reason: str

    def sentence(self) -> str:
        """Say which ballot, counted from 1, and why."""
        return f"Ballot {self.ballot} cannot be counted: {self.reason}."


@dataclass(frozen=True)
class Consensus(Generic[Candidate]):
    """An order that several ballots make together.

    Parameters
    ----------
    ranking : list of list
        Tied groups, best first.
    scores : dict
        What each candidate is ordered by.
    """

    ranking: list[list[Candidate]]
    scores: dict[Candidate, float]


@dataclass(frozen=True)
class CountedBallots(Generic[Candidate]):
    """Ballots as numbers.

    Parameters
    ----------
    candidates : tuple
    levels : array, ballots x candidates
        Position of the candidate's tied group on the ballot, 0 best; NaN where unranked.
    weights : array, ballots
    """

    candidates: tuple[Candidate, ...]
    levels: Floats
    weights: Floats
    unranked: Unranked = field(default="tied_last")

    def filled_levels(self) -> Floats:
        """Return the levels with what is unranked tied below all that is ranked."""
        if self.unranked == "ignored" or not self.levels.size:
            return self.levels
        last = float(len(self.candidates))
        return np.asarray(np.where(np.isnan(self.levels), last, self.levels))

    def preferences(self) -> Floats:
        """Return the weight of ballots that place one candidate strictly above another.

        Returns
        -------
        array, candidates x candidates
            Row above column. A pair that a ballot ties, or does not rank under `ignored`,
            is counted for neither.
        """
        levels = self.filled_levels()
        with np.errstate(invalid="ignore"):
            above = levels[:, :, None] < levels[:, None, :]
        # Rounded, so that sums of fractional weights that are equal compare as equal.
        weighed = np.einsum("b,bij->ij", self.weights, above.astype(float))
        return np.asarray(np.round(weighed, 9))


def count_ballots(
    ballots: Sequence[Ballot[Candidate]],
    *,
    weights: Sequence[float] | None = None,
    candidates: Sequence[Candidate] | None = None,
    unranked: Unranked = "tied_last",
) -> CountedBallots[Candidate]:
    """Lay ballots out as numbers.

    Parameters
    ----------
    ballots : sequence of ballots
        Each a sequence of tied groups, best first, e.g. `[["A"], ["B", "C"]]`.
    weights : sequence of float or None
        One per ballot, finite and not negative; None: 1 each.
    candidates : sequence or None
        None: all that occur, sorted.
    unranked : {"tied_last", "ignored"}
        What a ballot says of candidates that are not on it: that all of them stand together
        below those that are, or nothing.

    Raises
    ------
    WrongBallot
        A candidate stands twice on a ballot or is none of `candidates`; a ballot's group is a
        text, not a list; a weight is negative or infinite; there are not as many weights as
        ballots.
    """
    if unranked not in ("tied_last", "ignored"):
        message = f"unranked must be 'tied_last' or 'ignored', not {unranked!r}"
        raise ValueError(message)
    for row, ballot in enumerate(ballots):
        for group in ballot:
            if isinstance(group, str):
                reason = (
                    f"its group {group!r} is a text; expected a list of candidates, [{group!r}]"
                )
                raise WrongBallot(row + 1, reason)
    names = list_candidates(ballots) if candidates is None else tuple(dict.fromkeys(candidates))
    at = {candidate: index for index, candidate in enumerate(names)}
    levels = np.full((len(ballots), len(names)), np.nan)
    for row, ballot in enumerate(ballots):
        for level, group in enumerate(ballot):
            for candidate in group:
                if candidate not in at:
                    raise WrongBallot(row + 1, f"{candidate!r} is not among the candidates")
                if not np.isnan(levels[row, at[candidate]]):
                    raise WrongBallot(row + 1, f"{candidate!r} stands on it twice")
                levels[row, at[candidate]] = level
    return CountedBallots(names, levels, check_weights(weights, len(ballots)), unranked)


def check_weights(weights: Sequence[float] | None, n_ballots: int) -> Floats:
    """Return one weight per ballot."""
    if weights is None:
        return np.ones(n_ballots)
    checked = np.asarray(weights, dtype=float)
    if len(checked) != n_ballots:
        raise WrongBallot(
            min(len(checked), n_ballots) + 1,
            f"there are {len(checked)} weights for {n_ballots} ballots",
        )
    wrong = np.flatnonzero(~((checked >= 0) & np.isfinite(checked)))
    if len(wrong):
        raise WrongBallot(int(wrong[0]) + 1, f"its weight is {checked[wrong[0]]}")
    return checked


def list_candidates(ballots: Sequence[Ballot[Candidate]]) -> tuple[Candidate, ...]:
    """Return all candidates that occur, sorted; in order of appearance where nothing sorts them."""
    seen = dict.fromkeys(candidate for ballot in ballots for group in ballot for candidate in group)
    try:
        return tuple(sorted(seen))  # type: ignore[type-var]
    except TypeError:
        return tuple(seen)


def group_by_score(candidates: Sequence[Candidate], scores: Floats) -> list[list[Candidate]]:
    """Return candidates in tied groups, highest score first; order within a group as given."""
    groups: list[list[Candidate]] = []
    last = np.inf
    for index in np.argsort(-scores, kind="stable"):
        if not groups or last - scores[index] > TOLERANCE:
            groups.append([])
            last = scores[index]
        groups[-1].append(candidates[index])
    order = {candidate: index for index, candidate in enumerate(candidates)}
    return [sorted(group, key=order.__getitem__) for group in groups]


def name_scores(candidates: Sequence[Candidate], scores: Floats) -> dict[Candidate, float]:
    """Return scores by candidate."""
    return dict(zip(candidates, scores.tolist(), strict=True))
