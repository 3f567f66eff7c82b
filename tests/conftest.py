"""What all tests share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gcm_analysis.charts.browser import find_browser

ROOT = Path(__file__).parents[1]
BROWSER_FLAGS = (
    "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material and fixtures beside the checkout, where there is one."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder `shared` beside this checkout")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser without a window that reaches this machine only: one for all tests.

    Of playwright's synchronous kind a process can hold one at a time.
    """
    program = find_browser()
    if program is None:
        reason = "no Chrome or Chromium here: install Debian's chromium or set BROWSER_PATH"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    from playwright.sync_api import sync_playwright

    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*BROWSER_FLAGS, *(["--no-sandbox"] if is_root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=flags)
        yield browser
        browser.close()
