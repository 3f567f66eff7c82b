"""What was not understood or not used, gathered while a file is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from gcm_analysis.survey.text_columns import list_as_series

Severity = Literal["error", "warning", "note"]
COLUMNS = ("severity", "code", "message", "source_sheet", "source_cell", "value")


@dataclass(frozen=True)
class Issue:
    """One thing not understood or not used."""

    severity: Severity
    code: str
    message: str
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None


@dataclass
class IssueLog:
    """The issues of one file, in the order in which they were met.

    Of each code so many are listed one by one; the rest are counted in one further line.
    """

    most_of_a_code: int = 2000
    issues: list[Issue] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        severity: Severity,
        code: str,
        message: str,
        *,
        sheet: str | None = None,
        cell: str | None = None,
        value: str | None = None,
    ) -> None:
        """Take note of an issue."""
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= self.most_of_a_code:
            self.issues.append(Issue(severity, code, message, sheet, cell, value))

    def to_frame(self) -> pd.DataFrame:
        """Return the issues as a table."""
        rows = [
            (issue.severity, issue.code, issue.message, issue.sheet, issue.cell, issue.value)
            for issue in self.issues
        ]
        for code, count in self.counts.items():
            if (more := count - self.most_of_a_code) > 0:
                first = next(issue for issue in self.issues if issue.code == code)
                message = f"{more:,} more like the {self.most_of_a_code:,} listed."
                rows.append((first.severity, code, message, first.sheet, None, None))
        columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
        return pd.DataFrame(
            {name: list_as_series(texts) for name, texts in zip(COLUMNS, columns, strict=True)}
        )
