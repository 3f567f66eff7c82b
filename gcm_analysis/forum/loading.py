"""`load_forum`: a forum's folder -> the forum, or everything that is wrong with its forum.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from gcm_analysis.errors import GcmError, find_nearest, say_expected
from gcm_analysis.forum.contradictions import find_contradictions
from gcm_analysis.forum.explaining import explain
from gcm_analysis.forum.lineage import check_lineage
from gcm_analysis.forum.model import Forum
from gcm_analysis.forum.outline import draw_outline
from gcm_analysis.forum.problems import ForumErrors, ForumProblem, UnfilledMark
from gcm_analysis.forum.yaml_text import YamlText, find_marks, read_yaml, write_trail
from gcm_analysis.workspace import Workspace

FILE = "forum.yml"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(eq=False)
class UnknownForum(GcmError):
    """A forum was asked for that has no folder with a forum.yml in data/raw."""

    name: str
    known: tuple[str, ...]

    def sentence(self) -> str:
        """Name the forums there are, and the command that writes a new one."""
        start = f"There is no forum {self.name!r}: data/raw/{self.name}/{FILE} does not exist"
        if not NAME.fullmatch(self.name):
            start = f"{self.name!r} is no forum's name: small letters, digits, - and _ only"
        if not self.known:
            return f"{start}; `gcm-analysis new` writes a forum's folder."
        hint = say_expected(self.known, find_nearest(self.name, self.known))
        return f"{start}; {hint.rstrip('?')}{'?' if hint.endswith('?') else '.'}"


def load_forum(workspace: Workspace, name: str) -> Forum:
    """Read and check a forum's forum.yml.

    Parameters
    ----------
    workspace : Workspace
        The folder that holds `data/`.
    name : str
        Name of the forum's folder in `data/raw`.

    Returns
    -------
    Forum
        With `folder` set.

    Raises
    ------
    UnknownForum
        There is no such folder, or no forum.yml in it.
    ForumErrors
        The forum.yml is wrong; holds every problem found, in the order of the file.
    """
    folder = workspace.raw_forum(name)
    if not NAME.fullmatch(name) or not (folder / FILE).is_file():
        raise UnknownForum(name=name, known=workspace.forum_names())
    text = read_yaml(folder / FILE, name_file(folder, FILE))
    forum, problems = _check(text, workspace, name)
    if forum is None or problems:
        raise ForumErrors(problems)
    return forum.model_copy(update={"folder": folder})


def name_file(folder: Path, name: str) -> str:
    """Return how messages name a file of a forum's folder, from the root folder downward."""
    return f"data/raw/{folder.name}/{name}"


def _check(
    text: YamlText, workspace: Workspace, name: str
) -> tuple[Forum | None, tuple[ForumProblem, ...]]:
    """Return the forum where its shape is right, and all problems in the order of the file."""
    problems = list(text.problems)
    forum = None
    try:
        forum = Forum.model_validate(text.data)
    except ValidationError as error:
        problems += explain(error, text, Forum)
    problems += _refuse_folder(text)
    if marks := [
        UnfilledMark(text.file, text.line(trail), write_trail(trail), f"is {mark}", "your words")
        for trail, mark in find_marks(text)
    ]:
        marked = {mark.key for mark in marks}
        problems = [problem for problem in problems if not _is_about(problem.key, marked)]
        return forum, _in_order([*marks, *problems])
    problems += [
        text.tell(fault.path, fault.what, fault.expected, fault.nearest)
        for fault in find_contradictions(draw_outline(text.data))
    ]
    problems += _check_surroundings(text, workspace, name)
    return forum, _in_order(problems)


def _check_surroundings(text: YamlText, workspace: Workspace, name: str) -> Iterator[ForumProblem]:
    """Tell what does not fit the folder: its name, and the forums beside it."""
    given = text.data.get("forum")
    if isinstance(given, str) and given != name:
        yield text.tell(("forum",), f"is {given!r}", f"the name of its folder, {name!r}")
    yield from check_lineage(text, workspace, name)


def _refuse_folder(text: YamlText) -> Iterator[ForumProblem]:
    """Tell the one field of the model that no file may set."""
    if "folder" in text.data:
        yield text.tell(("folder",), "is an unknown key")


def _is_about(key: str, marked: set[str]) -> bool:
    """Tell whether a problem only repeats that a mark stands in its place."""
    return any(key == mark or mark.startswith((f"{key}.", f"{key}[")) for mark in marked)


def _in_order(problems: list[ForumProblem]) -> tuple[ForumProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.line or 0, problem.key)))
