"""Explicit references to objectives by number: "Obj. 5, 6 y 18", "objectif n° 21", "5-7"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gcm_analysis.mapping.reading import Span

LAST_OBJECTIVE = 23

NUMBER_WORDS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        [
            "uno one un um primer primero first premier primeiro",
            "dos two deux dois segundo second deuxième",
            "tres three trois três tercer tercero third troisième terceiro",
            "cuatro four quatre quatro cuarto fourth quatrième",
            "cinco five cinq quinto fifth cinquième",
            "seis six sexto sixth sixième",
            "siete seven sept sete séptimo seventh septième sétimo",
            "ocho eight huit oito octavo eighth huitième oitavo",
            "nueve nine neuf nove noveno ninth neuvième nono",
            "diez ten dix dez décimo tenth dixième",
            "once eleven onze",
            "doce twelve douze doze",
            "trece thirteen treize treze",
            "catorce fourteen quatorze catorze",
            "quince fifteen quinze",
            "dieciséis sixteen seize dezesseis dezasseis",
            "diecisiete seventeen dix-sept dezessete dezassete",
            "dieciocho eighteen dix-huit dezoito",
            "diecinueve nineteen dix-neuf dezenove dezanove",
            "veinte twenty vingt vinte",
            "veintiuno twenty-one vingt-et-un",
            "veintidós twenty-two vingt-deux",
            "veintitrés twenty-three vingt-trois",
        ],
        start=1,
    )
    for word in words.split()
}

SPACE = r"[^\S\r\n]*"
ALTERNATIVES = "|".join(sorted(map(re.escape, NUMBER_WORDS), key=len, reverse=True))
NUMBER = (
    r"(?:(?<!\d)(?<!\d\.)\d{1,3}(?:[ºª°]|(?:st|nd|rd|th|er|e|ème|o|a)\b)?(?![\d%])(?!\.\d)"
    rf"|\b(?:{ALTERNATIVES})\b)"
)
TO = (
    r"(?:-|–|—|\ba\b|\bal\b|\bà\b|\bao\b|\bau\b|\bto\b|\bthrough\b|\bhasta\b|\baté\b"
    r"|\bjusqu['’]à\b)"
)
AND = r"(?:[,;/+&]|\by\b|\be\b|\bet\b|\band\b|\bor\b|\bo\b|\bou\b)"
ARTICLE = (
    r"(?:(?:el|los|le|les|the|o|os)\s+)?"
    r"(?:(?:l['’])?obj(?:etivo|ective|ectif)?s?\.?\s*)?(?:n[°ºo]\.?\s*)?"
)
LIST = rf"{NUMBER}(?:{SPACE}(?:(?:{AND}{SPACE}){{1,2}}{ARTICLE}|{TO}{SPACE}{ARTICLE}){NUMBER})*"
KEYWORD = (
    r"(?:\b(?:objetivos?|objectives?|objectifs?|obj|objs|ob)\b\.?"
    r"|\b(?:GCM|PMM|PMSM|PM)\b(?!\s*(?:n[°º]\s*)?\d{4}))"
)
BRIDGE = (
    r"(?:\s*(?:del?|du|do|of the|of|de la)?\s*(?:GCM|PMM|Pacto Mundial|Pacte mondial|Pacto"
    r" Global|Global Compact|Compact)\b)?"
    r"(?:\s*(?:objetivos?|objectives?|objectifs?|obj)\b\.?)?"
    r"(?:\s*(?:n[°º.]?s?\.?|no\.|nos\.|núm\.?|num\.?|números?|numéros?|numbers?|#))?\s*[:#(]?"
)
REFERENCE = re.compile(rf"{KEYWORD}{BRIDGE}{SPACE}({LIST})", re.IGNORECASE)
ORDINAL_WORDS = (
    "primer|primero|first|premier|primeiro|segundo|second|deuxième|tercer|tercero|third|troisième"
    "|terceiro|cuarto|fourth|quatrième|quinto|fifth|cinquième|sexto|sixth|sixième|séptimo|seventh"
    "|septième|sétimo|octavo|eighth|huitième|oitavo|noveno|ninth|neuvième|nono|décimo|tenth|dixième"
)
ORDINAL = re.compile(
    rf"\b(\d{{1,2}}(?:º|ª|°|er|ème|e|st|nd|rd|th)|{ORDINAL_WORDS})\s+(?:objetivo|objective"
    rf"|objectif)\b"
    r"(?=\s+(?:del?|du|do|of(?:\s+the)?)\s+(?:PMM|GCM|Pacto|Pacte|Global\s+Compact|Compact)"
    r"|\s*\.?\s*$)",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"\s*[(\[]?\s*((?:{LIST})(?:\s*[,;/\n]\s*{LIST})*)\s*[)\]]?\s*\.?\s*", re.IGNORECASE
)
DECIMAL = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\s*")
DATE = re.compile(r"\s*\d{4}-(\d\d)-(\d\d)(?:[T ]00:00:00(?:\.0+)?)?\s*")
OTHER_GOALS = re.compile(
    r"\b(?:ODS|SDGs?|ODD|MDGs?|ODM)\b|agenda\s+2030|2030\s+agenda|programme\s+2030"
    r"|(?:objetivos?\s+de\s+desarrollo|sustainable\s+development\s+goals?"
    r"|objectifs?\s+de\s+développement|objetivos?\s+de\s+desenvolvimento)",
    re.IGNORECASE,
)
COMPACT = re.compile(
    r"\b(?:GCM|PMM|pacto\s+(?:mundial|global)|pacte\s+mondial|global\s+compact)\b", re.IGNORECASE
)
UNIT = re.compile(
    r"\s*(?:%|por ciento|percent|años?|years?|ans|anos?|meses|months|mois|países|countries|pays"
    r"|mil\b|millones|million|personas|people|personnes|pessoas|días|days|jours|dias)\b",
    re.IGNORECASE,
)
NEARBY = 45
"""Characters around a number in which another set of goals takes it away."""


@dataclass(frozen=True)
class Reference:
    """An objective named by its number.

    Parameters
    ----------
    number : int
        As written; beyond 23 there is no such objective.
    span : Span
        The whole reference.
    is_sure : bool
        False where the number may mean something else.
    """

    number: int
    span: Span
    is_sure: bool = True


def read_number(written: str) -> int:
    """Return the number that a figure, an ordinal or a word stands for."""
    if digits := re.match(r"\d+", written):
        return int(digits.group())
    return NUMBER_WORDS[written.casefold()]


def expand_list(listed: str) -> list[int]:
    """Return the numbers of a list with its ranges written out.

    >>> expand_list("2, 5 a 7 y 18")
    [2, 5, 6, 7, 18]
    """
    numbers: list[int] = []
    found = list(re.finditer(NUMBER, listed, re.IGNORECASE))
    for before, match in zip([None, *found], found, strict=False):
        number = read_number(match.group())
        joint = listed[before.end() : match.start()] if before else ""
        if (
            before
            and re.search(TO, joint, re.IGNORECASE)
            and numbers[-1] < number <= LAST_OBJECTIVE
        ):
            numbers.extend(range(numbers[-1] + 1, number))
        numbers.append(number)
    return list(dict.fromkeys(numbers))


def names_other_goals(text: str, start: int, end: int) -> bool:
    """Tell whether a number belongs to the Sustainable Development Goals or the like."""
    near = text[max(0, start - NEARBY) : end + NEARBY]
    return bool(OTHER_GOALS.search(near)) and not COMPACT.search(near)


def find_whole_answer(text: str) -> list[Reference]:
    """Return the references of an answer that is nothing but numbers.

    A single figure may be a rating, a decimal or a date may be what a spreadsheet made of
    "5,6" or "5-7": their probable reading is not sure.
    """
    whole = Span(0, len(text))
    if found := DECIMAL.fullmatch(text):
        return [Reference(int(number), whole, is_sure=False) for number in found.groups()]
    if found := DATE.fullmatch(text):
        low, high = sorted(int(number) for number in found.groups())
        return [Reference(number, whole, is_sure=False) for number in range(low, high + 1)]
    if BARE.fullmatch(text) and re.search(r"\d", text):
        numbers = expand_list(text)
        return [Reference(number, whole, is_sure=len(numbers) > 1) for number in numbers]
    return []


def find_references(text: str) -> list[Reference]:
    """Return the objectives that a text names by number, in order of appearance.

    >>> [reference.number for reference in find_references("Obj. 5, 6 y 18")]
    [5, 6, 18]
    >>> find_references("Agenda 2030, objetivo 8 (ODS 8)")
    []
    """
    if whole := find_whole_answer(text):
        return whole
    references: dict[int, Reference] = {}
    for pattern in (REFERENCE, ORDINAL):
        for match in pattern.finditer(text):
            if names_other_goals(text, *match.span()) or UNIT.match(text, match.end()):
                continue
            span = Span(*match.span())
            for number in expand_list(match.group(1)):
                references.setdefault(number, Reference(number, span))
    return sorted(references.values(), key=lambda reference: reference.span.start)
