"""`python -m training.characters NAMES WORDS EMBEDDING CHARACTERS`: what is known of single characters before any coverage is read.

NAMES is the brand.txt of the Python package companynameparser (Apache-2.0), one short name a line; WORDS the dict.txt of
jieba (MIT), a word, its count and part of speech a line; EMBEDDING and CHARACTERS the word_emb and word.dic of the lexical
analyser that jieba carries (jieba/lac_small, Apache-2.0).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from reading.characters import FIRST, GROUPS, LAST, MODEL

WIDTH = 128
_HEADER = 29
"""Bytes in front of the numbers in the file of the embedding."""
_LEARNT = 4.0
"""Length of a character's vector from which on it was trained and is not as it was drawn."""
_SMOOTHING = 30.0
_STEPS = 8.0
"""A step of the stored scores is an eighth of a nat."""


def main(arguments: list[str] | None = None) -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(prog="python -m training.characters", description=__doc__)
    for name in ("names", "words", "embedding", "characters"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args(arguments)
    names = {line.strip() for line in given.names.read_text(encoding="utf-8").splitlines()}
    names = {name for name in names if 2 <= len(name) <= 4}
    usual: Counter[str] = Counter()
    for line in given.words.read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split(" ")
        for character in word:
            usual[character] += int(count)
    np.savez_compressed(
        MODEL,
        group=_groups(given.embedding, given.characters),
        first=_scores((name[0] for name in names), usual),
        inside=_scores((character for name in names for character in name[1:]), usual),
        last=_scores((name[-1] for name in names), usual),
    )
    print(f"{len(names)} names, {MODEL.stat().st_size} bytes")
    return 0


def _scores(characters: Iterable[str], usual: Counter[str]) -> NDArray[np.int8]:
    """How much likelier each character is in that place of a short name than in running text, in steps of log-odds."""
    seen = Counter(characters)
    total, all_usual = seen.total() + _SMOOTHING, usual.total()
    scores = np.zeros(LAST - FIRST + 1)
    for at in range(len(scores)):
        share = (usual[chr(FIRST + at)] + _SMOOTHING) / all_usual
        scores[at] = np.log((seen[chr(FIRST + at)] + _SMOOTHING * share) / total / share)
    return np.clip(np.round(scores * _STEPS), -127, 127).astype(np.int8)


def _groups(embedding: Path, characters: Path) -> NDArray[np.uint8]:
    """The characters in groups of like use, 0 where nothing is known."""
    index = {}
    for line in characters.read_text(encoding="utf-8").splitlines():
        number, _, character = line.partition("\t")
        if len(character) == 1 and FIRST <= ord(character) <= LAST:
            index[ord(character) - FIRST] = int(number)
    size = (max(index.values()) + 1) * WIDTH
    vectors = np.frombuffer(embedding.read_bytes(), np.float32, size, _HEADER).reshape(-1, WIDTH)
    chosen = np.array([at for at, row in index.items() if np.linalg.norm(vectors[row]) > _LEARNT])
    rows = vectors[[index[at] for at in chosen.tolist()]]
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    groups = np.zeros(LAST - FIRST + 1, np.uint8)
    groups[chosen] = 1 + KMeans(GROUPS, n_init=2, random_state=0).fit_predict(rows)
    return groups


if __name__ == "__main__":
    raise SystemExit(main())
