"""Where the numbers come from: files and their cells, versions, what was not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from gcm_analysis.language import Language
from gcm_analysis.report.blocks import Section, TableBlock, TableData
from gcm_analysis.report.facts import RunFacts
from gcm_analysis.report.reading import Block

if TYPE_CHECKING:
    import pandas as pd

CELL_SUMS = ("cells_in", "cells_used", "cells_metadata", "cells_header", "cells_in_issues")
CELL_HEADERS = ("cells", "used", "metadata", "header", "issues")
SEVERITIES = ("error", "warning", "note")
PLACES_SHOWN = 6
NAMED_PARTS = ("program", "codebook", "mapping_model", "python")


def describe_sources(facts: RunFacts) -> tuple[Block, ...]:
    """Return the section "sources": aliases with sha256, versions of all that took part."""
    reader = facts.reader
    return (
        Section(
            "sources", reader.text("report.sources_title"), reader.text("report.sources_intro")
        ),
        _describe_files(facts),
        _describe_versions(facts.versions, reader),
    )


def _describe_files(facts: RunFacts) -> TableBlock:
    reader = facts.reader
    has_sums = facts.disclosure.may_show("cells")
    headers = ("alias", "tool", *(("rows", *CELL_HEADERS) if has_sums else ()), "sha256")
    columns = tuple(reader.text(f"report.sources_{name}") for name in headers)
    sums = ("n_rows", *CELL_SUMS) if has_sums else ()
    rows = tuple(
        (
            source.alias,
            reader.text(f"report.tool_{source.tool}"),
            *(reader.number(getattr(source, name)) for name in sums),
            " ".join(source.sha256),
        )
        for source in facts.sources
    )
    return TableBlock(
        "sources-files",
        reader.text("report.sources_table"),
        TableData(columns, rows),
        reader.text("report.sources_note") if has_sums else "",
    )


def _describe_versions(versions: Mapping[str, str], reader: Language) -> TableBlock:
    columns = tuple(reader.text(f"report.versions_{name}") for name in ("part", "version"))
    named = {part: version for part, version in versions.items() if part in NAMED_PARTS}
    rows = [(reader.text(f"report.version_{part}"), named[part]) for part in named]
    libraries = [f"{part} {versions[part]}" for part in sorted(versions.keys() - named.keys())]
    if libraries:
        rows.append((reader.text("report.version_libraries"), ", ".join(libraries)))
    return TableBlock(
        "sources-versions", reader.text("report.versions_title"), TableData(columns, tuple(rows))
    )


def describe_cells(reconciliation: pd.DataFrame, reader: Language) -> TableBlock:
    """Return the sums of cells per source and sheet, with their total.

    Parameters
    ----------
    reconciliation : DataFrame
        As `survey.read_responses` makes it.
    reader : Language
    """
    columns = (
        reader.text("report.sources_alias"),
        reader.text("report.cells_sheet"),
        *(reader.text(f"report.sources_{name}") for name in CELL_HEADERS),
    )
    rows = [
        (
            str(row["source_file"]),
            str(row["source_sheet"] or ""),
            *(reader.number(int(row[name])) for name in CELL_SUMS),
        )
        for row in reconciliation.to_dict("records")
    ]
    totals = {name: int(reconciliation[name].sum()) for name in CELL_SUMS}
    total_row = (
        reader.text("report.cells_total"),
        "",
        *(reader.number(totals[name]) for name in CELL_SUMS),
    )
    return TableBlock(
        "cells",
        reader.text("report.cells_title", n=totals["cells_in"]),
        TableData(columns, (*rows, total_row)),
        reader.text("report.sources_note"),
    )


def describe_mapping_issues(issues: pd.DataFrame, reader: Language) -> TableBlock:
    """Return what the reading of texts could not use; as `describe_issues`."""
    block = describe_issues(issues, reader)
    title = reader.text("report.mapping_issues_title")
    return replace(block, key="mapping-issues", title=title)


def describe_issues(issues: pd.DataFrame, reader: Language) -> TableBlock:
    """Return what was not understood or not used: per matter, how often and where.

    Parameters
    ----------
    issues : DataFrame
        The table `issues`; each code has its words in `issues.yml`.
    reader : Language
    """
    names = ("severity", "what", "count", "where")
    columns = tuple(reader.text(f"report.issues_{name}") for name in names)
    kinds = Counter(zip(issues["severity"], issues["code"], strict=True))
    ordered = sorted(
        ((severity, code, n) for (severity, code), n in kinds.items()),
        key=lambda kind: (SEVERITIES.index(kind[0]), -kind[2], kind[1]),
    )
    rows = tuple(
        (
            reader.text(f"report.severity_{severity}"),
            reader.text(f"issues.{code}", n=n),
            reader.number(n),
            _list_places(
                issues[(issues["severity"] == severity) & (issues["code"] == code)], reader
            ),
        )
        for severity, code, n in ordered
    )
    note = "" if rows else reader.text("report.issues_none")
    return TableBlock("issues", reader.text("report.issues_title"), TableData(columns, rows), note)


def _list_places(rows: pd.DataFrame, reader: Language) -> str:
    places: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        place = write_place(row["source_file"], row["source_sheet"], None)
        cells = places.setdefault(place, [])
        if row["source_cell"] == row["source_cell"] and row["source_cell"]:
            cells.append(str(row["source_cell"]))
    return "; ".join(
        place + (f": {_shorten(cells, reader)}" if cells else "") for place, cells in places.items()
    )


def _shorten(cells: list[str], reader: Language) -> str:
    shown = ", ".join(cells[:PLACES_SHOWN])
    hidden = len(cells) - PLACES_SHOWN
    return shown + (" " + reader.text("report.and_more", n=hidden) if hidden > 0 else "")


def write_place(file: object, sheet: object, cell: object) -> str:
    """Write where a cell stands: "gobiernos › Respuestas › C7"; missing parts are left out."""
    parts = [part for part in (file, sheet, cell) if isinstance(part, str) and part]
    return " › ".join(parts)
