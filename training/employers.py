"""Fit the employer model: `python -m training employers`. Which of the organisations that a text names a person works for."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.scoring import name_likeness
from reading.clean import clean
from reading.employers import _MODEL
from reading.people import Cast
from reading.shown import Shown
from reading.values import Company, Form, Span, Text
from training.corpus import load

MISSED = 0.15
"""Share of companies hidden from the examples, as the finder misses some in coverage that it has not seen."""
PAGE_WEIGHT = 2.0
"""Of a person of a real page beside one of the corpus, which more often gives firms their full names."""
ALIKE = 0.6
"""Likeness from which on an organisation counts as the gold one, as in the scoring."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one person could work for: the features of each offer, and whether it is right."""

    piece: str
    rows: tuple[frozenset[str], ...]
    right: tuple[bool, ...]
    weight: float


def choices_of(
    piece: str, text: Text, gold: dict[str, Any], companies: tuple[Company, ...], weight: float = 1.0
) -> Iterator[Choice]:
    """A choice for every found person whose organisation the gold tells."""
    told = {person["name"]: person for person in gold["people"]}
    cast = Cast(Shown(text), companies)
    for name, asked in cast.asked():
        if asked.category == "media":
            continue
        offers = cast.employers.offers(asked)
        cast.employers.keep(asked)
        person = told.get(name)
        if person and person["org"] and person["category"] != "media":
            right = tuple(name_likeness(person["org"], org) >= ALIKE for org in offers)
            if any(right):
                yield Choice(piece, tuple(frozenset(row) for row in offers.values()), right, weight)


def companies_of(text: Text, gold: dict[str, Any]) -> tuple[Company, ...]:
    """The companies of a gold reading with every place where a form of theirs stands, the longest form first."""
    owner = {form: at for at, row in enumerate(gold["companies"]) for form in (row["name"], *row["aliases"]) if form}
    if not owner:
        return ()
    names = sorted(owner)
    spans: dict[int, dict[str, list[Span]]] = {}
    finder = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
    for index, start, end in finder.find_matches_as_indexes(text.text):
        name = names[index]
        spans.setdefault(owner[name], {}).setdefault(name, []).append(text.span(start, end))
    forms = (
        sorted((Form(name, tuple(places)) for name, places in each.items()), key=lambda form: -len(form.name))
        for _, each in sorted(spans.items())
    )
    return tuple(Company(tuple(each), 1.0, "gold") for each in forms)


def thinned(companies: tuple[Company, ...], seed: str) -> tuple[Company, ...]:
    """The companies less those that a finder may miss, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    return tuple(company for company in companies if chance.random() >= MISSED)


def examples(
    folders: Sequence[Path], found: Callable[[str, Text, dict[str, Any]], tuple[Company, ...]] | None = None
) -> list[Choice]:
    """The choices of the folders' pages and of the corpus; `found` gives the companies, gold ones thinned where it is missing."""
    rows: list[Choice] = []
    pages = [
        (path.stem, path.with_suffix(".txt").read_bytes(), json.loads(path.read_text(encoding="utf-8")), PAGE_WEIGHT)
        for folder in folders
        for path in sorted(folder.glob("*.json"))
    ]
    pieces = [(piece.name, piece.text.encode(), piece.gold(), 1.0) for piece in load()]
    for name, page, gold, weight in [*pages, *pieces]:
        text = clean(page)
        companies = found(name, text, gold) if found else thinned(companies_of(text, gold), name)
        rows += choices_of(name, text, gold, companies, weight)
    return rows


def fit(choices: Sequence[Choice], strength: float = 0.6, rarest: int = 3) -> dict[str, float]:
    """Weights that make the right offers likely among all of a person's, to three digits."""
    counts: dict[str, int] = {}
    for choice in choices:
        for feature in frozenset().union(*choice.rows):
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= rarest)
    column = {name: at for at, name in enumerate(names)}
    cells = [
        (at, column[f]) for at, row in enumerate(row for c in choices for row in c.rows) for f in row if f in column
    ]
    size = sum(len(choice.rows) for choice in choices)
    rows, columns = zip(*cells, strict=True)
    matrix = csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(size, len(names)))
    owner = np.repeat(np.arange(len(choices)), [len(choice.rows) for choice in choices])
    right = np.array([each for choice in choices for each in choice.right])
    weight = np.array([choice.weight for choice in choices])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.clip(matrix @ weights, -60, 60)
        powers = np.exp(scores)
        total = np.bincount(owner, powers)
        good = np.bincount(owner, powers * right)
        value = float(weight @ np.log(total / good) + strength / 2 * weights @ weights)
        slope = weight[owner] * (powers / total[owner] - powers * right / good[owner])
        return value, matrix.T @ slope + strength * weights

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(each), 3) for name, each in zip(names, best, strict=True) if abs(each) > 0.02}


def train(folders: Sequence[Path]) -> None:
    """Fit on the corpus and the given folders, and write the weights."""
    weights = fit(examples(folders))
    _MODEL.write_text(
        json.dumps(weights, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )
