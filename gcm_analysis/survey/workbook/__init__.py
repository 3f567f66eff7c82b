"""Open any spreadsheet safely; a cell keeps its address."""

from gcm_analysis.survey.workbook.limits import ReadingLimits
from gcm_analysis.survey.workbook.opening import open_workbook
from gcm_analysis.survey.workbook.sheet import Column, Sheet, Workbook, name_cell, name_column

__all__ = [
    "Column",
    "ReadingLimits",
    "Sheet",
    "Workbook",
    "name_cell",
    "name_column",
    "open_workbook",
]
