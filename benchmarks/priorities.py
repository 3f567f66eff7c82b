"""How long the priorities of a forum take to count, and how that grows.

    python benchmarks/priorities.py [--json FILE]

Answers are invented from a seed: a ranking, a multiple choice, a rating grid and two open
questions, with codes that nobody has reviewed. Figures are seconds of a processor, not of the
clock, so that other work on the machine does not count; each is the better of two runs in one
process, the first of which may load libraries.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from gcm_analysis import reference
from gcm_analysis.forum import Crosswalk, Forum, ForumLinks
from gcm_analysis.forum.model import Roster
from gcm_analysis.priorities import (
    AnsweredForum,
    agree_pairwise,
    compare_conferences,
    count_priorities,
    group_priorities,
    kemeny,
    measure_agreement,
    trends,
)
from gcm_analysis.priorities.splits import Splits, run_split_test

N_TOPICS = 18
RUNS = 2


def make_forum(name: str, rng: random.Random) -> Forum:
    """Return a forum with four kinds of priority question."""
    topics = [f"t{number}" for number in range(N_TOPICS)]
    half = N_TOPICS // 2
    questions: list[dict[str, Any]] = [
        {"id": "orden", "kind": "ranking", "column": "a", "topics": topics[:half]},
        {"id": "temas", "kind": "multiple", "column": "b", "topics": topics},
        {"id": "notas", "kind": "rating", "scale": {"low": 1, "high": 5},
         "columns": {topic: f"c {topic}" for topic in topics[half:]}},
        {"id": "texto", "kind": "text", "column": "d"},
        {"id": "motivo", "kind": "text", "column": "e"},
    ]  # fmt: skip
    return Forum.model_validate(
        {
            "forum": name,
            "title": {"es": name},
            "roster": {"governments": "americas"},
            "sources": [{"alias": "s", "files": ["s.xlsx"]}],
            "topics": [
                {
                    "id": topic,
                    "name": {"es": topic},
                    "objectives": sorted(rng.sample(range(1, 24), rng.choice([1, 1, 2]))),
                }
                for topic in topics
            ],
            "questions": [
                {"role": "priority", "text": {"es": question["id"]}} | question
                for question in questions
            ],
        }
    )


def list_items(forum: Forum, rng: random.Random) -> list[dict[str, Any]]:
    """Return what one government answers: question, item, rank, rating."""
    ranked, chosen, rated = (question.topics for question in forum.questions[:3])
    order = rng.sample(ranked, len(ranked))
    return [
        *({"question_id": "orden", "item": t, "rank": r} for r, t in enumerate(order, start=1)),
        *({"question_id": "temas", "item": topic} for topic in rng.sample(chosen, 4)),
        *({"question_id": "notas", "item": t, "rating": rng.randint(1, 5)} for t in rated),
        {"question_id": "texto", "item": "text"},
        {"question_id": "motivo", "item": "text"},
    ]


def code_item(forum: Forum, item: str, rng: random.Random) -> list[dict[str, Any]]:
    """Return what one item is read as."""
    if item != "text":
        weights = forum.topic(item).objectives
        return [
            {"objective_id": number, "weight": weight, "method": "option", "confidence": 1.0}
            for number, weight in weights.items()
        ]
    codes = []
    for number in rng.sample(range(1, 24), 6):
        is_sure = rng.random() < 0.6
        codes.append(
            {
                "objective_id": number,
                "weight": 1.0 if is_sure else 0.0,
                "method": "phrase",
                "confidence": rng.uniform(0.6, 0.95) if is_sure else rng.uniform(0.2, 0.6),
                "status": "accepted" if is_sure else "to_review",
            }
        )
    return codes


def invent(name: str, countries: tuple[str, ...], seed: int) -> AnsweredForum:
    """Return a forum that these governments have answered."""
    rng = random.Random(seed)
    forum = make_forum(name, rng)
    answers, mentions = [], []
    for iso3 in countries:
        for said in list_items(forum, rng):
            answer_id = f"s:{iso3}:{said['question_id']}:{said['item']}"
            topic = None if said["item"] == "text" else said["item"]
            answers.append({"answer_id": answer_id, "country_iso3": iso3, "topic_id": topic} | said)
            mentions += [
                {"answer_id": answer_id, "status": "accepted"} | code
                for code in code_item(forum, said["item"], rng)
            ]
    table = pd.DataFrame(answers).assign(
        respondent_id=lambda rows: "s:" + rows["country_iso3"],
        option_id=None,
        status="answered",
        scale_low=1.0,
        scale_high=5.0,
    )
    respondents = pd.DataFrame(
        {
            "respondent_id": [f"s:{iso3}" for iso3 in countries],
            "respondent_type": "government",
            "country_iso3": countries,
            "status": "counted",
        }
    )
    return AnsweredForum(
        forum, respondents, table, pd.DataFrame(mentions).assign(is_reviewed=False)
    )


def link_all(forum: Forum, earlier: list[str]) -> Crosswalk:
    """Return a crosswalk in which every question and topic was the same."""
    same = ForumLinks.model_validate(
        {
            part: {entry.id: {"earlier": entry.id, "grade": "same"} for entry in entries}
            for part, entries in (("questions", forum.questions), ("topics", forum.topics))
        }
    )
    return Crosswalk(dict.fromkeys(earlier, same))


def clock(work: Callable[[], object]) -> float:
    """Return the processor's seconds of the better run."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return round(min(times), 3)


