"""What a notebook shows and the page prints: section, prose, table (a chart is `charts.Chart`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

BLOCK_MIME = "application/vnd.gcm-analysis.block+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"


@dataclass(frozen=True)
class Finding:
    """One sentence, and the key of the figure or table that it was read from.

    Parameters
    ----------
    text : str
        A whole sentence with its base.
    figure_key : str or None
        Key of the chart or table; the page turns it into a link.
    is_headline : bool
        Whether the page says it at its top as well.
    """

    text: str
    figure_key: str | None = None
    is_headline: bool = False


@dataclass(frozen=True)
class TableData:
    """A table ready to read: headers and values are words of the page's language.

    Parameters
    ----------
    columns : tuple of str
        Headers.
    rows : tuple of tuple of str
        Cells as they are printed.
    links : tuple of (str or None)
        Per row, where its first cell leads: a country ("MEX"), a place on a country's page
        ("MEX#objective-9") or a place on this page ("#objective-9"). Empty: no links.
    anchors : tuple of (str or None)
        Per row, the id other places lead to. Empty: no anchors.
    verbatim : tuple of str
        Headers of the columns that hold words of the respondents.
    is_grouped : bool
        Whether rows of one first cell stand together below it, and links start at the second.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str | None, ...] = ()
    anchors: tuple[str | None, ...] = ()
    verbatim: tuple[str, ...] = ()
    is_grouped: bool = False

    def __post_init__(self) -> None:
        for name, values in (("links", self.links), ("anchors", self.anchors)):
            if values and len(values) != len(self.rows):
                raise ValueError(f"{len(values)} {name} for {len(self.rows)} rows")
        if unknown := set(self.verbatim) - set(self.columns):
            raise ValueError(f"verbatim columns that are not there: {sorted(unknown)}")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row has not the {len(self.columns)} cells of the header")

    def payload(self) -> dict[str, Any]:
        """Return the table as JSON holds it."""
        return {
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "links": list(self.links),
            "anchors": list(self.anchors),
            "verbatim": list(self.verbatim),
            "is_grouped": self.is_grouped,
        }


def write_cells(
    table: pd.DataFrame,
    *,
    links: Sequence[str | None] = (),
    anchors: Sequence[str | None] = (),
    verbatim: Sequence[str] = (),
) -> TableData:
    """Return a DataFrame of words as a table; a missing value is an empty cell.

    Raises
    ------
    TypeError
        A value is not text: numbers and dates are written in the page's language first.
    """
    rows = tuple(
        tuple(_write_cell(value, str(column)) for value, column in zip(row, table, strict=True))
        for row in table.itertuples(index=False, name=None)
    )
    return TableData(
        columns=tuple(str(column) for column in table),
        rows=rows,
        links=tuple(links),
        anchors=tuple(anchors),
        verbatim=tuple(verbatim),
    )


def _write_cell(value: object, column: str) -> str:
    import pandas as pd

    if isinstance(value, str):
        return value
    if value is None or bool(pd.isna(value)):  # type: ignore[call-overload]
        return ""
    raise TypeError(
        f"column {column!r} holds {value!r}: write numbers and dates in the page's language first"
    )


@dataclass(frozen=True)
class Section:
    """The start of a section of the page; what follows belongs to it.

    Parameters
    ----------
    key : str
        One of `sections.PAGE_SECTIONS` or `sections.COUNTRY_SECTIONS`.
    title, intro : str
        Heading, and the words under it ("" for none).
    """

    key: str
    title: str
    intro: str = ""

    def payload(self) -> dict[str, Any]:
        """Return the block as JSON holds it."""
        return {"kind": "section", "key": self.key, "title": self.title, "intro": self.intro}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        html = f"<h2>{escape(self.title)}</h2><p>{escape(self.intro)}</p>"
        return show(self.payload(), f"{self.title}\n{self.intro}", html)


@dataclass(frozen=True)
class Prose:
    """Sentences; those that are findings lead to their figure.

    Parameters
    ----------
    key : str
        Unique on the page.
    sentences : sequence of (str or Finding)
        Each one whole sentence.
    """

    key: str
    sentences: Sequence[str | Finding]

    def findings(self) -> tuple[Finding, ...]:
        """Return the sentences as findings."""
        return tuple(
            sentence if isinstance(sentence, Finding) else Finding(sentence)
            for sentence in self.sentences
        )

    def payload(self) -> dict[str, Any]:
        """Return the block as JSON holds it."""
        sentences = [
            {"text": one.text, "figure": one.figure_key, "is_headline": one.is_headline}
            for one in self.findings()
        ]
        return {"kind": "prose", "key": self.key, "sentences": sentences}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        texts = [finding.text for finding in self.findings()]
        items = "".join(f"<li>{escape(text)}</li>" for text in texts)
        return show(self.payload(), "\n".join(texts), f"<ul>{items}</ul>")


@dataclass(frozen=True)
class TableBlock:
    """A table of its own, ready to read.

    Parameters
    ----------
    key : str
        Unique on the page.
    title : str
        What the table says, with its base.
    table : DataFrame or TableData
        Headers and values in the page's language, values already written as text.
    note : str
        What stands below it ("" for none).
    links, anchors, verbatim
        As in `TableData`; only for a DataFrame.
    """

    key: str
    title: str
    table: pd.DataFrame | TableData
    note: str = ""
    links: Sequence[str | None] = field(default=())
    anchors: Sequence[str | None] = field(default=())
    verbatim: Sequence[str] = field(default=())

    def data(self) -> TableData:
        """Return the table as words."""
        if isinstance(self.table, TableData):
            return self.table
        return write_cells(
            self.table, links=self.links, anchors=self.anchors, verbatim=self.verbatim
        )

    def payload(self) -> dict[str, Any]:
        """Return the block as JSON holds it."""
        return {
            "kind": "table",
            "key": self.key,
            "title": self.title,
            "note": self.note,
            "table": self.data().payload(),
        }

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        data = self.data()
        head = "".join(f"<th>{escape(column)}</th>" for column in data.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in data.rows
        )
        html = f"<h3>{escape(self.title)}</h3><table><tr>{head}</tr>{rows}</table>"
        plain = "\n".join([self.title, *("\t".join(row) for row in (data.columns, *data.rows))])
        return show(self.payload(), plain, html)


def show(payload: dict[str, Any], plain: str, html: str) -> dict[str, Any]:
    """Return the mime bundle of a block: for the page, for JupyterLab, for a terminal."""
    return {BLOCK_MIME: payload, "text/html": html, "text/plain": plain}
