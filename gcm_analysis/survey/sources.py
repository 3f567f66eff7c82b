"""The files of a forum's sources: found in its folder, known by alias, hashed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.errors import GcmError, find_nearest, say_expected
from gcm_analysis.forum.model import Forum, Source
from gcm_analysis.survey.findings import Findings

LOCK_FILE_START = "~$"
"""What the names of Excel's lock files begin with: they stand beside an open workbook."""


@dataclass(eq=False)
class MissingSourceFile(GcmError):
    """forum.yml names a file that is not in the forum's folder."""

    forum: str
    alias: str
    pattern: str
    there: tuple[str, ...]

    def sentence(self) -> str:
        """Name the source, the file, and the nearest file there is."""
        where = f"forum.yml of {self.forum!r}, source {self.alias!r}"
        if not self.there:
            return f"{where}: there is no file {self.pattern!r}; put it into the forum's folder."
        hint = say_expected(self.there, find_nearest(self.pattern, self.there))
        return f"{where}: there is no file {self.pattern!r} in the forum's folder: {hint}"


@dataclass(frozen=True)
class SourceFile:
    """One file of a source.

    Parameters
    ----------
    name : str
        How tables name it: the source's alias, and from the second file of a source on the
        alias with the file's number ("estados/2"). File names carry people's names.
    source : Source
    path : Path
    sha256 : str
        Of its bytes.
    """

    name: str
    source: Source
    path: Path
    sha256: str


def list_source_files(forum: Forum, findings: Findings | None = None) -> tuple[SourceFile, ...]:
    """Return the files of a forum's sources, in the order of forum.yml, then of their names.

    A file whose bytes were met before is left out with a note: the same file twice changes nothing.

    Parameters
    ----------
    forum : Forum
    findings : Findings or None
        Where notes and errors go; None raises errors and forgets notes.

    Returns
    -------
    tuple of SourceFile

    Raises
    ------
    MissingSourceFile
        A source names a file or a pattern that nothing in the folder fits.
    """
    found = Findings() if findings is None else findings
    files: list[SourceFile] = []
    for source in forum.sources:
        seen: dict[str, str] = {file.sha256: file.name for file in files}
        number = 0
        for path in find_paths(forum, source, found):
            digest = hash_file(path)
            if digest in seen:
                found.note(
                    "same_file_twice",
                    f"A file of the source {source.alias!r} is the same, byte for byte, as "
                    f"{seen[digest]!r}; it was not read again.",
                    source_file=source.alias,
                )
                continue
            number += 1
            name = source.alias if number == 1 else f"{source.alias}/{number}"
            seen[digest] = name
            files.append(SourceFile(name, source, path, digest))
    return tuple(files)


def find_paths(forum: Forum, source: Source, findings: Findings) -> list[Path]:
    """Return the files that a source names, each once, lock files aside."""
    paths: dict[Path, None] = {}
    for pattern in source.files:
        fitting = match_files(forum.folder, pattern)
        if not fitting:
            there = tuple(
                path.name for path in sorted(forum.folder.iterdir()) if is_survey_file(path)
            )
            findings.fail(MissingSourceFile(forum.forum, source.alias, pattern, there))
        paths |= dict.fromkeys(fitting)
    return list(paths)


def match_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a name or a glob, in natural order: (1-9) before (1-10).

    A name is looked for as it stands first: survey tools write brackets into file names,
    and a glob reads them as a set of letters.
    """
    if (folder / pattern).is_file():
        return [folder / pattern]
    found = [
        path
        for path in folder.glob(pattern)
        if path.is_file() and not path.name.startswith(LOCK_FILE_START)
    ]
    return sorted(found, key=lambda path: natural_key(path.name))


def natural_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key that sorts names by the numbers in them."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


def is_survey_file(path: Path) -> bool:
    """Tell whether a file may be a source: a spreadsheet or a text table, no lock file."""
    endings = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt"}
    known = {"corrections.csv", "decisions.csv", "phrases.csv"}
    return (
        path.suffix.casefold() in endings
        and path.name not in known
        and not path.name.startswith(LOCK_FILE_START)
    )


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
