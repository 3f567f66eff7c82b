"""Answers of pref_voting, run by an interpreter that has it: profiles in, results out, as JSON.

pref_voting's pins cannot live beside this project's, so `test_oracle.py` starts this script
with the interpreter of an environment of its own.
"""

import json
import sys

from pref_voting.margin_based_methods import beat_path, beat_path_defeat
from pref_voting.other_methods import kemeny_young_rankings
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.scoring_methods import symmetric_borda_scores


def answer(case: dict) -> dict:
    rankings = [
        {candidate: level for level, group in enumerate(ballot) for candidate in group}
        for ballot in case["ballots"]
    ]
    candidates = list(range(case["n_candidates"]))
    profile = ProfileWithTies(rankings, rcounts=case["weights"], candidates=candidates)
    if case["unranked"] == "tied_last":
        profile.use_extended_strict_preference()
    else:
        profile.use_strict_preference()
    result = {
        "copeland": [profile.copeland_scores()[candidate] for candidate in candidates],
        "symmetric_borda": [symmetric_borda_scores(profile)[c] for c in candidates],
    }
    for name, strength in (("winning", profile.support), ("margins", profile.margin)):
        result[name] = {
            "winners": [int(c) for c in beat_path(profile, strength_function=strength)],
            "defeats": sorted(
                [int(a), int(b)]
                for a, b in beat_path_defeat(profile, strength_function=strength).edges
            ),
        }
    if case["is_linear"]:
        linear = Profile([[g[0] for g in b] for b in case["ballots"]], case["weights"])
        rankings, distance = kemeny_young_rankings(linear)
        result["kemeny"] = {
            "rankings": sorted([int(c) for c in ranking] for ranking in rankings),
            "distance": float(distance),
        }
    return result


if __name__ == "__main__":
    json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
