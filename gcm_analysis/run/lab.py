"""JupyterLab on the suite's notebooks, in an environment of its own."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.errors import GcmError
from gcm_analysis.workspace import Workspace

LAB_PYTHONS = (".venv-lab/bin/python", ".venv-lab/Scripts/python.exe")


@dataclass(eq=False)
class NoLab(GcmError):
    """JupyterLab is not installed here."""

    root: str

    def sentence(self) -> str:
        """Say how to get it."""
        return (
            "JupyterLab is not installed: type `make lab`, "
            "or `pip install 'gcm-analysis[lab]'` where there is no make."
        )


SETTINGS = Path(__file__).with_name("lab_settings")
"""JupyterLab asks no news and no updates of the network."""


def open_lab(workspace: Workspace) -> int:
    """Start JupyterLab in the notebooks' folder; return its exit code.

    Raises
    ------
    NoLab
        Neither this environment nor `.venv-lab` has JupyterLab.
    """
    return subprocess.call(write_command(find_lab_python(workspace.root), workspace))


def write_command(python: str, workspace: Workspace) -> list[str]:
    """Return the command that starts JupyterLab with an interpreter."""
    return [
        *(python, "-m", "jupyterlab", "--notebook-dir", str(workspace.notebooks)),
        f"--LabApp.app_settings_dir={SETTINGS}",
    ]


def find_lab_python(root: Path) -> str:
    """Return the interpreter that has JupyterLab."""
    if importlib.util.find_spec("jupyterlab") is not None:
        return sys.executable
    for relative in LAB_PYTHONS:
        if (root / relative).exists():
            return str(root / relative)
    raise NoLab(root=str(root))
