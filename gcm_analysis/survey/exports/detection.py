"""Which survey tool wrote a sheet: what speaks for each, and how strongly."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import get_args

from gcm_analysis.survey.export import ExportTool
from gcm_analysis.survey.exports.metadata import MEANING_OF, tell_meaning
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.workbook import Sheet

TOOLS: tuple[ExportTool, ...] = get_args(ExportTool)
LOOKED_AT = 12
CERTAIN = 0.97
KOBO_COLUMNS = {
    "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status",
    "_submitted_by", "__version__", "_tags", "_index",
}  # fmt: skip
LIME_CODED = re.compile(r"^(id|submitdate|lastpage|startlanguage|seed|startdate|datestamp)\. ")
LIME_QUESTION = re.compile(r"^[A-Za-z][A-Za-z0-9_]*(\[[^\]]*\])*\. ")
LIME_SUBQUESTION = re.compile(r"^[A-Za-z][A-Za-z0-9_]*\[[^\]]+\]")
LIME_SUBCODE = re.compile(r"^[A-Za-z]\w*\[\w+\]$")
LIME_CODES = {"id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"}
LIME_TITLES = {
    "date submitted", "last page", "start language", "date last action", "fecha de envio",
    "ultima pagina", "lenguaje inicial", "idioma inicial", "data de envio", "date de soumission",
    "derniere page", "langue de depart", "seed", "semilla", "lingua inicial", "semente",
    "datum abgeschickt", "letzte seite", "start-sprache", "zufallsstartwert",
}  # fmt: skip
SECOND_ROW = {
    "response", "open-ended response", "other (please specify)", "respuesta", "respuesta abierta",
    "otro (especifique)", "otro (por favor, especifique)", "resposta", "resposta aberta",
    "outro (especifique)", "reponse", "reponse ouverte", "autre (veuillez preciser)",
    "otra (especifique)", "respuesta de composicion abierta", "respuestas abiertas",
    "otro (por favor especifique)", "respostas abertas", "resposta de formato aberto",
    "outro (por favor, especifique)", "outro (favor especificar)", "reponses ouvertes",
    "reponse a composition ouverte", "autre (preciser)", "autre (precisez)", "antwort",
    "offene antwort", "sonstiges (bitte angeben)",
}  # fmt: skip
AN_ID = r"^(?:id|identificador|identificacion|identificacao|identifiant)\.?(?: del?| do| da| du)? "
COLLECTOR = re.compile(
    r"^collector[ _-]?id$|"
    + AN_ID
    + r"(?:recopilador|recolector|colector|recolecta|coletor|collecteur)$"
)
RESPONDENT = re.compile(
    r"^respondent[ _-]?id$|^befragten-id$|"
    + AN_ID
    + r"(?:encuestado|respondiente|respondente|respondedor|repondant)$"
)
GOOGLE_TIMES = {
    "timestamp", "marca temporal", "carimbo de data/hora", "horodateur", "horodatage",
    "marca de temps", "zeitstempel", "informazioni cronologiche", "tijdstempel",
}  # fmt: skip
GOOGLE_SHEETS = re.compile(
    r"^(form responses|respuestas de formulario|respuestas del formulario|"
    r"respostas ao formulario|reponses au formulaire|formularantworten|"
    r"risposte del modulo|formulierreacties) ?\d*$"
)
QUALTRICS_COLUMNS = {"startdate", "enddate", "status", "progress", "finished", "recordeddate",
                     "responseid", "distributionchannel", "userlanguage"}  # fmt: skip


@dataclass(frozen=True)
class Detection:
    """Which tool wrote a sheet, where its header stands, why, and how sure that is."""

    tool: ExportTool
    row: int
    evidence: tuple[str, ...]
    confidence: float


def detect_tool(sheet: Sheet) -> Detection:
    """Return the tool that wrote a sheet; "table" where nothing speaks for one.

    A wrong guess is worse than "table": each tool is told only by marks that others lack.
    """
    found: list[Detection] = []
    for row in find_first_rows(sheet):
        headers = sheet.row_texts(row)
        below = sheet.row_texts(row + 1) if row + 1 < sheet.n_rows else []
        looks = (
            find_qualtrics(sheet, row, headers, below),
            find_limesurvey(row, headers),
            find_kobotoolbox(row, headers),
            find_surveymonkey(sheet, row, headers, below),
            find_microsoft_forms(sheet, row, headers),
            find_google_forms(sheet, row, headers),
        )
        found += [detection for detection in looks if detection]
        if any(detection.confidence >= CERTAIN for detection in found):
            break
    if found:
        return max(found, key=lambda detection: (detection.confidence, -detection.row))
    return Detection("table", 0, ("no mark of a survey tool in its headers",), 0.6)


def find_first_rows(sheet: Sheet) -> list[int]:
    """Return the first rows that hold more than one cell."""
    rows = [row for row in range(min(sheet.n_rows, 40)) if sheet.fill[row] >= 2]
    return rows[:LOOKED_AT]


def find_qualtrics(
    sheet: Sheet, row: int, headers: list[str], below: list[str]
) -> Detection | None:
    """Look for ImportIds, or for the numbered columns of the legacy export."""
    folded = {fold(header) for header in headers}
    if row + 2 < sheet.n_rows:
        third = [text for text in sheet.row_texts(row + 2) if text]
        if third and sum('"ImportId"' in text for text in third) >= 0.5 * len(third):
            evidence = ("third header row holds ImportIds",)
            return Detection("qualtrics", row, evidence, 0.99)
    numbered = sum(bool(re.match(r"^v\d+$", header)) for header in folded)
    if numbered >= 4 and {"responseid", "responseset"} <= {fold(text) for text in below}:
        evidence = ("columns V1, V2, ... over ResponseID, ResponseSet",)
        return Detection("qualtrics", row, evidence, 0.97)
    if len(folded & QUALTRICS_COLUMNS) >= 6:
        return Detection("qualtrics", row, ("columns StartDate ... ResponseId",), 0.95)
    return None


def find_limesurvey(row: int, headers: list[str]) -> Detection | None:
    """Look for "code. text" headers, or for LimeSurvey's own columns."""
    named = [header for header in headers if header]
    coded = [header for header in named if LIME_CODED.match(header)]
    if len(coded) >= 2:
        return Detection("limesurvey", row, (f"headers such as {coded[0]!r}",), 0.98)
    questions = [header for header in named if LIME_QUESTION.match(header)]
    parts = [header for header in questions if LIME_SUBQUESTION.match(header)]
    if len(questions) >= 3 and len(questions) >= 0.6 * len(named) and parts:
        return Detection("limesurvey", row, (f"headers such as {parts[0][:40]!r}",), 0.9)
    folded = {fold(header) for header in named}
    if len(folded & LIME_CODES) >= 3:
        evidence = ("columns " + ", ".join(sorted(folded & LIME_CODES)),)
        return Detection("limesurvey", row, evidence, 0.95)
    brackets = [header for header in named if LIME_SUBCODE.match(header)]
    if {"id", "submitdate"} <= folded and brackets:
        told = ("columns id, submitdate", f"headers such as {brackets[0]!r}")
        return Detection("limesurvey", row, told, 0.9)
    if len(folded & LIME_TITLES) >= 2:
        evidence = ("columns " + ", ".join(sorted(folded & LIME_TITLES)),)
        return Detection("limesurvey", row, evidence, 0.93)
    return None


