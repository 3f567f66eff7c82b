"""What governments announced at the meetings of the Los Angeles Declaration, by country.

A paragraph counts for the country whose name opens it; one that two names open is an answer of
both. Paragraphs that open otherwise (an agency, a president, "partner countries") name no
government and are left to nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gcm_analysis.reference import NotAmerican, UnresolvedCountry, resolve_country

TEXTS = Path("reference") / "unlabelled_government_text.jsonl"
MEETINGS = {
    "june-2022": ("2022-06-10-", ("deliverables", "socios-extranjeros", "parceiros-estrangeiros",
                                  "pays-partenaires")),
    "may-2024": ("2024-05-07-fact-sheet-", ("",)),
    "september-2024": ("2024-09-26-fact-sheet-", ("",)),
}  # fmt: skip
"""How the files of a meeting's announcements begin, and how one of them may end."""
LONGEST_NAME = 7
"""Words: "El Gobierno de los Estados Unidos de América" has as many after its article."""
POSSESSIVE = re.compile(r"[’']s$")
BULLET = re.compile(r"^[-·•\s]+")
AND = {"and", "y", "et", "e"}


@dataclass(frozen=True)
class Announcements:
    """What opens with a country's name at one meeting, in one language.

    Parameters
    ----------
    by_country : dict
        Paragraphs, in the order of the document, by ISO 3166-1 alpha-3 code.
    not_american : dict
        Paragraphs that open with the name of a State outside the Americas, by its name as written.
    """

    by_country: dict[str, list[str]]
    not_american: dict[str, list[str]]


def read_announcements(shared: Path, meeting: str, language: str) -> Announcements:
    """Return what countries announced at a meeting, as written in one language."""
    found = Announcements({}, {})
    for text in read_paragraphs(shared, meeting, language):
        for name, iso3 in list_openers(text):
            place = found.by_country if iso3 else found.not_american
            place.setdefault(iso3 or name, []).append(text)
    return found


def read_paragraphs(shared: Path, meeting: str, language: str) -> Iterator[str]:
    """Yield the paragraphs of a meeting's announcements."""
    start, ends = MEETINGS[meeting]
    for line in (shared / TEXTS).read_text("utf-8").splitlines():
        paragraph = json.loads(line)
        file = Path(paragraph["source_ref"]).stem
        is_here = file.startswith(start) and any(end in file for end in ends)
        if is_here and paragraph["lang"] == language:
            yield BULLET.sub("", paragraph["text"])


def list_openers(text: str) -> list[tuple[str, str | None]]:
    """Return the States whose names open a paragraph: as written, with the code of American ones.

    >>> list_openers("Guatemala and the United States announced that ...")
    [('Guatemala', 'GTM'), ('the United States', 'USA')]
    >>> list_openers("Spain will double the number of labor pathways")
    [('Spain', None)]
    >>> list_openers("Partner countries reaffirmed their commitment")
    []
    """
    words = text.split()
    openers = []
    while (found := find_name(words)) is not None:
        name, iso3 = found
        openers.append((name, iso3))
        rest = words[len(name.split()) :]
        if not rest or rest[0] not in AND:
            break
        words = rest[1:]
    return openers


def find_name(words: list[str]) -> tuple[str, str | None] | None:
    """Return the State whose name the words begin with, or None where they name no State."""
    for length in range(1, min(LONGEST_NAME, len(words)) + 1):
        name = " ".join(words[:length])
        if re.search(r"[,.:;]", name):
            return None
        try:
            return name, resolve_country(POSSESSIVE.sub("", name))
        except NotAmerican:
            return name, None
        except UnresolvedCountry:
            continue
    return None