def pick_countries(n: int) -> tuple[str, ...]:
    """Return n States, members of both conferences first."""
    members = (*reference.members("RCM"), *reference.members("SACM"))
    mixed = sorted(members, key=lambda iso3: (members.index(iso3) % 11, iso3))
    others = [iso3 for iso3 in reference.americas() if iso3 not in members]
    return tuple([*mixed, *others][:n])


def measure_countries(n: int) -> dict[str, float]:
    """Time the whole room for n governments and 23 objectives."""
    held = invent("now", pick_countries(n), seed=n)
    counted = count_priorities(held.forum, held.respondents, held.answers, held.mentions)
    tables = counted.priorities, counted.conference_priorities
    parts = {
        "count": lambda: count_priorities(
            held.forum, held.respondents, held.answers, held.mentions
        ),
        "compare": lambda: compare_conferences(*tables),
        "agree": lambda: (measure_agreement(tables[0]), agree_pairwise(tables[0])),
        "groups": lambda: [group_priorities(g.key, tables[0]) for g in reference.groupings()],
    }
    seconds = {name: clock(work) for name, work in parts.items()}
    return {"countries": n, **seconds, "all": round(sum(seconds.values()), 3)}


def measure_closed(n: int) -> dict[str, float]:
    """Time the count of eight Champions of nine where n closed questions are all that was asked.

    No question takes words: what the pending government can bring about is found by integer
    programming.
    """
    roster = reference.champions()
    held = invent("now", tuple(sorted(roster)[:-1]), seed=n)
    named = Roster(governments="champions")
    forum = held.forum.model_copy(update={"questions": held.forum.questions[:n], "roster": named})

    def count() -> object:
        return count_priorities(forum, held.respondents, held.answers, held.mentions)

    return {"closed_questions": n, "count": clock(count)}


def measure_kemeny(n: int) -> dict[str, float]:
    """Time Kemeny's rule for n objectives on 23 ballots that disagree all they can."""
    rng = np.random.default_rng(n)
    ballots = [[[int(number)] for number in rng.permutation(n)] for _ in range(23)]
    return {"objectives": n, "kemeny": clock(lambda: kemeny(ballots))}


def measure_splits(n_first: int, n_second: int) -> dict[str, float]:
    """Time the exact comparison of two groups on 23 objectives."""
    rng = np.random.default_rng(n_first)
    first, second = rng.random((n_first, 23)), rng.random((n_second, 23))
    splits = Splits(n_first, n_second)
    return {
        "first": n_first,
        "second": n_second,
        "splits": splits.n_splits,
        "seconds": clock(lambda: run_split_test(first, second, splits)),
    }


def measure_forums(n: int) -> dict[str, float]:
    """Time the change against n earlier forums, 23 governments each."""
    now = invent("now", pick_countries(23), seed=1)
    names = [f"before-{number}" for number in range(n)]
    earlier = [invent(name, pick_countries(23), seed=1) for name in names]
    links = link_all(now.forum, names)
    return {"earlier_forums": n, "trends": clock(lambda: trends(now, earlier, links))}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", help="write the figures to this file")
    path = parser.parse_args().json
    figures = {
        "countries": [measure_countries(n) for n in (6, 9, 12, 23, 35)],
        "splits": [measure_splits(*sizes) for sizes in ((6, 3), (11, 12), (20, 15))],
        "closed_questions": [measure_closed(n) for n in (1, 2, 3)],
        "objectives": [measure_kemeny(n) for n in (8, 12, 17, 23, 30)],
        "forums": [measure_forums(n) for n in (1, 2, 4)],
    }
    for name, rows in figures.items():
        print(f"\n{name}")
        print(pd.DataFrame(rows).to_string(index=False))
    if path:
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
            json.dump(figures, file, indent=1)


if __name__ == "__main__":
    main()
