"""Learned weights and how they are applied: boosted trees over named features, in plain numpy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_HERE = Path(__file__).parent / "models"


_AT_ONCE = 1000
"""Rows that are judged together; more would only need more memory."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted binary trees of one class: the nodes of all trees one after the other; a leaf's `left` and `right` are itself."""

    names: dict[str, int]
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float32]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float32]
    base: float
    depth: int

    def probabilities(self, rows: list[dict[str, float]]) -> list[float]:
        """The chance of each row; features that training never saw are passed over."""
        if not rows:
            return []
        width = len(self.names)
        matrix = np.zeros((len(rows), width), dtype=np.float32)
        for index, row in enumerate(rows):
            for name, number in row.items():
                column = self.names.get(name)
                if column is not None:
                    matrix[index, column] = number
        blocks = [self._scores(matrix[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        chances: list[float] = (1.0 / (1.0 + np.exp(-np.concatenate(blocks)))).tolist()
        return chances

    def _scores(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """The log-odds of each row: all trees walked at once, one level a step, nodes counted through over all trees."""
        flat = matrix.ravel()
        rows = (np.arange(len(matrix)) * matrix.shape[1])[:, None]
        node = np.broadcast_to(self.roots, (len(matrix), len(self.roots)))
        for _ in range(self.depth):
            low = flat.take(rows + self.feature.take(node)) <= self.threshold.take(node)
            node = np.where(low, self.left.take(node), self.right.take(node))
        scores: NDArray[np.float64] = self.value.take(node).sum(axis=1, dtype=np.float64) + self.base
        return scores


@cache
def load(name: str) -> Trees:
    """The model `name`.npz of reading/models/, read once."""
    with np.load(_HERE / f"{name}.npz", allow_pickle=False) as data:
        trees, nodes = data["feature"].shape
        roots = np.arange(trees, dtype=np.int64) * nodes
        left, right = (data[side].astype(np.int64) + roots[:, None] for side in ("left", "right"))
        return Trees(
            {str(word): index for index, word in enumerate(data["names"])}, roots, data["feature"].astype(np.int64).ravel(),
            data["threshold"].ravel(), left.ravel(), right.ravel(), data["value"].ravel(), float(data["base"]), int(data["depth"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear classifier: weights are features x labels, already with the labels' own offsets in `base`."""

    names: dict[str, int]
    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    base: NDArray[np.float32]

    def odds(self, row: dict[str, float]) -> NDArray[np.float64]:
        """The log-odds of each label (of two labels: of the second alone); features that training never saw are passed over."""
        known = [(self.names[name], number) for name, number in row.items() if name in self.names]
        score = self.base.astype(np.float64)
        if known:
            columns, numbers = zip(*known, strict=True)
            score = score + np.asarray(numbers) @ self.weights[list(columns)]
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
