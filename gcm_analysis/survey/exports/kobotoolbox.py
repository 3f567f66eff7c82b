"""KoboToolbox: labels or XML values, groups in headers, choices spread over 0/1 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from gcm_analysis.survey.exports.headers import is_tag_row
from gcm_analysis.survey.exports.layout import Heading, Layout, Meaning, Rows, find_filled_rows
from gcm_analysis.survey.exports.metadata import name_metadata
from gcm_analysis.survey.exports.xlsform import Form
from gcm_analysis.survey.fold import fold
from gcm_analysis.survey.workbook import Sheet, Workbook

OWN: dict[str, Meaning] = {
    "_id": "submission_id", "_submission_time": "submitted_at", "start": "started_at",
    "_index": "row_key", "_parent_index": "parent_key",
    **dict.fromkeys(
        (
            "_uuid", "_validation_status", "_notes", "_status", "_submitted_by", "__version__",
            "_tags", "end", "today", "deviceid", "phonenumber", "subscriberid", "simserial",
            "audit", "username", "formhub/uuid", "meta/instanceID", "meta/rootUuid",
            "meta/instanceName", "_parent_table_name", "_attachments", "_geolocation",
            "_xform_id_string", "_bamboo_dataset_id", "_version", "_duration", "_total_media",
            "_media_count", "_media_all_received", "_xform_id", "_edited", "_last_edited",
            "_submitted_via_web", "instanceID", "meta/deprecatedID",
        ),
        "other",
    ),
}  # fmt: skip
POINT = re.compile(r"^_.+_(latitude|longitude|altitude|precision)$")
SUBMISSION = re.compile(r"^_submission__")
SPECIFY = re.compile(
    r"^((please )?specify( the)? other|"
    r"(por favor,? )?especifi(que|car|quez)( el| o)? (otr[oa]|outr[oa])|"
    r"otro,? especifique|outro,? especifique|preci(ser|sez)( l')? ?autre)\b.*$"
)
GROUP_END = re.compile(r"(?<!\s)/(?!\s|(?:a|as|o|os|ou|e|es|x|h|or)\b)", re.IGNORECASE)
"""A slash that parts a group from what is in it: none in "y/o", "funcionario/a", "Sí / No"."""
DOTTED = re.compile(r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$")
"""Names of groups and of a question, parted by points."""
BITS = {"0", "1", "true", "false", "verdadero", "falso"}


def lay_out(sheet: Sheet, row: int, form: Form | None = None) -> Layout:
    """Return how an export of KoboToolbox is to be read, its form at hand or not."""
    headers = sheet.row_texts(row)
    last = row + 1 if row + 1 < sheet.n_rows and is_tag_row(sheet, row + 1) else row
    rows = find_filled_rows(sheet, last)
    headings = [name_heading(index, header) for index, header in enumerate(headers)]
    headings = join_choices(sheet, rows, headings)
    headings = join_other(headings)
    options: dict[str, dict[str, str]] = {}
    if form is not None:
        headings = [apply_form(heading, form, options) for heading in headings]
    headings = join_levels(headings)
    return Layout(
        sheet, tuple(range(row, last + 1)), rows, tuple(headings), separators=(" ",),
        timezone="UTC", device_times=frozenset({"started_at"}), known_options=options,
    )  # fmt: skip


def name_heading(index: int, header: str) -> Heading:
    """Return the heading of a column before choices are joined."""
    bare = leave_groups(header)
    meaning = OWN.get(header) or (OWN.get(bare) if bare.startswith("_") else None)
    if meaning:
        return replace(name_metadata(index, header, meaning), code=header)
    if POINT.match(header) or SUBMISSION.match(header):
        return name_metadata(index, header, "other")
    levels = tuple(dict.fromkeys((header, bare)))
    return Heading(index, header, question=bare, code=bare, block=str(index), levels=levels)


def leave_groups(header: str) -> str:
    """Return a header without the groups before it; a slash within words parts no groups.

    >>> leave_groups("Datos/¿Tiene leyes y/o planes?"), leave_groups("datos.pais")
    ('¿Tiene leyes y/o planes?', 'pais')
    """
    if " " not in header:
        return header.rsplit("." if DOTTED.match(header) else "/", 1)[-1]
    return header[max((found.end() for found in GROUP_END.finditer(header)), default=0) :]


def join_choices(sheet: Sheet, rows: Rows, headings: list[Heading]) -> list[Heading]:
    """Join the 0/1 columns of each question, and set its summary column aside."""
    joined = list(headings)
    for separator in ("/", "."):
        stems: dict[str, list[int]] = {}
        summaries = {h.header: h.index for h in headings if h.role == "question"}
        for heading in headings:
            if joined[heading.index].role != "question" or joined[heading.index].item is not None:
                continue
            stem = find_stem(heading.header, separator, summaries)
            if stem and holds_bits(sheet, rows, heading):
                stems.setdefault(stem, []).append(heading.index)
        for stem, members in stems.items():
            if len(members) < 2 and stem not in summaries:
                continue
            bare = stem.rsplit(separator, 1)[-1]
            for index in members:
                item = headings[index].header[len(stem) + 1 :].strip()
                joined[index] = replace(
                    headings[index], question=bare, code=bare, item=item, kind="multiple",
                    block=f"choices {stem}", is_other=False, levels=(headings[index].header,),
                )  # fmt: skip
            if stem in summaries:
                summary = summaries[stem]
                joined[summary] = replace(headings[summary], role="metadata", meaning="other")
    return joined


def find_stem(header: str, separator: str, summaries: Iterable[str]) -> str | None:
    """Return the header of the question that a choice's column belongs to."""
    known = [name for name in summaries if header.startswith(name + separator)]
    if known:
        return max(known, key=len)
    return header.rsplit(separator, 1)[0] if separator in header else None


