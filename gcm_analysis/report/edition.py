"""The number and the hash of an edition at the foot of every figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gcm_analysis.charts.theme import MUTED, SMALL
from gcm_analysis.charts.wording import escape_markup
from gcm_analysis.report.blocks import BLOCK_MIME

FOOT = 16
"""Px below a figure that its foot takes."""


def stamp_figures(executed: Path, stamped: Path, text: str) -> int:
    """Copy an executed notebook, with a line at the foot of every chart that it shows.

    Parameters
    ----------
    executed : Path
        The notebook; stays as it is.
    stamped : Path
        Where the copy goes.
    text : str
        The line.

    Returns
    -------
    int
        How many charts were stamped.
    """
    notebook = json.loads(executed.read_text("utf-8"))
    charts = [
        payload
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if (payload := output.get("data", {}).get(BLOCK_MIME, {})).get("kind") == "chart"
    ]
    for chart in charts:
        stamp_chart(chart, text)
    stamped.parent.mkdir(parents=True, exist_ok=True)
    stamped.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return len(charts)


def stamp_chart(chart: dict[str, Any], text: str) -> None:
    """Put a line below a chart, given as the payload of its block; the drawing stays in place."""
    layout = chart["figure"]["layout"]
    margin = layout["margin"]
    foot = {
        "name": "edition",
        "text": escape_markup(text),
        "font": {**SMALL.font(), "color": MUTED},
        "showarrow": False,
        "borderpad": 0,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -margin["l"],
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": -margin["b"] - FOOT + 1,
    }
    margin["b"] += FOOT
    layout["height"] += FOOT
    chart["height"] += FOOT
    layout["annotations"] = [*layout.get("annotations", ()), foot]
