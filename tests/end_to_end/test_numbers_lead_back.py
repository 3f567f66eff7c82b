"""Every number of a report is counted again from the cells that the spreadsheets hold.

Nothing here is taken from the package: cells are read with openpyxl, forum.yml as YAML, and the
rules are DESIGN's rules of counting, written out once more. What an open answer says is the one
thing not counted again: there the words that the report gives must stand in the cell it names.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from page_tree import Element, read_tree

pytestmark = pytest.mark.slow

FORUMS = ("ejemplo-2023", "ejemplo-2024")
SEED = 20240925
N_FOLLOWED = 60
OBJECTIVES = range(1, 24)
NOTHING = {"", "n/a", "no aplica", "s/d", "-", "pendiente", "por definir", "ninguno"}
RCM = ("CAN", "CRI", "SLV", "HND", "MEX", "PAN")
SACM = ("COL", "ECU", "PER")
NAMES = {
    "CAN": "Canadá", "COL": "Colombia", "CRI": "Costa Rica", "ECU": "Ecuador", "HND": "Honduras",
    "MEX": "México", "PAN": "Panamá", "PER": "Perú", "SLV": "El Salvador",
}  # fmt: skip
AS_WRITTEN = {name.casefold(): iso3 for iso3, name in NAMES.items()} | {
    "canada": "CAN",
    "rep. de panamá": "PAN",
}
TEXT_METHODS = {
    "número de objetivo escrito",
    "frase del libro de códigos",
    "sugerencia estadística",
    "decisión en la revisión",
}
UNSAID = {None: {"no se le ofreció"}, 0.0: {"en lectura; todavía no se cuenta"}}
EVIDENCE = "table-country-evidence"


@dataclass
class Asked:
    """What one government answered to one priority question, counted by the rules."""

    points: dict[int, float] = field(default_factory=dict)
    mentions: set[int] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    could: set[int] = field(default_factory=lambda: set(OBJECTIVES))

    def give(self, objectives: dict[int, float], points: float, *, mentioned: bool) -> None:
        for number, weight in objectives.items():
            self.points[number] = max(self.points.get(number, 0.0), points * weight)
        self.mentions |= set(objectives) if mentioned else set()


Count = dict[str, dict[str, Asked]]


class Sheet:
    """A spreadsheet as received, and what forum.yml says of it."""

    def __init__(self, workspace: Path, forum: str) -> None:
        self.folder = workspace / "data" / "raw" / forum
        self.forum = yaml.safe_load((self.folder / "forum.yml").read_text("utf-8"))
        self.topics = {topic["id"]: topic for topic in self.forum["topics"]}
        self.named = {topic["name"]["es"]: topic["id"] for topic in self.forum["topics"]}
        self.questions = {question["id"]: question for question in self.forum["questions"]}

    def cells(self, alias: str) -> Any:
        source = next(one for one in self.forum["sources"] if one["alias"] == alias)
        (path,) = self.folder.glob(source["files"][0])
        return openpyxl.load_workbook(path).worksheets[0]

    def objectives(self, topic: str) -> dict[int, float]:
        given = self.topics[topic]["objectives"]
        return given if isinstance(given, dict) else dict.fromkeys(given, 1 / len(given))

    def reach(self, question: str) -> set[int]:
        """Return the objectives that the topics of a question stand for."""
        topics = self.questions[question]["topics"]
        return {number for topic in topics for number in self.objectives(topic)}


def says_nothing(value: object) -> bool:
    return value is None or str(value).strip().casefold() in NOTHING


def count_2024(sheet: Sheet) -> Count:
    """Count the Microsoft Forms workbook: one row a submission, of two the first stays."""
    cells, counted = sheet.cells("encuesta-estados"), dict[str, dict[str, Asked]]()
    for row in range(2, cells.max_row + 1):
        iso3 = AS_WRITTEN[cells[f"G{row}"].value.strip().casefold()]
        if iso3 in counted:
            continue
        counted[iso3] = answers = {}
        order = [one for one in cells[f"I{row}"].value.split(";") if one]
        answers["orden-temas"] = asked = Asked(could=sheet.reach("orden-temas"))
        for place, name in enumerate(order, start=1):
            topic = sheet.named[name]
            points = (len(order) - place + 1) / len(order)
            asked.give(sheet.objectives(topic), points, mentioned=place <= 3)
            asked.topics |= {topic} if place <= 3 else set()
        assert len(order) == len(sheet.questions["orden-temas"]["topics"])
        answers["hojas-de-ruta"] = asked = Asked(could=sheet.reach("hojas-de-ruta"))
        for name in cells[f"J{row}"].value.split(";"):
            if (topic := sheet.named.get(name)) is not None:
                asked.give(sheet.objectives(topic), 1.0, mentioned=True)
                asked.topics.add(topic)
        answers["lineas-de-trabajo"] = asked = Asked(could=sheet.reach("lineas-de-trabajo"))
        question = sheet.questions["lineas-de-trabajo"]
        for letter, topic in zip("KLMNOP", question["topics"], strict=True):
            rating = question["scale"]["labels"][cells[f"{letter}{row}"].value]
            asked.give(sheet.objectives(topic), (rating - 1) / 4, mentioned=rating == 5)
            asked.topics |= {topic} if rating == 5 else set()
        for letter, question_id in (("Q", "prioridades"), ("R", "objetivos")):
            if not says_nothing(cells[f"{letter}{row}"].value):
                answers[question_id] = Asked()
    return counted


def count_2023(sheet: Sheet) -> Count:
    """Count the hand-made table: an X for each topic, one open answer."""
    cells, counted = sheet.cells("consulta-estados"), dict[str, dict[str, Asked]]()
    for row in range(6, 13):
        iso3 = AS_WRITTEN[cells[f"A{row}"].value.strip().casefold()]
        counted[iso3] = {"temas": Asked(could=sheet.reach("temas"))}
        for letter, topic in zip("BCDEFGHIJ", sheet.questions["temas"]["topics"], strict=True):
            if str(cells[f"{letter}{row}"].value).casefold() == "x":
                counted[iso3]["temas"].give(sheet.objectives(topic), 1.0, mentioned=True)
                counted[iso3]["temas"].topics.add(topic)
        if not says_nothing(cells[f"K{row}"].value):
            counted[iso3]["explicacion"] = Asked()
    return counted


COLUMNS = {
    "ejemplo-2023": {"K": "explicacion"},
    "ejemplo-2024": {"Q": "prioridades", "R": "objetivos", "J": "hojas-de-ruta"},
}
COUNTERS: dict[str, Callable[[Sheet], Count]] = {
    "ejemplo-2023": count_2023,
    "ejemplo-2024": count_2024,
}


@dataclass(frozen=True)
class Evidence:
    """One row of a country's page: which words say which objective, and where they stand."""

    objective: int
    words: str
    method: str
    state: str
    place: str

    @property
    def cell(self) -> str:
        return self.place.rsplit(" › ", 1)[1]


