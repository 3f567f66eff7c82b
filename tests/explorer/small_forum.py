"""A small forum written as it is received, and run as far as the explorer reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from gcm_analysis import priorities
from gcm_analysis.forum import load_decisions, load_forum
from gcm_analysis.mapping import map_answers
from gcm_analysis.store import TableStore
from gcm_analysis.survey import read_responses
from gcm_analysis.workspace import Workspace

FORUM = "prueba"
HOSTILE = (
    '<script>alert("x")</script> Lucha contra la trata de personas & <b>más</b> '
    '=HYPERLINK("http://example.invalid") $x^2$ \u202eabc\u202c 😀'
)
FORUM_YML = """
forum: prueba
illustrative: true
title: {es: "Foro de prueba", en: "Test forum"}
dates: {survey_opens: 2024-01-01, survey_closes: 2024-02-01, forum_starts: 2024-03-01,
        forum_ends: 2024-03-02}
languages: [es, en]
roster: {governments: champions}
sources:
  - alias: estados
    files: ["respuestas.xlsx"]
    tool: table
    sheet: Respuestas
    respondent_type: government
    country: {column: "País"}
topics:
  - {id: vias, name: {es: "Vías regulares", en: "Regular pathways"}, objectives: [5],
     mapped_by: "prueba, 2024-01-01"}
  - {id: crimen, name: {es: "Trata y tráfico", en: "Trafficking and smuggling"},
     objectives: [9, 10], mapped_by: "prueba, 2024-01-01"}
  - {id: retorno, name: {es: "Retorno", en: "Return"}, objectives: [21],
     mapped_by: "prueba, 2024-01-01"}
  - {id: consular, name: {es: "Protección consular", en: "Consular protection"},
     objectives: [14], mapped_by: "prueba, 2024-01-01"}
questions:
  - id: importancia
    role: priority
    kind: rating
    text: {es: "¿Qué importancia tiene cada tema?", en: "How important is each topic?"}
    columns: {vias: "Vías", crimen: "Crimen", retorno: "Retorno", consular: "Consular"}
    topics: [vias, crimen, retorno, consular]
    scale: {low: 1, high: 5}
  - id: palabras
    role: priority
    kind: text
    text: {es: "¿Qué más?", en: "What else?"}
    column: "Palabras"
  - id: retos
    role: challenge
    kind: text
    text: {es: "¿Qué retos?", en: "Which challenges?"}
    column: "Retos"
audiences: [internal, participants]
disclosure: {response_threshold: 3, public_minimum: 5}
"""
HEADER = ["País", "Vías", "Crimen", "Retorno", "Consular", "Palabras", "Retos"]
ANSWERS = [
    ["México", 5, 3, 1, 4, HOSTILE, "Obj. 23"],
    ["Costa Rica", 5, 5, 2, 1, "Obj. 5 y 8", None],
    ["Canadá", 4, 2, 3, 1, None, None],
    ["Colombia", 1, 5, 5, 2, "Retorno digno y reintegración sostenible", "Obj. 17"],
    ["Ecuador", None, None, None, None, "Objetivo 13", None],
]
"""Rows 2 to 6; Champions that have not answered are pending."""
DECISIONS = """kind,target,value,text_sha256,decided_by,decided_on,note
redact,estados:COL:palabras:text,sostenible,,Revisora,2024-02-02,
"""


def write_forum(root: Path) -> Workspace:
    """Write the forum's folder as it is received."""
    folder = root / "data" / "raw" / FORUM
    folder.mkdir(parents=True)
    (folder / "forum.yml").write_text(FORUM_YML, "utf-8")
    (folder / "decisions.csv").write_text(DECISIONS, "utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Respuestas"
    for row, values in enumerate([HEADER, *ANSWERS], start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(folder / "respuestas.xlsx")
    return Workspace(root)


def run_forum(workspace: Workspace, *, audience: Any = "internal") -> None:
    """Write the tables that a run writes and the explorer reads."""
    forum = load_forum(workspace, FORUM)
    read = read_responses(forum)
    mentions = map_answers(forum, read.answers, load_decisions(forum)).mentions
    folder = workspace.processed_forum(FORUM)
    counted = priorities.count_priorities(
        forum, read.respondents, read.answers, mentions, audience=audience
    )
    store = TableStore(folder)
    store.write("respondents", read.respondents)
    store.write("answers", read.answers)
    store.write("mentions", mentions)
    where = store if audience == "internal" else TableStore(folder / audience)
    where.write("priorities", counted.priorities)
    where.write("conference_priorities", counted.conference_priorities)
    where.write("sensitivity", counted.sensitivity)
