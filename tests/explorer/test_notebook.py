"""The notebook runs top to bottom where no widgets are installed, and says what is wrong."""

import json
from pathlib import Path
from typing import Any

import papermill
import pytest
from small_forum import FORUM

from gcm_analysis import explorer
from gcm_analysis.charts import Chart
from gcm_analysis.explorer import explore, opening
from gcm_analysis.language import get_language
from gcm_analysis.store import MissingTable
from gcm_analysis.workspace import Workspace

PLOTLY = "application/vnd.plotly.v1+json"


def run(notebook: Path, target: Path, **parameters: Any) -> list[dict[str, Any]]:
    papermill.execute_notebook(
        notebook, target, parameters, kernel_name="python3", progress_bar=False
    )
    cells = json.loads(target.read_text("utf-8"))["cells"]
    return [output for cell in cells for output in cell.get("outputs", ())]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_papermill_shows_the_figure_of_all_countries(
    repository: Path, workspace: Workspace, tmp_path: Path
) -> None:
    outputs = run(
        repository / "notebooks" / "explore.ipynb",
        tmp_path / "explore.ipynb",
        root=str(workspace.root),
        forum=FORUM,
        language="en",
    )
    (shown,) = [output["data"] for output in outputs if PLOTLY in output.get("data", {})]
    assert "5 Champion countries that answered" in "".join(shown["text/plain"])


def test_without_widgets_the_figure_stands_still(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda _: None)
    found = explore(workspace, forum=FORUM, language=get_language("es"))
    assert isinstance(found, Chart)
    assert "gcm-analysis lab" in found.subtitle


def test_a_forum_that_was_not_run_is_told_plainly(workspace: Workspace, tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / FORUM).symlink_to(workspace.raw_forum(FORUM))
    with pytest.raises(MissingTable, match="gcm-analysis run"):
        explore(Workspace(tmp_path), forum=FORUM, language=get_language("es"))


def test_the_room_names_what_it_offers() -> None:
    for name in explorer.__all__:
        assert getattr(explorer, name).__doc__
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = explorer.nothing_here
