"""A page of invented blocks: every kind of block, every trap that survey text can set."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from gcm_analysis.forum.model import Forum
from gcm_analysis.report import Surroundings, build_country_page, build_page
from gcm_analysis.report.blocks import (
    BLOCK_MIME,
    PLOTLY_MIME,
    Finding,
    Prose,
    Section,
    TableBlock,
    write_cells,
)
from gcm_analysis.report.facts import CountryFact, RunFacts, SourceFact
from gcm_analysis.report.sections import COUNTRY_SECTIONS, PAGE_SECTIONS

HOSTILE = (
    "<script>alert('x')</script> =HYPERLINK(\"http://example.invalid\") 😀 \u202eabc\u202c «ñ»"
)
LONG = "La cooperación entre autoridades consulares. " * 230
COUNTRIES = {
    "CAN": ("Canadá", "Canada", "RCM"), "CRI": ("Costa Rica", "Costa Rica", "RCM"),
    "SLV": ("El Salvador", "El Salvador", "RCM"), "HND": ("Honduras", "Honduras", "RCM"),
    "MEX": ("México", "Mexico", "RCM"), "PAN": ("Panamá", "Panama", "RCM"),
    "COL": ("Colombia", "Colombia", "SACM"), "ECU": ("Ecuador", "Ecuador", "SACM"),
    "PER": ("Perú", "Peru", "SACM"),
}  # fmt: skip
TOPICS = {
    "es": ["Vías regulares de migración", "Protección consular", "Retorno y reintegración digna",
           "Lucha contra la trata de personas", "Datos y estadísticas", "Remesas e inclusión"],
    "en": ["Regular pathways", "Consular protection", "Return and dignified reintegration",
           "Countering trafficking in persons", "Data and statistics", "Remittances and inclusion"],
}  # fmt: skip
TITLES = {
    "asked": ("Qué se preguntó y a quién", "What was asked, and of whom"),
    "responses": ("Quién respondió", "Who answered"),
    "topics": ("Los temas tal como se preguntaron", "The topics as asked"),
    "objectives": ("Los objetivos que representan", "The objectives they stand for"),
    "matrix": ("País por país", "Country by country"),
    "tile_map": ("En el mapa", "On the map"),
    "comparison": ("La CRM y la CSM, lado a lado", "RCM and SACM side by side"),
    "principles": ("Principios rectores", "Guiding principles"),
    "groupings": ("Etapas y mesas redondas", "Stages and round tables"),
    "others": ("Los otros participantes", "The other respondents"),
    "trends": ("Desde el foro anterior", "Since the last forum"),
    "coverage": ("Lo que depende de códigos sin revisar", "What rests on unreviewed codes"),
    "reconciliation": ("Lo que se leyó", "What was read"),
    "method": ("Cómo se hizo", "How it was done"),
    "sources": ("Fuentes", "Sources"),
    "status": ("Estado", "Status"), "answers": ("Lo que respondió", "What it answered"),
    "evidence": ("Qué palabras dieron cada objetivo", "Which words gave each objective"),
    "corrections": ("Cómo corregir", "How to correct"),
}  # fmt: skip


def make_forum() -> Forum:
    """Return an illustrative forum."""
    return Forum.model_validate(
        {
            "forum": "ejemplo-2024",
            "illustrative": True,
            "title": {
                "es": "Foro regional de ejemplo sobre el Pacto Mundial para la Migración",
                "en": "Example regional forum on the Global Compact for Migration",
            },
            "host": "la Secretaría Técnica",
            "sources": [{"alias": "gobiernos", "files": ["*.xlsx"]}],
            "topics": [
                {"id": f"t{place}", "name": {"es": es, "en": en}, "objectives": [5, 6 + place]}
                for place, (es, en) in enumerate(zip(TOPICS["es"], TOPICS["en"], strict=True))
            ],
            "questions": [
                {"id": "q1", "role": "priority", "kind": "ranking", "column": "Temas",
                 "text": {"es": "Ordene los temas prioritarios", "en": "Rank the priority topics"},
                 "topics": [f"t{place}" for place in range(6)]},
                {"id": "q2", "role": "priority", "kind": "text", "column": "Otros",
                 "text": {"es": "¿Qué más?", "en": "What else?"}},
                {"id": "q3", "role": "challenge", "kind": "text", "column": "Desafíos",
                 "text": {"es": "¿Qué desafíos enfrenta?", "en": "Which challenges?"}},
            ],
        }
    )  # fmt: skip


def make_facts(language: str = "es", audience: Any = "internal") -> RunFacts:
    """Return the facts of an invented run."""
    name = 0 if language == "es" else 1
    return RunFacts(
        forum=make_forum(),
        audience=audience,
        language=language,
        cut_off=dt.date(2024, 9, 13),
        countries=tuple(
            CountryFact(
                iso3=iso3,
                name=names[name],
                conference=names[2],
                status="pending" if iso3 == "PER" else "in_part" if iso3 == "HND" else "answered",
                validation=None if iso3 == "PER" else "validated" if iso3 == "MEX" else "sent",
            )
            for iso3, names in COUNTRIES.items()
        ),
        sources=(
            SourceFact("gobiernos", ("a" * 64,), "microsoft_forms", 10, 412, 340, 40, 30, 2),
            SourceFact("sociedad-civil", ("b" * 64,), "table", 14, 1210, 1000, 100, 90, 20),
        ),
        versions={"program": "0.1.0", "codebook": "2024.1", "plotly": "7.1.0"},
        seeds={"permutation": 20240901, "resampling": 20240902},
        n_accepted=120,
        n_unreviewed=31,
        n_to_review=9,
    )


@dataclass(frozen=True)
class Chart:
    """A chart as the agreed payload has it, drawn by plotly alone."""

    key: str
    title: str
    subtitle: str
    alt: str
    figure: go.Figure
    table: pd.DataFrame
    links: tuple[str | None, ...] = ()
    min_width: int = 336

    def _repr_mimebundle_(self) -> dict[str, Any]:
        figure = json.loads(self.figure.to_json())
        table = write_cells(self.table, links=self.links).payload()
        payload = {
            "kind": "chart", "key": self.key, "title": self.title, "subtitle": self.subtitle,
            "alt": self.alt, "figure": figure, "table": table, "min_width": self.min_width,
            "max_width": 760, "height": figure["layout"]["height"],
        }  # fmt: skip
        return {BLOCK_MIME: payload, PLOTLY_MIME: figure, "text/plain": self.title}


MARKS = {"RCM": ("#1b6ca8", "circle"), "SACM": ("#c8641b", "diamond")}


def say(language: str, es: str, en: str) -> str:
    """Return one of two texts."""
    return es if language == "es" else en


def make_bars(key: str, language: str) -> Chart:
    """Return a chart of dots with counts written."""
    topics = TOPICS[language]
    counts = [7, 6, 6, 4, 3, 1]
    figure = go.Figure()
    for group, shift in (("RCM", 0), ("SACM", -2)):
        values = [max(count + shift, 0) for count in counts]
        figure.add_scatter(
            x=values, y=topics, mode="markers+text", text=[str(value) for value in values],
            textposition="middle right", name=group, customdata=["#objective-5"] * 6,
            marker={"color": MARKS[group][0], "symbol": MARKS[group][1], "size": 11},
        )  # fmt: skip
    figure.update_layout(template={}, height=300, showlegend=False)
    figure.update_layout(margin={"l": 8, "r": 24, "t": 8, "b": 32}, plot_bgcolor="#fff")
    figure.update_yaxes(autorange="reversed", automargin=True, ticklabelposition="inside top")
    figure.update_xaxes(range=[-2.5, 8.5], zeroline=False, gridcolor="#eef1f4")
    table = pd.DataFrame(
        {
            say(language, "Tema", "Topic"): topics,
            "CRM" if language == "es" else "RCM": [str(count) for count in counts],
            "CSM" if language == "es" else "SACM": [str(max(count - 2, 0)) for count in counts],
        }
    )
    return Chart(
        key=key,
        title=say(
            language,
            "Temas mencionados por los 8 gobiernos que respondieron (9 en la lista)",
            "Topics mentioned by the 8 governments that answered (9 on the roster)",
        ),
        subtitle=say(language, "Número de países; los empates se dicen.", "Number of countries."),
        alt=say(language, "Vías regulares: 7 de 8. Datos: 3 de 8.", "Regular pathways: 7 of 8."),
        figure=figure,
        table=table,
        links=("#objective-5", "MEX", "MEX#objective-9", None, "PER", None),
    )


def make_matrix(language: str) -> Chart:
    """Return a chart of 23 objectives by nine countries."""
    names = [names[0 if language == "es" else 1] for names in COUNTRIES.values()]
    labels = [f"{number}. {TOPICS[language][number % 6]}" for number in range(1, 24)]
    values = [[(row * 7 + column * 3) % 5 / 4 for column in range(9)] for row in range(23)]
    figure = go.Figure(
        go.Heatmap(
            z=values, x=names, y=labels, showscale=False, xgap=2, ygap=2,
            text=[[f"{value:.2f}" for value in row] for row in values], texttemplate="%{text}",
            colorscale=[[0, "#f5f7f9"], [1, "#1b6ca8"]],
        )
    )  # fmt: skip
    figure.update_layout(template={}, height=720)
    figure.update_layout(margin={"l": 8, "r": 8, "t": 70, "b": 8})
    figure.update_yaxes(autorange="reversed", automargin=True)
    figure.update_xaxes(side="top", tickangle=-40)
    table = pd.DataFrame(
        [[label, *map("{:.2f}".format, row)] for label, row in zip(labels, values, strict=True)]
    )
    table.columns = pd.Index([say(language, "Objetivo", "Objective"), *names])
    return Chart(
        key="matrix",
        title=say(language, "Los 23 objetivos por país (8 de 9)", "The 23 objectives (8 of 9)"),
        subtitle=say(language, "Puntos de 0 a 1.", "Points from 0 to 1."),
        alt=say(language, "Puntos por país y objetivo.", "Points by country and objective."),
        figure=figure,
        table=table,
        min_width=720,
    )  # fmt: skip


def make_blocks(language: str) -> list[object]:
    """Return the blocks of a whole page, sections out of order as notebooks may show them."""
    blocks: list[object] = []
    for key in PAGE_SECTIONS:
        if key in ("method", "sources"):
            continue
        title = TITLES[key][0 if language == "es" else 1]
        intro = say(
            language,
            "Respondieron 8 de los 9 gobiernos consultados; la respuesta de uno está pendiente.",
            "8 of the 9 governments asked have answered; the answer of one is pending.",
        )
        blocks.append(Section(key, title, intro))
        chart = make_matrix(language) if key == "matrix" else make_bars(f"chart-{key}", language)
        sentence = say(
            language,
            "«Vías regulares de migración» es el tema que mencionaron más países: 7 de los 8 que "
            "respondieron (9 en la lista).",
            "“Regular pathways” is the topic that most countries mentioned: 7 of the 8 that "
            "answered (9 on the roster).",
        )
        blocks.append(Prose(f"findings-{key}", [Finding(sentence, chart.key)] * 2))
        blocks.append(chart)
    answers = pd.DataFrame(
        {say(language, "Pregunta", "Question"): ["1", "2"], "Texto": [HOSTILE, LONG]}
    )
    blocks.append(Section("reconciliation", ""))
    blocks.append(TableBlock("verbatim", HOSTILE, answers, verbatim=("Texto",)))
    return blocks


def make_country_blocks(language: str) -> list[object]:
    """Return the blocks of a country's page."""
    blocks: list[object] = []
    for key in COUNTRY_SECTIONS[1:-1]:
        blocks.append(Section(key, TITLES[key][0 if language == "es" else 1]))
        if key == "objectives":
            blocks.append(make_bars("country-objectives", language))
        column = say(language, "Respuesta", "Answer")
        table = pd.DataFrame(
            {say(language, "Objetivo", "Objective"): ["9", "5"], column: [LONG, HOSTILE]}
        )
        anchors = [f"{key}-1", f"{key}-2"]
        if key == "objectives":
            anchors = ["objective-9", "objective-5"]
        block = TableBlock(f"{key}-table", TITLES[key][0], table, "", (), anchors, (column,))
        blocks.append(block)
    return blocks


