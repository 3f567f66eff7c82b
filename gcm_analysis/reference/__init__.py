"""What the Compact and the conferences are: objectives, principles, countries, groupings.

Facts come from the YAML files in `data/`, each with its source and a mark of how sure it is;
`source_of` returns both for any field of any entry. Nothing here knows of surveys.
"""

from gcm_analysis.reference.conferences import (
    Conference,
    ConferenceKey,
    conference,
    conference_of,
    conferences,
    members,
    observers,
)
from gcm_analysis.reference.countries import (
    Champion,
    Country,
    GcmPosition,
    americas,
    champions,
    countries,
    country,
    tile,
)
from gcm_analysis.reference.country_errors import (
    AmbiguousCountry,
    NotAmerican,
    UnexpectedCountry,
    UnknownCountry,
    UnresolvedCountry,
    at_place,
)
from gcm_analysis.reference.data_files import UnknownReference
from gcm_analysis.reference.groupings import Group, Grouping, GroupingKey, grouping, groupings
from gcm_analysis.reference.objectives import Objective, objective, objectives
from gcm_analysis.reference.principles import Principle, principle, principles
from gcm_analysis.reference.provenance import LANGUAGES, Source, Status, source_of
from gcm_analysis.reference.resolver import resolve_country
from gcm_analysis.reference.world import WorldCountry, world

__all__ = [
    "LANGUAGES",
    "AmbiguousCountry",
    "Champion",
    "Conference",
    "ConferenceKey",
    "Country",
    "GcmPosition",
    "Group",
    "Grouping",
    "GroupingKey",
    "NotAmerican",
    "Objective",
    "Principle",
    "Source",
    "Status",
    "UnexpectedCountry",
    "UnknownCountry",
    "UnknownReference",
    "UnresolvedCountry",
    "WorldCountry",
    "americas",
    "at_place",
    "champions",
    "conference",
    "conference_of",
    "conferences",
    "countries",
    "country",
    "grouping",
    "groupings",
    "members",
    "objective",
    "objectives",
    "observers",
    "principle",
    "principles",
    "resolve_country",
    "source_of",
    "tile",
    "world",
]
