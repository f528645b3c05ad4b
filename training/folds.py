"""Companies as models find them that did not see the text: each part of the texts is read by models of the other parts."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest.mock import patch

import numpy as np

from reading import find
from reading.rank import Ranker
from reading.tagger import Tagger
from reading.values import Company, Text
from training import companies as company_training
from training.samples import Sample, from_corpus, from_readings

Found = dict[str, tuple[Company, ...]]


def unseen_companies(folders: Sequence[Path], pages: dict[str, Text], parts: int) -> list[Found]:
    """The pages in `parts` groups, each with the companies that models trained on the other groups find."""
    samples = [*(sample for folder in folders for sample in from_readings(folder)), *from_corpus()]
    named = [(sample.id.split("+")[0], sample) for sample in samples]
    named = [(name, sample) for name, sample in named if name in pages]
    part_of = {name: at % parts for at, name in enumerate(dict.fromkeys(name for name, _ in named))}
    folds = [part_of[name] for name, _ in named]
    kept = [sample for _, sample in named]
    jobs = [[sample for sample, fold in zip(kept, folds, strict=True) if fold != part] for part in range(parts)]
    with ProcessPoolExecutor(2) as pool:
        taggers = list(pool.map(company_training.fit_tagger, jobs))
    rankers = _rankers(kept, folds, taggers)
    groups = []
    for part, (tagger, ranker) in enumerate(zip(taggers, rankers, strict=True)):
        with (
            patch.object(find, "tagger", lambda tagger=tagger: tagger),
            patch.object(find, "ranker", lambda ranker=ranker: ranker),
        ):
            groups.append({name: find.find_companies(pages[name]) for name, own in part_of.items() if own == part})
    return groups


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
