"""Qualtrics: three header rows, or the legacy two; the tag of a question groups its columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gcm_analysis.survey.exports.grouping import is_other_words
from gcm_analysis.survey.exports.layout import (
    Heading,
    Kind,
    Layout,
    Meaning,
    Rows,
    find_filled_rows,
)
from gcm_analysis.survey.exports.metadata import name_metadata, tell_meaning
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.splitting import read_codes
from gcm_analysis.survey.workbook import Sheet

OWN: dict[str, Meaning] = {
    "startdate": "started_at", "enddate": "submitted_at", "recordeddate": "submitted_at",
    "responseid": "submission_id", "_recordid": "submission_id", "finished": "is_complete",
    "userlanguage": "language", "recipientemail": "email", "recipientlastname": "name",
    "recipientfirstname": "name", "emailaddress": "email", "name": "name",
    **dict.fromkeys(
        (
            "status", "ipaddress", "progress", "duration", "duration (in seconds)",
            "externaldatareference", "externalreference", "locationlatitude",
            "locationlongitude", "locationaccuracy", "distributionchannel", "responseset",
        ),
        "other",
    ),
}  # fmt: skip
TAG = re.compile(r"^(.+?)(?:#\d+)?_(\d+|[A-Za-z]|\d+_TEXT|TEXT|RANK|GROUP|\d+_RANK|\d+_GROUP)$")
IMPORT = '"ImportId"'
QUESTION_ID = re.compile(r"^QID\d+")
CHOICE = re.compile(r"^QID\d+$")
TEXT_ENTRY = re.compile(r"^QID\d+_TEXT$")
SELECTED = re.compile(
    r"\s*-\s*(selected choice|opción seleccionada|elección seleccionada|choix sélectionné|"
    r"escolha selecionada|opção selecionada|ausgewählte option)\b(?=\s*(-|$))",
    re.IGNORECASE,
)
PREVIEW = re.compile(r"preview|test|vista previa|prueba|visualizacao|teste|apercu|essai")
ANALYSIS = re.compile(
    r" - (Topics|Parent Topics|Sentiment.*|Topic Sentiment.*|Actionability|Effort)"
)
FLAG = re.compile(r"^Q_[A-Z][A-Za-z]+$")
"""What Qualtrics adds on fraud and quality: Q_RecaptchaScore, Q_DuplicateRespondent."""
BEHAVIOUR = re.compile(
    r"_(first[ _]click|last[ _]click|page[ _]submit|click[ _]count|browser|version|"
    r"operating[ _]system|os|resolution)$",
    re.IGNORECASE,
)
"""Questions that nobody sees: times of a page, and the browser."""


def lay_out(sheet: Sheet, row: int) -> Layout:
    """Return how an export of Qualtrics is to be read."""
    tags = sheet.row_texts(row)
    texts = sheet.row_texts(row + 1) if row + 1 < sheet.n_rows else [""] * len(tags)
    third = sheet.row_texts(row + 2) if row + 2 < sheet.n_rows else []
    has_ids = any(IMPORT in text for text in third)
    ids = [read_import_id(text) for text in third] if has_ids else [("", None)] * len(tags)
    is_legacy = not has_ids and all(re.match(r"^V\d+$", tag) for tag in tags[:4])
    headings = [
        name_heading(index, tag, text, identifier, is_legacy=is_legacy)
        for index, (tag, text, (identifier, _)) in enumerate(zip(tags, texts, ids, strict=True))
    ]
    has_texts = row + 1 < sheet.n_rows and (is_legacy or not is_data_row(headings, texts))
    has_texts = has_texts or has_ids
    last = row + 2 if has_ids else row + 1 if has_texts else row
    zone = next((zone for _, zone in ids if zone), None)
    rows = find_filled_rows(sheet, last)
    headings = [mark_codes(sheet, rows, heading) for heading in headings]
    remarks = tuple(name_previews(sheet, rows, headings))
    return Layout(
        sheet, tuple(range(row, last + 1)), rows, tuple(join_by_tag(headings)),
        separators=(",", ";"), timezone="UTC" if zone == "Z" else zone, remarks=remarks,
    )  # fmt: skip


def name_previews(
    sheet: Sheet, rows: Rows, headings: Sequence[Heading]
) -> Iterator[tuple[str, str]]:
    """Yield a remark on each row that the form's makers sent while they tried it."""
    status = next((h for h in headings if fold(h.code or h.header) == "status"), None)
    if status is None:
        return
    column = sheet.columns[status.index]
    for row in rows.tolist():
        if PREVIEW.search(column.folded[int(column.codes[row])]):
            text = f"Row {row + 1} is a preview or a test of the form: is it an answer?"
            yield "preview_submission", text


