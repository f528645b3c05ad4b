"""`python -m training projects [FOLDER …]`: fit the models of the project reader.

Which candidate is a project of its own (a linear model of the words, trees over it), which names mean one project, whose it
is, which sum is its own, the furthest state reached and the industry. They learn from the corpus and from folders of pages
with their readings beside them, with companies as the reader finds them in texts it has not seen. The figures printed are of a
five-fold cross-validation of the project models; where folders are given, of their pages alone. Everything is seeded: the
same input gives the same weights.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.sparse import hstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.scoring import Score
from reading import heard, project_context
from reading import model as model_files
from reading.__main__ import as_json
from reading.heard import LABELS, STATE_WORTH, Hearing, Place, heard_rows, hearing_of, parts
from reading.model import Linear
from reading.project_rank import WORDS
from reading.relate import find_projects
from reading.stages import by_label
from reading.values import Company, Reading, Text
from training.corpus import load
from training.project_samples import Clause, Gold, Row, Sample, mark_hard, sample, told_in
from training.unseen import companies_of, texts

MODELS = Path(__file__).parent.parent / "reading" / "models"
FOLDS = 5
TREES = {
    "max_iter": 100, "learning_rate": 0.1, "max_leaf_nodes": 12, "min_samples_leaf": 8, "l2_regularization": 2.0, "max_features": 0.3,
}  # fmt: skip
PAGE_WEIGHT = 3.0
"""Of a row of a real page beside one of the corpus: what the reader meets is told as pages tell it."""
INNER = 3
"""Parts of the rows by which a model that others build on judges rows that it did not see."""
FORESTS = 3
"""Fits that judge together: one alone varies by a point."""
COMMON = 4
"""A feature must stand in so many rows to be learned."""


def fit_trees(
    rows: list[Row], labels: list[int], forests: int = 1, weights: Sequence[float] | None = None
) -> dict[str, Any]:
    """Boosted trees as the arrays that `reading.model.Trees` reads: the mean of so many fits from other seeds."""
    vectors = DictVectorizer(sparse=False)
    matrix = vectors.fit_transform(rows)
    kept = np.flatnonzero((matrix != 0).sum(axis=0) >= COMMON)
    features = matrix[:, kept].astype(np.float32)
    models = [
        HistGradientBoostingClassifier(random_state=seed, **TREES).fit(features, labels, sample_weight=weights)
        for seed in range(forests)
    ]
    trees = [each[0].nodes for model in models for each in model._predictors]
    size = max(map(len, trees))
    arrays = {key: np.zeros((len(trees), size), np.int32) for key in ("feature", "left", "right")}
    arrays |= {key: np.zeros((len(trees), size), np.float32) for key in ("threshold", "value")}
    for at, tree in enumerate(trees):
        leaf = tree["is_leaf"].astype(bool)
        own = np.arange(len(tree))
        arrays["feature"][at, own] = np.where(leaf, 0, tree["feature_idx"])
        arrays["threshold"][at, own] = np.where(leaf, 0, tree["num_threshold"])
        arrays["left"][at, own] = np.where(leaf, own, tree["left"])
        arrays["right"][at, own] = np.where(leaf, own, tree["right"])
        arrays["value"][at, own] = np.where(leaf, tree["value"] / forests, 0)
    return {
        "names": np.array(vectors.get_feature_names_out()[kept], dtype=str), **arrays,
        "base": np.float64(models[0]._baseline_prediction.ravel()[0]), "depth": np.int32(max(tree["depth"].max() for tree in trees)),
    }  # fmt: skip


def linear(arrays: dict[str, Any]) -> Linear:
    """A fitted linear model as the reader applies it."""
    return Linear(
        {str(word): at for at, word in enumerate(arrays["names"])}, tuple(map(str, arrays["labels"])),
        arrays["weights"].astype(np.float32), arrays["base"].astype(np.float32),
    )  # fmt: skip


def fit_linear(pairs: list[tuple[Row, str]], strength: float, weights: Sequence[float] | None = None) -> dict[str, Any]:
    """A linear classifier as the arrays that `reading.model.Linear` reads."""
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([row for row, _ in pairs])
    kept = np.flatnonzero(np.asarray((matrix != 0).sum(axis=0)).ravel() >= 2)
    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    model.fit(matrix[:, kept], [label for _, label in pairs], sample_weight=weights)
    return {
        "names": np.array(vectors.get_feature_names_out()[kept], dtype=str), "labels": np.array(model.classes_, dtype=str),
        "weights": model.coef_.T.astype(np.float16), "base": model.intercept_.astype(np.float32),
    }  # fmt: skip


STRENGTH = {"words": 0.1, "stage": 0.15, "heard": 0.3, "industry": 0.5}
"""How freely each linear model may follow the rows it learns from."""


def _spoken(group: Sequence[Sample]) -> list[tuple[Row, str]]:
    return [
        (row, str(label))
        for item in group for row, label in zip(item.words, item.labels, strict=True) if label >= 0
    ]  # fmt: skip


def _fit_pairs(pairs: list[tuple[Row, int]], weights: Sequence[float]) -> dict[str, Any]:
    return fit_trees([row for row, _ in pairs], [label for _, label in pairs], FORESTS, weights)


def _weights(group: Sequence[Sample], part: str) -> list[float]:
    """The weight of each row of one part of the samples."""
    return [item.weight for item in group for _ in getattr(item, part)]


def fit_heard(group: Sequence[Sample]) -> dict[str, Any]:
    """The model of clauses as the arrays that `reading.model.Linear` reads."""
    said = [clause for item in group for clause, _ in item.clauses]
    words = CountVectorizer(analyzer=parts, min_df=COMMON - 1)
    states = DictVectorizer()
    matrix = hstack(
        [
            words.fit_transform([clause for clause, _ in said]),
            states.fit_transform([dict.fromkeys(told, STATE_WORTH) for _, told in said]),
        ],
        format="csr",
    )
    model = LogisticRegression(C=STRENGTH["heard"], max_iter=100, tol=1e-3)
    model.fit(matrix, [label for item in group for _, label in item.clauses])
    names = [*words.get_feature_names_out(), *states.get_feature_names_out()]
    return {
        "names": np.array(names, dtype=str), "labels": np.array(model.classes_, dtype=str),
        "weights": model.coef_.T.astype(np.float16), "base": model.intercept_.astype(np.float32),
    }  # fmt: skip


def _judged(
    rows: list[Row], odds: dict[str, float], told: Sequence[tuple[Place, Clause]], hearing: Hearing
) -> list[Row]:
    """The rows of all labels with what the linear models say of each."""
    best, order = max(odds.values()), sorted(odds, key=lambda label: -odds[label])
    chances = hearing.chances([words for _, (words, _) in told], [states for _, (_, states) in told])
    shared, each = heard_rows([place for place, _ in told], chances)
    return [
        {**row, **shared, **more, "odds": odds[label] - best, "rank": order.index(label), "margin": odds[label] - max(
            odds[other] for other in LABELS if other != label)}
        for row, more, label in zip(rows, each, LABELS, strict=True)
    ]  # fmt: skip


def _stage_pairs(group: Sequence[Sample]) -> tuple[list[tuple[Row, int]], list[float]]:
    """Each project's states with 1 for the gold one, judged by linear models that did not see the project; and weights."""
    pairs: list[tuple[Row, int]] = []
    weights: list[float] = []
    for part in range(INNER):
        others = [item for at, item in enumerate(group) if at % INNER != part]
        seen = [pair for item in others for pair in item.stages]
        model = linear(fit_linear(seen, STRENGTH["stage"], _weights(others, "stages")))
        hearing = hearing_of(linear(fit_heard(others)))
        for item in group[part::INNER]:
            for (features, answer), rows, told in zip(item.stages, item.stage_rows, item.heard, strict=True):
                odds = by_label(model.labels, model.odds(features))
                judged = _judged(rows, odds, told, hearing)
                pairs += [(row, int(label == answer)) for row, label in zip(judged, LABELS, strict=True)]
                weights += [item.weight] * len(LABELS)
    return pairs, weights


