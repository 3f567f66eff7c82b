"""The best and worst ranks that sheets of closed questions can bring about.

One integer program per objective and direction: the number of objectives that end above the one
in question is made as small, or as large, as sheets allow. Points are first taken at their
extreme for each objective alone: that bound is quick, holds, and may be too wide where mentions
are tied. Then the scores of sheets are laid out and the bound is made exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gcm_analysis.priorities.questions import N_OBJECTIVES, TOLERANCE, Floats
from gcm_analysis.priorities.ranks import join_figures, rank_figures
from gcm_analysis.priorities.stability.band import Band, Base
from gcm_analysis.priorities.stability.program import Program, Terms, add_terms, scale_terms
from gcm_analysis.priorities.stability.sheets import Form, Sheets, can_tell_apart, lay_out_sheets

LEAST_GAP = 1e-5
"""How far one figure must stand above another in the program to be above it."""


def bound_by_sheets(form: Form, base: Base, n_pending: int) -> Band:
    """Return the best and worst ranks over all sheets of closed questions.

    Parameters
    ----------
    form : Form
        Of closed questions, put to every pending government.
    base : Base
        The figures of the governments that answered.
    n_pending : int
        At least 1.
    """
    open_sheets = lay_out_sheets(form, n_pending, is_exact=False)
    sheets = lay_out_sheets(form, n_pending) if can_tell_apart(form, n_pending) else None
    ends = []
    for is_best in (True, False):
        races = [Race(number, is_best, base) for number in range(N_OBJECTIVES)]
        found = [race.run(open_sheets) for race in races]
        if sheets is not None:
            found = [race.run(sheets, end) for race, end in zip(races, found, strict=True)]
        ends.append(np.array(found))
    return Band(ends[0], ends[1], is_exact=sheets is not None, n_cases=n_pending)


@dataclass(frozen=True)
class Race:
    """One objective against all others, at its best or its worst.

    Parameters
    ----------
    objective : int
        From 0.
    is_best : bool
    base : Base
        The figures of the governments that answered.
    """

    objective: int
    is_best: bool
    base: Base

    def run(self, sheets: Sheets, at_most: float | None = None) -> float:
        """Return the best or the worst rank; NaN where nobody can name the objective.

        Parameters
        ----------
        sheets : Sheets
        at_most : float or None
            A rank beyond which no sheets go, where that is known.
        """
        least, most = bound_figures(sheets, self.base)
        own = self.objective
        if np.isnan(most[own]):
            return float("nan")
        program = sheets.program.copy()
        if sheets.counts and not self.base.n_could_mention[own]:
            # Only sheets that can name it give it a rank.
            program.add_row(sheets.counts[own], low=1.0)
        fixed, free = self.lay_out_figure(program, sheets, own)
        counters: Terms = {}
        n_always = 0
        for other in np.flatnonzero(~np.isnan(most)).tolist():
            if other == own or most[other] <= least[own] + TOLERANCE:
                continue
            if least[other] > most[own] + TOLERANCE:
                n_always += 1
                continue
            its_fixed, its_free = self.lay_out_figure(program, sheets, other)
            ahead = add_terms(its_free, scale_terms(free, -1.0))
            counters[self.add_counter(program, ahead, its_fixed - fixed, sheets.n_pending)] = 1.0
        if not counters:
            return 1.0 + n_always
        if at_most is not None:
            n_above = at_most - 1 - n_always
            low, high = (n_above, np.inf) if self.is_best else (-np.inf, n_above)
            program.add_row(counters, low=low, high=high)
        values = program.solve(scale_terms(counters, 1.0 if self.is_best else -1.0))
        figures = self.read_figures(sheets, values)
        return float(rank_figures(np.round(figures, 7))[own])

    def add_counter(self, program: Program, ahead: Terms, lead: float, n_pending: int) -> int:
        """Add a variable that is 1 where another objective ends above this one."""
        is_above = program.add_variable()
        furthest = abs(lead) + n_pending + 1
        if self.is_best:
            program.add_row({**ahead, is_above: -furthest}, high=-lead)
        else:
            program.add_row({**ahead, is_above: -furthest}, low=LEAST_GAP - lead - furthest)
        return is_above

    def lay_out_figure(self, program: Program, sheets: Sheets, number: int) -> tuple[float, Terms]:
        """Write down what an objective is ordered by: what is fixed of it, what sheets add."""
        if sheets.scores is None or sheets.counts is None:
            figures = join_figures(self.base.n_mentioning, self.assume_scores(sheets))
            return float(figures[number]), sheets.mentions[number]
        n_mentioning, n_base = self.base.n_mentioning[number], self.base.n_could_mention[number]
        total, count = float(self.base.total[number]), sheets.counts[number]
        said, scores = sheets.mentions[number], sheets.scores[number]
        if sheets.is_always[number] or not count:
            n_all = n_base + (sheets.n_pending if count else 0.0)
            return (
                float(n_mentioning + total / n_all / 2),
                add_terms(said, scale_terms(scores, 0.5 / n_all)),
            )
        mean = add_mean(program, scores, count, total, int(n_base), sheets.n_pending)
        return float(n_mentioning), add_terms(said, scale_terms(mean, 0.5))

    def assume_scores(self, sheets: Sheets) -> Floats:
        """Return every score at its extreme for or against the objective."""
        least, most = bound_scores(sheets, self.base)
        score = (least if self.is_best else most).copy()
        score[self.objective] = (most if self.is_best else least)[self.objective]
        return score

    def read_figures(self, sheets: Sheets, values: Floats) -> Floats:
        """Return the figures that the variables' values stand for."""
        mentions = self.base.n_mentioning + np.round(weigh(sheets.mentions, values))
        if sheets.scores is None or sheets.counts is None:
            return join_figures(mentions, self.assume_scores(sheets))
        n_more = np.round(weigh(sheets.counts, values))
        return join_figures(mentions, self.base.mean(weigh(sheets.scores, values), n_more))


