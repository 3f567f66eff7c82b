"""A run that nobody watches: when it runs, and what its failure says."""

from __future__ import annotations

import datetime as dt
import errno
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gcm_analysis.run import nightly
from gcm_analysis.run.disk import DiskRefused
from gcm_analysis.run.engine import Failure, InputRefusedInNotebook, NotebookFailed
from gcm_analysis.run.event_log import EventLog, open_log
from gcm_analysis.run.forum_run import CheckFailed
from gcm_analysis.run.inputs import InputChanged
from gcm_analysis.run.lock import RunUnderWay
from gcm_analysis.run.nightly import run_nightly
from gcm_analysis.run.options import RunOptions
from gcm_analysis.run.plan import Execution
from gcm_analysis.survey import Problem
from gcm_analysis.workspace import Workspace

FORUM = "ejemplo-2023"
HOSTILE = "Atlántida <script>alert(1)</script> presidente@x.example"
DURING = dt.datetime(2023, 5, 2, 3, tzinfo=dt.UTC)
FAILURE = Failure("es/03_priorities", "03_priorities.ipynb", 4, f"ValueError: {HOSTILE}", False)
PROBLEM = Problem("error", "consulta-estados", "Respuestas, A8", f"{HOSTILE} is no State.")
ERRORS = {
    "input": (CheckFailed(FORUM, (PROBLEM, PROBLEM)), 2, "consulta-estados, Respuestas, A8"),
    "notebook": (NotebookFailed(FAILURE), 1, "03_priorities.ipynb (es/03_priorities), 4"),
    "refused": (InputRefusedInNotebook(FAILURE), 2, "03_priorities.ipynb"),
    "under way": (RunUnderWay(FORUM), 1, ""),
    "disk": (DiskRefused("data/processed", errno.ENOSPC), 1, "data/processed"),
    "changed": (InputChanged(FORUM, f"{FORUM}/consulta-estados"), 2, "consulta-estados"),
    "unforeseen": (RuntimeError(HOSTILE), 1, "RuntimeError"),
}


@pytest.fixture
def workspace(repository: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(repository / "data" / "raw" / FORUM, tmp_path / "data" / "raw" / FORUM)
    return Workspace(tmp_path)


@pytest.fixture
def fail_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | None], list[str]]:
    """Lets runs end as a test says; returns the forums that were run."""
    ran: list[str] = []

    def prepare(error: Exception | None) -> list[str]:
        def run(workspace: Workspace, options: RunOptions, *, progress: EventLog) -> None:
            ran.extend(options.forums)
            if error is not None:
                raise error

        monkeypatch.setattr(nightly, "run_forums", run)
        return ran

    return prepare


@pytest.mark.parametrize(
    ("now", "runs"),
    [
        ("2023-04-01T05:59:00+00:00", False),  # still March in El Salvador
        ("2023-04-01T06:01:00+00:00", True),
        ("2023-06-02T05:59:00+00:00", True),
        ("2023-06-02T06:01:00+00:00", False),
        ("2024-05-01T12:00:00+00:00", False),
    ],
)
def test_it_runs_from_the_opening_of_the_survey_to_the_forum(
    workspace: Workspace, fail_with: object, now: str, runs: bool, capsys: pytest.CaptureFixture
) -> None:
    ran = fail_with(None)
    code = run_nightly(workspace, RunOptions(forums=(FORUM,)), now=dt.datetime.fromisoformat(now))
    assert code == 0
    assert ran == ([FORUM] if runs else [])
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_failure_is_one_paragraph_without_anything_from_a_cell(
    workspace: Workspace,
    fail_with: object,
    kind: str,
    language: str,
    capsys: pytest.CaptureFixture,
) -> None:
    path = workspace.raw_forum(FORUM) / "forum.yml"
    text = path.read_text("utf-8").replace("languages: [es, en]", f"languages: [{language}]")
    path.write_text(text, "utf-8")
    error, expected, place = ERRORS[kind]
    fail_with(error)
    lines = io.StringIO()
    log = EventLog(lines, as_json=True)
    assert run_nightly(workspace, RunOptions(forums=(FORUM,)), log=log, now=DURING) == expected
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.endswith(".\n")
    assert FORUM in err
    assert place in err
    assert "Traceback" not in err
    assert ("no publicó nada" if language == "es" else "published nothing") in err
    assert "gcm-analysis run" in err
    for word in (HOSTILE, "Atlántida", "x.example", "script"):
        assert word not in err + lines.getvalue()
    (event,) = map(json.loads, lines.getvalue().splitlines())
    assert (event["event"], event["forum"]) == ("failed", FORUM)


