"""Editions: what was released, file by file, and whether it is still as it was released.

An edition has two folders. What is circulated lies in
`reports/<forum>/releases/<number>-<audience>/`, with `release.json`. What it was counted from
(tables and the record of the run) stays with the secretariat, in
`data/releases/<forum>/<number>-<audience>/`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from gcm_analysis.forum.model import Audience
from gcm_analysis.report.facts import CODE_LENGTH
from gcm_analysis.run.manifest import hash_files
from gcm_analysis.workspace import Workspace

RELEASE_FILE = "release.json"
FOLDER = re.compile(r"^(\d+)-(internal|participants|public)$")
SAYS_CODE = {".html", ".svg"}
"""Files that carry the edition's code as text."""


class EditionChanged(Exception):
    """An edition is no longer what was released."""

    def __init__(self, edition: str, changes: tuple[str, ...]) -> None:
        self.edition = edition
        self.changes = changes
        super().__init__(f"{edition} is no longer as it was released: {'; '.join(changes)}.")


@dataclass(frozen=True)
class ReleaseRecord:
    """release.json: what an edition is.

    Parameters
    ----------
    forum : str
    number : int
        Within the forum, from 1.
    audience : str
    released_on : str
        Day, YYYY-MM-DD.
    cut_off : str
        Day up to which answers are counted, or "".
    sha256 : str
        Hash of the tables and the record of the run (`hash_record`); pages, figures and the
        workbook show its first signs.
    run : int
        Number of the run that readers saw.
    languages : list of str
    versions : dict
        Of program, codebook, the model that reads texts, Python and libraries.
    files : dict
        sha256 of every file of the edition, by its path in the edition's folder.
    """

    forum: str
    number: int
    audience: Audience
    released_on: str
    cut_off: str
    sha256: str
    run: int
    languages: list[str]
    versions: dict[str, str]
    files: dict[str, str]

    @property
    def name(self) -> str:
        """The name of its folders."""
        return f"{self.number}-{self.audience}"

    @property
    def code(self) -> str:
        """What stands of its hash on pages and figures."""
        return self.sha256[:CODE_LENGTH]

    def write(self, folder: Path) -> None:
        """Write release.json."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / RELEASE_FILE).write_text(text + "\n", encoding="utf-8")


def releases_of(workspace: Workspace, forum: str) -> Path:
    """Return the folder of a forum's editions."""
    return workspace.reports / forum / "releases"


def records_of(workspace: Workspace, forum: str) -> Path:
    """Return the folder of what a forum's editions were counted from."""
    return workspace.root / "data" / "releases" / forum


def list_editions(workspace: Workspace, forum: str) -> tuple[ReleaseRecord, ...]:
    """Return what has been released of a forum, in order."""
    home = releases_of(workspace, forum)
    found = [
        read_release(folder)
        for folder in (home.iterdir() if home.is_dir() else ())
        if FOLDER.match(folder.name)
    ]
    return tuple(sorted(found, key=lambda release: release.number))


def find_last(workspace: Workspace, forum: str, audience: Audience) -> ReleaseRecord | None:
    """Return the last edition for an audience, or None."""
    made = [one for one in list_editions(workspace, forum) if one.audience == audience]
    return made[-1] if made else None


def read_release(folder: Path) -> ReleaseRecord:
    """Read the release.json of an edition."""
    return ReleaseRecord(**json.loads((folder / RELEASE_FILE).read_text("utf-8")))


def hash_record(folder: Path) -> str:
    """Return the hash of what an edition was counted from.

    It is the SHA-256 of the lines `<sha256>  <name>`, sorted by name, of every table (Parquet) in
    the folder, of `forum.json` and of `facts.json`: the text that `sha256sum` writes.
    """
    hashed = hash_files((path for path in folder.iterdir() if path.is_file()), folder)
    kept = {name: one for name, one in hashed.items() if name != "run.json"}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(kept.items()))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def verify_edition(workspace: Workspace, release: ReleaseRecord) -> None:
    """Check that an edition is what was released: its files, its code on them, its tables.

    Raises
    ------
    EditionChanged
        With everything that differs.
    """
    folder = releases_of(workspace, release.forum) / release.name
    record = records_of(workspace, release.forum) / release.name
    if found := tuple(find_changes(folder, record, release)):
        raise EditionChanged(f"The edition {release.name} of {release.forum}", found)


def find_changes(folder: Path, record: Path, release: ReleaseRecord) -> Iterator[str]:
    """Tell how an edition differs from what was released."""
    there = {path for path in folder.rglob("*") if path.is_file() and path.name != RELEASE_FILE}
    found = hash_files(there, folder)
    for name in sorted(release.files.keys() - found.keys()):
        yield f"{name} is missing"
    for name in sorted(found.keys() - release.files.keys()):
        yield f"{name} was added"
    for name in sorted(found.keys() & release.files.keys()):
        if found[name] != release.files[name]:
            yield f"{name} was changed"
        elif Path(name).suffix in SAYS_CODE and not says_code(folder / name, release.code):
            yield f"{name} does not show the code {release.code}"
    if not record.is_dir():
        yield "its tables in data/releases are missing"
    elif hash_record(record) != release.sha256:
        yield "its tables in data/releases were changed"


def says_code(path: Path, code: str) -> bool:
    """Tell whether a page or drawing shows the code of its edition."""
    return code in path.read_text("utf-8")
