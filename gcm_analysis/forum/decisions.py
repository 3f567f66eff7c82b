"""What people decided, kept line by line in decisions.csv; nothing is ever taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields

from gcm_analysis.forum.csv_append import append_rows, lock_folder, tidy_value
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

    Decisions that are in the file already are not added again: the same file taken in twice
    changes nothing, and an old one undoes nothing that was decided on a later day.

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
    given = tuple(
        Decision(**{name: tidy_value(text) for name, text in asdict(one).items()})
        for one in decisions
    )
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


def _pick_new(there: tuple[Decision, ...], given: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Return what of the given decisions is to be added, in the order given."""
    current = {_subject(decision): decision for decision in there}
    by_subject: dict[tuple[str, ...], list[int]] = {}
    for place, decision in enumerate(given):
        places = by_subject.setdefault(_subject(decision), [])
        if not places or given[places[-1]] != decision:
            places.append(place)
    chosen = [
        place
        for subject, places in by_subject.items()
        for place in _pick_of_subject(set(there), current.get(subject), given, places)
    ]
    return tuple(given[place] for place in sorted(chosen))


def _pick_of_subject(
    known: set[Decision], in_effect: Decision | None, given: tuple[Decision, ...], places: list[int]
) -> list[int]:
    """Return which decisions on one subject are to be added.

    From the first that is new on, all; where none is new, the last, if it takes back what
    was decided the same day. What was decided before that is an old file taken in again.
    """
    if in_effect is not None and in_effect.kind == "redact":
        return []
    new = [number for number, place in enumerate(places) if given[place] not in known]
    if new:
        return places[new[0] :]
    last = given[places[-1]]
    is_newer = in_effect is not None and last.decided_on >= in_effect.decided_on
    return places[-1:] if is_newer and last != in_effect else []


def _subject(decision: Decision) -> tuple[str, ...]:
    """Return what a later decision overrules; a redaction overrules none."""
    if decision.kind == "redact":
        return decision.kind, decision.target, decision.value
    return decision.kind, decision.target