def bound_scores(sheets: Sheets, base: Base) -> tuple[Floats, Floats]:
    """Return the least and the most score of each objective; NaN where nobody can name it."""
    n_more = np.where(sheets.is_ever, float(sheets.n_pending), 0.0)
    unchanged = base.mean()
    least = np.fmin(unchanged, base.mean(n_more=n_more))
    return least, np.fmax(unchanged, base.mean(sheets.n_pending * sheets.most_points, n_more))


def bound_figures(sheets: Sheets, base: Base) -> tuple[Floats, Floats]:
    """Return what each objective is ordered by at least and at most, whatever the sheets."""
    least, most = bound_scores(sheets, base)
    n_more = np.where(sheets.most_points > 0, float(sheets.n_pending), 0.0)
    return (
        join_figures(base.n_mentioning, least),
        join_figures(base.n_mentioning + n_more, most),
    )


def weigh(sums: Sequence[Terms], values: Floats) -> Floats:
    """Return sums of variables at their values."""
    return np.array(
        [sum(values[variable] * factor for variable, factor in terms.items()) for terms in sums],
        dtype=float,
    )


def add_mean(
    program: Program, scores: Terms, count: Terms, total: float, n_base: int, n_pending: int
) -> Terms:
    """Return a variable that is the mean score over who answered and who could name it.

    The mean is a sum over a number; one pair of rows holds for every number there may be.

    Parameters
    ----------
    scores, count : Terms
        Sum of the scores of pending governments that could name it, and how many they are.
    total, n_base
        The same of those that answered.
    """
    mean = program.add_variable(is_integer=False)
    numbers = {n: program.add_variable() for n in range(n_pending + 1)}
    program.add_row(dict.fromkeys(numbers.values(), 1.0), low=1.0, high=1.0)
    program.add_row(
        add_terms({at: float(n) for n, at in numbers.items()}, scale_terms(count, -1.0)),
        low=0.0,
        high=0.0,
    )
    for n, chosen in numbers.items():
        if not n_base + n:
            program.add_row({mean: 1.0, chosen: 1.0}, high=1.0)
            continue
        part = 1 / (n_base + n)
        highest = (n_base + n_pending) * part
        difference = add_terms({mean: 1.0}, scale_terms(scores, -part))
        program.add_row(add_terms(difference, {chosen: 1.0}), high=1.0 + total * part)
        program.add_row(add_terms(difference, {chosen: -highest}), low=total * part - highest)
    return {mean: 1.0}
