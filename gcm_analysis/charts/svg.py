"""Drawings as plotly.js writes them, made small and the same each time.

Our figures are laid out inside their frame, so that nothing in a drawing has to be clipped:
the clip paths, and with them every random id, can go.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET  # the SVG comes from our own browser, never from a user

from gcm_analysis.charts.theme import FONT_FAMILY

SVG = "{http://www.w3.org/2000/svg}"
DROPPED_TAGS = {"defs", "metadata", "script", "style", "title"}
KEPT_ATTRIBUTES = {
    "d", "x", "y", "dx", "dy", "width", "height", "transform", "text-anchor", "style", "viewBox",
}  # fmt: skip
COORDINATES = {"d", "x", "y", "dx", "width", "height", "transform"}
IDLE_DECLARATIONS = {
    "opacity:1", "fill-opacity:1", "stroke-opacity:1", "font-weight:400", "white-space:pre",
    "pointer-events:all", "pointer-events:none", "vector-effect:none", "stroke-miterlimit:2",
    "text-decoration-line:none", "font-style:normal", "font-variant:normal",
}  # fmt: skip
RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
LONG_NUMBER = re.compile(r"-?\d+\.\d+")
TRANSLATE = re.compile(r"^translate\((-?[\d.]+)[, ](-?[\d.]+)\)$")
ROTATE = re.compile(r"^rotate\((-?[\d.]+)[, ](-?[\d.]+)[, ](-?[\d.]+)\)$")
Offset = tuple[float, float]


def normalise_svg(svg: str) -> str:
    """Return a drawing without what is not seen, coordinates to two decimals, no ids.

    Parameters
    ----------
    svg : str
        As plotly.js and the browser write it.

    Returns
    -------
    str
        Standalone SVG that refers to nothing outside.
    """
    root = ET.fromstring(svg)  # noqa: S314
    slim = ET.Element("svg", {"xmlns": SVG.strip("{}")})
    for name in ("width", "height", "viewBox"):
        slim.set(name, root.attrib[name])
    slim.set("style", f"font-family:{FONT_FAMILY.replace(chr(34), chr(39))}")
    for child in root:
        slim.extend(simplify(child, (0.0, 0.0)))
    join_styles(slim)
    return ET.tostring(slim, encoding="unicode").replace(" />", "/>")


def simplify(element: ET.Element, offset: Offset) -> list[ET.Element]:
    """Return what is seen of an element, moved by the translations around it."""
    tag = str(element.tag).removeprefix(SVG)
    declarations = read_style(element)
    if tag in DROPPED_TAGS or is_unseen(tag, element, declarations):
        return []
    if tag == "g":
        return simplify_group(element, declarations, offset)
    return [simplify_mark(tag, element, declarations, offset)]


def simplify_group(
    element: ET.Element, declarations: list[str], offset: Offset
) -> list[ET.Element]:
    """Return a group's content; the group itself stays only where it turns or fades."""
    transform = element.attrib.get("transform", "")
    kept: dict[str, str] = {}
    if found := TRANSLATE.match(transform):
        offset = (offset[0] + float(found[1]), offset[1] + float(found[2]))
    elif found := ROTATE.match(transform):
        if float(found[1]):
            centre = (float(found[2]) + offset[0], float(found[3]) + offset[1])
            kept["transform"] = f"rotate({found[1]},{write(centre[0])},{write(centre[1])})"
    elif transform:
        kept["transform"] = transform
    faded = [part for part in declarations if part.startswith("opacity:")]
    if faded:
        kept["style"] = faded[-1]
    children = [one for child in element for one in simplify(child, offset)]
    if not kept or not children:
        return children
    group = ET.Element("g", kept)
    group.extend(children)
    return [group]