def find_kobotoolbox(row: int, headers: list[str]) -> Detection | None:
    """Look for the columns that Kobo appends."""
    found = KOBO_COLUMNS & set(headers)
    if len(found) >= 3 or found >= {"_uuid", "_submission_time"}:
        evidence = ("columns " + ", ".join(sorted(found)),)
        return Detection("kobotoolbox", row, evidence, min(0.99, 0.9 + 0.02 * len(found)))
    return None


def find_surveymonkey(
    sheet: Sheet, row: int, headers: list[str], below: list[str]
) -> Detection | None:
    """Look for respondent and collector ids, and for "Response" in a second header row."""
    folded = {fold(header) for header in headers}
    answers = [text for text in below if fold(text) in SECOND_ROW]
    evidence = []
    has_respondent = any(map(RESPONDENT.match, folded))
    if has_respondent:
        evidence.append("a column of respondent ids")
    if any(map(COLLECTOR.match, folded)):
        evidence.append("a column of collector ids")
    if len(answers) >= 1 and ("" in headers or not below[0]):
        evidence.append(f"second header row says {answers[0]!r}")
    if len(evidence) >= 2:
        return Detection("surveymonkey", row, tuple(evidence), 0.97)
    if len(answers) >= 3 and not sheet.columns[0].text(row + 1):
        return Detection("surveymonkey", row, tuple(evidence) or (f"{answers[0]!r}",), 0.85)
    if has_respondent and len([header for header in headers if " - " in header]) >= 2:
        evidence.append("headers of the form 'Question - Option'")
        return Detection("surveymonkey", row, tuple(evidence), 0.85)
    if RESPONDENT.match(fold(headers[0])):
        return Detection("surveymonkey", row, tuple(evidence), 0.8)
    return None


