"""Learned weights and how they are applied: boosted trees over named features, in plain numpy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_HERE = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted binary trees of one class. Arrays are trees x nodes; a leaf's `left` is itself."""

    names: dict[str, int]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    base: float
    depth: int

    def probabilities(self, rows: list[dict[str, float]]) -> list[float]:
        """The chance of each row; features that training never saw are passed over."""
        matrix = np.zeros((len(rows), len(self.names)), dtype=np.float32)
        for index, row in enumerate(rows):
            for name, number in row.items():
                column = self.names.get(name)
                if column is not None:
                    matrix[index, column] = number
        lines = np.arange(len(rows))[:, None]
        trees = np.arange(self.feature.shape[0])[None, :]
        node = np.zeros((len(rows), self.feature.shape[0]), dtype=np.int32)
        for _ in range(self.depth):
            goes_left = matrix[lines, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        score = self.base + self.value[trees, node].sum(axis=1)
        chances: list[float] = (1.0 / (1.0 + np.exp(-score))).tolist()
        return chances


@cache
def load(name: str) -> Trees:
    """The model `name`.npz of reading/models/, read once."""
    with np.load(_HERE / f"{name}.npz", allow_pickle=False) as data:
        return Trees(
            {str(word): index for index, word in enumerate(data["names"])},
            data["feature"], data["threshold"], data["left"], data["right"], data["value"],
            float(data["base"]), int(data["depth"]),
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
