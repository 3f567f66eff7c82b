"""Sentences from result tables: plain, with their base, never more than the data say."""

from gcm_analysis.report.findings.conferences import compare_findings
from gcm_analysis.report.findings.disclosure import (
    disclosure_findings,
    hidden_trend_findings,
    withheld_findings,
)
from gcm_analysis.report.findings.firmness import firmness_findings, move_findings
from gcm_analysis.report.findings.forums import trend_findings
from gcm_analysis.report.findings.groups import grouping_findings, principle_findings
from gcm_analysis.report.findings.priorities import objective_findings, topic_findings
from gcm_analysis.report.findings.reading import coverage_findings, reconciliation_findings
from gcm_analysis.report.findings.respondents import respondent_findings
from gcm_analysis.report.findings.responses import response_findings

__all__ = [
    "compare_findings",
    "coverage_findings",
    "disclosure_findings",
    "firmness_findings",
    "grouping_findings",
    "hidden_trend_findings",
    "move_findings",
    "objective_findings",
    "principle_findings",
    "reconciliation_findings",
    "respondent_findings",
    "response_findings",
    "topic_findings",
    "trend_findings",
    "withheld_findings",
]
