"""What a notebook may be given: read from its cell tagged `parameters`."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.errors import GcmError
from gcm_analysis.notebook import UnknownParameter


@dataclass(eq=False)
class NoParametersCell(GcmError):
    """A notebook of the suite has lost its parameters cell."""

    notebook: str

    def sentence(self) -> str:
        """Say which notebook and how to mend it."""
        return (
            f"The notebook {self.notebook} has no code cell tagged 'parameters': "
            "tag its first code cell so."
        )


def read_parameters(notebook: Path) -> dict[str, object]:
    """Return the parameters of a notebook with their defaults.

    Raises
    ------
    NoParametersCell
        No code cell carries the tag `parameters`.
    """
    content = json.loads(notebook.read_text("utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code" and "parameters" in cell["metadata"].get("tags", ()):
            tree = ast.parse("".join(cell["source"]))
            return {
                target.id: ast.literal_eval(node.value)
                for node in tree.body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
    raise NoParametersCell(notebook=notebook.name)


def check_parameters(notebook: Path, given: Mapping[str, object]) -> None:
    """Refuse parameters that a notebook does not have (papermill itself only warns).

    Raises
    ------
    UnknownParameter
        A name that the notebook's parameters cell does not set.
    """
    known = read_parameters(notebook)
    for name in given:
        if name not in known:
            raise UnknownParameter(name=name, notebook=notebook.name)
