"""All that is checked of a forum before anything is executed: its folder, and its model."""

from __future__ import annotations

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import load_forum
from gcm_analysis.mapping.suggestion import check_model
from gcm_analysis.survey import Problem, check_forum
from gcm_analysis.workspace import Workspace


def check_all(workspace: Workspace, name: str) -> tuple[Problem, ...]:
    """Tell everything that is wrong with a forum: errors first, then warnings, then notes.

    Beside what `check_forum` finds: a model that reads texts and is unknown, or not installed.
    """
    problems = check_forum(workspace, name)
    try:
        forum = load_forum(workspace, name)
    except GcmError:
        return problems
    try:
        check_model(forum.mapping.model)
    except GcmError as error:
        return (Problem("error", "forum.yml", "mapping.model", str(error)), *problems)
    return problems
