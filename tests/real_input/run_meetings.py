"""Meetings run as forums through the command line, and what came of it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from announcements import Announcements
from page_lines import read_lines


def call(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of `gcm-analysis` as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "gcm_analysis", *arguments, "--root", str(root)],
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass(frozen=True)
class Meetings:
    """A workspace whose forums have been run.

    Parameters
    ----------
    root : Path
    announced : dict
        What its spreadsheets were made of, by forum.
    """

    root: Path
    announced: dict[str, Announcements]

    def table(self, meeting: str, name: str) -> pd.DataFrame:
        """Return a table of a forum."""
        return pd.read_parquet(self.root / "data" / "processed" / meeting / f"{name}.parquet")

    def lines(self, meeting: str, language: str, page: str = "index.html") -> list[str]:
        """Return the text of a page of the report."""
        return read_lines(self.root / "reports" / meeting / "internal" / language / page)

    def readings(self, meeting: str, country: str) -> dict[int, str]:
        """Return the status of each objective read in a country's answer."""
        answers = self.table(meeting, "answers")[["answer_id", "country_iso3"]]
        mentions = self.table(meeting, "mentions").merge(answers, on="answer_id")
        own = mentions[mentions["country_iso3"] == country]
        return dict(zip(own["objective_id"], own["status"], strict=True))
