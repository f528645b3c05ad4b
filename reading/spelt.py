"""Linear models that know many pairs and triples of characters: a number stands for each, and all are looked up at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reading.brands import codes
from reading.model import Linear, Row, batches, folder, read_linear

Parts = list[tuple[str, str]]
"""Kinds of features, each with a stretch of text: every pair of its characters is one, of some kinds every triple too."""
SpeltRow = tuple[Row, Parts]
"""The named numbers of one row, and what is spelled out for it."""
_BITS = 20
"""Bits of a character's number; those of a kind stand before the three of its characters."""
_LAST = (1 << _BITS) - 1
_APART = "\0"
"""What stands between two stretches: it is part of nothing that a model knows."""
_AT_ONCE = 32
"""Rows that are judged together."""


class Kind(NamedTuple):
    """A kind of features: the first word of their names, what one counts, and of how many characters it is at most."""

    name: str
    worth: float
    longest: int = 2


def spelled(parts: Parts, kinds: Iterable[Kind]) -> dict[str, float]:
    """The features that the stretches stand for, by name: the kind, then the characters."""
    known = {kind.name: kind for kind in kinds}
    return {
        f"{name} {text[at : at + size]}": known[name].worth
        for name, text in parts
        for size in range(2, known[name].longest + 1)
        for at in range(len(text) - size + 1)
    }


@dataclass(frozen=True, slots=True)
class Spelt:
    """A linear model in two parts: features by name, and those of some kinds by the number of their characters."""

    named: Linear
    kinds: dict[str, int]
    """The number of each kind; none has 0."""
    longer: NDArray[np.bool_]
    """Whether a kind has features of three characters, by its number."""
    keys: NDArray[np.int64]
    """The numbers of what is spelled, sorted."""
    weights: NDArray[np.float32]
    """keys x labels."""
    worths: NDArray[np.float64]
    """What each of keys counts."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What each column of the odds is of."""
        return self.named.labels

    @classmethod
    def of(cls, model: Linear, kinds: Sequence[Kind]) -> Spelt:
        """The same model, of which features of these kinds are spelled."""
        numbered = {kind.name: (number, kind) for number, kind in enumerate(kinds, 1)}
        keys: list[tuple[int, int, float]] = []
        names: dict[str, int] = {}
        for name, at in model.names.items():
            first, _, text = name.partition(" ")
            if first in numbered and 2 <= len(text) <= numbered[first][1].longest:
                number, kind = numbered[first]
                keys.append((_number(number, text), at, kind.worth))
            else:
                names[name] = at
        keys.sort()
        plain = Linear(
            {name: at for at, name in enumerate(names)}, model.labels, model.weights[list(names.values())], model.base
        )
        return cls(
            plain, {kind.name: number for number, kind in enumerate(kinds, 1)},
            np.array([False, *[kind.longest > 2 for kind in kinds]]), np.array([number for number, _, _ in keys], np.int64),
            model.weights[np.array([at for _, at, _ in keys], np.intp)], np.array([worth for _, _, worth in keys], np.float64),
        )  # fmt: skip

    def odds_of_all(self, rows: Iterable[SpeltRow]) -> NDArray[np.float64]:
        """The log-odds of each label, as rows x labels; a feature counts once in a row."""
        scores = [self._odds(batch) for batch in batches(rows, _AT_ONCE)]
        return np.concatenate(scores) if scores else np.empty((0, len(self.named.base)))

    def _odds(self, batch: Sequence[SpeltRow]) -> NDArray[np.float64]:
        odds = self.named.odds_of_all([row for row, _ in batch])
        stretches = [(self.kinds[kind], at, text) for at, (_, parts) in enumerate(batch) for kind, text in parts]
        if not stretches or not len(self.keys):
            return odds
        points = codes(_APART.join([*[text for _, _, text in stretches], ""])).astype(np.int64)
        np.minimum(points, _LAST, out=points)
        inside = np.repeat(np.arange(len(stretches)), [len(text) + 1 for _, _, text in stretches])
        kinds = np.array([kind for kind, _, _ in stretches])
        pairs = points[:-1] << 2 * _BITS | points[1:] << _BITS
        longer = np.flatnonzero(self.longer[kinds][inside[:-2]])
        numbers = np.concatenate([pairs, pairs[longer] | points[longer + 2]])
        inside = np.concatenate([inside[:-1], inside[longer]])
        numbers |= (kinds << 3 * _BITS)[inside]
        found = self.keys.searchsorted(numbers)
        known = np.flatnonzero(self.keys.take(found, mode="clip") == numbers)
        told = np.array([at for _, at, _ in stretches])[inside[known]] * len(self.keys) + found[known]
        told.sort()
        once = np.ones(len(told), np.bool_)
        np.not_equal(told[1:], told[:-1], out=once[1:])
        told = told[once]
        ends = told.searchsorted(np.arange(len(batch) + 1) * len(self.keys)).tolist()
        told %= len(self.keys)
        worths, weights = self.worths.take(told), self.weights.take(told, axis=0)
        for row, (start, end) in zip(odds, pairwise(ends), strict=True):
            row += worths[start:end] @ weights[start:end]
        return odds


def _number(kind: int, text: str) -> int:
    number = kind
    for character in text.ljust(3, _APART):
        number = number << _BITS | min(ord(character), _LAST)
    return number


def load_spelt(name: str, kinds: tuple[Kind, ...]) -> Spelt:
    """The linear model `name`.npz of reading/models/, read once."""
    return _loaded(folder(), name, kinds)


@lru_cache(maxsize=4)
def _loaded(_: Path, name: str, kinds: tuple[Kind, ...]) -> Spelt:
    # by folder: in training models of another are read meanwhile
    return Spelt.of(read_linear(name), kinds)
