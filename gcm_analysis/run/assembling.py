"""A report's folder from executed notebooks: pages, workbook, figures, PDF, zip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.forum import load_decisions
from gcm_analysis.report import (
    RunFacts,
    Surroundings,
    build_country_page,
    build_page,
    name_document,
    print_pdf,
    require_fit_page,
    write_tables,
    zip_folder,
)
from gcm_analysis.run.drawing import PHONE_WIDTH, WIDTH, FigureFiles
from gcm_analysis.run.facts import Making
from gcm_analysis.run.plan import Execution
from gcm_analysis.store import TableStore

AUDIENCE_TABLES = ("respondents", "answers", "issues", "mentions", "principle_mentions",
                   "response_status", "reconciliation")  # fmt: skip


@dataclass(frozen=True)
class Assembly:
    """What a report is put together from.

    Parameters
    ----------
    making : Making
        The facts of the run.
    executions : tuple of Execution
        All of them, executed.
    languages : tuple of str
        Published together.
    report : Path
        The folder of one forum and audience: each language gets a folder in it.
    figures : FigureFiles or None
        Who draws; None: no figure files, no PDF.
    counted : TableStore
        Tables that depend on the audience.
    """

    making: Making
    executions: tuple[Execution, ...]
    languages: tuple[str, ...]
    report: Path
    figures: FigureFiles | None
    counted: TableStore

    def assemble(self) -> Iterator[str]:
        """Write the folder of each language; yield what has been written.

        Raises
        ------
        PageRefused
            A page is not fit to be published.
        """
        for language in self.languages:
            facts = self.making.facts(language)
            folder = self.report / language
            self.write_workbook(facts, folder)
            yield f"{language}/tables.xlsx"
            self.write_pages(facts, folder)
            yield f"{language}/index.html"
            if self.figures is not None:
                self.print_page(facts, folder)
                yield f"{language}/pdf"
        for language in self.languages:
            self.zip_language(self.making.facts(language))
            yield f"{language}/zip"

    def notebooks_of(self, language: str) -> list[Path]:
        """Return the executed stages of a language, in order."""
        return [
            execution.output
            for execution in self.executions
            if execution.language == language and execution.country is None
        ]

    def countries_of(self, language: str) -> dict[str, Path]:
        """Return the executed notebook of each country's page, where the audience gets them."""
        if not self.making.disclosure.may_show("countries"):
            return {}
        return {
            execution.country: execution.output
            for execution in self.executions
            if execution.language == language and execution.country is not None
        }

    def write_pages(self, facts: RunFacts, folder: Path) -> None:
        """Write the page and the pages of countries."""
        notebooks, countries = self.notebooks_of(facts.language), self.countries_of(facts.language)
        around = self.surroundings(facts, tuple(countries))
        page = build_page(notebooks, facts, drawings=self.draw(notebooks), surroundings=around)
        stamp = facts.reader.text("report.stamp") if facts.forum.illustrative else None
        beside = [f"countries/{iso3}.html" for iso3 in countries]
        beside += [f"../{code}/index.html" for code in self.languages]
        beside += around.downloads.values()
        require_fit_page(
            "index.html",
            page,
            language=facts.language,
            notebooks=notebooks,
            beside=beside,
            stamp=stamp,
        )
        write_page(folder / "index.html", page)
        if self.figures is not None:
            self.figures.write_all(notebooks, folder / "figures")
        for iso3, notebook in countries.items():
            country_page = build_country_page(
                notebook,
                facts,
                iso3,
                drawings=self.draw([notebook], PHONE_WIDTH),
                surroundings=around,
            )
            require_fit_page(
                f"countries/{iso3}.html",
                country_page,
                language=facts.language,
                notebooks=[notebook],
                stamp=stamp,
            )
            write_page(folder / "countries" / f"{iso3}.html", country_page)

    def surroundings(self, facts: RunFacts, countries: tuple[str, ...]) -> Surroundings:
        """Return what stands beside a page."""
        downloads = {"workbook": "tables.xlsx"}
        if self.figures is not None and self.figures.drawer.hint is None:
            downloads["pdf"] = name_document(
                facts.forum.forum, facts.audience, facts.language, "pdf"
            )
        return Surroundings(languages=self.languages, country_pages=countries, downloads=downloads)

    def draw(self, notebooks: Iterable[Path], width: int = WIDTH) -> dict[str, str]:
        """Return the static drawings of what notebooks show."""
        return {} if self.figures is None else self.figures.drawings_of(notebooks, width)

    def write_workbook(self, facts: RunFacts, folder: Path) -> None:
        """Write tables.xlsx."""
        store = self.making.store
        tables = {name: store.read(name) for name in AUDIENCE_TABLES}
        tables |= {name: self.counted.read(name) for name in self.counted.names()}
        tables = {name: facts.disclosure.cut(name, table) for name, table in tables.items()}
        tables = {name: table for name, table in tables.items() if len(table)}
        folder.mkdir(parents=True, exist_ok=True)
        write_tables(
            folder / "tables.xlsx", tables, facts=facts, decisions=load_decisions(facts.forum)
        )

    def print_page(self, facts: RunFacts, folder: Path) -> None:
        """Print the page as PDF where there is a browser."""
        name = name_document(facts.forum.forum, facts.audience, facts.language, "pdf")
        print_pdf(folder / "index.html", folder / name)

    def zip_language(self, facts: RunFacts) -> None:
        """Put the whole folder of a language into one file beside its page."""
        name = name_document(facts.forum.forum, facts.audience, facts.language, "zip")
        folder = self.report / facts.language
        zip_folder(folder, folder / name)


def write_page(path: Path, html: str) -> None:
    """Write a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", newline="\n")
