"""Install the programs that no Python package brings, where that is allowed; elsewhere say how.

Drawings, PDF and the browser tests need Chrome, Edge or Chromium. The review's tests fill in its
workbooks in LibreOffice Calc. As root on a Debian-like system what is missing is installed (Calc
without its windows: 90 MB to fetch, 280 MB on disk, under a minute); on any other the command to
type is printed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.charts.browser import find_browser

SYSTEM_PYTHON = Path("/usr/bin/python3")
"""Debian's own Python, the one that its bridge to LibreOffice is made for."""


@dataclass(frozen=True)
class Program:
    """A program beside Python.

    Parameters
    ----------
    name : str
        What people call it.
    packages : tuple of str
        What `apt-get install` is told to install it.
    is_there : callable
        Tells whether it can be used.
    """

    name: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def has_browser() -> bool:
    """Tell whether pages can be drawn and printed."""
    return find_browser() is not None


def has_office() -> bool:
    """Tell whether LibreOffice is there, and a Python that can lead its hand."""
    if shutil.which("soffice") is None or not SYSTEM_PYTHON.is_file():
        return False
    asked = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return asked.returncode == 0


PROGRAMS = (
    Program("Chrome, Edge or Chromium", ("chromium",), has_browser),
    Program(
        "LibreOffice Calc",
        ("--no-install-recommends", "libreoffice-calc-nogui", "python3-uno"),
        has_office,
    ),
)


def main() -> int:
    """Return 0: a missing program is told, and told again by the tests that need it."""
    missing = [program for program in PROGRAMS if not program.is_there()]
    if missing and may_install():
        run_apt("update", "-qq")
    for program in missing:
        if not (may_install() and run_apt("install", "-y", "-qq", *program.packages)):
            command = " ".join(("sudo apt-get install", *program.packages))
            print(f"No {program.name} found. On Debian or Ubuntu: {command}")
    return 0


def may_install() -> bool:
    """Tell whether this is root on a Debian-like system."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def run_apt(*arguments: str) -> bool:
    """Run apt-get; tell whether it did what it was told."""
    command = ("apt-get", *arguments)
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
