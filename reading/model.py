"""Learned weights and how they are applied: boosted trees over named features, in plain numpy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reading.forest import Forest

_HERE = Path(__file__).parent / "models"


Row = Mapping[str, float]
_AT_ONCE = 512
"""Rows that are judged together."""
Cells = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in lists of bounded length: a row takes many times the room of what it tells of."""
    left = iter(rows)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch


def _cells(names: dict[str, int], rows: Sequence[Row]) -> Cells:
    """Row, column and number of every feature of all rows; one that training never saw is in the column after the last."""
    sizes = [len(row) for row in rows]
    total = sum(sizes)
    columns = map(names.get, chain.from_iterable(rows), repeat(len(names)))
    numbers = chain.from_iterable(row.values() for row in rows)
    return (
        np.repeat(np.arange(len(rows)), sizes),
        np.fromiter(columns, np.int64, total),
        np.fromiter(numbers, np.float64, total),
    )


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted binary trees of one class over named features."""

    names: dict[str, int]
    forest: Forest
    base: float

    def probabilities(self, rows: Iterable[Row]) -> list[float]:
        """The chance of each row; features that training never saw are passed over."""
        chances: list[float] = []
        for batch in _batches(rows):
            matrix = np.zeros((len(batch), len(self.names) + 1), dtype=np.float32)
            at, columns, numbers = _cells(self.names, batch)
            matrix[at, columns] = numbers
            chances += (1.0 / (1.0 + np.exp(-(self.forest.scores(matrix) + self.base)))).tolist()
        return chances


@cache
def load(name: str) -> Trees:
    """The model `name`.npz of reading/models/, read once."""
    with np.load(_HERE / f"{name}.npz", allow_pickle=False) as data:
        trees, nodes = data["feature"].shape
        roots = np.arange(trees, dtype=np.int64) * nodes
        left, right = (data[side].astype(np.int64) + roots[:, None] for side in ("left", "right"))
        forest = Forest.of(
            roots, data["feature"].astype(np.int64).ravel(), data["threshold"].ravel(),
            left.ravel(), right.ravel(), data["value"].ravel(),
        )  # fmt: skip
        return Trees({str(word): index for index, word in enumerate(data["names"])}, forest, float(data["base"]))


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear classifier: weights are features x labels, already with the labels' own offsets in `base`."""

    names: dict[str, int]
    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    base: NDArray[np.float32]

    def odds(self, row: Row) -> NDArray[np.float64]:
        """The log-odds of each label (of two labels: of the second alone); features that training never saw are passed over."""
        column = self.names.get
        known = [(at, number) for name, number in row.items() if (at := column(name)) is not None]
        score = self.base.astype(np.float64)
        if known:
            columns, numbers = zip(*known, strict=True)
            score = score + np.asarray(numbers) @ self.weights[list(columns)]
        return score

    def odds_of_all(self, rows: Iterable[Row]) -> NDArray[np.float64]:
        """`odds` of many rows together, as rows x labels."""
        scores = [self._odds(batch) for batch in _batches(rows)]
        return np.concatenate(scores) if scores else np.empty((0, len(self.base)))

    def _odds(self, rows: Sequence[Row]) -> NDArray[np.float64]:
        at, columns, numbers = _cells(self.names, rows)
        seen = np.flatnonzero(columns < len(self.names))
        parts = numbers[seen, None] * self.weights[columns[seen]]
        score = np.empty((len(rows), len(self.base)))
        for label, base in enumerate(self.base.tolist()):
            score[:, label] = base + np.bincount(at[seen], parts[:, label], len(rows))
        return score

    def best(self, row: dict[str, float]) -> tuple[str, float]:
        """The likeliest of three or more labels and its probability."""
        score = self.odds(row)
        chances = np.exp(score - score.max())
        chances /= chances.sum()
        at = int(chances.argmax())
        return self.labels[at], float(chances[at])


@cache
def load_linear(name: str) -> Linear:
    """The linear model `name`.npz of reading/models/, read once."""
    with np.load(_HERE / f"{name}.npz", allow_pickle=False) as data:
        return Linear(
            {str(word): index for index, word in enumerate(data["names"])},
            tuple(str(label) for label in data["labels"]),
            data["weights"].astype(np.float32), data["base"].astype(np.float32),
        )  # fmt: skip
