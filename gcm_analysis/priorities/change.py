"""One forum against earlier ones, over the countries that answered both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gcm_analysis.errors import GcmError
from gcm_analysis.priorities.coding import code_answers
from gcm_analysis.priorities.disclosure import decide_disclosure
from gcm_analysis.priorities.frames import GRADES, Grade, make_table
from gcm_analysis.priorities.questions import N_OBJECTIVES, OBJECTIVES, Booleans, Compared, Floats
from gcm_analysis.priorities.scopes import CONFERENCES, is_in_scope, list_governments
from gcm_analysis.priorities.small_groups import find_groups, hide_small_groups
from gcm_analysis.priorities.standings import stand, write_ranks
from gcm_analysis.priorities.tally import Tally

if TYPE_CHECKING:
    from gcm_analysis.forum import Crosswalk, ForumLinks
    from gcm_analysis.forum.model import Audience, Forum, Question


@dataclass(eq=False)
class MixedForums(GcmError):
    """An illustrative forum and a real one were to be compared."""

    forum: str
    earlier: str

    def sentence(self) -> str:
        """Name both and say what to change."""
        return (
            f"forum.yml of {self.forum!r} names {self.earlier!r} as an earlier forum, but one of "
            "them is illustrative and the other is not: take it out of `earlier_forums`."
        )


@dataclass(frozen=True)
class AnsweredForum:
    """A forum and its answers.

    Parameters
    ----------
    forum : Forum
    respondents, answers, mentions : DataFrame
        The tables of these names.
    """

    forum: Forum
    respondents: pd.DataFrame
    answers: pd.DataFrame
    mentions: pd.DataFrame

    def tally(self, audience: Audience, compared: Compared | None = None) -> Tally:
        """Count what its governments say, in all or in the compared questions."""
        units = list_governments(self.forum, self.respondents)
        coding = code_answers(
            self.forum, units, self.answers, self.mentions, audience=audience, compared=compared
        )
        shown = decide_disclosure(self.forum, audience, coding.units)
        return hide_small_groups(coding, shown).count()


@dataclass(frozen=True)
class Bridge:
    """What two forums have in common.

    Parameters
    ----------
    now, before : Compared
        The parts of the two questionnaires that have a counterpart.
    comparability : tuple
        Of each objective, the least alike pair through which both can name it; "new" where
        there is none.
    """

    now: Compared
    before: Compared
    comparability: tuple[Grade, ...]

    def keep(self, kept: Booleans) -> Bridge:
        """Return the bridge without the objectives on which nothing may be compared."""
        grades = zip(self.comparability, kept, strict=True)
        return replace(
            self, comparability=tuple(grade if is_kept else GRADES[-1] for grade, is_kept in grades)
        )


def trends(
    now: AnsweredForum,
    earlier: Sequence[AnsweredForum],
    crosswalk: Crosswalk | None,
    *,
    audience: Audience = "internal",
) -> pd.DataFrame:
    """Compare a forum with earlier ones.

    Questions and topics are compared where the crosswalk grades them same, reworded or
    similar, and through a topic only the objectives that both forums read in it. The
    countries compared are those that answered a compared question of both forums.

    Parameters
    ----------
    now : AnsweredForum
    earlier : sequence of AnsweredForum
        In the order in which they are to be told.
    crosswalk : Crosswalk or None
        How the forum's questions and topics compare; what it has no grade for is not compared.
    audience : {"internal", "participants", "public"}

    Returns
    -------
    DataFrame
        The table `trends`. Rows of an earlier forum hold its own figures (`score`, `rank`,
        `n_mentioning` of `n_answered`), and over the `n_both` countries that answered both:
        its figures (`score_both`, `n_mentioning_both`) and those of this forum
        (`score_both_now`, `n_mentioning_both_now`). Rows of this forum repeat the latter
        against the first of the earlier ones.

    Raises
    ------
    MixedForums
        One of the two is illustrative and the other is not.
    """
    links = crosswalk.forums if crosswalk else {}
    rows = [
        pd.concat(compare_forums(now, before, links.get(before.forum.forum), audience))
        for before in earlier
    ]
    own = tell_own(now.tally(audience), now.forum.forum)
    if rows:
        first = rows[0].reset_index(drop=True)
        own = own.assign(
            n_both=first["n_both"],
            score_both=first["score_both_now"],
            n_mentioning_both=first["n_mentioning_both_now"],
            score_both_now=first["score_both_now"],
            n_mentioning_both_now=first["n_mentioning_both_now"],
            comparability=first["comparability"],
        )
    return make_table(pd.concat([own, *rows], ignore_index=True), "trends")


def tell_own(tally: Tally, name: str) -> pd.DataFrame:
    """Return a forum's own figures, conference by conference."""
    rows = []
    for conference in CONFERENCES:
        standing = stand(tally.select(is_in_scope(tally.units, conference)))
        rows.append(
            pd.DataFrame(
                {
                    "forum": name,
                    "conference": conference,
                    "objective_id": OBJECTIVES,
                    "score": standing.score,
                    "rank": write_ranks(standing.rank),
                    "n_answered": standing.n_answered,
                    "n_mentioning": standing.n_mentioning.astype(np.int64),
                    "n_both": 0,
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def compare_forums(
    now: AnsweredForum, before: AnsweredForum, links: ForumLinks | None, audience: Audience
) -> Iterator[pd.DataFrame]:
    """Yield the rows of one earlier forum, conference by conference."""
    if now.forum.illustrative != before.forum.illustrative:
        raise MixedForums(now.forum.forum, before.forum.forum)
    own = tell_own(before.tally(audience), before.forum.forum)
    bridge = build_bridge(now.forum, before.forum, links)
    sides = now.tally(audience, bridge.now), before.tally(audience, bridge.before)
    both = tuple(sorted(set(sides[0].units) & set(sides[1].units)))
    after, then = (side.select(np.isin(side.units, both)) for side in sides)
    shown = decide_disclosure(now.forum, audience, sides[0].units)
    bridge = bridge.keep(find_groups(list_both(after, then), both, shown))
    for conference in CONFERENCES:
        inside = is_in_scope(both, conference)
        rows = own[own["conference"] == conference].reset_index(drop=True)
        compared = compare_tallies(after.select(inside), then.select(inside), bridge)
        yield pd.concat([rows.assign(n_both=int(inside.sum())), compared], axis=1)


def compare_tallies(after: Tally, then: Tally, bridge: Bridge) -> pd.DataFrame:
    """Return the figures of two forums over the countries that answered both."""
    is_compared = np.array([grade != "new" for grade in bridge.comparability])
    is_compared &= bool(after.units)
    now_scores, then_scores = after.scores(), then.scores()
    both = list_both(after, then)
    return pd.DataFrame(
        {
            "score_both": mean_where(then_scores, both & is_compared),
            "n_mentioning_both": count_where(then.mentioned, is_compared),
            "score_both_now": mean_where(now_scores, both & is_compared),
            "n_mentioning_both_now": count_where(after.mentioned, is_compared),
            "comparability": bridge.comparability,
        }
    )


def list_both(after: Tally, then: Tally) -> Booleans:
    """Tell which of the same countries could mention each objective in both forums."""
    return ~np.isnan(after.scores()) & ~np.isnan(then.scores())


def mean_where(scores: Floats, chosen: Booleans) -> Floats:
    """Return the mean over the chosen countries of each objective, NaN where there is none."""
    count = chosen.sum(axis=0)
    total = np.where(chosen, scores, 0.0).sum(axis=0)
    return np.asarray(total / np.where(count > 0, count, np.nan))


def count_where(mentioned: Booleans, is_compared: Booleans) -> pd.Series[int]:
    """Return the number of countries that mention each objective compared, null for others."""
    return write_ranks(np.where(is_compared, mentioned.sum(axis=0), np.nan))


@dataclass(frozen=True)
class Plank:
    """One way in which both forums let a government name objectives.

    Parameters
    ----------
    now, before : tuple of question id and topic id
        The topic is None where the question takes words.
    level : int
        How alike the two are: position in `GRADES`.
    objectives : tuple of int
        What both can name through it.
    """

    now: tuple[str, str | None]
    before: tuple[str, str | None]
    level: int
    objectives: tuple[int, ...]


def build_bridge(now: Forum, before: Forum, links: ForumLinks | None) -> Bridge:
    """Find what two forums have in common; without links, nothing."""
    planks = list(list_planks(now, before, links)) if links else []
    worst = np.full(N_OBJECTIVES, -1)
    for plank in planks:
        at = [number - 1 for number in plank.objectives]
        worst[at] = np.maximum(worst[at], plank.level)
    return Bridge(
        now=gather_side((plank.now, plank.objectives) for plank in planks),
        before=gather_side((plank.before, plank.objectives) for plank in planks),
        comparability=tuple(GRADES[level] if level >= 0 else GRADES[-1] for level in worst),
    )


def list_planks(now: Forum, before: Forum, links: ForumLinks) -> Iterator[Plank]:
    """Yield the ways in which both forums let a government name objectives."""
    earlier = {question.id: question for question in before.priority_questions()}
    for question in now.priority_questions():
        link = links.questions.get(question.id)
        asked = earlier.get(link.earlier or "") if link else None
        if link is None or asked is None:
            continue
        level = GRADES.index(link.grade)
        if question.kind == "text" and asked.kind == "text":
            yield Plank((question.id, None), (asked.id, None), level, OBJECTIVES)
        for topic, same, grade in pair_topics(question, asked, links):
            read_now, read_before = now.topic(topic).objectives, before.topic(same).objectives
            shared = tuple(sorted(set(read_now) & set(read_before)))
            yield Plank(
                (question.id, topic), (asked.id, same), max(level, GRADES.index(grade)), shared
            )


def pair_topics(
    question: Question, asked: Question, links: ForumLinks
) -> Iterator[tuple[str, str, Grade]]:
    """Yield the topics of a question that an earlier one offered, and how alike they are."""
    for topic in question.topics:
        link = links.topics.get(topic)
        if link is not None and link.earlier in asked.topics:
            yield topic, str(link.earlier), link.grade


def gather_side(
    named: Iterable[tuple[tuple[str, str | None], tuple[int, ...]]],
) -> Compared:
    """Return one side of a bridge as what a count looks at."""
    questions: dict[str, frozenset[tuple[str, int]] | None] = {}
    for (question_id, topic), objectives in named:
        pairs = questions.get(question_id, frozenset())
        if topic is None or pairs is None:
            questions[question_id] = None
        else:
            questions[question_id] = pairs | {(topic, number) for number in objectives}
    return Compared(questions)