def find_microsoft_forms(sheet: Sheet, row: int, headers: list[str]) -> Detection | None:
    """Look for ID, start time and completion time side by side."""
    meanings = [tell_meaning(header) for header in headers[:8]]
    if fold(headers[0]) != "id":
        return None
    if meanings[1:3] != ["started_at", "submitted_at"]:
        return find_untold_microsoft_forms(sheet, row, headers)
    evidence = "columns " + ", ".join(
        header for header, meaning in zip(headers, meanings, strict=False) if meaning
    )
    return Detection("microsoft_forms", row, (evidence,), 0.97 if meanings[3] else 0.9)


def find_untold_microsoft_forms(sheet: Sheet, row: int, headers: list[str]) -> Detection | None:
    """Look at what stands below ID where the headers are in a language that is not known.

    Numbers are followed by two times, the second never before the first, and by addresses or
    the word "anonymous".
    """
    rows = range(row + 1, min(row + 40, sheet.n_rows))
    if len(headers) < 5 or not rows or not all(headers[:4]):
        return None
    found = [[sheet.columns[index].value(r) for index in range(4)] for r in rows]
    found = [values for values in found if any(value != "" for value in values)]
    is_one = bool(found) and all(
        isinstance(number, float | int)
        and isinstance(start, dt.datetime)
        and isinstance(end, dt.datetime)
        and start <= end
        and (fold(str(mail)) == "anonymous" or "@" in str(mail))
        for number, start, end, mail in found
    )
    evidence = f"below {', '.join(headers[:4])}: numbers, two times, addresses"
    return Detection("microsoft_forms", row, (evidence,), 0.85) if is_one else None


def find_google_forms(sheet: Sheet, row: int, headers: list[str]) -> Detection | None:
    """Look for a first column of timestamps, and for the sheet's name."""
    from gcm_analysis.survey.times import looks_like_time

    is_titled = fold(headers[0]) in GOOGLE_TIMES
    is_sheet = bool(GOOGLE_SHEETS.match(fold(sheet.name)))
    if not (is_titled or (is_sheet and headers[0])) or row + 1 >= sheet.n_rows:
        return None
    evidence = [f"first column {headers[0]!r}"]
    values = [sheet.columns[0].value(r) for r in range(row + 1, min(row + 40, sheet.n_rows))]
    times = [value for value in values if value != ""]
    if not times or sum(map(looks_like_time, times)) < 0.8 * len(times):
        is_own = bool(times) and is_titled and fold(headers[0]) != "timestamp"
        return Detection("google_forms", row, tuple(evidence), 0.7) if is_own else None
    evidence.append("it holds times")
    if is_sheet:
        evidence.append(f"sheet {sheet.name!r}")
    others = {MEANING_OF.get(fold(header)) for header in headers[1:]} & {"submission_id"}
    confidence = 0.98 if is_titled and is_sheet else 0.8 if others else 0.92
    return Detection("google_forms", row, tuple(evidence), confidence)
