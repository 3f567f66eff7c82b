"""What can be inferred about single governments from the counts that are published.

Nobody's answers may follow from them: not for somebody outside, and not for a government that
knows its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from published import GROUP_SHEET, OBJECTIVE_SHEET, TOPIC_SHEET, TOPICS, Published
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from gcm_analysis import reference

SCOPE_NAMES = {"All": "ALL", "RCM": "RCM", "SACM": "SACM"}
Row = tuple[list[tuple[Any, float]], float, float]
"""Terms of a sum, and its bounds."""
Range = tuple[float, float]
UNTOLD = (0, np.inf)


def read_count(value: Any) -> Range:
    """Return what a cell says of a count: a number, a range, or nothing."""
    if isinstance(value, int):
        return value, value
    if value == "–":
        return UNTOLD
    low, high = value.split("–")
    return int(low), int(high)


def is_member(country: str, scope: str) -> bool:
    return scope in ("ALL", reference.conference_of(country))


class Attack:
    """Integer programming over all that the workbook tells, by somebody who knows the form.

    Unknown is whether each government mentions each topic, objective and group. Known are the
    counts of each scope, that a topic brings all its objectives, and what a group holds.
    """

    def __init__(self, countries: tuple[str, ...], seen: Published) -> None:
        self.countries = countries
        self.witnessed: dict[str | None, list[Any]] = {}
        self.seen = seen
        self.counts = {**self.read_items(), **self.read_groups()}
        self.at = {
            key: place
            for place, key in enumerate(
                (country, item) for country in countries for item in self.counts
            )
        }
        rows = list(self.write_rows())
        entries = [
            (number, self.at[key], times)
            for number, (terms, _, _) in enumerate(rows)
            for key, times in terms
        ]
        numbers, places, times = zip(*entries, strict=True)
        matrix = coo_array((times, (numbers, places)), shape=(len(rows), len(self.at))).tocsr()
        self.constraints = LinearConstraint(
            matrix, [low for _, low, _ in rows], [high for _, _, high in rows]
        )

    def read_items(self) -> dict[Any, dict[str, Range]]:
        """Return the counts of topics and objectives by scope."""
        found: dict[Any, dict[str, Range]] = {}
        for row in self.seen.rows(OBJECTIVE_SHEET):
            number, scope = int(row["No."]), SCOPE_NAMES[row["Conference"]]
            found.setdefault(number, {})[scope] = read_count(row["Countries that mention it"])
        for row in self.seen.rows(TOPIC_SHEET):
            if row["Scope"] in SCOPE_NAMES:
                scope = SCOPE_NAMES[row["Scope"]]
                count = read_count(row["Countries that mention it"])
                found.setdefault(row["Topic"], {})[scope] = count
        return found

    def read_groups(self) -> dict[Any, dict[str, Range]]:
        """Return the counts of stages, areas and round tables by scope."""
        found: dict[Any, dict[str, Range]] = {}
        for row in self.seen.rows(GROUP_SHEET):
            if row["Scope"] in SCOPE_NAMES:
                key = (row["Grouping"], row["Group"])
                scope = SCOPE_NAMES[row["Scope"]]
                found.setdefault(key, {})[scope] = read_count(row["Countries that mention it"])
        return found

    def write_rows(self) -> Iterator[Row]:
        """Yield what is known: terms, lower and upper bound."""
        for item, counts in self.counts.items():
            for scope, (low, high) in counts.items():
                inside = [country for country in self.countries if is_member(country, scope)]
                if inside:
                    yield [((country, item), 1.0) for country in inside], low, high
        for country in self.countries:
            yield from self.write_topics(country)
            yield from self.write_groups(country)

    def write_topics(self, country: str) -> Iterator[Row]:
        """Yield that who mentions a topic mentions its objectives."""
        for topic, numbers in TOPICS.items():
            for number in numbers:
                if topic in self.counts and number in self.counts:
                    yield [((country, number), 1.0), ((country, topic), -1.0)], 0, np.inf

    def write_groups(self, country: str) -> Iterator[Row]:
        """Yield that who mentions a group mentions one of its objectives, and the reverse."""
        for grouping in reference.groupings():
            for group in grouping.groups:
                key = (grouping.name["en"], group.name["en"])
                if key not in self.counts:
                    continue
                terms = [
                    ((country, number), 1.0) for number in group.objectives if number in self.counts
                ]
                yield [*terms, ((country, key), -1.0)], 0, np.inf
                for term, _ in terms:
                    yield [((country, key), 1.0), (term, -1.0)], 0, np.inf

    def can_be(
        self,
        country: str,
        item: Any,
        value: int,
        own: tuple[str, Mapping[Any, bool]] | None = None,
    ) -> bool:
        """Tell whether all that is published allows this answer.

        `own` is a government that knows what it answered itself.
        """
        place = self.at[country, item]
        witnessed = self.witnessed.setdefault(None if own is None else own[0], [])
        if any(answers[place] == value for answers in witnessed):
            return True
        low, high = np.zeros(len(self.at)), np.ones(len(self.at))
        if own is not None:
            for known, is_mentioned in own[1].items():
                low[self.at[own[0], known]] = high[self.at[own[0], known]] = is_mentioned
        low[place] = high[place] = value
        found = milp(
            np.zeros(len(self.at)),
            integrality=np.ones(len(self.at)),
            bounds=Bounds(low, high),
            constraints=self.constraints,
        )
        if found.success:
            witnessed.append(np.round(found.x))
        return bool(found.success)
