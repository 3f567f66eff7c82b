"""The headings that notebooks give their sections, in the page's language."""

from __future__ import annotations

from gcm_analysis.language import Language
from gcm_analysis.report.blocks import Section

OWN_WORDS_SECTIONS = ("topics", "objectives")
"""Sections that speak of topics, and otherwise where none were offered."""


def head_section(
    key: str,
    language: Language,
    *,
    of_country: bool = False,
    in_own_words: bool = False,
    in_ranges: bool = False,
) -> Section:
    """Return the start of a section.

    Parameters
    ----------
    key : str
        One of `sections.PAGE_SECTIONS` or `sections.COUNTRY_SECTIONS`.
    language : Language
        The page's.
    of_country : bool
        Whether the page is that of one country.
    in_own_words : bool
        Whether governments were offered no topics.
    in_ranges : bool
        Whether counts are told as ranges, and nothing of how firm places are.

    Raises
    ------
    UnknownString
        `sections.yml` has no heading for the key.
    """
    if not of_country and key == "method":
        return head_method(language)
    name = f"country_{key}" if of_country else key
    if in_own_words and name in OWN_WORDS_SECTIONS:
        name = f"own_words_{key}"
    is_plain = in_ranges and key == "objectives" and not of_country
    return Section(
        key=key,
        title=language.text(f"sections.{name}_title"),
        intro=language.text(f"sections.{name}_intro{'_in_ranges' if is_plain else ''}"),
    )


def head_method(language: Language) -> Section:
    """Return the start of the section on method, which page and notebooks fill together."""
    title = language.text("report.method_title")
    return Section("method", title, language.text("report.method_intro"))
