"""The report's figures: result tables in; figure, table and alt text out.

What needs pandas or plotly is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.lazy import load_on_use

if TYPE_CHECKING:
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

_HOMES = {
    "CONFIG": "theme",
    "Chart": "chart",
    "chart_agreement": "agreement",
    "chart_comparison": "comparison",
    "chart_country_objectives": "country",
    "chart_coverage": "coverage",
    "chart_groupings": "counted_groups",
    "chart_matrix": "matrix",
    "chart_objectives": "objectives",
    "chart_principles": "counted_groups",
    "chart_rank_bands": "rank_bands",
    "chart_responses": "responses",
    "chart_sensitivity": "sensitivity",
    "chart_tile_map": "tile_map",
    "chart_topics": "topics",
    "chart_trends": "trends",
}

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

__getattr__ = load_on_use(__name__, _HOMES)
