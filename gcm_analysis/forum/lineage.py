"""The earlier forums that a forum is compared with: there, not in a circle, as real as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gcm_analysis.errors import find_nearest
from gcm_analysis.forum.outline import list_entries
from gcm_analysis.forum.problems import ForumErrors, ForumProblem
from gcm_analysis.forum.yaml_text import YamlText, read_yaml
from gcm_analysis.workspace import Workspace


def check_lineage(text: YamlText, workspace: Workspace, name: str) -> Iterator[ForumProblem]:
    """Tell what is wrong with the earlier forums that a forum.yml names.

    Parameters
    ----------
    text : YamlText
        The forum.yml.
    workspace : Workspace
        Where the earlier forums lie.
    name : str
        The forum's own name.
    """
    known = [forum for forum in workspace.forum_names() if forum != name]
    for place, earlier in enumerate(_list_earlier(text.data)):
        trail = ("earlier_forums", place)
        if earlier not in (*known, name):
            nearest = find_nearest(earlier, known)
            yield text.tell(trail, f"is {earlier!r}", "a folder in data/raw", nearest)
            continue
        if earlier != name and name in _follow(workspace, earlier):
            what = f"is {earlier!r}, which names this forum among its own earlier ones"
            yield text.tell(trail, what, "forums that do not follow each other in a circle")
        data = _read(workspace, earlier)
        if data and bool(data.get("illustrative")) != bool(text.data.get("illustrative")):
            what = f"is {earlier!r}, and only one of the two is illustrative"
            expected = "invented answers never compared with real ones"
            yield text.tell(trail, what, expected)


def _follow(workspace: Workspace, name: str) -> set[str]:
    """Return all forums that a forum builds on, however far back."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for earlier in _list_earlier(_read(workspace, waiting.pop())):
            if earlier not in found:
                found.add(earlier)
                waiting.append(earlier)
    return found


def _read(workspace: Workspace, name: str) -> Mapping[Any, Any]:
    """Return the content of a forum.yml; nothing where it cannot be read, which it says itself."""
    path = workspace.raw_forum(name) / "forum.yml"
    if name not in workspace.forum_names():
        return {}
    try:
        return read_yaml(path, name).data
    except ForumErrors:
        return {}


def _list_earlier(data: Mapping[Any, Any]) -> list[str]:
    return [str(entry) for entry in list_entries(data, "earlier_forums")]
