"""How far two or more reviewers agree, objective by objective."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from gcm_analysis.errors import GcmError
from gcm_analysis.mapping.decisions import read_shares
from gcm_analysis.mapping.review.importing import read_review

if TYPE_CHECKING:
    from gcm_analysis.forum import Decision
    from gcm_analysis.forum.model import Forum

N_OBJECTIVES = 23
Code = Hashable
Codes = Mapping[str, frozenset[int]]


@dataclass(eq=False)
class NothingToCompare(GcmError):
    """Two workbooks decide no answer that is in both."""

    first: str
    second: str

    def sentence(self) -> str:
        """Name the two and say how they come about."""
        return (
            f"{self.first} and {self.second} have no decided answer in common: give both reviewers "
            "a copy of one workbook of `gcm-analysis review export`, and compare when both have "
            "decided."
        )


@dataclass(frozen=True)
class Agreement:
    """How far two reviewers agree.

    Parameters
    ----------
    objectives : DataFrame
        `objective_id` (1 to 23), `n_both` (answers to which both gave it), `n_only_first`,
        `n_only_second`, `n_neither`, `observed` (share of answers on which they agree),
        `cohen_kappa`, `krippendorff_alpha`; the two are null where both reviewers gave the same
        code throughout, for then there is no variation to agree on.
    disagreements : DataFrame
        `answer_id`, `first`, `second`: the objectives of each, as a decision's value.
    n_answers : int
        Answers that both decided.
    n_only_first, n_only_second : int
        Answers that one alone decided.
    krippendorff_alpha : float or None
        Over the whole sets of objectives as nominal codes.
    names : tuple of (str, str)
        Who decided: the names in the workbooks, or the files where these are no two names.
    """

    objectives: pd.DataFrame
    disagreements: pd.DataFrame
    n_answers: int
    n_only_first: int
    n_only_second: int
    krippendorff_alpha: float | None
    names: tuple[str, str] = ("1", "2")


def compare_reviews(forum: Forum, first: Path, second: Path, *, answers: pd.DataFrame) -> Agreement:
    """Compare the workbooks of two reviewers; nothing is imported.

    Parameters
    ----------
    forum : Forum
    first, second : Path
        Two copies of one review workbook, each decided by one person.
    answers : DataFrame
        The table `answers`.

    Returns
    -------
    Agreement

    Raises
    ------
    NotAReview, WrongReview
        As `import_review`.
    NothingToCompare
        They have no decided answer in common.
    """
    decided = [read_decided(forum, path, answers=answers) for path in (first, second)]
    agreement = measure_agreement(*(read_codes(decisions) for decisions in decided))
    if not agreement.n_answers:
        raise NothingToCompare(first.name, second.name)
    people = [", ".join(sorted({one.decided_by for one in decisions})) for decisions in decided]
    names = (people[0], people[1]) if people[0] != people[1] else (first.name, second.name)
    return replace(agreement, names=names)


def read_decided(forum: Forum, path: Path, *, answers: pd.DataFrame) -> list[Decision]:
    """Return what a workbook decides on the objectives of answers."""
    found = read_review(forum, path, answers=answers).decisions
    return [decision for decision in found if decision.kind == "mentions"]


def read_codes(decisions: Iterable[Decision]) -> dict[str, frozenset[int]]:
    """Return the objectives decided on, by answer."""
    return {
        decision.target: frozenset(read_shares(decision.value, decision.target))
        for decision in decisions
    }


def measure_agreement(first: Codes, second: Codes) -> Agreement:
    """Measure how far two reviewers agree on the answers that both decided.

    Parameters
    ----------
    first, second : mapping of str to frozenset of int
        Objectives by answer; an empty set says none of the 23.
    """
    both = sorted(first.keys() & second.keys())
    disagreements = [
        (answer_id, write_codes(first[answer_id]), write_codes(second[answer_id]))
        for answer_id in both
        if first[answer_id] != second[answer_id]
    ]
    rows = [
        measure_objective(number, [(number in first[one], number in second[one]) for one in both])
        for number in range(1, N_OBJECTIVES + 1)
    ]
    return Agreement(
        objectives=pd.DataFrame(rows),
        disagreements=pd.DataFrame(
            disagreements, columns=["answer_id", "first", "second"], dtype="str"
        ),
        n_answers=len(both),
        n_only_first=len(first.keys() - second.keys()),
        n_only_second=len(second.keys() - first.keys()),
        krippendorff_alpha=krippendorff_alpha([(first[one], second[one]) for one in both]),
    )


def write_codes(codes: Iterable[int]) -> str:
    """Return objectives as a decision's value."""
    return ";".join(str(number) for number in sorted(codes))


def measure_objective(number: int, pairs: Sequence[tuple[bool, bool]]) -> dict[str, object]:
    """Return the row of one objective."""
    counts = Counter(pairs)
    agreed = counts[True, True] + counts[False, False]
    kappa, alpha = cohen_kappa(pairs), krippendorff_alpha(pairs)
    return {
        "objective_id": number,
        "n_both": counts[True, True],
        "n_only_first": counts[True, False],
        "n_only_second": counts[False, True],
        "n_neither": counts[False, False],
        "observed": agreed / len(pairs) if pairs else math.nan,
        "cohen_kappa": math.nan if kappa is None else kappa,
        "krippendorff_alpha": math.nan if alpha is None else alpha,
    }


def cohen_kappa(pairs: Sequence[tuple[Code, Code]]) -> float | None:
    """Return Cohen's kappa of two coders (Cohen 1960).

    Parameters
    ----------
    pairs : sequence of (code, code)
        The two coders' nominal codes of each unit.

    Returns
    -------
    float or None
        1 for perfect agreement, 0 for that of chance; None without units, or where both coders
        gave one and the same code throughout.

    Examples
    --------
    >>> pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    >>> round(cohen_kappa(pairs), 6)
    0.4
    """
    if not pairs:
        return None
    n = len(pairs)
    first = Counter(one for one, _ in pairs)
    second = Counter(other for _, other in pairs)
    observed = sum(one == other for one, other in pairs) / n
    expected = sum(first[code] * second[code] for code in first) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(units: Iterable[Sequence[Code | None]]) -> float | None:
    """Return Krippendorff's alpha for nominal codes of any number of coders.

    Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C.

    Parameters
    ----------
    units : iterable of sequences
        The codes that each unit was given, None where a coder gave none.

    Returns
    -------
    float or None
        1 for perfect agreement, 0 for that of chance; None where no unit has two codes, or all
        codes are the same.
    """
    coincidences: dict[tuple[Code, Code], float] = defaultdict(float)
    for unit in units:
        codes = [code for code in unit if code is not None]
        for pair in permutations(codes, 2):
            coincidences[pair] += 1 / (len(codes) - 1)
    totals: dict[Code, float] = defaultdict(float)
    for (code, _), weight in coincidences.items():
        totals[code] += weight
    n = sum(totals.values())
    disagreement = sum(weight for (one, other), weight in coincidences.items() if one != other)
    expected = n * n - sum(total * total for total in totals.values())
    return None if expected < 1e-9 else 1 - (n - 1) * disagreement / expected