def read_evidence(page: Element) -> Iterator[Evidence]:
    """Yield the rows of a country's evidence, each under the objective of its group."""
    holders = [one for one in page.walk() if one.attributes.get("id") == EVIDENCE]
    for table in holders:
        objective = 0
        for row in list(table.find_all("tr"))[1:]:
            cells = [cell.text() for cell in row.children()]
            if "group" in row.styles:
                objective = int(cells[0].split(" ·")[0])
            else:
                yield Evidence(objective, cells[0], cells[1], cells[2], cells[-1])


def page_of(workspace: Path, forum: str, name: str) -> Element:
    return read_tree(workspace / "reports" / forum / "internal" / "es" / name)


def recount(workspace: Path, forum: str) -> Count:
    """Return everything counted again; open answers by the words that the pages name."""
    sheet = Sheet(workspace, forum)
    counted = COUNTERS[forum](sheet)
    for iso3, answers in counted.items():
        for one in read_evidence(page_of(workspace, forum, f"countries/{iso3}.html")):
            question = COLUMNS[forum].get(one.cell[0])
            if one.method in TEXT_METHODS and one.state == "aceptada" and question:
                answers[question].give({one.objective: 1.0}, 1.0, mentioned=True)
    return counted


def score(answers: dict[str, Asked], objective: int) -> float | None:
    """Return rule 5: the mean over the questions that could name the objective, if any could."""
    named = [one for one in answers.values() if objective in one.could]
    return sum(one.points.get(objective, 0.0) for one in named) / len(named) if named else None


