"""The report's figures: result tables in; figure, table and alt text out."""

from gcm_analysis.charts.agreement import chart_agreement
from gcm_analysis.charts.chart import Chart
from gcm_analysis.charts.comparison import chart_comparison
from gcm_analysis.charts.counted_groups import chart_groupings, chart_principles
from gcm_analysis.charts.country import chart_country_objectives
from gcm_analysis.charts.coverage import chart_coverage
from gcm_analysis.charts.matrix import chart_matrix
from gcm_analysis.charts.objectives import chart_objectives
from gcm_analysis.charts.rank_bands import chart_rank_bands
from gcm_analysis.charts.responses import chart_responses
from gcm_analysis.charts.sensitivity import chart_sensitivity
from gcm_analysis.charts.theme import CONFIG
from gcm_analysis.charts.tile_map import chart_tile_map
from gcm_analysis.charts.topics import chart_topics
from gcm_analysis.charts.trends import chart_trends

__all__ = [
    "CONFIG",
    "Chart",
    "chart_agreement",
    "chart_comparison",
    "chart_country_objectives",
    "chart_coverage",
    "chart_groupings",
    "chart_matrix",
    "chart_objectives",
    "chart_principles",
    "chart_rank_bands",
    "chart_responses",
    "chart_sensitivity",
    "chart_tile_map",
    "chart_topics",
    "chart_trends",
]
