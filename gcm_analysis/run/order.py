"""Which forums a run is for, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from gcm_analysis.errors import GcmError, find_nearest, say_expected
from gcm_analysis.forum import Forum, load_forum
from gcm_analysis.forum.model import Audience
from gcm_analysis.workspace import Workspace


@dataclass(eq=False)
class NoForum(GcmError):
    """There is no forum to run."""

    root: str

    def sentence(self) -> str:
        """Say where a forum is expected and how to make one."""
        return (
            f"There is no forum in {self.root}: expected data/raw/<forum>/forum.yml; "
            "`gcm-analysis new <forum>` writes one."
        )


@dataclass(eq=False)
class UnknownForum(GcmError):
    """A forum was named that has no folder."""

    name: str
    known: tuple[str, ...]

    def sentence(self) -> str:
        """Name the nearest forum there is."""
        hint = say_expected(self.known, find_nearest(self.name, self.known))
        return f"There is no forum {self.name!r} in data/raw: {hint}."


@dataclass(eq=False)
class AudienceNotServed(GcmError):
    """A report was asked for an audience that the forum's forum.yml does not name."""

    forum: str
    audience: Audience
    served: tuple[Audience, ...]

    def sentence(self) -> str:
        """Say what forum.yml has and what to add."""
        return (
            f"The forum {self.forum!r} has no report for the audience {self.audience!r}: "
            f"data/raw/{self.forum}/forum.yml names {', '.join(self.served)} under `audiences`; "
            f"add {self.audience!r} there once this circulation is decided."
        )


def choose_audience(forum: Forum, audience: Audience, *, is_asked: bool) -> Audience:
    """Return for whom a forum is run.

    Parameters
    ----------
    forum : Forum
    audience : {"internal", "participants", "public"}
    is_asked : bool
        Whether this forum was asked for; an earlier one that is only compared with is run for
        the secretariat where the audience may not have it.

    Raises
    ------
    AudienceNotServed
        forum.yml does not name the audience.
    """
    if audience in forum.audiences:
        return audience
    if is_asked:
        raise AudienceNotServed(forum.forum, audience, forum.audiences)
    return "internal"


def choose_forums(workspace: Workspace, names: tuple[str, ...]) -> tuple[Forum, ...]:
    """Return the forums to run, each after the earlier ones it is compared with.

    Parameters
    ----------
    workspace : Workspace
    names : tuple of str
        Empty: every forum; illustrative ones are left out once real ones stand beside them.

    Raises
    ------
    NoForum, UnknownForum
        There is nothing to run, or not what was named.
    """
    known = workspace.forum_names()
    if not known:
        raise NoForum(root=workspace.root.name)
    for name in names:
        if name not in known:
            raise UnknownForum(name=name, known=known)
    chosen = [load_forum(workspace, name) for name in names or known]
    if not names and not all(forum.illustrative for forum in chosen):
        chosen = [forum for forum in chosen if not forum.illustrative]
    ordered: dict[str, Forum] = {}
    for forum in chosen:
        add_after_earlier(workspace, forum, ordered)
    return tuple(ordered.values())


def add_after_earlier(workspace: Workspace, forum: Forum, ordered: dict[str, Forum]) -> None:
    """Add a forum to those ordered, the forums it is compared with first."""
    if forum.forum in ordered:
        return
    known = workspace.forum_names()
    for name in forum.earlier_forums:
        if name not in known:
            raise UnknownForum(name=name, known=known)
        add_after_earlier(workspace, load_forum(workspace, name), ordered)
    ordered[forum.forum] = forum
