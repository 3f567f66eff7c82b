"""From mentions to the priorities of countries and conferences, and how firm they are."""

from gcm_analysis.priorities.agreement import (
    Agreement,
    Dendrogram,
    agree_pairwise,
    join_countries,
    kendall_w,
    measure_agreement,
)
from gcm_analysis.priorities.attribution import CAUSES, CountedRun, explain_changes
from gcm_analysis.priorities.change import AnsweredForum, trends
from gcm_analysis.priorities.comparison import (
    GroupComparison,
    compare_conferences,
    compare_groups,
)
from gcm_analysis.priorities.consensus import (
    Consensus,
    KemenyConsensus,
    SchulzeConsensus,
    borda,
    copeland,
    kemeny,
    schulze,
)
from gcm_analysis.priorities.counts import Priorities, count_priorities, count_respondents
from gcm_analysis.priorities.disclosure import Disclosure, decide_disclosure
from gcm_analysis.priorities.groupings import group_all, group_priorities
from gcm_analysis.priorities.principles import count_principles
from gcm_analysis.priorities.scopes import list_counted

__all__ = [
    "CAUSES",
    "Agreement",
    "AnsweredForum",
    "Consensus",
    "CountedRun",
    "Dendrogram",
    "Disclosure",
    "GroupComparison",
    "KemenyConsensus",
    "Priorities",
    "SchulzeConsensus",
    "agree_pairwise",
    "borda",
    "compare_conferences",
    "compare_groups",
    "copeland",
    "count_principles",
    "count_priorities",
    "count_respondents",
    "decide_disclosure",
    "explain_changes",
    "group_all",
    "group_priorities",
    "join_countries",
    "kemeny",
    "kendall_w",
    "list_counted",
    "measure_agreement",
    "schulze",
    "trends",
]