def simplify_mark(
    tag: str, element: ET.Element, declarations: list[str], offset: Offset
) -> ET.Element:
    """Return a path, rectangle or text with short attributes, at its place in the drawing."""
    kept = {
        name: round_numbers(value) if name in COORDINATES else value
        for name, value in element.attrib.items()
        if name in KEPT_ATTRIBUTES and name != "style"
    }
    if found := TRANSLATE.match(kept.get("transform", "")):
        del kept["transform"]
        offset = (offset[0] + float(found[1]), offset[1] + float(found[2]))
    if tag == "path":
        if offset != (0.0, 0.0):
            kept["transform"] = f"translate({write(offset[0])},{write(offset[1])})"
    else:
        move(kept, offset)
    if declarations:
        kept["style"] = ";".join(declarations)
    if kept.get("text-anchor") == "start":
        del kept["text-anchor"]
    mark = ET.Element(tag, kept)
    mark.text = element.text
    for child in element:
        part = simplify_mark(str(child.tag).removeprefix(SVG), child, [], offset)
        part.tail = child.tail
        mark.append(part)
    return mark


def move(attributes: dict[str, str], offset: Offset) -> None:
    """Add an offset to x and y, where they are given."""
    for name, distance in zip(("x", "y"), offset, strict=True):
        if name in attributes:
            attributes[name] = write(float(attributes[name]) + distance)


def is_unseen(tag: str, element: ET.Element, declarations: list[str]) -> bool:
    """Tell whether an element draws nothing: no outline, or neither fill nor line."""
    if tag == "path" and not element.attrib.get("d"):
        return True
    if tag not in ("path", "rect"):
        return False
    has_line = any(part.startswith("stroke:") for part in declarations)
    return "fill:none" in declarations and not has_line


def read_style(element: ET.Element) -> list[str]:
    """Return an element's declarations: short, colours as hex, what is clear as none."""
    declarations: dict[str, str] = {}
    for part in element.attrib.get("style", "").split(";"):
        name, colon, value = part.partition(":")
        if colon:
            declarations[name.strip()] = RGB.sub(write_hex, value.strip())
    for paint in ("fill", "stroke"):
        if declarations.get(f"{paint}-opacity") == "0":
            declarations[paint] = "none"
            del declarations[f"{paint}-opacity"]
    if declarations.get("stroke", "none") == "none" or declarations.get("stroke-width") == "0px":
        for name in ("stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"):
            declarations.pop(name, None)
    declarations.pop("font-family", None)
    written = [f"{name}:{round_numbers(value)}" for name, value in declarations.items()]
    return [one for one in written if one not in IDLE_DECLARATIONS]


def write_hex(found: re.Match[str]) -> str:
    """Return an rgb() colour as hex."""
    return "#" + "".join(f"{int(part):02x}" for part in found.groups())


def join_styles(root: ET.Element) -> None:
    """Put neighbours of one style into a group that carries the style once."""
    joined: list[ET.Element] = []
    for child in list(root):
        if child.tag == "g":
            join_styles(child)
        style, anchor = child.attrib.get("style"), child.attrib.get("text-anchor")
        last = joined[-1] if joined else None
        if (
            child.tag == "text"
            and style
            and last is not None
            and last.tag == "g"
            and last.attrib.get("style") == style
            and last.attrib.get("text-anchor") == anchor
            and "transform" not in last.attrib
        ):
            last.append(strip_shared(child))
        elif child.tag == "text" and style:
            shared = {"style": style} | ({"text-anchor": anchor} if anchor else {})
            group = ET.Element("g", shared)
            group.append(strip_shared(child))
            joined.append(group)
        else:
            joined.append(child)
    root[:] = [unwrap_single(child) for child in joined]


def strip_shared(text: ET.Element) -> ET.Element:
    """Return a text without what its group carries."""
    text.attrib.pop("style", None)
    text.attrib.pop("text-anchor", None)
    return text


def unwrap_single(group: ET.Element) -> ET.Element:
    """Return the only text of a group with the group's style, else the group."""
    if (
        group.tag == "g"
        and len(group) == 1
        and group[0].tag == "text"
        and ("transform" not in group.attrib)
    ):
        group[0].attrib.update(group.attrib)
        return group[0]
    return group


def round_numbers(value: str) -> str:
    """Round the decimals in an attribute to two places."""
    return LONG_NUMBER.sub(lambda found: write(float(found[0])), value)


def write(number: float) -> str:
    """Write a coordinate with at most two decimals."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text
