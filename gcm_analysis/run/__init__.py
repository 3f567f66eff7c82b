"""Plan, execute, publish: how a forum's folder becomes the report that readers open.

What needs papermill is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gcm_analysis.run.forum_run import run_forums
    from gcm_analysis.run.options import RunOptions

_HOMES = {"RunOptions": "options", "run_forums": "forum_run"}

__all__ = ["RunOptions", "run_forums"]


def __getattr__(name: str) -> object:
    """Return a public name from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
