"""Spreadsheets of any survey tool into answers, every cell accounted for."""

from gcm_analysis.survey.export import HintedItem, QuestionHint, SurveyExport
from gcm_analysis.survey.read import read_export
from gcm_analysis.survey.workbook import ReadingLimits

__all__ = ["HintedItem", "QuestionHint", "ReadingLimits", "SurveyExport", "read_export"]
