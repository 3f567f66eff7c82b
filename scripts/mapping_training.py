"""Texts that the statistical model of the mapping room is trained on, and how it is solved."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
import yaml
from scipy.linalg import lapack

from gcm_analysis.mapping.suggestion import COUNTERS, N_CLASSES, Meanings
from gcm_analysis.mapping.words import (
    Word,
    drop_function_words,
    fold,
    split_words,
    stem_word,
)

EXAMPLES = Path(__file__).parent / "mapping_examples"
OFF_TOPIC = N_CLASSES
DIMENSIONS = 96
"""Main axes of the words' vectors that are kept."""
LANGUAGES = ("en", "es", "fr", "pt")
SHARE_OF = {"action": 1.0, "commitment": 1.0, "title": 1.0, "term": 0.5, "example": 1.0,
            "off_topic": 1.0, "joined": 0.5}  # fmt: skip
"""How much a text of each sort weighs in training."""


@dataclass(frozen=True)
class TrainingText:
    """One labelled text; `group` is held out together (an action in its three languages)."""

    text: str
    language: str
    objective: int
    sort: str
    group: str


def read_actions(folder: Path) -> Iterator[TrainingText]:
    """Yield the actions of the Compact, aligned in three languages, and its commitments."""
    for language in ("en", "es", "fr"):
        path = folder / "gcm_text" / f"gcm_text_{language}.json"
        for number, actions in json.loads(path.read_text(encoding="utf-8")).items():
            for place, text in enumerate(actions):
                group = f"action {number} {place}"
                yield TrainingText(text, language, int(number), "action", group)
    path = folder / "gcm_text" / "gcm_commitments_en.json"
    for number, texts in json.loads(path.read_text(encoding="utf-8")).items():
        for text in texts:
            yield TrainingText(text, "en", int(number), "commitment", f"commitment {number}")


def read_titles(folder: Path) -> Iterator[TrainingText]:
    """Yield the titles, short labels and terms of the objectives."""
    data = yaml.safe_load((folder / "objectives.yml").read_text(encoding="utf-8"))
    for entry in data["objectives"]:
        number = entry["number"]
        for language in LANGUAGES:
            for text in (entry["title"][language], entry["short"][language]):
                yield TrainingText(text, language, number, "title", f"title {number} {text}")
            for text in entry["terms"][language]:
                yield TrainingText(text, language, number, "term", f"term {number} {text}")


