"""Install Chromium where that is allowed; elsewhere say how.

Drawings, PDF and the browser tests need Chrome, Edge or Chromium. As root on a Debian-like
system it is installed; on any other the command to type is printed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from gcm_analysis.charts.browser import find_browser

INSTALL = (("apt-get", "update", "-qq"), ("apt-get", "install", "-y", "-qq", "chromium"))
HOW = "No Chrome, Edge or Chromium found. On Debian or Ubuntu: sudo apt-get install chromium"


def main() -> int:
    """Return 0: a missing browser is told, and told again by the tests that need it."""
    if find_browser() is not None:
        return 0
    may_install = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if not may_install:
        print(HOW)
        return 0
    for command in INSTALL:
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
            print(HOW)
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