def mentioning(counted: Count, scope: str, objective: int) -> list[str]:
    return [
        iso3
        for iso3 in members(counted, scope)
        if any(objective in one.mentions for one in counted[iso3].values())
    ]


def members(counted: Count, scope: str) -> list[str]:
    group = {"ALL": (*RCM, *SACM), "RCM": RCM, "SACM": SACM}[scope]
    return [iso3 for iso3 in counted if iso3 in group]


def mean_score(counted: Count, scope: str, objective: int) -> float:
    scores = [score(counted[iso3], objective) for iso3 in members(counted, scope)]
    could = [one for one in scores if one is not None]
    return sum(could) / len(could)


@pytest.fixture(scope="module", params=FORUMS)
def forum(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_cell_of_the_matrix_is_counted_again(workspace: Path, forum: str) -> None:
    counted = recount(workspace, forum)
    table = page_of(workspace, forum, "index.html").find("figure-matrix").table()
    assert len(table) == 1 + 23
    for row in table[1:]:
        objective = int(row[0].split(" ·")[0])
        for name, cell in zip(table[0][1:], row[1:], strict=True):
            iso3 = AS_WRITTEN[name.casefold()]
            if iso3 not in counted:
                assert cell == "respuesta pendiente"
                continue
            is_said = iso3 in mentioning(counted, "ALL", objective)
            assert cell.startswith("lo menciona") == is_said, (name, objective, cell)
            expected = score(counted[iso3], objective)
            if not cell.endswith(")"):
                assert cell in UNSAID[expected], (name, objective, cell)
                continue
            shown = float(re.search(r"\((?:menos de )?([\d.]+)\)", cell)[1])  # type: ignore[index]
            assert shown == pytest.approx(expected, abs=0.0051), (name, cell)


@pytest.mark.parametrize("scope", ["ALL", "RCM", "SACM"])
def test_every_count_of_an_objective_is_counted_again(
    workspace: Path, forum: str, scope: str
) -> None:
    counted = recount(workspace, forum)
    page = page_of(workspace, forum, "index.html")
    table = page.find(f"figure-objectives-{scope.lower()}").table()
    headers = {name: place for place, name in enumerate(table[0])}
    for row in table[1:]:
        objective = int(re.search(r"\d+", row[headers["Objetivo"]])[0])  # type: ignore[index]
        countries = mentioning(counted, scope, objective)
        n_answered = len(members(counted, scope))
        assert row[headers["Lo mencionan"]] == f"{len(countries)} de {n_answered}", row
        named = row[headers["Países que lo mencionan"]]
        assert set(re.split(r", | y ", named)) - {""} == {NAMES[iso3] for iso3 in countries}
        points = float(row[headers["Puntos (0 a 1)"]])
        assert points == pytest.approx(mean_score(counted, scope, objective), abs=0.0051), row
    assert len(table) > 5


def test_every_count_of_a_topic_is_counted_again(workspace: Path, forum: str) -> None:
    counted = recount(workspace, forum)
    sheet = Sheet(workspace, forum)
    table = page_of(workspace, forum, "index.html").find("figure-topics-all").table()
    assert {row[0] for row in table[1:]} <= set(sheet.named)
    scopes = dict(zip(("ALL", "RCM", "SACM"), range(1, 4), strict=True))
    for row in table[1:]:
        topic = sheet.named[row[0]]
        for scope, place in scopes.items():
            group = members(counted, scope)
            said = [i for i in group if any(topic in one.topics for one in counted[i].values())]
            assert row[place] == f"{len(said)} de {len(group)}", (row, scope)


def test_every_row_of_the_workbook_is_counted_again(workspace: Path, forum: str) -> None:
    counted = recount(workspace, forum)
    path = workspace / "reports" / forum / "internal" / "es" / "tables.xlsx"
    book: Any = openpyxl.load_workbook(path)
    rows = list(book["País por objetivo"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == 23 * len(counted)
    for name, _, objective, _, offered, said, points, *_ in rows:
        iso3 = AS_WRITTEN[name.casefold()]
        expected = score(counted[iso3], objective)
        assert said == ("sí" if iso3 in mentioning(counted, "ALL", objective) else "no")
        assert offered == ("no" if expected is None else "sí")
        assert points == ("–" if expected is None else pytest.approx(expected))
    for scope_name, objective, *rest in book["Objetivos"].iter_rows(min_row=3, values_only=True):
        scope = {"CRM": "RCM", "CSM": "SACM"}.get(scope_name, "ALL")
        n_answered = len(members(counted, scope))
        n_mentioning = len(mentioning(counted, scope, objective))
        assert rest[2:4] == [n_mentioning, n_answered], (scope, objective)
        assert rest[6] == pytest.approx(n_mentioning / n_answered)
        assert rest[7] == pytest.approx(mean_score(counted, scope, objective))


def test_numbers_at_random_lead_back_to_words_in_cells(workspace: Path, forum: str) -> None:
    """A cell of the matrix -> the country's page -> its words -> the answer -> the spreadsheet."""
    sheet = Sheet(workspace, forum)
    cells = sheet.cells(sheet.forum["sources"][0]["alias"])
    table = page_of(workspace, forum, "index.html").find("figure-matrix").table()
    places = [
        (row[0], AS_WRITTEN[name.casefold()], cell)
        for row in table[1:]
        for name, cell in zip(table[0][1:], row[1:], strict=True)
        if cell.startswith("lo menciona")
    ]
    drawn = random.Random(SEED).sample(places, min(N_FOLLOWED, len(places)))
    pages = {iso3: page_of(workspace, forum, f"countries/{iso3}.html") for _, iso3, _ in drawn}
    for label, iso3, cell in drawn:
        objective, page = label.split(" ·")[0], pages[iso3]
        row = page.find(f"objective-{objective}")
        assert f"({row.children()[2].text()})" in cell, (SEED, label, iso3)
        target = next(row.find_all("a")).attributes["href"].removeprefix("#")
        assert target == f"evidence-{objective}"
        page.find(target)
        said = [one for one in read_evidence(page) if one.objective == int(objective)]
        assert any(one.state == "aceptada" for one in said), (SEED, label, iso3)
        for one in said:
            for part in one.words.split(" … "):
                assert part in find_words(cells, one), (SEED, one)


def find_words(cells: Any, one: Evidence) -> str:
    """Return the words of a cell; a mark or a rating stands for the words above it."""
    words = str(cells[one.cell].value)
    if one.method in TEXT_METHODS or ";" in words:
        return words
    headers = [cell.value for cell in cells[one.cell[0]][:5]]
    return " ".join(str(value) for value in headers if value)


def test_words_of_evidence_lead_to_their_answer(workspace: Path, forum: str) -> None:
    n_followed = 0
    for iso3 in NAMES:
        page = page_of(workspace, forum, f"countries/{iso3}.html")
        for table in (
            one for one in page.walk() if one.attributes.get("id") == "table-country-evidence"
        ):
            for row in list(table.find_all("tr"))[1:]:
                if "group" in row.styles:
                    continue
                answer = page.find(next(row.find_all("a")).attributes["href"].removeprefix("#"))
                assert answer.children()[-1].text() == row.children()[-1].text()
                n_followed += 1
    assert n_followed > 40


def test_explicit_numbers_are_read_as_written(workspace: Path) -> None:
    written = {"CRI": {7, 15, 16}, "MEX": {5, 6, 18}, "CAN": {5, 6, 9, 10}, "HND": {21}}
    for iso3, numbers in written.items():
        page = page_of(workspace, "ejemplo-2024", f"countries/{iso3}.html")
        read = {one.objective for one in read_evidence(page) if one.cell.startswith("R")}
        assert read == numbers


def test_a_question_that_does_not_apply_is_not_called_unasked(workspace: Path) -> None:
    sheet = Sheet(workspace, "ejemplo-2024")
    assert sheet.cells("encuesta-estados")["S3"].value == "N/A"
    page = page_of(workspace, "ejemplo-2024", "countries/MEX.html")
    row = page.find("answer-retos--")
    assert row.children()[0].text().startswith("no aplica")
