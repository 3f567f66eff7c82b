"""A small invented forum, published, and read back as somebody outside would read it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import yaml
from openpyxl import Workbook, load_workbook

from gcm_analysis import reference
from gcm_analysis.report.packing import unpack_figures
from gcm_analysis.report.page_text import read_page
from gcm_analysis.run import RunOptions, run_forums
from gcm_analysis.run.engine import default_engine
from gcm_analysis.workspace import Workspace

FORUM = "prueba"
TOPICS = {
    "vias": [5, 6], "trata": [9, 10], "fronteras": [11], "consular": [14, 4], "retorno": [21],
    "datos": [1], "remesas": [20, 19], "ninez": [7],
}  # fmt: skip
RATED = ("retorno", "datos", "remesas", "ninez")
CHOSEN = ("vias", "trata", "fronteras", "consular", "datos")
PRINCIPLES = ("igualdad de género", "interés superior de la niñez", "cooperación internacional")
TOPIC_SHEET, OBJECTIVE_SHEET, GROUP_SHEET = "Topics", "Objectives", "Stages, round tables, areas"
PERSONAL = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True)
class Answer:
    """What one government answered."""

    chosen: tuple[str, ...]
    rated: tuple[int, ...]
    words: str


def invent_answers(n: int, seed: int = 3) -> list[Answer]:
    """Return answers of n governments, none like another."""
    draw = random.Random(seed)
    answers = []
    for _ in range(n):
        numbers = draw.sample(range(1, 24), 3)
        answers.append(
            Answer(
                tuple(draw.sample(CHOSEN, draw.choice([1, 2, 3]))),
                tuple(draw.randint(1, 5) for _ in RATED),
                f"Objetivos {numbers[0]}, {numbers[1]} y {numbers[2]}; {draw.choice(PRINCIPLES)}",
            )
        )
    assert len(set(answers)) == n
    return answers


def list_mentions(answer: Answer) -> set[Any]:
    """Return the topics, objectives and groups that a government mentions, by the rules."""
    rated = zip(RATED, answer.rated, strict=True)
    topics = {*answer.chosen, *(topic for topic, mark in rated if mark >= 4)}
    numbers = {number for topic in topics for number in TOPICS[topic]}
    numbers |= {int(number) for number in re.findall(r"\d+", answer.words)}
    groups = {
        (grouping.name["en"], group.name["en"])
        for grouping in reference.groupings()
        for group in grouping.groups
        if numbers & set(group.objectives)
    }
    return {*topics, *numbers, *groups}


def describe_forum(roster: object, **disclosure: int) -> dict[str, Any]:
    """Return the content of forum.yml."""
    return {
        "forum": FORUM,
        "illustrative": True,
        "title": {"es": "Prueba", "en": "Probe"},
        "languages": ["en"],
        "roster": {"governments": roster},
        "sources": [
            {
                "alias": "hoja",
                "files": ["hoja.xlsx"],
                "tool": "table",
                "respondent_type": "government",
                "country": {"column": "País"},
                "received_on": "2024-08-01",
                "language": "es",
            }
        ],
        "topics": [
            {
                "id": topic,
                "name": {"es": topic, "en": topic},
                "objectives": objectives,
                "mapped_by": "secretaría, 2024-07-01",
            }
            for topic, objectives in TOPICS.items()
        ],
        "questions": [
            {"id": "temas", "role": "priority", "kind": "multiple", "column": "Temas",
             "topics": list(CHOSEN), "text": {"es": "Temas", "en": "Topics"}},
            {"id": "notas", "role": "priority", "kind": "rating",
             "columns": {topic: f"Nota {topic}" for topic in RATED},
             "scale": {"low": 1, "high": 5}, "text": {"es": "Notas", "en": "Marks"}},
            {"id": "texto", "role": "priority", "kind": "text", "column": "Texto",
             "text": {"es": "Texto", "en": "Words"}},
        ],
        "audiences": ["internal", "participants", "public"],
        "disclosure": disclosure,
    }  # fmt: skip


def write_forum(
    root: Path, answers: dict[str, Answer], roster: object, notebooks: Path, **disclosure: int
) -> Path:
    """Write a workspace in which these governments have answered."""
    folder = root / "data" / "raw" / FORUM
    folder.mkdir(parents=True)
    (folder / "forum.yml").write_text(
        yaml.safe_dump(describe_forum(roster, **disclosure), allow_unicode=True), "utf-8"
    )
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["País", "Temas", *(f"Nota {topic}" for topic in RATED), "Texto"])
    for iso3, answer in sorted(answers.items()):
        name = reference.country(iso3).name["es"]
        sheet.append([name, "; ".join(answer.chosen), *answer.rated, answer.words])
    workbook.save(folder / "hoja.xlsx")
    (root / "notebooks").symlink_to(notebooks)
    return root


def publish(root: Path, audience: str) -> Published:
    """Run the forum for an audience and return what it gets."""
    options = RunOptions(
        forums=(FORUM,),
        audience=audience,
        countries=() if audience == "public" else ("MEX",),
        engine=default_engine(),
        with_figures=False,
    )
    run_forums(Workspace(root), options)
    return Published(root / "reports" / FORUM / audience / "en")


@dataclass(frozen=True)
class Published:
    """The folder of one language."""

    folder: Path

    @property
    def html(self) -> str:
        """The page."""
        return (self.folder / "index.html").read_text("utf-8")

    @property
    def figures(self) -> dict[str, Any]:
        """The figures by key, as the page carries them."""
        return unpack_figures(self.html)

    def files(self) -> dict[str, str]:
        """Return every file of the folder, packages opened, hashes left out; PDFs tell the time."""
        found: dict[str, str] = {}
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.suffix != ".pdf":
                found |= open_package(path.relative_to(self.folder).as_posix(), path.read_bytes())
        return found

    def words(self) -> list[str]:
        """Return every word of the page, hashes of files left out."""
        page = read_page(self.html)
        return [PERSONAL.sub("", text) for text in (*page.words, *page.verbatim)]

    def sheets(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return the cells of the workbook, sheet by sheet."""
        workbook = load_workbook(self.folder / "tables.xlsx", read_only=False)
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook}

    def rows(self, title: str) -> list[dict[str, Any]]:
        """Return a sheet's rows under its headers; the stamp stands above them."""
        cells = self.sheets()[title]
        header = next(place for place, row in enumerate(cells) if sum(map(bool, row)) > 1)
        return [dict(zip(cells[header], row, strict=True)) for row in cells[header + 1 :]]


def open_package(name: str, content: bytes) -> dict[str, str]:
    """Return a file as text; of a package (zip, xlsx) every file in it."""
    if not is_zipfile(BytesIO(content)):
        return {name: PERSONAL.sub("", content.decode("latin-1"))}
    found: dict[str, str] = {}
    with ZipFile(BytesIO(content)) as package:
        for part in package.namelist():
            if not part.endswith((".pdf", "/")):
                found |= open_package(f"{name}/{part}", package.read(part))
    return found


def pick(conference: str, n: int) -> list[str]:
    """Return the first n members of a conference."""
    return sorted(reference.members(conference))[:n]


def give(countries: Sequence[str], answers: Sequence[Answer]) -> dict[str, Answer]:
    """Return who answered what."""
    return dict(zip(countries, answers, strict=True))
