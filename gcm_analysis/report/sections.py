"""The order of a page: which sections there are and which blocks stand in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gcm_analysis.report.blocks import Section
from gcm_analysis.report.reading import Block, ChartShown

PAGE_SECTIONS = (
    "asked", "responses", "topics", "objectives", "matrix", "tile_map", "comparison", "principles",
    "groupings", "others", "trends", "coverage", "reconciliation", "method", "sources",
)  # fmt: skip
COUNTRY_SECTIONS = ("status", "answers", "objectives", "evidence", "corrections")


@dataclass(eq=False)
class MisplacedBlock(Exception):
    """A notebook shows a block that the page has no place for: a bug of the notebook."""

    key: str
    reason: str

    def __str__(self) -> str:
        return f"block {self.key!r} {self.reason}"


@dataclass(frozen=True)
class FilledSection:
    """A section with its blocks."""

    key: str
    title: str
    intro: str
    blocks: list[Block] = field(default_factory=list)


def arrange_blocks(
    blocks: Iterable[Block], order: Sequence[str] = PAGE_SECTIONS
) -> tuple[FilledSection, ...]:
    """Put blocks into sections, and the sections into the page's order.

    A section that two notebooks fill keeps the first one's heading.

    Raises
    ------
    MisplacedBlock
        A section is not in `order`, a block stands before any section, or two
        blocks have one key.
    """
    filled: dict[str, FilledSection] = {}
    current: FilledSection | None = None
    seen: set[str] = set()
    for block in blocks:
        if isinstance(block, Section):
            if block.key not in order:
                raise MisplacedBlock(block.key, f"is not a section of {', '.join(order)}")
            current = filled.setdefault(
                block.key, FilledSection(block.key, block.title, block.intro)
            )
            continue
        if current is None:
            raise MisplacedBlock(block.key, "stands before any section")
        if block.key in seen:
            raise MisplacedBlock(block.key, "stands twice on the page")
        seen.add(block.key)
        current.blocks.append(block)
    return tuple(filled[key] for key in order if key in filled)


def charts_of(sections: Iterable[FilledSection]) -> tuple[ChartShown, ...]:
    """Return the charts in the order of the page."""
    return tuple(
        block for section in sections for block in section.blocks if isinstance(block, ChartShown)
    )
