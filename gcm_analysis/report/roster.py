"""The roster at the head of a page: how many of each group answered, and which."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gcm_analysis.report.facts import CountryFact, RunFacts


@dataclass(frozen=True)
class RosterGroup:
    """The governments of one conference, those that answered first."""

    label: str
    countries: tuple[CountryFact, ...]
    n_answered: int
    alt: str

    @property
    def example(self) -> CountryFact:
        """A government of the group whose mark is filled."""
        return replace(self.countries[0], status="answered")


def find_groups(facts: RunFacts) -> tuple[RosterGroup, ...]:
    """Return RCM members, SACM members and, where there are any, the other States."""
    return tuple(
        describe_group(facts, key, members)
        for key, members in (
            ("rcm_members", facts.members("RCM")),
            ("sacm_members", facts.members("SACM")),
            ("none", tuple(one for one in facts.in_order() if one.conference is None)),
        )
        if members
    )


def describe_group(facts: RunFacts, key: str, members: tuple[CountryFact, ...]) -> RosterGroup:
    """Return one group with the words for those who do not see its marks."""
    reader = facts.reader
    answered = [country.name for country in members if country.has_answered]
    pending = [country.name for country in members if not country.has_answered]
    label = reader.text(f"report.conference_{key}")
    alt = reader.text(
        "report.roster_pictogram",
        conference=label,
        n=len(answered),
        n_expected=len(members),
        names=reader.list(answered) + "." if answered else "",
    ).strip()
    if pending:
        alt += " " + reader.text("report.roster_pending", names=reader.list(pending))
    ordered = sorted(members, key=lambda country: not country.has_answered)
    return RosterGroup(label, tuple(ordered), len(answered), alt)
