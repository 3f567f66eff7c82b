"""Plan, execute, publish: how a forum's folder becomes the report that readers open.

What needs papermill is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.lazy import load_on_use

if TYPE_CHECKING:
    from gcm_analysis.run.forum_run import run_forums
    from gcm_analysis.run.options import RunOptions

_HOMES = {"RunOptions": "options", "run_forums": "forum_run"}

__all__ = ["RunOptions", "run_forums"]

__getattr__ = load_on_use(__name__, _HOMES)
