"""Take the README's picture of a report: on a screen, and beside it on a phone.

    python scripts/take_picture.py reports/ejemplo-2024/internal/es docs/images/report-es.png

Needs the test environment (playwright) and Chrome, Edge or Chromium.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import ViewportSize, sync_playwright

from gcm_analysis.charts.browser import find_browser

SCREEN = (1120, 1080)
PHONE = (360, 1080)
SETTLED = 6000
"""Milliseconds until what is in sight is drawn."""
ON_THE_PHONE = "figure-comparison"
"""What the phone shows."""
FRAME = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 24px; background: #e4e7ea; display: flex; gap: 24px; }}
iframe {{ border: 1px solid #b8bfc6; border-radius: 6px; background: #fff; }}
</style>
<iframe src="{page}" width="{screen[0]}" height="{screen[1]}"></iframe>
<iframe src="{page}#{section}" width="{phone[0]}" height="{phone[1]}"></iframe>
"""


def take_picture(report: Path, picture: Path) -> None:
    """Write the picture of `index.html` in `report` as PNG."""
    page = (report / "index.html").resolve().as_uri()
    frame = FRAME.format(page=page, screen=SCREEN, phone=PHONE, section=ON_THE_PHONE)
    size = ViewportSize(width=SCREEN[0] + PHONE[0] + 76, height=SCREEN[1] + 50)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        framed = Path(folder) / "picture.html"
        framed.write_text(frame, "utf-8")
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--hide-scrollbars"]
        )
        window = browser.new_page(viewport=size)
        window.goto(framed.as_uri())
        window.wait_for_timeout(SETTLED)
        phone = window.frames[-1].locator(f"#{ON_THE_PHONE}")
        phone.evaluate("figure => figure.scrollIntoView()")
        window.wait_for_timeout(SETTLED)
        window.screenshot(path=picture)
        browser.close()


def main() -> None:
    """Take the picture that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=Path, help="folder of a report in one language")
    parser.add_argument("picture", type=Path, help="PNG to write")
    given = parser.parse_args()
    take_picture(given.report, given.picture)


if __name__ == "__main__":
    main()
