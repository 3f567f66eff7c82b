"""Who speaks in a row: its type, its country, whether it is the State's focal point."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gcm_analysis.errors import GcmError, Place, find_nearest, say_expected
from gcm_analysis.forum.model import Forum, RespondentType, TypeOf
from gcm_analysis.reference import UnresolvedCountry, at_place, resolve_country
from gcm_analysis.survey.binding import MissingColumn
from gcm_analysis.survey.export import SurveyExport
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.reconciliation import find_column_cells, place_columns
from gcm_analysis.survey.rows import read_rows
from gcm_analysis.survey.sources import SourceFile
from gcm_analysis.survey.wordings import find_header

COUNTRY_HEADERS = re.compile(r"^(\d+\W+)?(pais|country|pays|state|estado)\b")
"""How the header of a column of countries begins, folded, where forum.yml names none."""
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


@dataclass(eq=False)
class CountryNotGiven(GcmError):
    """A government's answers stand beside an empty country cell."""

    place: Place

    def sentence(self) -> str:
        """Name the row and how to mend it."""
        return f"{self.place}: no country is given; give it in the file or in corrections.csv."


@dataclass(eq=False)
class UnknownRespondentType(GcmError):
    """A cell of the column of respondent types holds a value that forum.yml does not name."""

    place: Place
    value: str
    known: tuple[str, ...]

    def sentence(self) -> str:
        """Name the cell, its value and the values that forum.yml knows."""
        hint = say_expected(self.known, find_nearest(self.value, self.known))
        return (
            f"{self.place}: forum.yml gives no respondent type for {self.value!r}: {hint} "
            "Name it under respondent_type, values."
        )


@dataclass(eq=False)
class NoCountryColumn(GcmError):
    """A source of governments does not tell their countries."""

    alias: str
    headers: tuple[str, ...]

    def sentence(self) -> str:
        """Name the source and its columns."""
        return (
            f"forum.yml, source {self.alias!r}: no column tells the country; name it as "
            f"country: {{column: ...}}, {say_expected(self.headers, None)}"
        )


@dataclass(frozen=True)
class ReadFile:
    """One file of a source, read, with what of it is an answer to the forum's questions.

    Parameters
    ----------
    file : SourceFile
    export : SurveyExport
    asked : tuple of str
        Ids of the questions that it asked.
    """

    file: SourceFile
    export: SurveyExport
    asked: tuple[str, ...]


def tell_types(read: ReadFile, findings: Findings) -> dict[int, RespondentType]:
    """Return the respondent type of each row that tells one."""
    given = read.file.source.respondent_type
    numbers = [int(number) for number in read.export.respondents["respondent"]]
    if not isinstance(given, TypeOf):
        return dict.fromkeys(numbers, given)
    cells = find_column(read, given.column, "respondent_type", findings)
    known = {fold(value): kind for value, kind in given.values.items()}
    types: dict[int, RespondentType] = {}
    if cells is None:
        return types
    for number in numbers:
        value, place = cells.get(number, ("", place_of_row(read, number)))
        if fold(value) in known:
            types[number] = known[fold(value)]
        else:
            findings.fail(UnknownRespondentType(place, value, tuple(given.values)))
    return types


def tell_countries(
    read: ReadFile, types: dict[int, RespondentType], findings: Findings
) -> dict[int, str]:
    """Return the country of each row that tells one; a government must."""
    country = read.file.source.country
    if country is not None and country.value is not None:
        return dict.fromkeys(types, country.value)
    header = country.column if country is not None else guess_country_header(read.export)
    if header is None and (named := name_by_sheets(read)):
        return named
    if header is None:
        if "government" in types.values():
            headers = tuple(read.export.columns["header"])
            findings.fail(NoCountryColumn(read.file.source.alias, headers))
        return {}
    cells = find_column(read, header, "country", findings)
    countries: dict[int, str] = {}
    if cells is None:
        return countries
    for number, kind in types.items():
        value, place = cells.get(number, ("", place_of_row(read, number)))
        try:
            countries[number] = read_country(value, place)
        except GcmError as error:
            if kind == "government":
                findings.fail(error)
            elif value:
                findings.warn(
                    "unknown_country",
                    f"The country {value!r} of a respondent that is no government is none of the "
                    "35 American States, or cannot be told.",
                    source_file=place.file, source_sheet=place.sheet, source_cell=place.cell,
                    value=value,
                )  # fmt: skip
    return countries


def name_by_sheets(read: ReadFile) -> dict[int, str]:
    """Return the country of each row by its sheet's name, where every sheet names another."""
    rows = read_rows(read.export.respondents)
    sheets = {str(row["source_sheet"]) for row in rows}
    try:
        countries = {sheet: resolve_country(sheet) for sheet in sheets}
    except UnresolvedCountry:
        return {}
    if len(set(countries.values())) < len(sheets) or len(sheets) < len(rows):
        return {}
    return {row["respondent"]: countries[str(row["source_sheet"])] for row in rows}


def read_country(value: str, place: Place) -> str:
    """Return the State that a cell names."""
    if not value:
        raise CountryNotGiven(place)
    try:
        return resolve_country(value)
    except UnresolvedCountry as error:
        raise at_place(error, place) from error


def find_column(
    read: ReadFile, header: str, used_by: str, findings: Findings
) -> dict[int, tuple[str, Place]] | None:
    """Return value and place of a column's cells by row; None where there is no such column."""
    headers = tuple(read.export.columns["header"])
    found = find_header(header, headers)
    if found is None:
        place = Place(read.file.name)
        findings.fail(MissingColumn(place, f"{used_by} of a source", header, headers))
        return None
    places = set(find_column_cells(read.export, place_columns(read.export, [found])))
    cells = read.export.cells
    return {
        row["respondent"]: (
            str(row["value"]).strip(),
            Place(read.file.name, row["source_sheet"], row["source_cell"]),
        )
        for row in read_rows(cells[cells["header"] == found])
        if (row["source_sheet"], row["source_cell"]) in places
    }


def guess_country_header(export: SurveyExport) -> str | None:
    """Return the first header that says "country", where forum.yml names no column."""
    for header in export.columns["header"]:
        if COUNTRY_HEADERS.match(fold(str(header))):
            return str(header)
    return None


def place_of_row(read: ReadFile, respondent: int) -> Place:
    """Return the place of a row of which no cell is known."""
    rows = read.export.respondents
    row = read_rows(rows[rows["respondent"] == respondent])[0]
    return Place(read.file.name, row["source_sheet"], f"row {row['row']}")


def find_focal_rows(forum: Forum, export: SurveyExport, countries: dict[int, str]) -> set[int]:
    """Return the rows that the focal point of their country sent: by name or by e-mail."""
    return {
        row["respondent"]
        for row in read_rows(export.personal)
        if (named := forum.focal_points.get(countries.get(row["respondent"], "")))
        and is_same_person(named, str(row["value"]))
    }


def is_same_person(named: str, written: str) -> bool:
    """Tell whether a personal cell holds the name or the e-mail that forum.yml gives."""
    if fold(named) == fold(written):
        return True
    given = {address.casefold() for address in EMAIL.findall(named)}
    return bool(given & {address.casefold() for address in EMAIL.findall(written)})
