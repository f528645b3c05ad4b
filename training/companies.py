"""`python -m training companies [DIRECTORY …]`: train the company tagger and the re-ranker that decides after it.

A DIRECTORY holds pairs NAME.txt, NAME.json of coverage and its reading. The re-ranker learns from what taggers said on
texts that they had not seen (out of fold), as it will have to judge such texts. The figures printed are of the
directories' texts alone, cross-validated by file, scored by entity: a find is right when one of its forms is, legal suffix aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from reading.aliases import grouped
from reading.candidates import Candidate, scene
from reading.find import standing
from reading.grammar import Words
from reading.rank import _MODEL as RANKER_MODEL
from reading.rank import Ranker
from reading.signals import BUCKETS, features
from reading.tagger import _MODEL as TAGGER_MODEL
from reading.tagger import BEGIN, END, INSIDE, OUTSIDE, Tagger, runs
from reading.traits import describe
from training.field import Run, fit
from training.samples import Sample, from_corpus, from_readings, swapped

FOLDS = 5
CORPUS_WEIGHT = 0.5
"""Of an invented piece beside a real one, in the re-ranker."""
LEAST = 0.55
"""A name that is not clearly likelier one than none is never told as a company: it is a doubt, and pages without stay without."""
AS_GOOD = 0.005
"""Thresholds whose F1 differs by no more are equally good."""
TREES = {
    "max_iter": 120, "learning_rate": 0.08, "max_leaf_nodes": 12, "min_samples_leaf": 15, "l2_regularization": 2.0, "max_features": 0.4,
}  # fmt: skip
_LEGAL = re.compile(r"(集团)?(股份)?(有限责任公司|有限公司|公司)$|(集团)$")
_FOLDED = re.compile(r"[\s“”\"'‘’《》()（）·•・,，。、\-—]+")


@dataclass(frozen=True, slots=True)
class Rows:
    """Candidates of one sample with their traits, and labels 1 right, 0 wrong, -1 could be left out."""

    candidates: tuple[Candidate, ...]
    traits: NDArray[np.float32]
    labels: NDArray[np.int64]


def train(directories: Sequence[Path]) -> None:
    """Train both models, write them, print the cross-validated figures."""
    readings = [sample for directory in directories for sample in from_readings(directory)]
    corpus = from_corpus()
    samples = [*readings, *corpus]
    print(f"{len(readings)} readings, {len(corpus)} pieces of the corpus")
    folds = [at % FOLDS for at in range(len(samples))]
    jobs = [
        [sample for sample, fold in zip(samples, folds, strict=True) if fold != left_out] for left_out in range(FOLDS)
    ]
    with ProcessPoolExecutor(2) as pool:
        *partial_taggers, full = pool.map(fit_tagger, [*jobs, samples])
    _save_tagger(full)
    rows = [rows_of(sample, partial_taggers[fold]) for sample, fold in zip(samples, folds, strict=True)]
    weights = [1.0 if at < len(readings) or not readings else CORPUS_WEIGHT for at in range(len(samples))]
    confidences = _cross_validated(rows, folds, weights)
    measured = len(readings) or len(samples)
    curve = {
        float(limit): _figures(samples[:measured], rows, confidences, float(limit))[2]
        for limit in np.arange(LEAST, 0.8, 0.05).round(2)
    }
    # Of those that do as well, the lowest: a stray name costs a tap, a missed one a lead.
    threshold = min(limit for limit, both in curve.items() if both >= max(curve.values()) - AS_GOOD)
    for limit in (0.3, 0.4, 0.5, 0.6, 0.7, threshold):
        precision, recall, both = _figures(samples[:measured], rows, confidences, float(limit))
        chosen = "  chosen" if limit is threshold else ""
        print(f"threshold {limit:.2f}  P {precision:.3f}  R {recall:.3f}  F1 {both:.3f}{chosen}")
    slope, offset = _calibration(rows, confidences)
    limit = 1 / (1 + np.exp(-(slope * np.log(threshold / (1 - threshold)) + offset)))
    trees_to_arrays(_fit_trees(rows, weights), slope, offset, float(limit)).save()
    print(
        f"{TAGGER_MODEL.name} {TAGGER_MODEL.stat().st_size} bytes, {RANKER_MODEL.name} {RANKER_MODEL.stat().st_size} bytes"
    )


def fit_tagger(samples: Iterable[Sample]) -> Tagger:
    """A tagger for the names of the samples, each seen as it is and with other brands."""
    return fit(
        [
            run
            for sample in samples
            for variant in (sample, *(swapped(sample, seed) for seed in range(sample.variants)))
            for run in _runs(variant)
        ]
    )


def _runs(sample: Sample) -> Iterator[Run]:
    """The sample as the tagger looks at it; a name that runs do not hold whole is not learnt."""
    tags = np.full(len(sample.string), OUTSIDE, np.int8)
    owner = np.full(len(sample.string), -1)
    cut = list(runs(sample.string))
    for number, (start, end) in enumerate(cut):
        owner[start:end] = number
    for start, end, _ in sample.names:
        if end - start > 1 and owner[start] >= 0 and (owner[start:end] == owner[start]).all():
            tags[start:end] = INSIDE
            tags[start], tags[end - 1] = BEGIN, END
    buckets = features(sample.string, Words.of(sample.string))
    for start, end in cut:
        yield Run(np.ascontiguousarray(buckets[:, start:end]), tags[start:end])


def _save_tagger(tagger: Tagger) -> None:
    rows = np.flatnonzero(np.abs(tagger.weights).max(axis=1) > 1e-3)
    np.savez_compressed(
        TAGGER_MODEL,
        buckets=BUCKETS,
        rows=rows.astype(np.uint32),
        values=tagger.weights[rows].astype(np.float16),
        transitions=tagger.transitions,
    )


def rows_of(sample: Sample, tagger: Tagger) -> Rows:
    """The candidates of a sample with their traits, labelled."""
    candidates, traits = describe(scene(sample.string, sample.title, (), tagger))
    names = (candidate.name for candidate in candidates)
    return Rows(tuple(candidates), traits, labels_of(names, sample.golds))


def labels_of(names: Iterable[str], golds: Iterable[dict[str, Any]]) -> NDArray[np.int64]:
    """1 where a name is a form of a gold company, -1 of one that could be left out, else 0."""
    sure: set[str] = set()
    maybe: set[str] = set()
    for gold in golds:
        forms = [folded(form) for form in (gold["name"], *gold["aliases"])]
        (maybe if gold["maybe"] else sure).update(forms, map(_core, forms))
    keys = [{folded(name), _core(folded(name))} for name in names]
    return np.array([1 if key & sure else -1 if key & maybe else 0 for key in keys], np.int64)


def folded(name: str) -> str:
    """A name without punctuation and case."""
    return _FOLDED.sub("", name).lower()


def _core(name: str) -> str:
    bare = _LEGAL.sub("", name)
    return bare if len(bare) >= 2 else name


def _fit_trees(rows: Sequence[Rows], weights: Sequence[float]) -> HistGradientBoostingClassifier:
    labels = np.concatenate([row.labels for row in rows])
    weight = np.concatenate([np.full(len(row.labels), each) for row, each in zip(rows, weights, strict=True)])
    kept = labels >= 0
    traits = np.concatenate([row.traits for row in rows])
    return HistGradientBoostingClassifier(random_state=0, **TREES).fit(
        traits[kept], labels[kept], sample_weight=weight[kept]
    )


def _cross_validated(rows: Sequence[Rows], folds: Sequence[int], weights: Sequence[float]) -> list[NDArray[np.float64]]:
    """The confidence of every candidate by trees that did not see its text."""
    found: list[NDArray[np.float64]] = [np.zeros(0)] * len(rows)
    for left_out in range(FOLDS):
        inside = [at for at, fold in enumerate(folds) if fold != left_out]
        trees = _fit_trees([rows[at] for at in inside], [weights[at] for at in inside])
        for at, fold in enumerate(folds):
            if fold == left_out and len(rows[at].candidates):
                found[at] = trees.predict_proba(rows[at].traits)[:, 1]
    return found


def _figures(
    samples: Sequence[Sample], rows: Sequence[Rows], confidences: Sequence[NDArray[np.float64]], limit: float
) -> tuple[float, float, float]:
    """Precision, recall, F1 of the companies found at a limit of confidence."""
    right = wrong = missed = 0
    for sample, row, confidence in zip(samples, rows, confidences, strict=False):
        sure = {
            candidate.name: (candidate, float(chance))
            for candidate, chance in zip(row.candidates, confidence, strict=True)
            if chance >= limit
        }
        found = [_keys(forms) for forms in grouped(standing(sure))]
        golds = [(_keys([gold["name"], *gold["aliases"]]), bool(gold["maybe"])) for gold in sample.golds]
        used: set[int] = set()
        for keys, maybe in sorted(golds, key=lambda gold: gold[1]):
            hit = next((at for at, each in enumerate(found) if at not in used and each & keys), None)
            if hit is not None:
                used.add(hit)
            right += hit is not None and not maybe
            missed += hit is None and not maybe
        wrong += sum(
            at not in used and not any(maybe and keys & each for keys, maybe in golds) for at, each in enumerate(found)
        )
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _keys(forms: Iterable[str]) -> set[str]:
    return {key for form in forms for key in (folded(form), _core(folded(form)))}


def _calibration(rows: Sequence[Rows], confidences: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    """Slope and offset that turn the trees' log-odds into honest probabilities, fitted out of fold."""
    labels, chances = np.concatenate([row.labels for row in rows]), np.concatenate(confidences)
    kept = labels >= 0
    odds = np.log(np.clip(chances, 1e-6, 1 - 1e-6) / (1 - np.clip(chances, 1e-6, 1 - 1e-6)))[kept, None]
    model = LogisticRegression(C=1e6).fit(odds, labels[kept])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def trees_to_arrays(trees: HistGradientBoostingClassifier, slope: float, offset: float, threshold: float) -> Ranker:
    """The trees as the reader evaluates them."""
    nodes = [each[0].nodes for each in trees._predictors]
    starts = np.cumsum([0, *(len(tree) for tree in nodes)])[:-1]
    leaf = np.concatenate([tree["is_leaf"].astype(bool) for tree in nodes])
    own = np.arange(len(leaf))

    def joined(column: str) -> NDArray[np.generic]:
        return np.concatenate([tree[column] for tree in nodes])

    def child(column: str) -> NDArray[np.int64]:
        below = [tree[column] + start for tree, start in zip(nodes, starts, strict=True)]
        return np.where(leaf, own, np.concatenate(below)).astype(np.int64)

    return Ranker(
        starts,
        np.where(leaf, 0, joined("feature_idx")).astype(np.int64),
        joined("num_threshold").astype(np.float32),
        child("left"),
        child("right"),
        np.where(leaf, joined("value"), 0).astype(np.float32),
        int(max(tree["depth"].max() for tree in nodes)),
        float(trees._baseline_prediction.ravel()[0]),
        slope,
        offset,
        threshold,
    )