def fit(group: Sequence[Sample]) -> dict[str, dict[str, Any]]:
    """All models, by name. The trees learn from what linear models of the words say of pieces that these did not see."""
    rows, labels = [], []
    plain = [item for item in group if not item.hard]
    for part in range(INNER):
        words = linear(
            fit_linear(_spoken([item for at, item in enumerate(group) if at % INNER != part]), STRENGTH["words"])
        )
        for item in group[part::INNER]:
            for row, spoken, label in zip(item.rows, item.words, item.labels, strict=True):
                if label >= 0:
                    rows.append({**row, WORDS: float(words.odds(spoken)[0])})
                    labels.append(label)
    return {
        "project_words": fit_linear(_spoken(group), STRENGTH["words"]),
        "projects": fit_trees(rows, labels, FORESTS),
        "same_project": _fit_pairs([pair for item in group for pair in item.same], _weights(group, "same")),
        "owners": _fit_pairs([pair for item in group for pair in item.owners], _weights(group, "owners")),
        "project_sums": _fit_pairs([pair for item in plain for pair in item.sums], _weights(plain, "sums")),
        "stages": _fit_pairs(*_stage_pairs(group)),
        "heard": fit_heard(group),
        "stage": fit_linear(
            [pair for item in group for pair in item.stages], STRENGTH["stage"], _weights(group, "stages")
        ),
        "industry": fit_linear(
            [pair for item in group for pair in item.industries], STRENGTH["industry"], _weights(group, "industries")
        ),
    }


