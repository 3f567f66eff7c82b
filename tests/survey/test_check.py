"""`check` tells everything at once."""

from __future__ import annotations

import hashlib

import openpyxl
import pytest
import yaml

from gcm_analysis.forum import load_forum
from gcm_analysis.survey import Problem, check_forum, write_capture_workbook
from gcm_analysis.workspace import Workspace

FORUM = {
    "forum": "prueba", "title": {"es": "Prueba"}, "languages": ["es"],
    "roster": {"governments": ["MEX", "SLV"]},
    "focal_points": {"COL": "persona"},
    "sources": [{"alias": "estados", "files": ["estados.csv"], "country": {"column": "País"}}],
    "topics": [
        {"id": "vias", "name": {"es": "Vías regulares"}, "objectives": [5]},
        {"id": "datos", "name": {"es": "Datos"}},
        {"id": "retorno", "name": {"es": "Retorno"}, "objectives": [21]},
    ],
    "questions": [
        {"id": "temas", "role": "priority", "kind": "multiple", "text": {"es": "Temas"},
         "column": "Temas", "topics": ["vias", "datos"]},
        {"id": "palabras", "role": "priority", "kind": "text", "text": {"es": "Palabras"},
         "column": "En sus palabras"},
    ],
}  # fmt: skip


@pytest.fixture
def check(tmp_path):
    folder = tmp_path / "data" / "raw" / "prueba"
    folder.mkdir(parents=True)

    def run(rows: str, forum=FORUM, **files: str):
        (folder / "forum.yml").write_text(yaml.safe_dump(forum, allow_unicode=True), "utf-8")
        (folder / "estados.csv").write_text(rows, "utf-8")
        for name, content in files.items():
            (folder / f"{name}.csv").write_text(content, "utf-8")
        return check_forum(Workspace(tmp_path), "prueba")

    return run


def told(problems, severity):
    return [problem.sentence for problem in problems if problem.severity == severity]


GOOD = (
    "País,Temas,En sus palabras\nMéxico,Vías regulares;Datos,Algo más\nSLV,Datos;Vías regulares,b\n"
)


def test_a_good_forum_has_no_error_and_tells_what_its_map_leaves_out(check):
    problems = check(GOOD)
    assert told(problems, "error") == []
    warnings = told(problems, "warning")
    assert any("'datos' stands for no objective" in sentence for sentence in warnings)
    assert any("COL has a focal point but is not on the roster" in s for s in warnings)
    notes = told(problems, "note")
    assert any("reaches the objectives 1, 2, 3, 4, 6," in sentence for sentence in notes)
    assert any("'retorno' is offered by no question" in sentence for sentence in notes)


def test_all_errors_are_told_at_once(check):
    rows = "País,Tema,En sus palabras\nGuayana,Datos,a\nAtlántida,Datos,b\nMéxico,Datos,c\n"
    problems = check(rows)
    errors = told(problems, "error")
    assert len(errors) == 3
    assert any("'Guayana' fits" in sentence for sentence in errors)
    assert any("'Atlántida' names no State" in sentence for sentence in errors)
    assert any("did you mean 'Tema'" in sentence for sentence in errors)
    assert problems[0].severity == "error"
    assert {problem.file for problem in problems if problem.severity == "error"} == {"estados"}


def test_the_problems_of_forum_yml_are_told_one_by_one(check):
    topics = [{"id": "vias", "name": {"es": "Vías"}, "objectives": [24]}]
    problems = check(GOOD, {**FORUM, "topics": topics, "hots": "x"})
    assert len(told(problems, "error")) >= 2
    assert all("forum.yml" in problem.file for problem in problems)


def test_a_file_that_no_source_names_is_told(check):
    problems = check(GOOD, otro="a,b\n1,2\n")
    assert any("no source of forum.yml names it" in s for s in told(problems, "warning"))


def test_a_copy_of_a_file_is_no_stranger(check):
    problems = check(GOOD, copia=GOOD)
    assert not any("names it" in sentence for sentence in told(problems, "warning"))


def test_a_capture_workbook_is_a_stranger_only_once_somebody_typed_into_it(check, tmp_path):
    check(GOOD)
    workspace = Workspace(tmp_path)
    path = workspace.raw_forum("prueba") / "captura.xlsx"
    write_capture_workbook(load_forum(workspace, "prueba"), path, language="es")
    assert not any("names it" in one.sentence for one in check_forum(workspace, "prueba"))
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].cell(2, 1, "México")
    workbook.save(path)
    assert any("names it" in one.sentence for one in check_forum(workspace, "prueba"))


def test_stale_decisions_are_told_with_the_reason(check):
    fresh = hashlib.sha256("Algo más".encode()).hexdigest()
    head = "kind,target,value,text_sha256,decided_by,decided_on,note\n"
    rows = (
        f"mentions,estados:MEX:palabras:text,5,{fresh},Ana,2024-09-01,\n"
        f"mentions,estados:SLV:palabras:text,5,{fresh},Ana,2024-09-01,\n"
        "clear,estados:PAN:palabras:text,yes,,Ana,2024-09-01,\n"
        "validation,COL,sent,,Ana,2024-09-01,\n"
    )
    warnings = [s for s in told(check(GOOD, decisions=head + rows), "warning") if "stale" in s]
    assert len(warnings) == 3
    assert any("SLV" in s and "changed since" in s for s in warnings)
    assert any("there is no such answer" in s for s in warnings)
    assert any("not on the roster" in s for s in warnings)


def test_a_stale_correction_is_an_error_with_its_cell(check):
    head = "source,sheet,cell,country,question,old_value,new_value,who,document,date\n"
    row = "estados,,C2,,,Otra cosa,Algo,Ana,nota,2024-09-01\n"
    problems = check(GOOD, corrections=head + row)
    stale = next(problem for problem in problems if problem.severity == "error")
    assert (stale.file, stale.place) == ("estados", "C2")
    assert "expects 'Otra cosa'" in stale.sentence


def test_an_unknown_forum_is_one_problem(tmp_path):
    problems = check_forum(Workspace(tmp_path), "nada")
    assert [problem.severity for problem in problems] == ["error"]


def test_the_place_of_a_problem_is_told_once() -> None:
    placed = Problem("error", "forum.yml", "line 6", "forum.yml, line 6: an anchor.")
    assert placed.told == "forum.yml, line 6: an anchor."
    bare = Problem("warning", "estados", "Hoja1, B2", "An answer is cut off.")
    assert bare.told == "estados, Hoja1, B2: An answer is cut off."
    assert Problem("note", "estados", "", "Comments.").told == "estados: Comments."
