"""Every chart of the report, by name, so that each claim is tested on all of them."""

from __future__ import annotations

from collections.abc import Iterator

from frames import Tables

from gcm_analysis import charts
from gcm_analysis.charts import Chart


def draw_all(tables: Tables, language: str) -> Iterator[Chart]:
    """Draw every chart of a forum in one language."""
    said = {"forum": tables.forum, "language": language}
    yield charts.chart_responses(tables.status, **said)
    for scope in ("ALL", "RCM", "SACM"):
        yield charts.chart_topics(tables.topic_priorities, scope=scope, **said)
        yield charts.chart_objectives(
            tables.conference_priorities, tables.priorities, scope=scope, **said
        )
        yield charts.chart_rank_bands(
            tables.conference_priorities, tables.stability, scope=scope, **said
        )
        yield charts.chart_trends(tables.trends, scope=scope, **said)
        yield charts.chart_sensitivity(tables.sensitivity, scope=scope, **said)
    yield charts.chart_topics(tables.topic_priorities, scope="MEX", **said)
    yield charts.chart_comparison(tables.comparison, tables.conference_priorities, **said)
    yield charts.chart_agreement(tables.pairs, **said)
    yield charts.chart_matrix(tables.priorities, tables.status, **said)
    yield charts.chart_tile_map(tables.priorities, tables.status, **said)
    yield charts.chart_principles(tables.principles, **said)
    for key in ("stage", "forum_area", "round_table", "thematic_area"):
        yield charts.chart_groupings(tables.groups, key=key, **said)
    yield charts.chart_coverage(tables.mentions, **said)
    yield charts.chart_country_objectives(tables.priorities, country="COL", **said)
