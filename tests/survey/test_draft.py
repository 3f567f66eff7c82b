"""A new forum's folder: drafted, filled in, accepted."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import yaml

from gcm_analysis.forum import load_forum
from gcm_analysis.survey import check_forum, draft_forum, read_responses
from gcm_analysis.survey.draft import ForumExists, WrongForumName
from gcm_analysis.survey.drafted_questions import Draft
from gcm_analysis.workspace import Workspace

ROWS = """País,Nombre,1. ¿Qué temas son prioritarios?,2. ¿Qué retos ve?,3. ¿Tiene un plan?
México,Ana Mora,Vías regulares;Datos;,Faltan datos en la frontera sur,Sí
Costa Rica,Luz Paz,Vías regulares;Retorno;,La coordinación entre países,No
El Salvador,Eva Sol,Datos;Retorno;,La falta de vías regulares,Sí
Honduras,Sol Ríos,Retorno;Datos;Vías regulares;,El costo de los programas,Sí
Panamá,Mar Gil,Vías regulares;,Los recursos para el retorno,No
"""


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def export(tmp_path) -> Path:
    path = tmp_path / "respuestas.csv"
    path.write_text(ROWS, "utf-8")
    return path


def fill_in(folder: Path) -> None:
    """Fill in what the draft marks, as a person would."""
    text = (folder / "forum.yml").read_text("utf-8")
    text = re.sub(r"(?m)^  (survey|forum)_\w+: .*<<.*\n", "", text)
    text = re.sub(r"(?m)^dates:$", "dates: {}", text)
    text = re.sub(r'objectives: \["<<[^>]*>>"\]', "objectives: [5]", text)
    numbers = itertools.count(1)
    text = re.sub(r"<<[^>]*>>", lambda _: f"Palabras {next(numbers)}", text)
    (folder / "forum.yml").write_text(text, "utf-8")


def errors(workspace: Workspace, name: str = "nuevo") -> list[str]:
    return [p.sentence for p in check_forum(workspace, name) if p.severity == "error"]


def test_a_draft_tells_questions_topics_and_countries(workspace, export):
    folder = draft_forum(workspace, "nuevo", export=export)
    text = (folder / "forum.yml").read_text("utf-8")
    drafted = yaml.safe_load(text)
    assert drafted["sources"][0]["country"] == {"column": "País"}
    assert drafted["sources"][0]["respondent_type"] == "government"
    assert drafted["roster"] == {"governments": "champions"}
    assert "CRI, HND, MEX, PAN, SLV" in text
    assert {topic["name"]["es"] for topic in drafted["topics"]} == {
        "Vías regulares", "Datos", "Retorno",
    }  # fmt: skip
    kinds = [(question["role"], question["kind"]) for question in drafted["questions"]]
    assert kinds == [("priority", "multiple"), ("challenge", "text"), ("other", "single")]
    assert "role: priority  # confirmar" in text
    assert "Ana Mora" not in text


def test_a_draft_is_refused_until_its_marks_are_filled_in(workspace, export):
    folder = draft_forum(workspace, "nuevo", export=export)
    assert any("<<completar" in sentence for sentence in errors(workspace))
    fill_in(folder)
    assert errors(workspace) == []
    responses = read_responses(load_forum(workspace, "nuevo"))
    assert len(responses.respondents) == 5
    assert set(responses.answers["status"]) == {"answered"}


def test_the_folder_has_all_that_is_needed(workspace, export):
    folder = draft_forum(workspace, "nuevo", export=export)
    names = {path.name for path in folder.iterdir()}
    assert names == {"forum.yml", "captura.xlsx", "documents", "respuestas.csv"}


def test_a_blank_draft_names_the_marks_in_the_language_asked_for(workspace):
    folder = draft_forum(workspace, "nuevo", language="en")
    assert (folder / "capture.xlsx").is_file()
    assert all("<<fill in" in sentence for sentence in errors(workspace))


def test_a_blank_draft_is_accepted_once_filled_in(workspace, export):
    folder = draft_forum(workspace, "nuevo")
    text = (folder / "forum.yml").read_text("utf-8")
    text = re.sub(r"<<completar: nombre del archivo[^>]*>>", "respuestas.csv", text)
    text = re.sub(r"<<completar: encabezado de la columna del país>>", "País", text)
    headers = ROWS.splitlines()[0].split(",")
    text = re.sub(r"<<completar: encabezado de la columna de respuestas>>", headers[2], text)
    text = re.sub(
        r"<<completar: encabezado de la columna de respuestas abiertas>>", headers[3], text
    )
    text = re.sub(r"<<completar: un tema, como se ofreció en español>>", "Datos", text)
    (folder / "forum.yml").write_text(text, "utf-8")
    fill_in(folder)
    (folder / "respuestas.csv").write_text(ROWS, "utf-8")
    assert errors(workspace) == []


def test_the_capture_workbook_of_a_draft_can_be_read_at_once(workspace, export):
    folder = draft_forum(workspace, "nuevo", export=export)
    text = (folder / "forum.yml").read_text("utf-8")
    for line in ("- alias: captura", '  files: ["captura.xlsx"]', "  tool: capture"):
        text = text.replace(f"  # {line}", f"  {line}")
    (folder / "forum.yml").write_text(text, "utf-8")
    fill_in(folder)
    assert errors(workspace) == []


def test_nothing_is_overwritten(workspace, export):
    draft_forum(workspace, "nuevo", export=export)
    with pytest.raises(ForumExists):
        draft_forum(workspace, "nuevo", export=export)


def test_a_lost_capture_workbook_is_written_anew_from_the_forum_as_it_stands(workspace, export):
    folder = draft_forum(workspace, "nuevo", export=export)
    fill_in(folder)
    (folder / "captura.xlsx").unlink()
    before = (folder / "forum.yml").read_bytes()
    draft_forum(workspace, "nuevo")
    assert (folder / "captura.xlsx").is_file()
    assert (folder / "forum.yml").read_bytes() == before


@pytest.mark.parametrize("name", ["../x", "Foro 2024", "", "a" * 65])
def test_a_name_that_is_no_folder_is_refused(workspace, name):
    with pytest.raises(WrongForumName):
        draft_forum(workspace, name)


def test_the_real_google_forms_export_goes_all_the_way(workspace, shared):
    export = shared / "fixtures" / "google_forms" / "spack-user-survey-2020-responses.xlsx"
    folder = draft_forum(workspace, "nuevo", export=export)
    drafted = yaml.safe_load((folder / "forum.yml").read_text("utf-8"))
    grid = next(one for one in drafted["questions"] if one["id"].startswith("rank-these"))
    assert (grid["role"], grid["kind"], len(grid["columns"])) == ("priority", "rating", 12)
    fill_in(folder)
    assert errors(workspace) == []
    responses = read_responses(load_forum(workspace, "nuevo"))
    assert len(responses.respondents) == 170
    assert (responses.reconciliation["cells_in"] > 7000).all()


@pytest.mark.parametrize(
    ("option", "drafted"),
    [
        ("0.15", "0-15"),
        ("2.7", "2-7"),
        ("10 - 100", "10-100"),
        ("3. Vías regulares", "vias-regulares"),
    ],
)
def test_an_amount_keeps_its_digits_in_an_id(option: str, drafted: str) -> None:
    draft = Draft(language="es", languages=("es",), mark="", objectives_mark="")
    assert draft.name(option, "opcion") == drafted
