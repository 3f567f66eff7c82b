"""The method annex on agreement: how far the governments of a conference order alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.charts.wording import choose_reader
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.report.blocks import TableBlock, TableData

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("scope", "raters", "items", "w", "words", "p")
NONE = "–"
WORDS = ((0.9, "unusual"), (0.7, "strong"), (0.5, "moderate"), (0.3, "weak"), (0.0, "slight"))
"""The word for W by its least value (Schmidt, 1997)."""


def describe_agreement(
    agreement: pd.DataFrame, *, forum: Forum, language: Language | str
) -> TableBlock:
    """Return Kendall's W of each conference with its word and its p.

    Parameters
    ----------
    agreement : DataFrame
        The table of that name, as the audience sees it.
    forum : Forum
    language : Language or str
    """
    reader = choose_reader(forum, language)
    rows = tuple(
        (
            reader.text(f"report.agreement_scope_{row['conference']}"),
            reader.number(int(row["n_raters"])),
            reader.number(int(row["n_items"])),
            write(row["w"], 2, reader),
            name_agreement(row["w"], reader),
            write(row["p"], 4, reader),
        )
        for row in agreement.to_dict("records")
    )
    columns = tuple(reader.text(f"report.agreement_{name}") for name in COLUMNS)
    drawn = agreement["n_permutations"].dropna()
    note = [reader.text("report.agreement_note")]
    if len(drawn):
        seed = str(int(agreement["seed"].dropna().iloc[0]))
        note.append(reader.text("report.agreement_drawn", n=int(drawn.iloc[0]), seed=seed))
    return TableBlock(
        "agreement-w",
        reader.text("report.agreement_title"),
        TableData(columns, rows),
        " ".join(note),
    )


def name_agreement(w: float | None, reader: Language) -> str:
    """Return the word for a value of W."""
    if w is None or w != w:
        return reader.text("report.agreement_none")
    word = next(name for least, name in WORDS if w >= least)
    return reader.text(f"report.agreement_{word}")


def write(value: float | None, decimals: int, reader: Language) -> str:
    """Return a number, or a dash where there is none; never a zero for what is only small."""
    if value is None or value != value:
        return NONE
    least = 10.0**-decimals
    if 0 < value < least:
        return "<" + reader.number(least, decimals)
    return reader.number(value, decimals)
