"""How large a spreadsheet may be before it is refused."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from gcm_analysis.errors import GcmError

MEBIBYTE = 1024 * 1024
PREFIX = "GCM_READ_"


@dataclass(eq=False)
class WrongLimit(GcmError):
    """A limit was set to something that is no whole number above zero."""

    setting: str
    value: str

    def sentence(self) -> str:
        """Name the setting and the value."""
        return (
            f"The environment variable {self.setting} is {self.value!r}: "
            "a whole number above 0 was expected."
        )


@dataclass(frozen=True)
class ReadingLimits:
    """What is refused as too large.

    The defaults take a survey of 100,000 answers to 40 questions and stop a file that was made
    to fill the memory. Each may be set by an environment variable: `cells` by
    `GCM_READ_CELLS`, and so on.

    Parameters
    ----------
    file_bytes : int
        Size of the file on disk.
    unpacked_bytes : int
        Size of a workbook's parts once unpacked, counted while unpacking.
    cells : int
        Rows times columns of the area that a sheet's cells span, all sheets together.
    rows, columns : int
        Rows and columns of a sheet.
    line_bytes : int
        Length of one line of a text file.
    seconds : int
        Time that a file in a format which cannot be checked beforehand may take.
    memory_bytes : int
        Memory that such a file may take, where the system can hold a program to it.
    """

    file_bytes: int = 256 * MEBIBYTE
    unpacked_bytes: int = 768 * MEBIBYTE
    cells: int = 8_000_000
    rows: int = 1_048_576
    columns: int = 16_384
    line_bytes: int = 8 * MEBIBYTE
    seconds: int = 8
    memory_bytes: int = 768 * MEBIBYTE

    @classmethod
    def from_environment(cls) -> ReadingLimits:
        """Return the limits as the environment sets them."""
        values: dict[str, int] = {}
        for field in fields(cls):
            setting = PREFIX + field.name.upper()
            if (value := os.environ.get(setting)) is None:
                continue
            if not value.isascii() or not value.isdigit() or int(value) == 0:
                raise WrongLimit(setting, value)
            values[field.name] = int(value)
        return cls(**values)
