"""What people decided, kept line by line in decisions.csv; nothing is ever taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields

from gcm_analysis.forum.csv_append import append_rows, lock_folder
from gcm_analysis.forum.csv_table import (
    CsvRow,
    check_closed,
    check_day,
    check_given,
    check_pattern,
    read_table,
)
from gcm_analysis.forum.loading import name_file
from gcm_analysis.forum.model import Forum
from gcm_analysis.forum.problems import ForumErrors, ForumProblem
from gcm_analysis.reference import americas

FILE = "decisions.csv"
KINDS = ("mentions", "submission", "redact", "clear", "validation")
VALIDATIONS = ("not_sent", "sent", "validated", "corrected")
SHA256 = re.compile(r"[0-9a-f]{64}")
SHARE = re.compile(r"(\d{1,2})(?::(\d+(?:\.\d+)?))?")
"""One objective of a decision, with its share where it has one."""


@dataclass(frozen=True)
class Decision:
    """What one person decided about one thing.

    Parameters
    ----------
    kind : str
        "mentions", "submission", "redact", "clear" or "validation".
    target : str
        The answer's id; for "submission" the respondent's id that counts, for "validation"
        the State's ISO3 code.
    value : str
        Objectives ("5;6", "5:0.7;6:0.3", "" for none of the 23); the words to redact; yes or
        no; the state of the validation.
    text_sha256 : str
        SHA-256 of the answer's text when it was decided, or "".
    decided_by, decided_on : str
        Who, and the day as YYYY-MM-DD.
    note : str
        Why, in free words.
    """

    kind: str
    target: str
    value: str
    text_sha256: str
    decided_by: str
    decided_on: str
    note: str = ""


COLUMNS = tuple(field.name for field in fields(Decision))


def load_decisions(forum: Forum) -> tuple[Decision, ...]:
    """Return every decision of a forum, in the order in which they were taken in.

    Of two decisions of one kind on one target the later line is in effect; redactions all are.

    Raises
    ------
    ForumErrors
        decisions.csv is wrong; tells every line.
    """
    rows = read_table(forum.folder, FILE, COLUMNS)
    problems = tuple(problem for row in rows for problem in _check(row))
    if problems:
        raise ForumErrors(problems)
    return tuple(Decision(**row.values) for row in rows)


def append_decisions(forum: Forum, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Add decisions to a forum's decisions.csv, all or none; what stands there stays as it is.

    A decision that is in the file already is not added again; one that was overruled since
    is added again only if it is not older than what overruled it.

    Parameters
    ----------
    forum : Forum
        The forum whose folder keeps the file.
    decisions : iterable of Decision
        In the order in which they were taken.

    Returns
    -------
    tuple of Decision
        Those that were added.

    Raises
    ------
    ForumErrors
        A decision is malformed, or the file is.
    """
    given = tuple(_strip(decision) for decision in decisions)
    problems = tuple(problem for one in given for problem in _check(_as_row(forum, one)))
    if problems:
        raise ForumErrors(problems)
    with lock_folder(forum.folder):
        added = _pick_new(load_decisions(forum), given)
        if added:
            append_rows(forum.folder / FILE, COLUMNS, [asdict(decision) for decision in added])
    return added


def _check(row: CsvRow) -> Iterator[ForumProblem]:
    yield from check_given(row, ("target", "decided_by", "decided_on"))
    if row["decided_on"]:
        yield from check_day(row, "decided_on")
    yield from check_pattern(row, "text_sha256", SHA256, "64 hexadecimal digits")
    kinds = {
        "mentions": _check_mentions,
        "redact": lambda entry: check_given(entry, ("value",)),
        "clear": lambda entry: check_closed(entry, "value", ("yes", "no")),
        "validation": _check_validation,
        "submission": _check_submission,
    }
    if row["kind"] in kinds:
        yield from kinds[row["kind"]](row)
    else:
        yield from check_closed(row, "kind", KINDS)


def _check_mentions(row: CsvRow) -> Iterator[ForumProblem]:
    if not row["text_sha256"]:
        yield row.tell("text_sha256", "the hash of the text that was decided on")
    seen: set[int] = set()
    for part in filter(None, (part.strip() for part in row["value"].split(";"))):
        found = SHARE.fullmatch(part)
        number = int(found[1]) if found else 0
        share = float(found[2] or 1) if found else 0.0
        if not 1 <= number <= 23 or number in seen or share <= 0:
            what = f"is {row['value']!r}, of which {part!r} cannot be read"
            expected = "objectives from 1 to 23, each once, such as 5;6 or 5:0.7;6:0.3"
            yield row.tell("value", expected, what=what)
        seen.add(number)


def _check_validation(row: CsvRow) -> Iterator[ForumProblem]:
    yield from check_closed(row, "value", VALIDATIONS)
    if row["target"]:
        yield from check_closed(row, "target", americas())


def _check_submission(row: CsvRow) -> Iterator[ForumProblem]:
    if row["value"]:
        yield row.tell("value", "nothing: the target is the submission that counts")


def _as_row(forum: Forum, decision: Decision) -> CsvRow:
    return CsvRow(name_file(forum.folder, FILE), 0, asdict(decision))


def _strip(decision: Decision) -> Decision:
    """Return a decision as it will be read again: without spaces around its values."""
    return Decision(**{name: text.strip() for name, text in asdict(decision).items()})


def _pick_new(there: tuple[Decision, ...], given: tuple[Decision, ...]) -> tuple[Decision, ...]:
    known = set(there)
    current = {_subject(decision): decision for decision in there}
    added = []
    for decision in given:
        in_effect = current.get(_subject(decision))
        if in_effect == decision:
            continue
        if decision in known and in_effect and decision.decided_on < in_effect.decided_on:
            continue
        known.add(decision)
        current[_subject(decision)] = decision
        added.append(decision)
    return tuple(added)


def _subject(decision: Decision) -> tuple[str, ...]:
    """Return what a later decision overrules; a redaction overrules none."""
    if decision.kind == "redact":
        return decision.kind, decision.target, decision.value
    return decision.kind, decision.target
