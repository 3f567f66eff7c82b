"""A folder of tables: each one Parquet file, the same bytes for the same rows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gcm_analysis.errors import GcmError
from gcm_analysis.reads import note_read, note_written, unnoted

if TYPE_CHECKING:
    import pandas as pd


@dataclass(eq=False)
class MissingTable(GcmError):
    """A table was asked for that no notebook has written yet."""

    table: str
    folder: str

    def sentence(self) -> str:
        """Say which table is missing and which command writes it."""
        return (
            f"The table {self.table!r} is not in {self.folder}: "
            "run `gcm-analysis run` for this forum first."
        )


@dataclass(frozen=True)
class TableStore:
    """The tables of one forum in one folder.

    Parameters
    ----------
    folder : Path
        Made on the first write.
    """

    folder: Path

    def write(self, name: str, table: pd.DataFrame) -> Path:
        """Write a table whole or not at all; leave an equal file untouched.

        Two notebooks in two languages write the same table: the second write finds
        the same bytes and does nothing.

        Returns
        -------
        Path
            The Parquet file.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.parquet"
        arrow = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
        scratch = self.folder / f".{name}-{os.getpid()}.tmp"
        with unnoted():
            try:
                pq.write_table(arrow, scratch, compression="zstd")
                if not (path.exists() and path.read_bytes() == scratch.read_bytes()):
                    scratch.replace(path)
            finally:
                scratch.unlink(missing_ok=True)
        note_written(path)
        return path

    def read(self, name: str) -> pd.DataFrame:
        """Read a table as it was written.

        Raises
        ------
        MissingTable
            No such table has been written.
        """
        import pandas as pd

        path = self.folder / f"{name}.parquet"
        note_read(path)
        if not path.exists():
            raise MissingTable(table=name, folder=self.folder.name)
        return pd.read_parquet(path)

    def names(self) -> tuple[str, ...]:
        """Return the names of the tables that are there, sorted."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.parquet")))