def read_import_id(text: str) -> tuple[str, str | None]:
    """Return the id and the time zone that a cell of the third header row tells."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return "", None
    if not isinstance(found, dict):
        return "", None
    zone = found.get("timeZone")
    return str(found.get("ImportId", "")), zone if isinstance(zone, str) else None


def is_data_row(headings: Sequence[Heading], texts: Sequence[str]) -> bool:
    """Tell whether the second row is a submission already: its times are times."""
    from gcm_analysis.survey.times import looks_like_time

    times = [texts[h.index] for h in headings if h.meaning in {"submitted_at", "started_at"}]
    return bool(times) and all(map(looks_like_time, times))


def name_heading(index: int, tag: str, text: str, identifier: str, *, is_legacy: bool) -> Heading:
    """Return the heading of a column before its question's columns are joined."""
    name = fold(text if is_legacy else tag)
    meaning = OWN.get(name) or OWN.get(fold(identifier))
    is_question = bool(QUESTION_ID.match(identifier))
    if meaning is None and not is_question and index < 20:
        meaning = tell_meaning(tag) or tell_meaning(text)
    if meaning and not is_question:
        return replace(name_metadata(index, tag, meaning), levels=(tag, text), code=tag)
    is_flag = bool(FLAG.match(tag)) and not is_question
    if is_flag or ANALYSIS.search(tag) or BEHAVIOUR.search(identifier) or BEHAVIOUR.search(tag):
        return name_metadata(index, tag, "other")
    kind: Kind | None = None
    if TEXT_ENTRY.match(identifier):
        kind = "text"
    elif CHOICE.match(identifier):
        kind = "single"
    return Heading(
        index, tag, question=SELECTED.sub("", text) or tag, code=tag, block=str(index), kind=kind,
        levels=(tag, text),
    )  # fmt: skip


def join_by_tag(headings: Sequence[Heading]) -> list[Heading]:
    """Join the columns Q3_1, Q3_2, ... of one question; Q3_5_TEXT holds words of one's own."""
    stems: dict[str, list[Heading]] = {}
    for heading in headings:
        if heading.role == "question" and (found := TAG.match(heading.code or "")):
            stems.setdefault(found[1], []).append(heading)
    plain = {h.code: h for h in headings if h.role == "question"}
    joined = {h.index: h for h in headings}
    for stem, members in stems.items():
        owner = plain.get(stem)
        if len(members) < 2 and owner is None:
            continue
        options = [h for h in members if not is_text_entry(h)]
        question = common_start([h.question for h in options]) if len(options) > 1 else ""
        for heading in members:
            text = heading.question
            item = text[len(question) :].strip(" -–:") if text.startswith(question) else text
            is_text = is_text_entry(heading)
            joined[heading.index] = replace(
                heading, question=owner.question if owner else question.strip(" -–:") or stem,
                code=stem, item=item or heading.code, block=f"tag {stem}",
                is_other=is_text or (len(options) == len(members) and is_other_words(item)),
                kind=None,
                levels=tuple(filter(None, (*heading.levels, item))),
            )  # fmt: skip
        if owner is not None:
            joined[owner.index] = replace(owner, block=f"tag {stem}")
    return [joined[heading.index] for heading in headings]


def is_text_entry(heading: Heading) -> bool:
    """Tell whether a column holds the words written beside an option."""
    return (heading.code or "").upper().endswith("TEXT")


def mark_codes(sheet: Sheet, rows: Rows, heading: Heading) -> Heading:
    """Tell a choice of several whose options are given as numbers: "1,3"."""
    column = sheet.columns[heading.index]
    codes, _ = column.answered(rows)
    is_list = heading.kind == "single" and read_codes([column.texts[code] for code in codes])
    return replace(heading, kind="multiple") if is_list else heading


def common_start(texts: Sequence[str]) -> str:
    """Return what texts have in common at their start, up to a dash."""
    first, last = min(texts), max(texts)
    length = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )
    cut = first[:length].rfind(" - ")
    return first[: cut + 3] if cut >= 0 else ""
