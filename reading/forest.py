"""Boosted trees judged without walking them: every test of every tree at once, then one leaf a tree by its bits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 128
"""Rows that are judged together; so few that their tests stay near the processor."""
_MOST_LEAVES = 16


@dataclass(frozen=True, slots=True)
class Forest:
    """All tests of all trees, as tests x trees.

    A test that fails rules out the leaves on its low side: the bits of `out`. Of the leaves that no test rules out the
    first is the tree's. Trees of fewer tests are filled up with tests that nothing fails.
    """

    feature: NDArray[np.int64]
    threshold: NDArray[np.float32]
    out: NDArray[np.uint16]
    value: NDArray[np.float32]
    """trees x leaves, in one row."""
    first: NDArray[np.int64]
    """Where each tree's leaves begin in `value`."""

    @classmethod
    def of(
        cls,
        roots: NDArray[np.int64],
        feature: NDArray[np.int64],
        threshold: NDArray[np.float32],
        low: NDArray[np.int64],
        high: NDArray[np.int64],
        value: NDArray[np.float32],
    ) -> Forest:
        """The forest of nodes in one row, where a leaf is its own child. Raises ValueError beyond 16 leaves a tree."""
        lows, highs = low.tolist(), high.tolist()
        trees = [list(_in_order(root, lows, highs)) for root in roots.tolist()]
        tests = max(1, *(sum(lows[node] != node for node, _, _ in tree) for tree in trees))
        leaves = max(sum(lows[node] == node for node, _, _ in tree) for tree in trees)
        if leaves > _MOST_LEAVES:
            raise ValueError(f"a tree of {leaves} leaves is too large")
        features = np.zeros((tests, len(trees)), np.int64)
        thresholds = np.full((tests, len(trees)), np.inf, np.float32)
        out = np.zeros((tests, len(trees)), np.uint16)
        values = np.zeros((len(trees), leaves), np.float32)
        for column, tree in enumerate(trees):
            row = 0
            for node, start, middle in tree:
                if lows[node] == node:
                    values[column, start] = value[node]
                    continue
                features[row, column], thresholds[row, column] = feature[node], threshold[node]
                out[row, column] = ((1 << middle) - 1) ^ ((1 << start) - 1)
                row += 1
        return cls(features, thresholds, out, values.ravel(), np.arange(len(trees)) * leaves)

    def scores(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sum of the trees' leaves for each row of features."""
        if len(matrix) <= _AT_ONCE:
            return self._scores(matrix)
        return np.concatenate([self._scores(matrix[at : at + _AT_ONCE]) for at in range(0, len(matrix), _AT_ONCE)])

    def _scores(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        failed = matrix.take(self.feature, axis=1, mode="clip") > self.threshold
        out = np.bitwise_or.reduce(failed * self.out, axis=1)
        scores: NDArray[np.float64] = self.value.take(self.first + _first_left().take(out)).sum(
            axis=1, dtype=np.float64
        )
        return scores


@cache
def _first_left() -> NDArray[np.uint8]:
    """For each set of leaves that are ruled out the first that is not."""
    return np.array([(~out & (out + 1)).bit_length() - 1 for out in range(1 << _MOST_LEAVES)]).astype(np.uint8)


def _in_order(root: int, low: list[int], high: list[int]) -> Iterator[tuple[int, int, int]]:
    """The nodes of one tree, each with the number of its first leaf and of the first leaf on its high side."""
    seen: list[tuple[int, int, int]] = []

    def visit(node: int, start: int) -> int:
        if low[node] == node:
            seen.append((node, start, start))
            return start + 1
        middle = visit(low[node], start)
        seen.append((node, start, middle))
        return visit(high[node], middle)

    visit(root, 0)
    yield from seen
