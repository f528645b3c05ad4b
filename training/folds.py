"""Company models that did not see a text: each part of the texts is read by models of the other parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from reading import find
from reading.rank import Ranker
from reading.tagger import Tagger
from training import companies as company_training
from training.samples import Sample, from_corpus, from_readings


@dataclass(frozen=True, slots=True)
class Part:
    """Names of texts, and company models that learned from all others."""

    names: tuple[str, ...]
    tagger: Tagger
    ranker: Ranker


@contextmanager
def companies_with(part: Part) -> Iterator[None]:
    """Within it companies are found by the models of the part instead of those that ship."""
    with patch.object(find, "tagger", lambda: part.tagger), patch.object(find, "ranker", lambda: part.ranker):
        yield


def unseen_parts(folders: Sequence[Path], parts: int) -> list[Part]:
    """The folders' pages and the corpus in `parts` groups, each with company models trained on the other groups."""
    samples = [*(sample for folder in folders for sample in from_readings(folder)), *from_corpus()]
    named = [(sample.id.split("+")[0], sample) for sample in samples]
    part_of = {name: at % parts for at, name in enumerate(dict.fromkeys(name for name, _ in named))}
    folds = [part_of[name] for name, _ in named]
    kept = [sample for _, sample in named]
    jobs = [[sample for sample, fold in zip(kept, folds, strict=True) if fold != part] for part in range(parts)]
    with ProcessPoolExecutor(2) as pool:
        taggers = list(pool.map(company_training.fit_tagger, jobs))
    rankers = _rankers(kept, folds, taggers)
    return [
        Part(tuple(name for name, own in part_of.items() if own == number), tagger, ranker)
        for number, (tagger, ranker) in enumerate(zip(taggers, rankers, strict=True))
    ]


def _rankers(samples: Sequence[Sample], folds: Sequence[int], taggers: Sequence[Tagger]) -> list[Ranker]:
    """For each part the re-ranker that the other parts make, with a threshold and calibration of them all."""
    rows = [company_training.rows_of(sample, taggers[fold]) for sample, fold in zip(samples, folds, strict=True)]
    weights = [1.0] * len(rows)
    chances = company_training._cross_validated(rows, folds, weights)
    slope, offset = company_training._calibration(rows, chances)
    limit = max(
        np.arange(0.3, 0.8, 0.05), key=lambda least: company_training._figures(samples, rows, chances, float(least))[2]
    )
    threshold = float(1 / (1 + np.exp(-(slope * np.log(limit / (1 - limit)) + offset))))
    result = []
    for part in range(len(taggers)):
        inside = [row for row, fold in zip(rows, folds, strict=True) if fold != part]
        trees = company_training._fit_trees(inside, [1.0] * len(inside))
        result.append(company_training.trees_to_arrays(trees, slope, offset, threshold))
    return result
