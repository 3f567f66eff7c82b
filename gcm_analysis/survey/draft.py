"""A new forum's folder: a forum.yml to fill in, a capture workbook, a folder of documents."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from gcm_analysis.errors import GcmError
from gcm_analysis.forum import Forum, load_forum
from gcm_analysis.forum.template import fill_in, new_forum_text
from gcm_analysis.forum.yaml_text import read_yaml
from gcm_analysis.language import Language, get_language
from gcm_analysis.reference import americas, champions, members, resolve_country
from gcm_analysis.survey.answer_language import detect_language
from gcm_analysis.survey.capture_workbook import DOCUMENTS_FOLDER, write_capture_workbook
from gcm_analysis.survey.drafted_questions import Draft, Part, draft_questions
from gcm_analysis.survey.export import SurveyExport
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.read import read_export
from gcm_analysis.survey.rows import read_rows
from gcm_analysis.survey.sources import hash_file
from gcm_analysis.workspace import Workspace

FORUM_FILE = "forum.yml"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
ALIAS = "encuesta"
CAPTURE_ALIAS = "captura"
MOSTLY = 0.8
"""A column tells the country where this share of its cells names one."""


@dataclass(eq=False)
class ForumExists(GcmError):
    """A forum of this name is there already."""

    name: str

    def sentence(self) -> str:
        """Say that nothing was overwritten."""
        return (
            f"data/raw/{self.name} holds a forum already: nothing was written; choose another "
            "name, or edit its forum.yml."
        )


@dataclass(eq=False)
class WrongForumName(GcmError):
    """A forum's name cannot be the name of its folder."""

    name: str

    def sentence(self) -> str:
        """Say what a name is made of."""
        return (
            f"{self.name!r} cannot name a forum: small letters, digits, - and _ only, a letter or "
            "a digit first."
        )


@dataclass(frozen=True)
class CountryColumn:
    """The column of an export that tells the countries, and those that it tells."""

    header: str
    found: tuple[str, ...]


def draft_forum(
    workspace: Workspace,
    name: str,
    *,
    export: Path | str | None = None,
    language: Literal["es", "en"] = "es",
) -> Path:
    """Write a forum's folder to fill in.

    Of a forum that is there already only a missing capture workbook is written, from its
    forum.yml as it stands.

    Parameters
    ----------
    workspace : Workspace
    name : str
        Name of the forum and of its folder in data/raw.
    export : Path or str, optional
        A survey tool's export: it is copied into the folder, and questions, options and
        countries are drafted from it.
    language : {"es", "en"}
        Language of comments, marks and the capture workbook.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ForumExists
    WrongForumName
    GcmError
        The export cannot be read.
    """
    if not NAME.fullmatch(name):
        raise WrongForumName(name)
    folder = workspace.raw_forum(name)
    reader = get_language(language)
    workbook = folder / reader.text("capture.file_name")
    if (folder / FORUM_FILE).exists():
        if export is not None or workbook.exists():
            raise ForumExists(name)
        write_capture_workbook(load_forum(workspace, name), workbook, language=language)
        return folder
    text = draft_text(name, Path(export) if export else None, reader)
    (folder / DOCUMENTS_FOLDER).mkdir(parents=True, exist_ok=True)
    if export is not None:
        copy_export(Path(export), folder)
    (folder / FORUM_FILE).write_text(text, "utf-8", newline="\n")
    write_capture_workbook(read_draft(folder / FORUM_FILE), workbook, language=language)
    return folder


def copy_export(export: Path, folder: Path) -> None:
    """Copy an export into the folder, unless it lies there; another of its name is kept."""
    target = folder / export.name
    if target.exists() and hash_file(target) != hash_file(export):
        raise ForumExists(folder.name)
    if not target.exists():
        shutil.copyfile(export, target)


def draft_text(name: str, export: Path | None, reader: Language) -> str:
    """Return the text of the forum.yml."""
    if export is None:
        text = new_forum_text(name, language=reader.code)
        return add_capture_source(text, reader)
    read = read_export(export)
    parts, country = draft_parts(read, export.name, reader)
    text = new_forum_text(name, language=reader.code, **parts)
    text = add_capture_source(text, reader)
    text = comment_roles(text, reader)
    return comment_countries(text, country, reader)


