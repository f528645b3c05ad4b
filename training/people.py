"""Fit the name model: `python -m training people`. Weights of single features only; no name is stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from reading.clean import clean
from reading.crowd import chained
from reading.fullnames import candidates
from reading.shown import Shown
from training.corpus import load
from training.noise import noisy

MODEL = Path(__file__).parent.parent / "reading" / "models" / "people.json"
Example = tuple[tuple[str, ...], bool]


def examples_of(source: str, names: set[str]) -> list[Example]:
    """The candidates of one page, each with whether it is one of the names."""
    text = Shown(clean(source, "text")).visible
    return [
        (mention.features + chained(text, mention, names), text[mention.start : mention.end] in names)
        for mention in candidates(text)
    ]


def examples_by_piece(folders: Sequence[Path]) -> dict[str, list[Example]]:
    """The candidates of every page (NAME.txt with NAME.json beside it) and of every corpus piece, as typed and under noise."""
    found: dict[str, list[Example]] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.json"))):
        names = {person["name"] for person in json.loads(path.read_text(encoding="utf-8"))["people"]}
        found[path.stem] = examples_of(path.with_suffix(".txt").read_text(encoding="utf-8"), names)
    for piece in load():
        names = {person["name"] for person in piece.gold()["people"]}
        found[piece.name] = examples_of(piece.text, names) + examples_of(noisy(piece, 1).text, names)
    return found


def fit(examples: Sequence[Example], strength: float = 2, rarest: int = 3) -> dict[str, float]:
    """Logistic regression over features seen often enough; weights to four digits."""
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([dict.fromkeys(features, 1.0) for features, _ in examples])
    frequent = np.asarray((rows > 0).sum(axis=0)).ravel() >= rarest
    model = LogisticRegression(C=strength, fit_intercept=False, solver="liblinear")
    model.fit(rows[:, frequent], [label for _, label in examples])
    names = vectorizer.get_feature_names_out()[frequent]
    return {
        str(name): round(float(weight), 4)
        for name, weight in zip(names, model.coef_[0], strict=True)
        if abs(weight) > 0.01
    }


def train(folders: Sequence[Path]) -> None:
    """Fit on the corpus and the given folders, and write the weights."""
    examples = [example for rows in examples_by_piece(folders).values() for example in rows]
    MODEL.parent.mkdir(exist_ok=True)
    MODEL.write_text(
        json.dumps(fit(examples), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )
