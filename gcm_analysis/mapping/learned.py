"""Phrases that people learned from reviewed answers, read like those of the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gcm_analysis.errors import find_nearest, say_expected
from gcm_analysis.forum import load_phrases
from gcm_analysis.mapping.codebook import LANGUAGES, Phrase, load_codebook
from gcm_analysis.mapping.principles import find_alone
from gcm_analysis.mapping.words import drop_function_words, fold, split_words

if TYPE_CHECKING:
    from gcm_analysis.forum.model import Forum

NOTATION = re.compile(r"[*()|?]|\.\.")
"""What has a meaning of its own in the codebook's phrases."""
MOST_WORDS = 12


def learned_phrases(forum: Forum) -> tuple[Phrase, ...]:
    """Return what a forum and the earlier ones that it names have learned, with its source.

    Raises
    ------
    ForumErrors
        A phrases.csv is wrong.
    """
    return tuple(
        Phrase(
            words=one.phrase,
            objective=int(one.objective),
            language=one.language,
            grade="clear",
            source=f"{name}, {one.answer_id}, {one.decided_by}, {one.decided_on}",
        )
        for name, phrases in load_phrases(forum).items()
        for one in phrases
    )


def known_phrases(forum: Forum) -> tuple[Phrase, ...]:
    """Return the phrases that a forum is read with: the codebook's, and those learned."""
    return (*load_codebook().phrases, *learned_phrases(forum))


def has_phrase(known: Iterable[Phrase], words: str, objective_id: int) -> bool:
    """Tell whether an objective has a phrase already; case, accents and spaces do not matter."""
    folded = fold(" ".join(words.split()))
    return any(one.objective == objective_id and fold(one.words) == folded for one in known)


def tell_unteachable(
    words: str, objective_id: int, language: str, known: Iterable[Phrase]
) -> str | None:
    """Return why words cannot be learned as a phrase of an objective; None where they can.

    They have to be plain words with a topic of their own, name no guiding principle alone
    (rule 11), and not clearly say another objective.

    Parameters
    ----------
    words : str
    objective_id : int
    language : str
    known : iterable of Phrase
        Of `known_phrases`.
    """
    content = drop_function_words(split_words(words))
    reasons = {
        "the objectives are numbered 1 to 23": objective_id not in range(1, 24),
        say_expected(LANGUAGES, find_nearest(language, LANGUAGES)): language not in LANGUAGES,
        "it holds no word with a topic of its own": not content,
        f"it has more than {MOST_WORDS} words: keep those that say the objective": (
            len(content) > MOST_WORDS
        ),
        "*, (, ), |, ? and .. have a meaning of their own in the codebook": (
            NOTATION.search(words) is not None
        ),
        "alone it names a guiding principle, which is no evidence for an objective (rule 11)": (
            bool(find_alone(content))
        ),
    }
    for reason, holds in reasons.items():
        if holds:
            return reason
    folded = fold(" ".join(words.split()))
    for one in known:
        is_same = one.language == language and fold(one.words) == folded
        if is_same and one.objective != objective_id and one.grade == "clear":
            return f"the codebook reads it as objective {one.objective}; mend that first"
    return None
