"""What a reader finds on a page or in an executed notebook, as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

LINES = {"p", "li", "tr", "dt", "dd", "h1", "h2", "h3", "figcaption", "caption", "summary", "div"}
UNREAD = {"script", "style", "svg", "template", "head"}


class PageLines(HTMLParser):
    """Collects the text of a page; drawings and programs are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.depth = 0

    def handle_starttag(self, tag: str, attributes: object) -> None:
        self.depth += tag in UNREAD
        if tag in LINES:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in UNREAD
        if tag in LINES:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.lines[-1] += data


def read_lines(page: Path) -> list[str]:
    """Return the lines of text of a page, in its order."""
    parser = PageLines()
    parser.feed(page.read_text("utf-8"))
    return [line for line in (" ".join(line.split()) for line in parser.lines) if line]


def read_strings(notebook: Path) -> list[str]:
    """Return every string that the outputs of an executed notebook hold."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return list(list_strings([cell.get("outputs", []) for cell in cells]))


def list_strings(content: object) -> Iterator[str]:
    """Yield the strings inside lists and mappings."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from list_strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from list_strings(value)