def read_examples() -> Iterator[TrainingText]:
    """Yield our own examples, and sentences about other things."""
    for path in sorted(EXAMPLES.glob("??*.yml")):
        language = path.stem[:2]
        if path.stem in {"background", "off_topic"}:
            continue
        data: dict[int, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, texts in data.items():
            for text in texts:
                yield TrainingText(text, language, number, "example", f"example {text}")
    off_topic = yaml.safe_load((EXAMPLES / "off_topic.yml").read_text(encoding="utf-8"))
    for language, texts in off_topic.items():
        for text in texts:
            yield TrainingText(text, language, OFF_TOPIC, "off_topic", f"off {text}")


def join_background(texts: Sequence[TrainingText], seed: int = 16) -> Iterator[TrainingText]:
    """Yield examples among background sentences, so that these weigh for no objective."""
    background = yaml.safe_load((EXAMPLES / "background.yml").read_text(encoding="utf-8"))
    draw = random.Random(seed)
    for one in texts:
        if one.sort == "example":
            around = draw.sample(background[one.language], draw.choice([1, 2]))
            text = " ".join([*around[1:], one.text, *around[:1]])
            yield TrainingText(text, one.language, one.objective, "joined", one.group)


def collect_texts(folder: Path) -> list[TrainingText]:
    """Return all that the model is trained on."""
    texts = [*read_actions(folder), *read_titles(folder), *read_examples()]
    return [*texts, *join_background(texts)]


def find_content(text: str) -> list[Word]:
    """Return a text's content words."""
    return drop_function_words(split_words(text))


@dataclass
class Vocabulary:
    """Features that are kept, with how rare each is."""

    names: list[str]
    rarity: np.ndarray[Any, Any]


def learn_vocabularies(contents: Sequence[list[Word]], least: Sequence[int]) -> list[Vocabulary]:
    """Return per counter the features that at least so many texts hold."""
    vocabularies = []
    for counter, fewest in zip(COUNTERS, least, strict=True):
        spread: Counter[str] = Counter()
        for words in contents:
            spread.update(counter(words).keys())
        names = sorted(name for name, count in spread.items() if count >= fewest)
        seen = np.array([spread[name] for name in names], dtype=float)
        rarity = np.log((1 + len(contents)) / (1 + seen)) + 1
        vocabularies.append(Vocabulary(names, rarity.astype(np.float32).astype(float)))
    return vocabularies


def make_matrix(contents: Sequence[list[Word]], vocabularies: Sequence[Vocabulary]) -> sp.csr_array:
    """Return the features of texts, each family of unit length."""
    blocks = []
    for counter, vocabulary in zip(COUNTERS, vocabularies, strict=True):
        places = {name: place for place, name in enumerate(vocabulary.names)}
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, words in enumerate(contents):
            found = [(places[name], n) for name, n in counter(words).items() if name in places]
            weights = np.array([(1 + np.log(n)) * vocabulary.rarity[at] for at, n in found])
            length = float(np.sqrt((weights**2).sum())) or 1.0
            rows.extend([row] * len(found))
            columns.extend(at for at, _ in found)
            values.extend((weights / length).tolist())
        shape = (len(contents), len(vocabulary.names))
        blocks.append(sp.csr_array((values, (rows, columns)), shape=shape))
    return sp.csr_array(sp.hstack(blocks))


def learn_meanings(words: Sequence[str], vectors: Any, contents: Sequence[list[Word]]) -> Meanings:
    """Return vectors by stem: the mean of a stem's words, on their main axes, in bytes."""
    by_stem: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        by_stem.setdefault(stem_word(fold(word)), []).append(place)
    stems = sorted(by_stem)
    means = np.array([vectors[by_stem[stem]].astype(float).mean(axis=0) for stem in stems])
    means -= means.mean(axis=0)
    _, axes = np.linalg.eigh(means.T @ means)
    main = means @ axes[:, -DIMENSIONS:]
    scale = np.abs(main).max(axis=0) / 127
    spread: Counter[str] = Counter()
    for content in contents:
        spread.update({word.stem for word in content})
    rarity = np.log((1 + len(contents)) / (1 + np.array([spread[stem] for stem in stems])))
    return Meanings(
        {stem: place for place, stem in enumerate(stems)},
        np.rint(main / scale).astype(np.int8),
        scale.astype(np.float32),
        rarity.astype(np.float16).astype(np.float32),
    )


@dataclass
class Solution:
    """A weighted ridge regression on the classes, solved over texts (its dual).

    `held_out` has, per text, the scores of a model that never saw the text's group: exact, from
    the residuals of the one solution (Cook and Weisberg, 1982, on groups of cases).
    """

    matrix: np.ndarray[Any, Any]
    intercept: np.ndarray[Any, Any]
    held_out: np.ndarray[Any, Any]


def invert(features: Any, penalties: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the inverse of the kernel of features and a constant, with penalties on its diagonal.

    Of many sparse features by Cholesky; of few dense ones by Woodbury's identity.
    """
    if sp.issparse(features):
        kernel = (features @ features.T).toarray() + 1.0
        kernel[np.diag_indices_from(kernel)] += penalties
        factor, _ = lapack.dpotrf(kernel.T, lower=1, overwrite_a=1)
        half, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)
        lower = np.tril(half)
        return np.asarray(lower + np.tril(half, -1).T)
    wide = np.hstack([features, np.ones((len(features), 1))])
    scaled = wide / penalties[:, None]
    inner = np.linalg.inv(np.eye(wide.shape[1]) + wide.T @ scaled)
    return np.asarray(np.diag(1 / penalties) - scaled @ inner @ scaled.T)


def solve(
    features: Any, texts: Sequence[TrainingText], penalty: float, shares: np.ndarray[Any, Any]
) -> Solution:
    """Return the weights of each class, and held-out scores."""
    targets = np.full((len(texts), N_CLASSES), -1.0 / (N_CLASSES - 1))
    targets[np.arange(len(texts)), [one.objective - 1 for one in texts]] = 1.0
    inverse = invert(features, penalty / shares)
    dual = inverse @ targets
    held_out = np.empty_like(targets)
    groups: dict[str, list[int]] = {}
    for place, one in enumerate(texts):
        groups.setdefault(one.group, []).append(place)
    for places in groups.values():
        residual = np.linalg.solve(inverse[np.ix_(places, places)], dual[places])
        held_out[places] = targets[places] - residual
    return Solution(np.asarray(features.T @ dual), dual.sum(axis=0), held_out)