def draft_parts(
    export: SurveyExport, file: str, reader: Language
) -> tuple[dict[str, Any], CountryColumn | None]:
    """Return the parts of a forum.yml that an export tells, and its column of countries."""
    rows = read_rows(export.questions)
    texts = [text for row in rows for text in (row["text"], *row["options"])]
    found = detect_language(" ".join(map(str, texts))) or reader.code
    languages = (found,) if found in {"es", "en"} else (reader.code,)
    country = find_country_column(export)
    draft = Draft(
        language=found,
        languages=languages,
        mark=fill_in(reader.text("survey.draft_translation"), reader.code),
        objectives_mark=fill_in(reader.text("forum_file.fill_objectives"), reader.code),
    )
    draft_questions(export, draft, [country.header] if country else [])
    source: Part = {
        "alias": ALIAS,
        "files": [file],
        "tool": export.tool,
        "respondent_type": "government" if country else "other",
    }
    if country:
        source["country"] = {"column": country.header}
    title = fill_in(reader.text("survey.draft_title"), reader.code)
    parts: dict[str, Any] = {
        "title": dict.fromkeys(languages, title),
        "languages": list(languages),
        "sources": [source],
        "roster": {"governments": choose_roster(country.found if country else ())},
        "topics": draft.topics,
        "questions": draft.questions,
    }
    return parts, country


def find_country_column(export: SurveyExport) -> CountryColumn | None:
    """Return the first column of which most cells name an American State."""
    cells = export.cells
    for header in export.columns["header"]:
        values = cells.loc[cells["header"] == header, "value"]
        found = [iso3 for iso3 in map(name_country, values) if iso3]
        if found and len(found) >= MOSTLY * len(values):
            return CountryColumn(str(header), tuple(sorted(set(found))))
    return None


def name_country(value: object) -> str | None:
    """Return the State that a cell names, or None."""
    text = str(value)
    if len(text) > 80 or not fold(text) or text.strip().isdigit():
        return None
    try:
        return resolve_country(text)
    except GcmError:
        return None


def choose_roster(found: Iterable[str]) -> str | list[str]:
    """Return the smallest named set that holds all countries found."""
    given = set(found)
    sets = {
        "champions": champions(),
        "RCM": members("RCM"),
        "SACM": members("SACM"),
        "members": (*members("RCM"), *members("SACM")),
        "americas": americas(),
    }
    return next(name for name, states in sets.items() if given <= set(states))


def add_capture_source(text: str, reader: Language) -> str:
    """Add, as comment, the source of answers that were typed into the capture workbook."""
    comment = [f"  # {reader.text('survey.draft_capture')}"]
    comment += [
        f"  # - alias: {CAPTURE_ALIAS}",
        f'  #   files: ["{reader.text("capture.file_name")}"]',
        "  #   tool: capture",
    ]
    lines = text.splitlines()
    start = lines.index("sources:")
    end = next(n for n in range(start + 1, len(lines) + 1) if n == len(lines) or not lines[n])
    return "\n".join([*lines[:end], *comment, *lines[end:]]) + "\n"


def comment_roles(text: str, reader: Language) -> str:
    """Ask, beside every role, whether it was guessed right."""
    asked = reader.text("survey.draft_role")
    return re.sub(r"(?m)^(    role: \w+)$", rf"\1  # {asked}", text)


def comment_countries(text: str, country: CountryColumn | None, reader: Language) -> str:
    """Say above the roster which countries the export holds."""
    if country is None:
        told = reader.text("survey.draft_no_country")
    else:
        told = reader.text(
            "survey.draft_countries", countries=", ".join(country.found), n=len(country.found)
        )
    return re.sub(r"(?m)^roster:", lambda found: f"# {told}\n{found.group()}", text, count=1)


def read_draft(path: Path) -> Forum:
    """Return the forum of a drafted forum.yml, what is still to be filled in left out."""
    data = dict(read_yaml(path, FORUM_FILE).data)
    data.pop("dates", None)
    data["topics"] = [{**topic, "objectives": []} for topic in data["topics"]]
    return Forum.model_validate(data)
