"""YAML as people write it: every value keeps its line; nothing is read as what it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from gcm_analysis.forum.faults import Step
from gcm_analysis.forum.problems import ForumErrors, ForumProblem

Trail = tuple[Step, ...]
DEEPEST = 20
"""Levels of lists and mappings; a forum.yml has six."""
MARK = re.compile(r"<<\s*(?:fill in|completar)\b[^<>]*>>")
"""What a drafted file asks a person to fill in."""


class PlainLoader(yaml.CSafeLoader):
    """YAML 1.2's plain values: `No` is a word and a day is a text; no anchors are followed."""

    yaml_implicit_resolvers: dict[str, Any] = {}


PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})$"), list("-+0123456789")
)
PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+$|^[-+]?(?:0|[1-9][0-9]*)\.$"),
    list("-+.0123456789"),
)


@dataclass(frozen=True)
class YamlText:
    """A YAML file, read.

    Parameters
    ----------
    file : str
        How messages name it.
    data : dict
        Its content: a mapping.
    root : yaml.Node
        The same as nodes, which know their lines.
    problems : tuple of ForumProblem
        Keys that stand twice.
    """

    file: str
    data: dict[Any, Any]
    root: yaml.MappingNode
    problems: tuple[ForumProblem, ...]

    def line(self, trail: Trail) -> int:
        """Return the line of a place, or of the nearest place around it."""
        node: yaml.Node = self.root
        found = 1
        for step in trail:
            key, value = _find_child(node, step)
            if value is None:
                break
            found = (key or value).start_mark.line + 1
            node = value
        return found

    def tell(
        self, trail: Trail, what: str, expected: str = "", nearest: str | None = None
    ) -> ForumProblem:
        """Return a problem with this file, at a place."""
        return ForumProblem(
            self.file, self.line(trail), write_trail(trail), what, expected, nearest
        )


def read_yaml(path: Path, file: str) -> YamlText:
    """Read a YAML file whose content is a mapping.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        How messages name it.

    Raises
    ------
    ForumErrors
        It is not UTF-8, not YAML, no mapping, or uses anchors.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise refuse(file, line, "is not UTF-8 text", "a file saved as UTF-8") from None
    loader = PlainLoader(text)
    try:
        _check_events(text, file)
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise refuse(file, 1, "holds no keys", "lines such as `forum: name`")
        problems = tuple(_check_nodes(root, file))
        data = loader.construct_document(root)
    except yaml.YAMLError as error:
        raise _refuse_yaml(error, file) from None
    finally:
        loader.dispose()
    return YamlText(file=file, data=data, root=root, problems=problems)


def refuse(file: str, line: int, what: str, expected: str) -> ForumErrors:
    """Return the error of a file that cannot be read at all."""
    return ForumErrors((ForumProblem(file, line, "the file", what, expected),))


def write_trail(trail: Trail) -> str:
    """Write a place as a dotted path.

    >>> write_trail(("questions", 2, "topics", 0))
    'questions[2].topics[0]'
    """
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in trail)
    return text.removeprefix(".")


def find_marks(text: YamlText) -> Iterator[tuple[Trail, str]]:
    """Yield every mark that is still to be filled in, with its place."""
    yield from _walk_marks(text.data, ())


def _walk_marks(value: Any, trail: Trail) -> Iterator[tuple[Trail, str]]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _walk_marks(key, (*trail, str(key)))
            yield from _walk_marks(entry, (*trail, str(key)))
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _walk_marks(entry, (*trail, place))
    elif isinstance(value, str) and (found := MARK.search(value)):
        yield trail, found.group()


def _check_events(text: str, file: str) -> None:
    """Refuse what could exhaust the reader: deep nesting, and anchors that multiply."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if getattr(event, "anchor", None):
            raise refuse(file, line, "uses an anchor (& and *)", "every value written out")
        if tag := getattr(event, "tag", None):
            raise refuse(file, line, f"uses a tag ({tag})", "plain values without !")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise refuse(file, line, "is nested too deeply", f"at most {DEEPEST} levels")


def _check_nodes(root: yaml.Node, file: str) -> Iterator[ForumProblem]:
    """Tell keys that stand twice."""
    waiting: list[tuple[yaml.Node, Trail]] = [(root, ())]
    while waiting:
        node, trail = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            yield from _check_keys(node, trail, file)
            waiting += [(value, (*trail, str(key.value))) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(value, (*trail, place)) for place, value in enumerate(node.value)]


def _check_keys(node: yaml.MappingNode, trail: Trail, file: str) -> Iterator[ForumProblem]:
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise refuse(file, line, "has a list or a mapping as a key", "a word as a key")
        if key.value in lines:
            what = f"stands twice (first in line {lines[key.value]})"
            yield ForumProblem(file, line, write_trail((*trail, key.value)), what, "each key once")
        lines.setdefault(key.value, line)


def _find_child(node: yaml.Node, step: Step) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the key and the value of a step below a node, as far as they are there."""
    if isinstance(node, yaml.MappingNode):
        for key, value in reversed(node.value):
            if key.value == str(step):
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None, None


def _refuse_yaml(error: yaml.YAMLError, file: str) -> ForumErrors:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    told = getattr(error, "problem", None) or getattr(error, "reason", None) or "is no YAML"
    line = mark.line + 1 if mark else 1
    return refuse(file, line, f"is no valid YAML ({told})", "`key: value` lines, evenly indented")