def holds_bits(sheet: Sheet, rows: Rows, heading: Heading) -> bool:
    """Tell whether a column of data holds 0 and 1 only."""
    column = sheet.columns[heading.index]
    codes, _ = column.answered(rows)
    texts = {column.folded[code] for code in codes} - {""}
    return bool(texts) and texts <= BITS


def join_other(headings: list[Heading]) -> list[Heading]:
    """Join the words of one's own (`q_other`) with the question before them."""
    joined: list[Heading] = []
    names = {h.code: h for h in headings if h.code and h.role == "question"}
    for heading in headings:
        code = heading.code or ""
        owner = names.get(code.removesuffix("_other")) if code.endswith("_other") else None
        if owner is None and SPECIFY.match(fold(heading.question)) and joined:
            owner = next((h for h in reversed(joined) if h.role == "question"), None)
        if heading.role == "question" and heading.item is None and owner is not None:
            joined.append(
                replace(
                    heading, question=owner.question, code=owner.code, block=owner.block,
                    item=heading.question, is_other=True,
                )
            )  # fmt: skip
        else:
            joined.append(heading)
    return joined


def apply_form(heading: Heading, form: Form, options: dict[str, dict[str, str]]) -> Heading:
    """Give a column the names and the choices that the form tells."""
    if heading.role != "question":
        return heading
    question = form.find(heading.code or "") or form.find(heading.question)
    if question is None:
        return heading
    wording = question.wording()
    if wording:
        options[heading.block] = wording
    item = heading.item
    if item is not None and not heading.is_other:
        item = wording.get(fold(item), item)
    words = (*heading.levels, question.name, *question.labels)
    return replace(
        heading, question=question.label, code=question.name, item=item,
        kind=question.kind or heading.kind, levels=tuple(dict.fromkeys(words)),
    )  # fmt: skip


def join_levels(headings: list[Heading]) -> list[Heading]:
    """Join the columns of a ranking (`begin_rank`), one per place, told by their names."""
    from gcm_analysis.survey.exports.places import read_place

    joined = list(headings)
    run: list[int] = []
    for position, heading in enumerate([*headings, None]):
        place = read_place(heading.question) if heading and heading.item is None else None
        if heading and place and place[1] == len(run) + 1 and heading.role == "question":
            run.append(position)
            continue
        if len(run) >= 2:
            first = joined[run[0]]
            for number, member in enumerate(run, 1):
                joined[member] = replace(
                    joined[member], place=number, kind="ranking", block=f"places{first.index}"
                )
        run = [position] if heading and place and place[1] == 1 else []
    return joined


def lay_out_repeats(workbook: Workbook, main: Layout, form: Form | None) -> list[Layout]:
    """Return how the sheets of repeat groups are to be read: rows are parts of submissions."""
    layouts = []
    for sheet in workbook.sheets:
        if sheet is main.sheet or not sheet.n_rows or not sheet.is_visible:
            continue
        headers = set(sheet.row_texts(0))
        if "_parent_index" in headers or "_submission__id" in headers:
            layouts.append(replace(lay_out(sheet, 0, form), is_repeat=True))
    return layouts


def find_parents(layout: Layout, main: Layout) -> Rows:
    """Return, for each row of a repeat, the submission that it is part of; -1 where it has none."""
    for own, theirs in (
        ("_submission__id", "_id"),
        ("_submission__uuid", "_uuid"),
        ("_parent_index", "_index"),
    ):
        key = find_header(layout, own)
        target = find_header(main, theirs)
        if key is None or target is None:
            continue
        column = main.sheet.columns[target]
        position = {column.text(int(row)): i for i, row in enumerate(main.rows)}
        keys = layout.sheet.columns[key]
        return np.array([position.get(keys.text(int(row)), -1) for row in layout.rows], np.int64)
    return np.full(len(layout.rows), -1, np.int64)


def find_header(layout: Layout, header: str) -> int | None:
    """Return the column of a header."""
    return next((h.index for h in layout.headings if h.header == header), None)
