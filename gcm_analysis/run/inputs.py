"""Everything that goes into a run of a forum, hashed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import Forum, load_forum
from gcm_analysis.run.manifest import hash_file
from gcm_analysis.survey.sources import list_source_files
from gcm_analysis.workspace import Workspace

EDITORIAL_FILES = (
    "forum.yml", "decisions.csv", "corrections.csv", "crosswalk.yml", "phrases.csv",
)  # fmt: skip
WHOLE_FOLDER = "*"
"""Stands for everything in a forum's folder: a file that no source names may matter as well."""
PASSING_FILES = ("~$", ".~lock", ".DS_Store", "Thumbs.db")
"""How the names of files begin that programs leave beside an open workbook or folder."""


@dataclass(eq=False)
class InputChanged(GcmError):
    """A file was changed, taken away or added while a run was reading it."""

    forum: str
    name: str

    def sentence(self) -> str:
        """Name it, and say that nothing was published."""
        told = f"data/raw/{self.forum}" if self.name.endswith(WHOLE_FOLDER) else self.name
        return (
            f"{told} was changed while the run of {self.forum!r} was reading it: "
            "nothing was published; run again."
        )


def hash_inputs(workspace: Workspace, forum: Forum) -> dict[str, str]:
    """Return the sha256 of a forum's files, of the notebooks and of earlier forums' files.

    Spreadsheets are named by their source's alias: file names carry people's names.
    """
    hashed = {f"notebooks/{path.name}": hash_file(path) for path in notebooks_in(workspace)}
    names = (forum.forum, *forum.earlier_forums)
    for name in names:
        hashed |= hash_forum(workspace, load_forum(workspace, name))
    return dict(sorted(hashed.items()))


def require_same_inputs(workspace: Workspace, forum: Forum, before: dict[str, str]) -> None:
    """Refuse to go on where a file is no longer what it was when the run began.

    Raises
    ------
    InputChanged
        A run that read one half before and one half after a change would be of neither.
    """
    try:
        now = hash_inputs(workspace, load_forum(workspace, forum.forum))
    except (GcmError, OSError) as error:
        raise InputChanged(forum.forum, WHOLE_FOLDER) from error
    for name in sorted(before.keys() | now.keys(), key=lambda one: one.endswith(WHOLE_FOLDER)):
        if before.get(name) != now.get(name):
            raise InputChanged(forum.forum, name)


def notebooks_in(workspace: Workspace) -> list[Path]:
    """Return the notebooks that a run executes."""
    return sorted(path for path in workspace.notebooks.glob("*.ipynb") if path.stem != "explore")


def hash_forum(workspace: Workspace, forum: Forum) -> dict[str, str]:
    """Return the sha256 of one forum's files."""
    folder = workspace.raw_forum(forum.forum)
    hashed = {
        f"{forum.forum}/{name}": hash_file(folder / name)
        for name in EDITORIAL_FILES
        if (folder / name).is_file()
    }
    hashed |= {f"{forum.forum}/{file.name}": file.sha256 for file in list_source_files(forum)}
    hashed[f"{forum.forum}/{WHOLE_FOLDER}"] = hash_folder(folder)
    return hashed


def hash_folder(folder: Path) -> str:
    """Return one sha256 over the names and the contents of all files in a folder and below."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(PASSING_FILES):
            digest.update(f"{path.relative_to(folder).as_posix()}\0{hash_file(path)}\n".encode())
    return digest.hexdigest()
