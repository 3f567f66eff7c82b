"""What every finding needs: the base in words, names, ties told as ties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gcm_analysis.charts.wording import choose_reader, count_expected, label_objective
from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.coded_counts import HIGH, is_told
from gcm_analysis.reference import members

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 6
"""A tie of more than so many is told by its size; the figure shows them all."""

UNBROKEN = "–\N{WORD JOINER}"
"""A dash after which no line breaks."""


@dataclass(frozen=True)
class Tied:
    """Things that the same number of governments mention, and that number."""

    keys: tuple[str, ...]
    n_mentioning: int


def tell_coded(
    teller: Teller,
    subject: str,
    rows: pd.DataFrame,
    key: str,
    base: str,
    label: Callable[[str], str],
) -> str:
    """Say what may be mentioned most, where counts are told as ranges.

    Parameters
    ----------
    teller : Teller
    subject : str
        "topic", "objective", "principle" or "group".
    rows : DataFrame
        One row per thing of one scope, with ranges.
    key : str
        The column that names the thing.
    base : str
        From `Teller.base`.
    label : callable
        Names one key.
    """
    least = rows["n_mentioning"].max()
    first = rows[(rows[HIGH] >= least) & (rows["n_mentioning"] > 0)]
    if not len(first):
        could = rows["n_could_mention" if "n_could_mention" in rows else "n_answered"]
        ranges = zip(rows["n_mentioning"], rows[HIGH], could, strict=True)
        has_any = any(is_told((low, high), n) for low, high, n in ranges)
        return teller.say("coded_none" if has_any else "coded_untold", base=base)
    if len(first) > MOST_NAMED:
        return teller.say(f"coded_many_{subject}", n_tied=len(first), base=base)
    said = [
        teller.say(
            "coded_name",
            name=teller.say("quoted", name=label(str(row[key]))),
            range=write_told(row["n_mentioning"], row[HIGH], teller.reader).replace("–", UNBROKEN),
        )
        for row in first.to_dict("records")
    ]
    return teller.say(f"coded_{subject}", names=teller.reader.list(said), base=base)


def write_told(low: int, high: int, reader: Language) -> str:
    """Return a range: "7–9", or "5" where it is one number."""
    ends = dict.fromkeys((int(low), int(high)))
    return "–".join(reader.number(n) for n in ends)


@dataclass(frozen=True)
class Teller:
    """Puts results into sentences of one language.

    Parameters
    ----------
    forum : Forum
        Whom it asked decides how the base is worded.
    reader : Language
        With the forum's number format.
    """

    forum: Forum
    reader: Language

    @classmethod
    def of(cls, forum: Forum, language: Language | str) -> Teller:
        """Return the teller of a forum for a language or its code."""
        return cls(forum, choose_reader(forum, language))

    def say(self, key: str, /, **values: object) -> str:
        """Return the sentence of a key of `findings.yml`."""
        return self.reader.text(f"findings.{key}", **values)

    def base(self, scope: str, n_answered: int) -> str:
        """Return whom a number is out of: "of the 8 States that answered (9 on the roster)"."""
        who = "champions" if self.forum.roster.governments == "champions" else "states"
        base = self.say(f"of_{who}_{scope}", n=n_answered)
        n_expected = count_expected(self.forum, scope)
        n_members = n_expected if scope == "ALL" else len(members(scope))
        if n_members == n_expected:
            return self.say("on_roster", base=base, n=n_expected)
        return self.say("on_roster_members", base=base, n=n_expected, n_members=n_members)

    def objective(self, number: int | str) -> str:
        """Return an objective's number and short name."""
        return label_objective(int(number), self.reader)

    def name(self, keys: Sequence[str], label: Callable[[str], str]) -> str:
        """Return quoted names as a sentence lists them."""
        return self.reader.list([self.say("quoted", name=label(key)) for key in keys])


def rank_mentions(rows: pd.DataFrame, key: str) -> list[Tied]:
    """Return what governments mention, most first; equal numbers stand together.

    Parameters
    ----------
    rows : DataFrame
        One row per thing of one scope, with `n_mentioning`.
    key : str
        The column that names the thing; within a tie its order is kept.
    """
    mentioned = rows[rows["n_mentioning"] > 0]
    numbers = sorted({int(n) for n in mentioned["n_mentioning"]}, reverse=True)
    return [
        Tied(tuple(str(value) for value in mentioned.loc[mentioned["n_mentioning"] == n, key]), n)
        for n in numbers
    ]


def tell_most(
    teller: Teller, subject: str, tied: Tied, base: str, label: Callable[[str], str]
) -> str:
    """Say what most governments mention, a tie as a tie.

    Parameters
    ----------
    teller : Teller
    subject : str
        "topic", "objective", "principle" or "group": which words to use.
    tied : Tied
        The first of `rank_mentions`.
    base : str
        From `Teller.base`.
    label : callable
        Names one key.
    """
    n_tied = len(tied.keys)
    if n_tied > MOST_NAMED:
        return teller.say(
            f"most_many_{subject}", n_tied=n_tied, n_mentioning=tied.n_mentioning, base=base
        )
    names = teller.name(tied.keys, label)
    return teller.say(
        f"most_{subject}", n=n_tied, names=names, n_mentioning=tied.n_mentioning, base=base
    )


def tell_next(teller: Teller, tied: Tied, label: Callable[[str], str]) -> str | None:
    """Say what comes second, or None where too many share the place."""
    if len(tied.keys) > MOST_NAMED:
        return None
    return teller.say(
        "next",
        n=len(tied.keys),
        names=teller.name(tied.keys, label),
        n_mentioning=tied.n_mentioning,
    )
