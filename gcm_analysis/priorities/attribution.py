"""Why a rank moved between two runs: one cause after the other put in the place of the old.

The order is fixed: program, configuration, corrected data, recoded text, new answers. Each step
recounts with everything before it as it is now and everything after it as it was; what the step
changes is its part. The parts of an objective add up to the whole change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from gcm_analysis.mapping.mention import make_mentions_table
from gcm_analysis.mapping.topics import map_topics
from gcm_analysis.priorities.coding import code_answers
from gcm_analysis.priorities.questions import OBJECTIVES
from gcm_analysis.priorities.scopes import CONFERENCES, is_in_scope, list_governments
from gcm_analysis.priorities.standings import stand

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Audience, Forum

CAUSES = ("program", "configuration", "corrected_data", "recoded_text", "new_answers")
FIGURES = ("n_mentioning", "score", "rank")
KEYS = ["conference", "objective_id"]
GIVEN = ["question_id", "topic_id", "text", "rank", "rating", "status"]
"""What of an answer can be corrected."""


@dataclass(frozen=True)
class CountedRun:
    """What one run counted, and what it counted from.

    Parameters
    ----------
    forum : Forum
        As its forum.yml told it then.
    respondents, answers, mentions : DataFrame
        The tables of these names.
    conference_priorities : DataFrame
        As that run published it.
    """

    forum: Forum
    respondents: pd.DataFrame
    answers: pd.DataFrame
    mentions: pd.DataFrame
    conference_priorities: pd.DataFrame


def explain_changes(
    before: CountedRun, now: CountedRun, *, audience: Audience = "internal"
) -> pd.DataFrame:
    """Split the change of every objective's standing between two runs into its causes.

    Parameters
    ----------
    before, now : CountedRun
    audience : {"internal", "participants", "public"}
        Decides which mentions count (rule 12).

    Returns
    -------
    DataFrame
        Conference x objective x cause: `conference`, `objective_id`, `cause` (one of `CAUSES`),
        and for each of n_mentioning, score and rank its value `_before`, `_now`, and what of the
        difference this cause brought, `_change` (null where there was or is no value).
    """
    stages = [
        take_figures(before.conference_priorities),
        count_standings(before, audience),
        *(count_standings(one, audience) for one in replace_in_turn(before, now)),
        take_figures(now.conference_priorities),
    ]
    parts = [
        (later - earlier).add_suffix("_change").assign(cause=cause)
        for cause, earlier, later in zip(CAUSES, stages[:-1], stages[1:], strict=True)
    ]
    told = pd.concat([part.set_index("cause", append=True) for part in parts])
    whole = stages[0].add_suffix("_before").join(stages[-1].add_suffix("_now"))
    rows = told.reset_index().merge(whole.reset_index(), on=KEYS)
    rows["cause"] = pd.Categorical(rows["cause"], CAUSES, ordered=True)
    ordered = rows.sort_values([*KEYS, "cause"], ignore_index=True)
    return ordered.astype({"cause": "str"})


def replace_in_turn(before: CountedRun, now: CountedRun) -> tuple[CountedRun, ...]:
    """Return the runs between two: configured anew, then corrected, then recoded."""
    configured = configure(before, now.forum)
    corrected = correct(configured, now)
    known = corrected.answers["answer_id"]
    recoded = replace(corrected, mentions=now.mentions[now.mentions["answer_id"].isin(known)])
    return configured, corrected, recoded


def configure(run: CountedRun, forum: Forum) -> CountedRun:
    """Return a run under another configuration: topics mapped and questions asked as now."""
    questions = {question.id for question in forum.questions}
    topics = {topic.id for topic in forum.topics}
    kept = run.answers["question_id"].isin(questions) & (
        run.answers["topic_id"].isna() | run.answers["topic_id"].isin(topics)
    )
    answers = run.answers[kept]
    texts = run.mentions[
        (run.mentions["method"] != "option") & run.mentions["answer_id"].isin(answers["answer_id"])
    ]
    options = make_mentions_table(map_topics(forum, answers))
    decided = options["answer_id"].isin(texts["answer_id"])
    return replace(
        run,
        forum=forum,
        answers=answers,
        mentions=pd.concat([options[~decided], texts], ignore_index=True),
    )


def correct(run: CountedRun, now: CountedRun) -> CountedRun:
    """Return a run whose answers are as they are now, of the respondents that it had."""
    had = set(run.respondents["respondent_id"])
    answers = now.answers[now.answers["respondent_id"].isin(had)]
    respondents = now.respondents[now.respondents["respondent_id"].isin(had)]
    same = find_same(run.answers, answers)
    mentions = pd.concat(
        [
            run.mentions[run.mentions["answer_id"].isin(same)],
            now.mentions[now.mentions["answer_id"].isin(set(answers["answer_id"]) - same)],
        ],
        ignore_index=True,
    )
    return replace(run, respondents=respondents, answers=answers, mentions=mentions)


def find_same(before: pd.DataFrame, now: pd.DataFrame) -> set[str]:
    """Return the answers that say now what they said before."""
    said = read_given(before)
    return {answer for answer, given in read_given(now).items() if said.get(answer) == given}


def read_given(answers: pd.DataFrame) -> dict[str, tuple[object, ...]]:
    """Return what of every answer can be corrected."""
    plain = answers[GIVEN].astype(object)
    rows = plain.where(plain.notna(), None).itertuples(index=False, name=None)
    return dict(zip(answers["answer_id"], rows, strict=True))


def count_standings(run: CountedRun, audience: Audience) -> pd.DataFrame:
    """Return the figures of the 23 objectives in every conference, counted by this program."""
    units = list_governments(run.forum, run.respondents)
    coding = code_answers(run.forum, units, run.answers, run.mentions, audience=audience)
    tally = coding.count()
    rows = []
    for conference in CONFERENCES:
        standing = stand(tally.select(is_in_scope(tally.units, conference)))
        rows.append(
            pd.DataFrame(
                {"conference": conference, "objective_id": OBJECTIVES, **standing.columns()}
            )
        )
    return take_figures(pd.concat(rows, ignore_index=True))


def take_figures(standings: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a table of standings, indexed by conference and objective."""
    return standings.set_index(KEYS)[list(FIGURES)].astype(float)
