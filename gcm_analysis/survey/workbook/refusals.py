"""Why a file cannot be read, each told in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from gcm_analysis.errors import GcmError, find_nearest, say_expected
from gcm_analysis.survey.fold import tidy


@dataclass(eq=False)
class UnreadableFile(GcmError):
    """A file cannot be read; children say why.

    Parameters
    ----------
    file : str
        The file's name, or the alias of its source.
    """

    file: str

    def __str__(self) -> str:
        """Return the sentence in one line, whatever the names of parts and sheets hold."""
        return tidy(self.sentence())


@dataclass(eq=False)
class MissingFile(UnreadableFile):
    """There is no such file, or it may not be opened."""

    reason: str = "there is no such file"

    def sentence(self) -> str:
        """Name the file."""
        return f"{self.file} cannot be opened: {self.reason}; check its name and its folder."


@dataclass(eq=False)
class EmptyFile(UnreadableFile):
    """The file holds nothing that could be an answer."""

    def sentence(self) -> str:
        """Name the file."""
        return (
            f"{self.file} holds no cell with anything in it: download the export again, "
            "or name another file."
        )


@dataclass(eq=False)
class LockFile(UnreadableFile):
    """The file is what Excel leaves beside a workbook that is open."""

    def sentence(self) -> str:
        """Say what a lock file is."""
        return (
            f"{self.file} is no spreadsheet but the lock that Excel keeps while a workbook is "
            "open: name the workbook itself, without '~$'."
        )


@dataclass(eq=False)
class WrongExtension(UnreadableFile):
    """The content of the file is of another kind than its name says."""

    extension: str
    found: str

    def sentence(self) -> str:
        """Name both kinds."""
        return (
            f"{self.file} is named {self.extension or 'without an extension'} but its content is "
            f"{self.found}: open it in the program that made it and save it as .xlsx or .csv, "
            "or give it its right extension."
        )


@dataclass(eq=False)
class PasswordProtected(UnreadableFile):
    """The file opens only with a password."""

    def sentence(self) -> str:
        """Say how to take the password off."""
        return (
            f"{self.file} is protected by a password: open it in Excel, take the password off "
            "(File, Info, Protect Workbook) and save it."
        )


@dataclass(eq=False)
class BrokenFile(UnreadableFile):
    """The file is damaged."""

    reason: str
    where: str | None = None

    def sentence(self) -> str:
        """Say what is broken and where."""
        place = f", {self.where}" if self.where else ""
        return (
            f"{self.file}{place} is damaged ({self.reason}): download the export again, or open "
            "and save it in Excel or LibreOffice."
        )


@dataclass(eq=False)
class TooLarge(UnreadableFile):
    """The file is larger than a survey's export can be."""

    what: str
    most: int
    setting: str
    where: str | None = None

    def sentence(self) -> str:
        """Name what is too large, the limit, and its setting."""
        place = f", {self.where}" if self.where else ""
        return (
            f"{self.file}{place} has {self.what}, and at most {self.most:,} are read: delete what "
            f"is empty or foreign in it, or raise GCM_READ_{self.setting.upper()}."
        )


@dataclass(eq=False)
class TooSlow(UnreadableFile):
    """The file took longer to read than any survey's export does."""

    seconds: int

    def sentence(self) -> str:
        """Name the time."""
        return (
            f"{self.file} could not be read within {self.seconds} seconds, as a damaged file "
            "cannot: save it as .xlsx or .csv, or raise GCM_READ_SECONDS."
        )


@dataclass(eq=False)
class NeedsTooMuchMemory(UnreadableFile):
    """Reading the file took more memory than any survey's export does."""

    most: int

    def sentence(self) -> str:
        """Name the limit."""
        return (
            f"{self.file} needs more than {self.most // 2**20} MB of memory to read, as a damaged "
            "file does: save it as .xlsx or .csv, or raise GCM_READ_MEMORY_BYTES."
        )


@dataclass(eq=False)
class UnknownSheet(UnreadableFile):
    """The workbook has no sheet of this name."""

    sheet: str
    sheets: tuple[str, ...]

    def sentence(self) -> str:
        """Name the sheets there are."""
        hint = say_expected(self.sheets, find_nearest(self.sheet, self.sheets))
        return f"{self.file} has no sheet {self.sheet!r}: {hint}."


@dataclass(eq=False)
class UnknownTool(GcmError):
    """A survey tool was named that has no reader."""

    tool: str
    tools: tuple[str, ...]

    def sentence(self) -> str:
        """Name the tools there are."""
        hint = say_expected(self.tools, find_nearest(self.tool, self.tools))
        return f"There is no reader for the survey tool {self.tool!r}: {hint}."


@dataclass(eq=False)
class NoSuchHeaderRow(UnreadableFile):
    """The header row that was named is not in the sheet."""

    sheet: str
    row: int
    n_rows: int

    def sentence(self) -> str:
        """Name the row and how many there are."""
        return (
            f"{self.file}, sheet {self.sheet!r} has no header in row {self.row}: it has "
            f"{self.n_rows} rows; mend header_row."
        )
