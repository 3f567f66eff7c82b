"""The codebook: which phrases say which objective, as data in `codebook/`."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

import yaml

from gcm_analysis.errors import GcmError

Grade = Literal["clear", "likely", "hint"]
GRADES: tuple[Grade, ...] = get_args(Grade)
LANGUAGES = ("es", "en", "fr", "pt")
CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(eq=False)
class BrokenCodebook(GcmError):
    """A file of the codebook is not in the form it must have."""

    file: str
    place: str
    value: str
    expected: str

    def sentence(self) -> str:
        """Return the message as one sentence."""
        return (
            f"{self.file}, {self.place}: {self.value!r} cannot be read; expected {self.expected}."
        )


@dataclass(frozen=True)
class Phrase:
    """One phrase of the codebook.

    Parameters
    ----------
    words : str
        As written in the codebook. `*` ends a word that may go on, `..` stands for up to
        three words, `(a|b)` for either, `s?` for a letter that may be missing.
    objective : int
        1 to 23.
    language : str
        es, en, fr or pt.
    grade : Grade
        `clear`: names the objective by itself; `likely`: mostly means it; `hint`: goes with it.
    unless : tuple of str
        Phrases that, in the same sentence, take its meaning away.
    review : bool
        Always goes to review, however clear.
    source : str
        Where a promoted phrase comes from (forum, answer, who, when); "" for those written
        from the Compact.
    """

    words: str
    objective: int
    language: str
    grade: Grade
    unless: tuple[str, ...] = ()
    review: bool = False
    source: str = ""


@dataclass(frozen=True)
class Rule:
    """How an objective is told from another; `other` 0 stands for any."""

    objective: int
    other: int
    text: str


@dataclass(frozen=True)
class Codebook:
    """All phrases and rules, and the version: a hash of the files."""

    phrases: tuple[Phrase, ...]
    rules: tuple[Rule, ...]
    version: str


def load_yaml(content: str) -> Any:
    """Return what a file of data holds; libyaml's safe loader where it is there, for speed."""
    return yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def expand_choices(words: str) -> Iterator[str]:
    """Yield every wording that a phrase with `(a|b)` stands for.

    >>> sorted(expand_choices("(fair|ethical) recruitment"))
    ['ethical recruitment', 'fair recruitment']
    """
    found = CHOICE.search(words)
    if found is None:
        yield re.sub(r"\w\?", "", words)
        return
    for choice in found.group(1).split("|"):
        yield from expand_choices(words[: found.start()] + choice + words[found.end() :])


def read_phrase(entry: Any, objective: int, language: str, grade: Grade, file: str) -> Phrase:
    """Return one entry of the codebook as a phrase."""
    place = f"{grade}, {language}"
    if isinstance(entry, str) and entry.strip():
        return Phrase(entry, objective, language, grade)
    if isinstance(entry, Mapping) and isinstance(entry.get("phrase"), str):
        if unknown := set(entry) - {"phrase", "unless", "review", "source"}:
            raise BrokenCodebook(
                file, place, sorted(unknown)[0], "phrase, unless, review or source"
            )
        return Phrase(
            entry["phrase"], objective, language, grade,
            unless=tuple(entry.get("unless", ())),
            review=bool(entry.get("review", False)),
            source=str(entry.get("source", "")),
        )  # fmt: skip
    raise BrokenCodebook(file, place, str(entry), "words, or a mapping with the key 'phrase'")


def read_objective_file(name: str, content: str) -> tuple[list[Phrase], list[Rule]]:
    """Return the phrases and rules of one file of the codebook.

    Raises
    ------
    BrokenCodebook
        Where the file is no mapping of the known keys.
    """
    data = load_yaml(content)
    if not isinstance(data, Mapping) or data.get("objective") not in range(1, 24):
        raise BrokenCodebook(name, "objective", str(data)[:40], "a number from 1 to 23")
    if unknown := set(data) - {"objective", "confusable", *GRADES}:
        raise BrokenCodebook(name, "top", sorted(unknown)[0], "clear, likely, hint or confusable")
    objective = int(data["objective"])
    phrases = [
        read_phrase(entry, objective, language, grade, name)
        for grade in GRADES
        for language, entries in data.get(grade, {}).items()
        for entry in entries
    ]
    if strange := {phrase.language for phrase in phrases} - set(LANGUAGES):
        raise BrokenCodebook(name, "languages", sorted(strange)[0], "es, en, fr or pt")
    rules = [Rule(objective, rule["with"], rule["rule"]) for rule in data.get("confusable", ())]
    return phrases, rules


def list_codebook_files() -> list[Traversable]:
    """Return the files of the codebook that ships with the package, in order."""
    folder = files("gcm_analysis.mapping").joinpath("codebook")
    return sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".yml")),
        key=lambda entry: entry.name,
    )


@cache
def load_codebook() -> Codebook:
    """Return the codebook that ships with the package, read once."""
    digest = hashlib.sha256()
    phrases: list[Phrase] = []
    rules: list[Rule] = []
    for entry in list_codebook_files():
        content = entry.read_text(encoding="utf-8")
        digest.update(entry.name.encode() + content.encode())
        if not entry.name.startswith("principles"):
            found = read_objective_file(entry.name, content)
            phrases.extend(found[0])
            rules.extend(found[1])
    return Codebook(tuple(phrases), tuple(rules), digest.hexdigest()[:12])


def count_phrases() -> dict[tuple[int, str], int]:
    """Return how many wordings the codebook has per objective and language."""
    counts: dict[tuple[int, str], int] = {}
    for phrase in load_codebook().phrases:
        key = (phrase.objective, phrase.language)
        counts[key] = counts.get(key, 0) + sum(1 for _ in expand_choices(phrase.words))
    return dict(itertools.chain(sorted(counts.items())))
