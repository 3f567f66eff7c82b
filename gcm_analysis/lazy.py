"""Public names of a room that are loaded when they are first asked for.

pandas, plotly and pandera take seconds to import; a room's `__init__` names what it offers and
leaves the loading to the first use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def load_on_use(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a module's `__getattr__` (PEP 562) for names that other modules hold.

    Parameters
    ----------
    package : str
        The room: its `__name__`.
    homes : mapping
        Public name to the module of the room that holds it.
    """

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return load
