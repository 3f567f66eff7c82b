"""Static drawings (SVG) made fit to stand inside a page: inert, no id twice, styles shared."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET  # the SVG comes from our own Chrome, never from a user

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
DROPPED_TAGS = {"script", "foreignObject", "style", "metadata", "iframe", "audio", "video"}
DROPPED_ATTRIBUTES = {"class", "contenteditable", "unselectable"}
EMPTY_CONTAINERS = {"g", "defs"}
LOCAL_REFERENCE = re.compile(r"url\((?:'|\"|&quot;)?#([^)'\"]+)(?:'|\"|&quot;)?\)")


@dataclass
class StyleSheet:
    """Declarations that many drawings of one page share: each stands on the page once."""

    rules: dict[str, str] = field(default_factory=dict)

    def name(self, declarations: str) -> str:
        """Return the class that stands for a list of declarations."""
        return self.rules.setdefault(declarations, f"s{len(self.rules)}")

    def css(self) -> str:
        """Return the rules as CSS."""
        return "".join(f".{name}{{{text}}}" for text, name in self.rules.items())


@dataclass(frozen=True)
class Drawing:
    """Markup for the inside of a page, and the width in px at which it was drawn."""

    markup: str
    width: float


def slim_drawing(svg: str, prefix: str, styles: StyleSheet) -> Drawing:
    """Return an SVG as markup for the inside of a page.

    Parameters
    ----------
    svg : str
        As plotly and Chrome write it.
    prefix : str
        Put before every id, so that two drawings do not share one.
    styles : StyleSheet
        Gains the drawing's declarations.
    """
    root = ET.fromstring(svg)  # noqa: S314
    width, height = _size_of(root)
    ids: dict[str, str] = {}
    for element in root.iter():
        if found := element.attrib.get("id"):
            ids[found] = f"{prefix}-{len(ids)}"
    _clean(root, ids, styles)
    root.attrib |= {"viewBox": f"0 0 {width:g} {height:g}", "aria-hidden": "true"}
    root.attrib |= {"width": f"{width:g}", "height": f"{height:g}", "focusable": "false"}
    ET.register_namespace("", SVG.strip("{}"))
    markup = ET.tostring(root, encoding="unicode", short_empty_elements=True)
    markup = markup.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1).replace(" />", "/>")
    return Drawing(markup, width)


def _size_of(root: ET.Element) -> tuple[float, float]:
    if box := root.attrib.get("viewBox"):
        _, _, width, height = (float(part) for part in box.replace(",", " ").split())
        return width, height
    return float(root.attrib["width"]), float(root.attrib["height"])


def _clean(element: ET.Element, ids: dict[str, str], styles: StyleSheet) -> None:
    children: list[ET.Element] = []
    for child in element:
        tag = str(child.tag).removeprefix(SVG)
        if tag in DROPPED_TAGS:
            continue
        _clean(child, ids, styles)
        if tag == "g" and not child.attrib:
            children.extend(child)
        elif tag not in EMPTY_CONTAINERS or len(child):
            children.append(child)
    element[:] = children
    kept = _clean_attributes(dict(element.attrib), ids, styles)
    element.attrib.clear()
    element.attrib.update(kept)


def _clean_attributes(
    attributes: dict[str, str], ids: dict[str, str], styles: StyleSheet
) -> dict[str, str]:
    kept = {}
    for name, value in attributes.items():
        if name == "style":
            if declarations := _shorten_style(value, ids):
                kept["class"] = styles.name(declarations)
        elif name in (XLINK_HREF, "href"):
            if value.startswith("data:image/png"):
                kept["href"] = value
            elif value.startswith("#"):
                kept["href"] = f"#{ids.get(value[1:], value[1:])}"
        elif name == "id":
            kept["id"] = ids[value]
        elif not (name in DROPPED_ATTRIBUTES or name.startswith(("data-", "on", "{"))):
            kept[name] = _rename(value, ids)
    return kept


def _shorten_style(style: str, ids: dict[str, str]) -> str:
    declarations = [part.strip() for part in style.split(";")]
    return _rename(";".join(part for part in declarations if part), ids)


def _rename(value: str, ids: dict[str, str]) -> str:
    return LOCAL_REFERENCE.sub(lambda found: f"url(#{ids.get(found[1], found[1])})", value)
