"""Fits the tagger's conditional random field: stochastic gradient with steps by AdaGrad, dropped-out features, averaged weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reading.signals import BUCKETS
from reading.tagger import ALLOWED, OUTSIDE, TAGS, Tagger

Floats = NDArray[np.floating]

EPOCHS = 10
AVERAGED = 6
"""Last epochs whose weights are averaged."""
BATCH = 4000
"""Characters about a step."""
RATE = 0.2
SHRINK = 6e-6
"""Weight decay a character."""
DROPPED = 0.3
"""Share of the features of a character that a step does not see."""
_OFF = -30.0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that no name crosses: features [template, character] and tags."""

    buckets: NDArray[np.int32]
    tags: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Batch:
    """Runs of like length beside each other: features [template, character], and per step and run the character or -1."""

    buckets: NDArray[np.int32]
    tags: NDArray[np.int8]
    places: NDArray[np.int64]


def fit(runs: Sequence[Run], seed: int = 0) -> Tagger:
    """The tagger for the tags of the runs."""
    chance = np.random.default_rng(seed)
    weights, moves = np.zeros((BUCKETS + 1, len(TAGS)), np.float32), np.zeros((len(TAGS), len(TAGS)))
    seen, seen_moves = np.full(weights.shape, 1e-2, np.float32), np.full(moves.shape, 1e-2)
    mean, mean_moves = np.zeros_like(weights), np.zeros_like(moves)
    batches = _batches(runs, chance)
    for epoch in range(EPOCHS):
        for at in chance.permutation(len(batches)):
            batch = batches[at]
            buckets = np.where(chance.random(batch.buckets.shape, np.float32) < DROPPED, BUCKETS, batch.buckets)
            slope, slope_moves = _slopes(weights, moves, buckets, batch)
            slope += (SHRINK * len(batch.tags)) * weights
            slope[BUCKETS] = 0
            seen += slope * slope
            weights -= RATE * slope / np.sqrt(seen)
            seen_moves += slope_moves * slope_moves
            moves -= RATE * slope_moves / np.sqrt(seen_moves)
        if epoch >= EPOCHS - AVERAGED:
            mean += weights / AVERAGED
            mean_moves += moves / AVERAGED
    mean[:BUCKETS] *= 1 - DROPPED
    return Tagger(mean[:BUCKETS], mean_moves.astype(np.float32))


def _batches(runs: Sequence[Run], chance: np.random.Generator) -> list[Batch]:
    """The runs in batches of like length, mixed otherwise."""
    order = sorted(range(len(runs)), key=lambda at: (len(runs[at].tags), chance.random()))
    batches: list[Batch] = []
    chosen: list[Run] = []
    size = 0
    for at in order:
        chosen.append(runs[at])
        size += len(runs[at].tags)
        if size >= BATCH:
            batches.append(_joined(chosen))
            chosen, size = [], 0
    if chosen:
        batches.append(_joined(chosen))
    return batches


def _joined(runs: Sequence[Run]) -> Batch:
    places = np.full((max(len(run.tags) for run in runs), len(runs)), -1, np.int64)
    at = 0
    for column, run in enumerate(runs):
        places[: len(run.tags), column] = np.arange(at, at + len(run.tags))
        at += len(run.tags)
    return Batch(
        np.concatenate([run.buckets for run in runs], axis=1), np.concatenate([run.tags for run in runs]), places
    )


def _slopes(
    weights: Floats, moves: Floats, buckets: NDArray[np.int32], batch: Batch
) -> tuple[NDArray[np.float32], Floats]:
    """The gradient of the loss by weight and by transition."""
    scores = np.zeros((len(batch.tags) + 1, len(TAGS)))
    for row in buckets:
        scores[:-1] += weights.take(row, axis=0)
    scores[-1] = _OFF
    scores[-1, OUTSIDE] = 0
    emission = scores[batch.places]
    emission = np.exp(emission - emission.max(axis=2, keepdims=True))
    allowed = np.exp(moves) * ALLOWED
    likely, passing = _expected(emission, allowed, batch.places >= 0)
    tags = np.append(batch.tags, OUTSIDE)[batch.places]
    inner = batch.places[1:] >= 0
    np.subtract.at(passing, (tags[:-1][inner], tags[1:][inner]), 1.0)
    error = np.zeros((len(batch.tags), len(TAGS)))
    present = batch.places >= 0
    error[batch.places[present]] = likely[present]
    error[np.arange(len(batch.tags)), batch.tags] -= 1
    flat = buckets.ravel()
    slope = np.empty(weights.shape, np.float32)
    for tag in range(len(TAGS)):
        shares = np.broadcast_to(error[:, tag], buckets.shape).ravel()
        slope[:, tag] = np.bincount(flat, shares, BUCKETS + 1)
    return slope, passing


def _expected(emission: Floats, allowed: Floats, present: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """How likely each tag is at each place, and how often each tag is expected to follow each."""
    size = len(emission)
    forward, ahead = np.empty_like(emission), np.ones_like(emission)
    start, end = ALLOWED[OUTSIDE] > 0, ALLOWED[:, OUTSIDE] > 0
    forward[0] = emission[0] * start
    forward[0] /= forward[0].sum(axis=1, keepdims=True)
    for at in range(1, size):
        forward[at] = (forward[at - 1] @ allowed) * emission[at]
        forward[at] /= forward[at].sum(axis=1, keepdims=True)
    ahead[-1] = end
    for at in range(size - 2, -1, -1):
        ahead[at] = (ahead[at + 1] * emission[at + 1]) @ allowed.T
        ahead[at] /= ahead[at].sum(axis=1, keepdims=True)
    likely = forward * ahead
    likely /= likely.sum(axis=2, keepdims=True)
    pairs = forward[:-1, :, :, None] * allowed * (emission[1:] * ahead[1:])[:, :, None, :]
    pairs /= np.maximum(pairs.sum(axis=(2, 3), keepdims=True), 1e-300)
    return likely, pairs[present[1:]].sum(axis=0)
