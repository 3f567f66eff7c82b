"""Spreadsheets of any survey tool into answers, every cell accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.lazy import load_on_use

if TYPE_CHECKING:
    from gcm_analysis.survey.capture_workbook import write_capture_workbook
    from gcm_analysis.survey.check import Problem, check_forum
    from gcm_analysis.survey.documents import CitedDocument, list_documents
    from gcm_analysis.survey.draft import draft_forum
    from gcm_analysis.survey.export import HintedItem, QuestionHint, SurveyExport
    from gcm_analysis.survey.read import read_export
    from gcm_analysis.survey.responses import Responses, read_responses
    from gcm_analysis.survey.sources import SourceFile, list_source_files
    from gcm_analysis.survey.status import response_status
    from gcm_analysis.survey.workbook import ReadingLimits

__all__ = [
    "CitedDocument",
    "HintedItem",
    "Problem",
    "QuestionHint",
    "ReadingLimits",
    "Responses",
    "SourceFile",
    "SurveyExport",
    "check_forum",
    "draft_forum",
    "list_documents",
    "list_source_files",
    "read_export",
    "read_responses",
    "response_status",
    "write_capture_workbook",
]
MODULES = {
    "capture_workbook": ("write_capture_workbook",),
    "check": ("Problem", "check_forum"),
    "documents": ("CitedDocument", "list_documents"),
    "draft": ("draft_forum",),
    "export": ("HintedItem", "QuestionHint", "SurveyExport"),
    "read": ("read_export",),
    "responses": ("Responses", "read_responses"),
    "sources": ("SourceFile", "list_source_files"),
    "status": ("response_status",),
    "workbook": ("ReadingLimits",),
}
"""Which module each name comes from: they load pandas and pandera, which takes a second."""
MODULE_OF = {name: module for module, names in MODULES.items() for name in names}

__getattr__ = load_on_use(__name__, MODULE_OF)


def __dir__() -> list[str]:
    """Return the names that the room offers."""
    return sorted(__all__)
