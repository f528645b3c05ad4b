"""A linear-chain tagger that says how likely any stretch of a text is a company's name.

It is a conditional random field over hashed features (`reading.signals`), trained by `python -m training companies` and
evaluated here for all sentences of a block at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reading.grammar import Words
from reading.signals import features

Floats = NDArray[np.floating]

TAGS = "OBIE"
OUTSIDE, BEGIN, INSIDE, END = range(4)
ALLOWED = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0]], np.float32)
"""ALLOWED[a, b] is 1 where tag b may follow tag a."""
LONGEST_NAME = 36
_LONGEST_RUN = 80
_AT_ONCE = 256
"""Characters whose weights are summed in one go: so few that they stay near the processor."""
_RUNS_AT_ONCE = 256
_RESCALED = 16
"""Steps after which sums are rescaled, before they could become too small for a float."""
_UNLIKELY = np.exp(-30.0)
_MODEL = Path(__file__).parent / "models" / "tagger.npz"
_STOP = re.compile(r"[。;；!！?？\n,，、:：]+")


class Stretch(NamedTuple):
    """[start, end) is a name with that probability."""

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Tagger:
    """Weights [bucket, tag] of hashed features, and of one tag after another."""

    weights: Floats
    transitions: Floats
    _moves: Floats = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_moves", np.exp(self.transitions.astype(np.float64)) * ALLOWED)

    @classmethod
    def load(cls, path: Path = _MODEL) -> Tagger:
        """The trained weights; raises OSError where they are missing."""
        with np.load(path) as stored:
            rows = stored["rows"]
            weights = np.zeros((int(stored["buckets"]), len(TAGS)), np.float32)
            weights[rows] = stored["values"]
            return cls(weights, stored["transitions"].astype(np.float32))

    def stretches(self, string: str, words: Words, floor: float) -> list[Stretch]:
        """Every stretch of at least that probability, in order of start."""
        if not string.strip():
            return []
        buckets = features(string, words)
        scores = np.empty((len(string), len(TAGS)), np.float32)
        for at in range(0, len(string), _AT_ONCE):
            rows = self.weights.take(buckets[:, at : at + _AT_ONCE], axis=0, mode="clip")  # none is out of range
            np.add.reduce(rows.reshape(len(rows), -1), axis=0, out=scores[at : at + _AT_ONCE].reshape(-1))
        cut = sorted(runs(string), key=lambda run: run[1] - run[0])
        found: list[Stretch] = []
        for at in range(0, len(cut), _RUNS_AT_ONCE):
            found += self._batch(scores, cut[at : at + _RUNS_AT_ONCE], floor)
        found.sort(key=lambda stretch: (stretch.start, stretch.end))
        return found

    def _batch(self, scores: Floats, runs: list[tuple[int, int]], floor: float) -> list[Stretch]:
        """The stretches of some runs of text of like length, the longest last."""
        begins, ahead = _posteriors(_emission(scores, runs), self._moves)
        found = []
        places, columns = np.nonzero(begins >= floor)
        likely = begins[places, columns].tolist()
        held = sorted(set(columns.tolist()))
        ways = self._ways(ahead[:, held])
        paths = {column: ways[: runs[column][1] - runs[column][0], at].tolist() for at, column in enumerate(held)}
        for at, column, probability in zip(places.tolist(), columns.tolist(), likely, strict=True):
            start, end = runs[column]
            for stop, whole in _walk(paths[column], at, end - start, probability, floor):
                found.append(Stretch(start + at, start + stop, whole))
        return found

    def _ways(self, ahead: Floats) -> Floats:
        """How likely each tag of a name follows another: [position, run, (I after B, E after B, I after I, E after I)]."""
        moves = self._moves
        ways = np.empty((*ahead.shape[:2], 4))
        for offset, source in ((0, BEGIN), (2, INSIDE)):
            inside, end = ahead[:, :, INSIDE] * moves[source, INSIDE], ahead[:, :, END] * moves[source, END]
            total = inside + end + 1e-300
            ways[:, :, offset], ways[:, :, offset + 1] = inside / total, end / total
        return ways


def _emission(scores: Floats, runs: list[tuple[int, int]]) -> Floats:
    """How well each tag suits each character of some runs, the longest last, as [position, run, tag]; OUTSIDE fills them up."""
    starts, ends = np.array(runs).T
    sizes = ends - starts
    column = np.repeat(np.arange(len(runs)), sizes)
    position = np.arange(len(column)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    told = scores[position + starts[column]].astype(np.float64)
    told -= np.maximum.reduce([told[:, tag] for tag in range(len(TAGS))])[:, None]
    emission = np.full((sizes[-1], len(runs), len(TAGS)), _UNLIKELY)
    emission[:, :, OUTSIDE] = 1.0
    emission[position, column] = np.exp(np.maximum(told, -30, out=told))
    return emission


def _posteriors(emission: Floats, moves: Floats) -> tuple[Floats, Floats]:
    """For each position and run: how likely a name begins there, and how well what is ahead suits each tag.

    The sums from the left and from the right obey the same recursion, so both run in one loop.
    """
    size = len(emission)
    both = np.stack([emission, emission[::-1]], axis=1)
    both[0, 0, :, INSIDE:] = 0
    both[0, 1, :, BEGIN : INSIDE + 1] = 0
    steps = np.stack([moves, moves.T])
    state = both[0]
    for at in range(1, size):
        here = both[at]
        here *= state @ steps
        if at % _RESCALED == 0:
            here /= here.sum(axis=2, keepdims=True)
        state = here
    forward, ahead = both[:, 0], both[::-1, 1]
    likely = forward * ahead / emission
    begins = likely[:, :, BEGIN] / sum(likely[:, :, tag] for tag in range(len(TAGS)))
    return begins, ahead


def _walk(ways: list[list[float]], at: int, size: int, probability: float, floor: float) -> Iterator[tuple[int, float]]:
    """The ends of a name that begins at a position, with the probability of each."""
    offset = 0
    for position in range(at + 1, min(size, at + LONGEST_NAME)):
        inside, end = ways[position][offset], ways[position][offset + 1]
        if probability * end >= floor:
            yield position + 1, probability * end
        probability *= inside
        offset = 2
        if probability < floor:
            return


def runs(string: str) -> Iterator[tuple[int, int]]:
    """The text in runs that no name crosses, each of at most `_LONGEST_RUN` characters."""
    at = 0
    for stop in [*_STOP.finditer(string), None]:
        end = stop.start() if stop else len(string)
        while end - at > _LONGEST_RUN:
            yield at, at + _LONGEST_RUN
            at += _LONGEST_RUN
        if end > at:
            yield at, end
        at = stop.end() if stop else end


@cache
def tagger() -> Tagger:
    """The tagger that ships with the engine."""
    return Tagger.load()
