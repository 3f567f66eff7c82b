"""The interactive page of JupyterLab: the 23 objectives, and the answers behind each.

What needs pandas, plotly or ipywidgets is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.lazy import load_on_use

if TYPE_CHECKING:
    from gcm_analysis.explorer.behind import list_answers_behind, list_silent
    from gcm_analysis.explorer.figure import chart_choice
    from gcm_analysis.explorer.material import Material, NotForPublic, list_forums, read_material
    from gcm_analysis.explorer.opening import explore
    from gcm_analysis.explorer.selection import Choice, choose_scope, stand_objectives

_HOMES = {
    "Choice": "selection",
    "Material": "material",
    "NotForPublic": "material",
    "chart_choice": "figure",
    "choose_scope": "selection",
    "explore": "opening",
    "list_answers_behind": "behind",
    "list_forums": "material",
    "list_silent": "behind",
    "read_material": "material",
    "stand_objectives": "selection",
}

__all__ = [
    "Choice",
    "Material",
    "NotForPublic",
    "chart_choice",
    "choose_scope",
    "explore",
    "list_answers_behind",
    "list_forums",
    "list_silent",
    "read_material",
    "stand_objectives",
]

__getattr__ = load_on_use(__name__, _HOMES)
