"""What `gcm-analysis release` tells in the terminal."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from rich.console import Console

from gcm_analysis.forum import load_forum
from gcm_analysis.language import get_language
from gcm_analysis.run.editions import (
    RELEASE_FILE,
    list_editions,
    releases_of,
    verify_edition,
)
from gcm_analysis.run.manifest import hash_file
from gcm_analysis.run.options import check_audience, check_day
from gcm_analysis.run.releasing import release_forum
from gcm_analysis.workspace import Workspace


def tell_release(
    workspace: Workspace,
    name: str,
    *,
    audience: str = "internal",
    on: str = "",
    console: Console | None = None,
) -> None:
    """Release a forum's report; tell where the edition lies, its code, and the hash to note down.

    Parameters
    ----------
    workspace : Workspace
    name : str
        The forum.
    audience : str
        "internal", "participants" or "public".
    on : str
        Day that the edition bears, YYYY-MM-DD; "": today, in the forum's time zone.
    console : Console or None
    """
    checked = check_audience(audience)
    if on:
        check_day(on, option="--on")
    forum = load_forum(workspace, name)
    day = dt.date.fromisoformat(on) if on else dt.datetime.now(ZoneInfo(forum.timezone)).date()
    release, is_new = release_forum(workspace, name, audience=checked, released_on=day)
    reader = get_language(forum.languages[0])
    folder = releases_of(workspace, name) / release.name
    shown = console or Console(highlight=False, soft_wrap=True)
    shown.print(
        reader.text(
            "release.made" if is_new else "release.known",
            number=str(release.number),
            forum=name,
            audience=reader.text(f"report.audience_{release.audience}"),
            day=reader.date(dt.date.fromisoformat(release.released_on)),
            folder=folder.relative_to(workspace.root).as_posix(),
            code=release.code,
        ),
        markup=False,
    )
    shown.print(
        reader.text("release.note", file=RELEASE_FILE, sha256=hash_file(folder / RELEASE_FILE)),
        markup=False,
    )


def tell_verified(workspace: Workspace, name: str, *, console: Console | None = None) -> None:
    """Check every edition of a forum and tell of each that it is as it was released.

    Raises
    ------
    EditionChanged
        The first that is not.
    """
    reader = get_language(load_forum(workspace, name).languages[0])
    shown = console or Console(highlight=False, soft_wrap=True)
    editions = list_editions(workspace, name)
    if not editions:
        shown.print(reader.text("release.none", forum=name), markup=False)
    for release in editions:
        verify_edition(workspace, release)
        digest = hash_file(releases_of(workspace, name) / release.name / RELEASE_FILE)
        shown.print(
            reader.text(
                "release.intact",
                number=str(release.number),
                audience=reader.text(f"report.audience_{release.audience}"),
                n=len(release.files),
                code=release.code,
                sha256=digest,
            ),
            markup=False,
        )
