"""Chrome, Chromium or Edge on this machine: who draws static figures and prints the PDF."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

OVERRIDE = "BROWSER_PATH"
"""Environment variable that names a browser; kaleido obeys the same one."""
COMMANDS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
MAC_PROGRAMS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


@cache
def find_browser() -> Path | None:
    """Return the program of a browser that can draw without a window, or None."""
    return next((path for path in list_candidates() if path.is_file()), None)


def list_candidates() -> Iterator[Path]:
    """Name where a browser may be: named by the user, on the path, in the usual folders."""
    if named := os.environ.get(OVERRIDE):
        yield Path(named)
    for command in COMMANDS:
        if found := shutil.which(command):
            yield Path(found)
    for variable in WINDOWS_FOLDERS:
        if folder := os.environ.get(variable):
            yield from (Path(folder) / program for program in WINDOWS_PROGRAMS)
    yield from map(Path, MAC_PROGRAMS)
