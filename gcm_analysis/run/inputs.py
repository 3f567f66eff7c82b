"""Everything that goes into a run of a forum, hashed."""

from __future__ import annotations

from pathlib import Path

from gcm_analysis.forum import Forum, load_forum
from gcm_analysis.run.manifest import hash_file
from gcm_analysis.survey import list_source_files
from gcm_analysis.workspace import Workspace

EDITORIAL_FILES = ("forum.yml", "decisions.csv", "corrections.csv", "crosswalk.yml")


def hash_inputs(workspace: Workspace, forum: Forum) -> dict[str, str]:
    """Return the sha256 of a forum's files, of the notebooks and of earlier forums' files.

    Spreadsheets are named by their source's alias: file names carry people's names.
    """
    hashed = {f"notebooks/{path.name}": hash_file(path) for path in notebooks_in(workspace)}
    names = (forum.forum, *forum.earlier_forums)
    for name in names:
        hashed |= hash_forum(workspace, load_forum(workspace, name))
    return dict(sorted(hashed.items()))


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
    return hashed
