"""A forum of four governments and three topics in a text file, and its figures counted by hand."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pandas as pd

ROOT = Path(__file__).parents[2]
FORUM = "foro-pequeno"
TOPICS = {"laboral": (5, 6), "trata": (9, 10), "retorno": (21,)}
NAMES = {"laboral": "Migración laboral", "trata": "Trata y tráfico", "retorno": "Retorno"}
STATES = {"México": "MEX", "Honduras": "HND", "Colombia": "COL", "Ecuador": "ECU"}
CONFERENCES = {"MEX": "RCM", "HND": "RCM", "COL": "SACM", "ECU": "SACM"}
WORDS = "Explique sus prioridades"
NOTE = "Nota interna"
"""A column that is set aside: it changes the file and no table that is counted."""
HEADER = ["País", *NAMES.values(), WORDS, NOTE]
SOURCE = "respuestas.csv"

Rows = dict[str, dict[str, str]]
FIRST: Rows = {
    "México": {"laboral": "x", "trata": "x", "words": "Objetivo 14"},
    "Honduras": {"laboral": "x", "retorno": "x", "words": ""},
    "Colombia": {"laboral": "x", "words": "Objetivos 7 y 16"},
    "Ecuador": {"trata": "x", "words": ""},
}

FORUM_YML = """
forum: foro-pequeno
illustrative: true
title: {es: "Foro pequeño", en: "Small forum"}
dates:
  survey_opens: 2024-04-01
  survey_closes: 2024-04-28
  forum_starts: 2024-06-01
  forum_ends: 2024-06-02
languages: [LANGUAGES]
timezone: America/El_Salvador
roster: {governments: [MEX, HND, COL, ECU]}
sources:
  - alias: estados
    files: ["respuestas*.csv"]
    tool: table
    respondent_type: government
    country: {column: "País"}
    ignore_columns: ["Nota interna"]
    received_on: 2024-04-28
topics:
  - id: laboral
    name: {es: "Migración laboral", en: "Labour"}
    objectives: [5, 6]
    mapped_by: "secretaría, 2024-04-01"
  - id: trata
    name: {es: "Trata y tráfico", en: "Trafficking"}
    objectives: [9, 10]
    mapped_by: "secretaría, 2024-04-01"
  - id: retorno
    name: {es: "Retorno", en: "Return"}
    objectives: [21]
    mapped_by: "secretaría, 2024-04-01"
questions:
  - id: temas
    role: priority
    kind: multiple
    text: {es: "Temas prioritarios", en: "Priority topics"}
    columns: {laboral: "Migración laboral", trata: "Trata y tráfico", retorno: "Retorno"}
    topics: [laboral, trata, retorno]
  - id: palabras
    role: priority
    kind: text
    text: {es: "Explique sus prioridades", en: "Explain"}
    column: "Explique sus prioridades"
audiences: [internal]
disclosure: {response_threshold: 1, public_minimum: 5}
mapping: {model: codebook}
"""


def make_workspace(root: Path, languages: str = "es") -> Path:
    """Write a workspace with the forum and the notebooks of the suite."""
    folder = root / "data" / "raw" / FORUM
    folder.mkdir(parents=True)
    text = FORUM_YML.replace("LANGUAGES", languages)
    (folder / "forum.yml").write_text(text, "utf-8")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    write_rows(root, FIRST)
    return root


def write_rows(root: Path, rows: Rows, *, name: str = SOURCE, note: str = "") -> None:
    """Write a file of answers; `note` goes where nothing is counted."""
    path = root / "data" / "raw" / FORUM / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for country, row in rows.items():
            marks = [row.get(topic, "") for topic in NAMES]
            writer.writerow([country, *marks, row.get("words", ""), note])


def count_mentions(rows: Rows) -> dict[tuple[str, int], int]:
    """Count, by hand, how many governments of each scope mention each objective."""
    counts = {(scope, n): 0 for scope in ("ALL", "RCM", "SACM") for n in range(1, 24)}
    for country, row in rows.items():
        named = {n for topic, numbers in TOPICS.items() if row.get(topic) for n in numbers}
        named |= {int(n) for n in re.findall(r"\d+", row.get("words", ""))}
        for n in named:
            counts["ALL", n] += 1
            counts[CONFERENCES[STATES[country]], n] += 1
    return counts


def list_counts(rows: Rows) -> list[int]:
    """Return the numbers of `count_mentions` in the order of the workbook."""
    counts = count_mentions(rows)
    return [counts[scope, n] for scope in ("RCM", "SACM", "ALL") for n in range(1, 24)]


def read_published(root: Path) -> dict[tuple[str, int], int]:
    """Return the same numbers as the published table holds them."""
    table = pd.read_parquet(root / "data" / "processed" / FORUM / "conference_priorities.parquet")
    return {
        (row["conference"], int(row["objective_id"])): int(row["n_mentioning"])
        for row in table.to_dict("records")
    }


def read_workbook(root: Path, language: str = "es") -> list[int]:
    """Return how many governments of each scope mention each objective, as the workbook says."""
    path = root / "reports" / FORUM / "internal" / language / "tables.xlsx"
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        for place, row in enumerate(rows):
            if row[:1] == ("Conferencia",) and "Objetivo" in str(row[2]):
                return [int(one[4]) for one in rows[place + 1 :] if isinstance(one[1], int)]
    return []


def read_record(root: Path) -> dict[str, object]:
    """Return the record of the last published run."""
    path = root / "data" / "processed" / FORUM / "run.json"
    return dict(json.loads(path.read_text("utf-8")))
