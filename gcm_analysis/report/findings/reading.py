"""How the answers were read, in sentences: reviewed or not, used or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.report.blocks import Finding
from gcm_analysis.report.findings.teller import Teller

if TYPE_CHECKING:
    import pandas as pd

SEVERITIES = ("error", "warning", "note")


def coverage_findings(
    mentions: pd.DataFrame, *, forum: Forum, language: Language | str, figure: str | None = None
) -> list[Finding]:
    """Say how many mentions no person has reviewed, and how many await review.

    Parameters
    ----------
    mentions : DataFrame
        The table of that name.
    forum : Forum
    language : Language or str
    figure : str or None
        Key of the figure that shows it.
    """
    teller = Teller.of(forum, language)
    accepted = mentions[mentions["status"] == "accepted"]
    if len(accepted):
        n_unreviewed = int((~accepted["is_reviewed"]).sum())
        texts = [teller.say("coverage", n=n_unreviewed, n_accepted=len(accepted))]
    else:
        texts = [teller.say("coverage_none")]
    inferred = accepted[accepted["method"].isin(["phrase", "suggestion"])]
    if n_inferred := int((~inferred["is_reviewed"]).sum()):
        texts.append(teller.say("coverage_inferred", n=n_inferred))
    if n_open := int((mentions["status"] == "to_review").sum()):
        texts.append(teller.say("coverage_open", n=n_open))
    return [Finding(text, figure) for text in texts]


def reconciliation_findings(
    reconciliation: pd.DataFrame,
    issues: pd.DataFrame,
    *,
    forum: Forum,
    language: Language | str,
    table: str | None = "cells",
) -> list[Finding]:
    """Say how many cells were read, and what became of each.

    Parameters
    ----------
    reconciliation, issues : DataFrame
        As `survey.read_responses` makes them.
    forum : Forum
    language : Language or str
    table : str or None
        Key of the table that shows it.
    """
    teller = Teller.of(forum, language)
    sums = {column: int(reconciliation[column].sum()) for column in reconciliation.columns[2:]}
    texts = [
        teller.say(
            "cells",
            n=sums["cells_in"],
            used=sums["cells_used"],
            rest=sums["cells_metadata"] + sums["cells_header"],
            issues=sums["cells_in_issues"],
        )
    ]
    counts = {severity: int((issues["severity"] == severity).sum()) for severity in SEVERITIES}
    parts = [teller.say(f"issues_{severity}", n=n) for severity, n in counts.items() if n]
    if parts:
        texts.append(teller.say("issues", n=len(issues), parts=teller.reader.list(parts)))
    else:
        texts.append(teller.say("issues_none"))
    return [Finding(text, table) for text in texts]