def test_the_last_good_report_is_named(
    workspace: Workspace, fail_with: object, capsys: pytest.CaptureFixture
) -> None:
    folder = workspace.processed_forum(FORUM)
    folder.mkdir(parents=True)
    record: dict[str, object] = {key: {} for key in ("parameters", "inputs", "versions")}
    record |= {"forum": FORUM, "number": 7, "mapping_model": "codebook", "cut_off": "2023-04-28"}
    (folder / "run.json").write_text(json.dumps(record), "utf-8")
    fail_with(RunUnderWay(FORUM))
    run_nightly(workspace, RunOptions(forums=(FORUM,)), now=DURING)
    assert "corrida 7 (respuestas hasta 2023-04-28)" in capsys.readouterr().err


def test_a_forum_yml_that_cannot_be_read_is_told_by_its_place(
    workspace: Workspace, fail_with: object, capsys: pytest.CaptureFixture
) -> None:
    path = workspace.raw_forum(FORUM) / "forum.yml"
    path.write_text(path.read_text("utf-8").replace("role: priority", "role: priorty"), "utf-8")
    assert fail_with(None) == []
    assert run_nightly(workspace, RunOptions(forums=(FORUM,)), now=DURING) == 2
    assert "forum.yml" in capsys.readouterr().err


def test_a_forum_that_fails_does_not_keep_others_from_their_run(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    ran = []
    shutil.copytree(workspace.raw_forum(FORUM), workspace.raw_forum("a-forum"))
    path = workspace.raw_forum("a-forum") / "forum.yml"
    path.write_text(path.read_text("utf-8").replace(FORUM, "a-forum", 1), "utf-8")

    def run(_: Workspace, options: RunOptions, *, progress: EventLog) -> None:
        ran.extend(options.forums)
        if options.forums == ("a-forum",):
            raise CheckFailed("a-forum", (PROBLEM,))

    monkeypatch.setattr(nightly, "run_forums", run)
    assert run_nightly(workspace, RunOptions(), now=DURING) == 2
    assert ran == ["a-forum", FORUM]
    assert capsys.readouterr().err.count("\n") == 1


def test_others_than_the_secretariat_get_no_nightly_run(workspace: Workspace) -> None:
    with pytest.raises(nightly.NightlyIsInternal, match="internal only, not 'participants'"):
        run_nightly(workspace, RunOptions(forums=(FORUM,), audience="participants"), now=DURING)


@pytest.mark.parametrize("kind", ERRORS)
def test_a_failure_is_logged_by_kind_and_place_alone(
    workspace: Workspace, fail_with: object, kind: str, capsys: pytest.CaptureFixture
) -> None:
    error, expected, place = ERRORS[kind]
    fail_with(error)
    with open_log(None, as_json=True) as log:
        assert nightly.run_logged(workspace, RunOptions(forums=(FORUM,)), log) == expected
    out, err = capsys.readouterr()
    (event,) = map(json.loads, err.splitlines())
    assert out == ""
    assert (event["event"], event["kind"]) == ("failed", type(error).__name__)
    assert event["forum"] == FORUM
    assert kind == "unforeseen" or place in event.get("place", "")
    assert "Atl" not in err


def test_a_person_at_the_terminal_reads_the_sentence_beside_a_log_file(
    workspace: Workspace, fail_with: object, tmp_path: Path
) -> None:
    error, _, _ = ERRORS["input"]
    fail_with(error)
    with open_log(tmp_path / "run.log", as_json=False) as log, pytest.raises(CheckFailed):
        nightly.run_logged(workspace, RunOptions(forums=(FORUM,)), log)
    told = (tmp_path / "run.log").read_text("utf-8")
    assert told.endswith(f"failed {FORUM} CheckFailed consulta-estados, Respuestas, A8\n")
    assert "Atl" not in told


def test_an_event_is_one_line_with_forum_notebook_and_seconds(tmp_path: Path) -> None:
    execution = Execution("es/country/MEX", Path("country.ipynb"), (), Path("x.ipynb"), ())
    for as_json in (True, False):
        with open_log(tmp_path / "logs" / f"{as_json}.log", as_json=as_json) as log:
            log.begin(FORUM, 1)
            log.start(execution)
            log.finish(execution, 1.23456)
            log.step("es/index.html", 2.0)
    lines = (tmp_path / "logs" / "True.log").read_text("utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert {event["forum"] for event in events} == {FORUM}
    assert events[2]["notebook"] == "es/country/MEX"
    assert events[2]["seconds"] == 1.235
    words = (tmp_path / "logs" / "False.log").read_text("utf-8").splitlines()
    assert words[2].endswith(f"executed {FORUM} es/country/MEX 1.2 s")


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, "no room")

    EventLog(Full(), as_json=True).step("es/index.html", 1.0)
