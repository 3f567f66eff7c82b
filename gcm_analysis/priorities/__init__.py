"""From mentions to the priorities of countries and conferences, and how firm they are."""

from gcm_analysis.priorities.counts import Priorities, count_priorities, count_respondents
from gcm_analysis.priorities.groupings import group_priorities
from gcm_analysis.priorities.principles import count_principles

__all__ = [
    "Priorities",
    "count_principles",
    "count_priorities",
    "count_respondents",
    "group_priorities",
]
