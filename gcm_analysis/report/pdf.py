"""The page as PDF, printed by a browser without a window."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.charts.browser import find_browser

SECONDS = 120
"""A browser that has not printed a page by then hangs."""
TIME_FOR_SCRIPTS = 20_000
"""Milliseconds of the page's own time before it is printed: enough to draw every figure."""
FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--no-pdf-header-footer", "--hide-scrollbars", "--log-level=3",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


@dataclass(eq=False)
class PrintingFailed(Exception):
    """The browser gave no PDF; the report is complete without it."""

    browser: str
    reason: str

    def __str__(self) -> str:
        return f"{self.browser} printed no PDF: {self.reason}"


def print_pdf(page: Path, target: Path) -> bool:
    """Print a page to PDF where there is a browser to do it.

    Parameters
    ----------
    page : Path
        HTML file.
    target : Path
        The PDF; replaced whole or not at all.

    Returns
    -------
    bool
        False where this machine has no Chrome, Chromium or Edge.

    Raises
    ------
    PrintingFailed
        The browser ended in an error, or did not end.
    """
    browser = find_browser()
    if browser is None:
        return False
    with tempfile.TemporaryDirectory(prefix="gcm-pdf-") as folder:
        scratch = Path(folder) / "page.pdf"
        command = [
            str(browser),
            *FLAGS,
            *(["--no-sandbox"] if is_root() else []),
            f"--user-data-dir={Path(folder) / 'profile'}",
            f"--virtual-time-budget={TIME_FOR_SCRIPTS}",
            f"--print-to-pdf={scratch}",
            page.resolve().as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise PrintingFailed(browser.name, f"no answer in {SECONDS} s") from error
        if not scratch.is_file():
            raise PrintingFailed(browser.name, f"exit code {done.returncode}")
        beside = target.with_name(f".{target.name}.tmp")
        beside.write_bytes(scratch.read_bytes())
        beside.replace(target)
    return True


def is_root() -> bool:
    """Tell whether this is the superuser, for whom Chrome's sandbox does not start."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
