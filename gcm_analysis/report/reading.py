"""Executed notebooks in, the blocks that they show out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from gcm_analysis.report.blocks import (
    BLOCK_MIME,
    PLOTLY_MIME,
    Finding,
    Prose,
    Section,
    TableBlock,
    TableData,
)


@dataclass(frozen=True)
class ChartShown:
    """A chart as a notebook showed it.

    Parameters
    ----------
    key, title, subtitle, alt : str
        As in `charts.Chart`.
    figure : dict
        Plotly's JSON without template.
    table : TableData
        The same numbers as words.
    min_width, max_width, height : int
        Pixels; on narrower screens it scrolls, on wider ones it grows no more.
    """

    key: str
    title: str
    subtitle: str
    alt: str
    figure: dict[str, Any]
    table: TableData
    min_width: int
    max_width: int
    height: int


Block: TypeAlias = Section | Prose | TableBlock | ChartShown
Notebook: TypeAlias = Mapping[str, Any] | Path


@dataclass(eq=False)
class BrokenNotebook(Exception):
    """An executed notebook does not hold what a page is made of."""

    notebook: str
    reason: str

    def __str__(self) -> str:
        return f"{self.notebook}: {self.reason}"


def read_blocks(notebook: Notebook) -> list[Block]:
    """Return the blocks that an executed notebook shows, in order.

    Parameters
    ----------
    notebook : Path or mapping
        An .ipynb file or its content (an nbformat node will do).

    Raises
    ------
    BrokenNotebook
        A cell ended in an error, or a block is not of the agreed shape.
    """
    name = notebook.name if isinstance(notebook, Path) else "notebook"
    blocks = []
    for bundle in _outputs(notebook, name):
        if payload := bundle.get(BLOCK_MIME):
            try:
                blocks.append(read_block(payload))
            except (KeyError, TypeError, ValueError) as error:
                key = payload.get("key", "?")
                raise BrokenNotebook(name, f"block {key!r} is malformed: {error!r}") from error
    return blocks


def count_figures(notebook: Notebook) -> int:
    """Count the figures that an executed notebook shows, charts of ours or not."""
    name = notebook.name if isinstance(notebook, Path) else "notebook"
    return sum(
        PLOTLY_MIME in bundle or bundle.get(BLOCK_MIME, {}).get("kind") == "chart"
        for bundle in _outputs(notebook, name)
    )


def _outputs(notebook: Notebook, name: str) -> Iterator[Mapping[str, Any]]:
    content = json.loads(notebook.read_bytes()) if isinstance(notebook, Path) else notebook
    for cell in content["cells"]:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                raise BrokenNotebook(name, f"a cell ended in {output.get('ename', 'an error')}")
            yield output.get("data", {})


def read_block(payload: Mapping[str, Any]) -> Block:
    """Return the block of a payload.

    Raises
    ------
    KeyError, ValueError
        The payload is not of the agreed shape.
    """
    match payload["kind"]:
        case "section":
            return Section(payload["key"], payload["title"], payload["intro"])
        case "prose":
            findings = [
                Finding(one["text"], one["figure"], one["is_headline"])
                for one in payload["sentences"]
            ]
            return Prose(payload["key"], findings)
        case "table":
            table = _read_table(payload["table"])
            return TableBlock(payload["key"], payload["title"], table, payload["note"])
        case "chart":
            return _read_chart(payload)
        case unknown:
            raise ValueError(f"unknown kind {unknown!r}")


def _read_chart(payload: Mapping[str, Any]) -> ChartShown:
    return ChartShown(
        key=payload["key"],
        title=payload["title"],
        subtitle=payload["subtitle"],
        alt=payload["alt"],
        figure=dict(payload["figure"]),
        table=_read_table(payload["table"]),
        min_width=int(payload["min_width"]),
        max_width=int(payload["max_width"]),
        height=int(payload["height"]),
    )


def _read_table(payload: Mapping[str, Any]) -> TableData:
    return TableData(
        columns=tuple(payload["columns"]),
        rows=tuple(tuple(row) for row in payload["rows"]),
        links=tuple(payload.get("links") or ()),
        anchors=tuple(payload.get("anchors") or ()),
        verbatim=tuple(payload.get("verbatim") or ()),
        is_grouped=bool(payload.get("is_grouped")),
    )
