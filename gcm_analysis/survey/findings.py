"""What was found wrong or not used while a forum's answers were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from gcm_analysis.errors import GcmError

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Issue:
    """One thing not understood or not used, with the place it stands at."""

    severity: Severity
    code: str
    message: str
    source_file: str | None = None
    source_sheet: str | None = None
    source_cell: str | None = None
    value: str | None = None


@dataclass
class Findings:
    """Issues as they are met, and errors: raised at once, or kept so that all are told together.

    Parameters
    ----------
    keeps_going : bool
        Keep an error and go on (`check`), instead of raising it (`run`).
    """

    keeps_going: bool = False
    issues: list[Issue] = field(default_factory=list)
    errors: list[GcmError] = field(default_factory=list)

    def fail(self, error: GcmError) -> None:
        """Meet an error of the user's input."""
        if not self.keeps_going:
            raise error
        self.errors.append(error)

    def warn(self, code: str, message: str, **place: str | None) -> None:
        """Meet something that a person should look at."""
        self.issues.append(Issue("warning", code, message, **place))

    def note(self, code: str, message: str, **place: str | None) -> None:
        """Meet something that was set aside by a rule."""
        self.issues.append(Issue("note", code, message, **place))

    def add_table(self, issues: pd.DataFrame, source_file: str) -> None:
        """Take over the issues of one file that was read."""
        import pandas as pd

        for row in issues.to_dict("records"):
            told: dict[str, Any] = {
                str(key): None if pd.isna(value) else value for key, value in row.items()
            }
            self.issues.append(Issue(**{**told, "source_file": source_file}))

    def table(self) -> pd.DataFrame:
        """Return the issues as a table, in the order in which they were met."""
        import pandas as pd

        from gcm_analysis.survey.tables import ISSUES, validate_issues

        columns = list(ISSUES.columns)
        rows = [[getattr(issue, column) for column in columns] for issue in self.issues]
        return validate_issues(pd.DataFrame(rows, columns=columns, dtype=object))
