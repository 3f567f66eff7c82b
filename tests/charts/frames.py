"""Small hand-made tables of a forum, as the rooms before the charts write them."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pandas as pd

from gcm_analysis import reference
from gcm_analysis.forum.model import Forum
from gcm_analysis.priorities import agree_pairwise

CHAMPIONS = ("CAN", "COL", "CRI", "ECU", "HND", "MEX", "PAN", "PER", "SLV")
MEMBERS = (*reference.members("RCM"), *reference.members("SACM"))
TOPICS = {
    "vias": ("Vías regulares y movilidad laboral", "Regular pathways and labour mobility"),
    "consular": (
        "Fortalecimiento de la protección consular y de la asistencia a las personas migrantes "
        "en tránsito",
        "Strengthening consular protection and assistance to migrants in transit",
    ),
    "trata": ("Trata de personas y tráfico ilícito", "Trafficking and smuggling"),
    "retorno": ("Retorno & reintegración <dignos>", "Return & reintegration <dignified>"),
    "datos": ("Datos para decidir", "Data for decisions"),
    "remesas": ("Remesas", "Remittances"),
}
DRIVERS = ("pending", "reading", "country")
RULES = ("mentions", "points", "borda", "copeland", "schulze", "kemeny")


@dataclass(frozen=True)
class Tables:
    """Every table a chart reads."""

    forum: Forum
    status: pd.DataFrame
    priorities: pd.DataFrame
    conference_priorities: pd.DataFrame
    topic_priorities: pd.DataFrame
    comparison: pd.DataFrame
    principles: pd.DataFrame
    groups: pd.DataFrame
    trends: pd.DataFrame
    mentions: pd.DataFrame
    sensitivity: pd.DataFrame
    stability: pd.DataFrame
    pairs: pd.DataFrame


def make_forum(roster: object = "champions", *, illustrative: bool = True) -> Forum:
    """Return a forum with six topics and one question."""
    return Forum.model_validate(
        {
            "forum": "ejemplo-2024",
            "illustrative": illustrative,
            "title": {"es": "Foro de ejemplo", "en": "Sample forum"},
            "short_title": {"es": "Foro 2024", "en": "Forum 2024"},
            "roster": {"governments": roster},
            "sources": [{"alias": "formulario", "files": ["respuestas.xlsx"]}],
            "topics": [
                {"id": key, "name": {"es": es, "en": en}, "objectives": [5]}
                for key, (es, en) in TOPICS.items()
            ],
            "questions": [
                {
                    "id": "q1",
                    "role": "priority",
                    "kind": "ranking",
                    "text": {"es": "¿Temas?", "en": "Topics?"},
                    "column": "C",
                    "topics": list(TOPICS),
                }
            ],
        }
    )


def make_tables(
    countries: tuple[str, ...] = CHAMPIONS,
    *,
    pending: tuple[str, ...] = ("SLV",),
    roster: object = "champions",
    illustrative: bool = True,
    seed: int = 7,
) -> Tables:
    """Return the tables of a forum whose answers are drawn from a seed."""
    draw = random.Random(seed)
    scores = draw_scores(countries, pending, draw)
    priorities = make_priorities(countries, pending, scores)
    answered = tuple(iso3 for iso3 in countries if iso3 not in pending)
    conference_priorities = make_conference_priorities(countries, answered, priorities, draw)
    return Tables(
        forum=make_forum(roster, illustrative=illustrative),
        status=make_status(countries, pending),
        priorities=priorities,
        conference_priorities=conference_priorities,
        topic_priorities=make_topics(answered, draw),
        comparison=make_comparison(conference_priorities),
        principles=make_principles(answered, draw),
        groups=make_groups(answered, draw),
        trends=make_trends(conference_priorities, draw),
        mentions=make_mentions(draw),
        sensitivity=make_sensitivity(conference_priorities, draw),
        stability=make_stability(conference_priorities),
        pairs=agree_pairwise(priorities[priorities["country_iso3"].isin(answered)]),
    )


def draw_scores(
    countries: tuple[str, ...], pending: tuple[str, ...], draw: random.Random
) -> dict[tuple[str, int], float]:
    """Return points per country and objective; objective 22 is offered to nobody."""
    popular = {5: 0.9, 9: 0.5, 10: 0.55, 14: 0.6, 21: 0.6, 6: 0.4, 15: 0.3, 1: 0.25}
    scores = {}
    for iso3 in countries:
        for number in range(1, 24):
            if iso3 in pending or number == 22 or (number == 13 and iso3 in ("COL", "CAN")):
                continue
            hit = draw.random() < popular.get(number, 0.08)
            low = draw.choice([0.0, 0.0, 0.0, 0.13, 0.25])
            scores[iso3, number] = draw.choice([1.0, 0.88, 0.75, 0.6]) if hit else low
    return scores


def make_priorities(
    countries: tuple[str, ...],
    pending: tuple[str, ...],
    scores: dict[tuple[str, int], float],
) -> pd.DataFrame:
    """Return country x objective."""
    rows = []
    for iso3 in sorted(countries):
        own = {number: scores[iso3, number] for number in range(1, 24) if (iso3, number) in scores}
        for number in range(1, 24):
            score = own.get(number)
            rows.append(
                {
                    "forum": "ejemplo-2024",
                    "country_iso3": iso3,
                    "conference": reference.conference_of(iso3),
                    "objective_id": number,
                    "is_offered": score is not None,
                    "is_mentioned": score is not None and score >= 0.6,
                    "score": score,
                    "rank": None
                    if score is None
                    else 1 + sum(other > score for other in own.values()),
                    "n_answers": 0 if not score else 1,
                    "n_being_read": int(score == 0 and number % 9 == 4),
                }
            )
    table = pd.DataFrame(rows)
    table["rank"] = table["rank"].astype("Int64")
    table["score"] = table["score"].astype("float64")
    return table


def make_conference_priorities(
    countries: tuple[str, ...],
    answered: tuple[str, ...],
    priorities: pd.DataFrame,
    draw: random.Random,
) -> pd.DataFrame:
    """Return conference x objective."""
    rows = []
    for scope in ("RCM", "SACM", "ALL"):
        inside = {iso3 for iso3 in countries if scope in ("ALL", reference.conference_of(iso3))}
        members = [iso3 for iso3 in answered if iso3 in inside]
        for number in range(1, 24):
            own = priorities[
                priorities["country_iso3"].isin(members) & (priorities["objective_id"] == number)
            ]
            rows.append(
                {
                    "conference": scope,
                    "objective_id": number,
                    "n_expected": len(inside),
                    "n_answered": len(members),
                    "n_could_mention": int(own["is_offered"].sum()),
                    "n_mentioning": int(own["is_mentioned"].sum()),
                    "share": own["is_mentioned"].sum() / len(members) if members else None,
                    "score": own["score"].mean(),
                }
            )
    table = pd.DataFrame(rows)
    order = table["n_mentioning"] + table["score"].fillna(-1) / 10
    table["rank"] = order.groupby(table["conference"]).rank(ascending=False, method="min")
    table["rank"] = table["rank"].astype("Int64")
    spread = [draw.choice([0, 0, 1, 2, 4]) for _ in range(len(table))]
    table["rank_low"] = (table["rank"] - spread).clip(lower=1)
    table["rank_high"] = (table["rank"] + spread).clip(upper=23)
    table["band_driver"] = [
        draw.choice(DRIVERS) if width else None for width in table["rank_high"] - table["rank_low"]
    ]
    table["firmness"] = table["band_driver"].fillna("firm")
    table["reviewed_share"] = [draw.choice([1.0, 0.5, 0.75]) for _ in range(len(table))]
    return table


def make_status(countries: tuple[str, ...], pending: tuple[str, ...]) -> pd.DataFrame:
    """Return one row per government."""
    rows = []
    for place, iso3 in enumerate(sorted(countries)):
        status = "pending" if iso3 in pending else "answered"
        if iso3 == "ECU":
            status = "in_part"
        if iso3 == "HND":
            status = "awaiting_decision"
        rows.append(
            {
                "country_iso3": iso3,
                "conference": reference.conference_of(iso3),
                "status": status,
                "submitted_at": None
                if status == "pending"
                else pd.Timestamp(2024, 8, 1 + place, tz="UTC"),
                "n_questions": 9,
                "n_answered": {"pending": 0, "in_part": 7}.get(status, 9),
                "validation": None if status == "pending" else "not_sent",
            }
        )
    table = pd.DataFrame(rows)
    table["submitted_at"] = table["submitted_at"].astype("datetime64[us, UTC]")
    return table


def make_topics(answered: tuple[str, ...], draw: random.Random) -> pd.DataFrame:
    """Return scope x topic."""
    chosen = {
        (iso3, topic): draw.random() < 0.75 - 0.12 * place
        for iso3 in answered
        for place, topic in enumerate(TOPICS)
    }
    rows = []
    for scope in ("ALL", "RCM", "SACM", *answered):
        own = [iso3 for iso3 in answered if scope in ("ALL", iso3, reference.conference_of(iso3))]
        for topic in TOPICS:
            n = sum(chosen[iso3, topic] for iso3 in own)
            rows.append(
                {
                    "scope": scope,
                    "topic_id": topic,
                    "n_answered": len(own),
                    "n_could_mention": len(own),
                    "n_mentioning": n,
                    "share": n / len(own) if own else None,
                    "score": round(n / len(own) * 0.9, 4) if own else None,
                }
            )
    table = pd.DataFrame(rows)
    table["rank"] = table.groupby("scope")["n_mentioning"].rank(ascending=False, method="min")
    table["rank"] = table["rank"].astype("Int64")
    return table


def make_comparison(conference_priorities: pd.DataFrame) -> pd.DataFrame:
    """Return one row per objective."""
    rows = []
    for number, own in conference_priorities.groupby("objective_id"):
        rcm, sacm = (own[own["conference"] == name].iloc[0] for name in ("RCM", "SACM"))
        gap = rcm["score"] - sacm["score"]
        rows.append(
            {
                "objective_id": number,
                "rcm_n_answered": rcm["n_answered"],
                "rcm_n_mentioning": rcm["n_mentioning"],
                "sacm_n_answered": sacm["n_answered"],
                "sacm_n_mentioning": sacm["n_mentioning"],
                "rcm_score": rcm["score"],
                "sacm_score": sacm["score"],
                "difference": gap,
                "is_comparable": min(rcm["n_answered"], sacm["n_answered"]) > 1 and gap == gap,
                "p_exact": 0.5,
                "p_adjusted": 0.9,
                "flip_count": pd.NA if gap != gap else int(gap != 0),
            }
        )
    return pd.DataFrame(rows).astype({"flip_count": "Int64"})


def make_principles(answered: tuple[str, ...], draw: random.Random) -> pd.DataFrame:
    """Return conference x principle."""
    rows = []
    for number in range(1, 11):
        found = {
            scope: sum(draw.random() < 0.3 for iso3 in answered
                       if reference.conference_of(iso3) == scope)
            for scope in ("RCM", "SACM")
        }  # fmt: skip
        found["ALL"] = found["RCM"] + found["SACM"]
        for scope, n in found.items():
            base = [i for i in answered if scope in ("ALL", reference.conference_of(i))]
            rows.append(
                {
                    "conference": scope,
                    "principle_id": number,
                    "n_answered": len(base),
                    "n_mentioning": n,
                }
            )
    return pd.DataFrame(rows)


def make_groups(answered: tuple[str, ...], draw: random.Random) -> pd.DataFrame:
    """Return grouping x scope x group."""
    keys = ("stage", "forum_area", "round_table", "thematic_area")
    return pd.concat([make_group(key, answered, draw) for key in keys], ignore_index=True)


def make_group(key: str, answered: tuple[str, ...], draw: random.Random) -> pd.DataFrame:
    """Return scope x group of one grouping."""
    rows = []
    for group in reference.grouping(key).groups:
        found = {
            scope: [
                iso3 for iso3 in answered
                if reference.conference_of(iso3) == scope and draw.random() < 0.6
            ]
            for scope in ("RCM", "SACM")
        }  # fmt: skip
        for scope in ("ALL", "RCM", "SACM"):
            base = [i for i in answered if scope in ("ALL", reference.conference_of(i))]
            n = len(found["RCM"]) + len(found["SACM"]) if scope == "ALL" else len(found[scope])
            rows.append(
                {
                    "grouping": key,
                    "scope": scope,
                    "group": str(group.key),
                    "n_answered": len(base),
                    "n_mentioning": n,
                    "n_mentions": n * 2,
                }
            )
    return pd.DataFrame(rows)


def make_trends(conference_priorities: pd.DataFrame, draw: random.Random) -> pd.DataFrame:
    """Return the earlier forum x conference x objective."""
    rows = []
    for row in conference_priorities.to_dict("records"):
        both = max(row["n_answered"] - 2, 0)
        grade = draw.choice(["same", "same", "reworded", "similar", "new"])
        now = min(row["n_mentioning"], both)
        before = min(both, max(0, now + draw.choice([0, 0, 1, -1, 2])))
        is_new = grade == "new"
        rows.append(
            {
                "forum": "ejemplo-2023",
                "conference": row["conference"],
                "objective_id": row["objective_id"],
                "score": row["score"],
                "rank": row["rank"],
                "n_answered": row["n_answered"],
                "n_both": both,
                "score_both": row["score"],
                "n_mentioning_both": pd.NA if is_new else before,
                "n_mentioning_both_now": now,
                "comparability": grade,
            }
        )
    return pd.DataFrame(rows).astype(
        {"n_mentioning_both": "Int64", "n_mentioning_both_now": "Int64"}
    )


def make_mentions(draw: random.Random) -> pd.DataFrame:
    """Return mentions of every method and state."""
    rows = []
    for place, (method, n) in enumerate(
        {"reference": 12, "option": 44, "phrase": 31, "suggestion": 9, "review": 5}.items()
    ):
        for number in range(n):
            status = draw.choice(["accepted", "accepted", "to_review", "rejected"])
            rows.append(
                {
                    "answer_id": f"formulario:MEX:q{place}:{number}",
                    "objective_id": draw.randint(1, 23),
                    "weight": 1.0,
                    "method": method,
                    "confidence": 0.9,
                    "evidence": "texto",
                    "status": "accepted" if method in ("option", "review") else status,
                    "is_reviewed": method == "review" or draw.random() < 0.4,
                    "decided_by": None,
                    "decided_on": None,
                }
            )
    return pd.DataFrame(rows)


def make_stability(conference_priorities: pd.DataFrame) -> pd.DataFrame:
    """Return the bands of every place apart: only the driver's is wider than one place."""
    rows = []
    for row in conference_priorities.to_dict("records"):
        for band in DRIVERS:
            is_driver = row["band_driver"] == band
            rows.append(
                {
                    "conference": row["conference"],
                    "objective_id": row["objective_id"],
                    "band": band,
                    "rank": row["rank"],
                    "rank_low": row["rank_low"] if is_driver else row["rank"],
                    "rank_high": row["rank_high"] if is_driver else row["rank"],
                    "n_cases": 1,
                }
            )
    return pd.DataFrame(rows)


def make_sensitivity(conference_priorities: pd.DataFrame, draw: random.Random) -> pd.DataFrame:
    """Return conference x objective with one column per counting rule."""
    rows = []
    for row in conference_priorities.to_dict("records"):
        first = int(row["rank"])
        ranks = {
            rule: max(1, first + (draw.choice([0, 0, 0, 1, -1, 2]) if place else 0))
            for place, rule in enumerate(RULES)
        }
        rows.append(
            {
                "conference": row["conference"],
                "objective_id": row["objective_id"],
                "n_mentioning": row["n_mentioning"],
                **ranks,
                "rank": first,
                "depends_on_rule": max(ranks.values()) - min(ranks.values()) > 1,
            }
        )
    return pd.DataFrame(rows)
