"""The method annex on the comparison: how often a split of the countries differs as much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.charts.wording import choose_reader, label_objective
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.report.blocks import TableBlock, TableData

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("objective", "rcm_score", "sacm_score", "difference", "p_exact", "p_adjusted", "flip")
NONE = "–"


def describe_comparison(
    comparison: pd.DataFrame, *, forum: Forum, language: Language | str
) -> TableBlock:
    """Return p values and flip counts of all 23 objectives; they describe and test nothing.

    Parameters
    ----------
    comparison : DataFrame
        The table of that name.
    forum : Forum
    language : Language or str
    """
    reader = choose_reader(forum, language)

    def write(value: float, decimals: int) -> str:
        return NONE if value != value else reader.number(value, decimals)

    rows = tuple(
        (
            label_objective(int(row["objective_id"]), reader),
            write(row["rcm_score"], 2),
            write(row["sacm_score"], 2),
            write(row["difference"], 2),
            write(row["p_exact"], 3),
            write(row["p_adjusted"], 3),
            reader.number(int(row["flip_count"]))
            if row["flip_count"] == row["flip_count"]
            else NONE,
        )
        for row in comparison.astype({"flip_count": "float64"}).to_dict("records")
    )
    links = tuple(f"#objective-{int(number)}" for number in comparison["objective_id"])
    columns = tuple(reader.text(f"report.splits_{name}") for name in COLUMNS)
    return TableBlock(
        "comparison-splits",
        reader.text("report.splits_title"),
        TableData(columns, rows, links),
        _write_note(comparison, reader),
    )


def _write_note(comparison: pd.DataFrame, reader: Language) -> str:
    n_splits = int(comparison["n_splits"].max())
    smallest = comparison["smallest_p"].dropna()
    if n_splits == 0 or not len(smallest):
        return reader.text("report.splits_none")
    return reader.text(
        "report.splits_note", n=n_splits, smallest=reader.number(float(smallest.min()), 3)
    )
