"""Orders that several ballots make together: Borda, Copeland, Schulze, Kemeny."""

from gcm_analysis.priorities.consensus.ballots import Consensus, WrongBallot
from gcm_analysis.priorities.consensus.borda import borda
from gcm_analysis.priorities.consensus.copeland import copeland
from gcm_analysis.priorities.consensus.kemeny import KemenyConsensus, kemeny
from gcm_analysis.priorities.consensus.schulze import SchulzeConsensus, schulze

__all__ = [
    "Consensus",
    "KemenyConsensus",
    "SchulzeConsensus",
    "WrongBallot",
    "borda",
    "copeland",
    "kemeny",
    "schulze",
]
