"""Execute notebook 01 of a forum with the engine of a run, in a process of its own.

python execute_responses.py ROOT FORUM
"""

from __future__ import annotations

import sys
from pathlib import Path

from gcm_analysis.run.engine import default_engine, execute_all
from gcm_analysis.run.plan import Execution, RunRequest, plan_executions
from gcm_analysis.workspace import Workspace


def main(root: Path, forum: str) -> None:
    """Execute the notebook; its tables go where a run would put them."""
    workspace = Workspace(root)
    request = RunRequest(root, forum, ("en",), "internal", countries=(), as_of="")
    planned = plan_executions(request, workspace.notebooks, workspace.processed_forum(forum))
    first = [one for one in planned if one.notebook.stem == "01_responses"]
    execute_all(
        first, engine=default_engine(), workers=1, on_start=make_folder, on_done=tell_seconds
    )


def make_folder(execution: Execution) -> None:
    execution.output.parent.mkdir(parents=True, exist_ok=True)


def tell_seconds(execution: Execution, seconds: float) -> None:
    print(f"{execution.key} {seconds:.1f} s")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
