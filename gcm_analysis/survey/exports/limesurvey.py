"""LimeSurvey: "code. Text [Sub-question]", rankings as [Rank 1] ... [Rank k]."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gcm_analysis.survey.exports.grouping import BRACKETED, distinct, is_other_words
from gcm_analysis.survey.exports.layout import Heading, Layout, Meaning, Rows, find_filled_rows
from gcm_analysis.survey.exports.metadata import name_metadata, tell_meaning
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.marks import MARKS
from gcm_analysis.survey.scales import recognise_scale
from gcm_analysis.survey.workbook import Sheet

CODED = re.compile(r"^([A-Za-z]\w*)((?:\[[^\]]*\])*)\.\s*(.*)$", re.DOTALL)
CODE_ONLY = re.compile(r"^([A-Za-z]\w*)((?:\[[^\]]*\])*)$")
SUBCODE = re.compile(r"\[([^\]]*)\]")
BRACKETS = re.compile(r"^(.*?)\s*((?:\[[^\[\]]*\]\s*){2,})$", re.DOTALL)
COMMENT = "comment"
LAST_BRACKET = re.compile(r"^(.*?)\s*\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\s*$", re.DOTALL)
RANK = re.compile(
    r"^(?:rank|rango|rang|posicion|posicao|clasificacion|classificacao|classement|ranking|puesto|"
    r"posto|lugar|ordem|orden|ordre|position|place|prioridade?|priorite|priority)\s*(\d{1,2})$"
)
OWN: dict[str, Meaning] = {
    "id": "submission_id", "submitdate": "submitted_at", "startdate": "started_at",
    "startlanguage": "language", "email": "email", "firstname": "name", "lastname": "name",
    **dict.fromkeys(
        ("lastpage", "seed", "datestamp", "ipaddr", "refurl", "token", "interviewtime"), "other"
    ),
}  # fmt: skip
TIMED = re.compile(
    r"^(?:(?:total|group|question) time|tiempo (?:total|del? (?:grupo|(?:la )?pregunta))|"
    r"temps (?:total|du groupe|de la question)|tempo (?:total|do grupo|da (?:questao|pergunta)))"
    r"(?:$|:| -)"
)
TIMING = re.compile(r"^(?:(?:group|question)[Tt]ime\d*|\w+Time)$")


def lay_out(sheet: Sheet, row: int) -> Layout:
    """Return how an export of LimeSurvey is to be read."""
    rows = find_filled_rows(sheet, row)
    headings = [
        name_heading(sheet, rows, index, header)
        for index, header in enumerate(sheet.row_texts(row))
    ]
    headings = join_places(sheet, rows, join_by_code(headings))
    return Layout(sheet, (row,), rows, tuple(headings), separators=(";", ","))


def name_heading(sheet: Sheet, rows: Rows, index: int, header: str) -> Heading:
    """Return the heading of a column, its code and its sub-question parted."""
    coded = CODED.match(header)
    found = coded or CODE_ONLY.match(header)
    code = found[1] if found else None
    if found and code and not found[2] and (meaning := OWN.get(code.lower())):
        return replace(name_metadata(index, header, meaning), code=code.lower())
    if found and not found[2] and TIMING.match(found[1]):
        return name_metadata(index, header, "other")
    is_bare = coded is None and not (found and found[2])
    if is_bare and (meaning := tell_meaning(header)) and meaning not in {"email", "name"}:
        is_sent = fold(header) in {"date submitted", "fecha de envio", "data de envio",
                                   "date de soumission"}  # fmt: skip
        return replace(
            name_metadata(index, header, meaning), code="submitdate" if is_sent else None
        )
    if is_bare and TIMED.match(fold(header)):
        return name_metadata(index, header, "other")
    if not header and is_counter(sheet, rows, index):
        return name_metadata(index, header, "other")
    text = coded[3] if coded else "" if found else header
    subcodes = SUBCODE.findall(found[2]) if found else []
    if subcodes and subcodes[-1].endswith(COMMENT):
        return name_comment(index, header, str(code), text, subcodes)
    if len(subcodes) == 2 or (subcodes and "_" in subcodes[0]):
        return name_cell_of_array(index, header, str(code), text, subcodes)
    bracket = LAST_BRACKET.match(text) if subcodes or not found else None
    question, item = (bracket[1], bracket[2]) if bracket else (text, None)
    if subcodes and not item:
        item = None if item == "" else " ".join(subcodes)
    is_other = bool(subcodes) and subcodes[-1].lower() == "other"
    return Heading(
        index, header, question=question.strip() or code or header, code=code,
        item=item.strip() if item else None, block=f"code {code}" if code else str(index),
        is_other=is_other or (item is not None and is_other_words(item)),
        levels=tuple(filter(None, (header, text, item, f"{code}{found[2]}" if found else None))),
    )  # fmt: skip


def name_comment(index: int, header: str, code: str, text: str, subcodes: Sequence[str]) -> Heading:
    """Return the heading of words that comment a choice, or one of its options: a text."""
    found = BRACKETS.match(text) or LAST_BRACKET.match(text)
    words = SUBCODE.findall(found[2]) if found and found.re is BRACKETS else []
    item = words[0] if len(words) > 1 else subcodes[-1].removesuffix(COMMENT) or None
    return Heading(
        index, header, question=found[1].strip() if found else header, code=f"{code}{COMMENT}",
        item=item, block=f"comment {code}", kind="text",
        levels=tuple(filter(None, (header, text, f"{code}[{']['.join(subcodes)}]"))),
    )  # fmt: skip


def name_cell_of_array(
    index: int, header: str, code: str, text: str, subcodes: Sequence[str]
) -> Heading:
    """Return the heading of a cell of an array of rows and columns, or of two scales.

    Each scale is a question of its own; of rows and columns both are the item.
    """
    found = BRACKETS.match(text)
    words = [word.strip() for word in SUBCODE.findall(found[2])] if found else list(subcodes)
    question = found[1].strip() if found else code
    levels = tuple(filter(None, (header, text, f"{code}[{']['.join(subcodes)}]")))
    if len(subcodes) == 2:
        return Heading(
            index, header, question=f"{question} [{words[-1]}]", code=f"{code}_{subcodes[1]}",
            item=words[0], block=f"code {code} {subcodes[1]}", levels=levels,
        )  # fmt: skip
    return Heading(
        index, header, question=question, code=code, item=" / ".join(words),
        block=f"code {code}", levels=levels,
    )  # fmt: skip


def is_counter(sheet: Sheet, rows: Rows, index: int) -> bool:
    """Tell whether a column without a header counts the rows."""
    column = sheet.columns[index]
    texts = [column.text(int(row)) for row in rows]
    return all(text.isdigit() for text in texts) and len(set(texts)) == len(texts)


def join_by_code(headings: Sequence[Heading]) -> list[Heading]:
    """Join columns of one question; one that stands alone has no item."""
    sizes: dict[str, int] = {}
    for heading in headings:
        sizes[heading.block] = sizes.get(heading.block, 0) + 1
    plain = join_by_text(headings)
    return [
        replace(heading, item=None)
        if heading.item is not None and not heading.is_other and sizes.get(heading.block) == 1
        else heading
        for heading in plain
    ]


def join_by_text(headings: Sequence[Heading]) -> list[Heading]:
    """Join neighbours without a code by the words before their brackets."""
    joined: list[Heading] = []
    for heading in headings:
        previous = joined[-1] if joined else None
        is_text = heading.role == "question" and not heading.code and heading.item is not None
        if (
            is_text
            and previous
            and previous.question == heading.question
            and BRACKETED.match(heading.header)
        ):
            start = previous.block if previous.block.startswith("text") else None
            block = start or f"text{previous.index}"
            joined[-1] = replace(previous, block=block)
            joined.append(replace(heading, block=block))
        else:
            joined.append(heading)
    return joined


def join_places(sheet: Sheet, rows: Rows, headings: list[Heading]) -> list[Heading]:
    """Tell rankings: named so, or columns 1 ... k whose cells hold options of one list."""
    joined = list(headings)
    blocks: dict[str, list[Heading]] = {}
    for heading in headings:
        if heading.role == "question" and heading.item is not None:
            blocks.setdefault(heading.block, []).append(heading)
    for members in blocks.values():
        named = [RANK.match(fold(h.item or "")) for h in members]
        numbers = [int(found[1]) for found in named if found]
        if not numbers and not is_unnamed_ranking(sheet, rows, members):
            continue
        places = numbers if len(numbers) == len(members) else list(range(1, len(members) + 1))
        for heading, place in zip(members, places, strict=True):
            joined[heading.index] = replace(
                heading, place=place, item=None, kind="ranking", is_other=False
            )
    return joined


def read_subcodes(header: str) -> list[str]:
    """Return the codes in brackets that stand directly behind a question's code."""
    found = CODED.match(header) or CODE_ONLY.match(header)
    return SUBCODE.findall(found[2] if found else header)


def is_unnamed_ranking(sheet: Sheet, rows: Rows, members: Sequence[Heading]) -> bool:
    """Tell whether columns [1] ... [k] hold options of one list, no respondent the same twice."""
    subcodes = [read_subcodes(heading.header) for heading in members]
    if len(members) < 2 or [found[-1:] for found in subcodes] != [
        [str(place)] for place in range(1, len(members) + 1)
    ]:
        return False
    seen = [distinct(sheet, rows, heading) for heading in members]
    words = set().union(*seen)
    if not words or words <= MARKS or recognise_scale(words):
        return False
    shared = sum(len(answers) for answers in seen) > len(words)
    columns = [sheet.columns[heading.index] for heading in members]
    for row in rows[:500].tolist():
        said = [text for column in columns if (text := column.text(row))]
        if len(set(said)) < len(said):
            return False
    return shared
