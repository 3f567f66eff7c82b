"""Who answered, in sentences; a pending answer is pending and nothing else."""

from __future__ import annotations

import pandas as pd

from gcm_analysis.charts.responses import has_answered
from gcm_analysis.charts.wording import list_countries
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.report.blocks import Finding
from gcm_analysis.report.findings.teller import Teller

TOLD = ("in_part", "awaiting_decision", "pending")


def response_findings(
    status: pd.DataFrame, *, forum: Forum, language: Language | str, figure: str = "responses"
) -> list[Finding]:
    """Say how many answered, of each conference, and whose answer is pending.

    Parameters
    ----------
    status : DataFrame
        One row per government on the roster (`survey.response_status`).
    forum : Forum
    language : Language or str
    figure : str
        Key of the figure that shows it.
    """
    teller = Teller.of(forum, language)
    answered = pd.Series(
        [has_answered(row) for row in status.to_dict("records")], index=status.index, dtype=bool
    )
    n = int(answered.sum())
    if n == 0:
        return [Finding(teller.say("answered_none", n=len(status)), figure)]
    told = "answered_only" if len(status) == 1 else "answered"
    texts = [teller.say(told, n=n, n_expected=len(status))]
    groups = [
        teller.say(
            f"answered_{conference}",
            n_answered=int((answered & inside).sum()),
            n=int(inside.sum()),
        )
        for conference in ("RCM", "SACM")
        if (inside := status["conference"] == conference).any()
    ]
    if len(groups) > 1:
        texts.append(teller.say("answered_groups", groups=teller.reader.list(groups)))
    for state in TOLD:
        codes = list(status.loc[status["status"] == state, "country_iso3"])
        if codes:
            names = list_countries(codes, teller.reader)
            texts.append(teller.say(f"state_{state}", n=len(codes), countries=names))
    return [Finding(text, figure) for text in texts]