def make_notebook(blocks: list[object]) -> dict[str, Any]:
    """Return an executed notebook that shows blocks."""
    outputs = [
        {
            "output_type": "display_data",
            "metadata": {},
            "data": block._repr_mimebundle_(),  # type: ignore[attr-defined]
        }
        for block in blocks
    ]
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def make_drawings(language: str) -> dict[str, str]:
    """Return a static drawing for every chart, of the shape that plotly writes."""
    drawing = (
        '<svg class="main-svg" xmlns="http://www.w3.org/2000/svg" width="640" height="300" '
        'viewBox="0 0 640 300"><defs id="defs-1"><g><clipPath id="clip1"><rect width="9.999" '
        'height="5"/></clipPath></g></defs><g clip-path="url(#clip1)"><g/></g>'
        '<text x="10.123" y="20" style="fill: rgb(31, 35, 40); fill-opacity: 1;">A &lt;b&gt;</text>'
        "</svg>"
    )
    blocks = [*make_blocks(language), *make_country_blocks(language)]
    return {block.key: drawing for block in blocks if isinstance(block, Chart)}


def surround() -> Surroundings:
    """Return what stands beside a page."""
    downloads = {"workbook": "tables.xlsx"}
    return Surroundings(("es", "en"), tuple(COUNTRIES), downloads)


def make_page(language: str = "es", *, drawn: bool = True, audience: str = "internal") -> str:
    """Return a whole page."""
    return build_page(
        [make_notebook(make_blocks(language))],
        make_facts(language, audience),
        drawings=make_drawings(language) if drawn else {},
        surroundings=surround(),
    )


def make_country_page(language: str = "es", *, drawn: bool = True) -> str:
    """Return the page of one country."""
    return build_country_page(
        make_notebook(make_country_blocks(language)),
        make_facts(language),
        "MEX",
        drawings=make_drawings(language) if drawn else {},
        surroundings=surround(),
    )


@pytest.fixture(scope="session")
def demo() -> ModuleType:
    """The builders of this file."""
    return sys.modules[__name__]
