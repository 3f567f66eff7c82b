"""Words that every chart uses: names, bases, labels, made safe for plotly's markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from gcm_analysis import reference
from gcm_analysis.charts.measure import wrap_text
from gcm_analysis.charts.theme import BODY_SIZE, Group
from gcm_analysis.forum import expected_governments
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language, get_language
from gcm_analysis.priorities.coded_counts import HIGH, is_told

HOVER_WIDTH = 250.0
MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


def escape_markup(text: str) -> str:
    """Return text that plotly draws as it is: its pseudo-HTML is not obeyed.

    >>> escape_markup("<b>A & B</b>")
    '&lt;b&gt;A &amp; B&lt;/b&gt;'
    """
    return " ".join(text.split()).translate(DIRECTION_MARKS).translate(MARKUP)


def write_hover(lines: Iterable[str]) -> str:
    """Return the markup of a hover text: first line bold, long lines wrapped.

    >>> write_hover(["Objetivo 5", "6 de 8"])
    '<b>Objetivo 5</b><br>6 de 8'
    """
    first, *rest = (
        "<br>".join(escape_markup(piece) for piece in wrap_text(line, HOVER_WIDTH, BODY_SIZE))
        for line in lines
        if line
    )
    return "<br>".join([f"<b>{first}</b>", *rest])


def choose_reader(forum: Forum, language: Language | str) -> Language:
    """Return the page's language, with the forum's number format where only a code is given."""
    if isinstance(language, Language):
        return language
    formats = {str(code): locale for code, locale in forum.number_format.items()}
    return get_language(language, formats.get(language))


def name_country(iso3: str, reader: Language) -> str:
    """Return a country's name."""
    return str(reference.country(iso3).name[reader.code])


def shorten_country(iso3: str, reader: Language) -> str:
    """Return a country's short name, for narrow places."""
    return str(reference.country(iso3).short_name[reader.code])


def label_objective(number: int, reader: Language) -> str:
    """Return an objective's number and short label, e.g. "5 · Vías de migración regular"."""
    return f"{number} · {reference.objective(number).short[reader.code]}"


def title_objective(number: int, reader: Language) -> str:
    """Return an objective's number and title as the Compact has it."""
    title = reference.objective(number).title[reader.code]
    return reader.text("charts.objective_title", number=number, title=title)


def name_topic(forum: Forum, topic_id: str, reader: Language) -> str:
    """Return a topic's name, in the first language it has where the page's is missing."""
    names = {str(code): name for code, name in forum.topic(topic_id).name.items()}
    return names.get(reader.code) or next(iter(names.values()))


def name_forum(forum: Forum, reader: Language) -> str:
    """Return a forum's short title, else its title, in the page's language where it has one."""
    titles = {str(code): title for code, title in (forum.short_title or forum.title).items()}
    return titles.get(reader.code) or next(iter(titles.values()))


def group_of(iso3: str) -> Group:
    """Return the block in which a country stands: membership decides (rule 10)."""
    return reference.conference_of(iso3) or "OTHER"


def sort_countries(codes: Iterable[str], reader: Language) -> tuple[str, ...]:
    """Return countries in the alphabetical order of the page's language."""
    return reader.sort(codes, key=lambda iso3: name_country(iso3, reader))


def list_countries(codes: Iterable[str], reader: Language) -> str:
    """Return countries as a sentence lists them."""
    return reader.list([name_country(iso3, reader) for iso3 in sort_countries(codes, reader)])


@dataclass(frozen=True)
class Base:
    """Of whom a chart speaks.

    Parameters
    ----------
    scope : str
        ALL, RCM, SACM or a country's ISO3.
    n_answered, n_expected : int
        Governments that answered, and that were asked.
    """

    scope: str
    n_answered: int
    n_expected: int

    def describe(self, forum: Forum, reader: Language) -> str:
        """Say it: "8 Champion countries that answered (9 on the roster)"."""
        if self.scope not in ("ALL", "RCM", "SACM"):
            return name_country(self.scope, reader)
        if not self.n_expected and self.scope != "ALL":
            return reader.text(
                "charts.base_not_asked",
                conference=reader.text(f"charts.group_{self.scope}"),
                n_members=len(reference.members(self.scope)),
            )
        who = "champions" if forum.roster.governments == "champions" else "states"
        answered = "answered" if self.n_answered else "none"
        words = reader.text(f"charts.base_{answered}_{who}_{self.scope}", n=self.n_answered)
        members = len(reference.members(self.scope)) if self.scope != "ALL" else self.n_expected
        note = "charts.base_roster" if members == self.n_expected else "charts.base_roster_members"
        conference = reader.text(f"charts.group_{self.scope}")
        return (
            words
            + " "
            + reader.text(note, n=self.n_expected, n_members=members, conference=conference)
        )

    def title(self, subject: str, forum: Forum, reader: Language) -> str:
        """Return a chart's title: its subject, then its base."""
        return reader.text("charts.title", subject=subject, base=self.describe(forum, reader))


def count_expected(forum: Forum, scope: str) -> int:
    """Return how many governments of a scope were asked."""
    asked = expected_governments(forum)
    if scope == "ALL":
        return len(asked)
    return sum(group_of(iso3) == scope for iso3 in asked)


def write_count(n: int, base: int, reader: Language) -> str:
    """Return "6 of 8"."""
    return reader.text("charts.n_of", n=n, n_base=base)


def write_range(low: int, high: int, n_could: int, base: int, reader: Language) -> str:
    """Return "6 of 8"; of a count told as a range "6–8 of 8", a dash where it says nothing."""
    if low == high:
        return write_count(low, base, reader)
    if not is_told((low, high), n_could):
        return "–"
    return reader.text("charts.range_of", low=low, high=high, n_base=base)


def write_mentioned(row: Mapping[Any, Any], reader: Language) -> str:
    """Return the count of a row of a table of counts: "6 of 8", "6–8 of 8" or a dash."""
    low, base = int(row["n_mentioning"]), int(row["n_answered"])
    could = int(row.get("n_could_mention", base))
    return write_range(low, int(row.get(HIGH, low)), could, base, reader)


def write_points(score: float | None, reader: Language) -> str:
    """Return points (0 to 1) with two decimals; a missing value is a dash."""
    return "–" if score is None or isnan(score) else reader.number(score, 2)


def join_notes(parts: Sequence[str]) -> str:
    """Return short notes as one line."""
    return " · ".join(part for part in parts if part)
