"""Where the members of the two conferences agree and differ, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gcm_analysis.charts.wording import count_expected
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.comparison import FEWEST_COMPARED
from gcm_analysis.report.blocks import Finding
from gcm_analysis.report.findings.teller import MOST_NAMED, Teller

if TYPE_CHECKING:
    import pandas as pd

TOLERANCE = 1e-9


def compare_findings(
    comparison: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    figure: str | None = None,
) -> list[Finding]:
    """Say what all of both sides mention, and where the two sides are furthest apart.

    Parameters
    ----------
    comparison : DataFrame
        The table of that name; without its figures, only who is compared is said.
    forum : Forum
    language : Language or str
    figure : str or None
        Key of the figure that shows it.
    """
    teller = Teller.of(forum, language)
    sides = {side: int(comparison[f"{side}_n_answered"].max()) for side in ("rcm", "sacm")}
    if not all(sides.values()):
        missing = [side.upper() for side, n in sides.items() if n == 0]
        unasked = [side for side in missing if count_expected(forum, side) == 0]
        told = "compare_not_asked" if unasked else "compare_none"
        names = teller.reader.list([teller.say(f"side_{side}") for side in unasked or missing])
        return [Finding(teller.say(told, sides=names), figure)]
    single = [side.upper() for side, n in sides.items() if n < FEWEST_COMPARED]
    if single:
        names = teller.reader.list([teller.say(f"of_side_{side}") for side in single])
        return [Finding(teller.say("compare_single", sides=names, n=len(single)), figure)]
    bases = [teller.base(side.upper(), n) for side, n in sides.items()]
    texts = [teller.say("compare_base", rcm=bases[0], sacm=bases[1])]
    if "difference" not in comparison:
        return [Finding(text, figure) for text in texts]
    texts += _tell_shared(teller, comparison)
    texts += _tell_widest(teller, comparison)
    return [Finding(text, figure) for text in texts]


def _tell_shared(teller: Teller, comparison: pd.DataFrame) -> list[str]:
    everyone = comparison[
        (comparison["rcm_n_mentioning"] == comparison["rcm_n_answered"])
        & (comparison["sacm_n_mentioning"] == comparison["sacm_n_answered"])
    ]
    if not len(everyone):
        return [teller.say("shared_none")]
    if len(everyone) > MOST_NAMED:
        return [teller.say("shared_many", n=len(everyone))]
    names = teller.name([str(number) for number in everyone["objective_id"]], teller.objective)
    return [teller.say("shared", n=len(everyone), names=names)]


def _tell_widest(teller: Teller, comparison: pd.DataFrame) -> list[str]:
    comparable = comparison[comparison["is_comparable"] & comparison["difference"].notna()]
    distance = comparable["difference"].abs()
    if not len(comparable):
        return [teller.say("apart_nothing")]
    if distance.max() <= TOLERANCE:
        return [teller.say("apart_none")]
    widest = comparable[distance >= distance.max() - TOLERANCE]
    if len(widest) > MOST_NAMED:
        return [teller.say("apart_many", n=len(widest))]
    return [_tell_apart(teller, row) for row in widest.to_dict("records")]


def _tell_apart(teller: Teller, row: Mapping[Any, Any]) -> str:
    text = teller.say(
        "apart",
        name=teller.say("quoted", name=teller.objective(row["objective_id"])),
        rcm=int(row["rcm_n_mentioning"]),
        rcm_base=int(row["rcm_n_answered"]),
        sacm=int(row["sacm_n_mentioning"]),
        sacm_base=int(row["sacm_n_answered"]),
        rcm_points=teller.reader.number(row["rcm_score"], 2),
        sacm_points=teller.reader.number(row["sacm_score"], 2),
    )
    flips = row["flip_count"]
    if flips == flips and flips is not None and int(flips) > 0:
        text += " " + teller.say("flip", n=int(flips))
    return text
