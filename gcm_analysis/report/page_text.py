"""A page as a check reads it: its text, its attributes, its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style"}


@dataclass(frozen=True)
class Attribute:
    """One attribute of one element."""

    tag: str
    name: str
    value: str


@dataclass
class PageText(HTMLParser):
    """What a reader and a browser find in a page.

    Our own words are kept apart from those of respondents (class `verbatim`).
    """

    words: list[str] = field(default_factory=list)
    verbatim: list[str] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    _open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element's attributes."""
        values = {name: value or "" for name, value in attrs}
        self.attributes += [Attribute(tag, name, value) for name, value in values.items()]
        classes = values.get("class", "").split()
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "figure" and "chart" in classes:
            self.figures.append(values.get("data-key", ""))
        for name in ("aria-label", "title", "content", "alt"):
            if name in values and values.get("http-equiv") is None:
                self.words.append(values[name])
        if tag not in VOID:
            is_verbatim = "verbatim" in classes or bool(self._open and self._open[-1][1])
            self._open.append((tag, is_verbatim))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open:
            name, _ = self._open.pop()
            if name == tag:
                break

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as those of drawings do."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Note text by whose words it is."""
        tag, is_verbatim = self._open[-1] if self._open else ("", False)
        if tag == "style":
            self.styles.append(data)
        elif tag not in UNREAD and data.strip():
            (self.verbatim if is_verbatim else self.words).append(data)


def read_page(html: str) -> PageText:
    """Return what a page holds."""
    page = PageText()
    page.feed(html)
    page.close()
    return page
