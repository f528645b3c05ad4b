"""How alike two texts are: overlap of their pieces of five characters, on a sample for search and in full for the verdict.

A repost keeps the words of its original but not their script, headers, paragraphs or order; so only words count here.
Sampling keeps the hashes below a bound ("FracMinHash"): the sample of a cut text is the cut of the sample, so containment
can be told from samples alone (Irber et al. 2022, https://doi.org/10.1101/2022.01.11.475838).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

Hashes = NDArray[np.uint64]

PIECE = 5
"""Characters in a piece."""
SAMPLED = 16
"""One piece in so many is in the sample, on average."""
SHORTEST = 30
"""Texts with fewer distinct pieces are like nothing: too little is said to know one from another."""
CONTAINED = 0.6
"""Share of the shorter text's pieces that a repost has in common with the longer one, at least."""
CUT = 3.0
"""A text that is so many times longer than another is a digest that holds it, or a notice of it, not its repost."""
LONGER = 1.4
"""A text that is so many times longer holds the other one: they are repost and original only if they open alike."""
OPENING = 120
"""Characters at the beginning of a text among which its headline must be."""
FIRST = 24
"""So many of them are compared where a headline is missing."""
SAME_HEADLINE = 80.0
"""How alike (0 to 100) the shorter headline is to the part of the longer one that is most like it."""
SAME_FIGURES = 0.6
"""Share of the shorter text's figures that the longer one has too. Notices from one mould differ in their figures."""
FEW_FIGURES = 4
"""With fewer figures than that, names are what differs between notices from one mould: words must agree more."""
CONTAINED_ALONE = 0.8
"""Share of the shorter text's pieces where figures say little."""

_WORDS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]{2,}")
_MIX = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], np.uint64)


@dataclass(frozen=True, slots=True)
class Shape:
    """A text as this module sees it: headline, beginning, distinct pieces as sorted hashes, how often each figure is printed."""

    title: str
    opening: str
    pieces: Hashes
    figures: Counter[str]

    @property
    def sample(self) -> list[int]:
        """The sampled hashes as signed 64-bit integers, as a database column holds them. Empty for a text too short."""
        if len(self.pieces) < SHORTEST:
            return []
        kept = self.pieces[self.pieces < np.uint64(2**64 // SAMPLED)]
        # A text of a few lines may have nothing below the bound; its four lowest are in any other sample of it that counts.
        kept = kept if len(kept) >= 4 else self.pieces[:4]
        return [int(value) for value in kept.view(np.int64)]


def shape(text: str, title: str = "") -> Shape:
    """The shape of a repaired text with its headline ("" where it has none)."""
    words = _WORDS.sub("", text).lower()
    opening = words[:OPENING]
    title = _WORDS.sub("", title).lower()
    codes = np.frombuffer(words.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(codes) < PIECE:
        return Shape(title, opening, np.empty(0, np.uint64), Counter())
    rolled = np.zeros(len(codes) - PIECE + 1, np.uint64)
    for at in range(PIECE):
        rolled = rolled * _MIX[0] + codes[at : len(codes) - PIECE + 1 + at]
    for shift, factor in ((30, _MIX[1]), (27, _MIX[2])):
        rolled = (rolled ^ (rolled >> np.uint64(shift))) * factor
    hashes = rolled ^ (rolled >> np.uint64(31))
    return Shape(title, opening, np.unique(hashes), Counter(_FIGURE.findall(text)))


def is_repost(a: Shape, b: Shape) -> bool:
    """Whether one text is the other one again, cut or dressed differently."""
    short, long = sorted((a, b), key=lambda each: len(each.pieces))
    if len(short.pieces) < SHORTEST or len(long.pieces) > CUT * len(short.pieces):
        return False
    if len(long.pieces) > LONGER * len(short.pieces) and not _open_alike(a, b):
        return False
    shared = len(np.intersect1d(short.pieces, long.pieces, assume_unique=True)) / len(short.pieces)
    fewer, more = sorted((a.figures, b.figures), key=lambda figures: figures.total())
    common = (fewer & more).total()
    if fewer.total() < FEW_FIGURES:
        return shared >= CONTAINED_ALONE and 2 * common >= fewer.total()
    return shared >= CONTAINED and common >= SAME_FIGURES * fewer.total()


def _open_alike(a: Shape, b: Shape) -> bool:
    """Whether each one's headline stands at the beginning of the other; without a headline, its first words."""
    pairs = [(one.title, other.opening) for one, other in ((a, b), (b, a)) if one.title]
    if len(pairs) < 2:
        pairs = [(one.opening[:FIRST], other.opening) for one, other in ((a, b), (b, a)) if not one.title]
    return all(fuzz.partial_ratio(words, opening) >= SAME_HEADLINE for words, opening in pairs)
