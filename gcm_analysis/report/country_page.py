"""What a country's page says of itself: how firm it is, and how to have it corrected."""

from __future__ import annotations

from gcm_analysis.report.blocks import Prose, Section
from gcm_analysis.report.facts import CountryFact, RunFacts
from gcm_analysis.report.reading import Block


def describe_status(facts: RunFacts, country: CountryFact) -> tuple[Block, ...]:
    """Return the section "status": how far the answer is, and whether it was validated."""
    reader = facts.reader
    sentences = []
    if country.status != "answered":
        sentences.append(reader.text(f"report.country_{country.status}"))
    if country.has_answered and country.validation:
        sentences.append(reader.text(f"report.validation_{country.validation}"))
    sentences.append(facts.cut_off_line() + ".")
    return (
        Section("status", reader.text("report.status_title")),
        Prose("status-lines", sentences),
    )


def describe_corrections(facts: RunFacts) -> tuple[Block, ...]:
    """Return the section "corrections": where the focal point writes to."""
    reader = facts.reader
    contact = (
        reader.text("report.corrections_contact", contact=facts.contact)
        if facts.contact
        else reader.text("report.corrections_contact_none")
    )
    return (
        Section("corrections", reader.text("report.corrections_title")),
        Prose("corrections-lines", [reader.text("report.corrections_text"), contact]),
    )
