"""A small forum in a folder, and ways to spoil it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gcm_analysis.forum import Forum, load_forum
from gcm_analysis.workspace import Workspace

FORUM = """\
forum: prueba-2024
illustrative: true
title: {es: "Foro de prueba", en: "Test forum"}
dates: {survey_opens: 2024-07-01, survey_closes: 2024-08-01, forum_starts: 2024-09-25}
roster: {governments: champions}
timezone: America/El_Salvador
sources:
  - alias: estados
    files: ["Encuesta*.xlsx"]
    country: {column: "País"}
  - alias: sociedad
    files: ["Aportes.xlsx"]
    respondent_type: civil_society
topics:
  - {id: vias, name: {es: "Vías regulares", en: "Regular pathways"}, objectives: [5, 6]}
  - {id: fronteras, name: {es: "Fronteras", en: "Borders"}, objectives: {11: 3, 12: 1}}
  - {id: retorno, name: {es: "Retorno", en: "Return"}, objectives: [21]}
questions:
  - id: orden
    role: priority
    kind: ranking
    text: {es: "Ordene los temas", en: "Rank the topics"}
    sources: [estados]
    column: "1. Orden"
    topics: [vias, fronteras]
  - id: importancia
    role: priority
    kind: rating
    text: {es: "¿Qué importancia tienen?", en: "How important are they?"}
    columns: {vias: "2. Vías", retorno: "2. Retorno"}
    scale: {low: 1, high: 5, labels: {Nada: 1, Mucho: 5}}
  - id: apoyo
    role: other
    kind: single
    text: {es: "¿Desea apoyo?", en: "Do you want support?"}
    column: "3. Apoyo"
    options:
      - {id: si, as_asked: [Sí, Yes]}
      - {id: nada, as_asked: [No]}
  - id: abierta
    role: priority
    kind: text
    text: {es: "¿Qué más?", en: "What else?"}
    column: "4. Abierta"
"""
NAME = "prueba-2024"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    folder = workspace.raw_forum(NAME)
    folder.mkdir(parents=True)
    (folder / "forum.yml").write_text(FORUM, encoding="utf-8")
    return folder


@pytest.fixture
def forum(workspace: Workspace, folder: Path) -> Forum:
    return load_forum(workspace, NAME)


@pytest.fixture
def load(workspace: Workspace, folder: Path) -> Callable[..., Forum]:
    """Load the forum after each pair of texts was replaced in its forum.yml."""

    def load(*replacements: tuple[str, str], text: str = FORUM) -> Forum:
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / "forum.yml").write_text(text, encoding="utf-8")
        return load_forum(workspace, NAME)

    return load
