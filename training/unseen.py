"""Companies as the reader finds them in texts that its company models did not see: what the project models have to live with."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest.mock import patch

import numpy as np

from reading import find
from reading.clean import clean
from reading.rank import Ranker
from reading.values import Company, Text
from training import companies as company_training
from training.corpus import load
from training.samples import Sample, from_corpus, from_readings


def texts(folders: Sequence[Path]) -> dict[str, Text]:
    """Every page of the folders and every piece of the corpus, cleaned, by its name."""
    pages = {
        path.stem: clean(path.with_suffix(".txt").read_bytes())
        for folder in folders
        for path in sorted(folder.glob("*.json"))
    }
    return pages | {piece.name: clean(piece.text.encode()) for piece in load()}


def unseen_companies(
    folders: Sequence[Path], pages: dict[str, Text], parts: int
) -> list[dict[str, tuple[Company, ...]]]:
    """The pages in `parts` groups, each with the companies that models trained on the other groups find."""
    samples = [*(sample for folder in folders for sample in from_readings(folder)), *from_corpus()]
    names = [sample.id.split("+")[0] for sample in samples]
    samples = [sample for sample, name in zip(samples, names, strict=True) if name in pages]
    names = [name for name in names if name in pages]
    part_of = {name: at % parts for at, name in enumerate(dict.fromkeys(names))}
    folds = [part_of[name] for name in names]
    jobs = [[sample for sample, fold in zip(samples, folds, strict=True) if fold != part] for part in range(parts)]
    with ProcessPoolExecutor(2) as pool:
        taggers = list(pool.map(company_training.fit_tagger, jobs))
    rankers = _rankers(samples, folds, taggers)
    groups = []
    for part in range(parts):
        with (
            patch.object(find, "tagger", lambda part=part: taggers[part]),
            patch.object(find, "ranker", lambda part=part: rankers[part]),
        ):
            groups.append({name: find.find_companies(pages[name]) for name, own in part_of.items() if own == part})
    return groups


def _rankers(samples: Sequence[Sample], folds: Sequence[int], taggers: Sequence[object]) -> list[Ranker]:
    """For each part the re-ranker that the other parts make, with a threshold and calibration of them all."""
    rows = [company_training.rows_of(sample, taggers[fold]) for sample, fold in zip(samples, folds, strict=True)]  # type: ignore[arg-type]
    weights = [1.0] * len(rows)
    chances = company_training._cross_validated(rows, folds, weights)
    slope, offset = company_training._calibration(rows, chances)
    limit = max(
        np.arange(0.3, 0.8, 0.05), key=lambda least: company_training._figures(samples, rows, chances, float(least))[2]
    )
    threshold = float(1 / (1 + np.exp(-(slope * np.log(limit / (1 - limit)) + offset))))
    result = []
    for part in range(len(taggers)):
        inside = [at for at, fold in enumerate(folds) if fold != part]
        trees = company_training._fit_trees([rows[at] for at in inside], [1.0] * len(inside))
        result.append(company_training.trees_to_arrays(trees, slope, offset, threshold))
    return result