def nameless(arrays: dict[str, Any], people: set[str]) -> dict[str, Any]:
    """A linear model without the features that are people's names: the people of real pages stay out of what ships."""
    if "weights" not in arrays:
        return arrays
    kept = np.array([people.isdisjoint(str(name).split(" ")) for name in arrays["names"]])
    return {**arrays, "names": arrays["names"][kept], "weights": arrays["weights"][kept]}


LIGHT = {"stage": 0.03, "heard": 0.03, "project_words": 0.01}
"""Weights below which a feature of a linear model is left out of what ships: there are a hundred thousand, and they take room."""


def lean(name: str, arrays: dict[str, Any]) -> dict[str, Any]:
    """A linear model without the features that weigh next to nothing."""
    if name not in LIGHT:
        return arrays
    kept = np.abs(arrays["weights"].astype(np.float64)).max(axis=1) >= LIGHT[name]
    return {**arrays, "names": arrays["names"][kept], "weights": arrays["weights"][kept]}


def write(models: dict[str, dict[str, Any]], folder: Path) -> None:
    """The models as NAME.npz."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, arrays in models.items():
        np.savez_compressed(folder / f"{name}.npz", **arrays)


@contextmanager
def reading_with(models: dict[str, dict[str, Any]]) -> Iterator[None]:
    """Within it the reader applies these project models instead of those that ship."""
    with tempfile.TemporaryDirectory() as folder:
        write(models, Path(folder))
        with patch.object(model_files, "_HERE", Path(folder)):
            _forget()
            yield
    _forget()


def _forget() -> None:
    model_files.load.cache_clear()
    model_files.load_linear.cache_clear()
    heard.hearing.cache_clear()
    project_context.word_weights.cache_clear()


def golds_of(folders: Sequence[Path]) -> dict[str, Gold]:
    """The gold readings of the folders' pages, by name."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for folder in folders for path in sorted(folder.glob("*.json"))
    }  # fmt: skip


def cross_validate(
    groups: list[dict[str, tuple[Company, ...]]],
    rows: dict[str, Sample],
    pages: dict[str, Text],
    golds: dict[str, Gold],
) -> Score:
    """Each group read by models that learned from the others alone; only the pages of `golds` count."""
    score = Score()
    for group in groups:
        with reading_with(fit([item for name, item in rows.items() if name not in group])):
            for name in group:
                if name in golds:
                    text = pages[name]
                    projects = find_projects(text, group[name])
                    reading = Reading("", text.header, None, (), projects, (), (), ())
                    gold = {**golds[name], "companies": [], "people": []}
                    score.add(gold, as_json(name, reading, text))
    return score


def train(folders: Sequence[Path], say: Callable[[str], None] = print) -> None:
    """Cross-validate, then fit on everything and write reading/models/."""
    pages = texts(folders)
    marked = {piece.name: piece.gold() for piece in load()}
    real = golds_of(folders)
    found = {name: companies_of(name, text) for name, text in pages.items()}
    stated = {piece.name: told_in(piece, pages[piece.name]) for piece in load()}
    rows = {
        name: sample(name, pages[name], (real | marked)[name], found[name], stated.get(name)) for name in sorted(found)
    }
    for name in real:
        rows[name].weight = PAGE_WEIGHT
    mark_hard(rows, load())
    groups = [{name: found[name] for name in sorted(found)[part::FOLDS]} for part in range(FOLDS)]
    say(f"{len(real)} pages, {len(marked)} corpus pieces")
    score = cross_validate(groups, rows, pages, real or marked)
    tally = score.entities["projects"]
    say(f"projects P {tally.precision:.3f} R {tally.recall:.3f} F1 {tally.f1:.3f}")
    for name in ("amount", "stage", "industry", "project_companies"):
        say(f"{name} {score.share(name) or 0.0:.3f}")
    people = {person["name"] for gold in real.values() for person in gold["people"]}
    write({name: lean(name, nameless(arrays, people)) for name, arrays in fit(list(rows.values())).items()}, MODELS)
