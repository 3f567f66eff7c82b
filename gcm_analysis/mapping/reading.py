"""What is read in one text: the shapes that the readers of texts hand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TextMethod = Literal["reference", "phrase", "suggestion"]
TextStatus = Literal["accepted", "to_review", "candidate"]


@dataclass(frozen=True)
class Span:
    """A stretch of a text, as positions in the text as given.

    Parameters
    ----------
    start, end : int
        `text[start:end]` are the words.
    """

    start: int
    end: int


@dataclass(frozen=True)
class ObjectiveReading:
    """One objective read in one text.

    Parameters
    ----------
    objective_id : int
        1 to 23.
    confidence : float
        Probability, 0 to 1, that a person would give the text this objective.
    method : TextMethod
        The strongest way in which it was read.
    evidence : str
        The words of the text that led to it, as given, parted by " … "; for a suggestion
        the clause that carries it.
    status : TextStatus
        `accepted` and `to_review` become mentions; a `candidate` is only shown in review.
    clause : Span
        The clause that carries the objective most.
    spans : tuple of Span
        Where the words of `evidence` stand.
    reason : str
        Why it is not accepted (a key of the strings: "" where it is accepted):
        `principle_alone`, `several_fit`, `unsure`, `out_of_range`, `negated`.
    """

    objective_id: int
    confidence: float
    method: TextMethod
    evidence: str
    status: TextStatus
    clause: Span
    spans: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class PrincipleReading:
    """One guiding principle named in one text."""

    principle_id: int
    evidence: str
    span: Span


@dataclass(frozen=True)
class TextReading:
    """All that is read in one text.

    Parameters
    ----------
    text : str
        The text as given.
    language : str
        es, en, fr or pt: as given, or found from the words.
    clauses : tuple of Span
        The clauses into which the text was split.
    objectives : tuple of ObjectiveReading
        Best first; empty for a non-answer and for a text about something else.
    principles : tuple of PrincipleReading
        In order of their number.
    unknown_numbers : tuple of str
        References to objectives that do not exist ("objetivo 24").
    """

    text: str
    language: str
    clauses: tuple[Span, ...]
    objectives: tuple[ObjectiveReading, ...]
    principles: tuple[PrincipleReading, ...] = ()
    unknown_numbers: tuple[str, ...] = ()
