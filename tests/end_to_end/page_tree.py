"""A page of a report as a tree of elements, read with nothing of the package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNREAD = {"script", "style", "svg"}
READ_ATTRIBUTES = ("aria-label", "title", "content", "alt", "data-done")


@dataclass
class Element:
    """An element of a page with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        parts = [one if isinstance(one, str) else one.text() for one in self.content]
        return "" if self.tag in UNREAD else " ".join(" ".join(parts).split())

    @property
    def styles(self) -> set[str]:
        """Its classes, but for those that long words bring: a translation may be shorter."""
        return {*self.attributes.get("class", "").split()} - {"words", "stacked"}

    @property
    def is_verbatim(self) -> bool:
        return "verbatim" in self.styles

    def children(self) -> list[Element]:
        return [one for one in self.content if isinstance(one, Element)]

    def find_all(self, tag: str) -> Iterator[Element]:
        """Yield the elements of a tag inside this one, in order."""
        for one in self.children():
            if one.tag == tag:
                yield one
            yield from one.find_all(tag)

    def find(self, name: str) -> Element:
        """Return the one element of an id."""
        found = [one for one in self.walk() if one.attributes.get("id") == name]
        assert len(found) == 1, f"{len(found)} elements have the id {name}"
        return found[0]

    def walk(self) -> Iterator[Element]:
        """Yield this element and all inside it."""
        yield self
        for one in self.children():
            yield from one.walk()

    def table(self) -> list[list[str]]:
        """Return the cells of the first table inside, its header first, without group rows."""
        rows = next(self.find_all("table")).find_all("tr")
        return [
            [cell.text() for cell in row.children()] for row in rows if "group" not in row.styles
        ]

    def own_words(self) -> Iterator[str]:
        """Yield the program's words: no respondent's, and none of another language's name."""
        if self.tag in UNREAD or self.is_verbatim or "language" in self.styles:
            return
        if "http-equiv" not in self.attributes:
            yield from (
                self.attributes[name] for name in READ_ATTRIBUTES if name in self.attributes
            )
        for one in self.content:
            if isinstance(one, str):
                yield one
            else:
                yield from one.own_words()


class Tree(HTMLParser):
    """Builds the elements of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].content.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, (self.open[-1].tag, tag)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1].content.append(data)


def read_tree(path: Path) -> Element:
    tree = Tree()
    tree.feed(path.read_text("utf-8").removeprefix("<!doctype html>"))
    assert tree.open == [tree.root]
    return tree.root
