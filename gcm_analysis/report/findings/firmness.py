"""What holds of the first places whatever happens, and what would move them, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gcm_analysis.charts.wording import name_country
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.frames import RULES
from gcm_analysis.report.blocks import Finding
from gcm_analysis.report.findings.teller import MOST_NAMED, Teller

if TYPE_CHECKING:
    import pandas as pd

FEWEST_MENTIONS = 2
"""A place that a single government gives holds without it only by sharing it with all others."""
FIRST_PLACES = 5
MOST_MOVES = {"country": 3, "reading": 2}
CLAIMS = ("rule", "country", "pending", "reading")


def firmness_findings(
    conference_priorities: pd.DataFrame,
    stability: pd.DataFrame,
    sensitivity: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    conference: str = "ALL",
    figure: str | None = None,
) -> list[Finding]:
    """Say under what the first objective keeps its place, and under what it would lose it.

    Parameters
    ----------
    conference_priorities, stability, sensitivity : DataFrame
        The tables of these names.
    forum : Forum
    language : Language or str
    conference : str
        ALL, RCM or SACM.
    figure : str or None
        Key of the figure that shows it.
    """
    teller = Teller.of(forum, language)
    rows = conference_priorities[
        (conference_priorities["conference"] == conference)
        & (conference_priorities["n_mentioning"] >= FEWEST_MENTIONS)
    ]
    worst = {
        int(number): find_worst(number, conference, stability, sensitivity)
        for number in rows["objective_id"]
    }
    attained = find_attained(stability, conference)
    first = [int(number) for number in rows.loc[rows["rank"] == 1, "objective_id"]]
    texts: list[str] = []
    if 0 < len(first) <= MOST_NAMED:
        for number in first:
            texts += tell_first(teller, number, worst[number], attained)
    texts += tell_among_first(teller, worst)
    return [Finding(text, figure) for text in texts]


def find_worst(
    objective: int, conference: str, stability: pd.DataFrame, sensitivity: pd.DataFrame
) -> dict[str, int]:
    """Return the lowest place of an objective under each thing that was varied.

    What was not varied is left out: nobody is pending; one government alone answered.
    """
    key = {"conference": conference, "objective_id": objective}
    rules = float(select(sensitivity, key)[list(RULES)].astype("float64").to_numpy().max())
    worst = {"rule": int(rules)} if rules == rules else {}
    for row in select(stability, key).to_dict("records"):
        if row["n_cases"] and row["rank_high"] == row["rank_high"]:
            worst[row["band"]] = int(row["rank_high"])
    return {claim: worst[claim] for claim in CLAIMS if claim in worst}


def find_attained(stability: pd.DataFrame, conference: str) -> set[str]:
    """Return the claims whose worst place something brings about.

    A bound for pending governments that is not exact may be too wide: it tells what is kept for
    sure, not what can be lost.
    """
    pending = select(stability, {"conference": conference, "band": "pending"})
    return set(CLAIMS) if pending["is_exact"].all() else {*CLAIMS} - {"pending"}


def select(table: pd.DataFrame, key: Mapping[str, object]) -> pd.DataFrame:
    """Return the rows with these values."""
    for column, value in key.items():
        table = table[table[column] == value]
    return table


def tell_first(
    teller: Teller, objective: int, worst: Mapping[str, int], attained: set[str]
) -> Iterator[str]:
    """Yield under what a first place is kept, and under what it is lost."""
    name = teller.say("quoted", name=teller.objective(objective))
    kept = [teller.say(f"kept_{claim}") for claim, place in worst.items() if place == 1]
    lost = [
        teller.say(f"lost_{claim}", place=place)
        for claim, place in worst.items()
        if place > 1 and claim in attained
    ]
    if kept:
        yield teller.say("first_kept", name=name, claims=teller.reader.list(kept))
    if lost:
        yield teller.say("first_lost", name=name, claims=teller.reader.list(lost))


def tell_among_first(teller: Teller, worst: Mapping[int, Mapping[str, int]]) -> list[str]:
    """Say which objectives stay among the first five whatever was varied."""
    sure = [
        str(number)
        for number, places in worst.items()
        if len(places) > 1 and max(places.values()) <= FIRST_PLACES
    ]
    if not 0 < len(sure) <= MOST_NAMED:
        return []
    varied = [claim for claim in CLAIMS if any(claim in worst[int(number)] for number in sure)]
    claims = teller.reader.list([teller.say(f"kept_{claim}") for claim in varied])
    names = teller.name(sure, teller.objective)
    return [teller.say("among_first", n=len(sure), names=names, places=FIRST_PLACES, claims=claims)]


def move_findings(
    rank_moves: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    conference: str = "ALL",
    figure: str | None = None,
) -> list[Finding]:
    """Say which country and which reading moves the first places most. Internal.

    Parameters
    ----------
    rank_moves : DataFrame
        The table of that name, as the audience sees it: elsewhere it is empty.
    forum : Forum
    language : Language or str
    conference : str
        ALL, RCM or SACM.
    figure : str or None
        Key of the figure that shows the places.
    """
    teller = Teller.of(forum, language)
    own = rank_moves[
        (rank_moves["conference"] == conference)
        & (rank_moves["rank"] <= FIRST_PLACES)
        & rank_moves["rank_after"].notna()
    ]
    texts = []
    for band, most in MOST_MOVES.items():
        rows = own[own["band"] == band]
        size = (rows["rank_after"] - rows["rank"]).abs().astype("int64")
        order = rows.assign(size=size).sort_values(
            ["size", "rank", "country_iso3"], ascending=[False, True, True], kind="stable"
        )
        texts += [tell_move(teller, row) for row in order.head(most).to_dict("records")]
    return [Finding(text, figure) for text in texts]


def tell_move(teller: Teller, row: Mapping[Any, Any]) -> str:
    """Say how one government, or one reading of its words, moves one place."""
    code = row["code_objective_id"]
    return teller.say(
        f"move_{row['band']}",
        country=name_country(row["country_iso3"], teller.reader),
        name=teller.say("quoted", name=teller.objective(row["objective_id"])),
        before=int(row["rank"]),
        after=int(row["rank_after"]),
        code="" if code != code or code is None else str(int(code)),
    )
