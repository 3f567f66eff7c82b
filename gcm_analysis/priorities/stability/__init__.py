"""How firm ranks are: countries left out, pending governments, doubtful codes."""

from gcm_analysis.priorities.stability.firmness import RankBand, judge_ranks
from gcm_analysis.priorities.stability.measure import Stability, measure_stability
from gcm_analysis.priorities.stability.reading import DoubtfulCodes, find_doubtful

__all__ = [
    "DoubtfulCodes",
    "RankBand",
    "Stability",
    "find_doubtful",
    "judge_ranks",
    "measure_stability",
]
