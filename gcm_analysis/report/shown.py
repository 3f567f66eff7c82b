"""Blocks made ready for the templates: numbered, linked, long texts folded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from markupsafe import Markup

from gcm_analysis.language import Language
from gcm_analysis.report.blocks import Prose, TableBlock, TableData
from gcm_analysis.report.drawings import StyleSheet, slim_drawing
from gcm_analysis.report.reading import Block, ChartShown
from gcm_analysis.report.sections import FilledSection, MisplacedBlock

LONG_TEXT = 420
START_OF_LONG_TEXT = 240
WORDY = 40
"""Letters from which a cell is given room, so that it does not stand one word a line."""
PHONE_WIDTH = 330
MARK_WIDTH = 7
COLUMN_GAP = 14
LEAST_WIDTH = 52
LEAST_FIRST_WIDTH = 76
"""Pixels: the page of a phone of 360, a mark of text, between columns, the narrowest columns."""
READABLE = 20
"""Marks that a line of prose should hold."""
MOST_STACKED = 8
"""A table of more columns is a grid of figures."""
LINK = re.compile(r"^(?P<country>[A-Z]{3})?(?P<place>#[\w-]+)?$")
NUMERIC = re.compile(r"^(?:[–—]?|[+−-]?\d[\d.,\s]*%?)$")
COUNT = re.compile(r"^\d+(?:–\d+)? \w\w \d{1,3}$")
"""A count and what it is of: "5 of 8", "6–8 de 8"."""
CODE = re.compile(r"^[0-9a-f]{40,}$")
HAS_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Numbers:
    """The number of each chart and each table of a page, by key."""

    figures: Mapping[str, int]
    tables: Mapping[str, int]


@dataclass(frozen=True)
class PageLinks:
    """Where links of one page may lead.

    Parameters
    ----------
    countries : collection of str
        ISO3 of the countries that have a page.
    folder : str
        From this page to the folder of country pages: "countries/" or "".
    """

    countries: Collection[str]
    folder: str

    def resolve(self, target: str | None) -> str | None:
        """Return the address that a link target stands for, or None where it leads nowhere.

        >>> PageLinks({"MEX"}, "countries/").resolve("MEX#objective-9")
        'countries/MEX.html#objective-9'
        """
        found = LINK.match(target or "")
        if not target or not found:
            return None
        country, place = found["country"], found["place"] or ""
        if country is None:
            return place
        return f"{self.folder}{country}.html{place}" if country in self.countries else None


@dataclass(frozen=True)
class CellShown:
    """One cell; `start` is the beginning of a text too long to stand open."""

    text: str
    is_numeric: bool
    is_verbatim: bool
    start: str = ""

    @property
    def classes(self) -> str:
        """Names of the styles it is printed in."""
        names = {
            "figures": self.is_numeric,
            "words": len(self.text) > WORDY and not self.is_verbatim,
            "verbatim": self.is_verbatim,
            "count": bool(COUNT.match(self.text)),
            "code": bool(CODE.match(self.text)),
        }
        return " ".join(name for name, is_on in names.items() if is_on)


@dataclass(frozen=True)
class RowShown:
    """One row with the address of its first cell and its own id."""

    cells: tuple[CellShown, ...]
    href: str | None
    anchor: str | None


@dataclass(frozen=True)
class ColumnShown:
    """One header."""

    name: str
    is_numeric: bool


@dataclass(frozen=True)
class TableShown:
    """A table for the template."""

    columns: tuple[ColumnShown, ...]
    rows: tuple[RowShown, ...]
    is_grouped: bool = False

    @property
    def layout(self) -> str:
        """Names of the styles it is laid out in."""
        return " ".join(
            name
            for name, is_on in (("grouped", self.is_grouped), ("stacked", self.is_stacked))
            if is_on
        )

    @cached_property
    def is_stacked(self) -> bool:
        """Whether a phone shows each row as a list, a line a cell: its columns are too wide.

        A table of many columns of figures stays one and scrolls: it is read across.
        """
        first = 1 if self.is_grouped else 0
        columns = self.columns[first:]
        if len(columns) > MOST_STACKED:
            return False
        widths = [
            max(
                MARK_WIDTH * measure_column(column, [row.cells[place] for row in self.rows]),
                LEAST_FIRST_WIDTH if place == first else LEAST_WIDTH,
            )
            for place, column in enumerate(columns, start=first)
        ]
        return sum(widths) + COLUMN_GAP * (len(widths) - 1) > PHONE_WIDTH


@dataclass(frozen=True)
class BlockShown:
    """A block for the template: `kind` says which of the other fields it has."""

    kind: Literal["prose", "table", "chart"]
    key: str
    values: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class Presenter:
    """Turns the blocks of one page into what its template prints.

    Parameters
    ----------
    reader : Language
        The page's language.
    links : PageLinks
        Where its links may lead.
    drawings : mapping
        Chart key to static SVG; charts without one rely on scripts and on their table.
    """

    reader: Language
    links: PageLinks
    drawings: Mapping[str, str]
    styles: StyleSheet = field(default_factory=StyleSheet)
    numbers: Numbers = field(default_factory=lambda: Numbers({}, {}))

    def present(self, sections: tuple[FilledSection, ...]) -> tuple[dict[str, Any], ...]:
        """Return the sections for the template."""
        self.numbers = number_blocks(sections)
        return tuple(
            {
                "key": section.key,
                "title": section.title,
                "intro": section.intro,
                "blocks": [self._present_block(block) for block in section.blocks],
            }
            for section in sections
        )

    def _present_block(self, block: Block) -> BlockShown:
        if isinstance(block, Prose):
            return self._present_prose(block)
        if isinstance(block, TableBlock):
            values = {
                "number": self.numbers.tables[block.key],
                "title": block.title,
                "note": block.note,
                "table": self._present_table(block.data()),
            }
            return BlockShown("table", block.key, values)
        assert isinstance(block, ChartShown)
        return self._present_chart(block)

    def _present_prose(self, block: Prose) -> BlockShown:
        findings = block.findings()
        sentences = [
            {"text": one.text, "is_headline": one.is_headline} | self._refer(one.figure_key)
            for one in findings
        ]
        is_finding = any(one.figure_key for one in findings)
        return BlockShown("prose", block.key, {"sentences": sentences, "is_finding": is_finding})

    def _refer(self, key: str | None) -> dict[str, Any]:
        if key is None:
            return {"href": None}
        for kind, numbers in (("figure", self.numbers.figures), ("table", self.numbers.tables)):
            if key in numbers:
                return {
                    "href": f"#{kind}-{key}",
                    "label": self.reader.text(f"report.see_{kind}", number=numbers[key]),
                    "hint": self.reader.text(f"report.see_{kind}_hint", number=numbers[key]),
                }
        raise MisplacedBlock(key, "is named by a finding but stands nowhere on the page")

    def _present_chart(self, chart: ChartShown) -> BlockShown:
        number = self.numbers.figures[chart.key]
        svg = self.drawings.get(chart.key)
        drawing = slim_drawing(svg, f"f{number}", self.styles) if svg else None
        values = {
            "number": number,
            "title": chart.title,
            "subtitle": chart.subtitle,
            "alt": chart.alt,
            "min_width": chart.min_width,
            "max_width": chart.max_width,
            "height": chart.height,
            "drawing": Markup(drawing.markup) if drawing else "",  # noqa: S704
            "drawn_width": round(drawing.width) if drawing else 0,
            "table": self._present_table(chart.table),
        }
        return BlockShown("chart", chart.key, values)

    def _present_table(self, table: TableData) -> TableShown:
        numeric = [
            _is_numeric_column([row[place] for row in table.rows])
            for place in range(len(table.columns))
        ]
        verbatim = [column in table.verbatim for column in table.columns]
        rows = []
        for index, row in enumerate(table.rows):
            cells = tuple(
                _present_cell(*parts) for parts in zip(row, numeric, verbatim, strict=True)
            )
            href = self.links.resolve(table.links[index]) if table.links else None
            anchor = table.anchors[index] if table.anchors else None
            rows.append(RowShown(cells, href, anchor))
        columns = tuple(map(ColumnShown, table.columns, numeric))
        return TableShown(columns, tuple(rows), table.is_grouped)


def measure_column(column: ColumnShown, cells: Iterable[CellShown]) -> int:
    """Return the least marks that a line of a column needs, so that it reads well."""
    lines = [READABLE if "words" in cell.classes or cell.is_verbatim else 0 for cell in cells]
    texts = (column.name, *(cell.text for cell in cells))
    words = [word for text in texts for word in ([text] if COUNT.match(text) else text.split())]
    return max(0, *lines, *map(len, words))


def pick_headlines(sections: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the sentences that the page says at its top as well."""
    return [
        sentence
        for section in sections
        for block in section["blocks"]
        if block.kind == "prose"
        for sentence in block.sentences
        if sentence["is_headline"]
    ]


def number_blocks(sections: tuple[FilledSection, ...]) -> Numbers:
    """Give charts and tables their numbers, each from 1 in the order of the page."""
    blocks = [block for section in sections for block in section.blocks]
    charts = [block.key for block in blocks if isinstance(block, ChartShown)]
    tables = [block.key for block in blocks if isinstance(block, TableBlock)]
    return Numbers(
        figures={key: number for number, key in enumerate(charts, start=1)},
        tables={key: number for number, key in enumerate(tables, start=1)},
    )


def _is_numeric_column(cells: list[str]) -> bool:
    return any(HAS_DIGIT.search(cell) for cell in cells) and all(map(NUMERIC.match, cells))


def _present_cell(text: str, is_numeric: bool, is_verbatim: bool) -> CellShown:
    start = ""
    if len(text) > LONG_TEXT:
        start = text[:START_OF_LONG_TEXT].rsplit(maxsplit=1)[0] + " …"
    return CellShown(text, is_numeric, is_verbatim, start)
