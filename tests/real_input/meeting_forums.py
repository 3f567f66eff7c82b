"""A workspace with a forum made of announcements: a Microsoft Forms workbook and its forum.yml."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from gcm_analysis.forum.template import write_forum_text
from gcm_analysis.reference import countries

METADATA = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
WORDS = {
    "en": {"country": "1. Country", "announced": "2. What does your government announce?"},
    "es": {"country": "1. País", "announced": "2. ¿Qué anuncia su gobierno?"},
}
MEETING_DAYS = {
    "june-2022": dt.datetime(2022, 6, 10),
    "may-2024": dt.datetime(2024, 5, 7),
    "september-2024": dt.datetime(2024, 9, 25),
}


def make_workspace(root: Path, repository: Path) -> Path:
    """Make a root folder with the notebooks and nothing else."""
    shutil.copytree(
        repository / "notebooks",
        root / "notebooks",
        ignore=shutil.ignore_patterns(".ipynb_checkpoints"),
    )
    (root / "data" / "raw").mkdir(parents=True)
    return root


def write_forum(
    root: Path,
    meeting: str,
    announced: dict[str, list[str]],
    *,
    language: str = "en",
    earlier: str | None = None,
    **changes: Any,
) -> Path:
    """Write the folder of a meeting as a forum; return it."""
    folder = root / "data" / "raw" / meeting
    folder.mkdir(parents=True)
    write_workbook(folder / f"Announcements(1-{len(announced)}).xlsx", meeting, announced, language)
    content = describe_forum(meeting, announced, language) | changes
    if earlier:
        content["earlier_forums"] = [earlier]
        crosswalk = {
            earlier: {"questions": {"announced": {"earlier": "announced", "grade": "same"}}}
        }
        (folder / "crosswalk.yml").write_text(yaml.safe_dump(crosswalk), "utf-8")
    (folder / "forum.yml").write_text(write_forum_text(content, language="en"), "utf-8")
    return folder


def describe_forum(meeting: str, announced: dict[str, list[str]], language: str) -> dict[str, Any]:
    """Return the forum.yml of a meeting: one open question, asked of those that answered."""
    day = MEETING_DAYS[meeting].date()
    return {
        "forum": meeting,
        "title": {
            "es": f"Anuncios de la Declaración de Los Ángeles, {day:%m/%Y}",
            "en": f"Announcements under the Los Angeles Declaration, {day:%m/%Y}",
        },
        "dates": {"forum_starts": day, "forum_ends": day},
        "roster": {"governments": sorted(announced)},
        "sources": [
            {
                "alias": "announcements",
                "files": ["Announcements*.xlsx"],
                "tool": "microsoft_forms",
                "country": {"column": WORDS[language]["country"]},
                "language": language,
            }
        ],
        "questions": [
            {
                "id": "announced",
                "role": "priority",
                "kind": "text",
                "text": {"es": "¿Qué anuncia su gobierno?",
                         "en": "What does your government announce?"},
                "column": WORDS[language]["announced"],
            }
        ],
    }  # fmt: skip


def write_workbook(
    path: Path, meeting: str, announced: dict[str, list[str]], language: str
) -> None:
    """Write one row a country, all that it announced in one open answer, as the tool exports it.

    A State outside the Americas stands under the name that the text gives it.
    """
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Sheet1"
    sheet.append([*METADATA, *WORDS[language].values()])
    moment = MEETING_DAYS[meeting] + dt.timedelta(hours=9)
    names = {one.iso3: one.name[language] for one in countries()}
    for number, (iso3, texts) in enumerate(announced.items(), start=1):
        moment += dt.timedelta(minutes=11)
        sheet.append(
            [number, moment, moment + dt.timedelta(minutes=7), "anonymous", None, None,
             names.get(iso3, iso3), "\n".join(texts)]
        )  # fmt: skip
    table = Table(
        displayName="Table1", ref=f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
    )
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)
    for row in sheet.iter_rows(min_row=2, min_col=2, max_col=3):
        for cell in row:
            cell.number_format = "m/d/yy h:mm:ss"
    workbook.save(path)
