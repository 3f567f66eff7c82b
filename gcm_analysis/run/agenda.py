"""In which order a plan is executed: whatever is ready, in the plan's own order."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence

from gcm_analysis.run.plan import Execution


class Agenda:
    """What of a plan is still to be done; each step takes the same time however long the plan.

    Parameters
    ----------
    executions : sequence of Execution
        A whole plan; ready ones are handed out in its order.
    """

    def __init__(self, executions: Sequence[Execution]) -> None:
        self.executions = executions
        self.n_left = len(executions)
        self._n_missing = {one.key: len(set(one.after)) for one in executions}
        self._waiting: dict[str, list[int]] = defaultdict(list)
        for place, execution in enumerate(executions):
            for key in set(execution.after):
                assert key in self._n_missing, f"{execution.key} waits for {key}: not planned"
                self._waiting[key].append(place)
        self._ready = [place for place, one in enumerate(executions) if not one.after]

    def take(self) -> Execution | None:
        """Hand out the first execution whose forerunners are done; None while there is none."""
        return self.executions[heapq.heappop(self._ready)] if self._ready else None

    def finish(self, execution: Execution) -> None:
        """Note that an execution is done."""
        self.n_left -= 1
        for place in self._waiting.pop(execution.key, ()):
            key = self.executions[place].key
            self._n_missing[key] -= 1
            if not self._n_missing[key]:
                heapq.heappush(self._ready, place)
