"""Learned weights and how they are applied: boosted trees over named features, in plain numpy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, chain, islice, pairwise, repeat
from pathlib import Path
from sys import intern
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reading.forest import Forest

_HERE = Path(__file__).parent / "models"


def folder() -> Path:
    """Where the models are."""
    return _HERE


Row = Mapping[str, float]
Group = tuple[Row, Sequence[Row]]
"""Features that some rows have in common, and what each of them adds."""
_AT_ONCE = 128
"""Rows or groups that are judged together: a row takes many times the room of what it tells of."""
Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int = _AT_ONCE) -> Iterator[list[Item]]:
    """The items in lists of bounded length."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def _columns(known: dict[str, int], names: Iterable[str], total: int) -> NDArray[np.intp]:
    """The columns of so many features; those that training never saw share the one after the last."""
    return np.fromiter(map(known.get, names, repeat(len(known))), np.intp, total)


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted binary trees of one class over named features."""

    names: dict[str, int]
    forest: Forest
    base: float

    def probabilities(self, rows: Iterable[Row]) -> list[float]:
        """The chance of each row; features that training never saw are passed over."""
        return [chance for batch in batches(rows) for chance in self._judged(self._empty(len(batch)), batch)]

    def probabilities_of_groups(self, groups: Iterable[Group]) -> list[float]:
        """The chance of each row of each group."""
        chances: list[float] = []
        for batch in batches(groups):
            rows = [row for _, own in batch for row in own]
            matrix = self._empty(len(rows))
            last = 0
            for common, own in batch:
                first, last = last, last + len(own)
                matrix[first:last, _columns(self.names, common, len(common))] = list(common.values())
            chances += self._judged(matrix, rows)
        return chances

    def _empty(self, rows: int) -> NDArray[np.float32]:
        """A column for each feature, and one for all that training never saw."""
        return np.zeros((rows, len(self.names) + 1), np.float32)

    def _judged(self, matrix: NDArray[np.float32], rows: Sequence[Row]) -> list[float]:
        """The chances of rows that are put into the matrix."""
        sizes = [len(row) for row in rows]
        at, total = np.repeat(np.arange(len(rows)), sizes), sum(sizes)
        numbers = chain.from_iterable(row.values() for row in rows)
        matrix[at, _columns(self.names, chain.from_iterable(rows), total)] = np.fromiter(numbers, np.float32, total)
        chances: list[float] = (1.0 / (1.0 + np.exp(-(self.forest.scores(matrix) + self.base)))).tolist()
        return chances


@cache
def load(name: str) -> Trees:
    """The model `name`.npz of reading/models/, read once."""
    with np.load(_HERE / f"{name}.npz", allow_pickle=False) as data:
        trees, nodes = data["feature"].shape
        roots = np.arange(trees, dtype=np.int64) * nodes
        left, right = (data[side].astype(np.int64) + roots[:, None] for side in ("left", "right"))
        # most features are tested by no tree: a row has columns for the others alone
        tests = left != np.arange(trees * nodes).reshape(trees, nodes)
        tested, columns = np.unique(np.where(tests, data["feature"], data["feature"][tests][0]), return_inverse=True)
        forest = Forest.of(
            roots, columns.astype(np.int64).ravel(), data["threshold"].ravel(),
            left.ravel(), right.ravel(), data["value"].ravel(),
        )  # fmt: skip
        names = {str(word): index for index, word in enumerate(data["names"][tested])}
        return Trees(names, forest, float(data["base"]))


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear classifier of three labels or more: weights are features x labels, already with the labels' own offsets in `base`."""

    names: dict[str, int]
    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    base: NDArray[np.float32]
    _padded: NDArray[np.float32] = field(init=False, repr=False, compare=False)
    """The weights, and 0 for a feature that training never saw."""

    def __post_init__(self) -> None:
        padded = np.concatenate([self.weights, np.zeros((1, self.weights.shape[1]), np.float32)])
        object.__setattr__(self, "_padded", padded)
        object.__setattr__(self, "weights", padded[:-1])

    def odds(self, row: Row) -> NDArray[np.float64]:
        """The log-odds of each label; features that training never saw are passed over."""
        columns = _columns(self.names, row, len(row))
        score: NDArray[np.float64] = np.fromiter(row.values(), np.float64, len(row)) @ self._padded.take(
            columns, axis=0
        )
        score += self.base
        return score

    def odds_of_all(self, rows: Iterable[Row]) -> NDArray[np.float64]:
        """`odds` of many rows, as rows x labels."""
        scores: list[NDArray[np.float64]] = []
        for batch in batches(rows):
            sizes = [len(row) for row in batch]
            total = sum(sizes)
            told = self._padded.take(_columns(self.names, chain.from_iterable(batch), total), axis=0)
            numbers = np.fromiter(chain.from_iterable(row.values() for row in batch), np.float64, total)
            ends = list(accumulate(sizes, initial=0))
            scores += [numbers[start:end] @ told[start:end] + self.base for start, end in pairwise(ends)]
        return np.stack(scores) if scores else np.empty((0, len(self.base)))


@cache
def load_linear(name: str) -> Linear:
    """The linear model `name`.npz of reading/models/, read once."""
    return read_linear(name)


def read_linear(name: str) -> Linear:
    """The linear model `name`.npz of reading/models/, read anew."""
    with np.load(_HERE / f"{name}.npz", allow_pickle=False) as data:
        return Linear(
            {str(word): index for index, word in enumerate(data["names"])},
            tuple(str(label) for label in data["labels"]),
            data["weights"].astype(np.float32), data["base"].astype(np.float32),
        )  # fmt: skip


def load_by_kind(name: str, worth: Mapping[str, float]) -> tuple[float, dict[str, dict[str, float]]]:
    """A linear model of two labels, read anew: the base, and by kind (the first word of a feature's name) what each of the
    kind adds to the odds by the rest of its name. `worth`: the number of each feature, by kind.
    """
    weights: dict[str, dict[str, float]] = {kind: {} for kind in worth}
    shared: dict[float, float] = {}  # the weights are few different ones
    with np.load(_HERE / f"{name}.npz", allow_pickle=False) as data:
        for feature, weight in zip(data["names"].tolist(), data["weights"][:, 0].tolist(), strict=True):
            kind, _, word = feature.partition(" ")
            value = worth[kind] * weight
            weights[kind][intern(word)] = shared.setdefault(value, value)
        return float(data["base"][0]), weights
