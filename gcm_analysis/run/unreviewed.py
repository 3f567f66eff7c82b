"""What stands between a report and its release: texts that nobody has reviewed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gcm_analysis.errors import GcmError, Place
from gcm_analysis.forum.model import Audience, Forum
from gcm_analysis.mapping import being_read


@dataclass(eq=False)
class TextUnreviewed(GcmError):
    """A text that would count has not been reviewed by a person."""

    forum: str
    audience: Audience
    answer: str
    place: Place
    n_more: int

    def sentence(self) -> str:
        """Name the answer, its file and cell, and how to review it."""
        more = f" ({self.n_more} more)" if self.n_more else ""
        return (
            f"{self.place}: the answer {self.answer!r} would count, and nobody has reviewed it"
            f"{more}, so that {self.forum!r} is not released for {self.audience}: decide in the "
            f"workbook of `gcm-analysis review export {self.forum}`, import it and run again."
        )


def refuse_unreviewed(
    forum: Forum,
    audience: Audience,
    *,
    respondents: pd.DataFrame,
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
) -> None:
    """Refuse a release beyond the secretariat while a text that would count is unreviewed.

    A text would count where it answers a priority question, its submission counts, and an
    objective read in it is neither explicit, nor reviewed, nor rejected: it would be a mention of
    the government (rule 12) if a person confirmed it.

    Parameters
    ----------
    forum : Forum
    audience : {"internal", "participants", "public"}
    respondents, answers, mentions : DataFrame
        The tables of these names.

    Raises
    ------
    TextUnreviewed
        With the first such answer, in the order of files and cells.
    """
    if audience == "internal":
        return
    asked = [question.id for question in forum.priority_questions()]
    counted = respondents.loc[respondents["status"] == "counted", "respondent_id"]
    waiting = being_read(mentions, audience)["answer_id"]
    found = answers[
        answers["answer_id"].isin(waiting)
        & answers["question_id"].isin(asked)
        & answers["respondent_id"].isin(counted)
        & answers["text"].notna()
    ]
    if found.empty:
        return
    first = found.iloc[0]
    file, sheet, cell = first[["source_file", "source_sheet", "source_cell"]]
    place = Place(file, none_if_missing(sheet), none_if_missing(cell))
    raise TextUnreviewed(forum.forum, audience, first["answer_id"], place, len(found) - 1)


def none_if_missing(value: str | float) -> str | None:
    """Return a text, or None where the table has none."""
    return value if isinstance(value, str) else None
