"""Exports of several tools in one forum, read from files as the tools write them."""

import csv
import datetime as dt
from dataclasses import fields
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gcm_analysis.survey import Responses, read_responses

SECRETS = (
    "Ana Pérez", "ana.perez@sre.example", "+52 55 1234 5678", "João Silva", "joao@mre.example",
    "190.12.13.14", "Silva, João", "Encuesta de Ana Pérez",
)  # fmt: skip


def write_microsoft_forms(path: Path) -> None:
    """Write an export in the Spanish of the person who exported it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Id", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre",
                  "País", "Temas", "En sus palabras", "Teléfono de contacto"])  # fmt: skip
    start, end = dt.datetime(2024, 5, 2, 9), dt.datetime(2024, 5, 2, 10)
    sheet.append([1, start, end, "ana.perez@sre.example", "Ana Pérez", "México",
                  "Vías regulares;Retorno;", "Ampliar las vías", "+52 55 1234 5678"])  # fmt: skip
    sheet.append([2, start, end, "otra@x.example", "Otra", "El Salvador", "Trata de personas;",
                  "N/A", "+503 2222 3333"])  # fmt: skip
    workbook.save(path)


def write_surveymonkey(path: Path) -> None:
    """Write an export in Portuguese, a column for each option."""
    own = ["ID do respondente", "ID do coletor", "Data de início", "Data final", "Endereço IP",
           "Endereço de e-mail", "Primeiro nome", "Sobrenome"]  # fmt: skip
    rows = [
        [*own, "País", "Temas", "", "", "En sus palabras", "Nome e cargo"],
        [*[""] * len(own), "Resposta aberta", "Vías regulares", "Trata de personas", "Retorno",
         "Resposta aberta", "Resposta aberta"],
        ["118", "40", "05/13/2024 10:01:02 AM", "05/13/2024 10:21:02 AM", "190.12.13.14",
         "joao@mre.example", "João", "Silva", "Colômbia", "", "Trata de personas", "Retorno",
         "Datos fiables", "Silva, João"],
    ]  # fmt: skip
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)


@pytest.fixture
def responses(make_forum, tmp_path: Path) -> Responses:
    """Responses of two forms, each in a file whose name names its sender."""
    write_microsoft_forms(tmp_path / "Encuesta de Ana Pérez(1-2).xlsx")
    write_surveymonkey(tmp_path / "Respostas de João Silva.csv")
    country = {"column": "País"}
    return read_responses(
        make_forum(
            sources=[
                {"alias": "mesoamerica", "files": ["Encuesta*.xlsx"], "country": country},
                {"alias": "sudamerica", "files": ["Respostas*.csv"], "country": country},
            ]
        )
    )


def test_files_of_different_tools_add_up(responses) -> None:
    assert responses.sources.set_index("source_file")["tool"].to_dict() == {
        "mesoamerica": "microsoft_forms", "sudamerica": "surveymonkey",
    }  # fmt: skip
    assert responses.respondents.set_index("country_iso3")["conference"].to_dict() == {
        "MEX": "RCM", "SLV": "RCM", "COL": "SACM",
    }  # fmt: skip
    chosen = responses.answers.query("question_id == 'temas' and status == 'answered'")
    assert chosen.groupby("country_iso3")["topic_id"].agg(set).to_dict() == {
        "MEX": {"vias", "retorno"}, "SLV": {"trata"}, "COL": {"trata", "retorno"},
    }  # fmt: skip
    sums = responses.reconciliation.set_index("source_file")
    parts = ["cells_used", "cells_metadata", "cells_header", "cells_in_issues"]
    assert sums["cells_in"].tolist() == sums[parts].sum(axis=1).tolist()


def test_no_table_holds_what_a_personal_column_or_a_files_name_says(responses) -> None:
    for table in fields(responses):
        content = getattr(responses, table.name)
        if isinstance(content, pd.DataFrame):
            written = content.to_csv()
            assert not [secret for secret in SECRETS if secret in written], table.name
    withheld = responses.issues.query("code == 'personal_data_withheld'")
    assert set(withheld["source_file"]) == {"mesoamerica", "sudamerica"}
