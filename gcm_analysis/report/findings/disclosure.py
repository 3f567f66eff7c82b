"""What a page leaves out for its audience, and why, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.report.blocks import Finding
from gcm_analysis.report.findings.teller import Teller

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.priorities import Disclosure

OBJECTIVES = range(1, 24)


def disclosure_findings(
    disclosure: Disclosure, *, forum: Forum, language: Language | str
) -> list[Finding]:
    """Say what the audience is not shown; nothing where it sees everything.

    Parameters
    ----------
    disclosure : Disclosure
        Of the page.
    forum : Forum
    language : Language or str
    """
    teller = Teller.of(forum, language)
    if disclosure.is_roster_only:
        least = disclosure.threshold
        if disclosure.is_public:
            least = max(least, disclosure.minimum)
        return [Finding(teller.say("roster_only", n=least))]
    if not disclosure.is_public:
        return []
    texts = [teller.say("public_together", n=disclosure.minimum), teller.say("public_coded")]
    hidden = [
        teller.say(f"of_side_{scope}")
        for scope in ("RCM", "SACM")
        if scope not in disclosure.scopes and disclosure.n_answered[scope]
    ]
    if hidden:
        sides = teller.reader.list(hidden)
        texts.append(teller.say("public_hidden", sides=sides, n=disclosure.minimum))
    return [Finding(text) for text in texts]


def withheld_findings(
    conference_priorities: pd.DataFrame,
    disclosure: Disclosure,
    *,
    forum: Forum,
    language: Language | str,
) -> list[Finding]:
    """Say which objectives are not shown because too few governments could mention them.

    Parameters
    ----------
    conference_priorities : DataFrame
        As the audience sees it.
    disclosure : Disclosure
        Of the page.
    forum : Forum
    language : Language or str
    """
    shown = set(conference_priorities["objective_id"])
    missing = [str(number) for number in OBJECTIVES if number not in shown]
    if not missing or not disclosure.scopes:
        return []
    teller = Teller.of(forum, language)
    return [
        Finding(
            teller.say(
                "public_withheld",
                n=len(missing),
                numbers=teller.reader.list(missing),
                minimum=disclosure.minimum,
            )
        )
    ]


def hidden_trend_findings(
    earlier_title: str, *, forum: Forum, language: Language | str
) -> list[Finding]:
    """Say that the change since an earlier forum is not shown.

    Parameters
    ----------
    earlier_title : str
        How a reader knows the earlier forum.
    forum : Forum
    language : Language or str
    """
    teller = Teller.of(forum, language)
    return [Finding(teller.say("trend_withheld", earlier=earlier_title))]
