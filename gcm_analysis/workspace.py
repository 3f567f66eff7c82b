"""Where things lie below the root folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workspace:
    """The folder that holds `data/`, `notebooks/` and `reports/`.

    Parameters
    ----------
    root : Path
        An existing folder.
    """

    root: Path

    @property
    def raw(self) -> Path:
        """The folder of forums as received."""
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        """The folder of tables and executed notebooks."""
        return self.root / "data" / "processed"

    @property
    def notebooks(self) -> Path:
        """The folder of the notebooks that a run executes."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """The folder of what readers open."""
        return self.root / "reports"

    def raw_forum(self, forum: str) -> Path:
        """Return the folder of one forum's spreadsheets."""
        return self.raw / forum

    def processed_forum(self, forum: str) -> Path:
        """Return the folder of one forum's tables."""
        return self.processed / forum

    def forum_names(self) -> tuple[str, ...]:
        """Return the names of all forum folders (those with a forum.yml), sorted."""
        if not self.raw.is_dir():
            return ()
        return tuple(sorted(path.parent.name for path in self.raw.glob("*/forum.yml")))
