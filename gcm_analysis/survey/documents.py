"""The documents that captured answers cite: found beside the workbook, hashed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.forum.model import Forum
from gcm_analysis.survey.capture_workbook import DOCUMENTS_FOLDER
from gcm_analysis.survey.captured_rows import CapturedRow, find_columns, read_captured_rows
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.sources import hash_file, list_source_files
from gcm_analysis.survey.workbook import open_workbook


@dataclass(frozen=True)
class CitedDocument:
    """A document that captured answers cite, known by its hash: its name may name a person.

    Parameters
    ----------
    source_file, source_sheet, source_cell : str
        Where it is cited.
    sha256 : str or None
        None where it is not in the folder of documents.
    page : str or None
    """

    source_file: str
    source_sheet: str
    source_cell: str
    sha256: str | None
    page: str | None


def warn_of_documents(
    forum: Forum, rows: Iterable[CapturedRow], sheet: str, file: str, findings: Findings
) -> None:
    """Warn of documents that are cited and not there; their names are not repeated."""
    for row in rows:
        if "document" in row.texts and find_document(forum, row) is None:
            findings.warn(
                "missing_document",
                f"The document cited in row {row.row} is not in the folder {DOCUMENTS_FOLDER!r}.",
                source_file=file, source_sheet=sheet, source_cell=row.cells["document"],
            )  # fmt: skip


def find_document(forum: Forum, row: CapturedRow) -> Path | None:
    """Return the document that a row cites, if it is in the folder of documents."""
    folder = (forum.folder / DOCUMENTS_FOLDER).resolve()
    path = (folder / row.texts["document"]).resolve()
    return path if path.is_file() and path.is_relative_to(folder) else None


def list_documents(forum: Forum) -> tuple[CitedDocument, ...]:
    """Return the documents that the forum's captured answers cite, with their hashes.

    Parameters
    ----------
    forum : Forum

    Returns
    -------
    tuple of CitedDocument
        In the order of the sources and of their rows.
    """
    documents = []
    for file in list_source_files(forum):
        if file.source.tool != "capture":
            continue
        sheet = open_workbook(file.path, file=file.name).sheets[0]
        columns = find_columns(sheet, file.name)
        for row in read_captured_rows(sheet, columns, file.name, Findings(keeps_going=True)):
            if "document" not in row.texts:
                continue
            path = find_document(forum, row)
            documents.append(
                CitedDocument(
                    source_file=file.name,
                    source_sheet=sheet.name,
                    source_cell=row.cells["document"],
                    sha256=hash_file(path) if path else None,
                    page=row.texts.get("page"),
                )
            )
    return tuple(documents)
