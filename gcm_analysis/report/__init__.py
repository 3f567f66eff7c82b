"""From executed notebooks to what readers open: page, workbook, PDF, zip.

What needs pandas, jinja2 or openpyxl is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.lazy import load_on_use

if TYPE_CHECKING:
    from gcm_analysis.report.agreement import describe_agreement
    from gcm_analysis.report.archive import zip_folder
    from gcm_analysis.report.audiences import name_document
    from gcm_analysis.report.blocks import Finding, Prose, Section, TableBlock, TableData
    from gcm_analysis.report.checks import PageRefused, require_fit_page
    from gcm_analysis.report.evidence import (
        describe_answers,
        describe_country_objectives,
        describe_evidence,
    )
    from gcm_analysis.report.facts import CountryFact, Edition, RunFacts, SourceFact
    from gcm_analysis.report.findings import (
        compare_findings,
        coverage_findings,
        disclosure_findings,
        firmness_findings,
        grouping_findings,
        hidden_trend_findings,
        move_findings,
        objective_findings,
        principle_findings,
        reconciliation_findings,
        respondent_findings,
        response_findings,
        topic_findings,
        trend_findings,
        withheld_findings,
    )
    from gcm_analysis.report.headings import head_section
    from gcm_analysis.report.page import Surroundings, build_country_page, build_page
    from gcm_analysis.report.pdf import PrintingFailed, print_pdf
    from gcm_analysis.report.provenance import (
        describe_cells,
        describe_issues,
        describe_mapping_issues,
    )
    from gcm_analysis.report.questions import (
        describe_questions,
        describe_topic_map,
        offers_topics,
    )
    from gcm_analysis.report.reading import count_figures, read_blocks
    from gcm_analysis.report.splits import describe_comparison
    from gcm_analysis.report.views import describe_grouping, describe_respondents
    from gcm_analysis.report.workbook import write_tables

_HOMES = {
    "CountryFact": "facts",
    "Edition": "facts",
    "Finding": "blocks",
    "PageRefused": "checks",
    "PrintingFailed": "pdf",
    "Prose": "blocks",
    "RunFacts": "facts",
    "Section": "blocks",
    "SourceFact": "facts",
    "Surroundings": "page",
    "TableBlock": "blocks",
    "TableData": "blocks",
    "build_country_page": "page",
    "build_page": "page",
    "compare_findings": "findings",
    "count_figures": "reading",
    "coverage_findings": "findings",
    "describe_agreement": "agreement",
    "describe_answers": "evidence",
    "describe_cells": "provenance",
    "describe_comparison": "splits",
    "describe_country_objectives": "evidence",
    "describe_evidence": "evidence",
    "describe_grouping": "views",
    "describe_issues": "provenance",
    "describe_mapping_issues": "provenance",
    "describe_questions": "questions",
    "describe_respondents": "views",
    "describe_topic_map": "questions",
    "firmness_findings": "findings",
    "grouping_findings": "findings",
    "disclosure_findings": "findings",
    "head_section": "headings",
    "hidden_trend_findings": "findings",
    "move_findings": "findings",
    "name_document": "audiences",
    "objective_findings": "findings",
    "offers_topics": "questions",
    "principle_findings": "findings",
    "print_pdf": "pdf",
    "read_blocks": "reading",
    "reconciliation_findings": "findings",
    "require_fit_page": "checks",
    "respondent_findings": "findings",
    "response_findings": "findings",
    "topic_findings": "findings",
    "trend_findings": "findings",
    "withheld_findings": "findings",
    "write_tables": "workbook",
    "zip_folder": "archive",
}

__all__ = [
    "CountryFact",
    "Edition",
    "Finding",
    "PageRefused",
    "PrintingFailed",
    "Prose",
    "RunFacts",
    "Section",
    "SourceFact",
    "Surroundings",
    "TableBlock",
    "TableData",
    "build_country_page",
    "build_page",
    "compare_findings",
    "count_figures",
    "coverage_findings",
    "describe_agreement",
    "describe_answers",
    "describe_cells",
    "describe_comparison",
    "describe_country_objectives",
    "describe_evidence",
    "describe_grouping",
    "describe_issues",
    "describe_mapping_issues",
    "describe_questions",
    "describe_respondents",
    "describe_topic_map",
    "disclosure_findings",
    "firmness_findings",
    "grouping_findings",
    "head_section",
    "hidden_trend_findings",
    "move_findings",
    "name_document",
    "objective_findings",
    "offers_topics",
    "principle_findings",
    "print_pdf",
    "read_blocks",
    "reconciliation_findings",
    "require_fit_page",
    "respondent_findings",
    "response_findings",
    "topic_findings",
    "trend_findings",
    "withheld_findings",
    "write_tables",
    "zip_folder",
]

__getattr__ = load_on_use(__name__, _HOMES)
