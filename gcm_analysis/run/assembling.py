"""A report's folder from executed notebooks: pages, workbook, figures, PDF, zip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
from gcm_analysis.run.kept_files import KeptFiles, hash_shown
from gcm_analysis.run.manifest import hash_file
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
    kept : KeptFiles or None
        Files of the last report that would come out the same; None: all are made.
    """

    making: Making
    executions: tuple[Execution, ...]
    languages: tuple[str, ...]
    report: Path
    figures: FigureFiles | None
    counted: TableStore
    kept: KeptFiles | None = None

    def put(self, name: str, parts: object, make: Callable[[], object]) -> None:
        """Put a file in its place (`KeptFiles.put`)."""
        if self.kept is None:
            make()
        else:
            self.kept.put(name, parts, make)

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
        stamp = facts.reader.text("report.stamp") if facts.forum.illustrative else None
        drawings = self.draw(notebooks)

        def write_main() -> None:
            page = build_page(notebooks, facts, drawings=drawings, surroundings=around)
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

        shown = [hash_shown(notebook) for notebook in notebooks]
        self.put(f"{facts.language}/index.html", [facts, shown, drawings, around], write_main)
        if self.figures is not None:
            self.figures.write_all(notebooks, folder / "figures")
        for iso3, notebook in countries.items():
            self.write_country(facts, iso3, notebook, around=around, stamp=stamp)

    def write_country(
        self,
        facts: RunFacts,
        iso3: str,
        notebook: Path,
        *,
        around: Surroundings,
        stamp: str | None,
    ) -> None:
        """Write the page of one country."""
        drawings = self.draw([notebook], PHONE_WIDTH)
        name = f"countries/{iso3}.html"

        def write() -> None:
            page = build_country_page(notebook, facts, iso3, drawings=drawings, surroundings=around)
            require_fit_page(name, page, language=facts.language, notebooks=[notebook], stamp=stamp)
            write_page(self.report / facts.language / name, page)

        parts = [facts, hash_shown(notebook), drawings, around]
        self.put(f"{facts.language}/{name}", parts, write)

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
        decisions = load_decisions(facts.forum)

        def write() -> None:
            store = self.making.store
            tables = {name: store.read(name) for name in AUDIENCE_TABLES}
            tables |= {name: self.counted.read(name) for name in self.counted.names()}
            tables = {name: facts.disclosure.cut(name, table) for name, table in tables.items()}
            tables = {name: table for name, table in tables.items() if len(table)}
            folder.mkdir(parents=True, exist_ok=True)
            write_tables(folder / "tables.xlsx", tables, facts=facts, decisions=decisions)

        stores = (self.making.store, self.counted)
        rows = {
            str(path.name): hash_file(path)
            for store in stores
            for path in sorted(store.folder.glob("*.parquet"))
        }
        self.put(f"{facts.language}/tables.xlsx", [facts, rows, decisions], write)

    def print_page(self, facts: RunFacts, folder: Path) -> None:
        """Print the page as PDF where there is a browser."""
        name = name_document(facts.forum.forum, facts.audience, facts.language, "pdf")
        page = folder / "index.html"
        self.put(
            f"{facts.language}/{name}", hash_file(page), lambda: print_pdf(page, folder / name)
        )

    def zip_language(self, facts: RunFacts) -> None:
        """Put the whole folder of a language into one file beside its page."""
        name = name_document(facts.forum.forum, facts.audience, facts.language, "zip")
        folder = self.report / facts.language
        held = {
            path.relative_to(folder).as_posix(): hash_file(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self.put(f"{facts.language}/{name}", held, lambda: zip_folder(folder, folder / name))


def write_page(path: Path, html: str) -> None:
    """Write a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", newline="\n")
