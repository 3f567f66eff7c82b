"""How a notebook opens the explorer: with its controls where widgets can be shown, else still."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from gcm_analysis.explorer.figure import chart_choice
from gcm_analysis.explorer.material import read_material
from gcm_analysis.explorer.selection import choose_scope
from gcm_analysis.language import Language
from gcm_analysis.workspace import Workspace

if TYPE_CHECKING:
    from gcm_analysis.charts import Chart
    from gcm_analysis.explorer.page import ExplorerPage
    from gcm_analysis.forum.model import Audience

WIDGET_LIBRARIES = ("ipywidgets", "anywidget")


def explore(
    workspace: Workspace, *, forum: str, language: Language, audience: Audience = "internal"
) -> ExplorerPage | Chart:
    """Open the interactive page on a forum that has been run.

    Parameters
    ----------
    workspace : Workspace
    forum : str
        The forum shown first; all that have been run can be chosen.
    language : Language
        The language shown first.
    audience : {"internal", "participants"}

    Returns
    -------
    ExplorerPage or Chart
        The page, for a notebook to show; where ipywidgets is not installed, the figure of all
        countries.

    Raises
    ------
    MissingTable
        The forum has not been run.
    NotForPublic
        The audience is the public.
    """
    material = read_material(workspace, forum, audience)
    if all(find_spec(name) for name in WIDGET_LIBRARIES):
        from gcm_analysis.explorer.page import ExplorerPage

        return ExplorerPage(workspace, material, language)
    chart = chart_choice(material, choose_scope(material, "ALL"), language)
    return replace(chart, subtitle=language.text("explorer.subtitle_plain"))
